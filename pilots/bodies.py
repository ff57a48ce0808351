"""Whose body has to decide for a choice of members, and who of them is pivotal, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from eligibility import pivotal
from pilots.choosing import Chosen
from pilots.meter import Picture
from pilots.models import JointAuthority, Municipality
from pilots.models.authorities import Kind
from pilots.wording import VERDICTS
from ui.formatting import day


@dataclass(frozen=True)
class Body:
    """One that takes part: which body decides, and what that decision brings."""

    name: str
    body: str
    brings: str


def bodies_of(choice: Chosen) -> list[Body]:
    """Authorities first, as their one decision brings most; then municipalities, then those who cover nobody."""
    through = {code: each for each, codes in choice.world.blocks.items() for code in codes}
    taking_part = set(choice.authorities)
    return [
        *(body_of_authority(each, len(choice.world.blocks[each])) for each in choice.authorities),
        *(body_of_place(place, through.get(place.code), taking_part) for place in choice.municipalities),
        *(body_of_other(each, choice) for each in choice.others),
    ]


def body_of_authority(authority: JointAuthority, count: int) -> Body:
    return Body(
        authority.name,
        _("the joint authority's own body, such as its board"),
        ngettext(
            "%(count)s municipality of the county, whose own body need not decide",
            "%(count)s municipalities of the county, whose own bodies need not decide",
            count,
        )
        % {"count": count},
    )


def body_of_place(
    place: Municipality, holder: JointAuthority | None, taking_part: set[JointAuthority]
) -> Body:
    own = _("its own body, such as the municipal or city board")
    if holder is None:
        return Body(place.name, own, _("its own inhabitants"))
    if holder in taking_part:
        return Body(
            place.name,
            _("not needed for the coverage"),
            _("nothing more: it comes in through %(authority)s") % {"authority": holder.name},
        )
    return Body(
        place.name,
        own,
        _(
            "its own inhabitants; %(authority)s organises its services and could decide for all of its municipalities"
        )
        % {"authority": holder.name},
    )


def body_of_other(authority: JointAuthority, choice: Chosen) -> Body:
    nobody = _("nobody: a member, but the municipalities decide for themselves")
    if authority.kind == Kind.SOTE:
        nobody = _(
            "nobody: on %(day)s it does not organise for the county's municipalities yet, or no longer"
        ) % {"day": day(choice.call.closing_day)}
    return Body(authority.name, _("the joint authority's own body, such as its board"), nobody)


@dataclass(frozen=True)
class Pivotal:
    """A member without whom the verdict changes, and the state and words of the verdict then."""

    name: str
    state: str
    then: str


def pivotal_of(picture: Picture) -> list[Pivotal]:
    """Whose staying out would change the verdict; nothing where it cannot be judged or there is no rule."""
    if picture.verdict is None:
        return []
    members = {party: party.codes for party in picture.parties if party.codes}
    found = []
    for party, outcome in pivotal(picture.facts, picture.ruleset, members).items():
        state, words = (
            VERDICTS[outcome] if outcome else ("warn", _("cannot be judged: it would split known sums"))
        )
        found.append(Pivotal(party.name, state, str(words)))
    return found
