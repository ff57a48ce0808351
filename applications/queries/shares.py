"""The members' shares of the costs: what has been given, what is open, and whether they add up."""

from dataclasses import dataclass
from decimal import Decimal

from applications.models import Application, Member
from applications.queries.draft import Draft

NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class Shares:
    """Shares of all costs (what is asked, self-financing, other public funding), in euros; None while open."""

    members: tuple[Member, ...]
    costs_eur: Decimal

    @property
    def given_eur(self) -> Decimal:
        """What has been given so far."""
        return sum((one.share_eur for one in self.members if one.share_eur is not None), NOTHING)

    @property
    def open_members(self) -> list[Member]:
        """Whose share is not known yet."""
        return [one for one in self.members if one.share_eur is None]

    @property
    def begun(self) -> bool:
        return len(self.open_members) < len(self.members)

    @property
    def adds_up(self) -> bool | None:
        """Whether the shares are the costs to the cent; None while one of them is open."""
        return None if self.open_members else self.given_eur == self.costs_eur

    @property
    def difference_eur(self) -> Decimal:
        """Costs that are in nobody's share; negative where the shares are more than the costs."""
        return self.costs_eur - self.given_eur


def shares_of(draft: Draft) -> Shares:
    """The shares of those who take part, the lead first."""
    return Shares(takers_of(draft.application), draft.costs_eur)


def takers_of(application: Application) -> tuple[Member, ...]:
    """Who takes part, the lead first."""
    takers = [one for one in application.members.all() if one.state == Member.State.ACCEPTED]
    return tuple(sorted(takers, key=lambda one: (not one.is_lead, one.organisation.name_fi)))
