"""The whole plan as a PDF: answers, elements, budget, members and coverage, marked with its version and its date."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import override

from applications.exports.blocks import Block, blocks_of
from applications.exports.board_text import Told, coverage_words
from applications.exports.figures import euros, iso_day, iso_moment, number
from applications.exports.printing import fit, printed
from applications.exports.tables import Table
from applications.exports.wording import saying
from pilots.answers import frozen_in_words

Facts = dict[str, Any]


def plan_pdf(facts: Facts, language: str) -> bytes:
    """The plan in "fi" or "sv" as PDF/A-3a and PDF/UA-1."""
    view = PlanView(fit(facts), language)
    return printed("plan.html", view.context(), language=language, at=datetime.fromisoformat(facts["at"]))


class PlanView(Told):
    """What the template of the plan shows, in one language."""

    def __init__(self, facts: Facts, language: str) -> None:
        super().__init__(facts, language, saying(language))

    def context(self) -> dict[str, Any]:
        facts, say = self.facts, self.say
        made = iso_moment(facts["at"], self.language)
        standing = facts["standing"]
        return {
            "title": self.title() or say("plan.title"),
            "about": f"{self.name(facts['lead'])} · {self.name(facts['call'])}",
            "mark": "" if standing == "sent" else say("document.draft"),
            "notice": (
                say(f"plan.{standing}_title"),
                say(f"plan.{standing}_text", version=facts["version"], made=made),
            ),
            "facts": self.head(),
            "answers": [self.answer(one) for one in facts["content"]["plan"]],
            "elements": [self.element(one) for one in facts["content"]["elements"]],
            "sums": self.sums(),
            "lines": self.lines(),
            "members": self.members() if facts["members"] else None,
            "coverage": self.coverage(),
            "source": self.source(),
            "grounds": blocks_of(facts["special_grounds"]),
        }

    def title(self) -> str:
        """The project's name on one line."""
        named = (one["text"] for one in self.facts["content"]["plan"] if one["code"] == "title")
        return " ".join(next(named, "").split())

    def head(self) -> list[tuple[str, str]]:
        facts = self.facts
        found = {
            "call": self.name(facts["call"]),
            "county": self.name(facts["county"]),
            "lead": self.name(facts["lead"]),
            "case": facts["case_number"] or self.say("document.not_sent"),
            "plan_version": str(facts["version"]),
            "closes": iso_moment(facts["closes_at"], self.language),
        }
        return [(self.say(f"document.{key}"), value) for key, value in found.items()]

    def answer(self, one: Facts) -> tuple[str, list[Block]]:
        """A question and its answer in words."""
        text = self.answer_text(one) or self.say("plan.no_answer")
        return self.name(one["label"]), blocks_of(text)

    def answer_text(self, one: Facts) -> str:
        """An answer as people read it: numbers and days their way, choices by their names."""
        with override(self.language):
            return frozen_in_words(one)

    def element(self, one: Facts) -> Facts:
        """An element's facts, description and answers."""
        nothing = self.say("document.nothing")
        clients, smallest = one["expected_clients"], one.get("smallest_eur")
        found = {
            "starts": iso_day(one["starts_on"]) if one["starts_on"] else nothing,
            "ends": iso_day(one["ends_on"]) if one["ends_on"] else nothing,
            "clients": nothing if clients is None else number(clients),
            "asked": euros(one["asked_eur"]),
            "smallest": nothing if smallest is None else euros(smallest),
        }
        return {
            "name": self.name(one["name"]),
            "facts": [(self.say(f"plan.{key}"), value) for key, value in found.items()],
            "description": blocks_of(one["description"] or self.say("plan.no_answer")),
            "answers": [self.answer(each) for each in one.get("answers", ())],
        }

    def sums(self) -> Table:
        """What is asked for each element, and in all."""
        content = self.facts["content"]
        rows = [(self.name(one["name"]), euros(one["asked_eur"])) for one in content["elements"]]
        total = (self.say("plan.total"), euros(content["asked_eur"]))
        heads = (self.say("plan.element"), self.say("plan.asked"))
        return Table(self.say("plan.sums"), heads, (*rows, total), total=True)

    def lines(self) -> Table | None:
        """The budget's lines with their sums."""
        lines = self.facts["content"]["budget"]
        if not lines:
            return None
        elements = {one["code"]: self.name(one["name"]) for one in self.facts["content"]["elements"]}
        keys = ("asked_eur", "self_financing_eur", "other_public_eur")
        rows = [
            (
                elements.get(line["element"], line["element"]),
                self.say(f"category.{line['category']}"),
                str(line["year"]),
                self.name(line["organisation"]) if line["organisation"] else self.say("plan.common"),
                line["note"] or self.say("document.nothing"),
                *(euros(line.get(key, 0)) for key in keys),
            )
            for line in lines
        ]
        sums = [sum((Decimal(line.get(key, 0)) for line in lines), Decimal(0)) for key in keys]
        total = (self.say("plan.total"), "", "", "", "", *(euros(amount) for amount in sums))
        heads = (
            "element",
            "category",
            "year",
            "organisation",
            "note",
            "asked",
            "self_financing",
            "other_public",
        )
        names = tuple(self.say(f"plan.{key}") for key in heads)
        return Table(self.say("plan.lines"), names, (*rows, total), words=5, total=True)

    def members(self) -> Table:
        """Who takes part, where each stands, and what it pays."""
        rows = [
            (
                self.name(one["name"]),
                self.say(f"standing.{one['standing']}"),
                self.decision(one["decision"]),
                self.say("plan.share_open") if one["share_eur"] is None else euros(one["share_eur"]),
            )
            for one in self.facts["members"]
        ]
        heads = tuple(self.say(f"plan.{key}") for key in ("organisation", "state", "decision", "share"))
        return Table(self.say("plan.members"), heads, tuple(rows), words=3)

    def decision(self, decision: Facts | None) -> str:
        """The decision by which a member counts, in a phrase."""
        if decision is None:
            return self.say("document.nothing")
        section = f", § {decision['section']}" if decision["section"] else ""
        result = self.say(f"result.{decision['result']}")
        return f"{decision['body']} {iso_day(decision['on'])}{section}: {result}"

    def coverage(self) -> list[tuple[str, str]]:
        """Confirmed and invited coverage, and what it was judged from."""
        judged = self.facts["coverage"]
        if judged is None:
            return []
        return [
            (self.say(f"plan.{key}"), coverage_words(self, judged[key])) for key in ("confirmed", "invited")
        ]

    def source(self) -> str:
        """Date, division and source of the figures."""
        days = {key: iso_day(self.facts[key]) for key in ("population_on", "organised_on")}
        return self.say("effect.source", division=self.say(f"division.{self.facts['division']}"), **days)
