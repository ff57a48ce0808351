"""Who could take part in a consortium of a county, and what the members' own bodies have decided."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from accounts.models import Organisation
from applications.models import Application, Member, MemberDecision
from pilots.models import Call, Municipality, Region
from pilots.models.authorities import Kind
from pilots.queries import region_path


def possible_partners(call: Call, region: Region) -> QuerySet[Organisation]:
    """The county's municipalities, and the joint authorities that work there.

    Special-care authorities are possible everywhere: Eteva's members are not known.
    """
    county = region_path(call)
    inside = Q(**{f"municipality__{county}": region})
    organises_there = Q(**{f"authority__organising__municipality__{county}": region})
    districts = Municipality.objects.filter(**{county: region}).values("hospital_district_code")
    hospitals = Q(authority__kind=Kind.HOSPITAL_DISTRICT, authority__hospital_district_code__in=districts)
    everywhere = Q(authority__kind=Kind.SPECIAL_CARE)
    return Organisation.objects.filter(inside | organises_there | hospitals | everywhere).distinct()


def with_organisations() -> Prefetch:
    """Loads an application's members with their organisations in one query; a second time it costs nothing."""
    return Prefetch("members", Member.objects.select_related("organisation").order_by("pk"))


@dataclass(frozen=True)
class DraftedRequest:
    """What an editor has written for requests not sent yet, and the ids of the organisations it is meant for."""

    message: str
    reply_by_on: date | None
    organisations: frozenset[int]


def drafted_request(application: Application, only: int | None = None) -> DraftedRequest | None:
    """The words drafted for those on the list, or for `only` one of them; None while nothing is drafted.

    One drafting gives all whom it is meant for the same words; what was kept from an earlier asking may differ.
    """
    written = [
        member
        for member in application.members.all()
        if member.state == Member.State.LISTED and member.message and only in (None, member.organisation_id)
    ]
    if not written:
        return None
    first = min(written, key=lambda member: member.pk)
    words = (first.message, first.reply_by_on)
    meant = frozenset(one.organisation_id for one in written if (one.message, one.reply_by_on) == words)
    return DraftedRequest(*words, meant)


def current_decisions(application: Application) -> dict[int, MemberDecision]:
    """The newest record of each member, by the member's id; one query."""
    decisions = MemberDecision.objects.current().filter(member__application=application)
    found = decisions.select_related("extract").order_by("pk")
    return {decision.member_id: decision for decision in found}
