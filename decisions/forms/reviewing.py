"""A reviewer's form: points and a comment by each criterion of the call, and an overall comment."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from decisions.actions.reviewing import ReviewContent
from decisions.forms.acts import SeenField
from decisions.models import Review
from pilots.models import CallReviewCriterion
from ui.fields import PlainTextareaField, describe

LONGEST = 10_000
TO_GIVE = _("(needed before giving)")


class ReviewForm(forms.Form):
    """Anything may be left open in a draft; what is given must be complete and confirmed."""

    seen = SeenField(required=False)
    comment = PlainTextareaField(
        label=_("Overall comment"),
        required_to_submit=True,
        needed=TO_GIVE,
        rows=5,
        max_length=LONGEST,
        help_text=_("What decides, in your own words. Officials read it; it is a document of the case."),
    )
    confirmed = forms.BooleanField(
        label=_("This is my own assessment, and I am not disqualified for the case"), required=False
    )

    def __init__(
        self,
        data: Any,
        *,
        criteria: list[CallReviewCriterion],
        review: Review | None,
        giving: bool = False,
    ) -> None:
        super().__init__(data, initial=start_of(criteria, review))
        self.criteria = criteria
        self.giving = giving
        self.was_given = bool(review and review.given_at)
        for criterion in criteria:
            self.fields[f"points-{criterion.code}"] = points_field(criterion)
            self.fields[f"comment-{criterion.code}"] = PlainTextareaField(
                label=_("Comment"), required=False, rows=2, max_length=LONGEST
            )
        # Read in the order of the page, so that what is wrong is told in that order.
        codes = [criterion.code for criterion in criteria]
        self.order_fields(
            [
                "seen",
                *(f"{what}-{code}" for code in codes for what in ("points", "comment")),
                "comment",
                "confirmed",
            ]
        )
        if self.was_given:
            del self.fields["confirmed"]

    def clean(self) -> dict[str, Any]:
        """What is to be given is complete, and a person stands behind it."""
        data = super().clean() or self.cleaned_data
        if not (self.giving or self.was_given):
            return data
        for criterion in self.criteria:
            name = f"points-{criterion.code}"
            if name not in self.errors and data.get(name) is None:
                self.add_error(name, _("Give points by this criterion."))
        if "comment" not in self.errors and not data.get("comment", "").strip():
            self.add_error("comment", _("Write an overall comment."))
        if "confirmed" in self.fields and not data.get("confirmed"):
            self.add_error("confirmed", _("Confirm this to give the review."))
        return data

    def content(self) -> ReviewContent:
        """What the action takes."""
        data = self.cleaned_data
        codes = [criterion.code for criterion in self.criteria]
        return ReviewContent(
            points={code: data[f"points-{code}"] for code in codes},
            comments={code: data[f"comment-{code}"] for code in codes},
            comment=data["comment"],
        )

    @property
    def rows(self) -> list[tuple[CallReviewCriterion, forms.BoundField, forms.BoundField]]:
        """Each criterion with its two fields."""
        return [(one, self[f"points-{one.code}"], self[f"comment-{one.code}"]) for one in self.criteria]


def points_field(criterion: CallReviewCriterion) -> forms.Field:
    """From nothing to the most, as a row of choices."""
    field = forms.TypedChoiceField(
        label=_("Points"),
        required=False,
        choices=[(str(points), str(points)) for points in range(criterion.most + 1)],
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
    )
    return describe(field, required_to_submit=True, needed=TO_GIVE)


def start_of(criteria: list[CallReviewCriterion], review: Review | None) -> dict[str, Any]:
    """What stands in the form at first: what was saved."""
    if review is None:
        return {}
    found: dict[str, Any] = {"seen": review.saved_at, "comment": review.comment}
    scores = {score.criterion_id: score for score in review.scores.all()}
    for criterion in criteria:
        if score := scores.get(criterion.pk):
            found[f"points-{criterion.code}"] = None if score.points is None else str(score.points)
            found[f"comment-{criterion.code}"] = score.comment
    return found
