"""Getting hold of a call whose whole round is worked on, and the way back from a page below the round."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.permissions import Act
from accounts.queries import may_everywhere
from pilots.models import Call


def call_for(request: HttpRequest, slug: str, act: Act) -> Call:
    """The call, for an official who may do `act`; Http404 for a call that does not exist."""
    if not may_everywhere(request.user, act):
        raise PermissionDenied(_("Your role does not allow this."))
    call = Call.objects.select_related("rule").filter(slug=slug).first()
    if call is None:
        raise Http404
    return call


def crumbs_of(call: Call) -> list[tuple[str, str]]:
    """The way back from a page below the round."""
    return [(call.name, reverse("admin:round", args=[call.slug]))]
