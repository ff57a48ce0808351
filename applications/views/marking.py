"""Telling anew what a file is, and marking it as proposed confidential, after it has been added."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from applications.actions.marking import describe
from applications.forms.attachments import DescriptionForm
from applications.models import Application, Attachment
from applications.queries.files import may_describe
from applications.views.gate import status_of, with_application
from applications.views.parts import address
from applications.views.section_page import crumbs
from ledger.refusal import Refused


@with_application
def describe_attachment(request: HttpRequest, application: Application, attachment_id: int) -> HttpResponse:
    """The description and the mark of one file."""
    files = Attachment.objects.filter(application=application).exclude(purpose=Attachment.Purpose.MESSAGE)
    file = get_object_or_404(files.order_by("pk"), pk=attachment_id)
    if not may_describe(request.user, file):
        raise PermissionDenied
    form = DescriptionForm(request.POST if request.method == "POST" else None, file=file)
    refusal, back = None, address(application, "attachments")
    if request.method == "POST" and form.is_valid():
        try:
            describe(
                application_id=application.pk,
                attachment_id=file.pk,
                **form.cleaned_data,
                actor=request.user,
                at=request.arrived_at,
            )
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, _("What is told of %(name)s was saved.") % {"name": file.original_name})
            return HttpResponseRedirect(back)
    context = {
        "application": application,
        "file": file,
        "form": form,
        "refusal": refusal,
        "back": back,
        "crumbs": [*crumbs(application), (_("Attachments"), back)],
    }
    valid = not form.is_bound or form.is_valid()
    return render(
        request, "applications/attachment_describe.html", context, status=status_of(refusal, valid=valid)
    )
