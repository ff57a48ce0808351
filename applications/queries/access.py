"""Who somebody is towards an application, and getting hold of one only through that."""

from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from accounts.models import Affiliation, User
from accounts.permissions import Act, Role, allows
from accounts.queries import ThroughAnother, others_of, standing_roles
from applications.models import Application, Member
from applications.queries.consortium import with_organisations
from applications.workflow import BEFORE_SUBMISSION, State
from ledger.refusal import Refused
from pilots.worlds import NEWEST

OFFICE = frozenset({Role.RV, Role.PO, Role.DM, Role.AD, Role.AU})
SIGNATORY, EDITOR = Affiliation.Role.SIGNATORY, Affiliation.Role.EDITOR
ROLE_OF = {
    ("lead", SIGNATORY): Role.SI,
    ("lead", EDITOR): Role.ED,
    (Member.State.ACCEPTED, SIGNATORY): Role.PS,
    (Member.State.ACCEPTED, EDITOR): Role.PE,
    (Member.State.ASKED, SIGNATORY): Role.IS,
    (Member.State.ASKED, EDITOR): Role.IE,
}


def roles_on(user: User | AnonymousUser, application: Application) -> frozenset[Role]:
    """The roles of a person towards this application; officials have theirs only once it has been sent."""
    standing = standing_roles(user)
    roles = standing - OFFICE
    if State(application.state) not in BEFORE_SUBMISSION:
        roles |= standing & OFFICE
    if isinstance(user, User):
        members = {member.organisation_id: member for member in application.members.all()}
        for affiliation in user.affiliations_now:
            member = members.get(affiliation.organisation_id)
            where = "lead" if affiliation.organisation_id == application.lead_id else member and member.state
            role = ROLE_OF.get((where, affiliation.role))
            if role:
                roles |= {role}
    return roles


def may(user: User | AnonymousUser, act: Act, application: Application) -> bool:
    """Whether the permission table lets this person do it to this application."""
    return allows(act, roles_on(user, application))


def require(user: User, act: Act, application: Application) -> frozenset[Role]:
    """The person's roles, or Refused."""
    roles = roles_on(user, application)
    if not allows(act, roles):
        raise Refused("not_allowed", _("Your role does not allow this."))
    return roles


def writes(
    user: User | AnonymousUser, application: Application, key: str, *, act: Act = Act.EDIT_SECTION
) -> bool:
    """Whether this person may write a section: the lead's staff all, a partner's staff those given to it.

    Of the budget partners write their own organisation's lines, so it need not be given.
    """
    roles = roles_on(user, application)
    if not allows(act, roles):
        return False
    if act is not Act.EDIT_SECTION or roles & {Role.ED, Role.SI}:
        return True
    mine = user.organisations_now
    given = application.sections.filter(key=key, given_to__state=Member.State.ACCEPTED)
    return given.filter(given_to__organisation__in=mine).exists()


def require_section(user: User, act: Act, application: Application, key: str) -> frozenset[Role]:
    """The person's roles when they may write the section, or Refused."""
    if not writes(user, application, key, act=act):
        raise Refused("not_allowed", _("Your role does not allow this."))
    return roles_on(user, application)


def application_for(user: User, pk: int) -> Application:
    """The application as this person may see it; Http404 alike when it is hidden and when it does not exist.

    ThroughAnother, which is an Http404 too, when another of the person's own organisations sees it.
    """
    found = (
        Application.objects.visible_to(user)
        .select_related("call__rule", "region", "lead")
        .annotate(**NEWEST)
        .prefetch_related(with_organisations())
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise hidden(user, pk)
    found.reference_version = tuple(getattr(found, name) for name in NEWEST)
    return found


def hidden(user: User, pk: int) -> Http404:
    """Why an application is not seen: it is nowhere for this person, or it is another own organisation's."""
    others = others_of(user)
    theirs = Application.objects.filter(pk=pk)
    seen = (one for one in others if theirs.seen_by([one.organisation_id]).exists())
    through = next(seen, None)
    return ThroughAnother(through) if through else Http404()


def member_for(user: User, application: Application) -> Member | None:
    """The member through which this person looks at the application; the lead first, then who takes part."""
    mine = user.organisations_now
    members = [member for member in application.members.all() if member.organisation_id in mine]
    order = {Member.State.ACCEPTED: 0, Member.State.ASKED: 1}
    members.sort(key=lambda member: (not member.is_lead, order.get(member.state, 2), member.pk))
    return members[0] if members else None


def signs_for(user: User, member: Member) -> bool:
    """Whether this person is a signatory of the member's organisation."""
    return any(
        affiliation.organisation_id == member.organisation_id and affiliation.role == SIGNATORY
        for affiliation in user.affiliations_now
    )


def prepares_for(user: User, member: Member) -> bool:
    """Whether this person prepares the matter for the member's own body: its own staff, or the lead's."""
    mine = user.organisations_now
    return bool(mine & {member.organisation_id, member.application.lead_id})


def works_for(user: User, member: Member) -> bool:
    """Whether this person is a signatory or an editor of the member's organisation."""
    return member.organisation_id in user.organisations_now
