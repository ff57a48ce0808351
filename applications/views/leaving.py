"""A partner leaves some of its elements and stays in the others."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from applications.actions.leaving import elements_of
from applications.actions.leaving import leave_elements as go
from applications.forms.correspondence import LeaveElementsForm
from applications.models import Application, Member
from applications.queries.access import signs_for
from applications.queries.coverage import confirmed_coverage, coverage_of
from applications.views.board_rows import CoverageLine, coverage_line
from applications.views.consortium import own_member
from applications.views.gate import status_of, with_application
from applications.views.parts import address
from applications.views.section_page import crumbs
from ledger.refusal import Refused


@with_application
def leave_elements(request: HttpRequest, application: Application, member_id: int) -> HttpResponse:
    """Choose the elements, see what leaving each does to its coverage, confirm."""
    member = own_member(application, member_id)
    if not signs_for(request.user, member) or member.is_lead:
        raise PermissionDenied
    mine = list(elements_of(member).order_by("order"))
    form = LeaveElementsForm(request.POST if request.method == "POST" else None, offered=mine)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            go(
                member_id=member.pk,
                codes=form.cleaned_data["elements"],
                actor=request.user,
                at=request.arrived_at,
            )
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, _("Your organisation has left the elements. The lead has been told."))
            return HttpResponseRedirect(address(application, "members"))
    context = {
        "application": application,
        "crumbs": [*crumbs(application), (_("Members"), address(application, "members"))],
        "member": member,
        "form": form,
        "refusal": refusal,
        "effects": [effect(application, member, element.code, element.name) for element in mine],
    }
    valid = not form.is_bound or form.is_valid()
    return render(
        request, "applications/leave_elements.html", context, status=status_of(refusal, valid=valid)
    )


def effect(application: Application, member: Member, code: str, name: str) -> dict[str, CoverageLine | str]:
    """The confirmed coverage of one element with this member and without it."""
    including = confirmed_coverage(application, element=code)
    others = [
        share.organisation for share in including.shares if share.organisation.pk != member.organisation_id
    ]
    without = coverage_of(
        application.call, application.region, others, special_grounds=application.has_grounds
    )
    return {
        "name": name,
        "without": coverage_line(name, without),
        "including": coverage_line(name, including),
    }
