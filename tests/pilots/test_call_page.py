"""The call's page: what it tells in time, in each language, and how it keeps a log of its own changes."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from ledger.models import Event
from pilots.actions import keep_practice_open, move_deadline
from pilots.countdown import time_left
from pilots.loading import load
from pilots.models import Call, CallChange, CallContact, CallEvent
from pilots.moments import HELSINKI
from pilots.reference import read_reference
from ui.middleware import ArrivalTime

pytestmark = pytest.mark.django_db


def helsinki(*parts):
    return datetime(*parts, tzinfo=HELSINKI)


@pytest.fixture
def page(client, monkeypatch):
    """The words of a call's page as it is at a moment."""

    def read(slug, at=None, prefix="/en"):
        def stamped(self, request):
            request.arrived_at = at or timezone.now()
            return self.get_response(request)

        monkeypatch.setattr(ArrivalTime, "__call__", stamped)
        response = client.get(f"{prefix}/calls/{slug}/")
        assert response.status_code == 200
        return " ".join(response.content.decode().replace("\xa0", " ").split())

    return read


def loaded(files):
    return load(read_reference(files), actor="a test", at=timezone.now())


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (helsinki(2018, 1, 14, 12), "Opens <strong>15.1.2018 at 0.00</strong> (Helsinki time), tomorrow"),
        (
            helsinki(2018, 3, 7, 23, 59),
            "Closes <strong>15.3.2018 at 16.15</strong> (Helsinki time), in 8 days",
        ),
        (helsinki(2018, 3, 14, 23, 59), "(Helsinki time), tomorrow"),
        (helsinki(2018, 3, 15, 0, 1), "(Helsinki time), today, in 16 hours"),
        (helsinki(2018, 3, 15, 16, 14, 50), "(Helsinki time), in 1 minute"),
        (helsinki(2018, 3, 15, 16, 15), "The call has closed"),
    ],
)
def test_the_page_counts_down_in_helsinki_time(page, at, words):
    assert words in page("pilots-2018", at)


def test_days_are_those_of_the_calendar_also_when_the_clocks_change():
    closes = helsinki(2018, 3, 26, 16, 15)
    assert time_left(helsinki(2018, 3, 24, 23, 30), closes) == time_left(helsinki(2018, 3, 24, 0, 30), closes)
    assert time_left(closes, closes) == ""


def test_the_postponed_workshop_of_2017_is_told_as_postponed(page):
    told = page("pilots-2017-1", helsinki(2017, 6, 13))
    assert "postponed from 16.6.2017; the new day is not known" in told
    assert "A flying start" in told


def test_a_postponed_event_shows_its_new_day_and_the_old_one(page):
    assert "3.2.2027 at 12.00–14.00 (postponed from 20.1.2027)" in page("practice", helsinki(2026, 12, 1))


@pytest.mark.parametrize(
    ("at", "shown", "hidden"),
    [
        (helsinki(2017, 6, 4, 23, 59), "Away: 5.6.2017–22.6.2017 (substitute: Lawyer", "Away now"),
        (helsinki(2017, 6, 5, 0, 0), "Away now", "(substitute: Lawyer"),
        (helsinki(2017, 6, 22, 23, 59), "Substitute: <strong>Lawyer", "(substitute: Lawyer"),
        (helsinki(2017, 6, 23, 0, 0), "Director-general", "Lawyer"),
    ],
    ids=["the day before", "first day", "last day", "the day after"],
)
def test_an_absence_shows_the_substitute_on_its_days(page, at, shown, hidden):
    told = page("pilots-2017-1", at)
    assert shown in told
    assert hidden not in told


def test_the_practice_call_is_full_and_says_that_all_of_it_is_illustrative(page):
    told = page("practice")
    for heading in ("Criteria", "Instructions and forms", "Events", "Contacts", "Questions and answers"):
        assert f">{heading}</h2>" in told
    assert "none of them is real" in told
    assert "updated 4.3.2026" in told


