"""The content of a draft as the section pages and the checks read it: few queries, whatever its size."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import F, FilteredRelation, Q, Sum
from django.db.models.functions import Coalesce

from accounts.models import Organisation
from applications.models import Application, BudgetLine, ElementPlan, Member, Section
from applications.queries.savers import with_savers
from applications.queries.standing_files import standing_files
from pilots.answers import in_words
from pilots.models import CallQuestion

NOTHING = Decimal("0.00")
SUMS = ("asked_eur", "self_financing_eur", "other_public_eur")


@dataclass(frozen=True)
class Answered:
    """A question of the call with what has been answered so far, perhaps nothing."""

    question: CallQuestion
    text: str

    @property
    def label(self) -> str:
        return self.question.label

    @property
    def words(self) -> str:
        """The answer as people read it."""
        return in_words(self.question, self.text)


@dataclass(frozen=True)
class Draft:
    """Plan and elements of an application; each element plan carries its `asked_eur` and `self_financing_eur`."""

    application: Application

    @cached_property
    def sections(self) -> dict[str, Section]:
        """What has been saved of each section, or given to a partner, by its key; one query."""
        rows = with_savers(Section.objects.filter(application=self.application))
        return {row.key: row for row in rows.order_by("pk")}

    @cached_property
    def scans(self) -> tuple[str, ...]:
        """What the virus scan says of each file of the application; one query."""
        files = standing_files().filter(application=self.application).order_by("pk")
        return tuple(scan for _pk, scan in files.values_list("pk", "scan"))

    def writer(self, key: str) -> Member | None:
        """The partner to whom a section was given to write."""
        given = self.sections[key].given_to_id if key in self.sections else None
        takers = (one for one in self.application.members.all() if one.state == Member.State.ACCEPTED)
        return next((one for one in takers if one.pk == given), None)

    @cached_property
    def asked(self) -> dict[str, tuple[Answered, ...]]:
        """Every question in the call's order with its answer: of the plan (""), and of each chosen element; one query.

        The plans of the elements are read first.
        """
        mine = FilteredRelation("answers", condition=Q(answers__application=self.application))
        asked = CallQuestion.objects.filter(call=self.application.call_id).annotate(mine=mine)
        # A row for each answer, and one for each question that has none.
        rows = list(asked.annotate(of=F("mine__element"), text=F("mine__text")).order_by("order"))
        texts = {(row.pk, row.of): row.text or "" for row in rows}
        found: dict[str, list[Answered]] = {"": []} | {plan.element.code: [] for plan in self.plans}
        for question in {row.pk: row for row in rows}.values():
            if question.section == "plan":
                found[""].append(Answered(question, texts.get((question.pk, None), "")))
            for plan in self.plans:
                if question.is_asked_of(plan.element.code):
                    text = texts.get((question.pk, plan.element_id), "")
                    found[plan.element.code].append(Answered(question, text))
        for plan in self.plans:
            plan.answers = tuple(found[plan.element.code])
        return {code: tuple(answers) for code, answers in found.items()}

    @property
    def answers(self) -> tuple[Answered, ...]:
        """Every question that the call asks of the plan, in order."""
        return self.asked[""]

    @cached_property
    def plans(self) -> tuple[ElementPlan, ...]:
        """The chosen elements in the order of the call, with their sums in euros; one query."""
        lines = FilteredRelation(
            "application__budget_lines",
            condition=Q(application__budget_lines__element=F("element")),
        )
        plans = ElementPlan.objects.filter(application=self.application).select_related("element")
        sums = {name: Coalesce(Sum(f"lines__{name}"), NOTHING) for name in SUMS}
        return tuple(plans.annotate(lines=lines, **sums).order_by("element__order"))

    @property
    def asked_eur(self) -> Decimal:
        """What is asked for in all, in euros."""
        return sum((plan.asked_eur for plan in self.plans), NOTHING)

    @property
    def self_financing_eur(self) -> Decimal:
        """The applicants' own share in all, in euros."""
        return sum((plan.self_financing_eur for plan in self.plans), NOTHING)

    @property
    def costs_eur(self) -> Decimal:
        """All costs, in euros: what is asked, the own share and other public funding."""
        own = self.asked_eur + self.self_financing_eur
        return own + sum((plan.other_public_eur for plan in self.plans), NOTHING)

    @cached_property
    def left_behind(self) -> tuple[Organisation, ...]:
        """Organisations that no longer take part and still have budget lines; no query while nobody has left."""
        members = self.application.members.all()
        out = {one.organisation_id: one.organisation for one in members if one.state == Member.State.LEFT}
        if not out:
            return ()
        lines = BudgetLine.objects.filter(application=self.application, organisation__in=out)
        found = set(lines.values_list("organisation_id", flat=True))
        return tuple(sorted((out[pk] for pk in found), key=lambda one: one.name_fi))

    @property
    def title(self) -> str:
        """The project's name as written so far."""
        return next((one.text.strip() for one in self.answers if one.question.code == "title"), "")

    def answers_of(self, element: str) -> tuple[Answered, ...]:
        """What the call asks of one chosen element, in order."""
        return self.asked.get(element, ())
