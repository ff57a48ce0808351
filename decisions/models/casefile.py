"""The cases that officials see in lists: submitted applications with their figures, in one query."""

from datetime import datetime

from django.db.models import DecimalField, Exists, F, OuterRef, Q, Subquery, Sum
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from applications.models import Application, Step, Submission
from applications.models.application import ApplicationQuerySet
from applications.workflow import State
from decisions.models.case import Disqualification
from decisions.models.decision import Decision
from decisions.models.proposal import Proposal

MONEY = DecimalField(max_digits=14, decimal_places=2)


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
        steps = Step.objects.filter(application=OuterRef("pk")).order_by("-at", "-pk")
        return self.annotate(
            asked_eur=Subquery(
                last.annotate(asked=Cast(KT("snapshot__asked_eur"), MONEY)).values("asked")[:1]
            ),
            share=Subquery(last.annotate(text=KT("verdict__share")).values("text")[:1]),
            outcome=Subquery(last.annotate(text=KT("verdict__outcome")).values("text")[:1]),
            received_at=Subquery(last.values("received_at")[:1]),
            since_at=Subquery(steps.values("at")[:1]),
        )

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

    def to_take_up(self, at: datetime) -> "CaseFileQuerySet":
        """Sent, and their call lets them be handled: `Call.can_be_handled` as a condition of the query."""
        return self.filter(Q(call__rolling=True) | Q(call__closes_at__lte=at), state=State.SUBMITTED)

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
