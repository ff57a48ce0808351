"""Who somebody is, apart from any application: the roles that follow from offices and affiliations."""

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from accounts.models import Affiliation, Organisation, User
from accounts.permissions import Act, Role, allows

OFFICE_ROLES = {
    "reviewer": Role.RV,
    "presenting_officer": Role.PO,
    "decision_maker": Role.DM,
    "administrator": Role.AD,
    "auditor": Role.AU,
}


class ThroughAnother(Http404):
    """What was asked for is there, but for another of the person's organisations than the one acted for now."""

    def __init__(self, affiliation: Affiliation) -> None:
        super().__init__()
        self.affiliation = affiliation


def standing_roles(user: User | AnonymousUser) -> frozenset[Role]:
    """The roles a person has everywhere."""
    if not isinstance(user, User) or not user.is_authenticated:
        return frozenset({Role.AN})
    roles = {Role.LG} | {OFFICE_ROLES[role] for role in user.office_roles}
    if user.is_superuser:
        roles.add(Role.SU)
    if user.affiliations_now:
        roles.add(Role.ST)
    return frozenset(roles)


def others_of(user: User) -> tuple[Affiliation, ...]:
    """The person's organisations besides the one acted for now."""
    now = {one.pk for one in user.affiliations_now}
    return tuple(one for one in user.every_affiliation if one.pk not in now)


def roles_in(user: User | AnonymousUser, organisation: Organisation) -> frozenset[Role]:
    """The roles of a person towards an organisation."""
    roles = standing_roles(user)
    if isinstance(user, User):
        own = {Affiliation.Role.SIGNATORY: Role.OS, Affiliation.Role.EDITOR: Role.OE}
        held = [one.role for one in user.affiliations_now if one.organisation_id == organisation.pk]
        roles |= {own[Affiliation.Role(role)] for role in held}
    return roles


def organisation_for(user: User, pk: int) -> Affiliation:
    """The person's affiliation with an organisation; Http404 alike for a foreign one and one that does not exist."""
    found = with_organisation(user.affiliations_now, pk)
    if found is None:
        elsewhere = with_organisation(others_of(user), pk)
        raise ThroughAnother(elsewhere) if elsewhere else Http404
    return found


def with_organisation(affiliations: Iterable[Affiliation], pk: int) -> Affiliation | None:
    """The one of them that is with this organisation."""
    return next((one for one in affiliations if one.organisation_id == pk), None)


def has_signatory(organisation: Organisation) -> bool:
    """Whether somebody who may log in signs for it. Accounts that are switched off (replays) do not count."""
    return organisation.affiliations.filter(role=Affiliation.Role.SIGNATORY, user__is_active=True).exists()


def may_everywhere(user: User | AnonymousUser, act: Act) -> bool:
    """Whether a person may do something that concerns no single application."""
    return allows(act, standing_roles(user))
