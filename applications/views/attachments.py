"""Files of an application: their page, adding and deleting, and reading one under a name that was cleaned."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect

from accounts.permissions import Act
from applications.actions.attaching import attach, remove_attachment
from applications.forms.attachments import AttachmentsForm
from applications.models import Application, Attachment
from applications.queries.access import may, writes
from applications.queries.draft import Draft
from applications.queries.files import section_to_write
from applications.scanning import is_configured
from applications.views.file_rows import file_rows, open_sections, written_sections
from applications.views.gate import status_of, with_application
from applications.views.parts import address, parts_of
from applications.views.section_page import crumbs
from ledger.refusal import Refused


@with_application
def attachments(request: HttpRequest, application: Application) -> HttpResponse:
    """Every file with where it stands; whoever may write a part adds files to it while it is open."""
    draft = Draft(application)
    sections = written_sections(request, draft)
    now_open = open_sections(application, sections, request.arrived_at)
    if request.method != "POST":
        form = add_form(request, application, now_open) if now_open else None
        return show(request, draft, now_open, form=form)
    if not sections:
        raise PermissionDenied
    if not now_open:
        return show(request, draft, now_open, refusal=closed())
    form = add_form(request, application, now_open, request.POST, request.FILES)
    valid = form.is_valid()
    try:
        # Before anything else can go wrong: what arrived is not to be sent a second time.
        files = form.keep()
        if not valid:
            return show(request, draft, now_open, form=form)
        added = attach(
            application_id=application.pk,
            files=files,
            content=form.content(),
            actor=request.user,
            at=request.arrived_at,
        )
    except Refused as refusal:
        return show(request, draft, now_open, form=form, refusal=refusal)
    words = ngettext("%(count)s file was added.", "%(count)s files were added.", len(added))
    messages.success(request, words % {"count": len(added)})
    return go_to(request, address(application, "attachments"))


def add_form(
    request: HttpRequest, application: Application, sections: list, *data: object
) -> AttachmentsForm:
    """The form for adding files to the parts that are open to this person."""
    return AttachmentsForm(*data, request=request, application=application, sections=sections)


def closed() -> Refused:
    """What an act says, before its files are stored in vain."""
    return Refused(
        "not_editable",
        _("The application can no longer be changed."),
        way_out=_("What was submitted stands as it is."),
    )


def go_to(request: HttpRequest, url: str) -> HttpResponse:
    """The next page; a browser that sent with progress is told to go there itself, so that it shows the message."""
    return HttpResponseClientRedirect(url) if request.htmx else HttpResponseRedirect(url)


def show(
    request: HttpRequest,
    draft: Draft,
    now_open: list,
    *,
    form: AttachmentsForm | None = None,
    refusal: Refused | None = None,
) -> HttpResponse:
    """The page of the files."""
    application = draft.application
    rows = file_rows(request, draft, open_keys={key for key, _name in now_open})
    context = {
        "application": application,
        "crumbs": crumbs(application),
        "parts": parts_of(draft, current="attachments"),
        "rows": rows,
        "held": [row for row in rows if row.file.scan == Attachment.Scan.INFECTED],
        "scans": is_configured(),
        "form": form,
        "refusal": refusal,
    }
    valid = form is None or not form.is_bound or form.is_valid()
    return render(request, "applications/attachments.html", context, status=status_of(refusal, valid=valid))


@with_application
def delete_attachment(request: HttpRequest, application: Application, attachment_id: int) -> HttpResponse:
    """Ask first, then delete."""
    files = Attachment.objects.filter(application=application)
    found = get_object_or_404(files.order_by("pk"), pk=attachment_id)
    if not writes(request.user, application, section_to_write(found.section)):
        raise PermissionDenied
    refusal = None
    if request.method == "POST":
        try:
            remove_attachment(
                application_id=application.pk,
                attachment_id=found.pk,
                actor=request.user,
                at=request.arrived_at,
            )
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, _("The file %(name)s was deleted.") % {"name": found.original_name})
            return HttpResponseRedirect(address(application, "attachments"))
    back = address(application, "attachments")
    context = {
        "application": application,
        "file": found,
        "back": back,
        "crumbs": [*crumbs(application), (_("Attachments"), back)],
        "refusal": refusal,
    }
    return render(request, "applications/attachment_delete.html", context, status=status_of(refusal))


@require_safe
def attachment(request: HttpRequest, pk: int, attachment_id: int) -> FileResponse:
    """The stored bytes; 404 alike for a file that is not there and for one that may not be read."""
    found = (
        Attachment.objects.filter(pk=attachment_id, application=pk)
        .filter(application__in=Application.objects.visible_to(request.user))
        .select_related("application")
        .order_by("pk")
        .first()
    )
    if found is None or not readable(request, found):
        raise Http404
    try:
        opened = found.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    answer = FileResponse(
        opened, as_attachment=True, filename=found.original_name, content_type=found.content_type
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def readable(request: HttpRequest, file: Attachment) -> bool:
    """Whether the table and the virus scan let this person read a file. Officials read files at their desk, where
    it is an event.
    """
    return file.opens_for(request.user.email) and may(request.user, Act.READ_ATTACHMENT, file.application)
