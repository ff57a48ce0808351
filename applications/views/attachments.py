"""Files of an application, always served as attachments under a name that was cleaned when they came."""

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from accounts.permissions import Act
from applications.models import Application, Attachment
from applications.queries.access import may


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
    if found is None or not readable(request, found.application):
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


def readable(request: HttpRequest, application: Application) -> bool:
    """Whether the table lets this person read a file. Officials read files at their desk, where it is an event."""
    return may(request.user, Act.READ_ATTACHMENT, application)
