"""From a judged consortium to what pages show of it: the meter, who covers what, the ways forward, the map."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from eligibility import Addition, Facts, Outcome, Ruleset, Verdict, Way, cut_share, least_inhabitants
from pilots.models import Municipality
from pilots.wording import (
    NOBODY,
    NOT_JUDGED,
    VERDICTS,
    inhabitants,
    is_any,
    listed,
    municipalities,
    municipalities_of_all,
    reason_sentences,
    step_result,
    way_text,
)
from ui.formatting import day, number, share
from ui.meter import Ghost, Mark, Meter, Segment
from ui.parts import Tile

TONES = 3


@dataclass(frozen=True)
class Party:
    """A member and the municipalities of the county it brings; `short` is its name where there is little room."""

    name: str
    codes: frozenset[str]
    short: str = ""


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A consortium, its county and its verdict. `verdict` is None where the figures of `missing` are not known.

    Parties come largest first; those that bring nothing are left out of the bar and the map.
    """

    facts: Facts
    ruleset: Ruleset
    verdict: Verdict | None
    missing: tuple[str, ...]
    parties: tuple[Party, ...]
    municipalities: Mapping[str, Municipality]
    population_on: date
    advice: tuple[Addition, ...] = ()
    whole_advice: tuple[Addition, ...] = ()

    def names(self, codes: tuple[str, ...]) -> list[str]:
        return [self.municipalities[code].name for code in codes]

    def brought(self) -> list[tuple[Party, frozenset[str], int]]:
        """Each party that brings something, what nobody before it brought, and its tone."""
        taken: frozenset[str] = frozenset()
        found = []
        for party in self.parties:
            own = party.codes - taken
            if own:
                found.append((party, own, len(found) % TONES + 1))
                taken |= own
        return found

    def known(self, codes: frozenset[str]) -> int | None:
        """Residents of these municipalities; None where one is known neither by itself nor by a sum."""
        alone = {code for code in codes if self.facts.inhabitants.get(code) is not None}
        together = [group for group in self.facts.known_sums if group <= codes]
        return self.facts.inhabitants_of(codes) if alone.union(*together) == codes else None

    def percent(self, residents: int) -> str:
        """Residents in percent of the county, cut."""
        return cut_share(residents, self.residents)

    @cached_property
    def residents(self) -> int:
        """Residents of the whole county, as far as known."""
        return sum(self.figures())

    def figures(self) -> Iterator[int]:
        """Every figure of the county that is known, by itself or as a sum."""
        yield from (figure for figure in self.facts.inhabitants.values() if figure is not None)
        yield from self.facts.known_sums.values()

    def step(self) -> Addition | None:
        """The smallest step that would qualify; None where there is none, or none is needed."""
        if self.verdict is None or self.verdict.outcome in {Outcome.MEETS, Outcome.NO_RULE}:
            return None
        reachable = [addition for addition in self.advice if addition.add]
        if self.verdict.outcome is not Outcome.NOT_ELIGIBLE:
            reachable = [addition for addition in reachable if addition.way is Way.MEETS]
        return min(reachable, key=lambda addition: addition.add or 0, default=None)


def meter_of(picture: Picture, *, ident: str = "meter", nobody: str = "", label: str = "") -> Meter:
    """The coverage meter with every word of it.

    `nobody` is what to say while nobody brings anything, in place of a step that would pass over those who are asked
    already; `label` tells what the figure is, where there are several.
    """
    verdict, step = picture.verdict, picture.step() if picture.brought() or not nobody else None
    if verdict is None:
        return Meter(share=None, verdict=NOT_JUDGED, sentences=[missing_text(picture)], ident=ident)
    limits = picture.ruleset.limits or ()
    return Meter(
        share=verdict.share,
        verdict=VERDICTS[verdict.outcome] if picture.brought() else NOBODY,
        figures=[
            *([label] if label else []),
            f"{number(verdict.covered_inhabitants)} / {inhabitants(verdict.region_inhabitants)}",
            municipalities_of_all(verdict.covered_municipalities, verdict.region_municipalities),
        ],
        sentences=sentences_of(picture, verdict, step, nobody),
        segments=list(segments_of(picture)),
        marks=[Mark(at, _("meets the rule") if at == limits[0] else "") for at in sorted(set(limits))],
        ghost=ghost_of(picture, step),
        note=note_of(picture, step),
        ident=ident,
    )


