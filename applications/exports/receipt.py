"""The receipt as a PDF (13/2003, 12 §): from the frozen submission alone, so it is the same bytes every time."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from applications.models import Attachment, MemberDecision, Submission
from applications.queries.calculation import calculation_of, spoken
from pilots.wording import VERDICTS, reason_sentences
from ui.formatting import day
from ui.pdf import make_pdf
from ui.print_text import printable

_STYLE = Path(__file__).with_name("receipt.css")
LANGUAGES = ("fi", "sv")


def receipt_pdf(submission: Submission, *, language: str) -> bytes:
    """PDF/A-3a and PDF/UA-1, in Finnish or Swedish; ValueError for any other language."""
    if language not in LANGUAGES:
        raise ValueError(f"no receipt in {language!r}")
    with translation.override(language):
        html = render_to_string("applications/receipt_pdf.html", content_of(submission, language))
    return make_pdf(printable(html), css=[_STYLE], lang=language, created_at=submission.received_at)


def content_of(submission: Submission, language: str) -> dict[str, Any]:
    """Everything that the receipt says, ready to be shown."""
    sent = submission.snapshot
    names = {one["code"]: spoken(one["name"]) for one in sent["elements"]}
    calculation = calculation_of(submission.verdict)
    return {
        "language": language,
        "submission": submission,
        "sent": sent,
        "county": spoken(sent["county"]["name"]),
        "call": spoken(sent["call"]["name"]),
        "lead": spoken(sent["lead"]),
        "members": [member_row(one, names) for one in sent["members"]],
        "elements": [element_row(one) for one in sent["elements"]],
        "answered": sum(bool(one["text"].strip()) for one in sent["plan"]),
        "files": [file_row(one) for one in sent.get("attachments", [])],
        "supplement": sent.get("supplement"),
        "calculation": calculation,
        "verdict": VERDICTS[calculation.verdict.outcome][1],
        "reasons": reason_sentences(calculation.verdict, calculation.ruleset),
    }


def member_row(member: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """A member with its decision and its elements."""
    decision, told = member["decision"], _("no decision")
    if decision:
        on = parse_date(decision["on"])
        section = f" §\N{NO-BREAK SPACE}{decision['section']}" if decision["section"] else ""
        result = dict(MemberDecision.Result.choices)[decision["result"]]
        told = f"{decision['body']} {day(on) if on else ''}{section}: {result}"
    return {
        "name": spoken(member["name"]),
        "is_lead": member["is_lead"],
        "decision": told,
        "elements": ", ".join(names[code] for code in member["elements"] if code in names),
    }


def element_row(element: dict[str, Any]) -> dict[str, Any]:
    """An element with its period and the sum asked for it in euros."""
    starts, ends = (parse_date(element[name]) if element[name] else None for name in ("starts_on", "ends_on"))
    return {
        "name": spoken(element["name"]),
        "starts_on": starts,
        "ends_on": ends,
        "asked_eur": Decimal(element["asked_eur"]),
    }


def file_row(file: dict[str, Any]) -> dict[str, Any]:
    """A file with what it is, its size in bytes and its checksum."""
    return {**file, "purpose": dict(Attachment.Purpose.choices)[file["purpose"]]}
