"""Building the consortium: the list of partners, requests to them, their answers, releasing and leaving."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Act
from applications.actions.drafting import editable, locked, show_plan
from applications.actions.giving import take_back_all
from applications.actions.verdicts import note_verdict
from applications.models import Application, Member, MemberDecision
from applications.queries.access import require, signs_for
from applications.queries.consortium import possible_partners
from ledger.actions import record
from ledger.refusal import refuse_unless
from outbox.actions import add


@transaction.atomic
def list_partners(*, application_id: int, organisation_ids: Iterable[int], actor: User, at: datetime) -> None:
    """Set whom the lead means to ask: new ones are listed, those not asked yet and no longer wanted go.

    Whoever has been asked or takes part stays; they leave by `withdraw_request`, `release` or `leave`.
    """
    application, _roles = editable(application_id, act=Act.DRAFT_REQUEST, actor=actor, at=at)
    wanted = set(organisation_ids) - {application.lead_id}
    add_to_list(application, wanted)
    application.members.filter(state=Member.State.LISTED).exclude(organisation__in=wanted).delete()


@transaction.atomic
def send_requests(
    *,
    application_id: int,
    organisation_ids: Iterable[int],
    message: str,
    reply_by_on: date | None,
    actor: User,
    at: datetime,
) -> list[Member]:
    """Ask listed partners to join; each gets a mail in its own language with a link to the draft."""
    application, _roles = editable(application_id, act=Act.SEND_REQUEST, actor=actor, at=at)
    return ask_listed(
        application, organisation_ids, message=message, reply_by_on=reply_by_on, actor=actor, at=at
    )


def add_to_list(application: Application, wanted: set[int]) -> None:
    """Put organisations of the county on the list, also those that were on it before and are out."""
    possible = set(possible_partners(application.call, application.region).values_list("pk", flat=True))
    refuse_unless(
        wanted <= possible,
        "not_in_county",
        _("An organisation does not belong to the county of the application."),
    )
    members = {member.organisation_id: member for member in application.members.all()}
    elements = list(application.call.elements.order_by("order"))
    for organisation_id in sorted(wanted):
        member = members.get(organisation_id)
        if member is None:
            member = Member.objects.create(application=application, organisation_id=organisation_id)
            member.elements.set(elements)
        elif member.state in Member.OUT:
            member.state = Member.State.LISTED
            member.save(update_fields=["state"])


def ask_listed(
    application: Application,
    organisation_ids: Iterable[int],
    *,
    message: str,
    reply_by_on: date | None,
    actor: User,
    at: datetime,
) -> list[Member]:
    """Ask those of the list who are named; the plan that they are shown is kept as it stands.

    Whoever is asked anew answers and decides anew: what went before stays readable and no longer counts.
    """
    asked = list(
        application.members.filter(state=Member.State.LISTED, organisation__in=list(organisation_ids))
        .select_related("organisation")
        .order_by("pk")
    )
    refuse_unless(asked, "nobody_to_ask", _("Nobody was chosen who has not been asked yet."))
    show_plan(application, at=at)
    MemberDecision.objects.current().filter(member__in=asked).update(superseded_at=at)
    for member in asked:
        member.state, member.asked_at = Member.State.ASKED, at
        member.message, member.reply_by_on = message, reply_by_on
        member.seen_at = member.answered_at = member.reminded_at = None
        member.answer_note = ""
        member.save()
        tell(member, "request", at=at)
        note(member, "request.sent", actor=actor, at=at)
    return asked


@transaction.atomic
def withdraw_request(*, member_id: int, actor: User, at: datetime) -> Member:
    """Take a request back before it is answered, while the application can be changed."""
    member, application = member_of(member_id)
    editable(application.pk, act=Act.SEND_REQUEST, actor=actor, at=at)
    refuse_unless(
        member.state == Member.State.ASKED, "already_answered", _("The request has already been answered.")
    )
    return turn(member, Member.State.WITHDRAWN, "request.withdrawn", actor=actor, at=at)


@transaction.atomic
def see_request(*, member_id: int, actor: User, at: datetime) -> None:
    """Note that somebody who acts for the asked organisation has opened the request; nothing for anybody else.

    Whoever acts for another of the own organisations now has not seen it in the name of this one.
    """
    asked = Member.objects.filter(pk=member_id, state=Member.State.ASKED, seen_at=None)
    asked.filter(organisation__in=actor.organisations_now).update(seen_at=at)


@transaction.atomic
def answer_request(*, member_id: int, accept: bool, answer_note: str, actor: User, at: datetime) -> Member:
    """Accept or decline a partnership request, by a signatory of the organisation that was asked."""
    member, application = member_of(member_id)
    require(actor, Act.ANSWER_REQUEST, application)
    refuse_unless(signs_for(actor, member), "not_allowed", _("Your role does not allow this."))
    refuse_unless(
        member.state == Member.State.ASKED, "already_answered", _("The request has already been answered.")
    )
    refuse_unless(
        application.is_editable(at),
        "call_closed",
        _("The call has closed; the request can no longer be answered."),
    )
    member.answered_at, member.answer_note = at, answer_note
    member.save(update_fields=["answered_at", "answer_note"])
    # Whoever comes back after leaving decides anew: the earlier record stays readable and no longer counts.
    member.decisions.current().update(superseded_at=at)
    state = Member.State.ACCEPTED if accept else Member.State.DECLINED
    return turn(member, state, f"request.{state.value}", actor=actor, at=at)


@transaction.atomic
def release(*, member_id: int, actor: User, at: datetime) -> Member:
    """The lead lets a partner go that has accepted but will not decide in time; its decision stays readable."""
    member, application = member_of(member_id)
    editable(application.pk, act=Act.SEND_REQUEST, actor=actor, at=at)
    refuse_unless(
        member.state == Member.State.ACCEPTED and not member.is_lead,
        "not_a_partner",
        _("Only a partner that takes part can be released."),
    )
    return turn(member, Member.State.LEFT, "member.released", actor=actor, at=at)


@transaction.atomic
def set_elements(*, member_id: int, codes: Iterable[str], actor: User, at: datetime) -> None:
    """In which elements a member takes part."""
    member, application = member_of(member_id)
    editable(application.pk, act=Act.DRAFT_REQUEST, actor=actor, at=at)
    member.elements.set(application.call.elements.filter(code__in=list(codes)))


def member_of(member_id: int) -> tuple[Member, Application]:
    """The member and its locked application; the application is locked first, so acts follow one another."""
    application = locked(Member.objects.only("application_id").get(pk=member_id).application_id)
    member = Member.objects.select_related("organisation").get(pk=member_id)
    return member, application


def turn(member: Member, state: Member.State, kind: str, *, actor: User, at: datetime) -> Member:
    """Write a member's state, tell the other side, and note it in the ledger."""
    member.state = state
    member.save(update_fields=["state"])
    if state == Member.State.LEFT:
        take_back_all(member)
    Application.objects.filter(pk=member.application_id).update(changed_at=at)
    tell(member, kind.replace(".", "_"), at=at)
    note_verdict(member.application, kind, at=at, organisation=member.organisation)
    note(member, kind, actor=actor, at=at)
    return member


def tell(member: Member, template: str, *, at: datetime) -> None:
    """Leave a mail in the outbox; each telling of each moment is its own row."""
    add(
        kind="mail",
        reference=f"{template}:{member.pk}:{at.isoformat()}",
        payload={"template": template, "member": member.pk},
    )


def note(member: Member, kind: str, *, actor: User, at: datetime) -> None:
    """The ledger's line about a member."""
    record(
        kind=kind,
        reference=member.application.reference,
        actor=actor,
        at=at,
        data={"organisation": member.organisation.name_fi, "member": member.pk},
    )
