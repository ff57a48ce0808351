"""The open page of an outside expert: the application for reading, a statement, or a refusal to give one."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from decisions.actions import statements as acts
from decisions.forms.statements import DeclineForm, StatementForm
from decisions.models import Statement
from decisions.queries.received import received
from ledger.refusal import Refused

STATUS = {"unknown_link": 404, "already_given": 409, "saved_elsewhere": 409}
UNPROCESSABLE = 422


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def statement(request: HttpRequest, token: str) -> HttpResponse:
    """Read what is asked and the application; save a draft, send the statement, or decline. Reading is an event."""
    found = acts.statement_of(token)
    if (
        found is not None
        and found.state == Statement.State.GIVEN
        and acts.is_recent(found, at=request.arrived_at)
    ):
        return render(request, "decisions/statement_given.html", {"statement": found})
    if found is None or not acts.is_open(found, at=request.arrived_at):
        return render(request, "decisions/statement_shut.html", status=404)
    if "decline" in request.POST:
        return declined(request, found, token)
    if request.method == "POST":
        return written(request, found, token)
    return page(request, found, token)


def written(request: HttpRequest, found: Statement, token: str) -> HttpResponse:
    """A draft kept, or the statement sent."""
    giving = "give" in request.POST
    form = StatementForm(request.POST, giving=giving)
    if not form.is_valid():
        return page(request, found, token, form=form, status=UNPROCESSABLE)
    try:
        acts.write_statement(token=token, give=giving, at=request.arrived_at, **form.cleaned_data)
    except Refused as refusal:
        found.refresh_from_db()
        data = request.POST.copy()
        data["seen"] = found.saved_at.isoformat() if found.saved_at else ""
        again = StatementForm(data, giving=giving)
        status = STATUS.get(refusal.code, UNPROCESSABLE)
        return page(request, found, token, form=again, refusal=refusal, status=status)
    if not giving:
        messages.success(request, _("The draft is saved. You can come back to it by the same link."))
    return redirect("decisions:statement", token=token)


def declined(request: HttpRequest, found: Statement, token: str) -> HttpResponse:
    """No statement."""
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return page(request, found, token, decline=form, status=UNPROCESSABLE)
    try:
        acts.decline_statement(token=token, reason=form.cleaned_data["reason"], at=request.arrived_at)
    except Refused as refusal:
        return page(
            request,
            found,
            token,
            decline=form,
            refusal=refusal,
            status=STATUS.get(refusal.code, UNPROCESSABLE),
        )
    return render(request, "decisions/statement_declined.html")


def page(
    request: HttpRequest,
    found: Statement,
    token: str,
    *,
    form: StatementForm | None = None,
    decline: DeclineForm | None = None,
    refusal: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, also after a refusal, with everything that was typed."""
    sent = found.application.submissions.order_by("-number").first()
    if request.method == "GET":
        acts.note_expert_reading(token=token, version=sent.number, at=request.arrived_at)
    saved: dict[str, Any] = {
        "seen": found.saved_at, "text": found.text, "has_no_interest": found.has_no_interest
    }  # fmt: skip
    context = {
        "statement": found,
        "case": found.application,
        "sent": sent,
        "received": received(sent),
        "form": form or StatementForm(initial=saved),
        "decline": decline or DeclineForm(),
        "refusal": refusal,
    }
    return render(request, "decisions/statement.html", context, status=status)
