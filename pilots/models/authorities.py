"""Joint municipal authorities and for whom they organise social and primary health services, since when."""

from datetime import date
from typing import Self

from django.db import models

from pilots.models.names import Named
from pilots.models.places import Municipality


class Kind(models.TextChoices):
    """Only a `sote` authority holds the organising responsibility; the others cover nobody by themselves."""

    HOSPITAL_DISTRICT = "hospital_district"
    SOTE = "sote"
    SPECIAL_CARE = "special_care"


class JointAuthority(Named, models.Model):
    """A joint municipal authority; `hospital_district_code` names the district of a hospital district."""

    key = models.SlugField(max_length=40, primary_key=True)
    name_fi = models.CharField(max_length=120)
    name_sv = models.CharField(max_length=120)
    abbreviation = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=20, choices=Kind)
    hospital_district_code = models.CharField(max_length=2, blank=True)
    source = models.TextField()
    confidence = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=Kind.values), name="joint_authority_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name_fi


class OrganisingQuerySet(models.QuerySet):
    def holding_on(self, day: date) -> Self:
        """Keep rows by which a sote authority holds the whole responsibility on a day.

        Both ends count in; an end that is not known is taken as open. A partial member is organised for in
        part only and is left out.
        """
        began = models.Q(from_on__isnull=True) | models.Q(from_on__lte=day)
        lasts = models.Q(until_on__isnull=True) | models.Q(until_on__gte=day)
        return self.filter(began, lasts, authority__kind=Kind.SOTE, partial=False)


class Organising(models.Model):
    """An authority holds a municipality's organising responsibility from a day until a day, both included."""

    authority = models.ForeignKey(JointAuthority, on_delete=models.PROTECT, related_name="organising")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="organising")
    partial = models.BooleanField(default=False)
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    source = models.TextField()

    objects = OrganisingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "municipality", "from_on"], name="one_organising_row_per_start"
            ),
            models.UniqueConstraint(
                fields=["authority", "municipality"],
                condition=models.Q(from_on__isnull=True),
                name="one_organising_row_of_unknown_start",
            ),
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True)
                | models.Q(from_on__isnull=True)
                | models.Q(until_on__gte=models.F("from_on")),
                name="organising_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.authority_id}: {self.municipality_id}"
