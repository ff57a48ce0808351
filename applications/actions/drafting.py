"""Writing a draft: start it, save its sections unfinished, discard it. Two savers at once are told apart."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from accounts.permissions import Act, Role
from accounts.queries import affiliations_of
from applications.models import Application, BudgetLine, ElementPlan, Member, PlanAnswer, Section
from applications.queries.access import require
from applications.workflow import Event
from ledger.actions import record
from ledger.refusal import refuse_unless
from outbox.actions import add
from pilots.models import Call, CallElement, Region
from pilots.queries import regions_of


@transaction.atomic
def start_application(
    *, call: Call, region: Region, lead: Organisation, language: str, actor: User, at: datetime
) -> Application:
    """Open a draft for a lead organisation.

    Refused when the call is not open, the county takes no part in it, the person does not act for the lead,
    or the lead already has a live application for the county.
    """
    # Two presses at once follow one another here, so that the second is refused and does not fail.
    Organisation.objects.select_for_update().get(pk=lead.pk)
    refuse_start(call=call, region=region, lead=lead, actor=actor, at=at)
    application = Application.objects.create(
        call=call,
        region=region,
        lead=lead,
        language=language,
        created_at=at,
        created_by=actor.email,
        changed_at=at,
    )
    member = Member.objects.create(
        application=application, organisation=lead, is_lead=True, state=Member.State.ACCEPTED, answered_at=at
    )
    member.elements.set(call.elements.all())
    record(
        kind="application.started",
        reference=application.reference,
        actor=actor,
        at=at,
        data={"call": call.slug, "region": region.pk, "lead": lead.name_fi},
    )
    return application


def refuse_start(*, call: Call, region: Region, lead: Organisation, actor: User, at: datetime) -> None:
    """Refuse what `start_application` cannot begin, with the reason."""
    acts_for_lead = any(a.organisation_id == lead.pk for a in affiliations_of(actor))
    refuse_unless(acts_for_lead, "not_allowed", _("Your role does not allow this."))
    refuse_unless(call.is_open(at), "call_closed", _("The call is not open."))
    refuse_unless(
        region in regions_of(call), "region_not_in_call", _("The county does not take part in this call.")
    )
    standing = Application.objects.live().filter(call=call, region=region, lead=lead)
    refuse_unless(
        not standing.exists(),
        "already_started",
        _("Your organisation already has an application for this county in this call."),
        way_out=_("Continue the application that exists."),
    )


def locked(application_id: int) -> Application:
    """The application with its row locked, so that acts on it follow one another."""
    return (
        Application.objects.select_for_update(of=("self",))
        .select_related("call", "lead")
        .get(pk=application_id)
    )


def editable(
    application_id: int, *, act: Act, actor: User, at: datetime
) -> tuple[Application, frozenset[Role]]:
    """The locked application for somebody who may do `act` to it while it can still be changed; or Refused."""
    application = locked(application_id)
    roles = require(actor, act, application)
    refuse_unless(
        application.is_editable(at),
        "not_editable",
        _("The application can no longer be changed."),
        way_out=_("What was submitted stands as it is."),
    )
    return application, roles


def next_version(application: Application, key: str, *, seen: int, actor: User, at: datetime) -> Section:
    """Take the section's next version; Refused when somebody saved it after the version that was `seen`."""
    section, _created = Section.objects.get_or_create(application=application, key=key)
    taken = Section.objects.filter(pk=section.pk, version=seen).update(
        version=F("version") + 1, saved_at=at, saved_by=actor.email
    )
    refuse_unless(
        taken,
        "saved_by_another",
        _("Somebody else saved this section while you were writing."),
        way_out=_("Both texts are shown below. Keep yours or take theirs."),
    )
    section.refresh_from_db()
    return section


def substance_changed(application: Application, *, at: datetime) -> None:
    """Plan or budget changed in substance: the plan gets a new version, which members' decisions refer to."""
    Application.objects.filter(pk=application.pk).update(plan_version=F("plan_version") + 1, changed_at=at)


@transaction.atomic
def save_plan(
    *, application_id: int, answers: dict[str, str], seen: int, actor: User, at: datetime
) -> Section:
    """Save the answers to the call's questions, by their codes; unfinished is fine."""
    application, _roles = editable(application_id, act=Act.EDIT_COMMON, actor=actor, at=at)
    section = next_version(application, "plan", seen=seen, actor=actor, at=at)
    changed = False
    for question in application.call.questions.filter(code__in=answers).order_by("order"):
        answer, _created = PlanAnswer.objects.get_or_create(application=application, question=question)
        if answer.text != answers[question.code]:
            answer.text, changed = answers[question.code], True
            answer.save(update_fields=["text"])
    if changed:
        substance_changed(application, at=at)
    return section


@transaction.atomic
def choose_elements(
    *, application_id: int, codes: Iterable[str], actor: User, at: datetime, seen: int | None = None
) -> None:
    """Set which elements the application asks for; what was written about one that is dropped goes with it.

    With `seen`, refused when somebody chose otherwise meanwhile, as for the other sections.
    """
    application, _roles = editable(application_id, act=Act.EDIT_COMMON, actor=actor, at=at)
    if seen is not None:
        next_version(application, "elements", seen=seen, actor=actor, at=at)
    wanted = set(codes)
    chosen = {plan.element.code: plan for plan in application.element_plans.select_related("element")}
    for element in application.call.elements.order_by("order"):
        if element.code in wanted and element.code not in chosen:
            ElementPlan.objects.create(application=application, element=element)
        if element.code not in wanted and element.code in chosen:
            application.budget_lines.filter(element=element).delete()
            chosen[element.code].delete()
    if wanted != set(chosen):
        substance_changed(application, at=at)


