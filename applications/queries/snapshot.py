"""The frozen content of a submission: everything that was sent, and the verdict with every figure it used."""

from typing import Any

from applications.models import Application, BudgetLine, Member, PlanAnswer
from applications.queries.budget import Sums, lines_of, sums_of
from applications.queries.coverage import Coverage, confirmed_coverage
from applications.queries.draft import Draft
from applications.queries.files import files_content
from applications.queries.targets import targets_of
from pilots.answers import chosen_option
from pilots.models import Municipality

SCHEMA = 1


def names(thing: object) -> dict[str, str]:
    """Both national names of anything that has them."""
    return {"fi": thing.name_fi, "sv": thing.name_sv or thing.name_fi}


def content_of(application: Application) -> dict[str, Any]:
    """The content as plain JSON values: dates ISO, amounts as text in euros."""
    call = application.call
    return {
        "schema": SCHEMA,
        "call": {"slug": call.slug, "name": names(call)},
        "county": {"code": application.region_id, "name": names(application.region)},
        "lead": names(application.lead),
        "language": application.language,
        "plan_version": application.plan_version,
        "members": [member_content(member) for member in members_of(application)],
        **plan_content(application),
        "special_grounds": application.special_grounds,
        "below_limit_confirmed": application.below_limit_confirmed,
        "attachments": files_content(application),
    }


def plan_content(application: Application) -> dict[str, Any]:
    """What members' own bodies decide on: plan, elements and budget, as in a submission."""
    lines, answers = lines_of(application), answers_content(application)
    sums = sums_of(lines)
    return {
        "plan": answers[""],
        "elements": elements_content(application, sums, answers),
        "budget": [line_content(line) for line in lines],
        "asked_eur": str(sums.all.asked_eur),
        "self_financing_eur": str(sums.all.self_financing_eur),
        "other_public_eur": str(sums.all.other_public_eur),
    }


def answers_content(application: Application) -> dict[str, list[dict[str, Any]]]:
    """The answers of the plan ("") and of each element, with the call's questions as they were put; one query."""
    answers = application.answers.select_related("question", "element").order_by("question__order")
    found: dict[str, list[dict[str, Any]]] = {"": []}
    for answer in answers:
        code = answer.element.code if answer.element else ""
        found.setdefault(code, []).append(answer_content(answer))
    return found


def answer_content(answer: PlanAnswer) -> dict[str, Any]:
    """One answer, readable for ever by itself: its question's words and kind, and the words of a chosen option."""
    question = answer.question
    option = chosen_option(question, answer.text)
    return {
        "code": question.code,
        "kind": question.kind,
        "label": {"fi": question.label_fi, "sv": question.label_sv, "en": question.label_en},
        "text": answer.text,
    } | ({"option": {key: option[key] for key in ("fi", "sv", "en")}} if option else {})


def elements_content(
    application: Application, sums: Sums, answers: dict[str, list[dict[str, Any]]]
) -> list[dict[str, Any]]:
    """What is asked for: each element's plan and sum."""
    plans = application.element_plans.select_related("element").order_by("element__order")
    return [
        {
            "code": plan.element.code,
            "name": names(plan.element),
            "description": plan.description,
            "starts_on": plan.starts_on and plan.starts_on.isoformat(),
            "ends_on": plan.ends_on and plan.ends_on.isoformat(),
            "expected_clients": plan.expected_clients,
            "asked_eur": str(sums.of_element(plan.element.code).asked_eur),
            "smallest_eur": None if plan.smallest_eur is None else str(plan.smallest_eur),
            "answers": answers.get(plan.element.code, []),
        }
        for plan in plans
    ]


def line_content(line: BudgetLine) -> dict[str, Any]:
    """One budget line; amounts in euros."""
    return {
        "element": line.element.code,
        "category": line.category,
        "year": line.year,
        "organisation": names(line.organisation) if line.organisation else None,
        "note": line.note,
        "asked_eur": str(line.asked_eur),
        "self_financing_eur": str(line.self_financing_eur),
        "other_public_eur": str(line.other_public_eur),
    }


def members_of(application: Application) -> list[Member]:
    """Everybody who takes part, the lead first."""
    members = application.members.taking_part().select_related("organisation")
    return list(
        members.prefetch_related("elements", "decisions__extract").order_by(
            "-is_lead", "organisation__name_fi"
        )
    )


def member_content(member: Member) -> dict[str, Any]:
    """A member, its elements, and the decision by which it counts."""
    decision = next((d for d in member.decisions.all() if d.counts), None)
    return {
        "organisation": member.organisation_id,
        "name": names(member.organisation),
        "is_lead": member.is_lead,
        "elements": sorted(element.code for element in member.elements.all()),
        "share_eur": None if member.share_eur is None else str(member.share_eur),
        "decision": decision
        and {
            "body": decision.body,
            "on": decision.decided_on.isoformat(),
            "section": decision.section,
            "proposer": decision.proposer,
            "result": decision.result,
            "conditions": decision.conditions,
            "minutes_inspected": decision.minutes_inspected,
            "plan_version": decision.plan_version,
            "reconfirmed_version": decision.reconfirmed_version,
            "recorded_for_member": decision.recorded_for_member,
            "extract_sha256": decision.extract.sha256 if decision.extract else None,
        },
    }


def verdict_of(application: Application, coverage: Coverage) -> dict[str, Any]:
    """The verdict with the rule, the division, the date and every figure it used, also for each element alone."""
    chosen = application.element_plans.select_related("element").order_by("element__order")
    alone = {plan.element.code: confirmed_coverage(application, element=plan.element.code) for plan in chosen}
    return figures_of(coverage) | {
        "targets": [target.as_json() for target in targets_of(Draft(application), coverage)],
        "by_element": {
            code: part.verdict.as_json() for code, part in alone.items() if part.verdict is not None
        },
    }


def figures_of(coverage: Coverage) -> dict[str, Any]:
    """A judged coverage with everything it was judged by."""
    ruleset, call = coverage.ruleset, coverage.call
    return {
        **coverage.verdict.as_json(),
        "rule": ruleset.name,
        "limits": None
        if ruleset.full is None
        else {
            "full": ruleset.full,
            "lower": ruleset.lower,
            "floor": ruleset.floor,
            "least_municipalities": ruleset.least_municipalities,
        },
        "binding": ruleset.binding,
        "division": call.division,
        "population_on": call.population_on.isoformat(),
        "organised_on": call.closing_day.isoformat(),
        "municipalities": covered_municipalities(coverage),
        "region_figures": dict(sorted(coverage.facts.inhabitants.items())),
        "known_sums": [
            {"codes": sorted(pair), "inhabitants": total} for pair, total in coverage.facts.known_sums.items()
        ],
    }


def covered_municipalities(coverage: Coverage) -> list[dict[str, Any]]:
    """Each covered municipality once, largest first, with the member through which it comes in."""
    through: dict[str, object] = {}
    for share in coverage.shares:
        for code in share.codes:
            through.setdefault(code, share.organisation)
    rows = Municipality.objects.in_bulk(list(through))
    figures = coverage.facts.inhabitants
    order = sorted(through, key=lambda code: (-figures.get(code, 0), code))
    return [
        {
            "code": code,
            "name": names(rows[code]),
            "through": names(through[code]),
            "inhabitants": figures.get(code),
        }
        for code in order
    ]
