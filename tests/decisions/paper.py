"""What a paper says that came to the ministry: Porvoo instead of Vantaa, so 70.5 % of Uusimaa."""

from datetime import date
from decimal import Decimal

from accounts.models import Organisation
from applications.actions.registering import PaperContent, PaperElement, PaperMember
from tests.cast import Cast


def paper_of(cast: Cast) -> PaperContent:
    """Four members with their decisions, one element, special grounds."""
    porvoo = Organisation.objects.get(municipality="638")
    members = (cast.keusote, cast.helsinki, cast.espoo, porvoo)
    return PaperContent(
        title="Uudenmaan pilotti",
        special_grounds="Saaristo ja kaksikieliset palvelut.",
        members=tuple(PaperMember(one.pk, "Kaupunginhallitus", date(2018, 3, 5)) for one in members),
        elements=(
            PaperElement("personal-budget", Decimal("1000000.00"), date(2027, 1, 1), date(2028, 12, 31)),
        ),
    )
