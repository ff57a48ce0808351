"""Calls drafted at the desk: copied by an administrator, published by a second person, then only postponed.

A draft is not on any public page, so changing one writes no CallChange; every act on a published call does.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.functional import lazystr
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Act
from accounts.queries import may_everywhere
from decisions.models import CallPublication
from decisions.queries.calls import PARTS, basics_of, fields_of, stamp_of, stamp_of_all, why_closed
from decisions.queries.preflight import missing
from ledger.actions import record
from ledger.refusal import Refused, refuse_unless
from pilots.actions import move_deadline
from pilots.changelog import note_change
from pilots.models import Call, CallChange, CoverageRule
from pilots.models.calls import Status

LANGUAGES = ("fi", "sv", "en")
OF_THE_COPY = ("slug", "name_fi", "name_sv", "name_en", "opens_at", "closes_at")
NEVER_COPIED = {"id", "status", "rolling", "kept_at_desk", "source", *OF_THE_COPY}
# What an administrator writes of a draft; nothing else is taken from a form.
DETAILS = (
    *OF_THE_COPY, "programme_fi", "programme_sv", "programme_en", "division", "includes_aland", "population_on",
    "rule_id", "admits_single", "self_financing_required", "smallest_sum_required", "starts_earliest_on",
    "starts_latest_on", "ends_latest_on", "budget_years", "appropriation_eur", "condition_fi", "condition_sv",
    "condition_en", "illustrative_note_fi", "illustrative_note_sv", "illustrative_note_en",
)  # fmt: skip


def refuse_others(actor: User, act: Act) -> None:
    """Refuse whoever the table does not let."""
    refuse_unless(may_everywhere(actor, act), "not_allowed", _("Your role does not allow this."))


def locked_call(slug: str) -> Call:
    """The call, locked until the transaction ends."""
    return Call.objects.select_for_update(of=("self",)).get(slug=slug)


def refuse_changed(*, seen: str, now: str) -> None:
    """Refuse when somebody has changed meanwhile what was on the page."""
    refuse_unless(
        seen == now,
        "not_possible_now",
        _("Somebody else has changed this after you opened the page."),
        way_out=_("What you wrote is still below. Open the page anew in another window and compare."),
    )


def refuse_taken(slug: str, *, but: Call | None = None) -> None:
    """Refuse an address that another call has."""
    others = Call.objects.filter(slug=slug).exclude(pk=but.pk if but else None)
    refuse_unless(not others.exists(), "slug_taken", _("Another call has this address."))


@transaction.atomic
def copy_call(*, base: str, content: Mapping[str, Any], actor: User, at: datetime) -> Call:
    """Make a draft of everything that another call has; `content` gives its own address, names and window."""
    refuse_others(actor, Act.DRAFT_CALL)
    refuse_taken(content["slug"])
    old = Call.objects.select_related("rule").get(slug=base)
    fields = [field for field in Call._meta.concrete_fields if field.name not in NEVER_COPIED]  # noqa: SLF001 - the way to fields
    made = Call.objects.create(
        **{field.attname: getattr(old, field.attname) for field in fields},
        **{name: content[name] for name in OF_THE_COPY},
        status=Status.DRAFT,
        kept_at_desk=[Call.WHOLE],
        source=f"Drafted at the desk on the base of {old.slug}",
    )
    for part, kind in PARTS.items():
        if kind.model is not None:
            copy_rows(old, made, part)
    publication = CallPublication.objects.create(call=made, drafted_by=actor, drafted_at=at)
    publication.editors.add(actor)
    record(kind="call.drafted", reference=f"call:{made.slug}", actor=actor, at=at, data={"base": old.slug})
    return made


def copy_rows(old: Call, made: Call, part: str) -> None:
    """The rows of one list, as new rows of the other call."""
    model = PARTS[part].model
    names = [*fields_of(model), "order"]
    rows = getattr(old, part).order_by("order", "pk")
    model.objects.bulk_create(
        model(call=made, **{name: getattr(row, name) for name in names}) for row in rows
    )


@transaction.atomic
def save_details(*, slug: str, content: Mapping[str, Any], seen: str, actor: User, at: datetime) -> Call:
    """Write a draft's own fields; Refused once it has been published."""
    refuse_others(actor, Act.DRAFT_CALL)
    call = locked_call(slug)
    why = why_closed(call)
    refuse_unless(not why, "not_possible_now", why)
    refuse_changed(seen=seen, now=stamp_of(basics_of(call)))
    refuse_taken(content["slug"], but=call)
    before = basics_of(call)
    for name in DETAILS:
        setattr(call, name, content[name])
    call.save(update_fields=[name.removesuffix("_id") for name in DETAILS])
    after = basics_of(call)
    changed = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    note_editor(call, actor)
    record(kind="call.saved", reference=f"call:{call.slug}", actor=actor, at=at, data={"changed": changed})
    return call


