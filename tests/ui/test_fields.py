"""Numbers, days and text as people write them, and as an attacker does."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from ui.fields import (
    DocumentField,
    EuroField,
    FinnishDateField,
    FinnishDecimalField,
    FinnishIntegerField,
    FinnishMomentField,
    PlainTextareaField,
    PlainTextField,
    describe,
)

NB, NARROW = "\u00a0", "\u202f"


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        pytest.param("1000,50", "1000.50", id="decimal comma"),
        pytest.param("1000.50", "1000.50", id="decimal point"),
        pytest.param("1 000,50", "1000.50", id="space"),
        pytest.param(f"1{NB}000,50", "1000.50", id="no-break space"),
        pytest.param(f"1{NARROW}250{NARROW}000", "1250000", id="narrow no-break spaces"),
        pytest.param(" 2 000 000,00 € ", "2000000.00", id="euro sign and room around"),
        pytest.param("0", "0", id="nothing"),
        pytest.param("0,01", "0.01", id="one cent"),
        pytest.param("9 999 999 999,99", "9999999999.99", id="the most that fits"),
        pytest.param("007", "7", id="zeros in front"),
    ],
)
def test_sums_are_read_as_they_are_written_in_finland(typed, value):
    assert EuroField().clean(typed) == Decimal(value)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        pytest.param("1e400", "invalid", id="exponent"),
        pytest.param("-0", "invalid", id="minus zero"),
        pytest.param("9" * 4300, "invalid", id="4300 digits"),
        pytest.param("NaN", "invalid", id="not a number"),
        pytest.param("Infinity", "invalid", id="infinity"),
        pytest.param("１０００", "invalid", id="fullwidth digits"),
        pytest.param("١٠٠", "invalid", id="Arabic digits"),
        pytest.param("1,000.50", "invalid", id="American"),
        pytest.param("1.000,50", "invalid", id="German"),
        pytest.param("1 00", "invalid", id="a space in the wrong place"),
        pytest.param("1_000", "invalid", id="Python's underscore"),
        pytest.param("12,", "invalid", id="comma without decimals"),
        pytest.param("1\x00", "invalid", id="NUL"),
        pytest.param("\ud800", "invalid", id="half a surrogate pair"),
        pytest.param("-1", "min_value", id="negative"),
        pytest.param("1.000", "max_decimal_places", id="a thousand with a point is not one euro"),
        pytest.param("99 999 999 999", "max_whole_digits", id="too large"),
        pytest.param("", "required", id="nothing written"),
    ],
)
def test_what_is_not_a_sum_is_refused_with_words(typed, code):
    with pytest.raises(ValidationError) as refusal:
        EuroField().clean(typed)
    assert [error.code for error in refusal.value.error_list] == [code]
    assert all(error.messages[0] for error in refusal.value.error_list)


def test_a_refused_sum_says_it_in_our_words():
    with pytest.raises(ValidationError, match="Part thousands with a space"):
        EuroField().clean("1.000")
    with pytest.raises(ValidationError, match="cannot be negative"):
        EuroField().clean("-1")


@given(st.decimals(min_value=0, max_value=Decimal("9999999999.99"), places=2))
def test_a_sum_shown_is_read_back_to_the_cent(amount):
    field = EuroField()
    assert field.clean(field.prepare_value(amount)) == amount


@given(st.text())
def test_no_text_breaks_a_field(text):
    for field in (
        EuroField(),
        FinnishIntegerField(),
        FinnishDateField(),
        FinnishMomentField(),
        PlainTextField(),
    ):
        try:
            value = field.clean(text)
        except ValidationError as error:
            assert error.messages  # noqa: PT017 - either outcome is right, a crash is not
        else:
            assert value is not None


def test_a_sum_is_shown_with_cents_and_a_general_decimal_as_it_is():
    assert EuroField().prepare_value(Decimal(2000000)) == f"2{NB}000{NB}000,00"
    assert EuroField().prepare_value("2 milj.") == "2 milj."
    assert EuroField().prepare_value(None) is None
    assert FinnishDecimalField().prepare_value(Decimal("-1000.5")) == f"\u22121{NB}000,5"
    assert FinnishDecimalField().clean(f"\u22121{NB}000,5") == Decimal("-1000.5")


def test_the_same_sum_written_otherwise_is_no_change():
    assert not EuroField().has_changed(Decimal("1000.50"), f"1{NB}000,50")
    assert EuroField().has_changed(Decimal("1000.50"), "1000,51")


@pytest.mark.parametrize(
    ("typed", "value"), [("4 500", 4500), ("0", 0), ("2147483647", 2147483647), ("12,0", 12)]
)
def test_whole_numbers(typed, value):
    assert FinnishIntegerField().clean(typed) == value


@pytest.mark.parametrize("typed", ["4,5", "-1", "2147483648", "1e3", "４５", "9" * 4300])
def test_what_is_not_a_whole_number(typed):
    with pytest.raises(ValidationError):
        FinnishIntegerField().clean(typed)


@pytest.mark.parametrize("typed", ["16.5.2018", "16.05.2018", "16. 5. 2018", " 2018-05-16 "])
def test_a_day_in_its_spellings(typed):
    assert FinnishDateField().clean(typed) == date(2018, 5, 16)


@pytest.mark.parametrize(
    "typed", ["29.2.2018", "16.5.18", "5/16/2018", "1.1.0001", "１.1.2018", "0.0.2018", "16.5.9999"]
)
def test_what_is_not_a_day(typed):
    with pytest.raises(ValidationError, match="a day that exists"):
        FinnishDateField().clean(typed)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)))
def test_a_day_shown_is_read_back(day):
    field = FinnishDateField()
    assert field.clean(field.prepare_value(day)) == day


@pytest.mark.parametrize(
    "typed", ["15.3.2018 16.15", "15.3.2018 klo 16.15", "2018-03-15T16:15", "15.3.2018 kl. 16:15"]
)
def test_a_moment_is_helsinki_time(typed):
    assert FinnishMomentField().clean(typed) == datetime(2018, 3, 15, 14, 15, tzinfo=UTC)


@pytest.mark.parametrize("typed", ["25.3.2018 3.30", "15.3.2018", "15.3.2018 25.00", "16.15"])
def test_a_moment_that_never_was(typed):
    with pytest.raises(ValidationError, match="a day and a time"):
        FinnishMomentField().clean(typed)


def test_text_comes_out_composed_and_with_plain_line_breaks():
    assert (
        PlainTextareaField().clean("Ma\u0308ntsa\u0308la\u0308\r\nPorvoo\rEspoo") == "Mäntsälä\nPorvoo\nEspoo"
    )
    assert PlainTextField().clean("Aihe\r\nBcc: x@y.fi") == "Aihe Bcc: x@y.fi"


@pytest.mark.parametrize("typed", ["a\x00b", "a\x1bb", "a\ud83d", "\udc00"])
def test_what_is_not_text_is_refused(typed):
    for field in (PlainTextField(), PlainTextareaField()):
        with pytest.raises(ValidationError) as refusal:
            field.clean(typed)
        assert refusal.value.error_list[0].code == "not_text"


def test_too_long_a_text_says_how_long_it_is():
    with pytest.raises(ValidationError) as refusal:
        PlainTextareaField(max_length=1000).clean("a" * 1001)
    assert refusal.value.messages == [f"The text has 1{NB}001 characters; at most 1{NB}000 fit. Shorten it."]
    assert PlainTextareaField(max_length=3).clean("a\r\nb") == "a\nb"


def test_what_is_needed_for_sending_may_be_saved_empty():
    class Plan(forms.Form):
        goal = PlainTextareaField(required_to_submit=True)
        sum = EuroField(required_to_submit=True)

    form = Plan({"goal": "", "sum": ""})
    assert form.is_valid()
    assert form.cleaned_data == {"goal": "", "sum": None}


def test_a_mark_that_contradicts_the_field_is_refused():
    with pytest.raises(ValueError, match="no second mark"):
        describe(forms.CharField(), required_to_submit=True)
    with pytest.raises(ValueError, match="no such width"):
        describe(forms.CharField(), width="xl")


def test_a_file_field_tells_the_browser_what_it_takes():
    assert DocumentField(accept=".pdf,.docx").widget.attrs["accept"] == ".pdf,.docx"
