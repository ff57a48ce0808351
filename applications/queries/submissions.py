"""Getting hold of what was sent: by the consortium's own people, and by officials once it has been sent."""

from django.http import Http404

from accounts.models import User
from accounts.permissions import Act
from applications.models import Application, Submission
from applications.queries.access import may


def submission_for(user: User, pk: int, number: int) -> Submission:
    """One version of an application; Http404 alike when it is hidden and when it does not exist."""
    found = (
        Submission.objects.filter(application=pk, number=number)
        .select_related("application__call", "application__region", "application__lead")
        .order_by("pk")
        .first()
    )
    if found is None or not may(user, Act.READ_RECEIPT, found.application):
        raise Http404
    return found


def is_own(user: User, application: Application) -> bool:
    """Whether the person reads as an applicant; an official's reading is an event of the ledger."""
    return may(user, Act.READ_APPLICATION, application)
