"""From the snapshot of a decision to what the templates show: sections in order, names in one language."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from decisions.letters import figures
from decisions.letters.kinds import answers_claim, is_whole, ruling_of, to_detriment
from decisions.letters.wording import texts
from ui.print_text import printable

Snapshot = dict[str, Any]
GIVING = frozenset({"granted", "partly"})
_ORDER = (
    "matter",
    "cause",
    "ruling",
    "outcome",
    "condition",
    "ground",
    "reasons",
    "coverage",
    "use",
    "payment",
    "terms",
    "provisions",
    "closing",
)
# What only a letter that lays the whole award out says.
_OF_THE_WHOLE = ("outcome", "condition", "reasons", "coverage", "use", "payment", "terms")


def form_of(snapshot: Snapshot) -> str:
    """What the letter is: "grant", "unexamined" or "lapsed" when that befell every element, or a later ruling."""
    if snapshot["kind"] != "grant":
        return f"later_{snapshot['kind']}"
    outcomes = {element["outcome"] for element in snapshot["elements"]}
    return next(iter(outcomes)) if outcomes in ({"unexamined"}, {"lapsed"}) else "grant"


def gives_money(snapshot: Snapshot) -> bool:
    """Does the decision grant anything?"""
    return any(element["outcome"] in GIVING for element in snapshot["elements"])


def spoken(value: Any, language: str) -> Any:
    """The snapshot in one language: {fi, sv} becomes a name, every text is made fit for print."""
    if isinstance(value, dict):
        if value.keys() == {"fi", "sv"}:
            return printable(value[language] or value["fi"] or value["sv"])
        return {key: spoken(item, language) for key, item in value.items()}
    if isinstance(value, list):
        return [spoken(item, language) for item in value]
    return printable(value) if isinstance(value, str) else value


def view_of(snapshot: Snapshot, *, draft: bool) -> dict[str, Any]:
    """The context of letter.html."""
    language = snapshot["language"]
    words = texts(language)
    decision = spoken(snapshot, language)
    form = form_of(snapshot)
    subject = "voucher" if all(row["code"] == "service-voucher" for row in snapshot["elements"]) else "pilot"
    sections = list(_sections(decision, words))
    return {
        "language": language,
        "other_language": "sv" if language == "fi" else "fi",
        "draft": draft,
        "d": decision,
        "form": words[f"form.{form}"],
        "title": _title(snapshot, form, subject).format(county=decision["county"]),
        "subject": subject,
        "party": "recipient" if gives_money(snapshot) or "money" in ruling_of(snapshot) else "applicant",
        "whole": is_whole(snapshot),
        "ruling": ruling_of(decision),
        "money": _money(ruling_of(decision)),
        "detriment": to_detriment(snapshot),
        "open_condition": bool(snapshot["condition"]) and snapshot["condition"]["state"] == "open",
        "answers_claim": answers_claim(snapshot),
        "sections": sections,
        "number_of": {section["name"]: section["number"] for section in sections},
        "element_names": _names(decision, words),
        "same_for_all": _same_for_all(snapshot),
        "reasons": _reasons(decision["elements"], words),
        "several_grants": sum(row["outcome"] in GIVING for row in snapshot["elements"]) > 1,
        "own_share": bool(decision["use"]) and Decimal(decision["use"]["self_financing_eur"] or 0) > 0,
        "recorded_apart": _recorded_apart(snapshot),
        "coverage": _coverage(decision["coverage"]),
        "handling": _punctuated(decision["handling"]),
        "instalments": instalments_in(decision),
        "partners": _partners(decision),
        "provisions": _provisions(decision["provisions"], words),
        "distribution": ", ".join(decision["distribution"]),
        "service": _site(decision["verify"]["url"]) if decision["verify"] else "",
    }


def instalments_in(snapshot: Snapshot) -> list[Snapshot]:
    """The payment plan; decisions that were signed before plans were kept have none."""
    return (snapshot["payment"] or {}).get("instalments", [])


def _names(decision: Snapshot, words: dict[str, str]) -> str:
    """The elements inside a sentence."""
    return figures.series([_inside(row["name"]) for row in decision["elements"]], words["provisions.and"])


def _sections(decision: Snapshot, words: dict[str, str]) -> Iterator[dict[str, Any]]:
    """The numbered sections; one that has nothing to say is not there."""
    present = dict.fromkeys(_ORDER, True) | {
        "condition": decision["condition"] is not None,
        "use": decision["use"] is not None,
        "payment": decision["payment"] is not None,
        "terms": bool(decision["terms"]),
        # Coverage is no matter of an application that was never examined.
        "coverage": decision["coverage"] is not None and form_of(decision) not in {"unexamined", "lapsed"},
    }
    ruling, whole = ruling_of(decision), is_whole(decision)
    present |= {
        "cause": "cause" in ruling,
        "ruling": bool(ruling),
        "ground": bool(ruling.get("ground")) and not whole,
    }
    if not whole:
        present |= dict.fromkeys(_OF_THE_WHOLE, False)
    for number, name in enumerate((name for name in _ORDER if present[name]), start=1):
        yield {
            "name": name,
            "number": number,
            "heading": words["heading.change" if name == "ruling" and whole else f"heading.{name}"],
            "template": f"letters/{name}.html",
        }


def _title(snapshot: Snapshot, form: str, subject: str) -> str:
    """The title with a place for the county; a later ruling's is what the letter is."""
    words = texts(snapshot["language"])
    return (
        words[f"title.{form}_{subject}"]
        if snapshot["kind"] == "grant"
        else f"{words[f'form.{form}']}: {{county}}"
    )


