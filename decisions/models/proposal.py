"""What the presenting officer proposes: an outcome for each element, and the terms of the award."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from applications.models import Application
from pilots.models import CallElement


class Outcome(models.TextChoices):
    """What becomes of an element."""

    GRANTED = "granted", _("granted")
    PARTLY = "partly", _("partly granted")
    REFUSED = "refused", _("refused")


AMOUNT_IFF_GRANTED = Q(outcome__in=["granted", "partly"], amount_eur__gt=0) | Q(
    outcome="refused", amount_eur=0
)


class Kind(models.TextChoices):
    """What a version of the decision does. Every ruling on a decided case is a version of its own."""

    GRANT = "grant", _("decision on the application")
    UPHELD = "upheld", _("upheld after re-examination")
    AMENDED = "amended", _("amended")
    CORRECTED = "corrected", _("corrected")
    ANNULLED = "annulled", _("annulled")
    FULFILLED = "fulfilled", _("the condition is fulfilled")
    LAPSED = "lapsed", _("the condition has lapsed")
    RENOUNCED = "renounced", _("renounced")
    CLAIM_REFUSED = "claim_refused", _("rectification claim refused")
    CLAIM_LATE = "claim_late", _("rectification claim left unexamined")


# Kinds that lay the whole award out, from a proposal that was written anew.
WHOLE = frozenset({Kind.GRANT, Kind.AMENDED, Kind.CORRECTED})
# Outcomes of a re-examination; the other later kinds leave the state of the case as it is.
RE_EXAMINED = frozenset({Kind.UPHELD, Kind.AMENDED, Kind.CORRECTED, Kind.ANNULLED, Kind.CLAIM_REFUSED})
STANDING = frozenset({Kind.FULFILLED, Kind.LAPSED, Kind.RENOUNCED, Kind.CLAIM_LATE})
# After these the award is over.
ENDING = frozenset({Kind.ANNULLED, Kind.LAPSED, Kind.RENOUNCED})


class Proposal(models.Model):
    """One proposal on a case; a case has one that is open, and the earlier ones stay readable.

    `kind` is what the decision would be; all but "grant" follow a decision, on the `ground` told. `basis` holds what
    only that kind tells: the consent, the day and proof of a condition, the wrong and the right passage.
    `instalments` are {"on", "amount_eur", "text"}; `from_reserve` takes what exceeds the decision in force from the
    call's reserve for changes and extensions. A ruling that is sent back on a case that stays decided is dropped: the
    next one is proposed anew.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PRESENTED = "presented", _("presented")
        DECIDED = "decided", _("decided")
        DROPPED = "dropped", _("dropped")

    class Resolution(models.TextChoices):
        ELEMENTS = "elements", _("decided for each element")
        UNEXAMINED = "unexamined", _("left unexamined")
        LAPSED = "lapsed", _("lapses")

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="proposals")
    presenting_officer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    kind = models.CharField(max_length=14, choices=Kind.choices, default=Kind.GRANT)
    ground = models.TextField(blank=True)
    basis = models.JSONField(default=dict, blank=True)
    from_reserve = models.BooleanField(default=False)
    resolution = models.CharField(max_length=12, choices=Resolution.choices, default=Resolution.ELEMENTS)
    resolution_reasons = models.TextField(blank=True)
    grounds_accepted = models.BooleanField(null=True, blank=True)
    grounds_reason = models.TextField(blank=True)
    purpose = models.TextField(blank=True)
    eligible_costs = models.TextField(blank=True)
    self_financing_eur = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    use_from_on = models.DateField(null=True, blank=True)
    use_until_on = models.DateField(null=True, blank=True)
    payment = models.TextField(blank=True)
    instalments = models.JSONField(default=list, blank=True)
    interim_report_on = models.DateField(null=True, blank=True)
    final_report_on = models.DateField(null=True, blank=True)
    condition = models.TextField(blank=True)
    production_by_on = models.DateField(null=True, blank=True)
    handling = models.JSONField(default=list, blank=True)
    illustrative = models.JSONField(default=list, blank=True)
    saved_at = models.DateTimeField()
    presented_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(state__in=["draft", "presented"]),
                name="one_open_proposal_per_case",
            ),
            models.CheckConstraint(
                condition=Q(use_from_on=None) | Q(use_until_on=None) | Q(use_until_on__gte=F("use_from_on")),
                name="period_of_use_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} ({self.state})"


class ProposalElement(models.Model):
    """The proposed outcome of one element; amounts in euros.

    `below_smallest` says why the element can be carried out with less than the applicant told to be the smallest sum.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="elements")
    element = models.ForeignKey(CallElement, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    amount_eur = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    scope = models.TextField(blank=True)
    reason_key = models.CharField(max_length=60, blank=True)
    reasons = models.TextField(blank=True)
    below_smallest = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "element"], name="an_element_is_proposed_once"),
            models.CheckConstraint(condition=Q(amount_eur__gte=0), name="proposed_amount_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.element}: {self.outcome}"
