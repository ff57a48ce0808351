"""A presentation memo as a document: what PDF and Word both show, in reading order."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from applications.exports.figures import euros, iso_day, iso_moment, share
from applications.exports.printing import fit
from applications.exports.tables import Table

FOLDER = Path(__file__).parent / "texts"
NOTHING = "–"
Facts = dict[str, Any]


@cache
def texts(language: str) -> dict[str, str]:
    """All texts of a memo in "fi" or "sv"."""
    data = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    return {f"{section}.{key}": text for section, part in data.items() for key, text in part.items()}


@dataclass(frozen=True)
class Part:
    """A piece of the document: `h2`, `h3`, `p`, `note`, `item` or `table`; `lang` where it is not the memo's own."""

    kind: str
    text: str = ""
    lang: str = ""
    label: str = ""
    table: Table | None = None


@dataclass(frozen=True)
class MemoDocument:
    """Title, facts as (name, value), and the parts."""

    language: str
    title: str
    ministry: str
    running: str
    at: datetime
    facts: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]


def document_of(snapshot: Facts, language: str) -> MemoDocument:
    """Put the document together; every text is fit for print."""
    return Writer(fit(snapshot), language).document()


class Writer:
    """Writes one memo in one language."""

    def __init__(self, facts: Facts, language: str) -> None:
        self.facts, self.language, self.words = facts, language, texts(language)

    def say(self, key: str, **values: Any) -> str:
        return self.words[key].format_map(values)

    def money(self, amount: str | None) -> str:
        return NOTHING if amount is None else euros(Decimal(amount))

    def document(self) -> MemoDocument:
        facts, say = self.facts, self.say
        call = facts["call"][self.language]
        return MemoDocument(
            language=self.language,
            title=say("head.title", number=facts["number"], call=call),
            ministry=say("head.ministry"),
            running=say("head.running", number=facts["number"]),
            at=datetime.fromisoformat(facts["made_at"]),
            facts=tuple(self.head()),
            parts=(
                Part("note", say("head.standing")),
                Part("h2", say("heading.money")),
                Part("table", table=self.money_table()),
                *self.shortfall(),
                Part("h2", say("heading.cases")),
                Part("table", table=self.cases_table()),
                Part("h2", say("heading.reasons")),
                *self.reasons(),
                Part("h2", say("heading.equal")),
                *self.equal(),
            ),
        )

    def head(self) -> Iterator[tuple[str, str]]:
        facts = self.facts
        yield self.say("head.call"), facts["call"][self.language]
        yield self.say("head.forum"), self.say(f"forum.{facts['forum']}")
        if facts["meets_on"]:
            yield self.say("head.meets_on"), iso_day(facts["meets_on"])
        yield self.say("head.made"), iso_moment(facts["made_at"], self.language)
        yield self.say("head.made_by"), facts["made_by"]
        yield self.say("head.cases"), str(len(facts["cases"]))

    def money_table(self) -> Table:
        """From the appropriation to what the proposals would leave of it."""
        money = self.facts["money"]
        keys = (
            "asked_eur",
            "total_eur",
            "reserve_eur",
            "committed_eur",
            "left_eur",
            "proposed_eur",
            "after_eur",
        )
        rows = tuple((self.say(f"money.{key}"), self.money(money[key])) for key in keys)
        return Table(
            self.say("money.caption"), (self.say("money.what"), self.say("money.sum")), rows, total=True
        )

    def shortfall(self) -> Iterator[Part]:
        """Say it when the proposals together are more than what is left."""
        after = self.facts["money"]["after_eur"]
        if after is None:
            yield Part("p", self.say("money.none"))
        elif Decimal(after) < 0:
            yield Part("p", self.say("money.short", amount=self.money(str(-Decimal(after)))))

    def cases_table(self) -> Table:
        """All cases in one table, a row for each element, and the totals."""
        rows = [row for case in self.facts["cases"] for row in self.case_rows(case)]
        sums = [
            sum((Decimal(case[key] or 0) for case in self.facts["cases"]), Decimal(0))
            for key in ("asked_eur", "proposed_eur")
        ]
        total = (self.say("cases.total"), *[""] * 6, self.money(str(sums[0])), "", self.money(str(sums[1])))
        keys = (
            "county",
            "lead",
            "coverage",
            "score",
            "element",
            "outcome",
            "ground",
            "asked",
            "smallest",
            "proposed",
        )
        heads = tuple(self.say(f"cases.{key}") for key in keys)
        return Table(self.say("cases.caption"), heads, (*rows, total), words=7, total=True)

    def case_rows(self, case: Facts) -> Iterator[tuple[str, ...]]:
        county, lead = case["county"][self.language], case["lead"][self.language]
        coverage = f"{self.say('verdict.' + case['verdict'])}, {share(case['share'])}"
        score = (case["score"] or NOTHING).replace(".", ",")
        for element in case["elements"]:
            ground = element["reason"][self.language] if element["reason"] else NOTHING
            yield (
                county,
                lead,
                coverage if case["share"] is not None else self.say(f"verdict.{case['verdict']}"),
                score,
                element["name"][self.language],
                self.outcome(case, element),
                ground,
                self.money(element["asked_eur"]),
                self.money(element["smallest_eur"]),
                self.money(element["amount_eur"]) if element["outcome"] else NOTHING,
            )

    def outcome(self, case: Facts, element: Facts) -> str:
        """The outcome, and how far it has come: a draft, a proposal or a decision."""
        if not element["outcome"]:
            return self.say("standing.none")
        words = self.say(f"outcome.{element['outcome']}")
        return (
            words
            if case["standing"] == "presented"
            else f"{words} ({self.say('standing.' + case['standing'])})"
        )

    def reasons(self) -> Iterator[Part]:
        """Each case's short reasons, in the language of the case."""
        for case in self.facts["cases"]:
            heading = (
                f"{case['county'][self.language]}: {case['lead'][self.language]} ({case['case_number']})"
            )
            yield Part("h3", heading)
            if case["resolution"] != "elements":
                label = self.say(f"outcome.{case['resolution']}")
                yield Part("p", case["resolution_reasons"], lang=case["language"], label=label)
                continue
            if not any(element["outcome"] for element in case["elements"]):
                yield Part("p", self.say("standing.none"))
            for element in case["elements"]:
                if element["outcome"]:
                    yield from self.element_reasons(case, element)
            yield from self.of_case(case)

    def element_reasons(self, case: Facts, element: Facts) -> Iterator[Part]:
        amount = self.money(element["amount_eur"])
        name = element["name"][self.language]
        label = f"{name}: {self.say('outcome.' + element['outcome'])}, {amount}"
        yield Part("p", element["reasons"] or NOTHING, lang=case["language"], label=label)
        for key in ("scope", "below_smallest"):
            if element[key]:
                yield Part("p", element[key], lang=case["language"], label=self.say(f"reasons.{key}"))

    def of_case(self, case: Facts) -> Iterator[Part]:
        """The condition, and the ruling on special grounds."""
        if case["condition"]:
            yield Part("p", case["condition"], lang=case["language"], label=self.say("reasons.condition"))
        if case["grounds_accepted"] is not None:
            key = "accepted" if case["grounds_accepted"] else "not_accepted"
            label = self.say(f"reasons.{key}")
            yield Part("p", case["grounds_reason"], lang=case["language"], label=label)

    def equal(self) -> Iterator[Part]:
        """The groups in a table, then every departure with its reasons."""
        groups = self.facts["equal_treatment"]
        yield Part("p", self.say("equal.lead"))
        if not groups:
            yield Part("p", self.say("standing.none"))
            return
        heads = tuple(self.say(f"equal.{key}") for key in ("ground", "outcomes", "count", "exceptions"))
        rows = tuple(
            (self.ground(one), self.counted(one), str(one["count"]), str(len(one["exceptions"])))
            for one in groups
        )
        yield Part("table", table=Table(self.say("equal.caption"), heads, rows, words=2))
        departures = [(group, one) for group in groups for one in group["exceptions"]]
        yield Part("p", self.say("equal.some" if departures else "equal.none"))
        for group, one in departures:
            place = f"{one['county'][self.language]} ({one['case_number']}), {one['element'][self.language]}"
            outcome = self.say(f"outcome.{one['outcome']}")
            label = f"{self.ground(group)} – {place}: {outcome}"
            yield Part("p", one["reasons"] or NOTHING, lang=one["language"], label=label)

    def ground(self, group: Facts) -> str:
        name = group["name"][self.language] if group["name"] else group["ground"]
        if group["kind"] == "reason":
            return self.say("equal.reason", name=name)
        return self.say("equal.verdict", name=name, verdict=self.say(f"verdict.{group['ground']}"))

    def counted(self, group: Facts) -> str:
        return ", ".join(f"{self.say('outcome.' + outcome)} {count}" for outcome, count in group["outcomes"])
