"""A broken reference file is named with its line, and nothing at all is loaded."""

import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from pilots.models import DataLoad, Municipality
from pilots.reference import BrokenFile, read_reference

pytestmark = pytest.mark.django_db

BROKEN = {
    "not a number": (
        "populations.csv",
        "091,2016-12-31,635181",
        "091,2016-12-31,635x81",
        "must be a whole number",
    ),
    "negative": ("populations.csv", "091,2016-12-31,635181", "091,2016-12-31,-1", "must be a whole number"),
    "fullwidth digits": (
        "populations.csv",
        "091,2016-12-31,635181",
        "091,2016-12-31,６",
        "must be a whole number",
    ),
    "no such day": (
        "populations.csv",
        "091,2016-12-31,635181",
        "091,2016-02-30,1",
        "is no date of the calendar",
    ),
    "not a year's end": ("populations.csv", "091,2016-12-31,635181", "091,2016-06-30,1", "end of a year"),
    "twice": ("populations.csv", "092,2016-12-31,", "091,2016-12-31,", "says the same as line"),
    "unknown municipality": ("populations.csv", "091,2016-12-31,", "999,2016-12-31,", "municipality 999"),
    "short line": ("populations.csv", "091,2016-12-31,635181", "091,2016-12-31", "has 2 fields, must have 3"),
    "figure beside a sum": (
        "population_groups.csv",
        "099;214,2016-12-31",
        "091;214,2016-12-31",
        "091 has a figure of its own",
    ),
    "unknown region": (
        "municipalities.csv",
        "091,Helsinki,Helsingfors,01,01",
        "091,Helsinki,Helsingfors,01,77",
        "reform_region 77 is not known",
    ),
    "unknown authority": ("organising.csv", "keusote,106,", "keuzote,106,", "authority keuzote is not known"),
    "hospital district organises": ("organising.csv", "keusote,106,", "hus,106,", "hus organises for nobody"),
    "held twice": ("organising.csv", "soite,074,", "keusote,106,0,,,x\nsoite,074,", "held by line"),
    "rule out of order": (
        "rules.toml",
        "[coverage-2018]\nfull = 80",
        "[coverage-2018]\nfull = 60",
        "must be 0–60",
    ),
    "unknown rule": ("calls/practice.toml", '"coverage-2017"', '"coverage-1917"', "rule coverage-1917"),
    "unknown element": ("calls/pilots-2018.toml", '"oral-health"', '"oral"', "names 'oral'"),
    "closes before it opens": (
        "calls/pilots-2018.toml",
        "2018-03-15T",
        "2018-01-01T",
        "must come after opens_at",
    ),
    "hour that the clock skips": (
        "calls/pilots-2018.toml",
        "2018-03-15T16:15:00",
        "2018-03-25T03:30:00",
        "is skipped or shown twice",
    ),
    "unknown key": ("calls/pilots-2018.toml", "status =", "statut =", "status is missing"),
    "not TOML": ("calls/pilots-2018.toml", 'division = "reform"', "division = reform", "Invalid value"),
    "a criterion in two languages": (
        "calls/practice.toml",
        'text_en = "The applicant is a consortium',
        'text_xx = "The applicant is a consortium',
        "text_en is missing",
    ),
    "an event of no known state": (
        "calls/practice.toml",
        'state = "cancelled"',
        'state = "forgotten"',
        "must be one of planned, postponed, cancelled, held",
    ),
    "a new day of an event that stands": (
        "calls/practice.toml",
        "on = 2027-03-10",
        "on = 2027-03-10\nmoved_to = 2027-03-11",
        "moved_to is only for an event that is postponed or held",
    ),
    "an event that ends before it begins": (
        "calls/practice.toml",
        "ends = 11:30:00",
        "ends = 09:30:00",
        "ends must come after begins",
    ),
    "a substitute who is not there": (
        "calls/practice.toml",
        'substitute = "money-substitute"',
        'substitute = "nobody"',
        "names 'nobody', which is no other contact",
    ),
    "an absence that ends before it begins": (
        "calls/pilots-2017-1.toml",
        "until_on = 2017-06-22",
        "until_on = 2017-06-04",
        "must go from a day until the same day or a later one",
    ),
    "an answer updated before it was given": (
        "calls/practice.toml",
        "updated_on = 2026-03-04",
        "updated_on = 2026-02-09",
        "must not come before answered_on",
    ),
    "a document's address without encryption": (
        "calls/voucher-2016.toml",
        'url_en = "https:',
        'url_en = "http:',
        "must begin with https://",
    ),
    "no such address of a contact": (
        "calls/practice.toml",
        "talous.sijainen@stm.example",
        "talous.sijainen",
        "must be an e-mail address",
    ),
    "a condition in two languages": (
        "calls/pilots-2018.toml",
        "condition_en =",
        "# condition_en =",
        "condition_en is missing",
    ),
    "unknown kind": ("questions.toml", 'kind = "residents"', 'kind = "people"', "must be one of text, line"),
    "one option": (
        "questions.toml",
        '[[sote-centre-scope.options]]\ncode = "full"',
        '[[full-range.options]]\ncode = "full"',
        "must be two or more to choose from",
    ),
    "the same option twice": ("questions.toml", 'code = "full"', 'code = "limited"', "the same code twice"),
    "question of an unknown element": (
        "questions.toml",
        'for_elements = ["sote-centre"]\nkind = "choice"',
        'for_elements = ["centre"]\nkind = "choice"',
        "names 'centre', which is not defined",
    ),
    "question of elements that the call does not have": (
        "calls/voucher-2016.toml",
        '"voucher-focus", ',
        '"full-range", ',
        "is about elements that the call does not have",
    ),
    "question with another field's name": (
        "questions.toml",
        "[element-goals]",
        "[description]",
        "is the name of another field",
    ),
    "no figures of that date": ("calls/pilots-2018.toml", "2016-12-31", "2014-12-31", "no figures are known"),
}


