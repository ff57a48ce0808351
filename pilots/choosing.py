"""What the calculator lets one choose from, and the picture of what was chosen; knows no organisation and no draft."""

from dataclasses import dataclass
from datetime import date

from eligibility import FiguresMissing, fewest_additions, judge
from pilots.meter import Party, Picture
from pilots.models import Call, JointAuthority, Municipality
from pilots.queries import ruleset_of
from pilots.worlds import World


@dataclass(frozen=True)
class Choice:
    """One box to tick: a municipality, or an authority and the names of those it covers."""

    value: str
    name: str
    inhabitants: int | None
    ticked: bool
    covers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """What the address asks: the ticked codes and keys, the figures' date (None: the call's own), special grounds."""

    municipalities: frozenset[str]
    authorities: frozenset[str]
    on: date | None = None
    special_grounds: bool = False


@dataclass(frozen=True)
class Chosen:
    """Who was chosen of a county, and the judged consortium; the boxes come largest first."""

    call: Call
    world: World
    municipalities: tuple[Municipality, ...]
    authorities: tuple[JointAuthority, ...]
    others: tuple[JointAuthority, ...]
    picture: Picture

    def municipality_boxes(self) -> list[Choice]:
        residents, ticked = self.picture.facts.inhabitants, {place.code for place in self.municipalities}
        return by_size(
            [
                Choice(place.code, place.name, residents.get(place.code), place.code in ticked)
                for place in self.world.places.values()
            ]
        )

    def authority_boxes(self) -> list[Choice]:
        ticked = {authority.key for authority in self.authorities}
        return by_size(
            [
                authority_choice(authority, codes, self.picture, ticked=authority.key in ticked)
                for authority, codes in self.world.blocks.items()
            ]
        )

    def other_boxes(self) -> list[Choice]:
        ticked = {authority.key for authority in self.others}
        return [Choice(each.key, each.name, None, each.key in ticked) for each in self.world.others]


def chosen(call: Call, world: World, asked: Asked) -> Chosen:
    """Judge a choice; codes and keys that do not belong to the county are passed over."""
    municipalities = tuple(world.places[code] for code in sorted(asked.municipalities & world.places.keys()))
    authorities = tuple(each for each in world.blocks if each.key in asked.authorities)
    others = tuple(each for each in world.others if each.key in asked.authorities)
    parties = [party_of_place(place) for place in municipalities]
    parties += [party_of_authority(each, world.blocks[each]) for each in authorities]
    parties += [party_of_authority(each, frozenset()) for each in others]
    picture = judged(call, world, parties, special_grounds=asked.special_grounds, on=asked.on)
    return Chosen(call, world, municipalities, authorities, others, picture)


def judged(
    call: Call,
    world: World,
    parties: list[Party],
    *,
    special_grounds: bool,
    on: date | None = None,
    by_blocks: bool = True,
) -> Picture:
    """The verdict on these parties, with the smallest steps: singly, and by whole joint authorities."""
    covered = frozenset[str]().union(*(party.codes for party in parties))
    facts = world.county.facts(covered=covered, special_grounds=special_grounds)
    ruleset = ruleset_of(call)
    try:
        verdict, missing = judge(facts, ruleset), ()
    except FiguresMissing as unknown:
        verdict, missing = None, unknown.municipalities
    blocks = world.blocks.values() if by_blocks else ()
    return Picture(
        facts=facts,
        ruleset=ruleset,
        verdict=verdict,
        missing=missing,
        parties=tuple(sorted(parties, key=lambda party: (-facts.inhabitants_of(party.codes), party.name))),
        municipalities=world.places,
        population_on=on or call.population_on,
        advice=fewest_additions(facts, ruleset) if verdict else (),
        whole_advice=fewest_additions(facts, ruleset, blocks) if verdict and blocks else (),
    )


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
