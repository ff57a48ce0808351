"""Getting hold of what was sent, by the consortium's own people.

Officials read it at their desk: there a disqualified one is refused, and each reading leaves an event.
"""

from django.core.exceptions import PermissionDenied

from accounts.models import User
from accounts.permissions import Act
from applications.models import Application, Submission
from applications.queries.access import hidden, may


def submission_for(user: User, pk: int, number: int) -> Submission:
    """One version of an application; Http404 alike when it is hidden and when it does not exist.

    PermissionDenied for whoever sees the application without taking part in it.
    """
    found = (
        Submission.objects.filter(application=pk, number=number)
        .filter(application__in=Application.objects.visible_to(user))
        .select_related("application__call", "application__region", "application__lead")
        .order_by("pk")
        .first()
    )
    if found is None:
        raise hidden(user, pk)
    if not may(user, Act.READ_RECEIPT, found.application):
        raise PermissionDenied
    return found
