"""Which kinds of letters there are: a decision on an application, and the later rulings, each a version of its own."""

from decimal import Decimal
from typing import Any

Snapshot = dict[str, Any]
# Letters that lay the whole award out; the other kinds tell one ruling and leave the rest as it stood.
WHOLE = frozenset({"grant", "amended", "corrected"})
# After re-examination (Hallintolaki 434/2003, 50-53 §), which may follow a rectification claim.
RE_EXAMINED = frozenset({"upheld", "amended", "corrected", "annulled", "claim_refused"})
# The award is over.
ENDING = frozenset({"annulled", "lapsed", "renounced"})
OF_CONDITION = frozenset({"fulfilled", "lapsed"})
OF_CLAIM = frozenset({"claim_refused", "claim_late"})
LATER = RE_EXAMINED | ENDING | OF_CONDITION | OF_CLAIM
KINDS = LATER | {"grant"}


def is_whole(snapshot: Snapshot) -> bool:
    """Does the letter lay the whole award out?"""
    return snapshot["kind"] in WHOLE


def ruling_of(snapshot: Snapshot) -> Snapshot:
    """What a later version rules; empty for the first decision."""
    return snapshot.get("ruling") or {}


def answers_claim(snapshot: Snapshot) -> bool:
    """Is the letter the answer to a rectification claim? Against such an answer one appeals."""
    return bool(ruling_of(snapshot).get("claim"))


def to_detriment(snapshot: Snapshot) -> bool:
    """Does a re-examination leave some element with less than it had?"""
    if snapshot["kind"] not in RE_EXAMINED:
        return False
    rows = ruling_of(snapshot)["money"]
    return any(Decimal(row["after_eur"]) < Decimal(row["before_eur"]) for row in rows)
