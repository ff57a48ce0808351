"""Scenarios of a call: the list with what each gives, a new one, and one of them as the base of proposals."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import Act
from accounts.queries import may_everywhere
from decisions.actions import reviewing
from decisions.actions import scenarios as acts
from decisions.admin.case_page import UNPROCESSABLE, status_of
from decisions.admin.round_access import call_for, crumbs_of
from decisions.forms.scenarios import NewScenarioForm, seen_in
from decisions.models import CaseFile, Scenario
from decisions.queries.dividing import NO_SHARE, NOTHING, Key, Share
from decisions.queries.reviews import UNDER_REVIEW
from decisions.queries.scenarios import Grid, Place, grid_of, shares_in, sums_of
from ledger.refusal import Refused
from pilots.models import Call

CONFLICT = frozenset({"saved_by_another", "gone", "is_base"})


def answer_to(refusal: Refused) -> int:
    """What somebody else has done meanwhile is a conflict."""
    return 409 if refusal.code in CONFLICT else status_of(refusal)


def scenario_for(call: Call, pk: int) -> Scenario:
    """One of the call's; Http404 for another call's and one that does not exist."""
    people = Scenario.objects.select_related("call", "made_by", "saved_by")
    found = people.filter(call=call, pk=pk).first()
    if found is None:
        raise Http404
    return found


def shares_by_scenario(scenarios: list[Scenario]) -> list[tuple[Scenario, dict[Key, Share]]]:
    """Every scenario with what it gives; its lines must have been fetched beforehand."""
    return [(one, shares_in(one.lines.all())) for one in scenarios]


def scenarios_of(call: Call) -> list[Scenario]:
    """The call's scenarios by name, with their lines: two queries and one for the elements."""
    found = Scenario.objects.filter(call=call).select_related("made_by", "saved_by")
    return list(found.prefetch_related("lines__element").order_by("name", "pk"))


@require_http_methods(["GET", "HEAD", "POST"])
def scenarios(request: HttpRequest, slug: str) -> HttpResponse:
    """The scenarios of a call; make another one."""
    posted = request.method == "POST"
    call = call_for(request, slug, Act.MAKE_SCENARIO if posted else Act.READ_SCENARIO)
    if not posted:
        return list_page(request, call)
    form = new_form(call, request.POST)
    if not form.is_valid():
        return list_page(request, call, form=form, status=UNPROCESSABLE)
    try:
        made = made_from(request, call, form.cleaned_data)
    except Refused as refusal:
        if refusal.code == "name_taken":
            form.add_error("name", str(refusal.message))
            return list_page(request, call, form=form, status=UNPROCESSABLE)
        return list_page(request, call, form=form, refusal=refusal, status=answer_to(refusal))
    return redirect("admin:scenario", slug=slug, pk=made.pk)


def made_from(request: HttpRequest, call: Call, data: dict[str, Any]) -> Scenario:
    """The act that the form asks for."""
    return acts.make_scenario(
        call=call,
        name=data["name"],
        note_text=data["note"],
        start=acts.Start(data["start"]),
        copy_of=data.get("copy_of"),
        actor=request.user,
        at=request.arrived_at,
    )


def new_form(call: Call, data: Any = None) -> NewScenarioForm:
    others = Scenario.objects.filter(call=call).order_by("name", "pk").values_list("pk", "name")
    return NewScenarioForm(data, others=list(others))