@pytest.mark.parametrize(("file", "old", "new", "problem"), list(BROKEN.values()), ids=list(BROKEN))
def test_a_broken_file_loads_nothing(files, edit, file, old, new, problem):
    edit("regions.csv", "01,Uusimaa,Nyland", "01,Uusimaa!,Nyland")
    edit(file, old, new)
    before = DataLoad.objects.count()
    with pytest.raises(CommandError) as refused:
        call_command("load_reference", data=files)
    told = str(refused.value)
    assert told.startswith(f"{file}, line ")
    assert problem in told
    assert told.endswith("Nothing was loaded.")
    assert "\n" not in told
    assert refused.value.returncode == 1
    assert DataLoad.objects.count() == before
    assert Municipality.objects.get(code="091").region.name_fi == "Uusimaa"


@pytest.mark.parametrize(
    ("file", "old", "new", "line"),
    [
        ("regions.csv", "05,Kanta-Häme,", "5,Kanta-Häme,", 5),
        ("regions.csv", "code,name_fi,name_sv", "code,name_fi", 1),
        ("calls/pilots-2018.toml", 'division = "reform"', 'division = "other"', 12),
        ("rules.toml", "binding = false", 'binding = "no"', 16),
        ("acts.toml", 'fi = "Hallintolaki"', "fi = 434", 10),
    ],
)
def test_the_line_is_the_right_one(files, edit, file, old, new, line):
    edit(file, old, new)
    with pytest.raises(BrokenFile) as broken:
        read_reference(files)
    assert (broken.value.file, broken.value.line) == (file, line)


def test_a_file_that_is_not_utf_8_is_named_with_its_line(files):
    path = files / "regions.csv"
    path.write_bytes(path.read_bytes().replace("Päijät".encode(), "Päijät".encode("latin-1")))
    with pytest.raises(BrokenFile, match=r"regions.csv, line 7: is not UTF-8"):
        read_reference(files)


def test_a_missing_file_is_named(files):
    (files / "elements.toml").unlink()
    with pytest.raises(BrokenFile, match=r"^elements.toml: cannot be read"):
        read_reference(files)


def test_the_exit_status_is_1_and_one_line_goes_to_stderr(files, edit):
    edit("regions.csv", "05,Kanta-Häme,", "5,Kanta-Häme,")
    ended = subprocess.run(
        [sys.executable, "manage.py", "load_reference", "--data", str(files)],
        capture_output=True,
        text=True,
        check=False,
        cwd=settings.BASE_DIR,
    )
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == (
        "CommandError: regions.csv, line 5: code must be 2 digits, not '5'. Nothing was loaded.\n"
    )
