"""The call's own lists for the officials: what is screened of every case, and by what it is reviewed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pilots.models.calls import Call
from pilots.models.names import in_active_language


class CallScreeningPoint(models.Model):
    """One point of a call's checklist; `kind` tells which of them the system can answer beforehand."""

    class Kind(models.TextChoices):
        PLAIN = "plain", _("found by a person")
        ARRIVAL = "arrival", _("arrived in time")
        COVERAGE = "coverage", _("population coverage")
        GROUNDS = "grounds", _("special grounds")
        MEMBERS = "members", _("every member has decided")
        PERIOD = "period", _("start and end within the limits")
        GRANT_ACT = "grant_act", _("general precondition of the grant act")

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="screening_points")
    code = models.SlugField(max_length=40)
    kind = models.CharField(max_length=9, choices=Kind, default=Kind.PLAIN)
    text_fi = models.TextField()
    text_sv = models.TextField()
    text_en = models.TextField()
    law_fi = models.CharField(max_length=120, blank=True)
    law_sv = models.CharField(max_length=120, blank=True)
    order = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "code"], name="one_screening_point_of_a_code_per_call"),
        ]

    def __str__(self) -> str:
        return self.text_fi

    @property
    def text(self) -> str:
        return in_active_language(self, "text")

    @property
    def law(self) -> str:
        """The act and section in Swedish on Swedish pages, else in Finnish: acts have no English text in force."""
        return self.law_sv if get_language() == "sv" else self.law_fi


class CallReviewCriterion(models.Model):
    """One criterion of a call's review: from 0 to `most` points, counted `weight` times."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="review_criteria")
    code = models.SlugField(max_length=40)
    name_fi = models.CharField(max_length=160)
    name_sv = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160)
    hint_fi = models.TextField(blank=True)
    hint_sv = models.TextField(blank=True)
    hint_en = models.TextField(blank=True)
    most = models.PositiveSmallIntegerField(default=5)
    weight = models.PositiveSmallIntegerField(default=1)
    order = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "code"], name="one_review_criterion_of_a_code_per_call"),
            models.CheckConstraint(
                condition=Q(most__gte=1) & Q(weight__gte=1), name="a_review_criterion_can_be_scored"
            ),
        ]

    def __str__(self) -> str:
        return self.name_fi

    @property
    def name(self) -> str:
        return in_active_language(self, "name")

    @property
    def hint(self) -> str:
        return in_active_language(self, "hint")
