"""One scenario as a grid of counties and elements: counted while it is changed, saved by one person at a time."""

from typing import Any

from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Act
from accounts.queries import may_everywhere
from decisions.actions import scenarios as acts
from decisions.admin.case_page import UNPROCESSABLE
from decisions.admin.round_access import call_for, crumbs_of
from decisions.admin.scenarios import answer_to, scenario_for
from decisions.forms.scenarios import GridForm, ScenarioForm, label_of, seen_in
from decisions.models import Scenario
from decisions.models.proposal import Outcome
from decisions.queries.scenarios import grid_of, shares_of, sums_of
from eligibility import Outcome as Verdict
from ledger.refusal import Refused
from pilots.models import Call
from pilots.wording import VERDICTS


@require_http_methods(["GET", "HEAD", "POST"])
def scenario(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Look at a scenario, count what a change does, save it."""
    posted = request.method == "POST"
    call = call_for(request, slug, Act.MAKE_SCENARIO if posted else Act.READ_SCENARIO)
    found, grid = scenario_for(call, pk), grid_of(call, request.user)
    form = GridForm(grid, shares_of(found), request.POST if posted else None)
    if not posted:
        return scenario_page(request, found, form)
    if "count" in request.POST:
        return counted(request, found, form)
    if form.problems:
        return scenario_page(request, found, form, status=UNPROCESSABLE)
    try:
        acts.save_scenario(
            scenario_id=found.pk,
            shares=form.shares,
            seen=seen_in(request.POST),
            actor=request.user,
            at=request.arrived_at,
        )
    except Refused as refusal:
        return scenario_page(request, found, form, refusal=refusal, status=answer_to(refusal))
    messages.success(request, _("The scenario is saved."))
    return redirect("admin:scenario", slug=slug, pk=pk)


def counted(request: HttpRequest, found: Scenario, form: GridForm) -> HttpResponse:
    """What the page would give, without saving: the sums alone for a script, else the whole page."""
    if request.htmx:
        return render(request, "desk/scenario_sums.html", context_of(request, found, form) | {"live": True})
    return scenario_page(request, found, form)


def context_of(request: HttpRequest, found: Scenario, form: GridForm) -> dict[str, Any]:
    """What the sums and the grid show. A scenario's elements are those not decided yet."""
    grid = form.grid
    sums = sums_of(grid, dict(form.stored) | form.shares)
    return {
        "call": grid.call,
        "scenario": found,
        "grid": grid,
        "form": form,
        "sums": sums,
        "warnings": [(label_of(one.place), one) for one in sums.warnings],
        "may_make": may_everywhere(request.user, Act.MAKE_SCENARIO),
    }


def scenario_page(
    request: HttpRequest,
    found: Scenario,
    form: GridForm,
    *,
    names: ScenarioForm | None = None,
    refusal: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, also after a refusal, with everything that was typed."""
    clashed = refusal is not None and refusal.code == "saved_by_another"
    if clashed:
        found.refresh_from_db()
        form = GridForm(form.grid, shares_of(found), request.POST)
    # After a clash the choice is made in the knowledge of what the other has saved.
    seen = found.saved_at.isoformat() if clashed or request.method != "POST" else request.POST.get("seen", "")
    context = context_of(request, found, form) | {
        "crumbs": crumbs(form.grid.call),
        "seen": seen,
        "outcomes": Outcome.choices,
        "rows": [(case, VERDICTS[Verdict(case.outcome)], cells) for case, cells in form.rows],
        "refusal": refusal,
        "problems": form.problems,
        "differing": [(place, label_of(place), theirs, mine) for place, theirs, mine in form.differing()]
        if clashed
        else [],
        "against": against(found),
        "names": names or ScenarioForm(initial={"name": found.name, "note": found.note}),
    }
    return render(request, "desk/scenario.html", context, status=status)


def against(found: Scenario) -> str:
    """What the scenario is compared with at first: the base, or whatever else there is."""
    others = Scenario.objects.filter(call=found.call).exclude(pk=found.pk)
    other = others.order_by(F("base_since_at").desc(nulls_last=True), "name", "pk").first()
    return f"?s={found.pk}&s={other.pk}" if other else ""


def crumbs(call: Call) -> list[tuple[str, str]]:
    """The way back."""
    return [*crumbs_of(call), (_("Scenarios"), reverse("admin:scenarios", args=[call.slug]))]


@require_POST
def rename(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Another name or note."""
    call = call_for(request, slug, Act.MAKE_SCENARIO)
    found = scenario_for(call, pk)
    form = ScenarioForm(request.POST)
    refusal, status = None, UNPROCESSABLE
    if form.is_valid():
        data = form.cleaned_data
        try:
            acts.rename_scenario(
                scenario_id=pk,
                name=data["name"],
                note_text=data["note"],
                actor=request.user,
                at=request.arrived_at,
            )
        except Refused as refused:
            if refused.code == "name_taken":
                form.add_error("name", str(refused.message))
            else:
                refusal, status = refused, answer_to(refused)
        else:
            messages.success(request, _("The name is saved."))
            return redirect("admin:scenario", slug=slug, pk=pk)
    grid = GridForm(grid_of(call, request.user), shares_of(found))
    return scenario_page(request, found, grid, names=form, refusal=refusal, status=status)


ROUND_PATHS = (
    ("scenarios/<int:pk>/", scenario, "scenario"),
    ("scenarios/<int:pk>/name/", rename, "scenario-name"),
)