def note_editor(call: Call, actor: User) -> None:
    """Whoever has written a draft does not publish it."""
    if hasattr(call, "publication"):
        call.publication.editors.add(actor)


@transaction.atomic
def publish(*, slug: str, seen: str, actor: User, at: datetime) -> Call:
    """Publish a draft as it was read; Refused for who has written it, and while something is missing."""
    refuse_others(actor, Act.PUBLISH_CALL)
    call = locked_call(slug)
    refuse_unless(call.status == Status.DRAFT, "not_possible_now", _("The call is no longer a draft."))
    publication = CallPublication.objects.select_for_update().get(call=call)
    refuse_unless(
        actor.pk != publication.drafted_by_id and not publication.editors.filter(pk=actor.pk).exists(),
        "own_proposal",
        _("You have written this call yourself. A second person publishes it."),
    )
    if call.rule_id:  # nobody edits it from here on
        call.rule = CoverageRule.objects.select_for_update().get(pk=call.rule_id)
    refuse_changed(seen=seen, now=stamp_of_all(call))
    lacks = missing(call, at)
    if lacks:
        texts = tuple(lack.text for lack in lacks)
        raise Refused("not_ready", _("The call cannot be published yet."), details=texts)
    publication.published_by, publication.published_at = actor, at
    publication.save(update_fields=["published_by", "published_at"])
    set_status(call, Status.PUBLISHED, at=at)
    record(kind="call.published", reference=f"call:{slug}", actor=actor, at=at, data={"stamp": seen})
    return call


@transaction.atomic
def take_back(*, slug: str, actor: User, at: datetime) -> Call:
    """Make a draft again of a call that has been published and has not opened; nobody can have applied yet."""
    refuse_others(actor, Act.DRAFT_CALL)
    call = locked_call(slug)
    refuse_unless(
        call.status == Status.PUBLISHED and not call.from_files and at < call.opens_at,
        "not_possible_now",
        _("A call that has opened cannot be taken back."),
    )
    CallPublication.objects.filter(call=call).update(published_by=None, published_at=None)
    set_status(call, Status.DRAFT, at=at)
    record(kind="call.taken_back", reference=f"call:{slug}", actor=actor, at=at)
    return call


def set_status(call: Call, status: Status, *, at: datetime) -> None:
    """Write the status, and tell it on the call's page."""
    call.status = status
    call.save(update_fields=["status"])
    published = status == Status.PUBLISHED

    def told() -> str:
        return _now("The call was published.") if published else _now("The call is in preparation.")

    note_change(call=call, kind=CallChange.Kind.FACTS, at=at, told=told)


@transaction.atomic
def postpone(
    *, slug: str, closes_at: datetime, reasons: Mapping[str, str], actor: User, at: datetime
) -> Call:
    """Move the closing time of a call that still takes applications; every draft is told by mail.

    `reasons` by language: the page tells them all, a mail the one of its reader.
    """
    refuse_others(actor, Act.DRAFT_CALL)
    call = locked_call(slug)
    refuse_unless(
        call.status == Status.PUBLISHED and at < call.closes_at,
        "not_possible_now",
        _("Only the closing time of a published call that has not closed can be moved."),
    )
    refuse_unless(
        all(reasons.get(language, "").strip() for language in LANGUAGES),
        "reason_missing",
        _("A deadline is moved only with a reason."),
    )
    reason = lazystr(SpokenReason(reasons))
    return move_deadline(slug=slug, closes_at=closes_at, reason=reason, actor=actor, at=at)


class SpokenReason:
    """A reason that reads in the language that is active."""

    def __init__(self, reasons: Mapping[str, str]) -> None:
        self.reasons = dict(reasons)

    def __str__(self) -> str:
        return self.reasons[(get_language() or "fi")[:2]]
