"""What an application still lacks before it can be sent, each thing with the page on which it is mended."""

from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from applications.models import Application, ElementPlan, Member
from applications.queries.budget import lines_of, sums_of
from applications.queries.coverage import Clash, Coverage, clashes, confirmed_coverage
from eligibility.admission import Hurdle, hurdles


@dataclass(frozen=True)
class Gap:
    """One thing that is missing. `section` names the page, `anchor` the field on it."""

    code: str
    section: str
    message: str | Promise
    anchor: str = ""


@dataclass(frozen=True)
class Readiness:
    """Everything that stands between the draft and its submission."""

    gaps: tuple[Gap, ...]
    coverage: Coverage
    hurdles: tuple[Hurdle, ...]
    unanswered: tuple[Member, ...] = ()
    clashes: tuple[Clash, ...] = field(default=())

    @property
    def complete(self) -> bool:
        """Whether nothing is missing; requests without an answer only need a confirmation."""
        return not self.gaps and not self.hurdles and self.coverage.verdict is not None


def readiness_of(application: Application) -> Readiness:
    """Look at the whole draft."""
    coverage = confirmed_coverage(application)
    found = clashes(application)
    gaps = [
        *plan_gaps(application),
        *element_gaps(application),
        *budget_gaps(application),
        *member_gaps(application),
        *clash_gaps(found),
        *single_gaps(application, coverage),
    ]
    hard = ()
    if coverage.verdict is not None:
        hard = hurdles(
            coverage.verdict,
            coverage.ruleset,
            grounds=bool(application.special_grounds.strip()),
            confirmed=application.below_limit_confirmed,
        )
    unanswered = application.members.unanswered().select_related("organisation").order_by("pk")
    return Readiness(tuple(gaps), coverage, hard, tuple(unanswered), tuple(found))


def plan_gaps(application: Application) -> list[Gap]:
    """Required questions of the call without an answer."""
    answers = {answer.question_id: answer.text.strip() for answer in application.answers.all()}
    return [
        Gap(
            "answer_missing",
            "plan",
            format_lazy(_("Plan: {question} is not answered"), question=question.label),
            f"id_{question.code}",
        )
        for question in application.call.questions.filter(required=True).order_by("order")
        if not answers.get(question.pk)
    ]


def element_gaps(application: Application) -> list[Gap]:
    """At least one element, each described, with a period inside the call's limits and expected clients."""
    plans = list(application.element_plans.select_related("element").order_by("element__order"))
    if not plans:
        return [Gap("no_element", "elements", _("No element has been chosen"))]
    return [gap for plan in plans for gap in gaps_of_element(application, plan)]


def gaps_of_element(application: Application, plan: ElementPlan) -> list[Gap]:
    """What one element still lacks."""
    call, gaps = application.call, []

    def add(code: str, message: str | Promise, anchor: str) -> None:
        text = format_lazy("{element}: {what}", element=plan.element.name, what=message)
        gaps.append(Gap(code, f"element:{plan.element.code}", text, anchor))

    if not plan.description.strip():
        add("element_description", _("the description is missing"), "id_description")
    if plan.expected_clients is None:
        add("element_clients", _("the expected number of clients is missing"), "id_expected_clients")
    if plan.starts_on is None or plan.ends_on is None:
        add("element_period", _("the start or the end is missing"), "id_starts_on")
    elif not call.starts_earliest_on <= plan.starts_on <= call.starts_latest_on:
        add("element_start", _("the start is outside the limits of the call"), "id_starts_on")
    elif plan.ends_on > call.ends_latest_on:
        add("element_end", _("the end is later than the call allows"), "id_ends_on")
    return gaps


def budget_gaps(application: Application) -> list[Gap]:
    """Every chosen element asks for something; self-financing where the call requires it."""
    sums = sums_of(lines_of(application))
    gaps = [
        Gap(
            "budget_missing",
            "budget",
            format_lazy(_("Budget: nothing is asked for {element}"), element=plan.element.name),
        )
        for plan in application.element_plans.select_related("element").order_by("element__order")
        if not sums.by_element.get(plan.element.code)
    ]
    if application.call.self_financing_required and not sums.self_financing_eur:
        gaps.append(Gap("self_financing_missing", "budget", _("Budget: the self-financing share is missing")))
    return gaps


def member_gaps(application: Application) -> list[Gap]:
    """Whoever takes part must have decided, undisputed and with its conditions acknowledged."""
    gaps = []
    members = application.members.taking_part().select_related("organisation").prefetch_related("decisions")
    for member in members.order_by("-is_lead", "organisation__name_fi"):
        current = next((d for d in member.decisions.all() if d.superseded_at is None), None)
        if current is None:
            what = ("undecided", _("has accepted but has not recorded its decision"))
        elif current.disputed_at:
            what = ("disputed", _("disputes the record of its decision"))
        elif not current.confirmed_at:
            what = ("unconfirmed", _("has a record that its signatory has not confirmed"))
        elif not current.counts:
            what = ("not_approved", _("has not approved joining"))
        elif current.conditions and not current.conditions_acknowledged_at:
            what = ("conditions", _("set conditions that the lead has not acknowledged"))
        else:
            continue
        text = format_lazy("{name}: {what}", name=member.organisation.name, what=what[1])
        gaps.append(Gap(f"member_{what[0]}", "members", text, f"member-{member.pk}"))
    return gaps


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
