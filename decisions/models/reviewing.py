"""Review: scores and comments by several reviewers, and statements of outside experts."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from applications.models import Application
from decisions.models.case import Disqualification
from pilots.models import CallReviewCriterion


class ReviewQuerySet(models.QuerySet["Review"]):
    """Sets of reviews."""

    def that_count(self) -> "ReviewQuerySet":
        """Complete ones, of officials who have not stepped aside from the case since."""
        aside = Disqualification.objects.filter(
            application=models.OuterRef("application"), official=models.OuterRef("reviewer")
        )
        return self.filter(~models.Exists(aside), given_at__isnull=False)

    def that_open(self, user: User) -> "ReviewQuerySet":
        """The person's own that open the others' reviews: given, or done without."""
        return self.filter(Q(given_at__isnull=False) | Q(waived_at__isnull=False), reviewer=user)


class Review(models.Model):
    """One reviewer's review of one case. `given_at` is set when it is complete, and opens the others' to its writer.

    A presenting officer who prepares the case without a review of the own says so (`waived_at`): that opens the others'
    too, and after it none can be given. Once the case is proposed, the database refuses every change.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="reviews")
    comment = models.TextField(blank=True)
    saved_at = models.DateTimeField()
    given_at = models.DateTimeField(null=True, blank=True)
    waived_at = models.DateTimeField(null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "reviewer"], name="one_review_per_case_and_reviewer"
            ),
            models.CheckConstraint(
                condition=Q(given_at=None) | Q(waived_at=None), name="a_review_is_given_or_done_without"
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
    """What an outside expert is asked of a case, by a link of which only a hash is kept, and what was answered.

    `text` is the expert's draft until the statement is given; of one that was declined it is the reason.
    """

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
    saved_at = models.DateTimeField(null=True, blank=True)
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
