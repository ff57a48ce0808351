"""The reviews of a case: one's own, and once they are open to the person, the others' with their averages."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Subquery

from accounts.models import User
from applications.workflow import State
from decisions.models import CaseFile, Review, ReviewScore, Statement
from decisions.models.casefile import reviews_shown_to
from pilots.models import CallReviewCriterion

# While the case stands in one of these, reviews are given and changed.
UNDER_REVIEW = frozenset({State.UNDER_REVIEW, State.SUPPLEMENT_REQUESTED})
ONE_PLACE = Decimal("0.1")


def criteria_of(case: CaseFile) -> list[CallReviewCriterion]:
    """By what the cases of its call are reviewed."""
    return list(case.call.review_criteria.order_by("order", "pk"))


def own_review(case: CaseFile, user: User) -> Review | None:
    """The person's own, with its scores."""
    return Review.objects.filter(application=case.pk, reviewer=user).prefetch_related("scores").first()


def are_shown(case: CaseFile, user: User) -> bool:
    """Whether the person may see what others have said of this case."""
    return CaseFile.objects.filter(reviews_shown_to(user), pk=case.pk).exists()


def rounded(exact: Decimal) -> Decimal:
    return exact.quantize(ONE_PLACE, rounding=ROUND_HALF_UP)


@dataclass(frozen=True)
class Given:
    """A complete review: points and comments by criterion, and its own weighted score from 0 to 100."""

    review: Review
    points: list[int | None]
    comments: list[tuple[CallReviewCriterion, str]]
    score: Decimal
    counts: bool


@dataclass(frozen=True)
class Line:
    """One criterion: its average over the reviews that count, and each reviewer with the points given by it."""

    criterion: CallReviewCriterion
    average: Decimal | None
    cells: list[tuple[User, int | None]]


@dataclass(frozen=True)
class Table:
    """All complete reviews of a case beside one another; `score` is from 0 to 100, None without any."""

    reviews: list[Given]
    lines: list[Line]
    score: Decimal | None


def table_of(case: CaseFile, criteria: list[CallReviewCriterion], user: User) -> Table:
    """What everybody said; the score is the one that lists show. Three queries."""
    counting = Review.objects.that_count().filter(pk=OuterRef("pk"))
    reviews = (
        Review.objects.filter(application=case.pk, given_at__isnull=False)
        .select_related("reviewer")
        .prefetch_related(Prefetch("scores", ReviewScore.objects.order_by("pk")))
        .annotate(counts=Exists(counting))
        .order_by("given_at", "pk")
    )
    given = [given_of(review, criteria) for review in reviews]
    lines = [line_of(criterion, at, given) for at, criterion in enumerate(criteria)]
    score = CaseFile.objects.with_score(user).filter(pk=case.pk).values_list("score", flat=True).first()
    return Table(given, lines, score)


def given_of(review: Review, criteria: list[CallReviewCriterion]) -> Given:
    """One review in the order of the criteria."""
    by_criterion = {score.criterion_id: score for score in review.scores.all()}
    pairs = [(criterion, by_criterion.get(criterion.pk)) for criterion in criteria]
    got = sum((score.points or 0) * criterion.weight for criterion, score in pairs if score)
    most = sum(criterion.most * criterion.weight for criterion, score in pairs if score)
    return Given(
        review,
        [score.points if score else None for _criterion, score in pairs],
        [(criterion, score.comment) for criterion, score in pairs if score and score.comment],
        rounded(Decimal(100 * got) / most) if most else Decimal(0),
        review.counts,
    )


def line_of(criterion: CallReviewCriterion, at: int, given: list[Given]) -> Line:
    """The average counts what counts."""
    points = [one.points[at] for one in given if one.counts and one.points[at] is not None]
    average = rounded(Decimal(sum(points)) / len(points)) if points else None
    return Line(criterion, average, [(one.review.reviewer, one.points[at]) for one in given])


def with_review_state(case: CaseFile, user: User, today: date) -> CaseFile:
    """How review and statements of a case stand, in one query: `score`, `own_given_at`, `own_begun`, `reviews_given`,
    `statements_asked`, `statements_given`, `statements_late`.
    """
    own = Review.objects.filter(application=OuterRef("pk"), reviewer=user)
    counted = Review.objects.that_count().filter(application=OuterRef("pk")).values("application")
    asked = Q(statements__state=Statement.State.ASKED)
    return (
        CaseFile.objects.with_score(user)
        .annotate(
            own_given_at=Subquery(own.values("given_at")[:1]),
            own_begun=Exists(own.filter(waived_at=None)),
            reviews_given=Subquery(counted.annotate(n=Count("pk")).values("n")),
            statements_asked=Count("statements", filter=asked),
            statements_given=Count("statements", filter=Q(statements__state=Statement.State.GIVEN)),
            statements_late=Count("statements", filter=asked & Q(statements__due_on__lt=today)),
        )
        .get(pk=case.pk)
    )
