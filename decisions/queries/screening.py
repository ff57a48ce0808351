"""The checklist of a case: what the system can answer beforehand with its figures, and what the officer found."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from applications.models import MemberDecision, Submission
from decisions.models import Arrival, CaseFile, GroundsRuling, ScreeningFinding
from decisions.queries.stored import spoken
from eligibility import Outcome
from pilots.models import CallScreeningPoint
from pilots.wording import VERDICTS
from ui.formatting import day, moment, number, share

HOLDS, FAILS, NOT_APPLICABLE = ScreeningFinding.Result
Kind = CallScreeningPoint.Kind
# What the rule itself says; special grounds need a ruling first.
BY_RULE = {
    Outcome.MEETS: HOLDS,
    Outcome.NOT_ELIGIBLE: FAILS,
    Outcome.NEEDS_GROUNDS: FAILS,
    Outcome.NO_RULE: NOT_APPLICABLE,
}


@dataclass(frozen=True)
class Computed:
    """What the system says of a point: a result, or "" where a person must find it, and its figures in words."""

    result: str
    figures: str


@dataclass(frozen=True)
class Facts:
    """What the points are answered from: the version that stands, how it arrived, the ruling on its grounds."""

    case: CaseFile
    sent: Submission
    first: Submission
    arrival: Arrival | None
    ruling: GroundsRuling | None


@dataclass(frozen=True)
class Point:
    """One point with what the system says and what was found; `is_old`: a newer version has arrived since."""

    point: CallScreeningPoint
    computed: Computed | None
    finding: ScreeningFinding | None
    is_old: bool

    @property
    def is_found(self) -> bool:
        return self.finding is not None and not self.is_old


@dataclass(frozen=True)
class Checklist:
    """The points of the call in order."""

    points: list[Point]

    @property
    def found(self) -> int:
        return sum(one.is_found for one in self.points)

    @property
    def failed(self) -> list[Point]:
        return [one for one in self.points if one.finding and one.finding.result == FAILS]

    @property
    def is_complete(self) -> bool:
        return self.found == len(self.points)


def checklist_of(case: CaseFile, sent: Submission | None = None) -> Checklist:
    """The call's points on this case; a fixed number of queries."""
    facts = facts_of(case, sent)
    findings = {
        one.point_id: one for one in case.screening_findings.select_related("found_by").order_by("pk")
    }
    return Checklist(
        [
            Point(
                point=point,
                computed=computed_of(point, facts),
                finding=findings.get(point.pk),
                is_old=point.pk in findings and findings[point.pk].found_at < facts.sent.received_at,
            )
            for point in case.call.screening_points.order_by("order")
        ]
    )


def to_supplement(case: CaseFile) -> str:
    """The points that do not hold, one on a line in the language of the case: a request can start from them."""
    failed = case.screening_findings.filter(result=FAILS).select_related("point").order_by("point__order")
    with override(case.language):
        return "\n".join(finding.point.text for finding in failed)


def facts_of(case: CaseFile, sent: Submission | None = None) -> Facts:
    """What the case's points are answered from."""
    versions = list(case.submissions.order_by("number"))
    sent = sent or versions[-1]
    arrival = Arrival.objects.filter(application=case.pk).first()
    return Facts(case, sent, versions[0], arrival, ruling_of(case, sent))


def ruling_of(case: CaseFile, sent: Submission) -> GroundsRuling | None:
    """The last ruling on the special grounds of this version; one on an earlier version does not carry over."""
    return case.grounds_rulings.filter(version=sent.number).order_by("-pk").first()


def standing_ruling(case: CaseFile) -> GroundsRuling | None:
    """The last ruling on the grounds of the version that stands; one query."""
    last = case.grounds_rulings.annotate(last=Max("application__submissions__number"))
    return last.filter(version=F("last")).order_by("-pk").first()


def gives_grounds(sent: Submission) -> bool:
    """Whether special grounds came with this version."""
    return bool(sent.snapshot["special_grounds"].strip())


def computed_of(point: CallScreeningPoint, facts: Facts) -> Computed | None:
    """What the system says of a point; None where only a person can say something."""
    answer = ANSWERS.get(Kind(point.kind))
    return answer(facts) if answer else None


