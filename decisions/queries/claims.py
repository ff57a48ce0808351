"""The register of service and of rectification claims: recipients with their last days, claims with their lateness."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import Organisation
from applications.models import Application
from decisions.models import Decision, RectificationClaim, Service
from decisions.queries.recipients import recipients_of
from pilots.moments import CLOSING_TIME, helsinki_moment


def is_late(claim: RectificationClaim) -> bool:
    """Whether the claim came after the registry had closed on its last day; an official rules on it."""
    return claim.arrived_at > closes(claim)


def closes(claim: RectificationClaim) -> datetime:
    """When the time for the claim ends: at the closing of the registry, as the letter's instructions say."""
    return helsinki_moment(claim.last_on, CLOSING_TIME)


@dataclass(frozen=True)
class Recipient:
    """A recipient of a decision, with its service once it is known."""

    organisation: Organisation
    service: Service | None


def recipients_with_service(decision: Decision) -> list[Recipient]:
    """Every recipient of the decision in order of name."""
    services = {row.organisation_id: row for row in decision.services.order_by("pk")}
    return [Recipient(one, services.get(one.pk)) for one in recipients_of(decision.application)]


@dataclass(frozen=True)
class Claim:
    """A claim and whether it came too late."""

    row: RectificationClaim
    late: bool


def claims_of(application: Application) -> list[Claim]:
    """All claims against any version of the case's decision, newest first."""
    rows = RectificationClaim.objects.filter(decision__application=application.pk)
    found = rows.select_related("organisation", "decision", "decided_by_version")
    return [Claim(row, is_late(row)) for row in found.order_by("-arrived_at", "-pk")]
