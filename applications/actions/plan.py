"""Saving the sections of the plan, unfinished too: answers, elements, special grounds."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Act
from applications.actions.drafting import editable, keep_version, next_version, substance_changed
from applications.actions.verdicts import note_verdict
from applications.models import Application, ElementPlan, PlanAnswer, Section
from ledger.refusal import refuse_unless
from pilots.models import CallElement


@transaction.atomic
def save_plan(
    *,
    application_id: int,
    answers: dict[str, str],
    seen: int,
    actor: User,
    at: datetime,
    by_itself: bool = False,
) -> Section:
    """Save the answers to the call's questions, by their codes; unfinished is fine.

    `by_itself`: the page saved what was being typed, nobody pressed a button.
    """
    application, _roles = editable(application_id, act=Act.EDIT_SECTION, actor=actor, at=at, section="plan")
    section = next_version(application, "plan", seen=seen, actor=actor, at=at)
    if save_answers(application, answers, element=None):
        substance_changed(application, at=at)
    keep_version(section, actor=actor, at=at, by_itself=by_itself)
    return section


def save_answers(application: Application, answers: dict[str, str], *, element: CallElement | None) -> bool:
    """Store the answers of the plan, or of one element; whether anything changed."""
    changed = False
    questions = application.call.questions.filter(section="element" if element else "plan", code__in=answers)
    for question in questions.order_by("order"):
        answer, _created = PlanAnswer.objects.get_or_create(
            application=application, question=question, element=element
        )
        if answer.text != answers[question.code]:
            answer.text, changed = answers[question.code], True
            answer.save(update_fields=["text"])
    return changed


@transaction.atomic
def choose_elements(
    *, application_id: int, codes: Iterable[str], actor: User, at: datetime, seen: int | None = None
) -> None:
    """Set which elements the application asks for; what was written about one that is dropped goes with it.

    With `seen`, refused when somebody chose otherwise meanwhile, as for the other sections.
    """
    application, _roles = editable(
        application_id, act=Act.EDIT_SECTION, actor=actor, at=at, section="elements"
    )
    section = None
    if seen is not None:
        section = next_version(application, "elements", seen=seen, actor=actor, at=at)
    wanted = set(codes)
    chosen = {plan.element.code: plan for plan in application.element_plans.select_related("element")}
    for element in application.call.elements.order_by("order"):
        if element.code in wanted and element.code not in chosen:
            refuse_adding(application)
            ElementPlan.objects.create(application=application, element=element)
        if element.code not in wanted and element.code in chosen:
            refuse_dropping(application, element, at=at)
            application.budget_lines.filter(element=element).delete()
            application.answers.filter(element=element).delete()
            chosen[element.code].delete()
    if wanted != set(chosen):
        substance_changed(application, at=at)
    if section is not None:
        keep_version(section, actor=actor, at=at)


def refuse_adding(application: Application) -> None:
    """Refuse a new element while a supplement request does not name the choice of elements."""
    asked = application.open_request is not None
    refuse_unless(
        not asked or "elements" in application.named_sections(),
        "elements_closed",
        _("No element can be added now: the choice of elements is not open."),
        way_out=_("Ask the ministry to open them too."),
    )


def refuse_dropping(application: Application, element: CallElement, *, at: datetime) -> None:
    """Refuse to drop an element while a supplement request leaves its own part, or the budget it stands in, closed."""
    has_lines = application.budget_lines.filter(element=element).exists()
    refuse_unless(
        application.is_editable(at, f"element:{element.code}")
        and (not has_lines or application.opens_lines_of(element.code)),
        "element_closed",
        _("An element cannot be left out now: its plan or its budget is not open."),
        way_out=_("Ask the ministry to open them too."),
    )


@dataclass(frozen=True)
class ElementContent:
    """What is written about one element; everything may still be missing.

    `smallest_eur`: the smallest sum in euros with which it can be carried out. `answers`: to the questions that the
    call asks of this element, by their codes.
    """

    description: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    expected_clients: int | None = None
    smallest_eur: Decimal | None = None
    answers: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def save_element(
    *,
    application_id: int,
    code: str,
    content: ElementContent,
    seen: int,
    actor: User,
    at: datetime,
    by_itself: bool = False,
) -> Section:
    """Save the plan of one chosen element; refused when somebody has dropped it meanwhile."""
    key = f"element:{code}"
    application, _roles = editable(application_id, act=Act.EDIT_SECTION, actor=actor, at=at, section=key)
    section = next_version(application, key, seen=seen, actor=actor, at=at)
    plan = application.element_plans.select_related("element").filter(element__code=code).first()
    refuse_unless(plan, "element_dropped", _("This element no longer belongs to the application."))
    changed = save_answers(application, content.answers, element=plan.element)
    if element_content(plan) != replace(content, answers={}):
        plan.description, plan.expected_clients = content.description, content.expected_clients
        plan.starts_on, plan.ends_on = content.starts_on, content.ends_on
        plan.smallest_eur = content.smallest_eur
        plan.save()
        changed = True
    if changed:
        substance_changed(application, at=at)
    keep_version(section, actor=actor, at=at, by_itself=by_itself)
    return section


def element_content(plan: ElementPlan) -> ElementContent:
    """A stored plan of an element as the content that was written, without the answers to the call's questions."""
    return ElementContent(
        plan.description, plan.starts_on, plan.ends_on, plan.expected_clients, plan.smallest_eur
    )


@transaction.atomic
def save_grounds(
    *,
    application_id: int,
    grounds: str,
    below_limit_confirmed: bool,
    seen: int,
    actor: User,
    at: datetime,
    by_itself: bool = False,
) -> Section:
    """Save the special grounds for a smaller coverage, and under an advisory rule the confirmation."""
    application, _roles = editable(
        application_id, act=Act.EDIT_SECTION, actor=actor, at=at, section="grounds"
    )
    section = next_version(application, "grounds", seen=seen, actor=actor, at=at)
    application.special_grounds, application.below_limit_confirmed = grounds, below_limit_confirmed
    application.changed_at = at
    application.save(update_fields=["special_grounds", "below_limit_confirmed", "changed_at"])
    keep_version(section, actor=actor, at=at, by_itself=by_itself)
    note_verdict(application, "grounds", at=at)
    return section
