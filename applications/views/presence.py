"""A page that is being written tells of itself, and hears who else is at work."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.permissions import Act
from applications.actions.presence import note_presence
from applications.models import Application, Section
from applications.queries.access import writes
from applications.queries.presence import others_at_work
from applications.queries.savers import with_savers
from applications.queries.sections import is_section
from applications.views.gate import with_application


@with_application
def presence(request: HttpRequest, application: Application, key: str) -> HttpResponse:
    """Notes the writer, and answers with the others; also when somebody has saved since the page was opened."""
    if not is_section(application, key):
        raise Http404
    act = Act.EDIT_BUDGET if key in {"budget", "shares"} else Act.EDIT_SECTION
    if not writes(request.user, application, key, act=act):
        raise PermissionDenied
    note_presence(application=application, key=key, actor=request.user, at=request.arrived_at)
    row = with_savers(Section.objects.filter(application=application, key=key)).order_by("pk").first()
    seen = request.POST.get("seen", "")
    context = {
        "page": {"key": key},
        "others": others_at_work(application, but=request.user, at=request.arrived_at),
        "newer": row if row and row.saved_by != request.user.email and seen != str(row.version) else None,
    }
    return render(request, "applications/presence_others.html", context)
