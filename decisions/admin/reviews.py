"""The review of a case: one's own form, and the others' beside one another once they are open to the person."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Act
from applications.queries.access import may
from applications.workflow import State
from decisions.actions import reviewing
from decisions.actions.reading import note_reading
from decisions.admin.case_page import UNPROCESSABLE, status_of
from decisions.admin.case_turn import officer_of
from decisions.forms.reviewing import ReviewForm
from decisions.models import CaseFile
from decisions.queries.access import case_for
from decisions.queries.reviews import UNDER_REVIEW, are_shown, criteria_of, own_review, table_of
from ledger.refusal import Refused

CONFLICT = frozenset({"saved_elsewhere", "done_without", "review_given"})


def answer_to(refusal: Refused) -> int:
    """The HTTP status: what somebody else, or another window, has done meanwhile is a conflict."""
    return 409 if refusal.code in CONFLICT else status_of(refusal)


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the reviews; write one's own, save it unfinished, give it."""
    posted = request.method == "POST"
    case = case_for(request.user, pk, Act.SCORE if posted else Act.READ_REVIEWS)
    if not posted:
        return review_page(request, case)
    giving = "give" in request.POST
    own = own_review(case, request.user)
    form = ReviewForm(request.POST, criteria=criteria_of(case), review=own, giving=giving)
    if not form.is_valid():
        return review_page(request, case, form=form, status=UNPROCESSABLE)
    try:
        reviewing.save_review(
            application_id=pk,
            content=form.content(),
            seen=form.cleaned_data["seen"],
            give=giving,
            actor=request.user,
            at=request.arrived_at,
        )
    except Refused as refusal:
        return review_page(request, case, form=form, refusal=refusal, status=answer_to(refusal))
    messages.success(request, told(form))
    return redirect("admin:review", pk=pk)


def told(form: ReviewForm) -> Any:
    """What has become of the review."""
    if form.was_given:
        return _("Your review is changed.")
    if form.giving:
        return _("Your review is given. The others' reviews are open to you now.")
    return _("The draft of your review is saved. Only you see it.")


@require_POST
def do_without(request: HttpRequest, pk: int) -> HttpResponse:
    """The presenting officer of the case opens the reviews without giving one."""
    case = case_for(request.user, pk, Act.PROPOSE)
    if officer_of(case) != request.user:
        raise PermissionDenied(_("Another presenting officer has this case."))
    try:
        reviewing.do_without_review(application_id=pk, actor=request.user, at=request.arrived_at)
    except Refused as refusal:
        return review_page(request, case, refusal=refusal, status=answer_to(refusal))
    messages.success(request, _("The reviews are open to you. You give none of your own on this case."))
    return redirect("admin:review", pk=pk)


def review_page(
    request: HttpRequest,
    case: CaseFile,
    *,
    form: ReviewForm | None = None,
    refusal: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, also after a refusal, with everything that was typed."""
    criteria, own = criteria_of(case), own_review(case, request.user)
    open_still = State(case.state) in UNDER_REVIEW
    shown = are_shown(case, request.user)
    writes = bool(criteria) and may(request.user, Act.SCORE, case) and not (own and own.waived_at)
    if form is None and writes and open_still:
        form = ReviewForm(None, criteria=criteria, review=own)
    elif form is not None and refusal is not None and refusal.code == "saved_elsewhere":
        form = typed_again(request, form, own=own)
    if shown and request.method != "POST":
        note_reading(application=case, what="reviews", actor=request.user, at=request.arrived_at)
    context = {
        "case": case,
        "criteria": criteria,
        "own": own,
        "form": form,
        "refusal": refusal,
        "open_still": open_still,
        "writes": writes,
        "shown": shown,
        "table": table_of(case, criteria, request.user) if shown else None,
        "may_do_without": open_still
        and officer_of(case) == request.user
        and not (own and (own.given_at or own.waived_at)),
    }
    return render(request, "desk/review.html", context, status=status)


def typed_again(request: HttpRequest, form: ReviewForm, *, own: Any) -> ReviewForm:
    """What was typed, on top of what the other window saved: a second press keeps it knowingly."""
    data = request.POST.copy()
    data["seen"] = own.saved_at.isoformat() if own else ""
    again = ReviewForm(data, criteria=form.criteria, review=own, giving=form.giving)
    again.is_valid()
    return again


PATHS = (
    ("review/", review, "review"),
    ("review/without/", do_without, "review-without"),
)
