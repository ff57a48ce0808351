"""Says whether the service lives (to anyone) and whether it can serve (to those inside the machine only)."""

from collections.abc import Mapping
from ipaddress import ip_address

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from outbox.models import Row

FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED")


@login_not_required
@never_cache
@require_safe
def live(_request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is looked at."""
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


@login_not_required
@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Database and migrations decide; the age of the oldest outbox row (seconds) is told for whoever watches.

    A slow outbox must not take the site out of service while applicants submit.
    """
    if not from_inside(request.META):
        raise Http404
    try:
        found = {"database": True, "migrated": not _unapplied(), "outbox_oldest_seconds": _oldest_seconds()}
    except DatabaseError:
        found = {"database": False}
    fine = found["database"] and found.get("migrated", False)
    return JsonResponse({"ready": bool(fine), **found}, status=200 if fine else 503)


def from_inside(meta: Mapping[str, str]) -> bool:
    """From this machine itself, and not passed on by a proxy that runs on it."""
    try:
        loopback = ip_address(meta.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
    return loopback and not any(name in meta for name in FORWARDED)


def _unapplied() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _oldest_seconds() -> int:
    """How long the row that is due longest has waited; 0 when none is due."""
    now = timezone.now()
    due = Row.objects.open().filter(available_at__lte=now).order_by("available_at")
    oldest = due.values_list("available_at", flat=True).first()
    return int((now - oldest).total_seconds()) if oldest else 0
