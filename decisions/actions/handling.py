"""Earlier handlings of a call's cases, and the announcement of results in waves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Act
from accounts.queries import may_everywhere
from applications.models import Application
from decisions.models import Announcement, CaseFile, Decision, Disqualification, Handling
from ledger.actions import record
from ledger.refusal import refuse_unless
from pilots.models import Call
from pilots.moments import helsinki_day


@dataclass(frozen=True)
class HandlingContent:
    """What a forum said, in both languages, of which cases (their primary keys)."""

    forum: str
    on: date
    outline_fi: str
    outline_sv: str
    note: str
    applications: Iterable[int]


@transaction.atomic
def record_handling(
    *, call: Call, content: HandlingContent, actor: User, at: datetime, handling_id: int | None = None
) -> Handling:
    """Record an earlier handling, or correct the record `handling_id`; letters signed after that say it.

    Refused for a day to come, a language missing, no case, or a case that the official stands aside from.
    """
    refuse_unless(
        may_everywhere(actor, Act.RECORD_HANDLING), "not_allowed", _("Your role does not allow this.")
    )
    refuse_unless(
        content.outline_fi.strip() and content.outline_sv.strip(),
        "language_missing",
        _("Write the outline in both languages: the letters are in the language of each case."),
    )
    refuse_unless(
        content.on <= helsinki_day(at), "day_to_come", _("A handling is recorded when it has taken place.")
    )
    cases = cases_of_call(call, content.applications, actor)
    handling = (
        Handling.objects.select_for_update().get(pk=handling_id, call=call)
        if handling_id
        else Handling(call=call)
    )
    write(handling, content, ("forum", "on", "outline_fi", "outline_sv", "note"), actor=actor, at=at)
    handling.applications.set(cases)
    told = {
        "handling": handling.pk,
        "forum": handling.forum,
        "on": handling.on.isoformat(),
        "cases": [case.case_number for case in cases],
    }
    kind = "handling.corrected" if handling_id else "handling.recorded"
    record(kind=kind, reference=f"call:{call.slug}", actor=actor, at=at, data=told)
    return handling


def write(
    row: Handling | Announcement, content: object, names: Iterable[str], *, actor: User, at: datetime
) -> None:
    """Put what was told into a record, with who recorded it and when."""
    for name in names:
        setattr(row, name, getattr(content, name))
    row.recorded_by, row.recorded_at = actor, at
    row.save()


def cases_of_call(call: Call, ids: Iterable[int], actor: User) -> list[Application]:
    """The chosen submitted cases of a call; Refused when there is none, or one is not for this official."""
    wanted = set(ids)
    refuse_unless(wanted, "nothing_chosen", _("Choose the cases."))
    found = list(CaseFile.objects.submitted().filter(call=call, pk__in=wanted).order_by("case_number"))
    refuse_unless(len(found) == len(wanted), "not_of_this_call", _("A chosen case is not of this call."))
    aside = Disqualification.objects.filter(official=actor, application__in=found).exists()
    refuse_unless(
        not aside, "disqualified", _("You have declared yourself disqualified for one of the cases.")
    )
    return found


@dataclass(frozen=True)
class AnnouncementContent:
    """One wave: when it was told, what was told in both languages, and of which decisions (their primary keys)."""

    announced_at: datetime
    title_fi: str
    title_sv: str
    text_fi: str
    text_sv: str
    decisions: Iterable[int]


@transaction.atomic
def announce_results(
    *,
    call: Call,
    content: AnnouncementContent,
    actor: User,
    at: datetime,
    announcement_id: int | None = None,
) -> Announcement:
    """Record a wave of a call's results, or correct the record.

    A decision is public once it is signed; the announcement may have come before it (as in 2016) or after. The record
    is made of signed decisions. Refused for a language missing, a moment to come, or no decision.
    """
    refuse_unless(
        may_everywhere(actor, Act.RECORD_HANDLING), "not_allowed", _("Your role does not allow this.")
    )
    titles = content.title_fi.strip() and content.title_sv.strip()
    texts = bool(content.text_fi.strip()) == bool(content.text_sv.strip())
    refuse_unless(titles and texts, "language_missing", _("Write the announcement in both languages."))
    refuse_unless(
        content.announced_at <= at, "moment_to_come", _("An announcement is recorded when it has been made.")
    )
    decisions = decisions_of_call(call, content.decisions, actor)
    wave = (
        Announcement.objects.select_for_update().get(pk=announcement_id, call=call)
        if announcement_id
        else Announcement(call=call)
    )
    write(wave, content, ("announced_at", "title_fi", "title_sv", "text_fi", "text_sv"), actor=actor, at=at)
    wave.decisions.set(decisions)
    told = {
        "announcement": wave.pk,
        "announced_at": wave.announced_at.isoformat(),
        "decisions": [str(decision) for decision in decisions],
    }
    kind = "results.announcement_corrected" if announcement_id else "results.announced"
    record(kind=kind, reference=f"call:{call.slug}", actor=actor, at=at, data=told)
    return wave


def decisions_of_call(call: Call, ids: Iterable[int], actor: User) -> list[Decision]:
    """The chosen decisions of a call; Refused when there is none, or one is not for this official."""
    wanted = set(ids)
    refuse_unless(wanted, "nothing_chosen", _("Choose the decisions that were announced."))
    rows = Decision.objects.filter(application__call=call, pk__in=wanted).select_related("application")
    found = list(rows.order_by("application__case_number", "version"))
    refuse_unless(len(found) == len(wanted), "not_of_this_call", _("A chosen decision is not of this call."))
    cases_of_call(call, {decision.application_id for decision in found}, actor)
    return found
