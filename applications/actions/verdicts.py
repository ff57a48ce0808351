"""Noting how the verdict on the confirmed members changes, so that everybody can see by what and when."""

from datetime import datetime

from accounts.models import Organisation
from applications.models import Application, VerdictChange
from applications.queries.coverage import confirmed_coverage

FIGURES = (
    "outcome",
    "covered_inhabitants",
    "region_inhabitants",
    "covered_municipalities",
    "region_municipalities",
)


def note_verdict(
    application: Application, why: str, *, at: datetime, organisation: Organisation | None = None
) -> None:
    """Note the verdict on the confirmed members when it differs from the one before; `why` names the act.

    Called at the end of every act that can change it, in its transaction. An outcome of "" could not be judged.
    """
    verdict = confirmed_coverage(application).verdict
    change = VerdictChange(application=application, at=at, why=why, organisation=organisation)
    if verdict is not None:
        change.outcome = verdict.outcome.value
        change.covered_inhabitants = verdict.covered_inhabitants
        change.region_inhabitants = verdict.region_inhabitants
        change.covered_municipalities = verdict.covered_municipalities
        change.region_municipalities = verdict.region_municipalities
    before = application.verdict_changes.order_by("-at", "-pk").first()
    if before is None or any(getattr(before, name) != getattr(change, name) for name in FIGURES):
        change.save()
