"""What the calculator lets one choose from, and the picture of what was chosen; knows no organisation and no draft."""

from collections.abc import Iterable
from dataclasses import dataclass

from eligibility import FiguresMissing, fewest_additions, judge
from pilots.meter import Party, Picture
from pilots.models import Call, JointAuthority, Municipality, Region
from pilots.queries import authorities_of, places_of, ruleset_of


@dataclass(frozen=True)
class Choice:
    """One box to tick: a municipality, or an authority and the names of those it covers."""

    value: str
    name: str
    inhabitants: int | None
    ticked: bool
    covers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chosen:
    """A county with its boxes, largest first, and the judged consortium."""

    authorities: tuple[Choice, ...]
    municipalities: tuple[Choice, ...]
    picture: Picture


def chosen(
    call: Call, region: Region | str, *, municipality_codes: Iterable[str], authority_keys: Iterable[str]
) -> Chosen:
    """Judge a choice; codes and keys that do not belong to the county are passed over. Two or three queries."""
    places, county = places_of(call, region)
    blocks = authorities_of(call, region)
    ticked_codes = set(municipality_codes) & places.keys()
    ticked_keys = {authority.key for authority in blocks} & set(authority_keys)
    parties = [party_of_place(places[code]) for code in sorted(ticked_codes)]
    parties += [party_of_authority(a, codes) for a, codes in blocks.items() if a.key in ticked_keys]
    facts = county.facts(covered=frozenset[str]().union(*(party.codes for party in parties)))
    parties.sort(key=lambda party: (-facts.inhabitants_of(party.codes), party.name))
    ruleset = ruleset_of(call)
    try:
        verdict, missing = judge(facts, ruleset), ()
    except FiguresMissing as unknown:
        verdict, missing = None, unknown.municipalities
    advises = verdict is not None
    picture = Picture(
        facts=facts,
        ruleset=ruleset,
        verdict=verdict,
        missing=missing,
        parties=tuple(parties),
        municipalities=places,
        population_on=call.population_on,
        advice=fewest_additions(facts, ruleset) if advises else (),
        whole_advice=fewest_additions(facts, ruleset, blocks.values()) if advises and blocks else (),
    )
    boxes = [
        Choice(place.code, place.name, facts.inhabitants.get(place.code), place.code in ticked_codes)
        for place in places.values()
    ]
    groups = [authority_choice(a, codes, picture, ticked=a.key in ticked_keys) for a, codes in blocks.items()]
    return Chosen(tuple(by_size(groups)), tuple(by_size(boxes)), picture)


def party_of_place(place: Municipality) -> Party:
    return Party(place.name, frozenset({place.code}))


def party_of_authority(authority: JointAuthority, codes: frozenset[str]) -> Party:
    return Party(authority.name, codes, authority.abbreviation)


def authority_choice(
    authority: JointAuthority, codes: frozenset[str], picture: Picture, *, ticked: bool
) -> Choice:
    order = sorted(codes, key=lambda code: (-(picture.facts.inhabitants.get(code) or 0), code))
    names = tuple(picture.names(tuple(order)))
    return Choice(authority.key, authority.name, picture.known(codes), ticked, names)


def by_size(choices: list[Choice]) -> list[Choice]:
    """Largest first; equal or unknown sizes by name."""
    return sorted(choices, key=lambda choice: (-(choice.inhabitants or 0), choice.name))
