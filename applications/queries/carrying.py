"""Which earlier applications somebody can carry forward."""

from django.db.models import QuerySet

from accounts.models import User
from applications.models import Application
from applications.workflow import State


def earlier_applications(user: User) -> QuerySet[Application]:
    """What organisations of this person lead or have led and not discarded, newest first."""
    mine = user.organisations_now
    found = Application.objects.filter(lead__in=mine).exclude(state=State.DISCARDED)
    return found.select_related("call", "region", "lead").order_by("-changed_at", "-pk")
