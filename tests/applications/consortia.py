"""Drafts of Uusimaa with their members, made by the same acts that the pages call."""

from datetime import UTC, date, datetime

from applications.actions.consortium import answer_request, list_partners, send_requests
from applications.actions.drafting import start_application
from applications.actions.member_decisions import DecisionContent, record_decision
from applications.actions.plan import choose_elements
from applications.models import Application, Member
from pilots.models import Call, Region
from tests.cast import Cast

AT = datetime(2018, 2, 6, 10, 0, tzinfo=UTC)


def draft(cast: Cast, *, county: str = "01") -> Application:
    """A draft of the joint authority of Keski-Uusimaa, with two elements."""
    application = start_application(
        call=Call.objects.get(slug="pilots-2018"),
        region=Region.objects.get(code=county),
        lead=cast.keusote,
        language="fi",
        actor=cast.lead_signatory,
        at=AT,
    )
    choose_elements(
        application_id=application.pk,
        codes=["client-voucher", "personal-budget"],
        actor=cast.lead_signatory,
        at=AT,
    )
    application.refresh_from_db()
    return application


def ask(cast: Cast, application: Application, *organisations) -> list[Member]:
    """Put organisations on the list and ask them."""
    standing = application.members.filter(is_lead=False).values_list("organisation_id", flat=True)
    wanted = {organisation.pk for organisation in organisations} | set(standing)
    list_partners(application_id=application.pk, organisation_ids=wanted, actor=cast.lead_signatory, at=AT)
    return send_requests(
        application_id=application.pk,
        organisation_ids=[organisation.pk for organisation in organisations],
        message="Lähdettekö mukaan?",
        reply_by_on=date(2018, 2, 28),
        actor=cast.lead_signatory,
        at=AT,
    )


def accept(member: Member, signatory) -> Member:
    """Accept a request."""
    return answer_request(member_id=member.pk, accept=True, answer_note="", actor=signatory, at=AT)


def decide(member: Member, actor, **content):
    """Record the own decision of a member."""
    given = {"body": "Kaupunginhallitus", "decided_on": date(2018, 2, 5), "result": "approved"} | content
    return record_decision(
        member_id=member.pk, content=DecisionContent(**given), extract=None, actor=actor, at=AT
    )


def member(application: Application, organisation) -> Member:
    """The membership of an organisation, as it is stored now."""
    return Member.objects.get(application=application, organisation=organisation)
