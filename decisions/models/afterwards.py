"""What may follow a decision: its condition, a re-examination with its hearings, service, and claims against it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from applications.models import Application
from decisions.models.decision import Decision


class Condition(models.Model):
    """The suspensive condition of a decision. Nothing is payable while it is open.

    `ruled_by_decision` is the later version that found it fulfilled or lapsed.
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        FULFILLED = "fulfilled", _("fulfilled")
        LAPSED = "lapsed", _("lapsed")

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="conditions")
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="set_condition")
    text = models.TextField()
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    ruled_by_decision = models.OneToOneField(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="ruled_condition"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(state="open"), name="one_open_condition_per_case"
            ),
            models.CheckConstraint(
                condition=Q(state="open", ruled_by_decision=None)
                | (~Q(state="open") & Q(ruled_by_decision__isnull=False)),
                name="a_condition_is_open_until_a_decision_rules",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application}: {self.state}"


class ReExamination(models.Model):
    """Why a decided case was taken up again, and whether it still is."""

    class Ground(models.TextChoices):
        MEMBER_LEFT = "member_left", _("a member left the consortium")
        CLERICAL = "clerical", _("a clerical error or a miscalculation")
        FACTS = "facts", _("clearly wrong or insufficient facts")
        LAW = "law", _("an obviously wrong application of law")
        PROCEDURE = "procedure", _("an error in the procedure")
        NEW_FACTS = "new_facts", _("new facts that bear on the matter")
        CLAIM = "claim", _("a rectification claim")

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="re_examinations")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="re_examinations")
    ground = models.CharField(max_length=12, choices=Ground)
    text = models.TextField()
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(closed_at=None),
                name="one_open_re_examination_per_case",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application}: {self.ground}"


class Hearing(models.Model):
    """A party that is heard before a decision to its detriment (Hallintolaki 434/2003 § 34), and its answer.

    `consents` is the party's consent to a correction to its detriment (§ 50-51); None while it has not been said.
    """

    re_examination = models.ForeignKey(ReExamination, on_delete=models.PROTECT, related_name="hearings")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    question = models.TextField()
    asks_consent = models.BooleanField(default=False)
    due_on = models.DateField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    consents = models.BooleanField(null=True, blank=True)
    answered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["re_examination", "organisation"], name="a_party_is_heard_once_per_re_examination"
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="") | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="an_answer_to_a_hearing_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.re_examination}"


class Service(models.Model):
    """On which day a decision reached one recipient, by which channel, and the last day of its claim.

    `last_on` is computed when `served_on` is known: 30 days, the day of service not counted, moved to a working day
    (Valtionavustuslaki 688/2001 § 34, Hallintolaki 434/2003 § 49 c).
    """

    class Channel(models.TextChoices):
        E_NOTICE = "e_notice", _("electronic notice")
        PAPER = "paper", _("on paper")

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="services")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=8, choices=Channel)
    sent_on = models.DateField()
    served_on = models.DateField(null=True, blank=True)
    last_on = models.DateField(null=True, blank=True)
    recorded_by = models.CharField(max_length=254)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "organisation"], name="a_decision_is_served_once_on_each_recipient"
            ),
            models.CheckConstraint(
                condition=Q(served_on=None, last_on=None) | Q(served_on__isnull=False, last_on__isnull=False),
                name="the_last_day_follows_from_the_service",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision}: {self.organisation} {self.served_on}"


class RectificationClaim(models.Model):
    """A claim against a decision by one of its recipients, from its arrival to its outcome as a new version."""

    class Channel(models.TextChoices):
        PAPER = "paper", _("on paper")
        MAIL = "mail", _("by e-mail")

    class State(models.TextChoices):
        REGISTERED = "registered", _("registered")
        HANDLED = "handled", _("being handled")
        DECIDED = "decided", _("decided")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("accepted")
        PARTLY = "partly", _("partly accepted")
        REFUSED = "refused", _("refused")
        LATE = "late", _("left unexamined because it came too late")

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="claims")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    channel = models.CharField(max_length=5, choices=Channel)
    arrived_at = models.DateTimeField()
    served_on = models.DateField()
    last_on = models.DateField()
    demand = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.REGISTERED)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    decided_by_version = models.OneToOneField(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="decided_claim"
    )
    re_examination = models.OneToOneField(
        ReExamination, null=True, blank=True, on_delete=models.PROTECT, related_name="claim"
    )
    registered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "number"], name="a_decisions_claims_are_numbered"),
            models.CheckConstraint(
                condition=Q(state="decided") ^ Q(outcome=""), name="claim_outcome_iff_decided"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision}: {self.number}"
