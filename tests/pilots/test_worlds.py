"""What is kept for live answers follows every load and every change of a call at once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from pilots.actions import move_deadline
from pilots.loading import load
from pilots.reference import read_reference
from pilots.worlds import kept

pytestmark = pytest.mark.django_db


def test_a_county_is_read_once(django_assert_num_queries):
    call = kept().call(slug="pilots-2018")
    first = kept().world(call, "01")
    with django_assert_num_queries(1):
        assert kept().world(call, "01") is first


def test_a_load_is_seen_at_once(files, edit):
    call = kept().call(slug="practice")
    before = kept().world(call, "01")
    edit("populations.csv", "091,2017-12-31,643272", "091,2017-12-31,643273")
    load(read_reference(files), actor="a test", at=timezone.now())
    after = kept().world(call, "01")
    assert (before.county.inhabitants["091"], after.county.inhabitants["091"]) == (643_272, 643_273)


def test_a_deadline_that_moves_is_seen_at_once():
    before = kept().call(slug="pilots-2018")
    later = before.closes_at + timedelta(days=1)
    move_deadline(slug=before.slug, closes_at=later, reason="Katko", actor="a test", at=before.closes_at)
    assert kept().call(slug="pilots-2018").closes_at == later


def test_figures_of_two_dates_are_kept_apart():
    call = kept().call(slug="practice")
    dates = [None, call.population_on.replace(year=2016)]
    figures = [kept().world(call, "01", on=on).county.inhabitants["091"] for on in dates]
    assert figures == [643_272, 635_181]
