"""Reviews: saved as they are written, given when complete, changed until the case is proposed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Act
from accounts.queries import may_everywhere
from applications.actions.drafting import locked
from applications.models import Application
from applications.queries.access import require
from applications.workflow import State
from decisions.actions.presenting import own_case, qualified
from decisions.models import CaseFile, Review, ReviewScore
from decisions.queries.happened import last_told
from decisions.queries.reviews import UNDER_REVIEW
from ledger.actions import record
from ledger.refusal import refuse_unless
from pilots.models import Call, CallReviewCriterion


@dataclass(frozen=True)
class ReviewContent:
    """What a reviewer has written: points (None while open) and comments by criterion's code, and an overall one."""

    points: Mapping[str, int | None]
    comments: Mapping[str, str]
    comment: str = ""


@transaction.atomic
def save_review(
    *,
    application_id: int,
    content: ReviewContent,
    seen: datetime | None,
    actor: User,
    at: datetime,
    give: bool = False,
) -> Review:
    """Save one's own review; with `give` also give it, which takes points by every criterion and an overall comment.

    `seen` is when the text that was changed had been saved last (None for a new one): a second window never writes
    over the first. Refused once the case is no longer under review; a given review stays complete.
    """
    application = reviewable(application_id, actor=actor)
    review = own_row(application, actor, seen=seen)
    was_given = review.given_at is not None
    give = give or was_given
    criteria = list(application.call.review_criteria.order_by("order", "pk"))
    refuse_content(content, criteria, complete=give)
    review.comment, review.saved_at = content.comment, at
    if give and not was_given:
        review.given_at = at
    review.save()
    for criterion in criteria:
        written = {
            "points": content.points.get(criterion.code),
            "comment": content.comments.get(criterion.code, ""),
        }
        ReviewScore.objects.update_or_create(review=review, criterion=criterion, defaults=written)
    if give:
        # Points never stand in the ledger: whoever reads it may not yet see them.
        kind = "review.changed" if was_given else "review.given"
        record(kind=kind, reference=application.reference, actor=actor, at=at)
    return review


def own_row(application: Application, actor: User, *, seen: datetime | None) -> Review:
    """The person's own review as it was when the page was opened, or Refused; a new one where there is none."""
    review = Review.objects.select_for_update().filter(application=application, reviewer=actor).first()
    refuse_unless(
        review is None or review.waived_at is None,
        "done_without",
        _("You have opened the others' reviews as the one who prepares the case, so you give none yourself."),
    )
    refuse_unless(
        (review.saved_at if review else None) == seen,
        "saved_elsewhere",
        _("You have saved this review in another window meanwhile."),
        way_out=_("What you typed here is kept below and has not been saved yet. Save again to keep it."),
    )
    return review or Review(application=application, reviewer=actor)


def refuse_content(content: ReviewContent, criteria: list[CallReviewCriterion], *, complete: bool) -> None:
    """Refuse points beyond the scale, and an incomplete review that is to be given."""
    refuse_unless(criteria, "no_criteria", _("The call has no criteria of review."))
    for criterion in criteria:
        points = content.points.get(criterion.code)
        refuse_unless(
            points is None or 0 <= points <= criterion.most,
            "beyond_the_scale",
            _("Choose points of the scale."),
        )
    scored = all(content.points.get(criterion.code) is not None for criterion in criteria)
    refuse_unless(
        not complete or (scored and content.comment.strip()),
        "review_incomplete",
        _("A review is given when it has points by every criterion and an overall comment."),
    )


def reviewable(application_id: int, *, actor: User) -> Application:
    """The locked case under review, for an official who may review it."""
    application = locked(application_id)
    require(actor, Act.SCORE, application)
    qualified(application, actor)
    refuse_unless(
        State(application.state) in UNDER_REVIEW,
        "not_possible_now",
        _("Reviews are given and changed while the case is under review."),
        details=last_told(application),
    )
    return application


@transaction.atomic
def do_without_review(*, application_id: int, actor: User, at: datetime) -> Review:
    """The presenting officer of the case reads the others' reviews without giving one; no way back."""
    own_case(application_id, actor=actor)
    application = reviewable(application_id, actor=actor)
    review = Review.objects.select_for_update().filter(application=application, reviewer=actor).first()
    refuse_unless(
        review is None or review.given_at is None, "review_given", _("You have given your review already.")
    )
    review = review or Review(application=application, reviewer=actor, saved_at=at)
    review.waived_at = review.waived_at or at
    review.save()
    record(kind="reviews.opened", reference=application.reference, actor=actor, at=at)
    return review


@transaction.atomic
def do_without_reviews_of(*, call: Call, actor: User, at: datetime) -> int:
    """A presenting officer who compares all cases of a call reviews none of those left; how many. No way back.

    Cases that the person has reviewed, or is reviewing, stay as they are.
    """
    refuse_unless(may_everywhere(actor, Act.PROPOSE), "not_allowed", _("Your role does not allow this."))
    cases = CaseFile.objects.for_official(actor).filter(call=call, state__in=UNDER_REVIEW)
    left = cases.exclude(reviews__reviewer=actor).order_by("pk")
    # In one order for all, and each looked at again under its lock.
    for application in (
        Application.objects.select_for_update().filter(pk__in=left.values("pk")).order_by("pk")
    ):
        Review.objects.get_or_create(
            application=application, reviewer=actor, defaults={"saved_at": at, "waived_at": at}
        )
    opened = Review.objects.filter(reviewer=actor, application__call=call, waived_at=at).count()
    record(kind="reviews.opened", reference=f"call:{call.slug}", actor=actor, at=at, data={"cases": opened})
    return opened
