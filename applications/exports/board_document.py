"""The draft decision as a document: what PDF and Word both show, in reading order; and its PDF."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from applications.exports.blocks import Block, blocks_of
from applications.exports.figures import iso_moment
from applications.exports.printing import fit, printed
from applications.exports.tables import Table, tables_of
from applications.exports.wording import saying
from ui.print_text import printable


@dataclass(frozen=True)
class Written:
    """A package as it is stored: the texts as people left them, the facts as they stood when it was made."""

    language: str
    matter: str
    proposal: str
    grounds: str
    facts: dict[str, Any]
    edited_at: datetime | None = None


@dataclass(frozen=True)
class BoardDocument:
    """Title, facts as (name, value), the three parts, the tables and the annexes."""

    language: str
    title: str
    organisation: str
    facts: tuple[tuple[str, str], ...]
    parts: tuple[tuple[str, list[Block]], ...]
    tables_heading: str
    tables: tuple[Table, ...]
    annexes_heading: str
    annexes: tuple[str, ...]
    kind: str
    mark: str
    notice: tuple[str, str]


def document_of(written: Written) -> BoardDocument:
    """Put the document together; every text is fit for print."""
    language, facts, say = written.language, fit(written.facts), saying(written.language)
    parts = (
        (say("heading.proposal"), blocks_of(written.proposal)),
        (say("heading.grounds"), blocks_of(written.grounds)),
    )
    return BoardDocument(
        language=language,
        title=" ".join(printable(written.matter).split()) or say("document.kind"),
        organisation=facts["organisation"][language],
        facts=tuple(facts_of(written, facts)),
        parts=parts,
        tables_heading=say("heading.figures"),
        tables=tuple(tables_of(facts, language)),
        annexes_heading=say("heading.annexes"),
        annexes=(say("annex.plan", version=facts["plan_version"]),),
        kind=say("document.kind"),
        mark=say("document.draft"),
        notice=(say("document.draft_title"), say("document.draft_text", version=facts["plan_version"])),
    )


def facts_of(written: Written, facts: dict[str, Any]) -> list[tuple[str, str]]:
    """What the head of the document names."""
    language, say = written.language, saying(written.language)
    edited = written.edited_at and iso_moment(written.edited_at.isoformat(), language)
    found = [
        ("organisation", facts["organisation"][language]),
        ("call", facts["call"]["name"][language]),
        ("county", facts["county"][language]),
        ("lead", facts["lead"][language]),
        ("plan_version", str(facts["plan_version"])),
        ("made", iso_moment(facts["made_at"], language)),
        ("edited", edited),
    ]
    return [(say(f"document.{key}"), value) for key, value in found if value]


def board_pdf(written: Written) -> bytes:
    """The draft decision as PDF/A-3a and PDF/UA-1; the same package is the same bytes."""
    made_at = datetime.fromisoformat(written.facts["made_at"])
    context = {"document": document_of(written)}
    return printed("board.html", context, language=written.language, at=written.edited_at or made_at)
