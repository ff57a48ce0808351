"""The budget: rows of lines with their sums; a partner changes only the lines of its own organisation."""

from collections.abc import Iterable
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.models import Organisation
from accounts.permissions import Act, Role
from accounts.queries import affiliations_of
from applications.actions.budget import LineContent, line_content, save_budget
from applications.forms.budget import MOST_LINES, BudgetChoices, LineSet, line_set, with_more_rows
from applications.models import Application, BudgetLine, ElementPlan, Member
from applications.queries.access import roles_on
from applications.queries.budget import lines_of
from applications.views.gate import with_application
from applications.views.section_page import SectionPage

NOTHING = Decimal("0.00")


@with_application
def budget(request: HttpRequest, application: Application) -> HttpResponse:
    """Saves what can be read of every row, or shows all rows again as they were typed."""
    page = SectionPage(request, application, "budget", _("Budget"), act=Act.EDIT_BUDGET)
    lines, plans = lines_of(application), page.draft.plans
    if not page.writable or not plans:
        return page.show(
            "applications/budget.html", rows=None, theirs=(), lines=lines, sums=sums(stored(lines), plans)
        )
    choices = choices_for(request, application, plans)
    own, others = parted(lines, choices)
    if "more" in request.POST:
        rows = line_set(choices=choices, data=with_more_rows(request.POST))
        return shown(page, rows, others, plans, valid=True)
    rows = page.rows(line_set(choices=choices, lines=own, data=page.data))
    if page.posted and rows.is_valid() and page.save(save_budget, lines=rows.lines()):
        return page.saved()
    if page.clashed:
        own, others = parted(lines_of(application), choices)
        if [line_content(line) for line in own] == rows.lines():
            return page.saved()
        return shown(page, rows, others, plans, theirs=own)
    return shown(page, rows, others, plans, valid=not page.posted)


def choices_for(
    request: HttpRequest, application: Application, plans: Iterable[ElementPlan]
) -> BudgetChoices:
    """The lead names any member or nobody (common); a partner names only its own organisation."""
    leads = not roles_on(request.user, application).isdisjoint({Role.ED, Role.SI})
    mine = {affiliation.organisation_id for affiliation in affiliations_of(request.user)}
    takers = [member for member in application.members.all() if member.state == Member.State.ACCEPTED]
    takers.sort(key=lambda member: (not member.is_lead, member.organisation.name_fi))
    owners: list[Organisation] = [m.organisation for m in takers if leads or m.organisation_id in mine]
    return BudgetChoices.of(application.call, [plan.element for plan in plans], owners, common=leads)


def parted(lines: list[BudgetLine], choices: BudgetChoices) -> tuple[list[BudgetLine], list[BudgetLine]]:
    """The lines that this person may change in the order they were written, and those only to be read."""
    if choices.common:
        return sorted(lines, key=lambda line: line.pk), []
    owners = {owner.pk for owner in choices.organisations}
    own = [line for line in lines if line.organisation_id in owners]
    return sorted(own, key=lambda line: line.pk), [
        line for line in lines if line.organisation_id not in owners
    ]


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
    typed = rows.lines() if rows.is_bound else [content_of(form.initial) for form in rows.initial_forms]
    return page.show(
        "applications/budget.html",
        valid=valid,
        rows=rows,
        lines=others,
        theirs=theirs,
        full=rows.total_form_count() >= MOST_LINES,
        sums=sums([*typed, *stored(others)], plans),
    )


def content_of(initial: dict) -> LineContent:
    """A stored row as a line."""
    owner = initial["organisation"]
    return LineContent(
        **{key: initial[key] for key in initial if key != "organisation"}, organisation_id=owner or None
    )


def stored(lines: Iterable[BudgetLine]) -> list[LineContent]:
    """Stored lines as the sums read them."""
    return [
        LineContent(
            element=line.element.code,
            category=line.category,
            year=line.year,
            asked_eur=line.asked_eur,
            self_financing_eur=line.self_financing_eur,
        )
        for line in lines
    ]


def sums(lines: list[LineContent], plans: Iterable[ElementPlan]) -> dict[str, object]:
    """A table of sums: elements down, years across, with totals both ways; in euros."""
    years = sorted({line.year for line in lines})
    rows = [
        {
            "name": plan.element.name,
            "by_year": [total(lines, element=plan.element.code, year=year) for year in years],
            "asked_eur": total(lines, element=plan.element.code),
        }
        for plan in plans
    ]
    return {
        "years": years,
        "rows": rows,
        "by_year": [total(lines, year=year) for year in years],
        "asked_eur": total(lines),
        "self_financing_eur": sum((line.self_financing_eur for line in lines), NOTHING),
    }


def total(lines: Iterable[LineContent], *, element: str = "", year: int | None = None) -> Decimal:
    """The euros asked for, of one element or year where given."""
    wanted = (
        line.asked_eur
        for line in lines
        if (not element or line.element == element) and (year is None or line.year == year)
    )
    return sum(wanted, NOTHING)
