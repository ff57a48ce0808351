"""Plan and budget of a draft: answers to the call's own questions, a plan per element, and budget lines."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from applications.models.application import Application
from pilots.models import CallElement, CallQuestion


class Section(models.Model):
    """The version of one section of the draft, by which two people who save at once are told apart."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="sections")
    key = models.CharField(max_length=60)
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)
    saved_by = models.CharField(max_length=254, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "key"], name="one_row_per_section"),
        ]

    def __str__(self) -> str:
        return f"{self.key} v{self.version}"


class PlanAnswer(models.Model):
    """The answer to one question of the call; the questions belong to the call, so rounds can differ."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(CallQuestion, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "question"], name="one_answer_per_question"),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.text[:40]}"


class ElementPlan(models.Model):
    """An element that the application asks for; that the row exists is the choice."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="element_plans")
    element = models.ForeignKey(CallElement, on_delete=models.PROTECT, related_name="+")
    description = models.TextField(blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    expected_clients = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "element"], name="an_element_is_chosen_once"),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="element_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return str(self.element)


class BudgetLine(models.Model):
    """One line of the budget, in euros: for what, in which year, for which element, and whose."""

    class Category(models.TextChoices):
        PERSONNEL = "personnel", _("personnel")
        SERVICES = "services", _("purchased services")
        SYSTEMS = "systems", _("information systems")
        INFORMATION = "information", _("communication and training")
        OTHER = "other", _("other costs")

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="budget_lines")
    element = models.ForeignKey(CallElement, on_delete=models.PROTECT, related_name="+")
    category = models.CharField(max_length=12, choices=Category.choices)
    year = models.PositiveSmallIntegerField()
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.CharField(max_length=200, blank=True)
    asked_eur = models.DecimalField(max_digits=12, decimal_places=2, validators=[MinValueValidator(0)])
    self_financing_eur = models.DecimalField(
        max_digits=12, decimal_places=2, default=0, validators=[MinValueValidator(0)]
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(asked_eur__gte=0) & Q(self_financing_eur__gte=0),
                name="budget_amounts_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category} {self.year}: {self.asked_eur} €"
