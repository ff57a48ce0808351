"""The appropriation of a call, in euros, and the changes to it that two decision-makers make together."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from pilots.models import Call


class Appropriation(models.Model):
    """What a call may give. `committed_eur` is the sum of its decisions in force; the database caps it."""

    call = models.OneToOneField(
        Call, primary_key=True, on_delete=models.PROTECT, related_name="appropriation"
    )
    total_eur = models.DecimalField(max_digits=14, decimal_places=2)
    reserve_eur = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    committed_eur = models.DecimalField(max_digits=14, decimal_places=2, default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(committed_eur__gte=0) & Q(reserve_eur__gte=0),
                name="appropriation_amounts_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(total_eur__gte=F("committed_eur") + F("reserve_eur")),
                name="appropriation_never_overspent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call}: {self.committed_eur} / {self.total_eur} €"

    @property
    def left_eur(self) -> Decimal:
        """What may still be committed."""
        return self.total_eur - self.reserve_eur - self.committed_eur


class AppropriationChange(models.Model):
    """A new total and reserve, put forward by one decision-maker and confirmed by another."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="appropriation_changes")
    total_eur = models.DecimalField(max_digits=14, decimal_places=2)
    reserve_eur = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    reason = models.TextField()
    put_forward_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    put_forward_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("put_forward_by")),
                name="appropriation_change_needs_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call}: {self.total_eur} €"