@dataclass(frozen=True)
class ElementContent:
    """What is written about one element; everything may still be missing."""

    description: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    expected_clients: int | None = None


@transaction.atomic
def save_element(
    *, application_id: int, code: str, content: ElementContent, seen: int, actor: User, at: datetime
) -> Section:
    """Save the plan of one chosen element; refused when somebody has dropped it meanwhile."""
    application, _roles = editable(application_id, act=Act.EDIT_COMMON, actor=actor, at=at)
    section = next_version(application, f"element:{code}", seen=seen, actor=actor, at=at)
    plan = application.element_plans.filter(element__code=code).first()
    refuse_unless(plan, "element_dropped", _("This element no longer belongs to the application."))
    if element_content(plan) != content:
        plan.description, plan.expected_clients = content.description, content.expected_clients
        plan.starts_on, plan.ends_on = content.starts_on, content.ends_on
        plan.save()
        substance_changed(application, at=at)
    return section


def element_content(plan: ElementPlan) -> ElementContent:
    """A stored plan of an element as the content that was written."""
    return ElementContent(plan.description, plan.starts_on, plan.ends_on, plan.expected_clients)


@dataclass(frozen=True)
class LineContent:
    """One budget line as written; amounts in euros."""

    element: str
    category: str
    year: int
    asked_eur: Decimal
    self_financing_eur: Decimal = Decimal(0)
    organisation_id: int | None = None
    note: str = ""


@transaction.atomic
def save_budget(
    *, application_id: int, lines: list[LineContent], seen: int, actor: User, at: datetime
) -> Section:
    """Replace the budget's lines. A partner changes only lines of its own organisation; the lead changes all."""
    application, roles = editable(application_id, act=Act.EDIT_BUDGET, actor=actor, at=at)
    section = next_version(application, "budget", seen=seen, actor=actor, at=at)
    standing = application.budget_lines.all()
    if roles.isdisjoint({Role.ED, Role.SI}):
        own = {a.organisation_id for a in affiliations_of(actor)}
        refuse_unless(
            all(line.organisation_id in own for line in lines),
            "not_allowed",
            _("Your role does not allow this."),
        )
        standing = standing.filter(organisation_id__in=own)
    elements = elements_of_lines(application, lines)
    before = [line_content(line) for line in standing.select_related("element").order_by("pk")]
    if before != lines:
        standing.delete()
        BudgetLine.objects.bulk_create(
            BudgetLine(
                application=application,
                element=elements[line.element],
                category=line.category,
                year=line.year,
                organisation_id=line.organisation_id,
                note=line.note,
                asked_eur=line.asked_eur,
                self_financing_eur=line.self_financing_eur,
            )
            for line in lines
        )
        substance_changed(application, at=at)
    return section


def elements_of_lines(application: Application, lines: list[LineContent]) -> dict[str, CallElement]:
    """The chosen elements by code; refused when a line names another, or an organisation that takes no part."""
    takers = set(application.members.taking_part().values_list("organisation_id", flat=True)) | {None}
    chosen = CallElement.objects.filter(pk__in=application.element_plans.values("element"))
    elements = {element.code: element for element in chosen.order_by("order")}
    refuse_unless(
        all(line.organisation_id in takers and line.element in elements for line in lines),
        "unknown_line",
        _("A budget line names an element or an organisation that is not part of this application."),
    )
    return elements


def line_content(line: BudgetLine) -> LineContent:
    """A stored line as the content that was written."""
    return LineContent(
        element=line.element.code,
        category=line.category,
        year=line.year,
        asked_eur=line.asked_eur,
        self_financing_eur=line.self_financing_eur,
        organisation_id=line.organisation_id,
        note=line.note,
    )


@transaction.atomic
def save_grounds(
    *, application_id: int, grounds: str, below_limit_confirmed: bool, seen: int, actor: User, at: datetime
) -> Section:
    """Save the special grounds for a smaller coverage, and under an advisory rule the confirmation."""
    application, _roles = editable(application_id, act=Act.EDIT_COMMON, actor=actor, at=at)
    section = next_version(application, "grounds", seen=seen, actor=actor, at=at)
    application.special_grounds, application.below_limit_confirmed = grounds, below_limit_confirmed
    application.changed_at = at
    application.save(update_fields=["special_grounds", "below_limit_confirmed", "changed_at"])
    return section


@transaction.atomic
def discard(*, application_id: int, actor: User, at: datetime, note: str = "") -> None:
    """Discard a draft that was never sent; the place becomes free, the partners are told."""
    application = locked(application_id)
    require(actor, Act.DISCARD_DRAFT, application)
    application.move(Event.DISCARD, role=Role.SI, actor=actor, at=at, note=note)
    for member in application.members.standing().filter(is_lead=False).order_by("pk"):
        add(
            kind="mail",
            reference=f"discarded:{member.pk}",
            payload={"template": "discarded", "member": member.pk},
        )
