"""Coverage rules as data, and the mark that a rule or a county's figures have been used by a submission."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from eligibility import Ruleset
from ledger.refusal import Refused
from pilots.models.places import Division, Region


class CoverageRule(models.Model):
    """Limits in percent of the county's residents. Once `used` by a submission, its content never changes."""

    name = models.SlugField(max_length=40, primary_key=True)
    full = models.PositiveSmallIntegerField()
    lower = models.PositiveSmallIntegerField()
    floor = models.PositiveSmallIntegerField()
    least_municipalities = models.PositiveSmallIntegerField()
    binding = models.BooleanField()
    used = models.BooleanField(default=False)
    # Made by officials: no reference file may say anything of it.
    made_at_desk = models.BooleanField(default=False)

    CONTENT = ("full", "lower", "floor", "least_municipalities", "binding")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(full__lte=100)
                & models.Q(lower__lte=models.F("full"))
                & models.Q(floor__lte=models.F("lower"))
                & models.Q(floor__gte=0),
                name="coverage_rule_limits_are_in_order",
                violation_error_message=_("The limits must go down from the full limit to the floor."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        """Save, unless that would edit a rule that a submission has used: then Refused("rule_used")."""
        before = CoverageRule.objects.filter(pk=self.pk, used=True).values(*self.CONTENT).first()
        if before is not None and any(getattr(self, field) != before[field] for field in self.CONTENT):
            raise Refused("rule_used", _("A coverage rule that a submission has used is never edited."))
        super().save(*args, **kwargs)

    def as_ruleset(self) -> Ruleset:
        return Ruleset(name=self.name, **{field: getattr(self, field) for field in self.CONTENT})


class UsedFigures(models.Model):
    """A submission has been judged by a county's figures of a date: they are frozen from then on."""

    call = models.ForeignKey("pilots.Call", on_delete=models.PROTECT, related_name="used_figures")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="used_figures")
    division = models.CharField(max_length=11, choices=Division)
    population_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["call", "region", "division", "population_on"], name="figures_are_marked_used_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call_id} {self.region_id} {self.population_on}"
