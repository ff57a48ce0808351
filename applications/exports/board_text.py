"""The draft decision for a member's own body: matter, proposal and grounds, from the facts of the package.

The texts are plain: a line that begins with "# " is a heading, "- " an item, "1. " a numbered item.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from applications.exports.figures import euros, iso_day, iso_moment, number, share
from applications.exports.wording import Say, inside, saying, series

Facts = dict[str, Any]


@dataclass(frozen=True)
class BoardText:
    """The three parts of the draft decision."""

    matter: str
    proposal: str
    grounds: str


@dataclass(frozen=True)
class Told:
    """The facts with the words of one language at hand."""

    facts: Facts
    language: str
    say: Say

    def name(self, names: dict[str, str]) -> str:
        return names[self.language] or names["fi"]

    @property
    def organisation(self) -> str:
        return self.name(self.facts["organisation"])

    @property
    def lead(self) -> str:
        return self.name(self.facts["lead"])

    @property
    def is_lead(self) -> bool:
        return bool(self.facts["organisation"]["is_lead"])


def board_text(facts: Facts, language: str) -> BoardText:
    """The draft decision in "fi" or "sv". The same facts give the same text."""
    told = Told(facts, language, saying(language))
    parts = (["# " + told.say(f"heading.{name}"), *part(told)] for name, part in PARTS.items())
    grounds = "\n\n".join("\n".join(lines) for lines in parts)
    return BoardText(matter(told), proposal(told), grounds)


def matter(told: Told) -> str:
    key = "matter.lead" if told.is_lead else "matter.join"
    return told.say(key, call=told.name(told.facts["call"]["name"]), county=told.name(told.facts["county"]))


def proposal(told: Told) -> str:
    """What the body is asked to decide, in numbered points."""
    points = enumerate(points_of(told), start=1)
    return "\n".join([opening(told), *(f"{number}. {point}" for number, point in points)])


def opening(told: Told) -> str:
    """The body by its name; where that is unknown, or told in the other language, without a name."""
    body = told.facts["body"]
    if body["name"] and body["language"] == told.language:
        return told.say("proposal.opening", body=body["name"])
    return told.say("proposal.opening_passive")


def points_of(told: Told) -> Iterator[str]:
    facts, say = told.facts, told.say
    who = {"organisation": told.organisation, "lead": told.lead}
    of_lead = "_lead" if told.is_lead else ""
    place = {"call": told.name(facts["call"]["name"]), "county": told.name(facts["county"])}
    yield say(f"proposal.join{of_lead}", **who, **place)
    chosen = [inside(told.name(one["name"])) for one in facts["elements"] if one["takes_part"]]
    if chosen:
        yield say("proposal.elements", elements=series(chosen, told.language), **who)
    else:
        yield say("proposal.elements_open", **who)
    yield say("proposal.plan", version=facts["plan_version"], **who)
    if facts["share_eur"] is None:
        yield say("proposal.share_open")
    else:
        yield say("proposal.share", share=euros(facts["share_eur"]), **who)
    yield say(f"proposal.mandate{of_lead}", **who)
    yield say("proposal.agreement")


def of_call(told: Told) -> Iterator[str]:
    call, say = told.facts["call"], told.say
    elements = series([inside(told.name(name)) for name in call["elements"]], told.language)
    yield say(
        "call.ministry",
        call=told.name(call["name"]),
        closes_at=iso_moment(call["closes_at"], told.language),
        elements=elements,
    )
    days = ("starts_earliest_on", "starts_latest_on", "ends_latest_on")
    yield say("call.period", **{key: iso_day(call[key]) for key in days})
    if told.name(call["condition"]):
        yield told.name(call["condition"])
    yield say("call.self_financing" if call["self_financing_required"] else "call.no_self_financing")


def of_rule(told: Told) -> Iterator[str]:
    rule = told.facts["rule"]
    if rule is None:
        yield told.say("rule.none")
        return
    limits = {key: rule[key] for key in ("full", "lower", "floor")}
    yield told.say(
        "rule.binding" if rule["binding"] else "rule.advisory", least=rule["least_municipalities"], **limits
    )
    yield told.say("rule.counted")


def of_consortium(told: Told) -> Iterator[str]:
    yield told.say("consortium.lead", names=told.lead)
    for standing in ("decided", "accepted", "asked", "listed"):
        members = [one for one in told.facts["members"] if one["standing"] == standing]
        names = [told.name(one["name"]) for one in members]
        if names:
            yield told.say(f"consortium.{standing}", names=", ".join(names))
    yield told.say("consortium.duty")


def of_project(told: Told) -> Iterator[str]:
    facts = told.facts
    if facts["title"]:
        yield told.say("project.title", title=facts["title"].rstrip(" ."))
    if not facts["elements"]:
        yield told.say("project.none")
    for one in facts["elements"]:
        yield "- " + told.say(
            "project.element", name=told.name(one["name"]), facts="; ".join(of_element(told, one))
        )
    yield told.say("project.clarified")


def of_element(told: Told, one: Facts) -> Iterator[str]:
    """What is known of an element so far."""
    say = told.say
    if one["starts_on"] and one["ends_on"]:
        yield say("project.period", starts_on=iso_day(one["starts_on"]), ends_on=iso_day(one["ends_on"]))
    if one["expected_clients"] is not None:
        yield say("project.clients", clients=number(one["expected_clients"]))
    yield say("project.asked", asked=euros(one["asked_eur"]))
    if one["smallest_eur"] is not None:
        yield say("project.smallest", smallest=euros(one["smallest_eur"]))
    taking = "project.takes_part" if one["takes_part"] else "project.takes_no_part"
    yield say(taking, organisation=told.organisation)


def of_money(told: Told) -> Iterator[str]:
    facts, say = told.facts, told.say
    amounts = {key: euros(facts[f"{key}_eur"]) for key in ("asked", "self_financing", "other_public")}
    yield say("money.asked", **amounts)
    own = {
        key: sum((Decimal(one[f"{key}_eur"]) for one in facts["elements"]), Decimal(0))
        for key in ("own_asked", "own_self_financing")
    }
    if any(own.values()):
        amounts = {key: euros(amount) for key, amount in own.items()}
        yield say("money.own", organisation=told.organisation, **amounts)
    else:
        yield say("money.own_none", organisation=told.organisation)
    if facts["share_eur"] is None:
        yield say("money.share_open")
    else:
        yield say("money.share", share=euros(facts["share_eur"]))
    yield say("money.agreement")


def of_effect(told: Told) -> Iterator[str]:
    facts, say = told.facts, told.say
    if not facts["covers"]:
        yield say("effect.nobody", organisation=told.organisation)
    else:
        covers = ", ".join(sorted(told.name(name) for name in facts["covers"]))
        size = {"organisation": told.organisation, "covers": covers}
        if facts["inhabitants"] is None:
            yield say("effect.size_unknown", **size)
        else:
            yield say("effect.size", inhabitants=number(facts["inhabitants"]), **size)
    for group in ("confirmed", "invited"):
        for side in ("without", "including"):
            figures = coverage_words(told, facts["coverage"][group][side])
            yield "- " + say(f"effect.{group}_{side}", figures=figures)
    call = facts["call"]
    days = {key: iso_day(call[key]) for key in ("population_on", "organised_on")}
    yield say("effect.source", division=say(f"division.{call['division']}"), **days)


def coverage_words(told: Told, judged: Facts | None) -> str:
    """One coverage with every figure it was judged from."""
    if judged is None:
        return told.say("effect.unknown")
    return told.say(
        "effect.figures",
        share=share(judged["share"]),
        covered=number(judged["covered_inhabitants"]),
        region=number(judged["region_inhabitants"]),
        municipalities=judged["covered_municipalities"],
        region_municipalities=judged["region_municipalities"],
        outcome=told.say(f"outcome.{judged['outcome']}"),
    )


def of_otherwise(told: Told) -> Iterator[str]:
    """What follows when the body does not decide to join."""
    say, who = told.say, {"organisation": told.organisation}
    confirmed = told.facts["coverage"]["confirmed"]
    without, including = confirmed["without"], confirmed["including"]
    if without is None or including is None:
        yield say("otherwise.unknown", **who)
    elif without["share"] == including["share"]:
        yield say("otherwise.same", **who)
    else:
        outcomes = {
            key: say(f"outcome.{one['outcome']}")
            for key, one in (("without", without), ("including", including))
        }
        yield say("otherwise.counted", share=share(without["share"]), outcome=outcomes["without"], **who)
        if without["outcome"] != including["outcome"]:
            yield say("otherwise.decisive", **outcomes)
    if not told.is_lead:
        yield say("otherwise.blocks")


def of_schedule(told: Told) -> Iterator[str]:
    facts, say = told.facts, told.say
    if facts["body"]["meets_on"]:
        yield say("schedule.meets", meets_on=iso_day(facts["body"]["meets_on"]))
    if facts["reply_by_on"]:
        yield say("schedule.reply", reply_by_on=iso_day(facts["reply_by_on"]))
    yield say("schedule.closes", closes_at=iso_moment(facts["call"]["closes_at"], told.language))
    if not told.is_lead:
        yield say("schedule.extract", lead=told.lead)


PARTS = {
    "call": of_call,
    "rule": of_rule,
    "consortium": of_consortium,
    "project": of_project,
    "money": of_money,
    "effect": of_effect,
    "otherwise": of_otherwise,
    "schedule": of_schedule,
}
