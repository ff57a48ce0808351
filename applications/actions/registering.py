"""An application that did not come by its lead's own press: what the paper says becomes a draft, which is then sent."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from applications.actions.drafting import locked, show_plan
from applications.actions.submitting import freeze, lapse, one_at_a_time, refuse_unjudged
from applications.models import (
    Application,
    BudgetLine,
    ElementPlan,
    Member,
    MemberDecision,
    PlanAnswer,
    Submission,
)
from applications.queries.consortium import possible_partners
from applications.queries.readiness import readiness_of
from ledger.actions import record
from ledger.refusal import refuse_unless
from pilots.models import Call, Region
from pilots.queries import regions_of


@dataclass(frozen=True)
class PaperMember:
    """Who takes part, and the decision that the paper proves; without a day there is none."""

    organisation_id: int
    body: str = ""
    decided_on: date | None = None


@dataclass(frozen=True)
class PaperElement:
    """An element that is asked for, in euros."""

    code: str
    asked_eur: Decimal
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True)
class PaperContent:
    """What is taken from the paper; the rest of the plan is asked as a supplement."""

    title: str = ""
    special_grounds: str = ""
    members: tuple[PaperMember, ...] = ()
    elements: tuple[PaperElement, ...] = ()


def enter_paper(
    *,
    call: Call,
    region: Region,
    lead: Organisation,
    language: str,
    content: PaperContent,
    actor: User,
    at: datetime,
) -> Application:
    """A draft with what the paper says. The caller has judged who may, and that the place is free."""
    refuse_unless(
        region in regions_of(call), "region_not_in_call", _("The county does not take part in this call.")
    )
    possible = set(possible_partners(call, region).values_list("pk", flat=True)) | {lead.pk}
    refuse_unless(
        all(member.organisation_id in possible for member in content.members),
        "no_such_partner",
        _("The organisation cannot take part in this county."),
    )
    refuse_unless(content.elements, "no_elements", _("Give at least one element with its sum."))
    application = Application.objects.create(
        call=call, region=region, lead=lead, language=language, special_grounds=content.special_grounds,
        below_limit_confirmed=bool(content.special_grounds.strip()),
        created_at=at, created_by=actor.email, changed_at=at,
    )  # fmt: skip
    write_elements(application, content)
    write_members(application, content, actor=actor, at=at)
    data = {"call": call.slug, "region": region.pk, "lead": lead.name_fi}
    record(kind="application.started", reference=application.reference, actor=actor, at=at, data=data)
    return application


def write_elements(application: Application, content: PaperContent) -> None:
    """The elements with their periods and sums, and the project's name."""
    call = application.call
    elements = {element.code: element for element in call.elements.order_by("order")}
    for one in content.elements:
        element = elements[one.code]
        ElementPlan.objects.create(
            application=application, element=element, starts_on=one.starts_on, ends_on=one.ends_on
        )
        BudgetLine.objects.create(
            application=application,
            element=element,
            category=BudgetLine.Category.OTHER,
            year=call.budget_years[0],
            asked_eur=one.asked_eur,
        )
    question = call.questions.filter(code="title").first()
    if question and content.title.strip():
        PlanAnswer.objects.create(application=application, question=question, text=content.title.strip())


def write_members(application: Application, content: PaperContent, *, actor: User, at: datetime) -> None:
    """The lead and whoever else takes part, each with the decision that came with the paper."""
    told = {member.organisation_id: member for member in content.members}
    told.setdefault(application.lead_id, PaperMember(application.lead_id))
    version = show_plan(application, at=at)
    for organisation_id, one in told.items():
        member = Member.objects.create(
            application=application,
            organisation_id=organisation_id,
            is_lead=organisation_id == application.lead_id,
            state=Member.State.ACCEPTED,
            answered_at=at,
        )
        member.elements.set(application.call.elements.filter(code__in=[row.code for row in content.elements]))
        if one.decided_on:
            MemberDecision.objects.create(
                member=member, body=one.body, decided_on=one.decided_on,
                result=MemberDecision.Result.APPROVED, plan_version=version, recorded_at=at,
                recorded_by=actor.email, confirmed_at=at, confirmed_by=actor.email,
            )  # fmt: skip


def send_registered(
    application: Application, *, arrived_at: datetime, actor: User, at: datetime
) -> Submission:
    """The first submission of a draft that an administrator registers, with the moment at which it arrived.

    The caller holds the lock. What is missing does not keep it out: the officials ask for it.
    """
    application = locked(application.pk)
    one_at_a_time(application)
    readiness = readiness_of(application, look_for_clashes=False)
    refuse_unjudged(readiness)
    submission = freeze(application, readiness, actor=actor, at=at, arrived_at=arrived_at)
    for member in readiness.unanswered:
        lapse(member, actor=actor, at=at)
    return submission
