"""The calls and what they are put together from: rules, elements, questions, points of screening and acts."""

from collections.abc import Mapping
from typing import Any

from pilots.reference import values
from pilots.reference.lists import read_lists
from pilots.reference.notices import LANGUAGES, read_notices, texts
from pilots.reference.questions import read_question
from pilots.reference.rows import Row
from pilots.reference.toml import Section, parse_toml

POINT_KINDS = ("plain", "arrival", "coverage", "grounds", "members", "period", "grant_act")


class Definitions:
    """What the calls name: coverage rules as rows; elements, questions, points and acts as values by their code."""

    def __init__(self, contents: Mapping[str, str]) -> None:
        self.rules = [
            Row(section.file, section.line, (name,), _rule(name, section))
            for name, section in _sections("rules.toml", contents)
        ]
        self.elements = {code: _element(code, s) for code, s in _sections("elements.toml", contents)}
        self.questions = {
            code: read_question(code, section, elements=self.elements)
            for code, section in _sections("questions.toml", contents)
        }
        self.screening = {code: _point(code, s) for code, s in _sections("screening.toml", contents)}
        self.acts = {number: _act(number, s) for number, s in _sections("acts.toml", contents)}


def _sections(file: str, contents: Mapping[str, str]) -> list[tuple[str, Section]]:
    content = contents[file]
    parsed = parse_toml(file, content)
    return [(name, Section(file, content, table, header=name)) for name, table in parsed.items()]


def _rule(name: str, section: Section) -> dict[str, Any]:
    full = section.number("full", least=0, most=100)
    lower = section.number("lower", least=0, most=full)
    rule = {
        "name": name,
        "full": full,
        "lower": lower,
        "floor": section.number("floor", least=0, most=lower),
        "least_municipalities": section.number("least_municipalities", least=0, most=300),
        "binding": section.flag("binding"),
    }
    section.finish()
    return rule


def _element(code: str, section: Section) -> dict[str, Any]:
    element = {"code": code} | {f"name_{lang}": section.text(f"name_{lang}") for lang in LANGUAGES}
    section.finish()
    return element


def _point(code: str, section: Section) -> dict[str, Any]:
    kind = section.text("kind", values.one_of(*POINT_KINDS), default="plain")
    point = {"code": code, "kind": kind}
    point |= {f"text_{language}": section.text(f"text_{language}") for language in LANGUAGES}
    point |= {f"law_{language}": section.text(f"law_{language}", default="") for language in ("fi", "sv")}
    section.finish()
    return point


def _act(number: str, section: Section) -> dict[str, Any]:
    act = {
        "act": {language: section.text(language) for language in LANGUAGES},
        "number": number,
        "sections": section.text("sections", default=""),
    }
    section.finish()
    return act


def read_call(file: str, content: str, definitions: Definitions) -> tuple[Row, dict[str, list[Row]]]:
    """Return the call's row and the rows of its parts by table: elements, questions, points of
    screening, what its page tells.

    A rolling call gives no closing time: loading computes it. Parts carry the call's slug in their key;
    the order of elements, questions and points is that of the call's lists.
    """
    section = Section(file, content, parse_toml(file, content))
    call = _call(section)
    call["legal_basis"] = [
        definitions.acts[number] for number in _named(section, "legal_basis", definitions.acts)
    ]
    elements = _named(section, "elements", definitions.elements)
    questions = _named(section, "questions", definitions.questions)
    for code in questions:
        wanted = definitions.questions[code]["for_elements"]
        if wanted and not set(wanted) & set(elements):
            raise section.broken(
                f"names {code!r}, which is about elements that the call does not have", "questions"
            )
    screening = _named(section, "screening", definitions.screening)
    notices = read_notices(section, call["slug"]) | read_lists(section, call["slug"])
    section.finish()
    row = Row(file, section.line_of("slug"), (call["slug"],), call)
    parts = {
        "elements": _rows_of(
            row, section.line_of("elements"), [definitions.elements[code] for code in elements]
        ),
        "questions": _rows_of(
            row, section.line_of("questions"), [definitions.questions[code] for code in questions]
        ),
        "screening_points": _rows_of(
            row, section.line_of("screening"), [definitions.screening[code] for code in screening]
        ),
    }
    return row, parts | notices


def _rows_of(call: Row, line: int, found: list[dict[str, Any]]) -> list[Row]:
    slug = call.key[0]
    return [
        Row(call.file, line, (slug, one["code"]), one | {"order": order})
        for order, one in enumerate(found, 1)
    ]


def _named(section: Section, key: str, known: Mapping[str, Any]) -> list[str]:
    names = section.listed(key, str)
    for name in names:
        if name not in known:
            raise section.broken(f"names {name!r}, which is not defined", key)
    return names


def _call(section: Section) -> dict[str, Any]:
    call = {"slug": section.text("slug", values.slug)}
    for text in ("name", "programme"):
        call |= {f"{text}_{language}": section.text(f"{text}_{language}") for language in LANGUAGES}
    call |= {
        "status": section.text("status", values.one_of("preparation", "published")),
        "rolling": section.flag("rolling", default=False),
        "division": section.text("division", values.one_of("reform", "statistical")),
        "includes_aland": section.flag("includes_aland"),
        "population_on": section.day("population_on"),
        "rule_id": section.text("rule", default="") or None,
        "admits_single": section.flag("admits_single"),
        "self_financing_required": section.flag("self_financing_required"),
        "smallest_sum_required": section.flag("smallest_sum_required", default=True),
        "budget_years": section.listed("budget_years", int),
        "appropriation_eur": section.euros("appropriation_eur"),
        **texts(section, "illustrative_note", optional=True),
        **texts(section, "condition", optional=True),
        "source": section.text("source"),
    }
    return call | _times(section, rolling=call["rolling"])


def _times(section: Section, *, rolling: bool) -> dict[str, Any]:
    times = {"opens_at": section.moment("opens_at")}
    if not rolling:
        times["closes_at"] = section.moment("closes_at")
        if times["closes_at"] <= times["opens_at"]:
            raise section.broken("must come after opens_at", "closes_at")
    keys = ("starts_earliest_on", "starts_latest_on", "ends_latest_on")
    days = {key: section.day(key) for key in keys}
    if list(days.values()) != sorted(days.values()):
        raise section.broken("and the two limits after it must be in order", keys[0])
    return times | days
