"""What has been changed since the application was last sent: the draft beside the version that stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from applications.models import Application, BudgetLine, MemberDecision, Submission
from applications.queries.calculation import spoken
from applications.queries.snapshot import content_of
from ui.formatting import euros, number


@dataclass(frozen=True)
class Change:
    """One thing that reads differently; either side may be empty."""

    what: str | Promise
    before: str
    after: str


def last_sent(application: Application) -> Submission | None:
    """The version that stands: the one sent last."""
    return application.submissions.order_by("-number").first()


def changes_since(application: Application, submission: Submission | None = None) -> list[Change]:
    """How the draft differs from the version that stands; nothing when it was never sent."""
    standing = submission or last_sent(application)
    return list(differences(standing.snapshot, content_of(application))) if standing else []


def differences(sent: dict[str, Any], now: dict[str, Any]) -> Iterator[Change]:
    """Each thing that two frozen contents say differently, in the order of the application."""
    names = {one["code"]: named(one) for content in (sent, now) for one in content["elements"]}
    yield from of_rows(
        sent, now, "members", key="organisation", label=named, text=lambda row: member_text(row, names)
    )
    yield from of_rows(sent, now, "plan", key="code", label=labelled, text=lambda row: row["text"])
    yield from of_rows(sent, now, "elements", key="code", label=named, text=element_text)
    lines = [budget_text(one) for one in (sent, now)]
    if lines[0] != lines[1]:
        yield Change(_("Budget"), *lines)
    if sent["special_grounds"] != now["special_grounds"]:
        yield Change(_("Special grounds"), sent["special_grounds"], now["special_grounds"])
    yield from of_rows(sent, now, "attachments", key="sha256", label=file_label, text=file_text)


def of_rows(
    sent: dict[str, Any], now: dict[str, Any], part: str, *, key: str, label: Any, text: Any
) -> Iterator[Change]:
    """Rows of one part that came, went, or read differently, told apart by a key."""
    before = {row[key]: row for row in sent.get(part, [])}
    after = {row[key]: row for row in now.get(part, [])}
    for ident in dict.fromkeys([*before, *after]):
        old, new = before.get(ident), after.get(ident)
        told = [text(row) if row else "" for row in (old, new)]
        if told[0] != told[1]:
            yield Change(label(new or old), *told)


def named(row: dict[str, Any]) -> str:
    return spoken(row["name"])


def labelled(row: dict[str, Any]) -> str:
    return spoken(row["label"])


def file_label(_row: dict[str, Any]) -> str:
    return _("Attachments")


def file_text(row: dict[str, Any]) -> str:
    """A file's name, what is told of it, and why it should be confidential."""
    mark = _("Proposed confidential") if row.get("proposed_confidential") else ""
    told = (row["name"], row.get("description", ""), mark, row.get("confidential_reason", ""))
    return "\n".join(part for part in told if part)


def member_text(row: dict[str, Any], names: dict[str, str]) -> str:
    """A member's decision and elements in a line or two."""
    decision = row["decision"]
    told = _("takes part; no decision")
    if decision:
        section = f" § {decision['section']}" if decision["section"] else ""
        result = dict(MemberDecision.Result.choices)[decision["result"]]
        told = f"{decision['body']} {iso_day(decision['on'])}{section}: {result}"
        if decision["conditions"]:
            told += f"\n{decision['conditions']}"
    share = euros(row["share_eur"]) if row["share_eur"] else ""
    elements = ", ".join(names[code] for code in row["elements"] if code in names)
    return "\n".join(part for part in (told, elements, share) if part)


def element_text(row: dict[str, Any]) -> str:
    """An element's own plan: description, period, clients, the least sum and the answers."""
    clients = "" if row["expected_clients"] is None else number(row["expected_clients"])
    smallest = euros(row["smallest_eur"]) if row.get("smallest_eur") else ""
    answers = [f"{spoken(one['label'])}: {one['text']}" for one in row.get("answers", []) if one["text"]]
    period = f"{iso_day(row['starts_on'])}–{iso_day(row['ends_on'])}"
    return "\n".join(part for part in (row["description"], period, clients, smallest, *answers) if part)


def budget_text(content: dict[str, Any]) -> str:
    """The lines of the budget and their sum."""
    lines = [
        f"{dict(BudgetLine.Category.choices)[line['category']]} {line['year']}, {line['element']}"
        f"{', ' + spoken(line['organisation']) if line['organisation'] else ''}: {euros(line['asked_eur'])}"
        f"{' / ' + euros(line['self_financing_eur']) if Decimal(line['self_financing_eur']) else ''}"
        f"{' / ' + euros(line['other_public_eur']) if Decimal(line.get('other_public_eur') or 0) else ''}"
        f"{' (' + line['note'] + ')' if line['note'] else ''}"
        for line in content["budget"]
    ]
    in_all = _("In all")
    return "\n".join([*lines, f"{in_all}: {euros(content['asked_eur'])}"])


def iso_day(text: str | None) -> str:
    """A frozen day as people write it."""
    return ".".join(str(int(part)) for part in reversed(text.split("-"))) if text else ""
