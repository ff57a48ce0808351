"""Screening one's own case: what is found of each point of the checklist, the rulings on grounds and arrival."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Act
from applications.models import Application
from applications.queries.access import require
from applications.workflow import State
from decisions.actions.presenting import own_case
from decisions.models import Arrival, GroundsRuling, ScreeningFinding
from decisions.queries.happened import last_told
from decisions.queries.screening import gives_grounds
from ledger.actions import record
from ledger.refusal import Refused, refuse_unless
from pilots.models import CallScreeningPoint

SCREENED_IN = frozenset({State.UNDER_REVIEW, State.SUPPLEMENT_REQUESTED})


@dataclass(frozen=True)
class Found:
    """What is found of a point: a result of ScreeningFinding, and why."""

    result: str
    note: str = ""


def screened(application_id: int, act: Act, *, actor: User) -> Application:
    """The locked own case while it can be screened; Refused with what happened once it has moved on."""
    application = own_case(application_id, actor=actor)
    require(actor, act, application)
    if State(application.state) not in SCREENED_IN:
        raise Refused(
            "not_under_review",
            _("A case is screened while it is under review."),
            details=last_told(application),
        )
    return application


@transaction.atomic
def record_findings(
    *, application_id: int, findings: Mapping[str, Found], actor: User, at: datetime
) -> list[ScreeningFinding]:
    """Keep what is found, by the codes of the call's points; what stays as it was found of this version is left alone.

    Refused for a point that the call does not have, and for a failed point without its reason.
    """
    application = screened(application_id, Act.SCREEN, actor=actor)
    points = {point.code: point for point in application.call.screening_points.order_by("order")}
    refuse_unless(findings.keys() <= points.keys(), "unknown_point", _("The checklist has no such point."))
    refuse_without_reason(points, findings)
    since = application.submissions.order_by("-number").values_list("received_at", flat=True).first()
    standing = {one.point.code: one for one in standing_findings(application)}
    changed = []
    for code, found in findings.items():
        before = standing.get(code)
        if before and before.found_at >= since and (before.result, before.note) == (found.result, found.note):
            continue
        row, _created = ScreeningFinding.objects.update_or_create(
            application=application,
            point=points[code],
            defaults={"result": found.result, "note": found.note, "found_by": actor, "found_at": at},
        )
        changed.append(row)
    if changed:
        data = {row.point.code: row.result for row in changed}
        record(kind="case.screened", reference=application.reference, actor=actor, at=at, data=data)
    return changed


def refuse_without_reason(points: Mapping[str, CallScreeningPoint], findings: Mapping[str, Found]) -> None:
    """Refuse failed points of which nobody tells why."""
    missing = [
        points[code].text
        for code, found in findings.items()
        if found.result == ScreeningFinding.Result.FAILS and not found.note.strip()
    ]
    if missing:
        raise Refused("reason_missing", _("Tell what is wrong with the point."), details=tuple(missing))


def standing_findings(application: Application) -> list[ScreeningFinding]:
    """What has been found so far."""
    return list(application.screening_findings.select_related("point").order_by("pk"))


@transaction.atomic
def rule_on_grounds(
    *, application_id: int, version: int, accepted: bool, reason: str, actor: User, at: datetime
) -> GroundsRuling:
    """Accept or refuse the special grounds of the version that was read; a later ruling goes before an earlier one.

    Refused when a newer version has arrived meanwhile, without grounds in it, and without a reason.
    """
    application = screened(application_id, Act.SCREEN, actor=actor)
    refuse_another_version(application, version)
    refuse_unless(reason.strip(), "reason_missing", _("Write the reason of the ruling."))
    ruling = GroundsRuling.objects.create(
        application=application,
        version=version,
        accepted=accepted,
        reason=reason,
        ruled_by=actor,
        ruled_at=at,
    )
    data = {"version": version, "accepted": accepted, "reason": reason}
    record(kind="case.grounds_ruled", reference=application.reference, actor=actor, at=at, data=data)
    return ruling


def refuse_another_version(application: Application, version: int) -> None:
    """Refuse a ruling on what does not stand any more, or on grounds that were not given."""
    sent = application.submissions.order_by("-number").first()
    refuse_unless(
        sent.number == version,
        "moved_on",
        _("A newer version of the application has arrived since you opened the page."),
        way_out=_("Read its special grounds and rule again; your reason stands below."),
        details=last_told(application),
    )
    refuse_unless(gives_grounds(sent), "no_grounds", _("No special grounds have been given."))


@transaction.atomic
def rule_on_arrival(*, application_id: int, ruling: str, reason: str, actor: User, at: datetime) -> Arrival:
    """Rule whether an application that arrived late is examined all the same, or left unexamined; with the reason."""
    application = screened(application_id, Act.RULE_ON_ARRIVAL, actor=actor)
    arrival = Arrival.objects.select_for_update(of=("self",)).filter(application=application).first()
    refuse_unless(
        arrival is not None and arrival.is_late, "not_late", _("The application did not arrive late.")
    )
    refuse_unless(ruling in Arrival.Ruling.values, "unknown_ruling", _("Choose how the arrival is ruled on."))
    refuse_unless(reason.strip(), "reason_missing", _("Write the reason of the ruling."))
    arrival.ruling, arrival.ruling_reason, arrival.ruled_by, arrival.ruled_at = ruling, reason, actor, at
    arrival.save(update_fields=["ruling", "ruling_reason", "ruled_by", "ruled_at"])
    data = {"ruling": ruling, "reason": reason}
    record(kind="case.arrival_ruled", reference=application.reference, actor=actor, at=at, data=data)
    return arrival
