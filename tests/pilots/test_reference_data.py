"""The reference data is what Statistics Finland publishes, with its known holes left open."""

from datetime import date

import pytest
from django.db.models import Count, Sum

from pilots.models import JointAuthority, Municipality, Organising, Population, PopulationGroup, Region
from tests.pilots.published import PUBLISHED

pytestmark = pytest.mark.django_db
DATES = [date(2015, 12, 31), date(2016, 12, 31), date(2017, 12, 31)]
PAIRS = {("099", "214"): [13_562, 13_396, 13_292], ("541", "911"): [10_320, 10_130, 9_983]}


def residents(on, codes):
    """Residents of municipalities on a date, those known only together counted once."""
    alone = Population.objects.filter(on=on, municipality__in=codes).aggregate(all=Sum("inhabitants"))["all"]
    groups = PopulationGroup.objects.filter(on=on).order_by("pk")
    return (alone or 0) + sum(group.inhabitants for group in groups if set(group.codes) <= set(codes))


def test_there_are_311_municipalities_in_19_regions():
    codes = list(Municipality.objects.order_by("code").values_list("code", flat=True))
    assert (len(codes), codes[0], codes[-1]) == (311, "005", "992")
    assert list(Region.objects.order_by("code").values_list("code", flat=True)) == list(PUBLISHED)


@pytest.mark.parametrize(("on", "total"), list(zip(DATES, [5_487_308, 5_503_297, 5_513_130], strict=True)))
def test_the_country_adds_up(on, total):
    assert residents(on, Municipality.objects.order_by("code").values_list("code", flat=True)) == total


@pytest.mark.parametrize("field", ["region", "reform_region"])
@pytest.mark.parametrize("region", list(PUBLISHED))
def test_each_region_adds_up_in_both_divisions(region, field):
    codes = list(
        Municipality.objects.filter(**{field: region}).order_by("code").values_list("code", flat=True)
    )
    sums = tuple(residents(on, codes) for on in DATES)
    assert (*sums, len(codes)) == PUBLISHED[region][field == "reform_region"]


def test_five_municipalities_differ_between_the_divisions():
    rows = Municipality.objects.order_by("code").values_list("code", "region", "reform_region")
    assert [row for row in rows if row[1] != row[2]] == [
        ("090", "10", "12"),
        ("142", "08", "07"),
        ("152", "15", "14"),
        ("171", "10", "11"),
        ("291", "13", "06"),
    ]


def test_what_is_not_known_has_no_row():
    missing = {
        on: sorted(
            Municipality.objects.exclude(populations__on=on).order_by("code").values_list("code", flat=True)
        )
        for on in DATES
    }
    assert missing == {
        DATES[0]: ["099", "214", "541", "911"],
        DATES[1]: ["099", "214", "541", "911"],
        DATES[2]: [],
    }


@pytest.mark.parametrize("codes", list(PAIRS))
def test_both_pairs_are_known_by_their_sums(codes):
    known = PopulationGroup.objects.filter(codes=list(codes)).order_by("on").values_list("on", "inhabitants")
    assert list(known) == list(zip(DATES[:2], PAIRS[codes][:2], strict=True))
    later = Population.objects.filter(municipality__in=codes, on=DATES[2]).aggregate(all=Sum("inhabitants"))
    assert later["all"] == PAIRS[codes][2]


def test_authorities_by_kind():
    kinds = JointAuthority.objects.values("kind").annotate(number=Count("key")).order_by("kind")
    assert {row["kind"]: row["number"] for row in kinds} == {
        "hospital_district": 20,
        "sote": 8,
        "special_care": 1,
    }


def test_only_sote_authorities_organise_and_every_row_tells_its_source():
    assert set(Organising.objects.order_by("pk").values_list("authority__kind", flat=True)) == {"sote"}
    assert not Organising.objects.filter(source="").exists()
    partial = Organising.objects.filter(partial=True).order_by("authority", "municipality")
    assert list(partial.values_list("authority", "municipality")) == [
        ("essote", "171"),
        ("essote", "593"),
        ("kainuun-sote", "620"),
        ("phhyky", "111"),
        ("phhyky", "781"),
        ("soite", "691"),
    ]


def test_every_municipality_has_a_tile_of_its_own():
    tiles = Municipality.objects.order_by("code").values_list("tile_col", "tile_row")
    assert len(set(tiles)) == 311
