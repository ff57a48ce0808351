"""The frozen content of a decision, from which alone its letter is made."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from applications.models import Application, Submission
from applications.queries.snapshot import names
from decisions.authority import AUTHORITY_CONTACT, TERMS, TITLES, provisions_of
from decisions.models import Condition, Decision, Kind, Proposal
from decisions.models.proposal import ENDING, WHOLE
from decisions.queries.handlings import handling_lines
from decisions.queries.rulings import left_on, replaced, ruling_on

SCHEMA = 1
NOTHING = Decimal(0)


@dataclass(frozen=True)
class Signature:
    """Who decides, when, when that was recorded, how the person was proved, and the code to check the letter by."""

    decision_maker: User
    at: datetime
    recorded_at: datetime
    method: str
    version: int
    verify_code: str


def snapshot_of(
    application: Application, proposal: Proposal, *, at: datetime, signature: Signature | None = None
) -> dict[str, Any]:
    """The decision as plain JSON values; without a signature it is a draft, and `at` its moment."""
    before = application.decisions.order_by("-version").first()
    if before is not None and proposal.kind not in WHOLE:
        return short_snapshot(proposal, before, at=at, signature=signature)
    submission = application.submissions.order_by("-number").first()
    elements = elements_of(proposal, submission)
    granted = sum((Decimal(element["granted_eur"]) for element in elements), NOTHING)
    gives = granted > 0
    later = before if proposal.kind != Kind.GRANT else None
    return {
        "schema": SCHEMA,
        "kind": proposal.kind,
        "language": application.language,
        "case_number": application.case_number,
        "replaces": later and replaced(later),
        "ruling": later and ruling_on(proposal, later, elements, at=at),
        "recorded_at": recorded(at, signature),
        "publicity": "public",
        **parties(application, submission),
        "elements": elements,
        "totals": {
            "asked_eur": str(sum((Decimal(element["asked_eur"]) for element in elements), Decimal("0.00"))),
            "granted_eur": f"{granted:.2f}",
        },
        "handling": handling_lines(application, proposal),
        "coverage": coverage_of(submission, proposal),
        **(award(proposal, before) if gives else dict.fromkeys(("condition", "use", "payment", "reports"))),
        "terms": TERMS if gives else [],
        "provisions": provisions_of(proposal.kind),
        "contact": contact(proposal.presenting_officer),
        "presenting_officer": official(proposal.presenting_officer, "presenting_officer"),
        **signed(proposal, signature),
        "illustrative": [*practice_notes(application), *proposal.illustrative],
    }


def short_snapshot(
    proposal: Proposal, before: Decision, *, at: datetime, signature: Signature | None
) -> dict[str, Any]:
    """A ruling that leaves the award as it stood, or ends it: the version before, with what the ruling changes."""
    standing = before.snapshot
    ends = proposal.kind in ENDING
    elements = [
        row | {"outcome": proposal.kind, "granted_eur": "0.00", "scope": ""}
        if ends and row["outcome"] in {"granted", "partly"}
        else row
        for row in standing["elements"]
    ]
    over = dict.fromkeys(("condition", "use", "payment", "reports")) | {
        "terms": [],
        "totals": standing["totals"] | {"granted_eur": "0.00"},
    }
    return {
        **standing,
        **(over if ends else {"condition": condition_now(before, standing["condition"], proposal.kind)}),
        "schema": SCHEMA,
        "kind": proposal.kind,
        "replaces": replaced(before),
        "ruling": ruling_on(proposal, before, elements, at=at),
        "recorded_at": recorded(at, signature),
        "elements": elements,
        "provisions": provisions_of(proposal.kind),
        "contact": contact(proposal.presenting_officer),
        "presenting_officer": official(proposal.presenting_officer, "presenting_officer"),
        **signed(proposal, signature),
    }


def recorded(at: datetime, signature: Signature | None) -> str:
    """When the decision was recorded here; of a draft its moment.

    A replay signs with the historic moment; the real moment of recording stands beside it.
    """
    return timezone.localtime(timezone.now() if signature else at).isoformat()


def condition_now(
    before: Decision | None, written: dict[str, Any] | None, kind: str = ""
) -> dict[str, Any] | None:
    """The suspensive condition as this version tells it: one that has been set is ruled on, never rewritten."""
    standing = before and Condition.objects.filter(application=before.application_id).order_by("-pk").first()
    if not standing or standing.state == Condition.State.LAPSED:
        return written
    fulfilled = kind == Kind.FULFILLED or standing.state == Condition.State.FULFILLED
    start_by = (before.snapshot["condition"] or {}).get("start_by")
    return {
        "text": standing.text,
        "state": "fulfilled" if fulfilled else "open",
        "start_by": (written or {}).get("start_by") or start_by,
    }


def parties(application: Application, submission: Submission) -> dict[str, Any]:
    """Applicant, members with their decisions, addressee and distribution, as submitted."""
    content = submission.snapshot
    left = left_on(application)
    members = [
        {
            "name": member["name"],
            **({"left_on": left[member["organisation"]]} if member["organisation"] in left else {}),
            "decision": member["decision"]
            and {key: member["decision"][key] for key in ("body", "on", "section")},
        }
        for member in content["members"]
    ]
    return {
        "addressee": {"name": content["lead"], "address": application.lead.registry_email},
        "applicant": content["lead"],
        "members": members,
        "county": content["county"]["name"],
        "call": {
            **content["call"],
            "closed_at": timezone.localtime(application.call.closes_at).isoformat(),
        },
        "received_at": timezone.localtime(submission.received_at).isoformat(),
        "distribution": [member["name"] for member in members],
    }


def elements_of(proposal: Proposal, submission: Submission) -> list[dict[str, Any]]:
    """Each element with what was asked, what becomes of it, and why."""
    asked = {element["code"]: element["asked_eur"] for element in submission.snapshot["elements"]}
    whole = "" if proposal.resolution == Proposal.Resolution.ELEMENTS else proposal.resolution
    rows = proposal.elements.select_related("element").order_by("element__order")
    return [
        {
            "code": row.element.code,
            "name": names(row.element),
            "outcome": whole or row.outcome,
            "asked_eur": asked.get(row.element.code, "0.00"),
            "granted_eur": "0.00" if whole else f"{row.amount_eur:.2f}",
            "scope": "" if whole else row.scope,
            "reason_key": row.reason_key,
            "reasons": proposal.resolution_reasons if whole else row.reasons,
        }
        for row in rows
    ]


def coverage_of(submission: Submission, proposal: Proposal) -> dict[str, Any]:
    """The verdict as it was frozen with the submission, and the ruling on special grounds."""
    verdict = submission.verdict
    wanted = (
        "rule", "limits", "binding", "outcome", "reasons", "division", "population_on", "organised_on",
        "municipalities", "covered_inhabitants", "region_inhabitants", "covered_municipalities",
        "region_municipalities", "share",
    )  # fmt: skip
    ruling = None
    if proposal.grounds_accepted is not None:
        ruling = {"accepted": proposal.grounds_accepted, "reason": proposal.grounds_reason}
    return {
        **{key: verdict[key] for key in wanted},
        "grounds": submission.snapshot["special_grounds"],
        "grounds_ruling": ruling,
    }


def award(proposal: Proposal, before: Decision | None) -> dict[str, Any]:
    """The terms of money: purpose, costs, period, payment, reports, and the suspensive condition."""
    condition = None
    if proposal.condition.strip():
        by = proposal.production_by_on
        condition = {"text": proposal.condition, "state": "open", "start_by": by and by.isoformat()}
    return {
        "condition": condition_now(before, condition),
        "use": {
            "purpose": proposal.purpose,
            "eligible_costs": proposal.eligible_costs,
            "self_financing_eur": None
            if proposal.self_financing_eur is None
            else f"{proposal.self_financing_eur:.2f}",
            "from": day(proposal.use_from_on),
            "to": day(proposal.use_until_on),
        },
        "payment": {"text": proposal.payment, "instalments": proposal.instalments},
        "reports": {"interim_on": day(proposal.interim_report_on), "final_on": day(proposal.final_report_on)},
    }


def practice_notes(application: Application) -> list[str]:
    """A letter of the practice call says on its face that it is practice, in the language of the case."""
    call = application.call
    note = call.illustrative_note_sv if application.language == "sv" else call.illustrative_note_fi
    return [note] if call.rolling and note else []


def day(on: object) -> str:
    """A date as ISO text, empty while it is missing: the letter's lint then says so."""
    return on.isoformat() if on else ""


