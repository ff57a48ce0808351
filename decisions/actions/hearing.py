"""Hearing a party before a decision to its detriment (Hallintolaki 434/2003, 34 §): asked, mailed, answered."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from accounts.permissions import Act
from applications.actions.drafting import locked
from applications.actions.telling import tell_ministry
from applications.queries.access import require
from applications.workflow import State
from decisions.actions.presenting import own_case
from decisions.actions.supplementing import earliest_due
from decisions.models import Hearing, ReExamination
from decisions.queries.recipients import parties_of
from decisions.queries.rulings import open_re_examination
from ledger.actions import record
from ledger.refusal import refuse_unless
from outbox.actions import add


@transaction.atomic
def ask_hearing(
    *,
    application_id: int,
    organisation: Organisation,
    question: str,
    asks_consent: bool,
    due_on: date,
    actor: User,
    at: datetime,
) -> Hearing:
    """Ask a party of a case that is being re-examined; it is told by mail in its own language.

    Refused for whoever is no party, twice for one party, and with less than the reasonable time of a supplement.
    """
    application = own_case(application_id, actor=actor)
    require(actor, Act.RE_EXAMINE, application)
    found = open_re_examination(application)
    refuse_question(found, organisation, question, asks_consent=asks_consent, due_on=due_on, at=at)
    hearing = Hearing.objects.create(
        re_examination=found,
        organisation=organisation,
        question=question.strip(),
        asks_consent=asks_consent,
        due_on=due_on,
        asked_by=actor,
        asked_at=at,
    )
    add(kind="hearing-mail", reference=f"hearing:{hearing.pk}", payload={"hearing": hearing.pk})
    record(
        kind="hearing.asked",
        reference=application.reference,
        actor=actor,
        at=at,
        data={
            "organisation": organisation.name_fi,
            "due_on": due_on.isoformat(),
            "question": hearing.question,
        },
    )
    return hearing


def refuse_question(
    found: ReExamination | None,
    organisation: Organisation,
    question: str,
    *,
    asks_consent: bool,
    due_on: date,
    at: datetime,
) -> None:
    """Refuse what cannot be asked, with the reason."""
    refuse_unless(
        found is not None and State(found.application.state) is State.RE_EXAMINED,
        "not_possible_now",
        _("A party is heard while the case is being re-examined."),
    )
    refuse_unless(question.strip(), "question_missing", _("Tell what the party is asked."))
    refuse_unless(
        parties_of(found.application).filter(pk=organisation.pk).exists(),
        "no_party",
        _("Only a party of the decision is heard."),
    )
    refuse_unless(
        not found.hearings.filter(organisation=organisation).exists(),
        "heard_already",
        _("This party has already been asked."),
    )
    refuse_unless(
        due_on >= earliest_due(at), "due_too_soon", _("Give at least five days: the time must be reasonable.")
    )
    refuse_unless(
        not asks_consent or organisation.pk == found.application.lead_id,
        "consent_of_lead",
        _("Consent is asked of the recipient of the award, the lead."),
    )


@transaction.atomic
def answer_hearing(
    *, hearing_id: int, answer: str, consents: bool | None, actor: User, at: datetime
) -> Hearing:
    """The party's answer, by its signatory, once; also after the due date, while the case is still open.

    Refused without words, and without a yes or no where consent was asked.
    """
    hearing = Hearing.objects.select_related("re_examination", "organisation").get(pk=hearing_id)
    application = locked(hearing.re_examination.application_id)
    hearing = (
        Hearing.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=hearing_id)
    )
    require(actor, Act.ANSWER_HEARING, application)
    refuse_answer(hearing, State(application.state), answer, consents=consents, actor=actor)
    hearing.answer, hearing.answered_by, hearing.answered_at = answer.strip(), actor, at
    hearing.consents = consents if hearing.asks_consent else None
    hearing.save(update_fields=["answer", "answered_by", "answered_at", "consents"])
    tell_ministry(application, "hearing_answered", about=hearing.pk)
    record(
        kind="hearing.answered",
        reference=application.reference,
        actor=actor,
        at=at,
        data={"organisation": hearing.organisation.name_fi, "consents": hearing.consents},
    )
    return hearing


def refuse_answer(hearing: Hearing, state: State, answer: str, *, consents: bool | None, actor: User) -> None:
    """Refuse an answer by another, after the end, given already, or not whole."""
    refuse_unless(signs_for(actor, hearing), "not_allowed", _("Your role does not allow this."))
    refuse_unless(
        hearing.answered_at is None,
        "answered_already",
        _("Your organisation has already answered, and an answer is not changed."),
        way_out=_("Write a message to the ministry if something is missing."),
    )
    refuse_unless(
        state is State.RE_EXAMINED,
        "not_possible_now",
        _("The hearing has ended: the ministry has gone on with the case."),
    )
    refuse_unless(answer.strip(), "answer_missing", _("Write your answer."))
    refuse_unless(
        not hearing.asks_consent or consents is not None,
        "consent_missing",
        _("Answer whether your organisation consents: yes or no."),
    )


def signs_for(actor: User, hearing: Hearing) -> bool:
    """Whether this person signs for the organisation that is heard."""
    return any(
        one.organisation_id == hearing.organisation_id and one.role == "signatory"
        for one in actor.affiliations_now
    )
