"""Internal notes on a case: read on its page, written below them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.permissions import Act
from decisions.actions.noting import write_note
from decisions.admin.case_page import UNPROCESSABLE, page, status_of
from decisions.forms.notes import InternalNoteForm
from decisions.queries.access import case_for
from ledger.refusal import Refused


@require_POST
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """One more note; after a refusal the case's page again, with what was typed."""
    case = case_for(request.user, pk, Act.WRITE_NOTE)
    form = InternalNoteForm(request.POST, action=request.path)
    if not form.is_valid():
        return page(request, case, note_form=form, status=UNPROCESSABLE)
    try:
        write_note(
            application_id=pk, text=form.cleaned_data["note_text"], actor=request.user, at=request.arrived_at
        )
    except Refused as refusal:
        return page(request, case, refusal=refusal, note_form=form, status=status_of(refusal))
    messages.success(request, _("The note was written. Only officials see it."))
    return redirect(f"{reverse('admin:case', args=[pk])}#notes-title")


PATHS = (("notes/", write, "case-notes"),)
