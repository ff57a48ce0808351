"""Review: scores and comments by several reviewers, and statements of outside experts."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from applications.models import Application
from pilots.models import CallReviewCriterion


class Review(models.Model):
    """One reviewer's review of one case. `given_at` is set when it is complete, and opens the others' to its writer."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="reviews")
    comment = models.TextField(blank=True)
    saved_at = models.DateTimeField()
    given_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "reviewer"], name="one_review_per_case_and_reviewer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application}: {self.reviewer}"


class ReviewScore(models.Model):
    """The points that a review gives by one criterion; None while they are open."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(CallReviewCriterion, on_delete=models.PROTECT, related_name="scores")
    points = models.PositiveSmallIntegerField(null=True, blank=True)
    comment = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="a_criterion_is_scored_once"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.points}"


class Statement(models.Model):
    """What an outside expert is asked of a case, by a link of which only a hash is kept, and what was answered."""

    class State(models.TextChoices):
        ASKED = "asked", _("asked")
        GIVEN = "given", _("given")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="statements")
    expert_name = models.CharField(max_length=120)
    expert_email = models.EmailField()
    expert_office = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=2, choices=[("fi", "suomi"), ("sv", "svenska")], default="fi")
    question = models.TextField()
    due_on = models.DateField()
    state = models.CharField(max_length=9, choices=State, default=State.ASKED)
    token_hash = models.CharField(max_length=64, unique=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    text = models.TextField(blank=True)
    has_no_interest = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="given") | (~Q(text="") & Q(answered_at__isnull=False)),
                name="a_given_statement_says_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application}: {self.expert_name}"
