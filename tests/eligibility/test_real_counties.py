"""Real counties: the worked figures of the rounds, figures known only together, codes outside the county."""

import pytest

from eligibility import Facts, FiguresMissing, Outcome, fewest_additions, judge
from tests.eligibility.counties import (
    ESSOTE,
    KANKAANPAA_AND_HONKAJOKI,
    KEUSOTE,
    NO_RULE,
    PHHYKY,
    REFORM_COUNTIES,
    RULE,
    SOITE,
    facts_of,
)

HELSINKI, VANTAA, ESPOO = "091", "092", "049"
KOKKOLA, KOUVOLA, KOTKA, PORI = "272", "286", "285", "609"
REFORM, STATISTICAL = "reform_region", "region"
NO, MEETS, ON_GROUNDS = Outcome.NOT_ELIGIBLE, Outcome.MEETS, Outcome.ON_SPECIAL_GROUNDS

# county, division, covered, year: residents covered and of the county, share, municipalities, outcome
WORKED = {
    "Keusote and Helsinki, 2016": (
        ("01", REFORM, KEUSOTE | {HELSINKI}, 2016),
        (829_865, 1_638_293, "50.65", 7, 26, NO),
    ),
    "Keusote and Helsinki, 2017": (
        ("01", REFORM, KEUSOTE | {HELSINKI}, 2017),
        (839_312, 1_655_624, "50.69", 7, 26, NO),
    ),
    "and Vantaa, 2016": (
        ("01", REFORM, KEUSOTE | {HELSINKI, VANTAA}, 2016),
        (1_049_206, 1_638_293, "64.04", 8, 26, NO),
    ),
    "and Vantaa, 2017": (
        ("01", REFORM, KEUSOTE | {HELSINKI, VANTAA}, 2017),
        (1_062_339, 1_655_624, "64.16", 8, 26, NO),
    ),
    "and Espoo, 2016": (
        ("01", REFORM, KEUSOTE | {HELSINKI, VANTAA, ESPOO}, 2016),
        (1_323_789, 1_638_293, "80.80", 9, 26, MEETS),
    ),
    "and Espoo, 2017": (
        ("01", REFORM, KEUSOTE | {HELSINKI, VANTAA, ESPOO}, 2017),
        (1_341_383, 1_655_624, "81.01", 9, 26, MEETS),
    ),
    "Soite, 2016": (("16", REFORM, SOITE, 2016), (69_027, 69_027, "100.00", 8, 8, MEETS)),
    "Soite, 2017": (("16", REFORM, SOITE, 2017), (68_780, 68_780, "100.00", 8, 8, MEETS)),
    "Kokkola alone, 2016": (("16", REFORM, {KOKKOLA}, 2016), (47_723, 69_027, "69.13", 1, 8, NO)),
    "Kokkola alone, 2017": (("16", REFORM, {KOKKOLA}, 2017), (47_723, 68_780, "69.38", 1, 8, NO)),
    "Essote, 2016": (("10", REFORM, ESSOTE, 2016), (78_942, 140_422, "56.21", 7, 12, ON_GROUNDS)),
    "Essote, 2017": (("10", REFORM, ESSOTE, 2017), (78_381, 138_822, "56.46", 7, 12, ON_GROUNDS)),
    "Essote, statistical, exactly half, 2016": (
        ("10", STATISTICAL, ESSOTE, 2016),
        (78_942, 148_975, "52.99", 7, 14, ON_GROUNDS),
    ),
    "Essote, statistical, exactly half, 2017": (
        ("10", STATISTICAL, ESSOTE, 2017),
        (78_381, 147_194, "53.25", 7, 14, ON_GROUNDS),
    ),
    "Kouvola and Kotka, 2016": (
        ("08", REFORM, {KOUVOLA, KOTKA}, 2016),
        (139_493, 170_770, "81.68", 2, 6, MEETS),
    ),
    "Kouvola and Kotka, 2017": (
        ("08", REFORM, {KOUVOLA, KOTKA}, 2017),
        (137_735, 168_691, "81.64", 2, 6, MEETS),
    ),
    "Kouvola and Kotka, statistical: the division decides, 2016": (
        ("08", STATISTICAL, {KOUVOLA, KOTKA}, 2016),
        (139_493, 177_659, "78.51", 2, 7, ON_GROUNDS),
    ),
    "Kouvola and Kotka, statistical: the division decides, 2017": (
        ("08", STATISTICAL, {KOUVOLA, KOTKA}, 2017),
        (137_735, 175_511, "78.47", 2, 7, ON_GROUNDS),
    ),
    "Päijät-Häme's authority, two of its ten members in Uusimaa, 2016": (
        ("07", REFORM, PHHYKY, 2016),
        (185_271, 208_574, "88.82", 8, 10, MEETS),
    ),
    "Päijät-Häme's authority, two of its ten members in Uusimaa, 2017": (
        ("07", REFORM, PHHYKY, 2017),
        (185_061, 208_048, "88.95", 8, 10, MEETS),
    ),
}


