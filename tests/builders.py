"""Brings applications to a state by the real acts, in the practice call and inside its window."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from accounts.models import Affiliation, User
from applications.actions.budget import LineContent, save_budget
from applications.actions.consortium import answer_request, list_partners, send_requests
from applications.actions.drafting import start_application
from applications.actions.member_decisions import DecisionContent, record_decision
from applications.actions.plan import ElementContent, choose_elements, save_element, save_grounds, save_plan
from applications.actions.submitting import submit
from applications.models import Application, Member, Submission
from pilots.models import Call, CallQuestion, Region
from tests.cast import Cast

UUSIMAA = "01"
ELEMENTS = ("personal-budget", "client-voucher")


def practice() -> Call:
    return Call.objects.get(slug="practice")


def in_window(call: Call) -> datetime:
    """A moment well inside the window: three weeks before the call closes, at noon in Helsinki or about."""
    return call.closes_at - timedelta(days=21, hours=4)


def begun(
    cast: Cast, *, call: Call | None = None, region=UUSIMAA, lead=None, actor=None, at=None, language="fi"
) -> Application:
    """A draft with nothing in it."""
    call = call or practice()
    return start_application(
        call=call,
        region=Region.objects.get(pk=region),
        lead=lead or cast.keusote,
        language=language,
        actor=actor or cast.lead_signatory,
        at=at or in_window(call),
    )


def written(application: Application, cast: Cast, *, elements=ELEMENTS, at=None, asked="1000000.00") -> None:
    """Plan, elements and budget complete."""
    who = {
        "application_id": application.pk,
        "actor": cast.lead_signatory,
        "at": at or in_window(application.call),
    }
    answers = answers_to(application.call, "")
    answers["title"] = "Yhdessä Uudellamaalla"
    save_plan(answers=answers, seen=0, **who)
    choose_elements(codes=elements, **who)
    call = application.call
    for code in elements:
        content = ElementContent(
            description=f"Kuvaus osiosta {code}.",
            starts_on=call.starts_earliest_on,
            ends_on=call.ends_latest_on,
            expected_clients=4500,
            smallest_eur=Decimal(asked) / 2,
            answers=answers_to(call, code),
        )
        save_element(code=code, content=content, seen=0, **who)
    lines = [
        LineContent(element=code, category="services", year=call.budget_years[0], asked_eur=Decimal(asked))
        for code in elements
    ]
    save_budget(lines=lines, seen=0, **who)


def answers_to(call: Call, element: str) -> dict[str, str]:
    """An answer of its kind to everything that a call asks of the plan (""), or of an element."""
    asked = [
        question
        for question in call.questions.order_by("order")
        if (question.is_asked_of(element) if element else question.section == "plan")
    ]
    return {question.code: answer_to(question) for question in asked}


def answer_to(question: CallQuestion) -> str:
    """What somebody might answer, as it is stored."""
    given = {
        "number": "12",
        "residents": "1000000",
        "date": (question.latest_on or question.call.ends_latest_on).isoformat(),
        "choice": question.options[0]["code"] if question.options else "",
        "commitment": "yes",
    }
    return given.get(question.kind, f"Vastaus: {question.label_fi}")


def decided(application: Application, organisation, actor, *, at=None, result="approved", **more) -> Member:
    """A member with the confirmed record of its own decision."""
    at = at or in_window(application.call)
    member = application.members.get(organisation=organisation)
    content = DecisionContent(
        body="Kaupunginhallitus",
        decided_on=min(date(2018, 3, 5), at.date()),
        result=result,
        section="13",
        **more,
    )
    record_decision(member_id=member.pk, content=content, extract=None, actor=actor, at=at)
    return member


def asked(application: Application, cast: Cast, *organisations, at=None) -> list[Member]:
    """Partners with a request sent to them."""
    at = at or in_window(application.call)
    ids = [organisation.pk for organisation in organisations]
    who = {"application_id": application.pk, "actor": cast.lead_signatory, "at": at}
    standing = application.members.exclude(state__in=["declined", "withdrawn", "lapsed", "left"])
    list_partners(organisation_ids=[*ids, *standing.values_list("organisation_id", flat=True)], **who)
    return send_requests(organisation_ids=ids, message="Tervetuloa mukaan.", reply_by_on=at.date(), **who)


def joined(application: Application, cast: Cast, organisation, actor, *, at=None) -> Member:
    """A partner that has been asked and has accepted, without a decision."""
    at = at or in_window(application.call)
    member = asked(application, cast, organisation, at=at)[0]
    return answer_request(member_id=member.pk, accept=True, answer_note="", actor=actor, at=at)


def with_grounds(
    application: Application, cast: Cast, *, confirmed=True, at=None, text="Erityisperusteet."
) -> None:
    """Special grounds written, and sending below the limit confirmed."""
    save_grounds(
        application_id=application.pk,
        grounds=text,
        below_limit_confirmed=confirmed,
        seen=0,
        actor=cast.lead_signatory,
        at=at or in_window(application.call),
    )


def espoo_signatory(cast: Cast):
    """Somebody who signs for Espoo; made when first needed."""
    user = User.objects.filter(email="signatory@espoo.example").first()
    if user is None:
        user = User.objects.create_user("signatory@espoo.example", "x" * 16, name="Espoo")
        Affiliation.objects.create(user=user, organisation=cast.espoo, role="signatory")
    return user


def complete_draft(cast: Cast, *, call: Call | None = None, at=None, language="fi") -> Application:
    """Ready to be sent: Keski-Uudenmaan sote leads, Helsinki, Vantaa and Espoo have joined and decided."""
    application = begun(cast, call=call, at=at, language=language)
    written(application, cast, at=at)
    decided(application, cast.keusote, cast.lead_signatory, at=at)
    partners = (
        (cast.helsinki, cast.partner_signatory),
        (cast.vantaa, cast.second_signatory),
        (cast.espoo, espoo_signatory(cast)),
    )
    for organisation, signatory in partners:
        joined(application, cast, organisation, signatory, at=at)
        decided(application, organisation, signatory, at=at)
    return Application.objects.get(pk=application.pk)


def sent(application: Application, cast: Cast, *, at=None, **more) -> Submission:
    """Sends it as it stands."""
    given = {"attested": True, "lapse_unanswered": False} | more
    return submit(
        application_id=application.pk,
        actor=cast.lead_signatory,
        at=at or in_window(application.call),
        **given,
    )


def submitted(cast: Cast, *, call: Call | None = None, at=None, language="fi") -> Application:
    """A complete application that has been sent."""
    application = complete_draft(cast, call=call, at=at, language=language)
    sent(application, cast, at=at)
    return Application.objects.get(pk=application.pk)
