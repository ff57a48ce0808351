"""What a submission was judged by never changes: the figure is named and the whole load refused."""

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from ledger.refusal import Refused
from pilots.actions import mark_figures_used, mark_rule_used
from pilots.loading import load
from pilots.models import CoverageRule, Population, Region, UsedFigures
from pilots.reference import read_reference

pytestmark = pytest.mark.django_db


def refused(files):
    with pytest.raises(CommandError) as error:
        call_command("load_reference", data=files)
    return str(error.value)


@pytest.fixture
def uusimaa_used(call):
    """A submission of Uusimaa to the call of 2018: figures of 31.12.2016, counties of the reform."""
    mark_figures_used(call=call("pilots-2018"), region=Region.objects.get(code="01"))


@pytest.fixture
def satakunta_used(call):
    mark_figures_used(call=call("pilots-2018"), region=Region.objects.get(code="04"))


def test_a_used_figure_cannot_change(files, edit, uusimaa_used):
    edit("populations.csv", "091,2016-12-31,635181", "091,2016-12-31,635182")
    edit("regions.csv", "02,Varsinais-Suomi,", "02,Muu,")
    assert refused(files) == (
        "populations.csv, line 341: 091 on 2016-12-31: 635181 cannot become 635182: "
        "a submission to pilots-2018 has used it. Nothing was loaded."
    )
    assert Region.objects.get(code="02").name_fi == "Varsinais-Suomi"


def test_a_used_figure_cannot_go(files, edit, uusimaa_used):
    edit("populations.csv", "091,2016-12-31,635181\n", "")
    assert refused(files).startswith(
        "populations.csv: 091 on 2016-12-31: 635181 cannot become not known: a submission to pilots-2018"
    )


def test_a_figure_that_was_not_known_cannot_come(files, edit, satakunta_used):
    edit("population_groups.csv", "099;214,2016-12-31,13396\n", "")
    edit("populations.csv", "102,2016-12-31,", "099,2016-12-31,1700\n214,2016-12-31,11696\n102,2016-12-31,")
    assert "099 on 2016-12-31: not known cannot become 1700" in refused(files)


def test_a_used_sum_cannot_change(files, edit, satakunta_used):
    edit("population_groups.csv", "099;214,2016-12-31,13396", "099;214,2016-12-31,13397")
    assert "099;214 on 2016-12-31: 13396 cannot become 13397" in refused(files)


def test_a_municipality_cannot_leave_or_enter_a_used_county(files, edit, uusimaa_used):
    edit("municipalities.csv", "091,Helsinki,Helsingfors,01,01", "091,Helsinki,Helsingfors,01,02")
    assert "091 cannot enter or leave county 01 (reform)" in refused(files)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("091,2017-12-31,643272", "091,2017-12-31,643273"),
        ("005,2016-12-31,9899", "005,2016-12-31,9900"),
    ],
    ids=["another date", "another county"],
)
def test_other_figures_may_still_change(files, edit, uusimaa_used, old, new):
    edit("populations.csv", old, new)
    done = load(read_reference(files), actor="a test", at=timezone.now())
    assert done.changes["populations"]["changed"] == 1


def test_marking_twice_is_harmless(call, uusimaa_used):
    mark_figures_used(call=call("pilots-2018"), region=Region.objects.get(code="01"))
    assert UsedFigures.objects.filter(call__slug="pilots-2018").count() == 1


def test_a_used_rule_is_never_edited(files, edit, uusimaa_used):
    path = files / "rules.toml"
    head, tail = path.read_text().split("[coverage-2018]")
    path.write_text(head + "[coverage-2018]" + tail.replace("lower = 70", "lower = 71"))
    assert "rule coverage-2018 has been used by a submission and is never edited" in refused(files)
    rule = CoverageRule.objects.get(name="coverage-2018")
    rule.binding = True
    with pytest.raises(Refused) as error:
        rule.save()
    assert error.value.code == "rule_used"
    assert CoverageRule.objects.get(name="coverage-2018").binding is False


def test_a_rule_that_nobody_used_may_change():
    rule = CoverageRule.objects.get(name="coverage-2017")
    rule.lower = 71
    rule.save()
    mark_rule_used(rule=rule)
    rule.lower = 70
    with pytest.raises(Refused):
        rule.save()
    rule.refresh_from_db()
    assert (rule.lower, rule.used) == (71, True)


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('division = "reform"', 'division = "statistical"', "division"),
        ("population_on = 2016-12-31", "population_on = 2015-12-31", "population_on"),
        ('rule = "coverage-2018"', 'rule = "coverage-2017"', "rule"),
    ],
)
def test_a_used_call_keeps_what_it_judges_by(files, edit, uusimaa_used, old, new, field):
    edit("calls/pilots-2018.toml", old, new)
    assert f"{field} of pilots-2018 has been used by a submission" in refused(files)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        (lambda: CoverageRule.objects.filter(name="coverage-2017").update(lower=90), "limits_are_in_order"),
        (
            lambda: Population.objects.filter(municipality="091").update(on="2017-12-31"),
            "one_population_per_date",
        ),
    ],
    ids=["limits out of order", "two figures of one date"],
)
def test_the_database_holds_it_too(change, constraint):
    with pytest.raises(IntegrityError), transaction.atomic():
        change()
