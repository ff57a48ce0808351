"""The page on which a member tells when its own body meets."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.permissions import LEAD
from applications.actions.calendar import MeetingContent, clear_meeting, set_meeting
from applications.forms.calendar import MeetingForm
from applications.models import Application, BoardMeeting, Member
from applications.queries.access import roles_on, works_for
from applications.views.board_links import address
from applications.views.consortium import own_member
from applications.views.gate import status_of, with_application
from applications.views.section_page import crumbs_of_members
from ledger.refusal import Refused


@with_application
def meeting(request: HttpRequest, application: Application, member_id: int) -> HttpResponse:
    """The body and its days; a partner's staff tell their own organisation's, the lead's staff anybody's."""
    member = own_member(application, member_id)
    if roles_on(request.user, application).isdisjoint(LEAD) and not works_for(request.user, member):
        raise PermissionDenied
    known = BoardMeeting.objects.filter(member=member).first()
    clears = "clear" in request.POST
    form = MeetingForm(request.POST if request.method == "POST" and not clears else None, meeting=known)
    refusal = None
    if clears or form.is_valid():
        try:
            keep(request, member, None if clears else MeetingContent(**form.cleaned_data))
        except Refused as refused:
            refusal = refused
        else:
            messages.success(
                request, _("The calendar of %(name)s was saved.") % {"name": member.organisation.name}
            )
            return redirect(address(application, "members") + "#calendar-title")
    context = {
        "application": application,
        "crumbs": crumbs_of_members(application),
        "member": member,
        "form": form,
        "refusal": refusal,
        "open": application.is_editable(request.arrived_at) and member.state in Member.STANDING,
    }
    valid = not form.is_bound or form.is_valid()
    return render(request, "applications/meeting.html", context, status=status_of(refusal, valid=valid))


def keep(request: HttpRequest, member: Member, content: MeetingContent | None) -> None:
    """Save the day, or take it away."""
    if content is None:
        clear_meeting(member_id=member.pk, actor=request.user, at=request.arrived_at)
    else:
        set_meeting(member_id=member.pk, content=content, actor=request.user, at=request.arrived_at)
