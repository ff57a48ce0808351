"""What a later ruling tells besides the decision itself: why, who was heard, sums and coverage before and now."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from applications.models import Application, MemberExit
from applications.queries.snapshot import names
from applications.workflow import Event
from decisions.models import Decision, Hearing, Kind, Proposal, RectificationClaim, ReExamination
from decisions.models.proposal import RE_EXAMINED
from pilots.moments import helsinki_day

Part = dict[str, Any]


def replaced(before: Decision) -> Part:
    """The version that a ruling replaces."""
    return {"version": before.version, "on": helsinki_day(before.decided_at).isoformat()}


def left_on(application: Application) -> dict[int, str]:
    """Organisations that have left the whole consortium since the decision, with the day."""
    first = application.decisions.order_by("version").first()
    if first is None:
        return {}
    exits = application.exits.filter(elements=[], left_at__gt=first.decided_at).order_by("left_at", "pk")
    return {one.organisation_id: helsinki_day(one.left_at).isoformat() for one in exits}


def open_re_examination(application: Application) -> ReExamination | None:
    """The re-examination that is under way."""
    return ReExamination.objects.filter(application=application.pk, closed_at=None).first()


def exits_since(decision: Decision) -> list[MemberExit]:
    """Members that have left the whole consortium since a decision, in order."""
    found = MemberExit.objects.filter(
        application=decision.application_id, elements=[], left_at__gt=decision.decided_at
    )
    return list(found.select_related("organisation").order_by("left_at", "pk"))


def ruling_on(proposal: Proposal, before: Decision, elements: list[Part], *, at: datetime) -> Part:
    """Everything that the letter of a later ruling says of the ruling; `elements` are those of the new version."""
    basis = proposal.basis
    parts: Part = {
        "ground": proposal.ground,
        "amount_eur": f"{before.granted_eur:.2f}",
        "money": money_of(before, elements),
    }
    if proposal.kind in {Kind.FULFILLED, Kind.LAPSED}:
        parts |= {
            "on": basis.get("on", ""),
            "condition": (before.snapshot["condition"] or {}).get("text", ""),
        }
    if proposal.kind == Kind.RENOUNCED:
        parts |= renounced(proposal.application)
    if proposal.kind == Kind.CLAIM_LATE:
        claim = RectificationClaim.objects.select_related("organisation").get(pk=basis["claim"])
        parts["claim"] = claim_part(claim)
    if proposal.kind in RE_EXAMINED:
        parts |= re_examined(proposal, at=at)
    return parts


def money_of(before: Decision, elements: list[Part]) -> list[Part]:
    """Each element's sum before and now, euros as text."""
    sums = {row["code"]: row["granted_eur"] for row in before.snapshot["elements"]}
    return [
        {
            "name": row["name"],
            "before_eur": sums.get(row["code"], "0.00"),
            "after_eur": f"{Decimal(row['granted_eur']):.2f}",
        }
        for row in elements
    ]


def renounced(application: Application) -> Part:
    """When the recipient gave the award up, and its reason in its own words."""
    step = application.steps.filter(event=Event.RENOUNCE.value).order_by("-pk").first()
    if step is None:
        return {"on": "", "said": "", "amount_eur": "0.00"}
    return {"on": helsinki_day(step.at).isoformat(), "said": step.note}


def claim_part(claim: RectificationClaim) -> Part:
    """A rectification claim as its answer tells of it."""
    return {
        "by": names(claim.organisation),
        "arrived_at": timezone.localtime(claim.arrived_at).isoformat(),
        "last_on": claim.last_on.isoformat(),
        "demand": claim.demand,
    }


def re_examined(proposal: Proposal, *, at: datetime) -> Part:
    """Why the case was taken up again, who was heard, and what the outcome rests on."""
    found = open_re_examination(proposal.application)
    if found is None:
        return {"cause": {}}
    left = found.ground == ReExamination.Ground.MEMBER_LEFT
    exits = [exit_part(one) for one in exits_since(found.decision)] if left else []
    hearings = list(found.hearings.select_related("organisation").order_by("asked_at", "pk"))
    basis = proposal.basis
    parts: Part = {
        "cause": {
            "ground": found.ground,
            "exits": exits,
            "judged": [one for one in exits if one["before"] and one["after"]],
            "heard": [hearing_part(one, helsinki_day(at)) for one in hearings],
        },
        "consent_on": consent_of(hearings, proposal.application),
        "without_consent": basis.get("without_consent", ""),
    }
    if proposal.kind == Kind.CORRECTED:
        parts |= {"wrong": basis.get("wrong", ""), "right": basis.get("right", "")}
    claim = RectificationClaim.objects.filter(re_examination=found).select_related("organisation").first()
    if claim:
        parts["claim"] = claim_part(claim)
        if proposal.kind != Kind.CLAIM_REFUSED:
            parts["claim_outcome"] = basis.get("claim_outcome", "")
    return parts


def exit_part(one: MemberExit) -> Part:
    """A member that has left, with the coverage before and after; "" where it could not be judged."""
    return {
        "name": names(one.organisation),
        "on": helsinki_day(one.left_at).isoformat(),
        "before": one.share_before or "",
        "after": one.share_after or "",
    }


def hearing_part(one: Hearing, today: date) -> Part:
    """A hearing as the letter tells of it."""
    return {
        "name": names(one.organisation),
        "asked_on": helsinki_day(one.asked_at).isoformat(),
        "due_on": one.due_on.isoformat(),
        "answered_on": one.answered_at and helsinki_day(one.answered_at).isoformat(),
        "overdue": one.answered_at is None and one.due_on < today,
        "consents": one.consents,
    }


def consent_of(hearings: list[Hearing], application: Application) -> str:
    """The day on which the recipient, the lead, consented; "" without its consent."""
    given = [one for one in hearings if one.organisation_id == application.lead_id and one.consents]
    return helsinki_day(given[0].answered_at).isoformat() if given else ""
