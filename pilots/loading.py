"""Brings the database to what the reference files say, in one transaction, and records the changes."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from ledger.actions import name_of, record
from pilots.actions import PRACTICE_DAYS, keep_practice_open, move_deadline
from pilots.bringing import Tally, Target, bring
from pilots.changelog import note_differences, seen_now
from pilots.frozen import refuse_changes_of_the_desks, refuse_changes_of_used
from pilots.models import (
    Call,
    CallAnswer,
    CallChange,
    CallContact,
    CallCriterion,
    CallDocument,
    CallElement,
    CallEvent,
    CallQuestion,
    CallReviewCriterion,
    CallScreeningPoint,
    CoverageRule,
    DataLoad,
    JointAuthority,
    Municipality,
    Organising,
    Population,
    PopulationGroup,
    Region,
)
from pilots.models.calls import Status
from pilots.moments import closing_after
from pilots.reference import Reference, Row

PLACES = (
    Target("regions", Region, ("code",)),
    Target("municipalities", Municipality, ("code",)),
    Target("populations", Population, ("municipality_id", "on"), removes=True),
    Target("population_groups", PopulationGroup, ("codes", "on"), removes=True),
    Target("authorities", JointAuthority, ("key",)),
    Target("organising", Organising, ("authority_id", "municipality_id", "from_on"), removes=True),
    Target("rules", CoverageRule, ("name",)),
)
CALLS = Target("calls", Call, ("slug",))
PARTS_OF_CALLS = (
    Target("elements", CallElement, ("call_id", "code"), removes=True, binds=True),
    Target("questions", CallQuestion, ("call_id", "code"), removes=True, binds=True),
    Target("review_criteria", CallReviewCriterion, ("call_id", "code"), removes=True, binds=True),
    Target("screening_points", CallScreeningPoint, ("call_id", "code"), removes=True, binds=True),
    Target("criteria", CallCriterion, ("call_id", "code"), removes=True),
    Target("documents", CallDocument, ("call_id", "code"), removes=True),
    Target("events", CallEvent, ("call_id", "code"), removes=True),
    Target("contacts", CallContact, ("call_id", "code"), removes=True),
    Target("answers", CallAnswer, ("call_id", "code"), removes=True),
    Target("changes", CallChange, ("call_id", "code"), removes=True),
)


@transaction.atomic
def load(reference: Reference, *, actor: object, at: datetime) -> DataLoad:
    """Load a checked reference; raises BrokenFile, and loads nothing, where something used would change."""
    refuse_changes_of_used(reference)
    refuse_changes_of_the_desks(reference)
    details: list[str] = []
    before = seen_now()
    tallies = {target.table: bring(target, reference[target.table], details) for target in PLACES}
    tallies["calls"] = _bring_calls(reference["calls"], details, actor=actor, at=at)
    for target in PARTS_OF_CALLS:
        tallies[target.table] = _bring_parts(target, reference, details)
    note_differences(before, at=at)
    kept = keep_practice_open(at=at, actor=actor)
    details += [f"calls {call.slug}: kept open until {call.closes_at.isoformat()}" for call in kept]
    changes = {table: asdict(tally) for table, tally in tallies.items()}
    done = DataLoad.objects.create(
        loaded_at=at, actor=name_of(actor), checksums=reference.checksums, changes=changes, details=details
    )
    record(
        kind="reference.loaded", reference=f"load:{done.pk}", actor=actor, at=at, data={"changes": changes}
    )
    return done


def _bring_calls(rows: list[Row], details: list[str], *, actor: object, at: datetime) -> Tally:
    """Bring the calls; what has been done to a call since (published, deadline moved) is never undone."""
    stored = {call.slug: call for call in Call.objects.order_by("pk")}
    later: list[tuple[Row, datetime]] = []
    for row in rows:
        call = stored.get(row.key[0])
        if call is None:
            row.values.setdefault("closes_at", closing_after(at, days=PRACTICE_DAYS))
            continue
        if call.status == Status.PUBLISHED:
            row.values["status"] = call.status
        closes_at = row.values.get("closes_at", call.closes_at)
        if call.opens_at <= at and closes_at != call.closes_at:
            row.values["closes_at"] = call.closes_at
            if closes_at > call.closes_at:
                later.append((row, closes_at))
            else:
                details.append(f"calls {call.slug}: closing time left at {call.closes_at.isoformat()}")
    tally = bring(CALLS, rows, details)
    for row, closes_at in later:
        reason = format_lazy(
            gettext_lazy("The reference file {file} gives a later closing time."), file=row.file
        )
        move_deadline(slug=row.key[0], closes_at=closes_at, reason=reason, actor=actor, at=at)
        details.append(f"calls {row.key[0]}: closes_at moved to {closes_at.isoformat()}")
    return tally


def _bring_parts(target: Target, reference: Reference, details: list[str]) -> Tally:
    """Bring one kind of parts of the calls in the files; changes without a code were told by acts and stay."""
    slugs = {row.key[0]: row for row in reference["calls"]}
    calls = {call.slug: call for call in Call.objects.filter(slug__in=slugs).order_by("pk")}
    for slug in [slug for slug, call in calls.items() if target.table in call.kept_at_desk]:
        del calls[slug]
        details.append(f"{target.table} of {slug}: kept at the desk, left as they are")
    rows = []
    for row in reference[target.table]:
        slug, code = row.key
        if slug not in calls:
            continue
        call_id = calls[slug].pk
        rows.append(Row(row.file, row.line, (call_id, code), row.values | {"call_id": call_id}))
    keys = {row.key for row in rows}
    among = target.model.objects.filter(call__in=calls.values()).exclude(code="")
    for part in among.select_related("call").order_by("pk") if target.binds else ():
        if (part.call_id, part.code) not in keys and part.call.status == Status.PUBLISHED:
            problem = f"{part.code} of {target.table} cannot be taken away from a published call"
            raise slugs[part.call.slug].broken(problem)
    if target.model is CallQuestion:
        _refuse_unreadable(rows, among)
    if target.model is CallReviewCriterion:
        _refuse_other_scale(rows, among)
    return bring(target, rows, details, among=among)


def _refuse_unreadable(rows: list[Row], stored: QuerySet[CallQuestion]) -> None:
    """Answers to a published call stay readable: its questions keep their kind, and options stay to be chosen.

    What is asked otherwise is a new question with a code of its own.
    """
    standing = {(question.call_id, question.code): question for question in stored.select_related("call")}
    for row in rows:
        question = standing.get(row.key)
        if question is None or question.call.status != Status.PUBLISHED:
            continue
        for field in ("kind", "section"):
            if row.values[field] != getattr(question, field):
                raise row.broken(f"{field} of question {question.code} cannot change in a published call")
        gone = {one["code"] for one in question.options} - {one["code"] for one in row.values["options"]}
        if gone:
            raise row.broken(
                f"question {question.code} of a published call must keep the option {min(gone)!r}"
            )


def _refuse_other_scale(rows: list[Row], stored: QuerySet[CallReviewCriterion]) -> None:
    """Scores that were given keep their meaning: points and weight of a criterion stay once it has been scored."""
    scored = stored.filter(scores__points__isnull=False).distinct()
    standing = {(one.call_id, one.code): one for one in scored.order_by("pk")}
    for row in rows:
        one = standing.get(row.key)
        for field in ("most", "weight") if one else ():
            if row.values[field] != getattr(one, field):
                raise row.broken(f"{field} of review criterion {one.code} cannot change: it has been scored")
