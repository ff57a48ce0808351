"""Tells a whole round again, many cases side by side: applied, handled, presented, decided, announced."""

from django.db import transaction

from applications.models import Application
from history.replay import SILENCE, apply, decide, present, standing, take_up
from history.rounds import Round
from outbox.silence import silently


def replay_round(told: Round) -> list[Application]:
    """Tell the round unless it has been told; returns the applications told now.

    All or nothing, and nobody gets a mail. The letters are left to the outbox: so many take their time.
    """
    if any(standing(story) for story in told.stories):
        return []
    with transaction.atomic(), silently(SILENCE, but=frozenset({"letter"})):
        cases = [(story, apply(story)) for story in told.stories]
        for step in (take_up, present, decide):
            for story, application in cases:
                step(story, application)
    return [Application.objects.get(pk=application.pk) for _story, application in cases]
