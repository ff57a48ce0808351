"""The periodic review of who has access: rounds, and what was found of each person in each."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User


class AccessRound(models.Model):
    """One round of review of the ministry's officials, or of the organisations' people; the newest is going on."""

    class About(models.TextChoices):
        OFFICIALS = "officials", _("Officials")
        ORGANISATIONS = "organisations", _("People of organisations")

    about = models.CharField(max_length=13, choices=About)
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(about__in=["officials", "organisations"]), name="access_round_is_about_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.about} {self.begun_at:%Y-%m-%d}"


class AccessMark(models.Model):
    """A person's access has been looked at in a round. `organisation`: for whom the person acts; None of officials."""

    class Finding(models.TextChoices):
        STAYS = "stays", _("Access stays")
        ENDS = "ends", _("Access is to be taken away")

    round = models.ForeignKey(AccessRound, on_delete=models.PROTECT, related_name="marks")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="access_marks")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    finding = models.CharField(max_length=5, choices=Finding)
    note = models.CharField(max_length=300, blank=True)
    marked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    marked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "person"],
                condition=Q(organisation=None),
                name="an_official_is_marked_once_in_a_round",
            ),
            models.UniqueConstraint(
                fields=["round", "person", "organisation"],
                name="somebody_of_an_organisation_is_marked_once_in_a_round",
            ),
            models.CheckConstraint(condition=~Q(marked_by=F("person")), name="nobody_reviews_the_own_access"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.finding}"