def sentences_of(picture: Picture, verdict: Verdict, step: Addition | None, nobody: str) -> list[str]:
    """Why, and the smallest step."""
    if picture.brought():
        found = [" ".join(reason_sentences(verdict, picture.ruleset))]
    else:
        found = [nobody or _("Tick those who would take part; the answer is worked out here.")]
    if step is not None:
        found.append(step_text(picture, verdict, step))
    return found


def step_text(picture: Picture, verdict: Verdict, step: Addition) -> str:
    """The smallest step, what it leads to, and how much is missing from the full limit now."""
    after = picture.facts.inhabitants_of(picture.facts.covered | frozenset(step.municipalities))
    words = ngettext(
        "if %(names)s joins, %(result)s.", "if %(names)s join, %(result)s.", len(step.municipalities)
    )
    words %= {
        "names": listed(picture.names(step.municipalities)),
        "result": step_result(step.way, share(picture.percent(after))),
    }
    missing = (
        least_inhabitants(picture.ruleset.full or 0, verdict.region_inhabitants) - verdict.covered_inhabitants
    )
    lack = ""
    if missing > 0:
        lack = _("Now %(missing)s are missing from %(full)s %%.") % {
            "missing": inhabitants(missing),
            "full": picture.ruleset.full,
        }
    return format_html("<strong>{}</strong> {} {}", _("Smallest step:"), words, lack)


def missing_text(picture: Picture) -> str:
    """Which figures are not known, that nothing is guessed, and what to do."""
    return _(
        "The population of %(names)s on %(on)s is not known by itself. Where only a sum is known, the municipalities "
        "count together or not at all; nothing is guessed. Choose both or neither, or figures of another date."
    ) % {"names": listed(picture.names(picture.missing)), "on": day(picture.population_on)}


def segments_of(picture: Picture) -> Iterator[Segment]:
    """The bar's parts: each party in order of size; a sum that two parties share comes last."""
    shared = set(picture.facts.known_sums)
    for index, (party, own, tone) in enumerate(picture.brought(), start=1):
        groups = {group for group in picture.facts.known_sums if group <= own}
        shared -= groups
        parts = sorted((picture.facts.inhabitants.get(code) or 0 for code in own), reverse=True)
        inner = [picture.percent(part) for part in parts] if len(own) > 1 and not groups else []
        residents = picture.facts.inhabitants_of(own)
        yield Segment(
            party.name, picture.percent(residents), key=str(index), tone=tone, short=party.short, inner=inner
        )
    for group in sorted(shared, key=sorted):
        if group <= picture.facts.covered:
            names = " + ".join(picture.names(tuple(sorted(group))))
            yield Segment(names, picture.percent(picture.facts.known_sums[group]))


def ghost_of(picture: Picture, step: Addition | None) -> Ghost | None:
    """What the smallest step would add to the bar."""
    if step is None:
        return None
    residents = picture.facts.inhabitants_of(frozenset(step.municipalities))
    return Ghost(listed(picture.names(step.municipalities)), picture.percent(residents))


def note_of(picture: Picture, step: Addition | None) -> str:
    """The bar's key in words."""
    keys = [
        f"{index} {party.name}" + (f" ({municipalities(len(own))})" if len(own) > 1 else "")
        for index, (party, own, _tone) in enumerate(picture.brought(), start=1)
    ]
    found = [", ".join(keys) + "."] if keys else []
    if step is not None:
        names = listed(picture.names(step.municipalities))
        found.append(_("Dashed: what %(names)s would bring.") % {"names": names})
    return " ".join(found)


