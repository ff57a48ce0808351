"""Carrying an earlier application forward into a new call: what fits is written, what does not is listed.

Special grounds, decisions and attachments are not carried: they belong to the call that they were given for.
"""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Act
from applications.actions.budget import line_content, save_budget
from applications.actions.consortium import add_to_list
from applications.actions.drafting import editable, start_application
from applications.actions.plan import (
    ElementContent,
    choose_elements,
    element_content,
    save_element,
    save_plan,
)
from applications.models import Application, BudgetLine, ElementPlan, Member, PlanAnswer
from applications.queries.budget import lines_of
from applications.queries.consortium import possible_partners
from applications.queries.coverage import codes_by_organisation
from applications.queries.snapshot import names
from applications.workflow import State
from ledger.refusal import refuse_unless
from pilots.models import Call, CallQuestion

Misfit = dict[str, Any]


@transaction.atomic
def carry_forward(*, source: Application, call: Call, actor: User, at: datetime) -> Application:
    """Begin a draft in another open call from an earlier application of the same lead and county.

    Refused as any start is, and for an application whose lead the person does not act for.
    """
    source = Application.objects.select_related("call", "region", "lead").get(pk=source.pk)
    leads = actor.organisations_now
    refuse_unless(
        source.lead_id in leads and State(source.state) is not State.DISCARDED and source.call_id != call.pk,
        "not_allowed",
        _("Your role does not allow this."),
    )
    draft = start_application(
        call=call, region=source.region, lead=source.lead, language=source.language, actor=actor, at=at
    )
    who = {"application_id": draft.pk, "actor": actor, "at": at}
    misfits = carry_members(source, draft)
    misfits += carry_answers(source, draft, who)
    misfits += carry_elements(source, draft, who)
    misfits += carry_lines(source, draft, who)
    if source.has_grounds:
        misfits.append({"code": "grounds", "text": source.special_grounds})
    Application.objects.filter(pk=draft.pk).update(carried_from=source, misfits=misfits)
    return Application.objects.get(pk=draft.pk)


@transaction.atomic
def dismiss_misfits(*, application_id: int, actor: User, at: datetime) -> None:
    """Everybody has seen what did not fit; the list goes from the overview."""
    application, _roles = editable(application_id, act=Act.EDIT_COMMON, actor=actor, at=at)
    application.misfits = []
    application.save(update_fields=["misfits"])


def carry_members(source: Application, draft: Application) -> list[Misfit]:
    """Who took part or was asked is put on the list, not asked; who is of another county or has changed is told."""
    standing = source.members.filter(state__in=[Member.State.ACCEPTED, Member.State.ASKED])
    members = list(standing.select_related("organisation").order_by("organisation__name_fi"))
    possible = set(possible_partners(draft.call, draft.region).values_list("pk", flat=True))
    organisations = [member.organisation for member in members]
    before, now = (codes_by_organisation(call, organisations) for call in (source.call, draft.call))
    misfits: list[Misfit] = []
    if source.call.division != draft.call.division:
        misfits.append({"code": "division", "text": draft.region.name})
    for one in organisations:
        if one.pk not in possible and one.pk != draft.lead_id:
            misfits.append({"code": "member_outside", "name": names(one)})
        elif before[one.pk] != now[one.pk]:
            misfits.append({"code": "member_changed", "name": names(one)})
    add_to_list(draft, {one.pk for one in organisations if one.pk in possible} - {draft.lead_id})
    return misfits


def carry_answers(source: Application, draft: Application, who: dict[str, Any]) -> list[Misfit]:
    """Answers of the plan to questions that the new call asks too."""
    answers = source.answers.filter(element=None).select_related("question").order_by("question__order")
    fitting, misfits = fitting_answers(draft, list(answers), section="plan")
    if fitting:
        save_plan(answers=fitting, seen=0, **who)
    return misfits


