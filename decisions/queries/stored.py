"""A stored verdict drawn again from its own figures: nothing is judged anew, nothing is read from today's data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from applications.models import Submission
from eligibility import Facts, Ruleset, Verdict, fewest_additions, least_inhabitants
from pilots.meter import Party, Picture
from pilots.models import Municipality
from pilots.wording import inhabitants, municipalities
from ui.formatting import number


def spoken(names: dict[str, str]) -> str:
    """One of both frozen names, in the language of the page."""
    return names["sv"] if get_language() == "sv" and names.get("sv") else names["fi"]


def picture_of(submission: Submission, places: Mapping[str, Municipality] | None = None) -> Picture:
    """The consortium as it was judged when it was sent; `places` are the county's, where the caller has them."""
    stored = submission.verdict
    through: dict[str, set[str]] = {}
    for row in stored["municipalities"]:
        through.setdefault(spoken(row["through"]), set()).add(row["code"])
    facts = Facts(
        inhabitants=stored["region_figures"],
        known_sums={frozenset(pair["codes"]): pair["inhabitants"] for pair in stored["known_sums"]},
        covered=frozenset(row["code"] for row in stored["municipalities"]),
        special_grounds=bool(submission.snapshot["special_grounds"].strip()),
    )
    ruleset = Ruleset(name=stored["rule"], binding=stored["binding"], **(stored["limits"] or {}))
    parties = [Party(name, frozenset(codes)) for name, codes in through.items()]
    parties.sort(key=lambda party: -facts.inhabitants_of(party.codes))
    return Picture(
        facts=facts,
        ruleset=ruleset,
        verdict=Verdict.from_json(stored),
        missing=(),
        parties=tuple(parties),
        municipalities=named(facts, places or {}),
        population_on=date.fromisoformat(stored["population_on"]),
        advice=tuple(fewest_additions(facts, ruleset)) if stored["limits"] else (),
    )


def named(facts: Facts, places: Mapping[str, Municipality]) -> Mapping[str, Municipality]:
    """The municipalities of the figures; no query where the places hold all of them."""
    codes = list(facts.municipalities)
    return places if all(code in places for code in codes) else Municipality.objects.in_bulk(codes)


@dataclass(frozen=True)
class Condition:
    """One condition of the rule: the comparison in whole numbers, whether it holds, and by how much."""

    text: str | Promise
    comparison: str
    holds: bool
    meaning: str


def conditions_of(stored: dict[str, Any]) -> list[Condition]:
    """The rule's conditions one by one; none where the call has no rule."""
    limits = stored["limits"]
    if not limits:
        return []
    covered, region = stored["covered_inhabitants"], stored["region_inhabitants"]
    some, every = stored["covered_municipalities"], stored["region_municipalities"]
    found = [counted(_("At least %(count)s municipalities"), some, limits["least_municipalities"])]
    for percent in sorted({limits["full"], limits["lower"], limits["floor"]}, reverse=True):
        least = least_inhabitants(percent, region)
        gap = covered - least
        found.append(
            Condition(
                _("At least %(percent)s %% of the inhabitants") % {"percent": percent},
                f"{number(covered)} {'≥' if gap >= 0 else '<'} {number(least)}",
                gap >= 0,
                (_("%(count)s to spare") if gap >= 0 else _("%(count)s missing"))
                % {"count": inhabitants(abs(gap))},
            )
        )
    found.append(counted(_("At least half of the municipalities"), some, -(-every // 2)))
    return found


def counted(text: str, some: int, least: int) -> Condition:
    """A condition on the number of municipalities."""
    gap = some - least
    words = (_("%(count)s to spare") if gap >= 0 else _("%(count)s missing")) % {
        "count": municipalities(abs(gap))
    }
    return Condition(
        text % {"count": least} if "%(count)s" in text else text,
        f"{some} {'≥' if gap >= 0 else '<'} {least}",
        gap >= 0,
        words,
    )
