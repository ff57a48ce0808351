"""Scenarios: what a call's money could do, tried before anyone is told."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from applications.models import Application
from decisions.models.proposal import AMOUNT_IFF_GRANTED, Outcome
from pilots.models import Call, CallElement


class Scenario(models.Model):
    """One way to divide a call's appropriation; one of a call may be the base of its proposals.

    `saved_by` is None until somebody has saved it after it was made.
    """

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="scenarios")
    name = models.CharField(max_length=80)
    note = models.TextField(blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    base_since_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "name"], name="a_calls_scenarios_have_different_names"),
            models.UniqueConstraint(
                fields=["call"], condition=Q(base_since_at__isnull=False), name="one_base_scenario_per_call"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ScenarioLine(models.Model):
    """What a scenario gives to one element of one case, in euros."""

    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="lines")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    element = models.ForeignKey(CallElement, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    amount_eur = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scenario", "application", "element"], name="an_element_stands_once_in_a_scenario"
            ),
            models.CheckConstraint(condition=AMOUNT_IFF_GRANTED, name="scenario_amount_iff_granted"),
        ]

    def __str__(self) -> str:
        return f"{self.element}: {self.outcome} {self.amount_eur} €"
