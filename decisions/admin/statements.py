"""Statements of outside experts on a case: asked, awaited, read; asked no longer."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Act
from applications.workflow import State
from decisions.actions import statements as acts
from decisions.actions.reading import note_reading
from decisions.admin.case_page import UNPROCESSABLE, status_of
from decisions.admin.case_turn import officer_of
from decisions.forms.statements import AskExpertForm
from decisions.models import CaseFile, Statement
from decisions.queries.access import case_for
from decisions.queries.reviews import UNDER_REVIEW
from ledger.refusal import Refused
from pilots.moments import helsinki_day

FIELDS = {
    "due_too_soon": "due_on",
    "already_asked": "expert_email",
    "expert_of_the_consortium": "expert_email",
}
# state -> state of a tag
TAGS = {
    Statement.State.ASKED: "wait",
    Statement.State.GIVEN: "ok",
    Statement.State.DECLINED: "end",
    Statement.State.WITHDRAWN: "end",
}


def own_case(request: HttpRequest, pk: int) -> CaseFile:
    """The case, for its own presenting officer."""
    case = case_for(request.user, pk, Act.ASK_EXPERT)
    if officer_of(case) != request.user:
        raise PermissionDenied(_("Another presenting officer has this case."))
    return case


@require_http_methods(["GET", "HEAD", "POST"])
def statements(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the statements; ask for one."""
    if request.method != "POST":
        case = case_for(request.user, pk, Act.READ_REVIEWS)
        note_reading(application=case, what="statements", actor=request.user, at=request.arrived_at)
        return statements_page(request, case)
    case = own_case(request, pk)
    form = AskExpertForm(request.POST)
    if not form.is_valid():
        return statements_page(request, case, form=form, status=UNPROCESSABLE)
    try:
        acts.ask_expert(application_id=pk, asked=form.asked(), actor=request.user, at=request.arrived_at)
    except Refused as refusal:
        if refusal.code in FIELDS:
            form.add_error(FIELDS[refusal.code], str(refusal.message))
            return statements_page(request, case, form=form, status=UNPROCESSABLE)
        return statements_page(request, case, form=form, refusal=refusal, status=status_of(refusal))
    messages.success(request, _("The expert gets a mail with a link to the application."))
    return redirect("admin:statements", pk=pk)


@require_POST
def withdraw(request: HttpRequest, pk: int, statement: int) -> HttpResponse:
    """Ask no longer; the link ends."""
    case = own_case(request, pk)
    found = statement_for(case, statement)
    try:
        acts.withdraw_statement(
            application_id=pk, statement_id=found.pk, actor=request.user, at=request.arrived_at
        )
    except Refused as refusal:
        return statements_page(request, case, refusal=refusal, status=status_of(refusal))
    messages.success(request, _("The request is withdrawn, and its link opens nothing any more."))
    return redirect("admin:statements", pk=pk)


@require_POST
def send_again(request: HttpRequest, pk: int, statement: int) -> HttpResponse:
    """The same link once more."""
    case = own_case(request, pk)
    found = statement_for(case, statement)
    try:
        acts.send_statement_again(
            application_id=pk, statement_id=found.pk, actor=request.user, at=request.arrived_at
        )
    except Refused as refusal:
        return statements_page(request, case, refusal=refusal, status=status_of(refusal))
    messages.success(request, _("The link is sent again."))
    return redirect("admin:statements", pk=pk)


def statement_for(case: CaseFile, pk: int) -> Statement:
    """One of this case's; Http404 for another's."""
    found = Statement.objects.filter(pk=pk, application=case.pk).first()
    if found is None:
        raise Http404
    return found


def statements_page(
    request: HttpRequest,
    case: CaseFile,
    *,
    form: AskExpertForm | None = None,
    refusal: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, also after a refusal, with everything that was typed. An expert's draft is the expert's alone."""
    today = helsinki_day(request.arrived_at)
    rows = (
        Statement.objects.filter(application=case.pk).select_related("asked_by").order_by("-asked_at", "-pk")
    )
    mine = officer_of(case) == request.user
    may_ask = mine and State(case.state) in UNDER_REVIEW
    context = {
        "case": case,
        "rows": [
            {
                "statement": one,
                "tag": TAGS[Statement.State(one.state)],
                "awaited": one.state == Statement.State.ASKED,
                "late": one.state == Statement.State.ASKED and one.due_on < today,
                "text": "" if one.state in {Statement.State.ASKED, Statement.State.WITHDRAWN} else one.text,
            }
            for one in rows
        ],
        "form": form or (AskExpertForm(initial={"language": case.language}) if may_ask else None),
        "refusal": refusal,
        "mine": mine,
        "may_ask": may_ask,
    }
    return render(request, "desk/statements.html", context, status=status)


PATHS = (
    ("statements/", statements, "statements"),
    ("statements/<int:statement>/withdraw/", withdraw, "statement-withdraw"),
    ("statements/<int:statement>/again/", send_again, "statement-again"),
)
