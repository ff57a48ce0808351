"""The content of a draft as the section pages and the checks read it: few queries, whatever its size."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import DecimalField, OuterRef, QuerySet, Subquery, Sum, TextField, Value
from django.db.models.functions import Coalesce

from applications.models import Application, BudgetLine, ElementPlan, PlanAnswer
from pilots.models import CallQuestion

NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class Answered:
    """A question of the call with what has been answered so far, perhaps nothing."""

    question: CallQuestion
    text: str


@dataclass(frozen=True)
class Draft:
    """Plan and elements of an application; each element plan carries its `asked_eur` and `self_financing_eur`."""

    application: Application

    @cached_property
    def answers(self) -> tuple[Answered, ...]:
        """Every question that the call asks of the plan, in order; one query."""
        given = PlanAnswer.objects.filter(application=self.application, question=OuterRef("pk"), element=None)
        questions = CallQuestion.objects.filter(call=self.application.call_id, section="plan").annotate(
            given=Coalesce(Subquery(given.values("text")), Value("", output_field=TextField()))
        )
        return tuple(Answered(question, question.given) for question in questions.order_by("order"))

    @cached_property
    def plans(self) -> tuple[ElementPlan, ...]:
        """The chosen elements in the order of the call, with their sums in euros; one query."""
        plans = ElementPlan.objects.filter(application=self.application).select_related("element")
        return tuple(
            plans.annotate(
                asked_eur=total("asked_eur"), self_financing_eur=total("self_financing_eur")
            ).order_by("element__order")
        )

    @property
    def asked_eur(self) -> Decimal:
        """What is asked for in all, in euros."""
        return sum((plan.asked_eur for plan in self.plans), NOTHING)

    @property
    def self_financing_eur(self) -> Decimal:
        """The applicants' own share in all, in euros."""
        return sum((plan.self_financing_eur for plan in self.plans), NOTHING)

    @property
    def title(self) -> str:
        """The project's name as written so far."""
        return next((one.text.strip() for one in self.answers if one.question.code == "title"), "")


def total(field: str) -> Coalesce:
    """The sum of an amount over an element's budget lines."""
    lines: QuerySet = BudgetLine.objects.filter(
        application=OuterRef("application"), element=OuterRef("element")
    )
    sums = lines.order_by().values("element").annotate(total=Sum(field)).values("total")
    money = DecimalField(max_digits=14, decimal_places=2)
    return Coalesce(Subquery(sums, output_field=money), Value(NOTHING, output_field=money))
