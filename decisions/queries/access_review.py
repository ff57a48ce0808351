"""Who has access, since when they have not used it, and what the review that is going on has found of each."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.models import Affiliation, Office, User
from accounts.permissions import Role
from accounts.queries import standing_roles
from applications.workflow import State
from decisions.models import AccessMark, AccessRound
from pilots.moments import helsinki_day

About = AccessRound.About
# Whose eyes each half is for.
READERS = {
    About.OFFICIALS: frozenset({Role.SU, Role.AU}),
    About.ORGANISATIONS: frozenset({Role.AD}),
}
# Nobody works on these any more.
OVER = (State.DECIDED, State.WITHDRAWN, State.ENDED)
LONG_UNUSED_DAYS = 90


def halves_of(user: User) -> list[str]:
    """The halves of the review that a person may read."""
    roles = standing_roles(user)
    return [about for about, readers in READERS.items() if roles & readers]


@dataclass(frozen=True)
class Access:
    """One person's access, to the ministry's desk or for one organisation. `days` since the last log-in."""

    person: User
    affiliation: Affiliation | None
    days: int | None
    cases: int
    mark: AccessMark | None

    @property
    def unused(self) -> bool:
        """Whether the access has not been used for long, or never."""
        return self.days is None or self.days > LONG_UNUSED_DAYS


def current_round(about: str) -> AccessRound | None:
    """The round that is going on."""
    return (
        AccessRound.objects.select_related("begun_by")
        .filter(about=about)
        .order_by("-begun_at", "-pk")
        .first()
    )


def officials() -> QuerySet[User]:
    """Everybody with an office or a superuser's power, switched off or not, with the cases each holds."""
    held = Count("presented_cases", filter=~Q(presented_cases__application__state__in=OVER), distinct=True)
    office = Exists(Office.objects.filter(user=OuterRef("pk")))
    found = User.objects.filter(Q(is_superuser=True) | office).annotate(cases=held)
    return found.prefetch_related("offices").order_by("name", "email")


def affiliations() -> QuerySet[Affiliation]:
    """Everybody who acts for an organisation."""
    return Affiliation.objects.select_related("user", "organisation").order_by(
        "organisation__name_fi", "user__name", "user__email"
    )


def accesses(
    rows: list[User] | list[Affiliation], round_: AccessRound | None, *, at: datetime
) -> list[Access]:
    """The rows with what the round has found of each; one query."""
    marks = AccessMark.objects.filter(round=round_).select_related("marked_by") if round_ else ()
    found = {(mark.person_id, mark.organisation_id): mark for mark in marks}
    return [access_of(row, found, at) for row in rows]


def access_of(
    row: User | Affiliation, marks: dict[tuple[int, int | None], AccessMark], at: datetime
) -> Access:
    """One row."""
    affiliation = row if isinstance(row, Affiliation) else None
    person = affiliation.user if affiliation else row
    last = person.last_login
    return Access(
        person=person,
        affiliation=affiliation,
        days=(helsinki_day(at) - helsinki_day(last)).days if last else None,
        cases=0 if affiliation else person.cases,
        mark=marks.get((person.pk, affiliation.organisation_id if affiliation else None)),
    )
