"""The appropriation of every call, set as the pages set it: one decision-maker puts forward, another confirms."""

from datetime import timedelta
from decimal import Decimal

from decisions.actions.money import confirm_change, put_forward
from decisions.models import Appropriation
from history.people import historic_official
from pilots.models import Call

# Money was kept back for changes and extensions in 2016; the sources do not tell the sum, so it is illustrative.
RESERVES = {"voucher-2016": Decimal(1_200_000)}
REASON = (
    "Haun määräraha. Tekijät ja ajankohta ovat havainnollistavia. Summan lähde on kirjattu haun tietoihin."
)


def set_appropriations() -> int:
    """Give an appropriation to each call that has none; returns how many. The moments are illustrative.

    A call drafted at the desk gets its money from real decision-makers only.
    """
    of_the_files = Call.objects.filter(publication=None)
    calls = of_the_files.exclude(pk__in=Appropriation.objects.values("call")).order_by("opens_at", "slug")
    for call in calls:
        first, second = historic_official("decision_maker"), historic_official("second_decision_maker")
        change = put_forward(
            call=call,
            total_eur=call.appropriation_eur,
            reserve_eur=RESERVES.get(call.slug, Decimal(0)),
            reason=REASON,
            actor=first,
            at=call.opens_at - timedelta(days=1),
        )
        confirm_change(change_id=change.pk, actor=second, at=call.opens_at)
    return len(calls)
