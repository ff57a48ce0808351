"""How long it still is until a moment, in hours that really pass."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import translation

from pilots.moments import helsinki_moment
from ui.formatting import time_left

CLOSES = datetime(2018, 3, 15, 14, 15, tzinfo=UTC)


def closing(on: date) -> datetime:
    return helsinki_moment(on, time(16, 15))


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(days=2, hours=3, minutes=59), "2 d 3 h"),
        (timedelta(days=1), "1 d"),
        (timedelta(hours=23, minutes=59), "23 h 59 min"),
        (timedelta(minutes=1), "1 min"),
        (timedelta(seconds=59), "less than a minute"),
        (timedelta(microseconds=1), "less than a minute"),
        (timedelta(0), ""),
        (timedelta(seconds=-1), ""),
    ],
)
def test_in_words(before, words):
    with translation.override("en"):
        assert time_left(CLOSES, CLOSES - before).replace("\xa0", " ") == words


@pytest.mark.parametrize(
    ("begin", "end", "words"),
    [
        (date(2017, 10, 28), date(2017, 10, 29), "1 d 1 h"),
        (date(2018, 3, 24), date(2018, 3, 25), "23 h"),
    ],
    ids=["the night of 29.10.2017", "the night of 25.3.2018"],
)
def test_over_the_nights_on_which_the_clock_is_turned(begin, end, words):
    with translation.override("en"):
        left = time_left(closing(end), closing(begin))
    assert left.replace("\xa0", " ") == words
