"""The pages of a whole call: their addresses, and what is posted to them."""

from typing import Any

from tests.access.world import NOBODY, World
from tests.cast import PASSWORD


def of_round(world: World, *, here: bool) -> dict[str, dict[str, Any]]:
    """Pages of a whole call, and what has been recorded of it."""
    slug = {"slug": world.own.call.slug if here else "no-such-call"}
    pages = dict.fromkeys(("round", "round-decide", "memos", "handlings", "announcements"), slug)
    memo = slug | {"number": 1}
    things = {"handling": world.handling, "announcement": world.wave}
    return (
        pages
        | {"memo-pdf": memo, "memo-docx": memo}
        | {name: slug | {"pk": thing.pk if here else NOBODY} for name, thing in things.items()}
    )


def sent_to_round(world: World, today: str, presented: str) -> dict[str, dict[str, Any]]:
    """The fields by the name of the route; `presented` is when the own case's proposal was."""
    own = world.own.pk
    handling = {
        "forum": "ministers", "on": today, "outline_fi": "Ministeriryhmä puolsi.", "outline_sv": "Gruppen förordade.",
        "applications": [own],
    }  # fmt: skip
    wave = {
        "announced_at": f"{today} 0.00", "title_fi": "Tulokset", "title_sv": "Resultat",
        "decisions": list(world.own.decisions.values_list("pk", flat=True)),
    }  # fmt: skip
    return {
        "round-decide": {"case": own, f"seen-{own}": presented, "password": PASSWORD, "sign": "sign"},
        "memos": {"forum": "ministers", "language": "fi"},
        "handlings": handling,
        "handling": handling,
        "announcements": wave,
        "announcement": wave,
    }
