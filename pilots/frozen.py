"""What submissions were judged by must not change: refuses reference files that would change it."""

from datetime import date

from pilots.models import Call, CoverageRule, Municipality, Population, PopulationGroup, UsedFigures
from pilots.models.places import Division
from pilots.reference import BrokenFile, Reference, Row

CALL_JUDGING = ("division", "includes_aland", "population_on", "rule_id")


def refuse_changes_of_used(reference: Reference) -> None:
    """Raise BrokenFile, naming the figure, for the first used figure, border or rule that would change."""
    for used in UsedFigures.objects.select_related("call").order_by("population_on", "region_id", "pk"):
        codes = _refuse_moved_borders(reference, used)
        _refuse_changed_figures(reference, used, codes)
        _refuse_changed_sums(reference, used, codes)
        _refuse_changed_call(reference, used.call)
    _refuse_changed_rules(reference)


def _refuse_moved_borders(reference: Reference, used: UsedFigures) -> set[str]:
    """Return the codes of the used county; a municipality may neither enter nor leave it."""
    field = "reform_region_id" if used.division == Division.REFORM else "region_id"
    codes = set(Municipality.objects.filter(**{field: used.region_id}).values_list("code", flat=True))
    for row in reference["municipalities"]:
        if (row.key[0] in codes) != (row.values[field] == used.region_id):
            raise row.broken(
                f"{row.key[0]} cannot enter or leave county {used.region_id} ({used.division}): {_by(used)}"
            )
    return codes


def _refuse_changed_figures(reference: Reference, used: UsedFigures, codes: set[str]) -> None:
    stored = dict(
        Population.objects.filter(on=used.population_on, municipality__in=codes).values_list(
            "municipality_id", "inhabitants"
        )
    )
    rows = {row.key[0]: row for row in reference["populations"] if row.key[1] == used.population_on}
    for code in sorted(codes & (stored.keys() | rows.keys())):
        _compare("populations.csv", code, rows.get(code), stored.get(code), used)


def _refuse_changed_sums(reference: Reference, used: UsedFigures, codes: set[str]) -> None:
    stored = {
        tuple(group.codes): group.inhabitants
        for group in PopulationGroup.objects.filter(on=used.population_on).order_by("pk")
    }
    rows = {row.key[0]: row for row in reference["population_groups"] if row.key[1] == used.population_on}
    for group in sorted(stored.keys() | rows.keys()):
        if not codes.isdisjoint(group):
            _compare("population_groups.csv", ";".join(group), rows.get(group), stored.get(group), used)


def _compare(file: str, what: str, row: Row | None, stored: int | None, used: UsedFigures) -> None:
    given = row.values["inhabitants"] if row else None
    if given == stored:
        return
    change = f"{_figure(stored)} cannot become {_figure(given)}"
    problem = f"{what} on {_day(used.population_on)}: {change}: {_by(used)}"
    raise row.broken(problem) if row else BrokenFile(file, None, problem)


def refuse_changes_of_the_desks(reference: Reference) -> None:
    """Raise BrokenFile for a call or rule in the files that has the name of one made at the desk."""
    drafted = {call.slug for call in Call.objects.order_by("pk") if not call.from_files}
    made = set(CoverageRule.objects.filter(made_at_desk=True).values_list("name", flat=True))
    for table, names in (("calls", drafted), ("rules", made)):
        for row in reference[table]:
            if row.key[0] in names:
                raise row.broken(
                    f"{row.key[0]} was made at the desk; what comes in a file needs another name"
                )


def _refuse_changed_call(reference: Reference, call: Call) -> None:
    for row in reference["calls"]:
        if row.key == (call.slug,):
            for field in CALL_JUDGING:
                if row.values[field] != getattr(call, field):
                    raise row.broken(
                        f"{field.removesuffix('_id')} of {call.slug} has been used by a submission"
                    )


def _refuse_changed_rules(reference: Reference) -> None:
    used = {rule.name: rule for rule in CoverageRule.objects.filter(used=True).order_by("name")}
    for row in reference["rules"]:
        rule = used.get(row.key[0])
        if rule and any(row.values[field] != getattr(rule, field) for field in CoverageRule.CONTENT):
            raise row.broken(f"rule {rule.name} has been used by a submission and is never edited")


def _figure(value: int | None) -> str:
    return "not known" if value is None else str(value)


def _day(on: date) -> str:
    return on.isoformat()


def _by(used: UsedFigures) -> str:
    return f"a submission to {used.call.slug} has used it"