@dataclass(frozen=True)
class Covers:
    """A row of who covers what; `inside` are the names and residents of a joint authority's municipalities."""

    key: str
    name: str
    inside: tuple[tuple[str, int | None], ...]
    inhabitants: int | None
    share: str | None


def covers_of(picture: Picture) -> list[Covers]:
    """Who covers what, parties largest first; those that cover nobody come last, without a key."""
    keys = {party: str(index) for index, (party, _own, _tone) in enumerate(picture.brought(), start=1)}
    rows = []
    for party in picture.parties:
        residents = picture.known(party.codes)
        order = sorted(party.codes, key=lambda code: (-(picture.facts.inhabitants.get(code) or 0), code))
        rows.append(
            Covers(
                key=keys.get(party, ""),
                name=party.name,
                inside=tuple(
                    (picture.municipalities[c].name, picture.facts.inhabitants.get(c)) for c in order
                ),
                inhabitants=residents,
                share=None if residents is None else picture.percent(residents),
            )
        )
    return rows


@dataclass(frozen=True)
class WayForward:
    """A row of the ways to qualify."""

    goal: str
    least: str
    example: str
    margin: str
    whole: str = ""


def ways_of(picture: Picture) -> list[WayForward]:
    """What each way to qualify takes at the least, with an example and what would then be to spare."""
    verdict = picture.verdict
    if verdict is None or picture.ruleset.limits is None:
        return []
    whole = {addition.way: addition for addition in picture.whole_advice}
    return [way_forward(picture, verdict, addition, whole.get(addition.way)) for addition in picture.advice]


def way_forward(picture: Picture, verdict: Verdict, addition: Addition, whole: Addition | None) -> WayForward:
    goal = way_text(addition.way, picture.ruleset)
    if addition.add is None:
        return WayForward(goal, _("cannot be reached in this county"), "–", "–")
    margin = inhabitants(addition.margin or 0)
    if addition.add == 0:
        return WayForward(goal, _("nothing: reached"), "–", margin)
    percent = {Way.MEETS: picture.ruleset.full, Way.GROUNDS: picture.ruleset.lower}.get(
        addition.way, picture.ruleset.floor
    )
    if is_any(addition, verdict, least_inhabitants(percent or 0, verdict.region_inhabitants)):
        example = _("any %(count)s") % {"count": addition.add}
        margin = _("exactly %(municipalities)s") % {
            "municipalities": municipalities(verdict.covered_municipalities + addition.add)
        }
    else:
        example = listed(picture.names(addition.municipalities))
    text = ""
    if whole is not None and whole.add and whole.municipalities != addition.municipalities:
        text = f"{municipalities(whole.add)}: {listed(picture.names(whole.municipalities))}"
    return WayForward(goal, municipalities(addition.add), example, margin, text)


def tiles_of(picture: Picture) -> list[Tile]:
    """The county as squares: who brings what by number and tone, the smallest step dashed."""
    through = {
        code: (str(index), tone)
        for index, (_party, own, tone) in enumerate(picture.brought(), start=1)
        for code in own
    }
    step = picture.step()
    wanted = set(step.municipalities) if step else set()
    tiles = []
    for code, place in picture.municipalities.items():
        key, tone = through.get(code, ("", 0))
        state = f"tone-{tone}" if tone else "ghost" if code in wanted else "off"
        tiles.append(
            Tile(place.tile_col, place.tile_row, place.name, state, key or ("+" if code in wanted else ""))
        )
    return tiles


def tiles_title(picture: Picture) -> str:
    """The text alternative of the map."""
    count = sum(len(own) for _party, own, _tone in picture.brought())
    return _("Tile map of the county: %(covered)s covered. The same is told in the tables.") % {
        "covered": municipalities_of_all(count, len(picture.municipalities))
    }
