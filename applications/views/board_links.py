"""What the person at the board may do about a member: where one can go from it, and what can be done at once."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from accounts.permissions import LEAD, Act, Role, allows
from applications.actions.asking import told_today
from applications.models import Application, Member, MemberDecision
from applications.queries.access import prepares_for, roles_on, signs_for, works_for
from applications.queries.board import Row


@dataclass
class Viewer:
    """What the person at the page may do here and now."""

    user: User
    application: Application
    at: datetime

    def may(self, act: Act) -> bool:
        return allows(act, self.roles)

    @cached_property
    def roles(self) -> frozenset[Role]:
        return roles_on(self.user, self.application)

    @property
    def edits(self) -> bool:
        """Whether the list of partners can be changed."""
        return self.may(Act.DRAFT_REQUEST) and self.editable

    @property
    def sends(self) -> bool:
        """Whether requests can be sent and members released."""
        return self.may(Act.SEND_REQUEST) and self.editable

    def dates(self, member: Member) -> bool:
        """Whether this person may tell when the member's body meets."""
        lead = not self.roles.isdisjoint(LEAD)
        return self.editable and self.may(Act.EDIT_MEETING) and (lead or works_for(self.user, member))

    @property
    def closes_on(self) -> date:
        return self.application.call.closing_day

    @property
    def editable(self) -> bool:
        return self.application.is_editable(self.at)

    @property
    def records(self) -> bool:
        """Whether members' decisions can be recorded: a supplement request may open just them."""
        return self.application.is_editable(self.at, "members")


@dataclass(frozen=True)
class Press:
    """A button in the table: its words, where it posts to, and about which member. It only tells somebody something."""

    words: str
    url: str
    member: int


def links_of(row: Row, viewer: Viewer) -> tuple[tuple[str, str], ...]:
    """Where one can go from this member; the first is what is done most, the others may be folded."""
    member, application = row.member, viewer.application
    if member.state not in Member.STANDING:
        ask = _("Ask") if member.state == Member.State.LISTED else _("Ask again")
        return ((ask, asking_address(application, row.organisation)),) if viewer.sends else ()
    found = []
    if member.state == Member.State.ACCEPTED:
        found += decision_links(row, viewer)
    if viewer.may(Act.MAKE_PACKAGE) and prepares_for(viewer.user, member):
        found.append((_("Board package"), address(application, "package", member)))
    if viewer.dates(member):
        found.append((_("Meeting day"), address(application, "meeting", member)))
    if member.state == Member.State.ACCEPTED:
        found += membership_links(row, viewer)
    if member.state == Member.State.ASKED and viewer.sends:
        found.append((_("Withdraw the request"), address(application, "withdraw-request", member)))
    return tuple(found)


def decision_links(row: Row, viewer: Viewer) -> list[tuple[str, str]]:
    """To the record of the decision, or to the form that makes it."""
    if not viewer.may(Act.DRAFT_MEMBER_DECISION):
        return []
    own = works_for(viewer.user, row.member)
    may_write = viewer.records and (own or viewer.may(Act.RECORD_FOR_MEMBER))
    if not row.decision and not may_write:
        return []
    words = _("Decision") if row.decision else _("Record the decision")
    found = [(words, address(viewer.application, "decision", row.member))]
    changes = changes_address(viewer.application, row.decision)
    return [*found, (_("See what changed"), changes)] if changes else found


def membership_links(row: Row, viewer: Viewer) -> list[tuple[str, str]]:
    """Elements, and ways out."""
    member, application, found = row.member, viewer.application, []
    if viewer.edits:
        found.append((_("Elements"), address(application, "member-elements", member)))
    if viewer.sends and not member.is_lead:
        found.append((_("Release"), address(application, "release", member)))
    if not member.is_lead and viewer.may(Act.LEAVE) and signs_for(viewer.user, member):
        found.append((_("Leave"), address(application, "leave", member)))
        found.append((_("Leave some elements"), address(application, "leave-elements", member)))
    return found


def presses_of(row: Row, viewer: Viewer) -> tuple[Press, ...]:
    """What can be done at once: a reminder. What cannot be taken back has a page that asks once more."""
    if not (viewer.sends and reminds(row, viewer)):
        return ()
    return (Press(_("Remind"), address(viewer.application, "remind"), row.member.pk),)


def reminds(row: Row, viewer: Viewer) -> bool:
    """Whether this member owes something and has not been told of it today."""
    member = row.member
    owes = member.state in Member.STANDING and not member.is_lead and not row.decided
    return owes and not told_today(member, viewer.at)


def address(application: Application, name: str, member: Member | None = None) -> str:
    """A page of the consortium."""
    more = [member.pk] if member else []
    return reverse(f"applications:{name}", args=[application.pk, *more])


def changes_address(application: Application, decision: MemberDecision | None) -> str:
    """What changed in the plan since the version on which a decision stands; "" when nothing did."""
    if decision is None or decision.stands_on == application.plan_version:
        return ""
    versions = [application.pk, decision.stands_on, application.plan_version]
    return reverse("applications:plan-differences", args=versions)


def asking_address(application: Application, organisation: Organisation) -> str:
    """The page on which one organisation is asked."""
    return f"{address(application, 'ask')}?only={organisation.pk}"
