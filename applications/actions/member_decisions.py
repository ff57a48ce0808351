"""Recording what a member's own body decided: drafted, confirmed, disputed, reconfirmed on a newer plan."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Act
from applications.actions.consortium import member_of, note, tell
from applications.actions.drafting import editable, show_plan
from applications.actions.verdicts import note_verdict
from applications.models import Attachment, Member, MemberDecision, PlanVersion
from applications.queries.access import require, signs_for, works_for
from applications.queries.differences import digest_of_plan
from applications.workflow import OVER, State
from ledger.refusal import refuse_unless


@dataclass(frozen=True)
class DecisionContent:
    """What is recorded of a decision. `body` is the body or office-holder, `section` the § of the minutes.

    `plan_version` is the version that the body was shown; None stands for the plan as it is now.
    """

    body: str
    decided_on: date
    result: str
    section: str = ""
    proposer: str = ""
    conditions: str = ""
    minutes_inspected: bool = False
    plan_version: int | None = None


@transaction.atomic
def record_decision(
    *, member_id: int, content: DecisionContent, extract: Attachment | None, actor: User, at: datetime
) -> MemberDecision:
    """Record the decision of the actor's own organisation; a signatory's record is confirmed at once.

    An editor's record waits for a signatory's confirmation. The record refers to the version that was shown.
    """
    member, application = member_of(member_id)
    editable(application.pk, act=Act.DRAFT_MEMBER_DECISION, actor=actor, at=at, section="members")
    refuse_unless(works_for(actor, member), "not_allowed", _("Your role does not allow this."))
    decision = new_record(member, content, extract, actor=actor, at=at)
    if signs_for(actor, member):
        decision.confirmed_at, decision.confirmed_by = at, actor.email
    decision.save()
    note_verdict(application, "decision.recorded", at=at, organisation=member.organisation)
    note(member, "decision.recorded", actor=actor, at=at)
    return decision


@transaction.atomic
def record_for_member(
    *, member_id: int, content: DecisionContent, extract: Attachment | None, actor: User, at: datetime
) -> MemberDecision:
    """The lead's signatory records a member's decision, only with its extract; the member is told."""
    member, application = member_of(member_id)
    editable(application.pk, act=Act.RECORD_FOR_MEMBER, actor=actor, at=at, section="members")
    refuse_unless(
        extract is not None,
        "extract_missing",
        _("A decision of another organisation needs its extract attached."),
    )
    before = member.decisions.current().order_by("pk").first()
    refuse_unless(
        before is None or before.recorded_for_member or before.confirmed_at is None,
        "members_own_record",
        _("The member has recorded its own decision."),
        way_out=_("Ask the member to mend the record if it is wrong."),
    )
    decision = new_record(member, content, extract, actor=actor, at=at)
    decision.recorded_for_member = True
    decision.confirmed_at, decision.confirmed_by = at, actor.email
    decision.save()
    tell(member, "decision_recorded_for_you", at=at)
    note_verdict(application, "decision.recorded_for_member", at=at, organisation=member.organisation)
    note(member, "decision.recorded_for_member", actor=actor, at=at)
    return decision


def new_record(
    member: Member, content: DecisionContent, extract: Attachment | None, *, actor: User, at: datetime
) -> MemberDecision:
    """An unsaved record that takes the place of the one before it."""
    refuse_record(member, content, extract, at=at)
    before = member.decisions.current().order_by("pk").first()
    version = shown_version(member, content.plan_version, at=at)
    member.decisions.current().update(superseded_at=at)
    record = MemberDecision(
        member=member,
        body=content.body,
        decided_on=content.decided_on,
        section=content.section,
        proposer=content.proposer,
        result=content.result,
        conditions=content.conditions,
        minutes_inspected=content.minutes_inspected,
        extract=extract,
        plan_version=version,
        recorded_at=at,
        recorded_by=actor.email,
    )
    if before is not None:
        keep_what_stands(before, record)
    return record


def refuse_record(
    member: Member, content: DecisionContent, extract: Attachment | None, *, at: datetime
) -> None:
    """Refuse a record that cannot be true, or that proves nothing."""
    refuse_unless(
        member.state == Member.State.ACCEPTED,
        "not_accepted",
        _("The partnership request must be accepted before the decision is recorded."),
    )
    refuse_unless(
        content.decided_on <= timezone.localdate(at),
        "decided_in_future",
        _("The decision's date is in the future."),
    )
    refuse_unless(
        content.result != MemberDecision.Result.CONDITIONALLY or content.conditions.strip(),
        "conditions_missing",
        _("Tell the conditions of the approval."),
    )
    refuse_unless(
        extract is None or extract.application_id == member.application_id,
        "foreign_extract",
        _("The extract belongs to another application."),
    )


def shown_version(member: Member, number: int | None, *, at: datetime) -> int:
    """The version of the plan that the body was shown: one that was kept, or the plan as it stands now."""
    application = member.application
    if number is None or number == application.plan_version:
        return show_plan(application, at=at)
    kept = PlanVersion.objects.filter(application=application, number=number)
    refuse_unless(
        kept.exists(),
        "no_such_version",
        _("There is no such version of the plan."),
        way_out=_("Choose one of the versions that have been shown."),
    )
    return number


def keep_what_stands(before: MemberDecision, record: MemberDecision) -> None:
    """A record that is mended is still about the same decision: what was said of it since then stays said."""
    same = ("body", "decided_on", "section", "result", "plan_version")
    if any(getattr(before, name) != getattr(record, name) for name in same):
        return
    record.reconfirmed_version, record.reconfirmed_at = before.reconfirmed_version, before.reconfirmed_at
    record.reconfirmed_by = before.reconfirmed_by
    if before.conditions == record.conditions:
        record.conditions_acknowledged_at = before.conditions_acknowledged_at


@transaction.atomic
def confirm_decision(*, member_id: int, actor: User, at: datetime) -> MemberDecision:
    """A signatory confirms the record an editor of the same organisation made."""
    member, application = member_of(member_id)
    editable(application.pk, act=Act.CONFIRM_MEMBER_DECISION, actor=actor, at=at, section="members")
    refuse_unless(signs_for(actor, member), "not_allowed", _("Your role does not allow this."))
    decision = current_decision(member)
    refuse_unless(
        decision.confirmed_at is None, "already_confirmed", _("The record has already been confirmed.")
    )
    decision.confirmed_at, decision.confirmed_by = at, actor.email
    decision.save(update_fields=["confirmed_at", "confirmed_by"])
    note_verdict(application, "decision.confirmed", at=at, organisation=member.organisation)
    note(member, "decision.confirmed", actor=actor, at=at)
    return decision


@transaction.atomic
def answer_record(*, member_id: int, right: bool, dispute: str, actor: User, at: datetime) -> MemberDecision:
    """The member's signatory confirms or disputes a record that the lead made; a disputed one blocks submission."""
    member, application = member_of(member_id)
    require(actor, Act.DISPUTE_RECORD, application)
    refuse_unless(signs_for(actor, member), "not_allowed", _("Your role does not allow this."))
    refuse_unless(
        State(application.state) not in OVER, "already_over", _("The application has already ended.")
    )
    decision = current_decision(member)
    refuse_unless(
        decision.recorded_for_member, "own_record", _("The record was made by your own organisation.")
    )
    refuse_unless(right or dispute.strip(), "dispute_empty", _("Tell what is wrong in the record."))
    decision.acknowledged_at = at if right else None
    decision.disputed_at, decision.dispute = (None, "") if right else (at, dispute)
    decision.save(update_fields=["acknowledged_at", "disputed_at", "dispute"])
    kind = "decision.acknowledged" if right else "decision.disputed"
    if not right:
        tell(member, "record_disputed", at=at)
    note_verdict(application, kind, at=at, organisation=member.organisation)
    note(member, kind, actor=actor, at=at)
    return decision


