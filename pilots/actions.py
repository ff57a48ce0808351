"""Acts on calls and on what submissions were judged by: move a deadline, freeze figures and rules."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ledger.actions import record
from ledger.refusal import refuse_unless
from outbox.actions import add
from pilots.changelog import note_change
from pilots.models import Call, CallChange, CoverageRule, Region, UsedFigures
from pilots.models.calls import Status
from pilots.moments import closing_after, helsinki_day
from ui.formatting import moment

WATCH = "keep-practice-open"
DEADLINE_MOVED = "deadline-moved"
PRACTICE_DAYS = 60
PRACTICE_LEAST_DAYS = 30


@transaction.atomic
def mark_figures_used(*, call: Call, region: Region) -> None:
    """Freeze the county's figures on the call's population date, the call's judging data and its rule.

    Called in the transaction of a submission. From then on a load that would change one of them is refused.
    """
    UsedFigures.objects.get_or_create(
        call=call, region=region, division=call.division, population_on=call.population_on
    )
    if call.rule_id:
        mark_rule_used(rule=call.rule)


def mark_rule_used(*, rule: CoverageRule) -> None:
    """Freeze a coverage rule's content; harmless when done before."""
    CoverageRule.objects.filter(pk=rule.pk, used=False).update(used=True)


@transaction.atomic
def move_deadline(
    *, slug: str, closes_at: datetime, reason: str | Promise, actor: object, at: datetime
) -> Call:
    """Move a call's closing time, later only and with a reason, and tell it on the call's page; refused otherwise.

    A reason of our own comes lazy, so that the page tells it in each language; the ledger keeps the English.
    """
    call = Call.objects.select_for_update(of=("self",)).get(slug=slug)
    refuse_unless(reason.strip(), "reason_missing", _("A deadline is moved only with a reason."))
    refuse_unless(closes_at > call.closes_at, "deadline_earlier", _("A deadline may only move later."))
    before = call.closes_at
    reasons = in_every_language(reason)
    moved = {"from": before.isoformat(), "to": closes_at.isoformat(), "reason": reasons["en"]}
    call.closes_at = closes_at
    call.save(update_fields=["closes_at"])

    def told() -> str:
        return gettext("The application period ends later: %(old)s → %(new)s. Reason: %(reason)s") % {
            "old": moment(before),
            "new": moment(closes_at),
            "reason": reason,
        }

    note_change(call=call, kind=CallChange.Kind.DEADLINE, at=at, told=told)
    add(
        kind=DEADLINE_MOVED,
        reference=f"{slug}:{closes_at.isoformat()}",
        payload={"call": slug, "reasons": reasons},
    )
    record(kind="call.deadline_moved", reference=f"call:{slug}", actor=actor, at=at, data=moved)
    return call


def in_every_language(text: str | Promise) -> dict[str, str]:
    """What a text that may be lazy says in each of the site's languages."""
    said = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            said[language] = str(text)
    return said


@transaction.atomic
def keep_practice_open(*, at: datetime, actor: object) -> list[Call]:
    """Move rolling calls that close in fewer than 30 days to 16:15 in Helsinki, 60 days on."""
    rolling = Call.objects.select_for_update(of=("self",)).filter(rolling=True, status=Status.PUBLISHED)
    tomorrow = at + timedelta(days=1)
    add(kind=WATCH, reference=f"{helsinki_day(tomorrow):%Y-%m-%d}", available_at=tomorrow)
    closing = rolling.filter(closes_at__lt=at + timedelta(days=PRACTICE_LEAST_DAYS)).order_by("slug")
    return [
        move_deadline(
            slug=call.slug,
            closes_at=closing_after(at, days=PRACTICE_DAYS),
            reason=_("A practice call is kept open: fewer than 30 days remained."),
            actor=actor,
            at=at,
        )
        for call in closing
    ]
