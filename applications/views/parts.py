"""The parts of an application as a list with their states, and the addresses of their pages."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from applications.models import Application, Attachment, ElementPlan, Member
from applications.queries.draft import Draft
from applications.queries.gaps import Gap, content_gaps
from applications.queries.shares import shares_of
from ui.parts import Section

NOBODY_DECIDED = gettext_lazy(
    "No member's own body has decided yet. Only decisions that have been recorded are counted."
)


def address(application: Application, key: str) -> str:
    """The page of a section, named as in gaps: plan, elements, element:<code>, budget, grounds, members, submit."""
    name, _colon, code = key.partition(":")
    more = [code] if code else []
    return reverse(f"applications:{name}", args=[application.pk, *more])


def gap_address(application: Application, gap: Gap) -> str:
    """The field where a gap is mended."""
    page = address(application, gap.section)
    return f"{page}#{gap.anchor}" if gap.anchor else page


def parts_of(draft: Draft, *, current: str = "", gaps: Iterable[Gap] | None = None) -> list[Section]:
    """Every part in working order with its state; the members' gaps count only where they were looked for."""
    application = draft.application
    known = list(content_gaps(draft) if gaps is None else gaps)
    missing: dict[str, int] = {}
    for gap in known:
        missing[gap.section] = missing.get(gap.section, 0) + 1
    rows = [
        ("members", _("Members"), *members_state(application, missing.get("members", 0))),
        (
            "plan",
            _("Project plan"),
            *state(missing.get("plan", 0), begun=any(one.text for one in draft.answers)),
        ),
        ("elements", _("Elements"), *elements_state(draft.plans)),
        *(
            (f"element:{plan.element.code}", plan.element.name, *element_state(plan, missing))
            for plan in draft.plans
        ),
        ("budget", _("Budget"), *state(missing.get("budget", 0), begun=bool(draft.asked_eur))),
        ("shares", _("Members' shares"), *shares_state(draft)),
        ("grounds", _("Special grounds"), *grounds_state(application)),
        ("attachments", _("Attachments"), *files_state(draft)),
        ("submit", _("Check and send"), *sending_state(application)),
    ]
    return [
        Section(name, address(application, key), tag, words + whose(draft, key), current=key == current)
        for key, name, tag, words in rows
    ]


def whose(draft: Draft, key: str) -> str:
    """Which partner writes a part, where it was given to one."""
    member = draft.writer(key)
    return _(", written by %(name)s") % {"name": member.organisation.name} if member else ""


def shares_state(draft: Draft) -> tuple[str, str]:
    """How many shares are open, and whether they add up once none is."""
    shares = shares_of(draft)
    if not shares.begun:
        return "none", _("Open")
    if shares.adds_up is None:
        count = len(shares.open_members)
        return "info", ngettext("%(count)s open", "%(count)s open", count) % {"count": count}
    return ("ok", _("They add up")) if shares.adds_up else ("bad", _("They do not add up"))


def state(missing: int, *, begun: bool) -> tuple[str, str]:
    """Done, under way or not begun, from the number of things that are missing."""
    if not missing:
        return ("ok", _("Done")) if begun else ("none", _("Not begun"))
    if not begun:
        return "none", _("Not begun")
    words = ngettext("Under way, %(count)s thing missing", "Under way, %(count)s things missing", missing)
    return "info", words % {"count": missing}


def element_state(plan: ElementPlan, missing: dict[str, int]) -> tuple[str, str]:
    begun = bool(plan.description or plan.starts_on or plan.ends_on or plan.expected_clients is not None)
    return state(missing.get(f"element:{plan.element.code}", 0), begun=begun)


def elements_state(plans: Iterable[ElementPlan]) -> tuple[str, str]:
    count = len(tuple(plans))
    if not count:
        return "none", _("None chosen")
    return "ok", ngettext("%(count)s chosen", "%(count)s chosen", count) % {"count": count}


def grounds_state(application: Application) -> tuple[str, str]:
    return ("ok", _("Written")) if application.has_grounds else ("none", _("Not written"))


def members_state(application: Application, missing: int) -> tuple[str, str]:
    """How many take part, and how many still have to answer or decide."""
    members = list(application.members.all())
    taking = sum(member.state == Member.State.ACCEPTED for member in members)
    unanswered = sum(member.state == Member.State.ASKED for member in members)
    words = ngettext("%(count)s takes part", "%(count)s take part", taking) % {"count": taking}
    if unanswered:
        words += ", " + ngettext("%(count)s has not answered", "%(count)s have not answered", unanswered) % {
            "count": unanswered
        }
    return "wait" if unanswered or missing else "info", words


def files_state(draft: Draft) -> tuple[str, str]:
    """How many files there are; one that the virus scan holds back comes before all else."""
    scans = draft.scans
    if not scans:
        return "none", _("No files")
    if Attachment.Scan.INFECTED in scans:
        return "bad", _("A file is held back")
    count = len(scans)
    return "ok", ngettext("%(count)s file", "%(count)s files", count) % {"count": count}


def sending_state(application: Application) -> tuple[str, str]:
    return ("ok", _("Sent")) if application.case_number else ("none", _("Not sent"))
