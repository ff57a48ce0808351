"""Ways to divide an appropriation over what was asked: the rules alone, in euros, without a database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

NOTHING = Decimal(0)
GRANTED, PARTLY, REFUSED = "granted", "partly", "refused"
Key = tuple[int, str]


@dataclass(frozen=True)
class Wish:
    """What one element of one case asks, and the smallest sum with which it can be carried out, where that is known."""

    key: Key
    asked_eur: Decimal
    smallest_eur: Decimal | None = None
    score: Decimal | None = None


@dataclass(frozen=True)
class Share:
    """What one element gets."""

    outcome: str
    amount_eur: Decimal


NO_SHARE = Share(REFUSED, NOTHING)


def share_of(asked_eur: Decimal, amount_eur: Decimal) -> Share:
    """The outcome that a sum is; ValueError for one above what was asked."""
    if amount_eur > asked_eur:
        raise ValueError("more than was asked")
    if amount_eur <= 0:
        return NO_SHARE
    return Share(GRANTED if amount_eur == asked_eur else PARTLY, amount_eur)


def in_full(wishes: Iterable[Wish]) -> dict[Key, Share]:
    """Everything that is asked, whatever there is."""
    return {wish.key: share_of(wish.asked_eur, wish.asked_eur) for wish in wishes}


def equally(wishes: Iterable[Wish], left_eur: Decimal) -> dict[Key, Share]:
    """The same share of what each asks, down to whole euros, so that never more than what is left is given."""
    found = list(wishes)
    asked = sum((wish.asked_eur for wish in found), NOTHING)
    if asked <= left_eur:
        return in_full(found)
    left = max(left_eur, NOTHING)
    return {
        wish.key: share_of(
            wish.asked_eur, (wish.asked_eur * left / asked).to_integral_value(rounding=ROUND_FLOOR)
        )
        for wish in found
    }


def by_score(wishes: Iterable[Wish], left_eur: Decimal) -> dict[Key, Share]:
    """In full by score, best first, until the money ends; those without a score come last, in their own order.

    The element at which it ends gets what is left when that is enough for its smallest sum; after it nothing is
    given, so that nobody passes a better one.
    """
    left, ended, found = max(left_eur, NOTHING), False, {}
    for wish in sorted(wishes, key=lambda wish: (wish.score is None, -(wish.score or NOTHING))):
        share = NO_SHARE
        if not ended:
            ended = wish.asked_eur > left
            if not ended:
                share = share_of(wish.asked_eur, wish.asked_eur)
            elif wish.smallest_eur is not None and wish.smallest_eur <= left:
                share = share_of(wish.asked_eur, left)
        found[wish.key] = share
        left -= share.amount_eur
    return found


def total_of(shares: Mapping[Key, Share]) -> Decimal:
    return sum((share.amount_eur for share in shares.values()), NOTHING)
