"""Calls: their window, what they ask for, what may be piloted, and the rule and figures they judge by."""

from datetime import date, datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from pilots.models.names import Named, in_active_language
from pilots.models.places import Division
from pilots.models.rules import CoverageRule
from pilots.moments import helsinki_day


class Status(models.TextChoices):
    """A draft is known to officials only; what is in preparation has been announced as coming."""

    DRAFT = "draft", _("Draft")
    PREPARATION = "preparation", _("In preparation")
    PUBLISHED = "published", _("Published")


class CallQuerySet(models.QuerySet):
    def published(self) -> Self:
        return self.filter(status=Status.PUBLISHED)

    def visible(self) -> Self:
        """Keep what the public may know of: everything but drafts."""
        return self.exclude(status=Status.DRAFT)

    def open_at(self, at: datetime) -> Self:
        return self.published().filter(opens_at__lte=at, closes_at__gt=at)


class Call(Named, models.Model):
    """A call for applications. `rolling`: officials may take applications up before it closes."""

    slug = models.SlugField(max_length=40, unique=True)
    name_fi = models.CharField(max_length=120)
    name_sv = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    programme_fi = models.CharField(max_length=120)
    programme_sv = models.CharField(max_length=120)
    programme_en = models.CharField(max_length=120)
    status = models.CharField(max_length=11, choices=Status, default=Status.PREPARATION)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    rolling = models.BooleanField(default=False)
    division = models.CharField(max_length=11, choices=Division, default=Division.REFORM)
    includes_aland = models.BooleanField(default=False)
    population_on = models.DateField()
    rule = models.ForeignKey(
        CoverageRule, on_delete=models.PROTECT, null=True, blank=True, related_name="calls"
    )
    admits_single = models.BooleanField(default=False)
    self_financing_required = models.BooleanField(default=False)
    smallest_sum_required = models.BooleanField(default=True)
    starts_earliest_on = models.DateField()
    starts_latest_on = models.DateField()
    ends_latest_on = models.DateField()
    budget_years = models.JSONField(default=list)
    appropriation_eur = models.DecimalField(max_digits=14, decimal_places=2)
    condition_fi = models.TextField(blank=True)
    condition_sv = models.TextField(blank=True)
    condition_en = models.TextField(blank=True)
    legal_basis = models.JSONField(default=list)
    illustrative_note_fi = models.TextField(blank=True)
    illustrative_note_sv = models.TextField(blank=True)
    illustrative_note_en = models.TextField(blank=True)
    source = models.TextField()
    # Lists of the call's page that officials keep by hand: loads leave them. WHOLE: the call was drafted at the desk.
    kept_at_desk = models.JSONField(default=list, blank=True)

    WHOLE = "whole"

    objects = CallQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(opens_at__lt=models.F("closes_at")),
                name="call_closes_after_it_opens",
                violation_error_message=_("A call closes after it opens."),
            ),
            models.CheckConstraint(
                condition=models.Q(starts_earliest_on__lte=models.F("starts_latest_on"))
                & models.Q(starts_latest_on__lte=models.F("ends_latest_on")),
                name="call_periods_are_in_order",
                violation_error_message=_("The limits of start and end must be in order."),
            ),
            models.CheckConstraint(
                condition=models.Q(appropriation_eur__gte=0), name="call_appropriation_is_not_negative"
            ),
            models.CheckConstraint(
                condition=models.Q(division__in=Division.values), name="call_division_is_known"
            ),
            models.CheckConstraint(condition=models.Q(status__in=Status.values), name="call_status_is_known"),
        ]

    def __str__(self) -> str:
        return self.name_fi

    def is_open(self, at: datetime) -> bool:
        """Tell whether what arrived at this moment is in time; the closing moment is too late."""
        return self.status == Status.PUBLISHED and self.opens_at <= at < self.closes_at

    def can_be_handled(self, at: datetime) -> bool:
        """Whether officials may take its applications up: once it has closed, those of a rolling call before."""
        return self.rolling or at >= self.closes_at

    @property
    def from_files(self) -> bool:
        """Whether the reference files say what the call is; else it was drafted at the desk."""
        return self.WHOLE not in self.kept_at_desk

    @property
    def closing_day(self) -> date:
        """The day whose organising responsibilities decide who covers whom."""
        return helsinki_day(self.closes_at)

    @property
    def condition(self) -> str:
        return in_active_language(self, "condition")

    @property
    def programme(self) -> str:
        return in_active_language(self, "programme")

    @property
    def illustrative_note(self) -> str:
        return in_active_language(self, "illustrative_note")


class CallElement(Named, models.Model):
    """One thing that can be piloted in a call; an application asks for one or more."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="elements")
    code = models.SlugField(max_length=40)
    name_fi = models.CharField(max_length=120)
    name_sv = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    order = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "code"], name="one_element_of_a_code_per_call"),
        ]

    def __str__(self) -> str:
        return self.name_fi


class CallQuestion(models.Model):
    """One question of a call's form; lengths in characters.

    `section` is "plan" (asked once) or "element" (asked for every chosen element in `for_elements`; of all when that
    is empty). `options` of a choice are {"code", "fi", "sv", "en"}; `latest_on` is the last day that a date may name.
    """

    class Kind(models.TextChoices):
        TEXT = "text", _("text")
        LINE = "line", _("one line")
        NUMBER = "number", _("whole number")
        RESIDENTS = "residents", _("number of inhabitants, a target of one's own")
        DATE = "date", _("day")
        CHOICE = "choice", _("one of some")
        COMMITMENT = "commitment", _("commitment")

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="questions")
    code = models.SlugField(max_length=40)
    section = models.SlugField(max_length=20, default="plan")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.TEXT)
    for_elements = models.JSONField(default=list, blank=True)
    options = models.JSONField(default=list, blank=True)
    latest_on = models.DateField(null=True, blank=True)
    label_fi = models.CharField(max_length=200)
    label_sv = models.CharField(max_length=200)
    label_en = models.CharField(max_length=200)
    hint_fi = models.TextField(blank=True)
    hint_sv = models.TextField(blank=True)
    hint_en = models.TextField(blank=True)
    required = models.BooleanField(default=True)
    max_length = models.PositiveIntegerField()
    order = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "code"], name="one_question_of_a_code_per_call"),
            models.CheckConstraint(condition=models.Q(max_length__gte=1), name="question_takes_an_answer"),
            models.CheckConstraint(
                condition=models.Q(section__in=["plan", "element"]), name="question_section_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.label_fi

    @property
    def label(self) -> str:
        return in_active_language(self, "label")

    @property
    def hint(self) -> str:
        return in_active_language(self, "hint")

    def is_asked_of(self, element: str) -> bool:
        """Whether it is asked of the element with that code."""
        return self.section == "element" and (not self.for_elements or element in self.for_elements)
