"""The presentation memos of a round, and its equal-treatment check on screen."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import Act
from accounts.queries import may_everywhere
from decisions.actions.memos import hand_out_memo, make_memo, reason_titles
from decisions.admin.case_page import UNPROCESSABLE, status_of
from decisions.admin.round_access import call_for, crumbs_of
from decisions.forms.memo import MemoForm
from decisions.models import Memo
from decisions.queries.memo import memo_facts, scores_hidden_in, stands_aside_in
from decisions.wording import OUTCOMES
from eligibility import Outcome as Judged
from ledger.refusal import Refused
from pilots.models import Call
from pilots.wording import VERDICTS

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@require_http_methods(["GET", "HEAD", "POST"])
def memos(request: HttpRequest, slug: str) -> HttpResponse:
    """The memos made so far, the form of the next, and whether the same ground has had the same outcome."""
    act = Act.MAKE_MEMO if request.method == "POST" else Act.READ_SCENARIO
    call = call_for(request, slug, act)
    aside = stands_aside_in(call, request.user)
    data = request.POST if request.method == "POST" else None
    form = MemoForm(data) if may_everywhere(request.user, Act.MAKE_MEMO) and not aside else None
    refusal, status = None, 200 if data is None else UNPROCESSABLE
    if data is not None and form is None:
        raise PermissionDenied(_("You have declared yourself disqualified for one of the cases."))
    if form and form.is_bound and form.is_valid():
        try:
            memo = make_memo(call=call, actor=request.user, at=request.arrived_at, **form.cleaned_data)
        except Refused as refused:
            refusal, status = refused, status_of(refused)
        else:
            messages.success(request, _("Memo %(number)s has been made.") % {"number": memo.number})
            return redirect("admin:memos", slug=slug)
    context = {
        "call": call,
        "crumbs": crumbs_of(call),
        "form": form,
        "aside": aside,
        "scores_hidden": not aside and scores_hidden_in(call, request.user),
        "refusal": refusal,
        "memos": [] if aside else listed(call),
        "groups": [] if aside else groups_now(call, request),
    }
    return render(request, "desk/memos.html", context, status=status)


def listed(call: Call) -> list[Memo]:
    """Newest first; the frozen contents stay in the database."""
    rows = Memo.objects.filter(call=call).select_related("made_by").defer("snapshot")
    return list(rows.order_by("-number"))


def groups_now(call: Call, request: HttpRequest) -> list[dict[str, Any]]:
    """The check as it stands now, in words."""
    facts = memo_facts(call, titles=reason_titles(), at=request.arrived_at)
    return [group_in_words(group) for group in facts["equal_treatment"]]


def group_in_words(group: dict[str, Any]) -> dict[str, Any]:
    """One group for the page: what the ground is, the outcomes counted, and what departs."""
    return {
        "reason": said(group["name"]) if group["kind"] == "reason" else "",
        "element": said(group["name"]) if group["kind"] == "verdict" else "",
        "verdict": VERDICTS[Judged(group["ground"])] if group["kind"] == "verdict" else None,
        "count": group["count"],
        "outcomes": [(OUTCOMES[outcome], count) for outcome, count in group["outcomes"]],
        "exceptions": [
            one
            | {
                "outcome": OUTCOMES[one["outcome"]],
                "county": said(one["county"]),
                "lead": said(one["lead"]),
                "element": said(one["element"]),
            }
            for one in group["exceptions"]
        ],
    }


def said(names: dict[str, str] | None) -> str:
    """A name in the language of the page."""
    return names["sv" if get_language() == "sv" else "fi"] if names else ""


@require_safe
def memo_pdf(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A memo for reading and printing."""
    return handed_out(request, slug, number, "pdf")


@require_safe
def memo_docx(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A memo for the papers of a meeting."""
    return handed_out(request, slug, number, "docx")


def handed_out(request: HttpRequest, slug: str, number: int, kind: str) -> HttpResponse:
    """The file, made again from the frozen content."""
    call = call_for(request, slug, Act.READ_SCENARIO)
    memo = get_object_or_404(Memo.objects.select_related("call"), call=call, number=number)
    try:
        content = hand_out_memo(memo=memo, kind=kind, actor=request.user, at=request.arrived_at)
    except Refused as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    response = HttpResponse(content, content_type=TYPES[kind])
    name = f"{slugify(call.slug)}-memo-{memo.number}-{memo.language}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


ROUND_PATHS = (
    ("memos/", memos, "memos"),
    ("memos/<int:number>.pdf", memo_pdf, "memo-pdf"),
    ("memos/<int:number>.docx", memo_docx, "memo-docx"),
)