@pytest.mark.parametrize(
    ("prefix", "words"),
    [
        ("", ["Hallitusneuvos", "Lentävä lähtö", "Yksittäinen kunta ei voi"]),
        ("/sv", ["Regeringsråd", "Flygande start", "En enskild kommun kan inte"]),
        ("/en", ["Government counsellor", "A flying start", "A single municipality cannot"]),
    ],
)
def test_what_is_told_follows_the_language(page, prefix, words):
    told = page("pilots-2017-1", prefix=prefix)
    assert [word for word in words if word not in told] == []


def test_questions_say_what_an_answer_is(page):
    told = page("practice")
    assert "What is asked in the application" in told
    assert "text, at most 4 000 characters" in told


def test_the_number_of_queries_does_not_grow_with_what_is_told(client, django_assert_max_num_queries):
    call = Call.objects.get(slug="practice")
    for number in range(5):
        CallContact.objects.create(call=call, code=f"c{number}", order=9, email="a@b.example", role_fi="R")
        CallEvent.objects.create(call=call, code=f"e{number}", order=9, on="2027-01-01", state="planned")
    with django_assert_max_num_queries(11):
        assert client.get("/calls/practice/").status_code == 200


class TestChanges:
    """A page keeps a log of its own changes."""

    def test_a_first_load_and_a_load_without_changes_tell_nothing(self, files):
        before = CallChange.objects.filter(code="").count()
        loaded(files)
        assert CallChange.objects.filter(code="").count() == before

    def test_a_postponed_event_is_told_in_three_languages(self, files, edit, page):
        edit("calls/practice.toml", 'state = "planned"', 'state = "postponed"')
        loaded(files)
        change = CallChange.objects.get(call__slug="practice", kind="content")
        assert change.text_fi == "Tapahtumat. Muutettu: ”Talousarvioaamu”."
        assert change.text_sv == "Evenemang. Ändrat: ”Budgetmorgon”."
        assert change.text_en == "Events. Changed: ”Budget morning”."
        told = page("practice")
        assert change.text_en in told
        assert told.index(change.text_en) < told.index("The plan clinic has been postponed")

    def test_what_is_added_and_removed_is_told(self, files, edit):
        edit("calls/practice.toml", "[answers.late]", "[answers.down]")
        loaded(files)
        change = CallChange.objects.get(call__slug="practice", kind="content")
        question = "What if the service is down on the last day?"
        assert change.text_en == f"Questions and answers. Added: ”{question}”. Removed: ”{question}”."

    def test_a_changed_fact_is_told_with_both_values(self, files, edit):
        edit("calls/practice.toml", '"10000000.00"', '"12000000.00"')
        loaded(files)
        change = CallChange.objects.get(call__slug="practice", kind="facts")
        assert change.text_en.replace("\xa0", " ") == "Appropriation: 10 000 000 € → 12 000 000 €."

    def test_a_deadline_that_moves_is_told_with_its_reason(self, page):
        call = Call.objects.get(slug="pilots-2018")
        at = call.closes_at - timedelta(hours=1)
        later = call.closes_at + timedelta(days=1)
        move_deadline(slug=call.slug, closes_at=later, reason="Käyttökatko", actor="a test", at=at)
        told = page("pilots-2018", at)
        words = (
            "The application period ends later: 15.3.2018 at 16.15 → 16.3.2018 at 16.15. Reason: Käyttökatko"
        )
        assert words in told

    def test_our_own_reason_is_told_in_each_language_and_kept_in_english(self):
        Call.objects.filter(slug="practice").update(closes_at=datetime(2027, 4, 1, 13, 15, tzinfo=UTC))
        keep_practice_open(at=datetime(2027, 3, 31, tzinfo=UTC), actor="clock")
        change = CallChange.objects.filter(call__slug="practice", kind="deadline").latest("pk")
        assert change.text_en.endswith("A practice call is kept open: fewer than 30 days remained.")
        assert "fewer" not in change.text_fi + change.text_sv
        event = Event.objects.filter(kind="call.deadline_moved").latest("pk")
        assert event.data["reason"] == "A practice call is kept open: fewer than 30 days remained."
