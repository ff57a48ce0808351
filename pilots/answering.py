"""The calculator's whole answer: the judged choice, everything its page says of it, and the link that asks it again."""

from datetime import date
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from pilots.answer_tables import bodies_table, covers_table, ways_table
from pilots.bodies import bodies_of, pivotal_of
from pilots.choosing import Asked, Chosen, chosen
from pilots.meter import covers_of, meter_of, tiles_of, tiles_title, ways_of
from pilots.models import Call
from pilots.wording import force_text
from pilots.worlds import Kept
from ui.formatting import day

GIVEN = "1"


def asked_in(address: QueryDict, call: Call) -> Asked:
    """Read the address; Http404 for what is no date. The call's own date is the same as none."""
    raw = address.get("on", "")
    try:
        on = date.fromisoformat(raw) if raw else None
    except ValueError:
        raise Http404 from None
    return Asked(
        municipalities=frozenset(address.getlist("m")),
        authorities=frozenset(address.getlist("a")),
        on=None if on == call.population_on else on,
        special_grounds=address.get("g") == GIVEN,
    )


def answer_of(request: HttpRequest, now: Kept, call: Call, region: str, *, live: bool) -> dict[str, object]:
    """The judged choice and everything the page says of it. Http404 for a county that is not there."""
    asked = asked_in(request.GET, call)
    choice = chosen(call, now.world(call, region, on=asked.on), asked)
    picture = choice.picture
    # A date without figures leaves everything unknown: there is nothing to judge.
    if not picture.municipalities or not any(picture.figures()):
        raise Http404
    ways, covers = ways_of(picture), covers_of(picture)
    judges = picture.verdict is not None and picture.ruleset.limits is not None
    return {
        "call": call,
        "live": live,
        "choice": choice,
        "asked": asked,
        "on": asked.on.isoformat() if asked.on else "",
        "picture": picture,
        "meter": meter_of(picture),
        "tiles": tiles_of(picture),
        "tiles_title": tiles_title(picture),
        "covers": covers_table(covers, picture) if covers else None,
        "bodies": bodies_table(bodies_of(choice)),
        "ways": ways_table(ways) if ways else None,
        "judges": judges,
        "pivotal": pivotal_of(picture) if judges else [],
        "force": force_text(picture.ruleset),
        "other_date": other_date_text(call, asked),
        "link": request.build_absolute_uri(link_of(choice, asked, region)),
        "clear_url": address(call.slug, region, []),
    }


def other_date_text(call: Call, asked: Asked) -> str:
    """That the figures are not those the call judges by; nothing where they are."""
    if asked.on is None:
        return ""
    return _(
        "These figures are of %(on)s. The call judges by those of %(own)s, so its verdict may differ. Who organises "
        "the services is looked at on the call's closing day, %(closing)s, all the same."
    ) % {"on": day(asked.on), "own": day(call.population_on), "closing": day(call.closing_day)}


def boxes_of(choice: Chosen) -> dict[str, object]:
    """What may be ticked, for the whole page."""
    return {
        "authorities": choice.authority_boxes(),
        "municipalities": choice.municipality_boxes(),
        "others": choice.other_boxes(),
    }


def link_of(choice: Chosen, asked: Asked, region: str) -> str:
    """The address that asks the same again: the call, the county and whatever else was chosen."""
    more = [("on", asked.on.isoformat())] if asked.on else []
    more += [("g", GIVEN)] if asked.special_grounds else []
    more += [("a", each.key) for each in (*choice.authorities, *choice.others)]
    more += [("m", place.code) for place in choice.municipalities]
    return address(choice.call.slug, region, more)


def address(slug: str, region: str, more: list[tuple[str, str]]) -> str:
    return f"{reverse('pilots:calculator')}?{urlencode([('call', slug), ('county', region), *more])}"
