"""One application of Uusimaa in its fullest state at each stage, made now by the real acts."""

from datetime import date, timedelta

from django.utils import timezone

from accounts.models import Organisation
from applications.actions.consortium import answer_request, list_partners
from applications.actions.leaving import leave
from applications.actions.messages import send_message
from applications.models import Application
from decisions.actions.deciding import Proof, decide
from decisions.actions.presenting import present, save_proposal, take_up
from decisions.actions.supplementing import end_supplement, request_supplement, send_to_consortium
from decisions.models import Decision
from outbox.dispatch import dispatch_once
from tests import builders
from tests.cast import Cast, staff
from tests.decisions.stages import content, seen


def full_draft(cast: Cast) -> Application:
    """Members in every position, all sections written, special grounds given."""
    now = timezone.now()
    application = builders.begun(cast, at=now)
    builders.written(application, cast, at=now, elements=("sote-centre", *builders.ELEMENTS))
    builders.decided(application, cast.keusote, cast.lead_signatory, at=now)
    builders.joined(application, cast, cast.helsinki, cast.partner_signatory, at=now)
    builders.decided(
        application,
        cast.helsinki,
        cast.partner_signatory,
        at=now,
        result="conditionally",
        conditions="Rahoitus varmistuu.",
    )
    builders.joined(application, cast, cast.espoo, builders.espoo_signatory(cast), at=now)
    porvoo = municipality("638")
    declines = staff("signatory@porvoo.example", porvoo, "signatory")
    asked = builders.asked(application, cast, porvoo, cast.vantaa, at=now)
    refusing = next(member for member in asked if member.organisation_id == porvoo.pk)
    answer_request(member_id=refusing.pk, accept=False, answer_note="Emme ehdi.", actor=declines, at=now)
    standing = application.members.filter(state__in=["asked", "accepted"]).values_list(
        "organisation_id", flat=True
    )
    wanted = [*standing, municipality("235").pk, municipality("149").pk]
    list_partners(application_id=application.pk, organisation_ids=wanted, actor=cast.lead_signatory, at=now)
    builders.with_grounds(application, cast, at=now, confirmed=False)
    return Application.objects.get(pk=application.pk)


def municipality(code: str) -> Organisation:
    return Organisation.objects.get(municipality=code)


def sent(cast: Cast) -> Application:
    """Complete and sent just now, in its second version; the mails about it are out."""
    now = timezone.now()
    application = builders.complete_draft(cast, at=now - timedelta(minutes=5))
    builders.sent(application, cast, at=now - timedelta(minutes=4))
    builders.with_grounds(application, cast, at=now - timedelta(minutes=3), confirmed=False)
    builders.sent(application, cast, at=now - timedelta(minutes=2))
    deliver()
    return Application.objects.get(pk=application.pk)


def under_review(cast: Cast) -> Application:
    """Taken up, with a proposal that is saved but not presented."""
    application = sent(cast)
    take_up(application_id=application.pk, actor=cast.presenting_officer, at=timezone.now())
    written_proposal(application, cast)
    return Application.objects.get(pk=application.pk)


def supplement_asked(cast: Cast) -> Application:
    """Under review with a supplement asked for, messages both ways, and a member that has left meanwhile."""
    application = sent(cast)
    now = timezone.now()
    take_up(application_id=application.pk, actor=cast.presenting_officer, at=now)
    who = {"application_id": application.pk, "at": now}
    send_message(text="Milloin asia ratkaistaan?", actor=cast.partner_editor, **who)
    send_to_consortium(text="Vuoden loppuun mennessä.", actor=cast.presenting_officer, **who)
    request_supplement(
        text="Pyydämme täydentämään hakemusta seuraavasti.",
        items=[
            ("plan", "Tarkentakaa tavoitteita ja niiden mittareita."),
            ("members", "Espoon päätös."),
            ("", "Miten asukkaita on kuultu?"),
        ],
        due_on=timezone.localdate(now) + timedelta(days=14),
        actor=cast.presenting_officer,
        **who,
    )
    vantaa = application.members.get(organisation=cast.vantaa)
    leave(member_id=vantaa.pk, reason="Valtuusto perui päätöksen.", actor=cast.second_signatory, at=now)
    return Application.objects.get(pk=application.pk)


def supplement_ended(application: Application, cast: Cast) -> None:
    """The officer goes on without it."""
    end_supplement(application_id=application.pk, note="", actor=cast.presenting_officer, at=timezone.now())


def written_proposal(application: Application, cast: Cast) -> None:
    """A complete proposal, saved and not presented."""
    save_proposal(
        application_id=application.pk, content=proposal(), actor=cast.presenting_officer, at=timezone.now()
    )


def proposal():
    """Complete, with a condition, a ruling on the grounds and an earlier handling."""
    return content(
        condition="Avustus maksetaan, kun laki on tullut voimaan.",
        production_by_on=date(2028, 1, 1),
        grounds_accepted=True,
        grounds_reason="Perusteet ovat poikkeukselliset.",
        handling=[{"text": "Ministerityöryhmä puolsi.", "on": "2026-09-05"}],
    )


def presented(application: Application, cast: Cast) -> None:
    """The turn passes to the decision-maker."""
    present(application_id=application.pk, actor=cast.presenting_officer, at=timezone.now())


def decided(application: Application, cast: Cast) -> Decision:
    """Signed, and the letter made."""
    now = timezone.now()
    made = decide(
        application_id=application.pk,
        proof=Proof("password", now),
        seen=seen(application),
        actor=cast.decision_maker,
        at=now,
    )
    deliver()
    return made


def deliver() -> None:
    """Everything that waits in the outbox."""
    while dispatch_once():
        pass
