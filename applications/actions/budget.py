"""Saving the budget's lines: the lead all of them, a partner those of its own organisation."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Act, Role
from applications.actions.drafting import editable, keep_version, next_version, substance_changed
from applications.models import Application, BudgetLine, Section
from ledger.refusal import refuse_unless
from pilots.models import CallElement


@dataclass(frozen=True)
class LineContent:
    """One budget line as written; amounts in euros."""

    element: str
    category: str
    year: int
    asked_eur: Decimal
    self_financing_eur: Decimal = Decimal(0)
    other_public_eur: Decimal = Decimal(0)
    organisation_id: int | None = None
    note: str = ""


@transaction.atomic
def save_budget(
    *,
    application_id: int,
    lines: list[LineContent],
    seen: int,
    actor: User,
    at: datetime,
    by_itself: bool = False,
) -> Section:
    """Replace the budget's lines. A partner changes only lines of its own organisation; the lead changes all."""
    application, roles = editable(application_id, act=Act.EDIT_BUDGET, actor=actor, at=at, section="budget")
    section = next_version(application, "budget", seen=seen, actor=actor, at=at)
    standing = open_lines(application, lines)
    if roles.isdisjoint({Role.ED, Role.SI}):
        own = actor.organisations_now
        refuse_unless(
            all(line.organisation_id in own for line in lines),
            "not_allowed",
            _("Your role does not allow this."),
        )
        standing = standing.filter(organisation_id__in=own)
    if replace_lines(application, standing, lines):
        substance_changed(application, at=at)
    keep_version(section, actor=actor, at=at, by_itself=by_itself)
    return section


def open_lines(application: Application, lines: list[LineContent]) -> QuerySet[BudgetLine]:
    """The lines that stand and may be changed; Refused when one to be written is of an element that is closed.

    A supplement request that opens only the choice of elements opens the lines of those that are added.
    """
    refuse_unless(
        all(application.opens_lines_of(line.element) for line in lines),
        "element_closed",
        _("The budget of an element that has been sent is not open now."),
        way_out=_("Ask the ministry to open them too."),
    )
    codes = application.element_plans.order_by("element__order").values_list("element__code", flat=True)
    return application.budget_lines.filter(
        element__code__in=[code for code in codes if application.opens_lines_of(code)]
    )


def replace_lines(application: Application, standing: QuerySet[BudgetLine], lines: list[LineContent]) -> bool:
    """Put these lines in the place of those that stand; whether anything changed."""
    elements = elements_of_lines(application, lines)
    before = [line_content(line) for line in standing.select_related("element").order_by("pk")]
    if before == lines:
        return False
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
            other_public_eur=line.other_public_eur,
        )
        for line in lines
    )
    return True


def elements_of_lines(application: Application, lines: list[LineContent]) -> dict[str, CallElement]:
    """The chosen elements by code; refused when a line names another, or an organisation that takes no part."""
    takers = set(application.members.taking_part().values_list("organisation_id", flat=True)) | {None}
    # Lines of a member that has left stay its own until the lead moves them.
    takers |= set(application.budget_lines.values_list("organisation_id", flat=True))
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
        other_public_eur=line.other_public_eur,
        organisation_id=line.organisation_id,
        note=line.note,
    )
