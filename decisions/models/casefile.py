"""The cases that officials see in lists: submitted applications with their figures, in one query."""

from datetime import datetime
from decimal import Decimal

from django.db.models import (
    Case,
    Count,
    DecimalField,
    Exists,
    F,
    FloatField,
    OuterRef,
    Q,
    Subquery,
    Sum,
    TextField,
    Value,
    When,
)
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce, NullIf, Round
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Act
from accounts.queries import may_everywhere
from applications.models import Application, Step, Submission
from applications.models.application import ApplicationQuerySet
from applications.workflow import OVER, State
from decisions.models.case import Disqualification
from decisions.models.decision import Decision
from decisions.models.proposal import Proposal
from decisions.models.reviewing import Review, ReviewScore
from decisions.models.screening import ScreeningFinding
from pilots.models import CallScreeningPoint

MONEY = DecimalField(max_digits=14, decimal_places=2)


class ScoreField(DecimalField):
    """A score as the database counts it, with its one decimal: SQLite gives as many as a float has."""

    def from_db_value(self, value: Decimal | None, *_more: object) -> Decimal | None:
        return None if value is None else value.quantize(Decimal("0.1"))


SCORE = ScoreField(max_digits=5, decimal_places=1)
WHOLE_SCORE = 100
# Past these no review can be given any more, so nothing is left to be kept apart.
REVIEWED = (State.DECIDED, State.RE_EXAMINED, State.RE_PROPOSED, State.WITHDRAWN, State.ENDED)


def kept_text(path: str) -> NullIf:
    """A text inside a kept document; None where there is none, for which SQLite has the word "null"."""
    return NullIf(KT(path), Value("null"), output_field=TextField())


def reviews_shown_to(user: User) -> Q | Exists:
    """Condition on cases: whether this official may see what others have said in their reviews.

    Who may review a case sees the others' after the own is given (or done without), and once the case is over that;
    a decision-maker also when it has been proposed. Officials who cannot review see them at once.
    """
    if not may_everywhere(user, Act.SCORE):
        return Q(pk__isnull=False)
    late = [*REVIEWED, State.PROPOSED] if may_everywhere(user, Act.DECIDE) else REVIEWED
    return Exists(Review.objects.that_open(user).filter(application=OuterRef("pk"))) | Q(state__in=late)


class CaseFileQuerySet(ApplicationQuerySet):
    """Sets of cases as the desk needs them."""

    def for_official(self, user: User) -> "CaseFileQuerySet":
        """Every submitted case but those for which this official is disqualified."""
        aside = Disqualification.objects.filter(application=OuterRef("pk"), official=user)
        return self.submitted().filter(~Exists(aside))

    def with_people(self) -> "CaseFileQuerySet":
        """With the rows that every line of a list names."""
        return self.select_related("call", "region", "lead", "case__presenting_officer")

    def with_figures(self) -> "CaseFileQuerySet":
        """With what was last sent (asked, share, outcome, received_at) and since when the case has stood still."""
        last = Submission.objects.filter(application=OuterRef("pk")).order_by("-number")
        return self.with_waiting().annotate(
            asked_eur=Subquery(
                last.annotate(asked=Cast(kept_text("snapshot__asked_eur"), MONEY)).values("asked")[:1]
            ),
            share=Subquery(last.annotate(text=kept_text("verdict__share")).values("text")[:1]),
            outcome=Subquery(last.annotate(text=kept_text("verdict__outcome")).values("text")[:1]),
            received_at=Subquery(last.values("received_at")[:1]),
        )

    def with_waiting(self) -> "CaseFileQuerySet":
        """With since when the case has stood still."""
        steps = Step.objects.filter(application=OuterRef("pk")).order_by("-at", "-pk")
        return self.annotate(since_at=Subquery(steps.values("at")[:1]))

    def with_money(self) -> "CaseFileQuerySet":
        """With what has been decided in the version in force, else presented; None while there is neither."""
        presented = (
            Proposal.objects.filter(application=OuterRef("pk"), state=Proposal.State.PRESENTED)
            .values("application")
            .annotate(total=Sum("elements__amount_eur"))
        )
        decided = Decision.objects.filter(application=OuterRef("pk")).order_by("-version")
        return self.annotate(
            given_eur=Coalesce(
                Subquery(presented.values("total"), output_field=MONEY),
                Subquery(decided.values("granted_eur")[:1], output_field=MONEY),
            )
        )

    def with_score(self, user: User) -> "CaseFileQuerySet":
        """With `score`, from 0.0 to 100.0: the weighted average of the reviews that count; None while there is none.

        None too where the person may not see the others' reviews yet.
        """
        weighed = (
            ReviewScore.objects.filter(
                review__in=Review.objects.that_count(), review__application=OuterRef("pk")
            )
            .values("review__application")
            .annotate(
                got=Sum(F("points") * F("criterion__weight")),
                most=Sum(F("criterion__most") * F("criterion__weight")),
            )
        )
        percent = Round(Cast(F("got") * WHOLE_SCORE, FloatField()) / F("most"), precision=1)
        score = Subquery(weighed.annotate(percent=Cast(percent, SCORE)).values("percent"))
        return self.annotate(
            score=Case(When(reviews_shown_to(user), then=score), default=None, output_field=SCORE)
        )

    def with_screening(self) -> "CaseFileQuerySet":
        """With how it arrived, how many points its checklist has, and how many have been found of what stands."""
        points = CallScreeningPoint.objects.filter(call=OuterRef("call")).order_by()
        sent = Submission.objects.filter(application=OuterRef("application")).order_by("-number")
        found = ScreeningFinding.objects.filter(
            application=OuterRef("pk"), found_at__gte=Subquery(sent.values("received_at")[:1])
        ).order_by()
        return self.select_related("arrival").annotate(
            points=Coalesce(Subquery(points.values("call").annotate(n=Count("pk")).values("n")), 0),
            points_found=Coalesce(
                Subquery(found.values("application").annotate(n=Count("pk")).values("n")), 0
            ),
        )

    def to_take_up(self, at: datetime) -> "CaseFileQuerySet":
        """Sent, and their call lets them be handled (`Call.can_be_handled` as a condition); or let go of."""
        sent = Q(Q(call__rolling=True) | Q(call__closes_at__lte=at), state=State.SUBMITTED)
        free = Q(case__isnull=False, case__presenting_officer=None) & ~Q(state__in=[*OVER, State.DECIDED])
        return self.filter(sent | free)

    def waiting_longest_first(self) -> "CaseFileQuerySet":
        """Needs `with_figures`."""
        return self.order_by(F("since_at").asc(), "pk")


class CaseFile(Application):
    """A submitted application under the officials' eyes; nothing of it is ever saved through this."""

    objects = CaseFileQuerySet.as_manager()

    class Meta:
        proxy = True
        verbose_name = _("case")
        verbose_name_plural = _("cases")