@transaction.atomic
def withdraw_record(*, member_id: int, actor: User, at: datetime) -> None:
    """The lead's signatory takes back a record it made for a member; the earlier ones stay readable."""
    member, application = member_of(member_id)
    editable(application.pk, act=Act.RECORD_FOR_MEMBER, actor=actor, at=at, section="members")
    decision = current_decision(member)
    refuse_unless(
        decision.recorded_for_member,
        "members_own_record",
        _("The member has recorded its own decision."),
        way_out=_("Ask the member to mend the record if it is wrong."),
    )
    decision.superseded_at = at
    decision.save(update_fields=["superseded_at"])
    tell(member, "record_withdrawn", at=at)
    note_verdict(application, "decision.record_withdrawn", at=at, organisation=member.organisation)
    note(member, "decision.record_withdrawn", actor=actor, at=at)


@transaction.atomic
def reconfirm(*, member_id: int, actor: User, at: datetime, seen: str = "") -> MemberDecision:
    """One press: the decision stands on the plan as it is now.

    `seen` is the digest of the plan that was looked at; Refused when the plan has changed since.
    """
    member, application = member_of(member_id)
    editable(application.pk, act=Act.CONFIRM_MEMBER_DECISION, actor=actor, at=at, section="members")
    refuse_unless(signs_for(actor, member), "not_allowed", _("Your role does not allow this."))
    decision = current_decision(member)
    refuse_unless(
        decision.counts,
        "not_approved",
        _("Only an approval that is confirmed and undisputed can be reconfirmed."),
    )
    refuse_unless(
        not seen or seen == digest_of_plan(application),
        "plan_changed",
        _("The plan has changed again while you were reading."),
        way_out=_("Look at what changed and confirm again."),
    )
    decision.reconfirmed_version = show_plan(application, at=at)
    decision.reconfirmed_at, decision.reconfirmed_by = at, actor.email
    decision.save(update_fields=["reconfirmed_version", "reconfirmed_at", "reconfirmed_by"])
    note(member, "decision.reconfirmed", actor=actor, at=at)
    return decision


@transaction.atomic
def acknowledge_conditions(*, member_id: int, actor: User, at: datetime) -> MemberDecision:
    """The lead has seen the conditions under which a member approved."""
    member, application = member_of(member_id)
    editable(application.pk, act=Act.SUBMIT, actor=actor, at=at, section="members")
    decision = current_decision(member)
    refuse_unless(decision.conditions, "no_conditions", _("The record has no conditions."))
    decision.conditions_acknowledged_at = at
    decision.save(update_fields=["conditions_acknowledged_at"])
    note(member, "decision.conditions_acknowledged", actor=actor, at=at)
    return decision


def current_decision(member: Member) -> MemberDecision:
    """The newest record of a member that takes part, or Refused when there is none."""
    refuse_unless(
        member.state == Member.State.ACCEPTED,
        "not_accepted",
        _("The partnership request must be accepted before the decision is recorded."),
    )
    decision = member.decisions.current().first()
    refuse_unless(decision is not None, "no_decision", _("No decision has been recorded."))
    return decision
