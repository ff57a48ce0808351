"""What the system asks an official to look at on a case: an own tie to it, a late arrival, an unfinished checklist."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.permissions import Act
from applications.models import Submission
from applications.queries.access import may
from applications.workflow import OVER, State
from decisions.admin.notice import Notice
from decisions.models import CaseFile
from decisions.queries.officers import grounds_suggested
from ui.formatting import moment

OPEN = frozenset({State.SUBMITTED, State.UNDER_REVIEW, State.SUPPLEMENT_REQUESTED})


def of_ties(request: HttpRequest, found: CaseFile, _submissions: list[Submission]) -> Iterator[Notice]:
    """An own municipality or organisation among the members."""
    if State(found.state) in OVER or not may(request.user, Act.STEP_ASIDE, found):
        return
    told = grounds_suggested(request.user, found)
    if told:
        url = reverse("admin:step-aside", args=[found.pk])
        heading = _("Are you disqualified for this case?")
        yield Notice("warn", heading, " ".join(told), url, _("Declare it, or tell why not"))


def of_arrival(_request: HttpRequest, found: CaseFile, _submissions: list[Submission]) -> Iterator[Notice]:
    """A late arrival that nobody has ruled on."""
    arrival = getattr(found, "arrival", None)
    if State(found.state) in OPEN and arrival and arrival.is_late and not arrival.ruling:
        told = _("Arrived %(at)s. It takes a ruling whether it is examined.") % {
            "at": moment(arrival.arrived_at)
        }
        url = reverse("admin:arrival", args=[found.pk])
        yield Notice("warn", _("The application arrived late"), told, url, _("Arrival"))


def of_checklist(request: HttpRequest, found: CaseFile, _submissions: list[Submission]) -> Iterator[Notice]:
    """How far the own case has been screened; presenting is not kept back by it."""
    own = hasattr(found, "case") and found.case.presenting_officer == request.user
    if own and State(found.state) is State.UNDER_REVIEW and found.points_found < found.points:
        numbers = {"done": found.points_found, "all": found.points}
        told = _("%(done)s of %(all)s points have been found.") % numbers
        url = reverse("admin:screening", args=[found.pk])
        yield Notice("info", _("The checklist is not complete"), told, url, _("Screening"))