def as_row(verdict):
    return (
        verdict.covered_inhabitants,
        verdict.region_inhabitants,
        verdict.share,
        verdict.covered_municipalities,
        verdict.region_municipalities,
        verdict.outcome,
    )


@pytest.mark.parametrize(("case", "row"), WORKED.values(), ids=WORKED.keys())
def test_worked_figures(case, row):
    region, division, covered, year = case

    assert (
        as_row(judge(facts_of(region, year, covered, division=division, special_grounds=True), RULE)) == row
    )


def test_codes_outside_the_county_count_nothing():
    kruunupyy_and_reisjarvi = {"288", "691"}

    inside = judge(facts_of("16", 2017, SOITE - kruunupyy_and_reisjarvi), RULE)
    assert judge(facts_of("16", 2017, SOITE | kruunupyy_and_reisjarvi), RULE) == inside
    nobody = judge(facts_of("16", 2017, kruunupyy_and_reisjarvi | {"999"}), RULE)
    assert as_row(nobody) == (0, 68_780, "0.00", 0, 8, NO)


def test_the_reform_s_eighteen_counties_and_aland_hold_everybody():
    every_code = {region: facts_of(region, 2017).municipalities for region in REFORM_COUNTIES}
    everybody = {
        region: judge(facts_of(region, 2017, codes), RULE).covered_inhabitants
        for region, codes in every_code.items()
    }

    assert len(everybody) == 19
    assert sum(everybody.values()) == 5_513_130


def test_a_pair_known_only_together_counts_with_its_sum_and_as_two():
    verdict = judge(facts_of("04", 2016, {PORI, *KANKAANPAA_AND_HONKAJOKI}), RULE)

    assert as_row(verdict) == (85_059 + 13_396, 221_740, "44.40", 3, 17, NO)


def test_a_pair_known_only_together_belongs_to_the_county_where_neither_is_covered():
    assert as_row(judge(facts_of("04", 2016, {PORI}), RULE)) == (85_059, 221_740, "38.35", 1, 17, NO)


@pytest.mark.parametrize("rule", [RULE, NO_RULE], ids=["rule", "no rule"])
@pytest.mark.parametrize("half_of_the_pair", sorted(KANKAANPAA_AND_HONKAJOKI))
def test_a_consortium_that_splits_a_pair_cannot_be_judged(half_of_the_pair, rule):
    with pytest.raises(FiguresMissing) as refusal:
        judge(facts_of("04", 2016, {PORI, half_of_the_pair}), rule)

    assert refusal.value.municipalities == ("099", "214")


def test_the_pair_has_figures_of_its_own_a_year_later():
    assert judge(facts_of("04", 2017, {PORI, "099"}), RULE).covered_municipalities == 2


def test_a_split_pair_can_be_given_no_advice():
    with pytest.raises(FiguresMissing):
        fewest_additions(facts_of("04", 2016, {"099"}), RULE)


@pytest.mark.parametrize("covered", [set(), {"001"}, {"003"}], ids=["nobody", "known", "unknown"])
def test_a_missing_figure_anywhere_in_the_county_stops_judging(covered):
    facts = Facts(inhabitants={"001": 50, "002": 50, "003": None, "004": None}, covered=frozenset(covered))

    with pytest.raises(FiguresMissing) as refusal:
        judge(facts, RULE)
    assert refusal.value.municipalities == ("003", "004")


def test_every_missing_figure_is_named_at_once():
    facts = Facts(
        inhabitants={"001": 50, "002": None, "003": None},
        known_sums={frozenset({"003", "004"}): 20},
        covered=frozenset({"004"}),
    )

    with pytest.raises(FiguresMissing) as refusal:
        judge(facts, RULE)
    assert refusal.value.municipalities == ("002", "003", "004")


@pytest.mark.parametrize(
    "broken",
    [
        {"inhabitants": {"001": -1}},
        {"inhabitants": {"001": 1.5}},
        {"inhabitants": {"001": True}},
        {"inhabitants": {}, "known_sums": {frozenset({"001", "002"}): -1}},
        {"inhabitants": {"001": 1}, "known_sums": {frozenset({"001", "002"}): 3}},
        {"inhabitants": {}, "known_sums": {frozenset({"001", "002"}): 3, frozenset({"002", "003"}): 3}},
    ],
    ids=["negative", "half a person", "a yes", "negative sum", "alone and in a sum", "in two sums"],
)
def test_figures_that_count_somebody_twice_or_in_part_are_refused(broken):
    with pytest.raises(ValueError, match=r"whole numbers|known sum"):
        Facts(**broken)


def test_facts_stay_as_they_were_judged():
    inhabitants = {"001": 60, "002": 40}
    facts = Facts(inhabitants=inhabitants, covered=frozenset({"001", "002"}))
    inhabitants["003"] = 1_000_000

    assert judge(facts, RULE).region_inhabitants == 100
