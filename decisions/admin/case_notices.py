"""What an official must not miss on a case: a supplement that is late or came, a member that left, new messages."""

from collections.abc import Callable, Iterable, Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.permissions import Act
from applications.models import MemberExit, Submission
from applications.queries.access import may
from applications.workflow import State
from decisions.admin.case_hints import of_arrival, of_checklist, of_ties
from decisions.admin.notice import Notice
from decisions.models import CaseFile
from eligibility import Verdict
from pilots.moments import helsinki_day
from pilots.wording import VERDICTS
from ui.formatting import day, number, share


def of_exits(_request: HttpRequest, found: CaseFile, submissions: list[Submission]) -> Iterator[Notice]:
    """Members that have left since the version that stands."""
    for one in exits_after(found, submissions[0]):
        yield Notice("warn", exit_heading(one), exit_text(one))


def of_messages(request: HttpRequest, found: CaseFile, _submissions: list[Submission]) -> Iterator[Notice]:
    """What the consortium has written since it was last read."""
    if found.unread and may(request.user, Act.EXCHANGE_MESSAGES, found):
        words = ngettext("%(count)s new message", "%(count)s new messages", found.unread)
        url = reverse("admin:messages", args=[found.pk])
        told = words % {"count": found.unread}
        yield Notice("info", told, _("The consortium has written."), url, _("Read and answer"))


def exits_after(found: CaseFile, sent: Submission) -> Iterable[MemberExit]:
    """Who has left since the version that stands; no query where nobody has."""
    if not found.has_exits:
        return ()
    exits = MemberExit.objects.filter(application=found.pk, left_at__gt=sent.received_at)
    return exits.select_related("organisation").order_by("-left_at", "-pk")


def of_supplement(request: HttpRequest, found: CaseFile, submissions: list[Submission]) -> Iterator[Notice]:
    """A request that waits, or the change of coverage that the newest supplement brought."""
    url = reverse("admin:supplement", args=[found.pk])
    if State(found.state) is State.SUPPLEMENT_REQUESTED and found.open_request:
        asked = found.open_request
        due = _("A supplement is asked for by %(day)s.") % {"day": day(asked.due_on)}
        own = hasattr(found, "case") and found.case.presenting_officer == request.user
        link = (url, _("The request")) if own else ("", "")
        if asked.is_overdue(helsinki_day(request.arrived_at)):
            yield Notice("warn", _("The supplement is overdue"), due, *link)
    elif len(submissions) > 1 and "supplement" in submissions[0].snapshot:
        new, old = (Verdict.from_json(one.verdict) for one in submissions[:2])
        values = {
            "before": share(old.share),
            "after": share(new.share),
            "was": VERDICTS[old.outcome][1],
            "now": VERDICTS[new.outcome][1],
        }
        if new.covered_inhabitants < old.covered_inhabitants:
            told = _("Coverage before: %(before)s, %(was)s. Coverage now: %(after)s, %(now)s.") % values
            yield Notice("warn", _("The supplement made the coverage smaller"), told)


def exit_heading(one: MemberExit) -> str:
    """Who left what."""
    values = {"name": one.organisation.name, "day": day(one.left_at)}
    if one.elements:
        return _("%(name)s left some of the elements on %(day)s") % values
    return _("%(name)s left the consortium on %(day)s") % values


def exit_text(one: MemberExit) -> str:
    """The coverage before and after, as it was told; and the reason."""
    if not one.before or not one.after:
        told = _("The coverage cannot be judged.")
    elif one.elements:
        told = "; ".join(
            _("%(element)s: %(before)s before, %(after)s after")
            % {
                "element": code,
                "before": share(one.before["by_element"].get(code)),
                "after": share(one.after["by_element"].get(code)),
            }
            for code in one.elements
        )
    else:
        told = _(
            "Coverage before: %(before)s (%(inhabitants_before)s inhabitants). "
            "Coverage now: %(after)s (%(inhabitants_after)s inhabitants)."
        ) % {
            "before": share(one.share_before),
            "after": share(one.share_after),
            "inhabitants_before": number(one.before["covered_inhabitants"]),
            "inhabitants_after": number(one.after["covered_inhabitants"]),
        }
    return f"{told} {one.reason}".strip()


Notices = Callable[[HttpRequest, CaseFile, list[Submission]], Iterator[Notice]]
# The most pressing first; the newest version comes first among the submissions.
NOTICES: tuple[Notices, ...] = (of_ties, of_arrival, of_supplement, of_exits, of_messages, of_checklist)


def notices_of(request: HttpRequest, found: CaseFile, submissions: list[Submission]) -> Iterator[Notice]:
    """Everything of this case that must not be missed."""
    for notices in NOTICES:
        yield from notices(request, found, submissions)
