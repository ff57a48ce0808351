"""Filters: the Finnish way in all three languages."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import formats
from django.utils.translation import override

from ui import formatting

NB = "\u00a0"


def shown(source, value):
    return Template("{% load ui %}" + source).render(Context({"v": value}))


@pytest.mark.parametrize(
    ("source", "value", "text"),
    [
        ("{{ v|euros }}", Decimal("2000000.00"), f"2{NB}000{NB}000{NB}€"),
        ("{{ v|euros }}", Decimal("2000000.50"), f"2{NB}000{NB}000,50{NB}€"),
        ('{{ v|euros:"cents" }}', Decimal(800000), f"800{NB}000,00{NB}€"),
        ("{{ v|euros }}", "99", f"99{NB}€"),
        ("{{ v|euros }}", Decimal("-12.5"), f"\u221212,50{NB}€"),
        ("{{ v|euros }}", None, "–"),
        ("{{ v|share }}", "64.04", f"64,04{NB}%"),
        ("{{ v|share }}", "100.00", f"100,00{NB}%"),
        ("{{ v|share }}", None, "–"),
        ("{{ v|number }}", 1638293, f"1{NB}638{NB}293"),
        ("{{ v|finnish_date }}", date(2018, 5, 16), "16.5.2018"),
        ("{{ v|finnish_date }}", datetime(2018, 5, 15, 22, 0, tzinfo=UTC), "16.5.2018"),
        ("{{ v|finnish_moment }}", None, "–"),
    ],
)
def test_figures_and_days(source, value, text):
    assert shown(source, value) == text


ARRIVED = datetime(2018, 3, 14, 13, 42, 7, tzinfo=UTC)


def test_a_moment_in_helsinki_to_the_minute_or_the_second():
    with override("en"):
        assert shown("{{ v|finnish_moment }}", ARRIVED) == f"14.3.2018 at{NB}15.42"
        assert shown('{{ v|finnish_moment:"seconds" }}', ARRIVED) == f"14.3.2018 at{NB}15.42.07"


def test_a_naive_moment_is_refused():
    with pytest.raises(ValueError, match="naive"):
        formatting.moment(datetime(2018, 3, 14, 13, 42))  # noqa: DTZ001 - the point of the test


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_formats_of_every_language_are_finnish(language):
    with override(language):
        assert formats.date_format(date(2018, 5, 16)) == "16.5.2018"
        assert (
            formats.number_format(Decimal("1234567.5"), use_l10n=True, force_grouping=True)
            == f"1{NB}234{NB}567,5"
        )
        assert formats.time_format(ARRIVED.time()) == "13.42"


@pytest.mark.parametrize(
    ("size", "words"),
    [(1, "1 kB"), (43_701, "44 kB"), (999_999, "1 000 kB"), (1_000_000, "1 MB"), (1_310_000, "1,4 MB")],
)
def test_a_file_says_its_size_never_smaller_than_it_is(size, words):
    with override("en"):
        assert formatting.file_size(size).replace("\N{NO-BREAK SPACE}", " ") == words
