"""Giving a section to a partner, by a small form on the section's own page."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Act
from applications.actions.giving import give_section
from applications.models import Application, Member
from applications.queries.access import may
from applications.queries.draft import Draft
from applications.queries.sections import is_section
from applications.queries.shares import takers_of
from applications.views.gate import with_application
from applications.views.parts import address
from ledger.refusal import Refused

LONGEST_ID = 9


@with_application
def give(request: HttpRequest, application: Application, key: str) -> HttpResponse:
    """The chosen partner may write the section from now on; nobody means the lead alone."""
    if not is_section(application, key):
        raise Http404
    chosen = request.POST.get("member", "")
    usable = chosen.isascii() and chosen.isdigit() and len(chosen) <= LONGEST_ID
    try:
        section = give_section(
            application_id=application.pk,
            key=key,
            member_id=int(chosen) if usable else None,
            actor=request.user,
            at=request.arrived_at,
        )
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, told(section.given_to))
    return HttpResponseRedirect(address(application, key))


def told(member: Member | None) -> str:
    if member is None:
        return _("The part is written by the lead.")
    return _("%(name)s may now write this part, and has been told.") % {"name": member.organisation.name}


def giving_of(draft: Draft, key: str, user: User) -> dict[str, object] | None:
    """What the small form of a section shows; None for whoever cannot give it, and for parts that nobody gives."""
    if not (key in {"plan", "grounds"} or key.startswith("element:")):
        return None
    partners = [one for one in takers_of(draft.application) if not one.is_lead]
    if not may(user, Act.EDIT_COMMON, draft.application) or not partners:
        return None
    return {"key": key, "partners": partners, "given": draft.writer(key)}
