"""What a member's own body needs to know before it decides, as plain values: figures once, names in both languages."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from applications.models import Application, BudgetLine, Member
from applications.queries.board import Ground, Row, ground_of, rows_of
from applications.queries.budget import lines_of
from applications.queries.coverage import Coverage
from applications.queries.draft import Draft
from applications.queries.snapshot import names
from eligibility import Ruleset
from pilots.models import Call
from pilots.queries import ruleset_of

SCHEMA = 1
NOTHING = Decimal("0.00")


def package_facts(application: Application, member: Member, *, at: datetime) -> dict[str, Any]:
    """Everything the draft decision says, as JSON values: dates ISO, amounts as text in euros, shares cut."""
    call, draft, lines = application.call, Draft(application), lines_of(application)
    ground = ground_of(application)
    rows = rows_of(application, ground)
    own = next(row for row in rows if row.member.pk == member.pk)
    return {
        "schema": SCHEMA,
        "made_at": at.isoformat(),
        "plan_version": application.plan_version,
        "title": draft.title,
        "call": call_facts(call),
        "rule": rule_facts(ruleset_of(call)),
        "county": names(application.region),
        "lead": names(application.lead),
        "organisation": {**names(own.organisation), "is_lead": member.is_lead},
        "covers": [names(ground.places[code]) for code in sorted(own.codes)],
        "inhabitants": own.inhabitants,
        "members": [member_facts(row) for row in rows if row.member.state in Member.INVITED],
        "elements": element_facts(draft, lines, own),
        "asked_eur": str(sum_of(lines, "asked_eur")),
        "self_financing_eur": str(sum_of(lines, "self_financing_eur")),
        "other_public_eur": str(sum_of(lines, "other_public_eur")),
        "share_eur": None if member.share_eur is None else str(member.share_eur),
        "coverage": coverage_facts(ground, rows, own),
        "reply_by_on": member.reply_by_on and member.reply_by_on.isoformat(),
        "body": body_of(member),
    }


def call_facts(call: Call) -> dict[str, Any]:
    """The call: its window, what it offers, and from which figures coverage is judged."""
    return {
        "name": names(call),
        "closes_at": call.closes_at.isoformat(),
        "starts_earliest_on": call.starts_earliest_on.isoformat(),
        "starts_latest_on": call.starts_latest_on.isoformat(),
        "ends_latest_on": call.ends_latest_on.isoformat(),
        "self_financing_required": call.self_financing_required,
        "condition": {"fi": call.condition_fi, "sv": call.condition_sv or call.condition_fi},
        "elements": [names(element) for element in call.elements.order_by("order")],
        "division": call.division,
        "population_on": call.population_on.isoformat(),
        "organised_on": call.closing_day.isoformat(),
    }


def rule_facts(ruleset: Ruleset) -> dict[str, Any] | None:
    """The limits of the coverage rule in per cent; None where the call has no rule."""
    if ruleset.full is None:
        return None
    return {
        "full": ruleset.full,
        "lower": ruleset.lower,
        "floor": ruleset.floor,
        "least_municipalities": ruleset.least_municipalities,
        "binding": ruleset.binding,
    }


def member_facts(row: Row) -> dict[str, Any]:
    """Where another member stands: decided, accepted, asked, or only on the list."""
    standing = "decided" if row.decided else row.member.state
    return {"name": names(row.organisation), "standing": str(standing), "is_lead": row.member.is_lead}


def element_facts(draft: Draft, lines: list[BudgetLine], own: Row) -> list[dict[str, Any]]:
    """Each element asked for: its dates and money, and what of the money the budget gives to this member."""
    return [
        {
            "code": plan.element.code,
            "name": names(plan.element),
            "takes_part": plan.element.code in own.elements,
            "starts_on": plan.starts_on and plan.starts_on.isoformat(),
            "ends_on": plan.ends_on and plan.ends_on.isoformat(),
            "expected_clients": plan.expected_clients,
            "asked_eur": str(plan.asked_eur),
            "smallest_eur": None if plan.smallest_eur is None else str(plan.smallest_eur),
            **own_money(
                [
                    line
                    for line in lines
                    if (line.organisation_id, line.element_id) == (own.organisation.pk, plan.element_id)
                ]
            ),
        }
        for plan in draft.plans
    ]


def own_money(lines: list[BudgetLine]) -> dict[str, str]:
    """What these lines ask for and promise."""
    return {
        "own_asked_eur": str(sum_of(lines, "asked_eur")),
        "own_self_financing_eur": str(sum_of(lines, "self_financing_eur")),
    }


def sum_of(lines: list[BudgetLine], field: str) -> Decimal:
    return sum((getattr(line, field) for line in lines), NOTHING)


def coverage_facts(ground: Ground, rows: list[Row], own: Row) -> dict[str, Any]:
    """Of those who have decided and of everybody invited: without this member and with it."""
    others = [row for row in rows if row.member.pk != own.member.pk]
    groups = {
        "confirmed": [row for row in others if row.decided],
        "invited": [row for row in others if row.member.state in Member.INVITED],
    }
    return {
        name: {
            "without": judged(ground.coverage(group)),
            "including": judged(ground.coverage([*group, own])),
        }
        for name, group in groups.items()
    }


def judged(coverage: Coverage) -> dict[str, Any] | None:
    """One coverage in figures; None where a population figure is missing."""
    verdict = coverage.verdict
    if verdict is None:
        return None
    return {
        "share": verdict.share,
        "covered_inhabitants": verdict.covered_inhabitants,
        "region_inhabitants": verdict.region_inhabitants,
        "covered_municipalities": verdict.covered_municipalities,
        "region_municipalities": verdict.region_municipalities,
        "outcome": verdict.outcome.value,
    }


def body_of(member: Member) -> dict[str, str]:
    """The member's own body and its meeting, where they have been told; the name is in the member's language."""
    meeting = getattr(member, "meeting", None)
    language = member.organisation.language
    if meeting is None:
        return {"name": "", "language": language, "meets_on": ""}
    return {"name": meeting.body, "language": language, "meets_on": meeting.meets_on.isoformat()}
