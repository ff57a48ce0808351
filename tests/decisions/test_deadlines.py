"""When a claim's time ends: the worked dates, and the days on which it never does."""

from datetime import date

import pytest

from decisions.deadlines import easter_sunday, last_day_of_claim, rests, served_by_e_notice

PAPER = {
    "arrived 23.5.2018, 22.6. is Midsummer Eve": (date(2018, 5, 23), date(2018, 6, 25)),
    "arrived 4.5.2018, 3.6. is a Sunday": (date(2018, 5, 4), date(2018, 6, 4)),
    "arrived 24.10.2016": (date(2016, 10, 24), date(2016, 11, 23)),
    "the 30th day is Good Friday": (date(2019, 3, 20), date(2019, 4, 23)),
    "the 30th day is Ascension Day": (date(2018, 4, 10), date(2018, 5, 11)),
    "the 30th day is 1 May": (date(2018, 4, 1), date(2018, 5, 2)),
    "the 30th day is Independence Day": (date(2018, 11, 6), date(2018, 12, 7)),
    "the 30th day is Christmas Eve, a Monday": (date(2018, 11, 24), date(2018, 12, 27)),
    "the 30th day is Epiphany": (date(2019, 12, 7), date(2020, 1, 7)),
    "New Year's Eve is a working day": (date(2018, 12, 1), date(2018, 12, 31)),
}
E_NOTICES = {
    "sent 16.5.2018": (date(2018, 5, 16), date(2018, 6, 18)),
    "sent 27.4.2018": (date(2018, 4, 27), date(2018, 5, 30)),
    "sent 17.10.2016": (date(2016, 10, 17), date(2016, 11, 21)),
}


@pytest.mark.parametrize(("served_on", "last_on"), PAPER.values(), ids=PAPER)
def test_last_day_after_a_letter_arrived(served_on, last_on):
    assert last_day_of_claim(served_on) == last_on


@pytest.mark.parametrize(("sent_on", "last_on"), E_NOTICES.values(), ids=E_NOTICES)
def test_last_day_after_an_electronic_notice(sent_on, last_on):
    assert last_day_of_claim(served_by_e_notice(sent_on)) == last_on


def test_easter_and_the_days_that_hang_on_it():
    known = {2016: (3, 27), 2018: (4, 1), 2019: (4, 21), 2024: (3, 31), 2026: (4, 5), 2038: (4, 25)}
    assert {year: easter_sunday(year) for year in known} == {
        year: date(year, *day) for year, day in known.items()
    }
    assert all(
        rests(day) for day in (date(2018, 6, 22), date(2018, 6, 23), date(2020, 6, 19), date(2018, 4, 2))
    )
    assert not rests(date(2018, 6, 21))
