"""Counties, municipalities and how many people live in them on which date."""

from django.db import models

from pilots.models.names import Named


class Division(models.TextChoices):
    """The two county divisions that a call may use; five municipalities differ between them."""

    REFORM = "reform"
    STATISTICAL = "statistical"


class Language(models.TextChoices):
    FINNISH = "fi"
    SWEDISH = "sv"
    BILINGUAL = "bilingual"


class Region(Named, models.Model):
    """A county; the same code serves the statistical division of 2018 and the reform's counties.

    `special_catchment` is the university hospital's special catchment area (erityisvastuualue), where it is known.
    """

    code = models.CharField(max_length=2, primary_key=True)
    name_fi = models.CharField(max_length=60)
    name_sv = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60, blank=True)
    special_catchment = models.CharField(max_length=8, blank=True)

    def __str__(self) -> str:
        return self.name_fi


class Municipality(Named, models.Model):
    """A municipality of 2018, with its place on the tile map (one square each).

    In English it goes by the name in the language of its majority.
    """

    code = models.CharField(max_length=3, primary_key=True)
    name_fi = models.CharField(max_length=60)
    name_sv = models.CharField(max_length=60)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="municipalities")
    reform_region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="reform_municipalities")
    language = models.CharField(max_length=9, choices=Language)
    majority_language = models.CharField(max_length=2)
    hospital_district_code = models.CharField(max_length=2)
    tile_col = models.PositiveSmallIntegerField()
    tile_row = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(language__in=Language.values), name="municipality_language_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(majority_language__in=["fi", "sv"]),
                name="municipality_majority_language_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name_fi

    @property
    def name_en(self) -> str:
        return self.name_sv if self.majority_language == "sv" else self.name_fi


class Population(models.Model):
    """Residents of one municipality on one date. What is not known has no row."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="populations")
    on = models.DateField()
    inhabitants = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "on"], name="one_population_per_date"),
            models.CheckConstraint(condition=models.Q(inhabitants__gte=0), name="population_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.on}: {self.inhabitants}"


class PopulationGroup(models.Model):
    """Residents of municipalities known only together on a date; `codes` is a sorted list."""

    codes = models.JSONField()
    on = models.DateField()
    inhabitants = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["codes", "on"], name="one_population_group_per_date"),
            models.CheckConstraint(
                condition=models.Q(inhabitants__gte=0), name="population_group_is_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{' + '.join(self.codes)} {self.on}: {self.inhabitants}"
