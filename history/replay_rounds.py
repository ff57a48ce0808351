"""Tells a whole round again, many cases side by side: applied, handled, presented, decided, announced, noticed."""

from functools import partial
from typing import Any

from django.db import transaction

from applications.models import Application
from decisions.actions.handling import AnnouncementContent, HandlingContent, announce_results, record_handling
from decisions.actions.serving import register_service
from decisions.models import Decision, Service
from decisions.queries.recipients import recipients_of
from history.people import historic_official
from history.replay import SILENCE, apply, decide, present, standing, take_up
from history.rounds import Round
from history.stories import Story, read_story
from outbox.silence import silently
from pilots.moments import helsinki_moment

Cases = list[tuple[Story, Application]]


def replay_round(told: Round) -> list[Application]:
    """Tell the round unless it has been told; returns the applications told now.

    All or nothing, and nobody gets a mail. The letters are left to the outbox: so many take their time.
    """
    if any(standing(story) for story in told.stories):
        return []
    with transaction.atomic(), silently(SILENCE, but=frozenset({"letter"})):
        cases = [(story, apply(story)) for story in told.stories]
        each(take_up, cases)
        for handling in told.told.get("handlings", ()):
            handle(told, handling, cases)
        each(present, cases)
        each(decide, cases)
        announce(told, told.told["announcement"], cases)
        if "notice" in told.told:
            each(partial(notice, told.told["notice"]), cases)
    return [Application.objects.get(pk=application.pk) for _story, application in cases]


def each(step: Any, cases: Cases) -> None:
    """The same step of every case, one after another."""
    for story, application in cases:
        step(story, application)


def handle(told: Round, handling: dict[str, Any], cases: Cases) -> None:
    """What was said of the cases before the decision, recorded by the presenting officer."""
    content = HandlingContent(
        forum=handling["forum"],
        on=handling["on"],
        outline_fi=handling["outline_fi"],
        outline_sv=handling["outline_sv"],
        note=handling["note"],
        applications=[application.pk for _story, application in cases],
    )
    at = handling["recorded_at"]
    record_handling(
        call=told.call,
        content=content,
        actor=historic_official("presenting_officer"),
        at=helsinki_moment(at.date(), at.time()),
    )


def announce(told: Round, announcement: dict[str, Any], cases: Cases) -> None:
    """The results as they were told, with those of stories that stand by themselves; recorded once all was signed."""
    also = [standing(read_story(name, now=told.now)) for name in announcement.get("also", ())]
    applications = [*(application for _story, application in cases), *(found for found in also if found)]
    announced, recorded = announcement["announced_at"], announcement["recorded_at"]
    content = AnnouncementContent(
        announced_at=helsinki_moment(announced.date(), announced.time()),
        decisions=list(Decision.objects.filter(application__in=applications).values_list("pk", flat=True)),
        **{name: announcement[name] for name in ("title_fi", "title_sv", "text_fi", "text_sv")},
    )
    announce_results(
        call=told.call,
        content=content,
        actor=historic_official("presenting_officer"),
        at=helsinki_moment(recorded.date(), recorded.time()),
    )


def notice(told: dict[str, Any], story: Story, application: Application) -> None:
    """When the letter on paper was sent and reached each recipient, entered by the registry for each by itself."""
    at = told["recorded_at"]
    for organisation in recipients_of(application):
        register_service(
            decision_id=application.decisions.get().pk,
            organisation=organisation,
            channel=Service.Channel.PAPER,
            sent_on=told["sent_on"],
            served_on=told["later_on"].get(story.told["lead"], told["served_on"]),
            actor=historic_official("registry"),
            at=helsinki_moment(at.date(), at.time()),
        )
