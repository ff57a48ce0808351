"""Who somebody is, apart from any application: the roles that follow from offices and affiliations."""

from django.contrib.auth.models import AnonymousUser

from accounts.models import Affiliation, User
from accounts.permissions import Act, Role, allows

OFFICE_ROLES = {
    "reviewer": Role.RV,
    "presenting_officer": Role.PO,
    "decision_maker": Role.DM,
    "administrator": Role.AD,
    "auditor": Role.AU,
}


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
    """Whom this person acts for; read once per request."""
    # Not `user.__dict__`: a request's user is a lazy stand-in, whose own dict never holds what is kept here.
    if not hasattr(user, "_affiliations"):
        user._affiliations = tuple(  # noqa: SLF001 - our own cache on our own row
            user.affiliations.select_related("organisation").order_by("organisation__name_fi")
        )
    return user._affiliations  # noqa: SLF001


def may_everywhere(user: User | AnonymousUser, act: Act) -> bool:
    """Whether a person may do something that concerns no single application."""
    return allows(act, standing_roles(user))
