"""What else the organisations of a case have applied for and been granted, before it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef, Prefetch, Q, Subquery

from accounts.models import User
from applications.models import Member
from applications.workflow import State
from decisions.models import CaseFile, Decision

MOST_SHOWN = 20
STANDS = [Member.State.ACCEPTED]


@dataclass(frozen=True)
class Earlier:
    """Another case, the organisations of this one that take part in it, and what it was granted, if it was decided."""

    case: CaseFile
    names: list[str]
    granted_eur: Decimal | None


def earlier_of(found: CaseFile, user: User) -> list[Earlier]:
    """The newest first, none of those from which the official has stepped aside; two queries, none where there
    are no others. `found` comes from case_for.
    """
    if not found.has_others:
        return []
    organisations = [one.organisation_id for one in found.members.all() if one.state in STANDS]
    shared = Member.objects.filter(organisation__in=organisations, state__in=STANDS)
    granted = Decision.objects.filter(application=OuterRef("pk")).order_by("-version").values("granted_eur")
    cases = (
        CaseFile.objects.for_official(user)
        .exclude(pk=found.pk)
        .filter(Q(lead__in=organisations) | Exists(shared.filter(application=OuterRef("pk"))))
        .with_people()
        .with_figures()
        .filter(received_at__lt=found.received_at)
        .annotate(granted_eur=Subquery(granted[:1]))
        .prefetch_related(
            Prefetch(
                "members", shared.select_related("organisation").order_by("-is_lead", "pk"), to_attr="shared"
            )
        )
        .order_by("-received_at", "pk")
    )
    return [Earlier(case, names_in(case.shared), granted_of(case)) for case in cases[:MOST_SHOWN]]


def names_in(members: Iterable[Member]) -> list[str]:
    return [member.organisation.name for member in members]


def granted_of(case: CaseFile) -> Decimal | None:
    """None while nothing has been decided; an award that was renounced has been decided, and given up."""
    return case.granted_eur if State(case.state) is not State.WITHDRAWN else None
