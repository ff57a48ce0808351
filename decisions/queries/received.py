"""A submission as it was received, in the words of the page: members, elements, budget, plan."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from applications.models import Attachment, BudgetLine, MemberDecision, Submission
from applications.queries.files import sent_ids
from applications.queries.targets import Target
from decisions.queries.stored import spoken
from pilots.answers import frozen_in_words


@dataclass(frozen=True)
class Taker:
    """A member and the decision by which it counts; `extract` is the file that proves it."""

    name: str
    is_lead: bool
    elements: list[str]
    decision: dict[str, Any] | None
    result: str
    decided_on: date | None
    extract: Attachment | None


@dataclass(frozen=True)
class SentFile:
    """A file as it was frozen; `url_id` is None while it may not be opened."""

    name: str
    purpose: str
    belongs_to: str
    description: str
    size: int
    sha256: str
    confidential: bool
    reason: str
    scan: str
    url_id: int | None


@dataclass(frozen=True)
class Received:
    """Everything of one version, ready to be shown."""

    submission: Submission
    members: list[Taker]
    elements: list[dict[str, Any]]
    budget: list[dict[str, Any]]
    plan: list[dict[str, str]]
    targets: list[Target]
    attachments: list[SentFile]


def received(submission: Submission) -> Received:
    """The frozen content; one query, for the files."""
    content = submission.snapshot
    files = list(Attachment.objects.filter(application=submission.application_id).order_by("pk"))
    by_sum = {file.sha256: file for file in files}
    names = {element["code"]: spoken(element["name"]) for element in content["elements"]}
    return Received(
        submission=submission,
        members=[taker(member, names, by_sum) for member in content["members"]],
        elements=[element_row(element) for element in content["elements"]],
        budget=[budget_row(line, names) for line in content["budget"]],
        plan=answers_in(content["plan"]),
        targets=[Target.from_json(one) for one in submission.verdict.get("targets", ())],
        attachments=[
            sent_file(file, names, {one.pk: one for one in files}) for file in content.get("attachments", ())
        ],
    )


def sent_file(file: dict[str, Any], names: dict[str, str], files: dict[int, Attachment]) -> SentFile:
    """One file of the snapshot, with where its scan stands now."""
    stored = files.get(file["id"])
    code = file["section"].removeprefix("element:")
    return SentFile(
        name=file["name"],
        purpose=str(Attachment.Purpose(file["purpose"]).label),
        belongs_to=names.get(code, ""),
        description=file["description"],
        size=file["size"],
        sha256=file["sha256"],
        confidential=file["proposed_confidential"],
        reason=file["confidential_reason"],
        scan="" if stored is None or stored.opens_for() else stored.scan,
        url_id=stored.pk if stored is not None and stored.opens_for() else None,
    )


def opens_at_the_desk(file: Attachment) -> bool:
    """Whether officials may open it: part of a sending or of a message, and not held by the virus scan."""
    if not file.opens_for():
        return False
    return file.purpose == Attachment.Purpose.MESSAGE or file.pk in sent_ids(file.application)


def taker(member: dict[str, Any], names: dict[str, str], files: dict[str, Attachment]) -> Taker:
    """One member of the snapshot."""
    decision = member["decision"]
    return Taker(
        name=spoken(member["name"]),
        is_lead=member["is_lead"],
        elements=[names[code] for code in member["elements"] if code in names],
        decision=decision,
        result=str(MemberDecision.Result(decision["result"]).label) if decision else "",
        decided_on=date.fromisoformat(decision["on"]) if decision else None,
        extract=files.get(decision["extract_sha256"]) if decision else None,
    )


def day_of(text: str | None) -> date | None:
    """A frozen ISO day."""
    return date.fromisoformat(text) if text else None


def element_row(element: dict[str, Any]) -> dict[str, Any]:
    """One element with its name, period and euros."""
    return element | {
        "name": spoken(element["name"]),
        "starts_on": day_of(element["starts_on"]),
        "ends_on": day_of(element["ends_on"]),
        "asked_eur": Decimal(element["asked_eur"]),
        "smallest_eur": Decimal(element["smallest_eur"]) if element.get("smallest_eur") else None,
        "answers": answers_in(element.get("answers", ())),
    }


def answers_in(frozen: Iterable[dict[str, Any]]) -> list[dict[str, str]]:
    """Frozen questions and their answers in words."""
    return [{"label": spoken(one["label"]), "text": frozen_in_words(one)} for one in frozen]


def budget_row(line: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """One budget line with its names and euros."""
    return line | {
        "element": names.get(line["element"], line["element"]),
        "category": BudgetLine.Category(line["category"]).label,
        "organisation": spoken(line["organisation"]) if line["organisation"] else "",
        "asked_eur": Decimal(line["asked_eur"]),
        "self_financing_eur": Decimal(line["self_financing_eur"]),
        "other_public_eur": Decimal(line.get("other_public_eur", "0.00")),
    }
