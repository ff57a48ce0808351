"""Plan and budget of a draft: answers to the call's own questions, a plan per element, and budget lines."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from applications.models.application import Application
from pilots.models import CallElement, CallQuestion


class Section(models.Model):
    """The version of one section of the draft, by which two people who save at once are told apart."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="sections")
    key = models.CharField(max_length=60)
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)
    saved_by = models.CharField(max_length=254, blank=True)
    given_to = models.ForeignKey(
        "applications.Member", null=True, blank=True, on_delete=models.SET_NULL, related_name="given_sections"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "key"], name="one_row_per_section"),
        ]

    def __str__(self) -> str:
        return f"{self.key} v{self.version}"


class SectionVersion(models.Model):
    """What a section said after a saving: texts by their names. Savings of one sitting share a row."""

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=254)
    by_itself = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["section", "number"], name="section_versions_are_numbered"),
        ]

    def __str__(self) -> str:
        return f"{self.section.key} v{self.number}"


class Presence(models.Model):
    """Who has a section open, and when the browser last said so."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=60)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "key", "user"], name="one_presence_per_person_and_section"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.key}"


class PlanVersion(models.Model):
    """The plan as it was shown to members' own bodies: what a decision refers to. Kept as it was."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="plan_versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    shown_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="plan_versions_are_numbered"),
        ]

    def __str__(self) -> str:
        return f"v{self.number}"


class PlanAnswer(models.Model):
    """The answer to one question of the call, as text whatever its kind (numbers plain, days ISO, choices by code).

    The questions belong to the call, so rounds can differ. `element` names for which element it is answered.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(CallQuestion, on_delete=models.PROTECT, related_name="answers")
    element = models.ForeignKey(
        CallElement, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "question"], condition=Q(element=None), name="one_answer_per_question"
            ),
            models.UniqueConstraint(
                fields=["application", "question", "element"], name="one_answer_per_question_and_element"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.text[:40]}"


class ElementPlan(models.Model):
    """An element that the application asks for; that the row exists is the choice.

    `smallest_eur` is the smallest sum, in euros, with which the element can still be carried out.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="element_plans")
    element = models.ForeignKey(CallElement, on_delete=models.PROTECT, related_name="+")
    description = models.TextField(blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    expected_clients = models.PositiveIntegerField(null=True, blank=True)
    smallest_eur = models.DecimalField(
        max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(smallest_eur=None) | Q(smallest_eur__gte=0), name="smallest_sum_is_not_negative"
            ),
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
    other_public_eur = models.DecimalField(
        max_digits=12, decimal_places=2, default=0, validators=[MinValueValidator(0)]
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(asked_eur__gte=0) & Q(self_financing_eur__gte=0) & Q(other_public_eur__gte=0),
                name="budget_amounts_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category} {self.year}: {self.asked_eur} €"
