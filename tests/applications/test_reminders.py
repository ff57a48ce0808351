"""Reminders: on the right days, once each however often one sweeps, never for what is done, never in a replay."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail

from applications.actions.asking import remind as remind_by_hand
from applications.actions.reminders import REMINDERS, plant, remind_member, stage, sweep
from applications.models import Application, Member
from applications.tasks import remind, send_mail, tell_of_deadline
from applications.tasks import send_mail as handle
from ledger.models import Event
from ledger.refusal import Refused
from outbox.models import Row
from outbox.silence import silently
from pilots.actions import DEADLINE_MOVED, move_deadline
from pilots.models import Call
from tests.builders import (
    asked,
    begun,
    complete_draft,
    decided,
    in_window,
    joined,
    practice,
    submitted,
    written,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept_in_memory(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []


def left(template: str) -> list[str]:
    """The references of the reminders of a kind that have been left, without the ids in them."""
    rows = Row.objects.filter(kind="mail", payload__template=template).order_by("pk")
    return [row.reference.rpartition(":")[2] for row in rows]


def before(call: Call, days: int) -> datetime:
    """Eight in the morning, about, so many days before a call closes."""
    return call.closes_at - timedelta(days=days, hours=8)


@pytest.mark.parametrize(
    ("today", "due"),
    [(7, None), (8, 7), (11, 7), (12, 3), (13, 3), (14, 1), (15, 1), (16, None)],
    ids=["8 days", "7 days", "4 days", "3 days", "2 days", "1 day", "the day itself", "afterwards"],
)
def test_the_latest_stage_that_has_been_reached(today, due):
    assert stage(date(2018, 3, 15), date(2018, 3, today), (7, 3, 1)) == due


def test_a_member_taken_off_the_list_during_the_sweep_stops_no_other_reminder(cast):
    application = begun(cast)
    member = joined(application, cast, cast.helsinki, cast.partner_signatory)
    Member.objects.filter(pk=member.pk).delete()
    assert remind_member(member, 7, "remind_decision", at=before(application.call, 7)) is False
    assert left("remind_decision") == []


def test_the_lead_is_reminded_7_3_and_1_days_before(cast):
    application = begun(cast)
    counts = {}
    for days in range(9, -1, -1):
        sweep(at=before(application.call, days))
        sweep(at=before(application.call, days))
        counts[days] = left("remind_draft")
    assert (counts[8], counts[7], counts[4], counts[3]) == ([], ["7"], ["7"], ["7", "3"])
    assert (counts[2], counts[1], counts[0]) == (["7", "3"], ["7", "3", "1"], ["7", "3", "1"])
    assert Event.objects.filter(kind="reminder.sent", data__what="remind_draft").count() == 3


def test_a_deadline_that_moves_brings_no_reminder_twice(cast):
    call = practice()
    begun(cast)
    sweep(at=before(call, 7))
    at = before(call, 6)
    move_deadline(
        slug="practice", closes_at=call.closes_at + timedelta(days=20), reason="Katko", actor="a", at=at
    )
    moved = Call.objects.get(slug="practice")
    sweep(at=before(moved, 7))
    assert left("remind_draft") == ["7"]
    sweep(at=before(moved, 3))
    assert left("remind_draft") == ["7", "3"]


def test_what_has_been_sent_is_not_reminded_of(cast):
    application = submitted(cast)
    sweep(at=before(application.call, 1))
    assert left("remind_draft") == []


def test_a_reminder_that_was_left_before_the_sending_is_not_sent_after_it(cast):
    application = complete_draft(cast)
    sweep(at=before(application.call, 7))
    row = Row.objects.get(payload__template="remind_draft")
    Application.objects.filter(pk=application.pk).update(state="submitted", case_number="PH/7/2026")
    handle(row)
    assert mail.outbox == []


def test_the_reminder_says_what_is_missing(cast):
    application = begun(cast)
    sweep(at=before(application.call, 3))
    handle(Row.objects.get(payload__template="remind_draft"))
    only = mail.outbox[0]
    assert only.to == [cast.keusote.registry_email]
    assert "Vielä puuttuu:" in only.body
    assert f"/applications/{application.pk}/submit/" in only.body


def test_whoever_takes_part_and_has_not_decided_is_reminded_7_and_3_days_before(cast):
    application = begun(cast)
    written(application, cast)
    decided(application, cast.keusote, cast.lead_signatory)
    helsinki = joined(application, cast, cast.helsinki, cast.partner_signatory)
    for days in (8, 7, 5, 3, 1):
        sweep(at=before(application.call, days))
    rows = Row.objects.filter(payload__template="remind_decision").order_by("pk")
    assert [row.payload["member"] for row in rows] == [helsinki.pk, helsinki.pk]
    handle(rows[0])
    assert mail.outbox[0].to == [cast.helsinki.registry_email]
    decided(application, cast.helsinki, cast.partner_signatory)
    handle(rows[1])
    assert len(mail.outbox) == 1


def test_an_unanswered_request_3_days_before_and_on_its_day(cast):
    application = begun(cast)
    member = asked(application, cast, cast.helsinki)[0]
    at = in_window(application.call)
    Member.objects.filter(pk=member.pk).update(asked_at=at - timedelta(days=6))
    found = {}
    for days in (4, 3, 2, 0):
        sweep(at=at - timedelta(days=days))
        found[days] = left("remind_request")
    assert (found[4], found[3], found[2], found[0]) == ([], ["3"], ["3"], ["3", "0"])
    sweep(at=at + timedelta(days=1))
    assert left("remind_request") == ["3", "0"]
    handle(Row.objects.filter(payload__template="remind_request").first())
    assert mail.outbox[0].to == [cast.helsinki.registry_email]
    assert member.application == application


def test_by_hand_and_by_itself_a_member_is_reminded_once_a_day(cast):
    application = begun(cast)
    member = asked(application, cast, cast.helsinki)[0]
    at = in_window(application.call)
    Member.objects.filter(pk=member.pk).update(asked_at=at - timedelta(days=6))
    hand = {"application_id": application.pk, "member_ids": [member.pk], "actor": cast.lead_signatory}
    remind_by_hand(**hand, at=at - timedelta(days=3))
    sweep(at=at - timedelta(days=3))
    assert left("remind_request") == []
    sweep(at=at - timedelta(days=2))
    assert left("remind_request") == ["3"]
    with pytest.raises(Refused) as refused:
        remind_by_hand(**hand, at=at - timedelta(days=2))
    assert refused.value.code == "nobody_to_remind"


def test_nobody_is_asked_and_reminded_on_one_day(cast):
    application = begun(cast)
    asked(application, cast, cast.helsinki)
    sweep(at=in_window(application.call))
    assert left("remind_request") == []


def test_inside_a_replay_nobody_is_reminded(cast):
    application = begun(cast)
    with silently("a replay"):
        assert sweep(at=before(application.call, 1)) == 0
    assert left("remind_draft") == []


def test_the_row_renews_itself_every_morning_at_eight_also_when_the_clock_is_turned():
    moments = [datetime(2018, 3, 24, 5, 0, tzinfo=UTC), datetime(2018, 3, 24, 6, 30, tzinfo=UTC)]
    rows = [plant(at=moment) for moment in moments]
    assert [row.available_at for row in rows] == [
        datetime(2018, 3, 24, 6, 0, tzinfo=UTC),
        datetime(2018, 3, 25, 5, 0, tzinfo=UTC),
    ]
    assert plant(at=moments[0]) == rows[0]


def test_the_first_row_is_there_from_the_beginning_and_plants_the_next():
    first = Row.objects.get(kind=REMINDERS, reference="first")
    remind(first)
    assert Row.objects.filter(kind=REMINDERS).exclude(reference="first").count() == 1
    remind(first)
    assert Row.objects.filter(kind=REMINDERS).exclude(reference="first").count() == 1


def test_all_whose_application_can_be_changed_hear_that_the_deadline_has_moved(cast):
    application = begun(cast)
    asked(application, cast, cast.helsinki)
    call = application.call
    later = call.closes_at + timedelta(days=7)
    move_deadline(slug=call.slug, closes_at=later, reason="Palvelukatko 1.3.", actor="a", at=in_window(call))
    row = Row.objects.get(kind=DEADLINE_MOVED)
    tell_of_deadline(row)
    tell_of_deadline(row)
    for one in Row.objects.filter(payload__template="deadline_moved").order_by("pk"):
        send_mail(one)
    assert sorted(one.to[0] for one in mail.outbox) == sorted(
        [cast.keusote.registry_email, cast.helsinki.registry_email]
    )
    assert all("Palvelukatko 1.3." in one.body and "klo\xa016.15" in one.body for one in mail.outbox)
