"""What belongs to a case as files and versions: the submitted content, extracts, the draft of the letter."""

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.permissions import Act
from applications.models import Attachment, Submission
from decisions.actions.reading import note_reading
from decisions.admin.case_page import page, status_of
from decisions.admin.case_turn import sees_draft
from decisions.letters import lint
from decisions.letters import render as render_letter
from decisions.queries.access import case_for
from decisions.queries.proposing import open_proposal
from decisions.queries.received import opens_at_the_desk, received
from decisions.queries.snapshot import snapshot_of
from decisions.wording import fault_texts
from ledger.refusal import Refused


@require_safe
def version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One version of the application as it was received."""
    case = case_for(request.user, pk, Act.READ_RECEIPT)
    submission = get_object_or_404(Submission.objects.order_by("pk"), application=case.pk, number=number)
    note_reading(
        application=case,
        what="submission",
        actor=request.user,
        at=request.arrived_at,
        data={"version": number},
    )
    return render(
        request, "desk/version.html", {"case": case, "sent": submission, "received": received(submission)}
    )


@require_safe
def attachment(request: HttpRequest, pk: int, attachment: int) -> FileResponse:
    """A file of the case, always as a download."""
    case = case_for(request.user, pk, Act.READ_ATTACHMENT)
    found = get_object_or_404(Attachment.objects.order_by("pk"), pk=attachment, application=case.pk)
    if not opens_at_the_desk(found):
        raise Http404
    note_reading(
        application=case,
        what="attachment",
        actor=request.user,
        at=request.arrived_at,
        data={"sha256": found.sha256},
    )
    return FileResponse(
        found.file.open("rb"),
        as_attachment=True,
        filename=found.original_name,
        content_type=found.content_type,
    )


@require_safe
def draft_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter that the proposal would make, marked as a draft; what it lacks is told on the case's page."""
    case = case_for(request.user, pk, Act.SEE_DRAFT_LETTER)
    if not sees_draft(request.user, case):
        raise PermissionDenied
    proposal = open_proposal(case)
    if proposal is None:
        raise Http404
    snapshot = snapshot_of(case, proposal, at=request.arrived_at)
    faults = lint(snapshot, draft=True)
    if faults:
        refusal = Refused(
            "letter_incomplete",
            _("The draft letter cannot be shown yet."),
            way_out=_("Complete what is listed and save the proposal."),
            details=fault_texts(faults, snapshot["elements"]),
        )
        return page(request, case, refusal=refusal, status=status_of(refusal))
    try:
        pdf = render_letter(snapshot, draft=True)
    except Refused as refusal:
        return page(request, case, refusal=refusal, status=status_of(refusal))
    note_reading(application=case, what="draft_letter", actor=request.user, at=request.arrived_at)
    name = f"{case.case_number.replace('/', '-')}-draft.pdf"
    return HttpResponse(
        pdf, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )


PATHS = (
    ("versions/<int:number>/", version, "case-version"),
    ("attachments/<int:attachment>/", attachment, "case-attachment"),
    ("draft-letter.pdf", draft_letter, "draft-letter"),
)
