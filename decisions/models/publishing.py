"""Who drafted a call in the admin and who published it: never the same person."""

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from pilots.models import Call


class CallPublication(models.Model):
    """A call that was drafted here. Calls that came with the reference data have no such row."""

    call = models.OneToOneField(Call, primary_key=True, on_delete=models.PROTECT, related_name="publication")
    drafted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    editors = models.ManyToManyField(User, related_name="+")
    published_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(published_by=None) | ~Q(published_by=F("drafted_by")),
                name="a_call_is_published_by_a_second_person",
            ),
        ]

    def __str__(self) -> str:
        return str(self.call)
