"""Getting hold of a case as an official: hidden ones and those of other parties alike are simply not there."""

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Prefetch
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Act
from applications.models import Member, MemberExit, Message
from applications.queries.access import may
from applications.queries.messages import unread_of_each
from decisions.models import CaseFile, Disqualification, InternalNote
from pilots.worlds import VERSION


def case_for(user: User, pk: int, act: Act) -> CaseFile:
    """The submitted case, for an official whom the table lets do `act` to it.

    Http404 for whoever reads no cases and for a draft, PermissionDenied for a disqualified official or another role.
    """
    members = Member.objects.select_related("organisation").order_by("-is_lead", "organisation__name_fi")
    # Hallintolaki 434/2003 § 28: by the official's own word.
    aside = Disqualification.objects.filter(application=OuterRef("pk"), official=user)
    standing = Member.objects.filter(state=Member.State.ACCEPTED)
    own = standing.filter(application=OuterRef(OuterRef("pk"))).values("organisation")
    others = standing.filter(organisation__in=own).exclude(application=OuterRef("pk"))
    found = (
        CaseFile.objects.submitted()
        .with_people()
        .with_figures()
        .with_screening()
        .prefetch_related(Prefetch("members", members))
        .annotate(
            stands_aside=Exists(aside),
            has_exits=Exists(MemberExit.objects.filter(application=OuterRef("pk"))),
            unread=unread_of_each(Message.Side.APPLICANT),
            has_notes=Exists(InternalNote.objects.filter(application=OuterRef("pk"))),
            has_others=Exists(others),
            loaded=VERSION[0],
            calls_changed=VERSION[1],
        )
        .filter(pk=pk)
        .first()
    )
    if found is None or not may(user, Act.READ_CASE, found):
        raise Http404
    if found.stands_aside:
        raise PermissionDenied(_("You have declared yourself disqualified for this case."))
    if not may(user, act, found):
        raise PermissionDenied(_("Your role does not allow this."))
    return found
