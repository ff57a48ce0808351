"""The rooms of one case: the pages on which its work is done, with how each stands; the case's page lists them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.permissions import Act
from applications.queries.access import may
from applications.workflow import OVER, Event, State
from decisions.models import CaseFile
from decisions.queries.reviews import with_review_state
from eligibility import Outcome
from pilots.moments import helsinki_day
from ui.formatting import number


@dataclass(frozen=True)
class Door:
    """A page of the case: its name and address, and perhaps a tag (state and words) that says how it stands."""

    name: Any
    url: str
    state: str = ""
    words: Any = ""


Doors = Iterator[Door]
AFTER_DECISION = frozenset({State.DECIDED, State.RE_EXAMINED, State.RE_PROPOSED, State.ENDED})


def correspondence(request: HttpRequest, found: CaseFile, events: set[Event]) -> Doors:
    """Messages, and the request for a supplement."""
    if may(request.user, Act.EXCHANGE_MESSAGES, found):
        yield Door(_("Messages with the consortium"), reverse("admin:messages", args=[found.pk]))
    own = hasattr(found, "case") and found.case.presenting_officer == request.user
    if own and events & {Event.REQUEST_SUPPLEMENT, Event.RESUME}:
        yield Door(_("Request a supplement"), reverse("admin:supplement", args=[found.pk]))


def reviewing(request: HttpRequest, found: CaseFile, _events: set[Event]) -> Doors:
    """The review: how the own one stands, and the score where it is open to the person."""
    if not may(request.user, Act.READ_REVIEWS, found):
        return
    standing = with_review_state(found, request.user, helsinki_day(request.arrived_at))
    yield Door(_("Reviews"), reverse("admin:review", args=[found.pk]), *words_of_review(standing))
    url = reverse("admin:statements", args=[found.pk])
    yield Door(_("Statements of experts"), url, *words_of_statements(standing))


def words_of_statements(standing: CaseFile) -> tuple[str, str]:
    """State and words of the tag: what is late, what is awaited, what has come."""
    if late := standing.statements_late:
        return "warn", ngettext("%(count)s overdue", "%(count)s overdue", late) % {"count": late}
    if asked := standing.statements_asked:
        return "wait", ngettext("%(count)s awaited", "%(count)s awaited", asked) % {"count": asked}
    if given := standing.statements_given:
        return "ok", ngettext("%(count)s given", "%(count)s given", given) % {"count": given}
    return "", ""


def words_of_review(standing: CaseFile) -> tuple[str, str]:
    """State and words of the tag."""
    if standing.score is not None:
        words = ngettext(
            "%(score)s of 100, from %(count)s review",
            "%(score)s of 100, from %(count)s reviews",
            standing.reviews_given,
        )
        return "ok", words % {"score": number(standing.score), "count": standing.reviews_given}
    if standing.own_begun and not standing.own_given_at:
        return "info", _("your draft is not given yet")
    return "", ""


def screening(_request: HttpRequest, found: CaseFile, _events: set[Event]) -> Doors:
    """The checklist with its progress; how a case came that was entered for its lead; special grounds."""
    if found.points:
        state = "ok" if found.points_found == found.points else "warn"
        progress = f"{found.points_found}/{found.points}"
        yield Door(_("Screening"), reverse("admin:screening", args=[found.pk]), state, progress)
    if found.outcome == Outcome.ON_SPECIAL_GROUNDS:
        yield Door(_("Special grounds"), reverse("admin:grounds-ruling", args=[found.pk]))
    arrival = getattr(found, "arrival", None)
    if arrival:
        waits = arrival.is_late and not arrival.ruling
        late = ("warn", _("late")) if waits else ()
        yield Door(_("Arrival"), reverse("admin:arrival", args=[found.pk]), *late)


def handing_on(request: HttpRequest, found: CaseFile, _events: set[Event]) -> Doors:
    """To another presenting officer."""
    if may(request.user, Act.ASSIGN, found) and hasattr(found, "case") and State(found.state) not in OVER:
        yield Door(_("Hand the case on"), reverse("admin:assign", args=[found.pk]))


def stepping_aside(request: HttpRequest, found: CaseFile, _events: set[Event]) -> Doors:
    """The way out for somebody who must not handle the case."""
    if may(request.user, Act.STEP_ASIDE, found) and State(found.state) not in OVER:
        yield Door(_("Declare a disqualification"), reverse("admin:step-aside", args=[found.pk]))


def afterwards(request: HttpRequest, found: CaseFile, _events: set[Event]) -> Doors:
    """What follows a decision: its condition, a re-examination, an award that was given up."""
    own = hasattr(found, "case") and found.case.presenting_officer == request.user
    state = State(found.state)
    if state in AFTER_DECISION and may(request.user, Act.READ_LETTER, found):
        yield Door(_("Service and rectification claims"), reverse("admin:case-register", args=[found.pk]))
    if not own or not may(request.user, Act.RE_EXAMINE, found):
        return
    if state is State.DECIDED:
        yield Door(_("Rule on the condition"), reverse("admin:condition", args=[found.pk]))
    if state in {State.DECIDED, State.RE_EXAMINED, State.RE_PROPOSED}:
        yield Door(_("Re-examination"), reverse("admin:re-examination", args=[found.pk]))
    if state is State.ENDED:
        yield Door(_("Award given up"), reverse("admin:renounced", args=[found.pk]))


# In the order of a case's life; whoever adds a page to a case adds its door here.
DOORS: tuple[Callable[[HttpRequest, CaseFile, set[Event]], Doors], ...] = (
    screening,
    correspondence,
    reviewing,
    handing_on,
    afterwards,
    stepping_aside,
)


def doors_of(request: HttpRequest, found: CaseFile, events: set[Event]) -> list[Door]:
    """Every door that this person may open on this case."""
    return [door for doors in DOORS for door in doors(request, found, events)]
