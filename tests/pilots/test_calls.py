"""Windows of the calls to the microsecond, what each call asks, and the practice call that stays open."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from ledger.models import Event
from ledger.refusal import Refused
from pilots.actions import keep_practice_open, move_deadline
from pilots.models import Call
from pilots.moments import HELSINKI, closing_after, helsinki_moment

pytestmark = pytest.mark.django_db
TICK = timedelta(microseconds=1)


def helsinki(*parts):
    return datetime(*parts, tzinfo=HELSINKI)


WINDOWS = {
    "voucher-2016": (helsinki(2016, 6, 13), helsinki(2016, 8, 31, 16, 15)),
    "pilots-2017-1": (helsinki(2017, 5, 29), helsinki(2017, 7, 7, 16, 15)),
    "pilots-2017-2": (helsinki(2017, 8, 14), helsinki(2017, 9, 29, 16, 15)),
    "pilots-2018": (helsinki(2018, 1, 15), helsinki(2018, 3, 15, 16, 15)),
}


@pytest.mark.parametrize("slug", list(WINDOWS))
def test_a_call_is_open_from_its_opening_until_just_before_it_closes(call, slug):
    opens_at, closes_at = WINDOWS[slug]
    moments = [opens_at - TICK, opens_at, closes_at - timedelta(seconds=1), closes_at - TICK, closes_at]
    assert [call(slug).is_open(at) for at in moments] == [False, True, True, True, False]
    assert [Call.objects.open_at(at).filter(slug=slug).exists() for at in moments] == [
        False,
        True,
        True,
        True,
        False,
    ]


def test_winter_and_summer_time(call):
    assert call("pilots-2018").closes_at == datetime(2018, 3, 15, 14, 15, tzinfo=UTC)
    assert call("pilots-2017-2").closes_at == datetime(2017, 9, 29, 13, 15, tzinfo=UTC)
    assert call("pilots-2018-autumn").closes_at == datetime(2018, 10, 31, 14, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "utc_hour"),
    [
        (date(2017, 10, 28), 13),
        (date(2017, 10, 29), 14),
        (date(2018, 3, 24), 14),
        (date(2018, 3, 25), 13),
    ],
)
def test_closing_around_the_nights_when_clocks_change(call, day, utc_hour):
    row = call("pilots-2017-2")
    row.closes_at = closing_after(helsinki_moment(day, time.min), days=0)
    at = datetime(day.year, day.month, day.day, utc_hour, 15, tzinfo=UTC)
    row.opens_at = at - timedelta(days=30)
    assert (row.closes_at, row.closing_day) == (at, day)
    assert [row.is_open(moment) for moment in (at - TICK, at)] == [True, False]


def test_the_repeated_hour_is_told_apart(call):
    """Between 3 and 4 on 29.10.2017 the clock shows each time twice; moments do not."""
    row = call("pilots-2017-2")
    row.closes_at = datetime(2017, 10, 29, 0, 59, tzinfo=UTC)
    first, second = helsinki(2017, 10, 29, 3, 30), helsinki(2017, 10, 29, 3, 30).replace(fold=1)
    assert [row.is_open(at.astimezone(UTC)) for at in (first, second)] == [True, False]


@pytest.mark.parametrize("moment", [(date(2018, 3, 25), (3, 30)), (date(2017, 10, 29), (3, 30))])
def test_a_clock_time_that_is_skipped_or_doubled_is_refused(moment):
    day, (hour, minute) = moment
    with pytest.raises(ValueError, match="skipped or shown twice"):
        helsinki_moment(day, time(hour, minute))


def test_a_call_in_preparation_is_never_open(call):
    autumn = call("pilots-2018-autumn")
    assert autumn.is_open(helsinki(2018, 10, 1)) is False


def test_what_each_call_is(call):
    rows = Call.objects.order_by("closes_at").exclude(slug="practice")
    assert [
        (
            row.slug,
            row.rule_id,
            row.division,
            row.population_on.year,
            row.appropriation_eur,
            row.admits_single,
        )
        for row in rows
    ] == [
        ("voucher-2016", None, "statistical", 2015, Decimal("9000000.00"), True),
        ("pilots-2017-1", "coverage-2017", "reform", 2016, Decimal("10000000.00"), False),
        ("pilots-2017-2", "coverage-2017", "reform", 2016, Decimal("10000000.00"), False),
        ("pilots-2018", "coverage-2018", "reform", 2016, Decimal("100000000.00"), False),
        ("pilots-2018-autumn", "coverage-2018", "reform", 2017, Decimal("1000000.00"), False),
    ]
    assert all(row.illustrative_note_fi and row.illustrative_note_sv for row in rows)


def test_elements_and_questions_in_order(call):
    codes = {
        row.slug: list(row.elements.order_by("order").values_list("code", flat=True))
        for row in Call.objects.order_by("slug")
    }
    four = ["sote-centre", "oral-health", "client-voucher", "personal-budget"]
    assert codes == {
        "voucher-2016": ["service-voucher"],
        "pilots-2017-1": ["sote-centre", "personal-budget"],
        "pilots-2017-2": ["sote-centre", "personal-budget"],
        "pilots-2018": four,
        "pilots-2018-autumn": four,
        "practice": four,
    }


EVERY_ELEMENT = [
    "element-group",
    "element-services",
    "element-goals",
    "launch-common",
    "launch-project",
    "launch-national",
    "evaluation",
]
ASKED = {
    "voucher-2016": [
        "voucher-focus",
        "voucher-services",
        "launch-common",
        "launch-project",
        "launch-national",
        "evaluation",
    ],
    "pilots-2017-1": ["sote-centre-scope", "full-range-2017", *EVERY_ELEMENT],
    "pilots-2018": ["sote-centre-scope", "full-range", *EVERY_ELEMENT],
    "practice": ["sote-centre-scope", "full-range", *EVERY_ELEMENT],
}


@pytest.mark.parametrize("slug", list(ASKED))
def test_each_call_asks_what_is_its_own(call, slug):
    questions = call(slug).questions.order_by("order")
    plan = ["title", "aims", "target-group", "measures", "schedule", "monitoring"]
    own = [question.code for question in questions if question.section == "plan"]
    assert [code for code in own if code != "residents-target"] == plan
    assert ("residents-target" in own) == (slug != "voucher-2016")
    assert [question.code for question in questions if question.section == "element"] == ASKED[slug]


def test_the_centre_has_its_least_model_and_the_last_day_of_2017(call):
    questions = {question.code: question for question in call("pilots-2017-1").questions.all()}
    scope, full = questions["sote-centre-scope"], questions["full-range-2017"]
    assert [option["code"] for option in scope.options] == ["limited", "full"]
    assert "perusterveydenhuolto ja sosiaalineuvonta" in scope.options[0]["fi"]
    assert full.latest_on == date(2023, 1, 1)
    assert [scope.is_asked_of(code) for code in ("sote-centre", "personal-budget")] == [True, False]
    assert [call(slug).smallest_sum_required for slug in ("voucher-2016", "pilots-2018")] == [False, True]


def test_names_follow_the_language(call):
    row = call("pilots-2018")
    element, question = row.elements.get(code="personal-budget"), row.questions.get(code="aims")
    told = {}
    for language in ("fi", "sv", "en"):
        with translation.override(language):
            told[language] = (row.name, element.name, question.label)
    assert told == {
        "fi": ("Valinnanvapauspilotit 2018", "Henkilökohtainen budjetti", "Tavoitteet"),
        "sv": ("Valfrihetspiloter 2018", "Personlig budget", "Mål"),
        "en": ("Freedom-of-choice pilots 2018", "Personal budget", "Aims"),
    }
    with translation.override("en"):
        assert row.condition.startswith("A pilot may be started only if Parliament")


def test_legal_basis_of_the_voucher_call(call):
    basis = call("voucher-2016").legal_basis
    assert [(act["number"], act["sections"]) for act in basis] == [
        ("688/2001", "11, 13, 14, 19–22, 34"),
        ("569/2009", ""),
        ("434/2003", "43–47, 59"),
    ]


class TestPractice:
    """The practice call never closes under the people who practise."""

    @pytest.fixture
    def closing(self, call):
        """The practice call, closing on 1.4.2027 at 16:15."""
        Call.objects.filter(slug="practice").update(closes_at=helsinki(2027, 4, 1, 16, 15))
        return call("practice")

    def test_with_30_days_left_nothing_moves(self, closing):
        assert keep_practice_open(at=closing.closes_at - timedelta(days=30), actor="clock") == []
        closing.refresh_from_db()
        assert closing.closes_at == helsinki(2027, 4, 1, 16, 15)

    def test_with_fewer_it_moves_60_days_on_and_says_why(self, closing):
        at = closing.closes_at - timedelta(days=30) + TICK
        assert [call.slug for call in keep_practice_open(at=at, actor="clock")] == ["practice"]
        closing.refresh_from_db()
        assert closing.closes_at == helsinki(2027, 5, 1, 16, 15)
        event = Event.objects.get(kind="call.deadline_moved", reference="call:practice")
        assert (event.actor, event.data["to"]) == ("clock", "2027-05-01T16:15:00+03:00")
        assert event.data["reason"] == "A practice call is kept open: fewer than 30 days remained."
        assert keep_practice_open(at=at, actor="clock") == []

    def test_a_call_that_has_closed_opens_again(self, closing):
        keep_practice_open(at=helsinki(2028, 2, 1), actor="clock")
        closing.refresh_from_db()
        assert closing.closes_at == helsinki(2028, 4, 1, 16, 15)

    def test_no_other_call_is_moved(self):
        before = dict(Call.objects.exclude(slug="practice").order_by("pk").values_list("slug", "closes_at"))
        keep_practice_open(at=helsinki(2028, 2, 1), actor="clock")
        assert (
            dict(Call.objects.exclude(slug="practice").order_by("pk").values_list("slug", "closes_at"))
            == before
        )


@pytest.mark.parametrize(
    ("shift", "reason", "code"),
    [
        (timedelta(0), "x", "deadline_earlier"),
        (-TICK, "x", "deadline_earlier"),
        (TICK, " ", "reason_missing"),
    ],
)
def test_a_deadline_moves_only_later_and_with_a_reason(call, shift, reason, code):
    row = call("pilots-2018")
    with pytest.raises(Refused) as refused:
        move_deadline(
            slug=row.slug, closes_at=row.closes_at + shift, reason=reason, actor="a test", at=row.opens_at
        )
    assert refused.value.code == code
    assert not Event.objects.filter(reference="call:pilots-2018").exists()


@pytest.mark.parametrize(
    "values",
    [
        {"closes_at": WINDOWS["pilots-2018"][0]},
        {"starts_earliest_on": date(2020, 1, 1)},
        {"appropriation_eur": Decimal("-0.01")},
        {"division": "other"},
        {"status": "other"},
    ],
    ids=lambda values: next(iter(values)),
)
def test_the_database_refuses_a_call_that_makes_no_sense(values):
    with pytest.raises(IntegrityError), transaction.atomic():
        Call.objects.filter(slug="pilots-2018").update(**values)
