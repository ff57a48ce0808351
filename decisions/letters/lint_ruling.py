"""What a letter of a later ruling may not be printed without: what it replaces, its ground, hearing and consent."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from decisions.letters.kinds import (
    ENDING,
    LATER,
    OF_CLAIM,
    OF_CONDITION,
    RE_EXAMINED,
    ruling_of,
    to_detriment,
)
from decisions.letters.lint_parts import value_at
from decisions.letters.problems import Problem

Snapshot = dict[str, Any]
Problems = Iterator[Problem]
# What each kind must say besides its ground.
NEEDED = {
    **dict.fromkeys(OF_CONDITION, ("ruling.on", "ruling.condition")),
    **dict.fromkeys(RE_EXAMINED, ("ruling.cause.ground",)),
    **dict.fromkeys(OF_CLAIM, ("ruling.claim.by", "ruling.claim.arrived_at", "ruling.claim.last_on")),
    "corrected": ("ruling.cause.ground", "ruling.wrong", "ruling.right"),
    "renounced": ("ruling.on", "ruling.said"),
}


def ruling_problems(snapshot: Snapshot) -> Problems:
    """All problems of a later ruling; a first decision has none, and a later one may not pass for a first.

    Legal source: hallintolaki 434/2003, 34 § (hearing), 44-45 § (ground), 50-53 § (correction, consent).
    """
    kind, ruling = snapshot["kind"], ruling_of(snapshot)
    if kind not in LATER:
        if snapshot["version"] > 1:
            yield Problem("kind_not_chosen", f"{snapshot['version']}")
        return
    if not (snapshot["replaces"] and ruling):
        yield Problem("ruling_without_decision", kind)
        return
    needed = NEEDED.get(kind, ())
    for path in needed if kind == "renounced" else (*needed, "ruling.ground"):
        if not value_at(snapshot, path):
            yield Problem("missing", path)
    if kind in RE_EXAMINED - OF_CLAIM and ruling.get("claim") and not ruling.get("claim_outcome"):
        yield Problem("missing", "ruling.claim_outcome")
    yield from _sums(snapshot, ruling)
    if to_detriment(snapshot):
        yield from _protection(ruling)


def _sums(snapshot: Snapshot, ruling: Snapshot) -> Problems:
    """What the table of money says is what the elements say, and an award that is over leaves nothing."""
    after = sum((Decimal(row["after_eur"]) for row in ruling["money"]), Decimal(0))
    if after != Decimal(snapshot["totals"]["granted_eur"]):
        yield Problem("ruling_misplaced", f"{after} ≠ {snapshot['totals']['granted_eur']}")
    if snapshot["kind"] in ENDING and after:
        yield Problem("ruling_misplaced", f"{snapshot['kind']}: {after}")


def _protection(ruling: Snapshot) -> Problems:
    """A change to a party's detriment: heard, and with consent or the ground for doing without."""
    heard = ruling["cause"].get("heard", [])
    if not heard:
        yield Problem("hearing_missing", "hallintolaki 434/2003, 34 §")
    for row in heard:
        if not row["answered_on"] and not row["overdue"]:
            yield Problem("hearing_open", row["due_on"])
    if not (ruling.get("consent_on") or ruling.get("without_consent", "").strip()):
        yield Problem("consent_missing", "ruling.without_consent")
