"""The periodic review of access: a round is begun, each person is marked, the list goes out as a table."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Act
from accounts.queries import may_everywhere
from decisions.models import AccessMark, AccessRound
from decisions.queries.access_review import (
    About,
    Access,
    accesses,
    affiliations,
    current_round,
    halves_of,
    officials,
)
from ledger.actions import record
from ledger.refusal import refuse_unless
from ui.formatting import moment
from ui.sheets import csv_of


def refuse_reader(actor: User, about: str) -> None:
    """Refuse whoever this half of the review is not for."""
    allowed = may_everywhere(actor, Act.REVIEW_ACCESS) and about in halves_of(actor)
    refuse_unless(allowed, "not_allowed", _("Your role does not allow this."))


@transaction.atomic
def begin_round(*, about: str, actor: User, at: datetime) -> AccessRound:
    """Begin a round: nobody is marked in it yet. The rounds before it stay as they are."""
    refuse_reader(actor, about)
    made = AccessRound.objects.create(about=about, begun_by=actor, begun_at=at)
    record(
        kind="access.round_begun", reference=f"access:{made.pk}", actor=actor, at=at, data={"about": about}
    )
    return made


@transaction.atomic
def mark(
    *,
    round_id: int,
    person_id: int,
    organisation_id: int | None,
    finding: str,
    note: str,
    actor: User,
    at: datetime,
) -> AccessMark:
    """Note what the review found of one person; again in the same round, the newer finding stands.

    Refused for oneself, for who is not on the list, and in a round that is over.
    """
    found = AccessRound.objects.select_for_update().filter(pk=round_id).order_by("pk").first()
    refuse_unless(found, "no_round", _("Begin a round first."))
    refuse_reader(actor, found.about)
    latest = current_round(found.about)
    refuse_unless(
        latest == found,
        "not_possible_now",
        _("A newer round has been begun meanwhile."),
        way_out=_("Mark the person in that round."),
    )
    refuse_unless(person_id != actor.pk, "own_access", _("Nobody reviews the own access."))
    listed = is_listed(found.about, person_id, organisation_id)
    refuse_unless(listed, "not_listed", _("The person no longer has this access."))
    content = {"finding": finding, "note": note, "marked_by": actor, "marked_at": at}
    made, _new = AccessMark.objects.update_or_create(
        round=found, person_id=person_id, organisation_id=organisation_id, defaults=content
    )
    record(
        kind="access.marked",
        reference=f"person:{person_id}",
        actor=actor,
        at=at,
        data={"round": found.pk, "organisation": organisation_id, "finding": finding, "note": note},
    )
    return made


def is_listed(about: str, person_id: int, organisation_id: int | None) -> bool:
    """Whether the person has the access that is reviewed."""
    if about == About.OFFICIALS:
        return organisation_id is None and officials().filter(pk=person_id).exists()
    return affiliations().filter(user=person_id, organisation=organisation_id).exists()


@transaction.atomic
def export(*, about: str, actor: User, at: datetime) -> bytes:
    """The whole list with its marks as CSV; the export is an event of the ledger."""
    refuse_reader(actor, about)
    rows = list(officials() if about == About.OFFICIALS else affiliations())
    found = accesses(rows, current_round(about), at=at)
    headings = [
        _now("Name"), _now("E-mail"), _now("Organisation"), _now("Roles"), _now("May log in"), _now("Last log-in"),
        _now("Days since"), _now("Cases held"), _now("Finding of the round"), _now("Note"), _now("Reviewed by"),
        _now("Reviewed at"),
    ]  # fmt: skip
    record(
        kind="access.exported",
        reference=f"access:{about}",
        actor=actor,
        at=at,
        data={"about": about, "rows": len(found)},
    )
    return csv_of(headings, [cells_of(one) for one in found])


def cells_of(one: Access) -> list[object]:
    """One row of the table."""
    person, made = one.person, one.mark
    return [
        person.name,
        person.email,
        one.affiliation.organisation.name if one.affiliation else "",
        roles_of(one),
        _now("yes") if person.is_active else _now("no"),
        moment(person.last_login) if person.last_login else _now("never"),
        "" if one.days is None else one.days,
        one.cases,
        made.get_finding_display() if made else "",
        made.note if made else "",
        made.marked_by.email if made else "",
        moment(made.marked_at) if made else "",
    ]


def roles_of(one: Access) -> str:
    """The person's roles in words."""
    if one.affiliation:
        return str(one.affiliation.get_role_display())
    held = sorted(str(office.get_role_display()) for office in one.person.offices.all())
    return ", ".join(held + ([_now("superuser")] if one.person.is_superuser else []))
