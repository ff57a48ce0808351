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
    if affiliations_of(user):
        roles.add(Role.ST)
    return frozenset(roles)


def affiliations_of(user: User) -> tuple[Affiliation, ...]:
    """Whom this person acts for now; read once per request.

    Within a request that is one organisation: the chosen one, or the first by name. Elsewhere (a task, a replay)
    it is all of them.
    """
    # Not `user.__dict__`: a request's user is a lazy stand-in, whose own dict never holds what is kept here.
    if not hasattr(user, "_affiliations"):
        everyone = all_affiliations_of(user)
        if hasattr(user, "_acting_for"):
            chosen = [one for one in everyone if one.organisation_id == user._acting_for]  # noqa: SLF001
            everyone = tuple(chosen or everyone[:1])
        user._affiliations = everyone  # noqa: SLF001 - our own cache on our own row
    return user._affiliations  # noqa: SLF001


def all_affiliations_of(user: User) -> tuple[Affiliation, ...]:
    """Every organisation this person may act for, by name."""
    if not hasattr(user, "_all_affiliations"):
        user._all_affiliations = tuple(  # noqa: SLF001 - our own cache on our own row
            user.affiliations.select_related("organisation").order_by("organisation__name_fi", "pk")
        )
    return user._all_affiliations  # noqa: SLF001


def acts_within_request(user: User, organisation_id: int | None) -> User:
    """Bind a request's person to the chosen organisation; None while nothing has been chosen."""
    user._acting_for = organisation_id  # noqa: SLF001 - our own mark on our own row
    return user


def others_of(user: User) -> tuple[Affiliation, ...]:
    """The person's organisations besides the one acted for now."""
    now = {one.pk for one in affiliations_of(user)}
    return tuple(one for one in all_affiliations_of(user) if one.pk not in now)


def roles_in(user: User | AnonymousUser, organisation: Organisation) -> frozenset[Role]:
    """The roles of a person towards an organisation."""
    roles = standing_roles(user)
    if isinstance(user, User):
        own = {Affiliation.Role.SIGNATORY: Role.OS, Affiliation.Role.EDITOR: Role.OE}
        held = [one.role for one in affiliations_of(user) if one.organisation_id == organisation.pk]
        roles |= {own[Affiliation.Role(role)] for role in held}
    return roles


def organisation_for(user: User, pk: int) -> Affiliation:
    """The person's affiliation with an organisation; Http404 alike for a foreign one and one that does not exist."""
    found = with_organisation(affiliations_of(user), pk)
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
