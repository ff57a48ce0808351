"""The questions that calls may ask: their kind, of what they are asked, and what is an answer."""

from collections.abc import Mapping
from typing import Any

from pilots.reference import values
from pilots.reference.notices import LANGUAGES
from pilots.reference.toml import Section

LONGEST_ANSWER = 50_000
KINDS = ("text", "line", "number", "residents", "date", "choice", "commitment")
# How long the answer of a kind can become as it is stored; of the others the file says it.
LENGTHS = {"number": 10, "residents": 10, "date": 10, "choice": 40, "commitment": 3}
# Names of other fields on the pages that ask.
TAKEN = {"description", "seen", "save", "more", "autosave", "copy", "count"}
FEWEST_OPTIONS = 2


def read_question(code: str, section: Section, *, elements: Mapping[str, Any]) -> dict[str, Any]:
    """One question as a row; raises BrokenFile with its line. `elements`: all that calls can name."""
    if code in TAKEN:
        raise section.broken(f"{code} is the name of another field")
    kind = section.text("kind", values.one_of(*KINDS), default="text")
    question = {
        "code": code,
        "section": section.text("section", values.one_of("plan", "element")),
        "kind": kind,
        "for_elements": _for_elements(section, elements),
        "options": _options(section) if kind == "choice" else [],
        "latest_on": section.day("latest_on") if kind == "date" and "latest_on" in section.values else None,
        "required": section.flag("required"),
        "max_length": LENGTHS.get(kind) or section.number("max_length", least=1, most=LONGEST_ANSWER),
    }
    if question["for_elements"] and question["section"] != "element":
        raise section.broken('is only for questions of the section "element"', "for_elements")
    for language in LANGUAGES:
        question[f"label_{language}"] = section.text(f"label_{language}")
        question[f"hint_{language}"] = section.text(f"hint_{language}", values.text_or_empty)
    section.finish()
    return question


def _for_elements(section: Section, elements: Mapping[str, Any]) -> list[str]:
    """The elements of which it is asked; of all where the file names none."""
    if "for_elements" not in section.values:
        return []
    codes = section.listed("for_elements", str)
    for code in codes:
        if code not in elements:
            raise section.broken(f"names {code!r}, which is not defined", "for_elements")
    return codes


def _options(section: Section) -> list[dict[str, str]]:
    """What can be chosen: a code and its words in each language."""
    given = section.take("options", list)
    if len(given) < FEWEST_OPTIONS:
        raise section.broken("must be two or more to choose from", "options")
    found = []
    for one in given:
        option = Section(section.file, section.content, one, header=f"[{section.header}.options]")
        words = {"code": option.text("code", values.slug)}
        words |= {language: option.text(language) for language in LANGUAGES}
        option.finish()
        found.append(words)
    codes = [option["code"] for option in found]
    if len(set(codes)) != len(codes):
        raise section.broken("name the same code twice", "options")
    if max(map(len, codes)) > LENGTHS["choice"]:
        raise section.broken("have a code that is too long", "options")
    return found
