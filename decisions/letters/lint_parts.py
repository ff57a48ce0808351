"""Which parts every letter must have, and how to walk a snapshot."""

from collections.abc import Iterator
from typing import Any

# Hallintolaki 44 §: authority and date, parties, reasons, result, contact.
# Distribution and language by practice.
REQUIRED = (
    "schema",
    "case_number",
    "version",
    "decided_on",
    "decided_at",
    "publicity",
    "addressee.name",
    "addressee.address",
    "applicant",
    "members",
    "county",
    "call.name",
    "call.closed_at",
    "received_at",
    "elements",
    "totals.asked_eur",
    "totals.granted_eur",
    "provisions",
    "contact.text",
    "contact.email",
    "presenting_officer.name",
    "presenting_officer.title",
    "decision_maker.name",
    "decision_maker.title",
    "proof.presented_at",
    "proof.signed_at",
    "proof.method",
    "verify.code",
    "verify.url",
    "distribution",
)
# What only signing gives, and what a draft therefore may lack.
SIGNED_ONLY = frozenset({"decided_on", "decided_at", "decision_maker", "proof", "verify"})


def value_at(snapshot: Any, path: str) -> Any:
    """The value at "a.b.c", None where any step is missing; a {fi, sv} pair counts by its words."""
    for step in path.split("."):
        snapshot = snapshot.get(step) if isinstance(snapshot, dict) else None
    if isinstance(snapshot, dict) and snapshot.keys() == {"fi", "sv"}:
        return snapshot["fi"] and snapshot["sv"]
    return snapshot.strip() if isinstance(snapshot, str) else snapshot


def texts_in(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a snapshot with its place, such as ("elements.1.reasons", "…")."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from texts_in(item, f"{path}.{key}".lstrip("."))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from texts_in(item, f"{path}.{number}")
