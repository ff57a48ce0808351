"""Brings a case of the practice call to a stage by the real acts of the officials."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from accounts.models import Office, Organisation, User
from applications.models import Application
from decisions.actions.deciding import Proof, decide
from decisions.actions.money import confirm_change, put_forward
from decisions.actions.presenting import ElementProposal, ProposalContent, present, save_proposal, take_up
from decisions.models import Decision
from tests import builders
from tests.cast import Cast, person, staff

GRANTED, REFUSED = "personal-budget", "client-voucher"
REASONS = {
    GRANTED: "Suunnitelma vastaa haussa asetettuja tavoitteita. Uudenmaan kohderyhmä on rajattu selvästi.",
    REFUSED: "Määräraha ei riitä molempiin osioihin, ja asiakassetelin hinnoittelu on Uudellamaalla kesken.",
}


def later(application: Application, *, hours: int = 1):
    """A moment after the sending, in the window of the rolling practice call."""
    return builders.in_window(application.call) + timedelta(hours=hours)


def second_decision_maker() -> User:
    """Another decision-maker than the cast's."""
    found = User.objects.filter(email="second.dm@stm.example").first()
    if found is None:
        found = person("second.dm@stm.example", "second decision-maker")
        Office.objects.create(user=found, role="decision_maker")
    return found


def with_money(cast: Cast, call, *, total="5000000.00", reserve="0.00"):
    """The call's appropriation, set by two decision-makers."""
    at = builders.in_window(call)
    change = put_forward(
        call=call,
        total_eur=Decimal(total),
        reserve_eur=Decimal(reserve),
        reason="Talousarvio",
        actor=cast.decision_maker,
        at=at,
    )
    return confirm_change(change_id=change.pk, actor=second_decision_maker(), at=at)


def content(**changes) -> ProposalContent:
    """A complete proposal: the personal budget granted in full, the client voucher refused."""
    elements = {
        GRANTED: ElementProposal(
            outcome="granted",
            amount_eur=Decimal("1000000.00"),
            reason_key="reason.grant.criteria",
            reasons=REASONS[GRANTED],
        ),
        REFUSED: ElementProposal(outcome="refused", reason_key="R15", reasons=REASONS[REFUSED]),
    }
    terms = {
        "purpose": "Henkilökohtaisen budjetin pilotti Uudellamaalla.",
        "eligible_costs": "Pilotin tarpeelliset ja kohtuulliset kustannukset.",
        "self_financing_eur": Decimal("0.00"),
        "use_from_on": date(2027, 1, 1),
        "use_until_on": date(2028, 12, 31),
        "payment": "Avustus maksetaan erissä toteutuneiden kustannusten perusteella.",
        "interim_report_on": date(2028, 1, 31),
        "final_report_on": date(2029, 6, 30),
    }
    return ProposalContent(**{"elements": elements} | terms | changes)


def taken_up(cast: Cast) -> Application:
    """A submitted application that the cast's presenting officer has taken up."""
    application = builders.submitted(cast)
    take_up(application_id=application.pk, actor=cast.presenting_officer, at=later(application))
    return Application.objects.get(pk=application.pk)


def on_grounds(cast: Cast) -> Application:
    """Submitted with 70.5 % of Uusimaa and special grounds: Porvoo instead of Vantaa."""
    application = builders.begun(cast)
    builders.written(application, cast)
    builders.decided(application, cast.keusote, cast.lead_signatory)
    porvoo = Organisation.objects.get(municipality="638")
    signatory = staff("signatory@porvoo.example", porvoo, "signatory")
    partners = (
        (cast.helsinki, cast.partner_signatory),
        (cast.espoo, builders.espoo_signatory(cast)),
        (porvoo, signatory),
    )
    for organisation, actor in partners:
        builders.joined(application, cast, organisation, actor)
        builders.decided(application, organisation, actor)
    builders.with_grounds(application, cast)
    builders.sent(application, cast)
    return Application.objects.get(pk=application.pk)


def proposed(cast: Cast, *, proposal: ProposalContent | None = None) -> Application:
    """With a presented proposal."""
    application = taken_up(cast)
    who = {
        "application_id": application.pk,
        "actor": cast.presenting_officer,
        "at": later(application, hours=2),
    }
    save_proposal(content=proposal or content(), **who)
    present(**who)
    return Application.objects.get(pk=application.pk)


def signed(application: Application, actor: User, *, hours: int = 3) -> Decision:
    """Decided by somebody who has just proved who they are."""
    at = later(application, hours=hours)
    return decide(
        application_id=application.pk, proof=Proof("password", at), seen=seen(application), actor=actor, at=at
    )


def seen(application: Application) -> datetime:
    """When the proposal that a decision-maker reads now was presented."""
    return application.proposals.get(state="presented").presented_at


def decided(cast: Cast) -> Decision:
    """A case decided within an appropriation; its letter waits in the outbox."""
    application = proposed(cast)
    with_money(cast, application.call)
    return signed(application, cast.decision_maker)