def _money(ruling: Snapshot) -> Snapshot | None:
    """The sums before and now, element by element and in all; None where nothing changes."""
    rows = ruling.get("money", [])
    if all(row["before_eur"] == row["after_eur"] for row in rows):
        return None
    return {
        "rows": rows,
        "before_eur": sum((Decimal(row["before_eur"]) for row in rows), Decimal(0)),
        "after_eur": sum((Decimal(row["after_eur"]) for row in rows), Decimal(0)),
    }


def _coverage(coverage: Snapshot | None) -> Snapshot | None:
    if coverage is None or coverage["limits"] is None:
        return coverage
    region, limits = coverage["region_inhabitants"], coverage["limits"]
    # Smallest whole number of inhabitants that is the full share: rounded up, in integers.
    return coverage | {
        "required": -(-limits["full"] * region // 100),
        "below": [row for row in coverage["reasons"] if row["code"] in _EXPLAINED],
        "sum_only": any(row["inhabitants"] is None for row in coverage["municipalities"]),
    }


# The other codes are said by sentences of their own: the full limit, and grounds that are missing.
_EXPLAINED = frozenset(
    {
        "fewer_than_two_municipalities",
        "coverage_below_lower",
        "coverage_below_floor",
        "fewer_than_half_of_municipalities",
    }
)


def _recorded_apart(snapshot: Snapshot) -> bool:
    """A replay carries the historic date; then the real day of recording is told too."""
    decided, recorded = snapshot["decided_at"], snapshot.get("recorded_at")
    return bool(decided and recorded) and figures.helsinki_date(decided) != figures.helsinki_date(recorded)


def _same_for_all(snapshot: Snapshot) -> str:
    """The outcome that befell the whole application; "" when something was granted or outcomes differ."""
    outcomes = {element["outcome"] for element in snapshot["elements"]}
    return "".join(outcomes) if len(outcomes) == 1 and not outcomes & GIVING else ""


def _reasons(elements: list[Snapshot], words: dict[str, str]) -> list[dict[str, str]]:
    """Reasons element by element; elements that share outcome and reasons are told together."""
    groups: dict[tuple[str, str], list[str]] = {}
    for row in elements:
        groups.setdefault((row["outcome"], row["reasons"]), []).append(row["name"])
    return [
        {
            "outcome": outcome,
            "text": text,
            "name": figures.series([names[0], *map(_inside, names[1:])], words["provisions.and"]),
        }
        for (outcome, text), names in groups.items()
    ]


def _inside(name: str) -> str:
    """The name of an element inside a sentence."""
    return name[:1].lower() + name[1:]


def _punctuated(steps: list[Snapshot]) -> list[Snapshot]:
    return [step | {"text": step["text"].rstrip(" .")} for step in steps]


def _partners(decision: Snapshot) -> str:
    # Nothing is passed on to a member that has left.
    names = (member["name"] for member in decision["members"] if not member.get("left_on"))
    return ", ".join(name for name in names if name != decision["applicant"])


def _provisions(provisions: list[Snapshot], words: dict[str, str]) -> list[str]:
    lines = []
    for row in provisions:
        parts = [part.strip() for part in row["sections"].split(",") if part.strip()]
        key = "provisions.item" if parts else "provisions.item_whole"
        sections = figures.series(parts, words["provisions.and"]) if parts else ""
        line = words[key].format(act=row["act"], number=row["number"], sections=sections)
        lines.append(figures.kept_together(line))
    return lines


def _site(url: str) -> str:
    address = urlsplit(url)
    return f"{address.scheme}://{address.netloc}"
