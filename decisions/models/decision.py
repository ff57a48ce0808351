"""Decisions and their letters: signed, numbered, frozen. The database refuses to change or remove them."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from applications.models import Application
from decisions.models.proposal import AMOUNT_IFF_GRANTED, Kind, Outcome, Proposal
from pilots.models import CallElement

# A decision that is recorded later than this after its moment is a replay of history.
REPLAYED_AFTER = timedelta(days=1)


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Sets of decisions."""

    def newest(self) -> "DecisionQuerySet":
        """The version in force of each case."""
        newer = Decision.objects.filter(
            application=models.OuterRef("application"), version__gt=models.OuterRef("version")
        )
        return self.filter(~models.Exists(newer))


class Decision(models.Model):
    """One version of the decision on a case. The letter is made from `snapshot` and from nothing else."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="decisions")
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="decision")
    version = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=14, choices=Kind.choices, default=Kind.GRANT)
    presenting_officer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decision_maker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    granted_eur = models.DecimalField(max_digits=14, decimal_places=2)
    snapshot = models.JSONField()
    checksum = models.CharField(max_length=64)
    verify_code = models.CharField(max_length=20, unique=True)
    decided_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    objects = DecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "version"], name="decision_versions_are_numbered"),
            models.CheckConstraint(
                condition=~Q(presenting_officer=F("decision_maker")),
                name="decision_maker_is_not_the_presenting_officer",
            ),
            models.CheckConstraint(condition=Q(granted_eur__gte=0), name="granted_amount_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.application.case_number} v{self.version}"

    @property
    def reference(self) -> str:
        """How the ledger and the outbox name this decision."""
        return f"decision:{self.pk}"

    @property
    def is_replay(self) -> bool:
        """Whether the decision was made long before it was recorded here: such a one sends no mail."""
        return self.recorded_at - self.decided_at > REPLAYED_AFTER


class DecisionElement(models.Model):
    """The outcome of one element in a decision; amounts in euros."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="elements")
    element = models.ForeignKey(CallElement, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    asked_eur = models.DecimalField(max_digits=12, decimal_places=2)
    amount_eur = models.DecimalField(max_digits=12, decimal_places=2)
    reasons = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "element"], name="an_element_is_decided_once"),
            models.CheckConstraint(condition=AMOUNT_IFF_GRANTED, name="decision_amount_iff_granted"),
            models.CheckConstraint(condition=~Q(reasons=""), name="every_element_has_reasons"),
        ]

    def __str__(self) -> str:
        return f"{self.element}: {self.outcome} {self.amount_eur} €"


class LetterQuerySet(models.QuerySet["Letter"]):
    """Sets of letters by who may handle them."""

    def for_official(self, user: User) -> "LetterQuerySet":
        """Every letter but those of cases for which this official is disqualified."""
        return self.exclude(decision__application__disqualifications__official=user)

    def presented_by(self, user: User) -> "LetterQuerySet":
        """Those of the official's own cases."""
        return self.filter(decision__application__case__presenting_officer=user)


class Letter(models.Model):
    """The decision letter as stored bytes. Kept in the database, so row and file cannot part."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="letters")
    language = models.CharField(max_length=2, choices=[("fi", "suomi"), ("sv", "svenska")])
    pdf = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    objects = LetterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "language"], name="one_letter_per_decision_and_language"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision} ({self.language})"

    @property
    def filename(self) -> str:
        """A name that sorts and says what it is: case number, version, language."""
        case = self.decision.application.case_number.replace("/", "-")
        return f"{case}-v{self.decision.version}-{self.language}.pdf"