def of_arrival(facts: Facts) -> Computed:
    """In time, or late and ruled to be examined all the same."""
    arrival, closes_at = facts.arrival, facts.case.call.closes_at
    arrived_at = arrival.arrived_at if arrival else facts.first.received_at
    told = _("Arrived %(at)s; the call closed %(closes)s.") % {
        "at": moment(arrived_at, seconds=True),
        "closes": moment(closes_at),
    }
    is_late = arrival.is_late if arrival else arrived_at >= closes_at
    if not is_late:
        return Computed(HOLDS, told)
    if arrival and arrival.ruling:
        ruled = f"{arrival.get_ruling_display()}: {arrival.ruling_reason}"
        return Computed(HOLDS if arrival.ruling == Arrival.Ruling.EXAMINED else FAILS, f"{told} {ruled}")
    return Computed(FAILS, told)


def of_coverage(facts: Facts) -> Computed:
    """The frozen verdict; on special grounds it takes the officials' ruling."""
    verdict = facts.sent.verdict
    outcome = Outcome(verdict["outcome"])
    told = str(VERDICTS[outcome][1])
    if outcome is not Outcome.NO_RULE:
        told += ": " + _(
            "%(share)s, %(some)s of %(all)s inhabitants, %(few)s of %(many)s municipalities."
        ) % {
            "share": share(verdict["share"]),
            "some": number(verdict["covered_inhabitants"]),
            "all": number(verdict["region_inhabitants"]),
            "few": verdict["covered_municipalities"],
            "many": verdict["region_municipalities"],
        }
    if outcome is Outcome.ON_SPECIAL_GROUNDS:
        return Computed(by_ruling(facts.ruling), told)
    return Computed(BY_RULE[outcome], told)


def by_ruling(ruling: GroundsRuling | None) -> str:
    """A ruling as a result; "" while there is none."""
    if ruling is None:
        return ""
    return HOLDS if ruling.accepted else FAILS


def of_grounds(facts: Facts) -> Computed:
    """Whether special grounds were needed, given and accepted."""
    outcome = Outcome(facts.sent.verdict["outcome"])
    if facts.ruling:
        told = _("Ruled %(on)s: %(reason)s") % {
            "on": day(facts.ruling.ruled_at),
            "reason": facts.ruling.reason,
        }
        return Computed(by_ruling(facts.ruling), told)
    if gives_grounds(facts.sent):
        return Computed("", _("Special grounds have been given; rule on them first."))
    if outcome is Outcome.NEEDS_GROUNDS:
        return Computed(FAILS, _("Special grounds would be needed and have not been given."))
    return Computed(NOT_APPLICABLE, _("No special grounds have been given."))


def of_members(facts: Facts) -> Computed:
    """Every member with an approval of its own, as it was sent."""
    members = facts.sent.snapshot["members"]
    lacking = [
        spoken(member["name"])
        for member in members
        if not member["decision"] or member["decision"]["result"] not in MemberDecision.APPROVALS
    ]
    told = ngettext(
        "%(some)s of %(all)s member has approved taking part.",
        "%(some)s of %(all)s members have approved taking part.",
        len(members),
    ) % {"some": len(members) - len(lacking), "all": len(members)}
    if lacking:
        told += " " + _("Missing: %(names)s.") % {"names": ", ".join(lacking)}
    return Computed(FAILS if lacking else HOLDS, told)


def of_period(facts: Facts) -> Computed:
    """Every element's start and end against the limits of the call."""
    call = facts.case.call
    told, within = [], True
    for element in facts.sent.snapshot["elements"]:
        starts_on, ends_on = day_of(element, "starts_on"), day_of(element, "ends_on")
        if starts_on is None or ends_on is None:
            within = False
            told.append(_("%(name)s: not given") % {"name": spoken(element["name"])})
            continue
        within &= call.starts_earliest_on <= starts_on <= call.starts_latest_on
        within &= ends_on <= call.ends_latest_on
        told.append(f"{spoken(element['name'])}: {day(starts_on)}–{day(ends_on)}")
    limits = _("Begins %(first)s–%(last)s, ends %(end)s at the latest.") % {
        "first": day(call.starts_earliest_on),
        "last": day(call.starts_latest_on),
        "end": day(call.ends_latest_on),
    }
    return Computed(HOLDS if within else FAILS, "; ".join(told) + ". " + limits)


def day_of(element: dict[str, Any], key: str) -> date | None:
    """A frozen ISO day of an element."""
    return date.fromisoformat(element[key]) if element[key] else None


ANSWERS: dict[Kind, Callable[[Facts], Computed]] = {
    Kind.ARRIVAL: of_arrival,
    Kind.COVERAGE: of_coverage,
    Kind.GROUNDS: of_grounds,
    Kind.MEMBERS: of_members,
    Kind.PERIOD: of_period,
}