def list_page(
    request: HttpRequest,
    call: Call,
    *,
    form: NewScenarioForm | None = None,
    refusal: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    """The list, also after a refusal, with everything that was typed."""
    grid = grid_of(call, request.user)
    may_make = may_everywhere(request.user, Act.MAKE_SCENARIO)
    found = shares_by_scenario(scenarios_of(call))
    rows = [{"scenario": one, "sums": sums_of(grid, shares)} for one, shares in found]
    context = {
        "call": call,
        "crumbs": crumbs_of(call),
        "grid": grid,
        "rows": rows,
        "form": form or (new_form(call) if may_make else None),
        "refusal": refusal,
        "may_make": may_make,
        "scores_hidden": may_open_scores(request, call, grid),
    }
    return render(request, "desk/scenarios.html", context, status=status)


def may_open_scores(request: HttpRequest, call: Call, grid: Grid) -> bool:
    """Whether there are scores that this presenting officer could have opened without reviewing the cases."""
    if not may_everywhere(request.user, Act.PROPOSE) or all(case.score is not None for case, _p in grid.rows):
        return False
    left = CaseFile.objects.for_official(request.user).filter(call=call, state__in=UNDER_REVIEW)
    return left.exclude(reviews__reviewer=request.user).exists()


@require_POST
def open_scores(request: HttpRequest, slug: str) -> HttpResponse:
    """A presenting officer who compares the cases reviews none of those left."""
    call = call_for(request, slug, Act.PROPOSE)
    reviewing.do_without_reviews_of(call=call, actor=request.user, at=request.arrived_at)
    messages.success(request, _("The scores are open to you. You give no review of these cases any more."))
    return redirect("admin:scenarios", slug=slug)


@require_POST
def base(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a scenario as the base of proposals, or let it be one no longer."""
    call = call_for(request, slug, Act.MAKE_SCENARIO)
    scenario = scenario_for(call, pk)
    who = {"scenario_id": scenario.pk, "actor": request.user, "at": request.arrived_at}
    try:
        if "leave" in request.POST:
            acts.leave_base(**who)
            messages.success(request, _("Proposals start from what was asked again."))
        else:
            acts.take_as_base(seen=seen_in(request.POST), **who)
            messages.success(request, _("New proposals of the call start from this scenario."))
    except Refused as refusal:
        return list_page(request, call, refusal=refusal, status=answer_to(refusal))
    return redirect("admin:scenarios", slug=slug)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask once more, then take it away."""
    call = call_for(request, slug, Act.MAKE_SCENARIO)
    scenario = scenario_for(call, pk)
    refusal, status = None, 200
    if request.method == "POST":
        try:
            acts.delete_scenario(scenario_id=pk, actor=request.user, at=request.arrived_at)
        except Refused as refused:
            refusal, status = refused, answer_to(refused)
        else:
            messages.success(request, _("The scenario is deleted."))
            return redirect("admin:scenarios", slug=slug)
    context = {"call": call, "crumbs": crumbs_of(call), "scenario": scenario, "refusal": refusal}
    return render(request, "desk/scenario_delete.html", context, status=status)


@require_safe
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """Some scenarios beside one another: each element, each county, each sum, and where they differ."""
    call = call_for(request, slug, Act.READ_SCENARIO)
    wanted, found = set(request.GET.getlist("s")), scenarios_of(call)
    grid = grid_of(call, request.user)
    chosen = [one for one in found if str(one.pk) in wanted] if wanted else found[:2]
    context = {"call": call, "crumbs": crumbs_of(call), **compared(grid, shares_by_scenario(chosen))}
    return render(request, "desk/scenarios_compared.html", context)


def compared(grid: Grid, chosen: list[tuple[Scenario, dict[Key, Share]]]) -> dict[str, Any]:
    """The rows of the comparison: per element of each case, per case, per element, in all."""
    columns = [shares for _scenario, shares in chosen]
    names = [scenario.name for scenario, _shares in chosen]
    sums = [sums_of(grid, shares) for shares in columns]
    cases = [case_compared(case, places, names, columns) for case, places in grid.rows]
    by_element = [
        {
            "element": element,
            "asked": sums[0].by_element[at][1] if sums else 0,
            "totals": [(name, one.by_element[at][2]) for name, one in zip(names, sums, strict=True)],
        }
        for at, element in enumerate(grid.elements)
    ]
    return {
        "scenarios": [one for one, _shares in chosen],
        "columns": list(zip([one for one, _shares in chosen], sums, strict=True)),
        "asked_eur": sum((wish.asked_eur for wish in grid.wishes), NOTHING),
        "cases": cases,
        "by_element": by_element,
        "count": sum(line["differs"] for row in cases for line in row["lines"]),
    }


def case_compared(
    case: CaseFile, places: list[Place | None], names: list[str], columns: list[dict[Key, Share]]
) -> dict[str, Any]:
    """One case in every scenario: its elements, and what they make in all."""
    lines = [line_of(place, names, columns) for place in places if place]
    totals = [sum(line["sums"][at] for line in lines) for at in range(len(columns))]
    return {"case": case, "lines": lines, "totals": list(zip(names, totals, strict=True))}


def line_of(place: Place, names: list[str], columns: list[dict[Key, Share]]) -> dict[str, Any]:
    """One element of one case in every scenario."""
    shares = [shares.get(place.key, NO_SHARE) for shares in columns]
    amounts = [share.amount_eur for share in shares]
    smallest = place.wish.smallest_eur
    return {
        "place": place,
        "sums": amounts,
        "shares": [
            (name, share.amount_eur, smallest is not None and 0 < share.amount_eur < smallest)
            for name, share in zip(names, shares, strict=True)
        ],
        "differs": len(set(amounts)) > 1,
    }


ROUND_PATHS = (
    ("scenarios/", scenarios, "scenarios"),
    ("scenarios/compare/", compare, "scenarios-compare"),
    ("scenarios/scores/", open_scores, "scenarios-scores"),
    ("scenarios/<int:pk>/base/", base, "scenario-base"),
    ("scenarios/<int:pk>/delete/", delete, "scenario-delete"),
)
