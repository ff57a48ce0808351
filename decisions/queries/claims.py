"""The register of service and of rectification claims: recipients with their last days, claims with their lateness."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from accounts.models import Organisation
from applications.models import Application
from decisions.models import Decision, RectificationClaim, Service
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


def versions_of(application: Application) -> list[Decision]:
    """Every version of the case's decision, the one in force first."""
    found = Decision.objects.filter(application=application.pk).prefetch_related("services")
    return list(found.order_by("-version"))


def recipients_with_service(decision: Decision, recipients: Iterable[Organisation]) -> list[Recipient]:
    """The recipients, each with how the version reached it."""
    services = {row.organisation_id: row for row in decision.services.all()}
    return [Recipient(one, services.get(one.pk)) for one in recipients]


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