def fitting_answers(
    draft: Application, answers: list[PlanAnswer], *, section: str, element: str = ""
) -> tuple[dict[str, str], list[Misfit]]:
    """The answers by code that the new call can take, and the others with their texts."""
    asked = {
        question.code: question for question in draft.call.questions.filter(section=section).order_by("pk")
    }
    fitting, misfits = {}, []
    for answer in answers:
        if not answer.text:
            continue
        question = asked.get(answer.question.code)
        if question is not None and element and not question.is_asked_of(element):
            question = None
        code = misfit_of(answer, question)
        if code:
            label = {
                language: getattr(answer.question, f"label_{language}") for language in ("fi", "sv", "en")
            }
            misfits.append({"code": code, "name": label, "text": answer.text})
        else:
            fitting[answer.question.code] = answer.text
    return fitting, misfits


def misfit_of(answer: PlanAnswer, question: CallQuestion | None) -> str:
    """Why an answer does not fit the new call's question; "" when it does."""
    if question is None:
        return "question_gone"
    if question.kind != answer.question.kind:
        return "question_changed"
    if len(answer.text) > question.max_length:
        return "too_long"
    codes = {option["code"] for option in question.options}
    return "option_gone" if codes and answer.text not in codes else ""


def carry_elements(source: Application, draft: Application, who: dict[str, Any]) -> list[Misfit]:
    """Elements that the new call has too, each with its plan."""
    plans = list(source.element_plans.select_related("element").order_by("element__order"))
    offered = set(draft.call.elements.values_list("code", flat=True))
    codes = [plan.element.code for plan in plans if plan.element.code in offered]
    misfits = [
        {"code": "element_gone", "name": names(plan.element), "text": plan.description}
        for plan in plans
        if plan.element.code not in offered
    ]
    if codes:
        choose_elements(codes=codes, seen=0, **who)
    for plan in plans:
        if plan.element.code in offered:
            misfits += carry_element(source, draft, plan, who)
    return misfits


def carry_element(
    source: Application, draft: Application, plan: ElementPlan, who: dict[str, Any]
) -> list[Misfit]:
    """One element: days outside the new call's limits are left out and told."""
    code, call = plan.element.code, draft.call
    answers = source.answers.filter(element=plan.element).select_related("question")
    fitting, misfits = fitting_answers(
        draft, list(answers.order_by("question__order")), section="element", element=code
    )
    content: ElementContent = replace(element_content(plan), answers=fitting)
    limits = {
        "starts_on": (call.starts_earliest_on, call.starts_latest_on),
        "ends_on": (call.starts_earliest_on, call.ends_latest_on),
    }
    for name, (first, last) in limits.items():
        on: date | None = getattr(content, name)
        if on and not first <= on <= last:
            misfits.append({"code": name, "name": names(plan.element), "text": on.isoformat()})
            content = replace(content, **{name: None})
    save_element(code=code, content=content, seen=0, **who)
    return misfits


def carry_lines(source: Application, draft: Application, who: dict[str, Any]) -> list[Misfit]:
    """Lines of the budget whose year and element the new call has, and whose organisation takes part already."""
    elements = set(draft.element_plans.values_list("element__code", flat=True))
    takers = {draft.lead_id, None}
    fitting, misfits = [], []
    for line in lines_of(source):
        if line.year not in draft.call.budget_years:
            misfits.append(line_misfit("line_year", line))
        elif line.element.code not in elements:
            misfits.append(line_misfit("line_element", line))
        elif line.organisation_id not in takers:
            misfits.append(line_misfit("line_owner", line))
        else:
            fitting.append(line_content(line))
    if fitting:
        save_budget(lines=fitting, seen=0, **who)
    return misfits


def line_misfit(code: str, line: BudgetLine) -> Misfit:
    """A line that did not fit, with what it said; sums in euros as text."""
    return {
        "code": code,
        "name": names(line.element),
        "year": line.year,
        "asked_eur": str(line.asked_eur),
        "owner": names(line.organisation) if line.organisation else None,
        "text": line.note,
    }
