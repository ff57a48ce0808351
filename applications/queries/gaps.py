"""What plan, elements and budget of a draft still lack, each thing with the field on which it is mended."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from applications.models import Application, ElementPlan
from applications.queries.draft import Answered, Draft
from applications.queries.shares import shares_of
from pilots.answers import Kind, day_in
from ui.formatting import day


@dataclass(frozen=True)
class Gap:
    """One thing that is missing. `section` names the page, `anchor` the field on it; `element` is set where the
    budget lacks something of one element.
    """

    code: str
    section: str
    message: str | Promise
    anchor: str = ""
    element: str = ""


def content_gaps(draft: Draft) -> list[Gap]:
    """What plan, elements and budget lack; the members are looked at apart."""
    return [*plan_gaps(draft), *element_gaps(draft), *budget_gaps(draft), *share_gaps(draft)]


def plan_gaps(draft: Draft) -> list[Gap]:
    """What the call's questions of the plan still want."""
    return [
        Gap("answer_missing", "plan", format_lazy(_("Plan: {what}"), what=message), anchor_of(one))
        for one in draft.answers
        if (message := wanting(one))
    ]


def wanting(one: Answered) -> str | Promise:
    """What is wrong with the answer to a question; nothing when it may be sent as it is."""
    question = one.question
    if not one.text.strip():
        if not question.required:
            return ""
        if question.kind == Kind.COMMITMENT:
            return format_lazy(_("“{question}” has not been confirmed"), question=question.label)
        return format_lazy(_("“{question}” has not been answered"), question=question.label)
    on = day_in(one.text) if question.kind == Kind.DATE else None
    if on and question.latest_on and on > question.latest_on:
        last = day(question.latest_on)
        return format_lazy(
            _("“{question}” is later than {last}, the last day of the call"),
            question=question.label,
            last=last,
        )
    return ""


def anchor_of(one: Answered) -> str:
    """The field of a question; of a choice its first option."""
    more = "_0" if one.question.kind == Kind.CHOICE else ""
    return f"id_{one.question.code}{more}"


def element_gaps(draft: Draft) -> list[Gap]:
    """At least one element, each described, with a period inside the call's limits and expected clients."""
    if not draft.plans:
        return [Gap("no_element", "elements", _("No element has been chosen"), "id_elements_0")]
    return [gap for plan in draft.plans for gap in gaps_of_element(draft, plan)]


def gaps_of_element(draft: Draft, plan: ElementPlan) -> list[Gap]:
    """What one element still lacks: its period, its clients, its smallest sum, and what the call asks."""
    found = [
        *period_gaps(draft.application, plan),
        *sum_gaps(draft.application, plan),
        *(
            ("element_answer", message, anchor_of(one))
            for one in draft.answers_of(plan.element.code)
            if (message := wanting(one))
        ),
    ]
    if plan.expected_clients is None:
        found.insert(
            0, ("element_clients", _("the expected number of clients is missing"), "id_expected_clients")
        )
    if not plan.description.strip():
        found.insert(0, ("element_description", _("the description is missing"), "id_description"))
    return [
        Gap(
            code,
            f"element:{plan.element.code}",
            format_lazy("{element}: {what}", element=plan.element.name, what=message),
            anchor,
        )
        for code, message, anchor in found
    ]


def period_gaps(application: Application, plan: ElementPlan) -> list[tuple[str, str | Promise, str]]:
    """Start and end inside the limits of the call."""
    call = application.call
    if plan.starts_on is None or plan.ends_on is None:
        return [("element_period", _("the start or the end is missing"), "id_starts_on")]
    if not call.starts_earliest_on <= plan.starts_on <= call.starts_latest_on:
        return [("element_start", _("the start is outside the limits of the call"), "id_starts_on")]
    if plan.ends_on > call.ends_latest_on:
        return [("element_end", _("the end is later than the call allows"), "id_ends_on")]
    return []


def sum_gaps(application: Application, plan: ElementPlan) -> list[tuple[str, str | Promise, str]]:
    """The smallest sum, where the call wants one; never more than what is asked."""
    if plan.smallest_eur is None:
        needed = application.call.smallest_sum_required
        return [("smallest_sum", _("the smallest sum is missing"), "id_smallest_eur")] if needed else []
    if plan.smallest_eur > plan.asked_eur and plan.asked_eur:
        return [
            ("smallest_sum_too_large", _("the smallest sum is more than what is asked"), "id_smallest_eur")
        ]
    return []


def budget_gaps(draft: Draft) -> list[Gap]:
    """Every chosen element asks for something; self-financing where the call requires it."""
    gaps = [
        Gap(
            "budget_missing",
            "budget",
            format_lazy(_("Budget: nothing is asked for {element}"), element=plan.element.name),
            "lines",
            plan.element.code,
        )
        for plan in draft.plans
        if not plan.asked_eur
    ]
    if draft.application.call.self_financing_required and not draft.self_financing_eur:
        gaps.append(
            Gap("self_financing_missing", "budget", _("Budget: the self-financing share is missing"), "lines")
        )
    for organisation in draft.left_behind:
        text = _(
            "Budget: {name} has left, and its lines belong to nobody who takes part. Move or remove them"
        )
        gaps.append(Gap("lines_left_behind", "budget", format_lazy(text, name=organisation.name), "lines"))
    return gaps


def share_gaps(draft: Draft) -> list[Gap]:
    """The members' shares are the costs, once all of them are given; while one is open nothing is asked."""
    if shares_of(draft).adds_up is not False:
        return []
    return [Gap("shares_differ", "shares", _("The members' shares do not add up to the costs"), "sum-title")]
