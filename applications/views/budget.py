"""The budget: rows of lines with their sums; a partner changes only the lines of its own organisation."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.models import Organisation
from accounts.permissions import Act, Role
from applications.actions.budget import LineContent, line_content, save_budget
from applications.forms.budget import (
    MOST_LINES,
    BudgetChoices,
    LineSet,
    line_set,
    with_more_rows,
    with_theirs,
)
from applications.models import Application, BudgetLine, ElementPlan, Member
from applications.queries.access import roles_on
from applications.queries.budget import lines_of
from applications.queries.draft import Draft
from applications.views.budget_sums import tables_of
from applications.views.gate import with_application
from applications.views.section_page import SectionPage


@with_application
def budget(request: HttpRequest, application: Application) -> HttpResponse:
    """Saves what can be read of every row, or shows all rows again as they were typed."""
    page = SectionPage(request, application, "budget", _("Budget"), act=Act.EDIT_BUDGET)
    lines, plans = lines_of(application), page.draft.plans
    if not page.writable or not plans:
        sums = sums_in(page, None, lines, plans)
        return page.show("applications/budget.html", rows=None, theirs=(), lines=lines, sums=sums)
    choices = choices_for(request, application, plans)
    own, others = parted(lines, choices)
    if {"more", "count"} & request.POST.keys():
        typed = with_more_rows(request.POST) if "more" in request.POST else request.POST
        return counted(page, line_set(choices=choices, data=typed), others, plans)
    rows = page.rows(line_set(choices=choices, lines=own, data=page.data))
    if page.posted and rows.is_valid() and page.save(save_budget, lines=rows.lines()):
        return page.saved()
    if page.clashed:
        own, others = parted(lines_of(application), choices)
        if [line_content(line) for line in own] == rows.lines():
            return page.saved()
        mine = rows.lines()
        theirs = [line for line in own if line_content(line) not in mine]
        return shown(page, with_theirs(request.POST, theirs, choices=choices), others, plans, theirs=own)
    return shown(page, rows, others, plans, valid=not page.posted)


def choices_for(
    request: HttpRequest, application: Application, plans: Iterable[ElementPlan]
) -> BudgetChoices:
    """The lead names any member or nobody (common); a partner names only its own organisation."""
    leads = not roles_on(request.user, application).isdisjoint({Role.ED, Role.SI})
    mine = request.user.organisations_now
    takers = [member for member in application.members.all() if member.state == Member.State.ACCEPTED]
    takers.sort(key=lambda member: (not member.is_lead, member.organisation.name_fi))
    owners: list[Organisation] = [m.organisation for m in takers if leads or m.organisation_id in mine]
    gone = Draft(application).left_behind if leads else ()
    elements = [plan.element for plan in plans if application.opens_lines_of(plan.element.code)]
    return BudgetChoices.of(application.call, elements, owners, common=leads, gone=gone)


def parted(lines: list[BudgetLine], choices: BudgetChoices) -> tuple[list[BudgetLine], list[BudgetLine]]:
    """The lines that this person may change in the order they were written, and those only to be read."""
    owners, elements = {owner.pk for owner in choices.organisations}, set(choices.elements)
    own = [
        line
        for line in lines
        if line.element in elements and (choices.common or line.organisation_id in owners)
    ]
    return sorted(own, key=lambda line: line.pk), [line for line in lines if line not in own]


def shown(
    page: SectionPage,
    rows: LineSet,
    others: list[BudgetLine],
    plans: Iterable[ElementPlan],
    *,
    theirs: Iterable[BudgetLine] = (),
    valid: bool = True,
) -> HttpResponse:
    """The rows with the sums of what stands in them now."""
    return page.show(
        "applications/budget.html",
        valid=valid,
        rows=rows,
        lines=others,
        theirs=theirs,
        full=rows.total_form_count() >= MOST_LINES,
        sums=sums_in(page, rows, others, plans),
    )


def counted(
    page: SectionPage, rows: LineSet, others: list[BudgetLine], plans: Iterable[ElementPlan]
) -> HttpResponse:
    """What is typed with its sums, nothing saved; to a page that asks as it is changed only the sums."""
    if "HX-Request" in page.request.headers:
        context = {"sums": sums_in(page, rows, others, plans)}
        return render(page.request, "applications/budget_sums.html", context)
    return shown(page, rows, others, plans)


def content_of(initial: dict) -> LineContent:
    """A stored row as a line."""
    owner = initial["organisation"]
    return LineContent(
        **{key: initial[key] for key in initial if key != "organisation"},
        organisation_id=int(owner) if owner else None,
    )


def sums_in(
    page: SectionPage, rows: LineSet | None, lines: Iterable[BudgetLine], plans: Iterable[ElementPlan]
) -> dict[str, object]:
    """The sums of the typed rows and of the lines that are only read."""
    typed: list[LineContent] = []
    if rows is not None:
        typed = rows.lines() if rows.is_bound else [content_of(form.initial) for form in rows.initial_forms]
    names = {member.organisation_id: member.organisation.name for member in page.application.members.all()}
    return {
        **tables_of([*typed, *map(line_content, lines)], plans, names),
        "unread": sum(not form.is_valid() for form in rows.forms)
        if rows is not None and rows.is_bound
        else 0,
        "self_financing_required": page.application.call.self_financing_required,
    }