def official(person: User, office: str) -> dict[str, Any]:
    """An official's name and title in both languages."""
    usual = TITLES[office]
    return {
        "name": person.name,
        "title": {"fi": person.title_fi or usual["fi"], "sv": person.title_sv or usual["sv"]},
    }


def contact(officer: User) -> dict[str, Any]:
    """The person who tells more, by name, and how to reach her or him (hallintolaki 44 §)."""
    texts = {language: f"{officer.name}, {text}" for language, text in AUTHORITY_CONTACT["text"].items()}
    return {**AUTHORITY_CONTACT, "text": texts}


def signed(proposal: Proposal, signature: Signature | None) -> dict[str, Any]:
    """What only signing gives; all of it is None in a draft."""
    if signature is None:
        return dict.fromkeys(("version", "decided_on", "decided_at", "decision_maker", "proof", "verify")) | {
            "version": proposal.application.decisions.count() + 1
        }
    at = timezone.localtime(signature.at)
    return {
        "version": signature.version,
        "decided_on": at.date().isoformat(),
        "decided_at": at.isoformat(),
        "decision_maker": official(signature.decision_maker, "decision_maker"),
        "proof": {
            "presented_at": timezone.localtime(proposal.presented_at).isoformat(),
            "signed_at": at.isoformat(),
            "method": signature.method,
        },
        "verify": {
            "code": signature.verify_code,
            "url": f"{settings.SITE_URL}/p/{signature.verify_code}/",
        },
    }
