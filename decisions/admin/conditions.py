"""Ruling on a suspensive condition: for one case on its own page, and for all of a call on one page of the round."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Act
from accounts.queries import may_everywhere
from decisions.actions import deciding, ruling
from decisions.actions.ruling import Done
from decisions.admin.case_page import UNPROCESSABLE, status_of
from decisions.admin.case_turn import officer_of
from decisions.admin.round_access import call_for, crumbs_of
from decisions.forms.rulings import ConditionForm, ProofForm
from decisions.models import Condition
from decisions.queries.access import case_for
from decisions.queries.conditions import Waiting, of_call, to_propose, to_sign
from ledger.refusal import Refused
from pilots.models import Call


@require_http_methods(["GET", "HEAD", "POST"])
def condition(request: HttpRequest, pk: int) -> HttpResponse:
    """The condition of one's own case, and what became of it."""
    case = case_for(request.user, pk, Act.RULE_ON_CONDITION)
    if officer_of(case) != request.user:
        raise PermissionDenied(_("Another presenting officer has this case."))
    form = ConditionForm(request.POST or None)
    refusal, status = None, UNPROCESSABLE if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            ruling.propose_on_condition(
                application_id=pk, actor=request.user, at=request.arrived_at, **form.cleaned_data
            )
        except Refused as refused:
            refusal, status = refused, status_of(refused)
        else:
            messages.success(request, _("The ruling has been presented to the decision-maker."))
            return redirect("admin:case", pk=pk)
    conditions = Condition.objects.filter(application=pk).order_by("-pk")
    context = {"case": case, "form": form, "refusal": refusal, "condition": conditions.first()}
    return render(request, "desk/condition.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def round_conditions(request: HttpRequest, slug: str) -> HttpResponse:
    """All open conditions of a call; presenting officers propose on their own, many at once."""
    posted = request.method == "POST"
    call = call_for(request, slug, Act.RULE_ON_CONDITION if posted else Act.LIST_CASES)
    form = ConditionForm(request.POST if posted else None, tag=False)
    if not posted:
        return round_page(request, call)
    if not form.is_valid():
        return round_page(request, call, proposing=form, status=UNPROCESSABLE)
    try:
        done = proposed(request, call, form.cleaned_data)
    except Refused as refusal:
        return round_page(request, call, proposing=form, refusal=refusal, status=status_of(refusal))
    return after_many(request, call, done, proposing=form)


@sensitive_post_parameters("password")
@require_POST
def sign_conditions(request: HttpRequest, slug: str) -> HttpResponse:
    """A decision-maker signs the ticked rulings of a call with one proof."""
    call = call_for(request, slug, Act.DECIDE)
    form = ProofForm(request.POST)
    if not form.is_valid():
        return round_page(request, call, signing=form, status=UNPROCESSABLE)
    try:
        done = signed(request, call, form.cleaned_data["password"])
    except Refused as refusal:
        if refusal.code != "wrong_password":
            return round_page(request, call, signing=form, refusal=refusal, status=status_of(refusal))
        form.add_error("password", str(refusal.message))
        return round_page(request, call, signing=form, status=UNPROCESSABLE)
    return after_many(request, call, done, signing=form)


def after_many(request: HttpRequest, call: Call, done: list[Done], **forms: Any) -> HttpResponse:
    """Back to the page when all went; else the page with what was refused and why."""
    if any(one.refusal for one in done):
        return round_page(request, call, done=done, status=409, **forms)
    words = ngettext("%(count)s case is done.", "%(count)s cases are done.", len(done))
    messages.success(request, words % {"count": len(done)})
    return redirect("admin:round-conditions", slug=call.slug)


def round_page(
    request: HttpRequest,
    call: Call,
    *,
    proposing: ConditionForm | None = None,
    signing: ProofForm | None = None,
    refusal: Refused | None = None,
    done: Sequence[Done] = (),
    status: int = 200,
) -> HttpResponse:
    """The page, also after a refusal, with everything that was typed and ticked."""
    context = round_context(request, call, done) | {
        "proposing": proposing or ConditionForm(tag=False),
        "signing": signing or ProofForm(),
        "refusal": refusal,
        "ticked": request.POST.getlist("case"),
    }
    return render(request, "desk/round_conditions.html", context, status=status)


def round_context(request: HttpRequest, call: Call, done: Sequence[Done]) -> dict[str, Any]:
    """The two halves of the page, each for its role, and what was refused just now."""
    user = request.user
    conditions = of_call(call, user)
    own = to_propose(conditions, user) if may_everywhere(user, Act.RULE_ON_CONDITION) else []
    waiting = to_sign(conditions, user) if may_everywhere(user, Act.DECIDE) else []
    names = {one.application_id: one.application.region.name for one in conditions}
    return {
        "call": call,
        "crumbs": crumbs_of(call),
        "conditions": conditions,
        "own": own,
        "own_pass": passing(own),
        "waiting": waiting,
        "waiting_pass": passing(waiting),
        "may_propose": may_everywhere(user, Act.RULE_ON_CONDITION),
        "may_sign": may_everywhere(user, Act.DECIDE),
        "refused": [(names.get(one.application_id, ""), one.refusal) for one in done if one.refusal],
        "passed": sum(not one.refusal for one in done),
    }


def passing(rows: list[Waiting]) -> int:
    """How many of the rows may be acted on."""
    return sum(not row.why_not for row in rows)


def proposed(request: HttpRequest, call: Call, words: dict[str, Any]) -> list[Done]:
    """Propose on every ticked case of the call."""
    ticked = request.POST.getlist("case")
    known = [one.application_id for one in of_call(call, request.user) if str(one.application_id) in ticked]
    if not known:
        raise Refused("nothing_chosen", _("No case has been ticked."))
    return ruling.propose_on_conditions(
        application_ids=known, actor=request.user, at=request.arrived_at, **words
    )


def signed(request: HttpRequest, call: Call, password: str) -> list[Done]:
    """Sign every ticked ruling with one proof, each in a transaction of its own; one refused stops no other."""
    rows = [(row, ticked_at(request, row)) for row in to_sign(of_call(call, request.user), request.user)]
    chosen = [(row, seen) for row, seen in rows if seen]
    if not chosen:
        raise Refused("nothing_chosen", _("No case has been ticked."))
    proof = deciding.prove_by_password(actor=request.user, password=password, at=request.arrived_at)
    done = []
    for row, seen in chosen:
        pk = row.condition.application_id
        try:
            deciding.decide(
                application_id=pk, proof=proof, seen=seen, actor=request.user, at=request.arrived_at
            )
        except Refused as refusal:
            done.append(Done(pk, refusal))
        else:
            done.append(Done(pk, None))
    return done


def ticked_at(request: HttpRequest, row: Waiting) -> datetime | None:
    """When the ruling that was ticked had been presented: nobody signs what they have not read."""
    for value in request.POST.getlist("case"):
        pk, _colon, moment = value.partition(":")
        if pk == str(row.condition.application_id):
            try:
                return datetime.fromisoformat(moment)
            except ValueError:
                return None
    return None


PATHS = (("condition/", condition, "condition"),)
ROUND_PATHS = (
    ("conditions/", round_conditions, "round-conditions"),
    ("conditions/sign/", sign_conditions, "round-conditions-sign"),
)
