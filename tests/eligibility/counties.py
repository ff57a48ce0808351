"""Real counties for the tests of the rules, at the end of 2016 and of 2017.

municipalities.csv: Statistics Finland, population structure and regional classifications; THL Sotkanet,
indicator 127 (CC BY 4.0). Four figures of 2016 are blank there: only the sums of two later merged pairs are
known, and they stand below.
"""

import csv
from pathlib import Path

from eligibility import Facts, Ruleset

RULE = Ruleset(name="coverage-2017", full=80, lower=70, floor=50, least_municipalities=2, binding=True)
NO_RULE = Ruleset(name="none", full=None, lower=None, floor=None, least_municipalities=None, binding=False)

KANKAANPAA_AND_HONKAJOKI = frozenset({"214", "099"})
NURMES_AND_VALTIMO = frozenset({"541", "911"})
KNOWN_SUMS_2016 = {KANKAANPAA_AND_HONKAJOKI: 13396, NURMES_AND_VALTIMO: 10130}

KEUSOTE = frozenset(["106", "186", "505", "543", "611", "858"])
SOITE = frozenset(["074", "217", "236", "272", "288", "421", "584", "849", "924"])
ESSOTE = frozenset(["097", "178", "213", "491", "507", "588", "623"])
PHHYKY = frozenset(["016", "081", "098", "142", "316", "398", "504", "560", "576", "616"])
AUTHORITIES = (
    KEUSOTE,
    SOITE,
    ESSOTE,
    PHHYKY,
    frozenset(["140", "263", "762", "925"]),  # Ylä-Savo
    frozenset(["105", "205", "290", "578", "697", "765", "777"]),  # Kainuu
    frozenset(["153", "405", "416", "441", "580", "689", "700", "739", "831"]),  # Eksote
    frozenset(
        ["090", "146", "167", "176", "260", "276", "309", "422", "426", "541", "607", "707", "848", "911"]
    ),  # Siun sote
)

with (Path(__file__).parent / "municipalities.csv").open(encoding="utf-8", newline="") as file:
    MUNICIPALITIES = tuple(csv.DictReader(file))

REFORM_COUNTIES = tuple(sorted({row["reform_region"] for row in MUNICIPALITIES}))


def facts_of(region, year, covered=(), *, division="reform_region", special_grounds=False):
    rows = [row for row in MUNICIPALITIES if row[division] == region]
    blank = {row["code"] for row in rows if not row[f"inhabitants_{year}"]}
    return Facts(
        inhabitants={
            row["code"]: int(row[f"inhabitants_{year}"]) for row in rows if row["code"] not in blank
        },
        known_sums={pair: together for pair, together in KNOWN_SUMS_2016.items() if pair <= blank},
        covered=frozenset(covered),
        special_grounds=special_grounds,
    )
