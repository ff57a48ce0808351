"""What an application still lacks before it can be sent, each thing with the page on which it is mended."""

from dataclasses import dataclass, field

from django.db.models import prefetch_related_objects
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from applications.models import Application, Attachment, Member, MemberDecision
from applications.queries.consortium import current_decisions, with_organisations
from applications.queries.coverage import Clash, Coverage, both_coverages, clashes
from applications.queries.draft import Draft
from applications.queries.gaps import Gap, content_gaps
from eligibility.admission import Hurdle, hurdles


@dataclass(frozen=True)
class Readiness:
    """Everything that stands between the draft and its submission."""

    gaps: tuple[Gap, ...]
    coverage: Coverage
    invited: Coverage
    hurdles: tuple[Hurdle, ...]
    unanswered: tuple[Member, ...] = ()
    clashes: tuple[Clash, ...] = field(default=())

    @property
    def complete(self) -> bool:
        """Whether nothing is missing; requests without an answer only need a confirmation."""
        return not self.gaps and not self.hurdles and self.coverage.verdict is not None


def readiness_of(
    application: Application,
    *,
    draft: Draft | None = None,
    decisions: dict[int, MemberDecision] | None = None,
    look_for_clashes: bool = True,
) -> Readiness:
    """Look at the whole draft. A page that only shows the way may leave the search for clashes to the check."""
    prefetch_related_objects([application], with_organisations())
    members = list(application.members.all())
    decisions = current_decisions(application) if decisions is None else decisions
    takers = [member for member in members if member.state == Member.State.ACCEPTED]
    counted = [m for m in takers if m.pk in decisions and decisions[m.pk].counts]
    asked = [member for member in members if member.state in Member.UNANSWERED]
    invited, coverage = both_coverages(
        application,
        invited=[member.organisation for member in by_id(takers + asked)],
        confirmed=[member.organisation for member in by_id(counted)],
    )
    found = clashes(application) if look_for_clashes else []
    gaps = [
        *content_gaps(draft or Draft(application)),
        *member_gaps(takers, decisions),
        *clash_gaps(found),
        *single_gaps(application, coverage),
    ]
    hard = hurdles_of(application, coverage)
    return Readiness(tuple(gaps), coverage, invited, hard, tuple(by_id(asked)), tuple(found))


def by_id(members: list[Member]) -> list[Member]:
    """Members in the order in which they were put on the list."""
    return sorted(members, key=lambda member: member.pk)


def hurdles_of(application: Application, coverage: Coverage) -> tuple[Hurdle, ...]:
    """What the call's coverage rule holds against sending; nothing where no verdict could be given."""
    if coverage.verdict is None:
        return ()
    return hurdles(
        coverage.verdict,
        coverage.ruleset,
        grounds=application.has_grounds,
        confirmed=application.below_limit_confirmed,
    )


def member_gaps(takers: list[Member], decisions: dict[int, MemberDecision]) -> list[Gap]:
    """Whoever takes part must have decided, undisputed and with its conditions acknowledged."""
    gaps = []
    for member in sorted(takers, key=lambda one: (not one.is_lead, one.organisation.name_fi)):
        current = decisions.get(member.pk)
        if current is None:
            what = ("undecided", _("has accepted but has not recorded its decision"))
        elif current.disputed_at:
            what = ("disputed", _("disputes the record of its decision"))
        elif not current.confirmed_at:
            what = ("unconfirmed", _("has a record that its signatory has not confirmed"))
        elif not current.counts:
            what = ("not_approved", _("has not approved joining"))
        elif held_back(current):
            what = (
                "extract_held_back",
                _("the virus scan holds back the extract by which the lead recorded its decision"),
            )
        elif current.conditions and not current.conditions_acknowledged_at:
            what = ("conditions", _("set conditions that the lead has not acknowledged"))
        else:
            continue
        text = format_lazy("{name}: {what}", name=member.organisation.name, what=what[1])
        gaps.append(Gap(f"member_{what[0]}", "members", text, f"member-{member.pk}"))
    return gaps


def held_back(decision: MemberDecision) -> bool:
    """Whether nothing but a file that nobody can open proves a decision that the lead recorded for a member."""
    alone = decision.recorded_for_member and decision.acknowledged_at is None and decision.extract is not None
    return bool(alone and decision.extract.scan == Attachment.Scan.INFECTED)


def clash_gaps(found: list[Clash]) -> list[Gap]:
    """A municipality in two submitted consortia for one element; a clash with a draft is only a warning."""
    if not any(clash.sent for clash in found):
        return []
    return [
        Gap(
            "in_two_consortia",
            "members",
            _("A municipality already takes part in the same element through another application"),
        )
    ]


def single_gaps(application: Application, coverage: Coverage) -> list[Gap]:
    """Calls without a coverage rule may still want a consortium; with a rule the rule itself says so."""
    alone = len(coverage.shares) < 2  # noqa: PLR2004 - a consortium is two
    if coverage.ruleset.full is None and alone and not application.call.admits_single:
        return [Gap("single_applicant", "members", _("One organisation alone cannot apply in this call"))]
    return []
