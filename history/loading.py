"""Brings the demonstration up: organisations, money, the real cases replayed, the practice call and its people."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db import transaction

from accounts.actions.founding import sync_organisations
from history.money import set_appropriations
from history.people import make_practice_people
from history.replay import make_letters, replay, standing
from history.replay_rounds import replay_round
from history.rounds import ROUNDS, Round, read_round
from history.stories import PRACTICE, REAL, Story, read_story
from ledger.refusal import refuse_unless
from pilots.actions import keep_practice_open

Say = Callable[[str], object]


def load(*, now: datetime, say: Say, rounds: bool = True) -> int:
    """Make what is missing and leave alone what is there; returns how many things were made.

    Without `rounds` only the cases that are told one by one, which is quicker.
    Refused outside the embedded profile: illustrative cases and people do not belong in an authority's register.
    """
    refuse_unless(
        settings.EMBEDDED, "not_embedded", "History and practice belong to the embedded profile only."
    )
    made = told(say, "organisations", sync_organisations())
    with transaction.atomic():
        made += told(say, "appropriations", set_appropriations())
    made += told(say, "practice calls kept open", len(keep_practice_open(at=now, actor="load_history")))
    with transaction.atomic():
        made += told(say, "practice accounts", make_practice_people())
    made += sum(tell(read_story(name, now=now), say) for name in (*REAL, *PRACTICE))
    return made + sum(tell_round(read_round(name, now=now), say) for name in ROUNDS if rounds)


def told(say: Say, what: str, count: int) -> int:
    """Say what was made, unless it was nothing."""
    if count:
        say(f"{what}: {count}")
    return count


def tell(story: Story, say: Say) -> int:
    """Replay one story and make its letters; a letter that an earlier, interrupted load left out is made now."""
    application = replay(story)
    if application:
        say(f"{story.name}: {application.case_number}, {application.state}")
    case = application or standing(story)
    letters = make_letters(case) if case else 0
    return told(say, f"{story.name}: letters", letters) + bool(application)


def tell_round(told_round: Round, say: Say) -> int:
    """Replay one round; the outbox makes its letters."""
    return told(say, told_round.name, len(replay_round(told_round)))
