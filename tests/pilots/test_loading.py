"""Loading again changes only what the files changed, tells it, and never undoes what was done to a call."""

import hashlib
import io
from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from ledger.models import Event
from pilots.actions import move_deadline
from pilots.loading import load
from pilots.models import Call, CallElement, CallQuestion, DataLoad, Municipality, Organising, Population
from pilots.moments import HELSINKI
from pilots.reference import read_reference

pytestmark = pytest.mark.django_db
NOTHING = {"added": 0, "changed": 0, "removed": 0, "left": 0}
ROWS = {
    "regions": 19,
    "municipalities": 311,
    "populations": 925,
    "population_groups": 4,
    "authorities": 29,
    "organising": 72,
    "rules": 2,
    "calls": 6,
    "elements": 17,
    "questions": 90,
    "screening_points": 64,
    "review_criteria": 17,
    "criteria": 27,
    "documents": 15,
    "events": 6,
    "contacts": 14,
    "answers": 10,
    "changes": 8,
}


def loaded(files):
    return load(read_reference(files), actor="a test", at=timezone.now())


def test_loading_again_changes_nothing(files):
    done = loaded(files)
    assert done.changes == {table: NOTHING | {"unchanged": rows} for table, rows in ROWS.items()}
    assert done.details == []


def test_a_changed_figure_is_told(files, edit):
    edit("populations.csv", "091,2017-12-31,643272", "091,2017-12-31,643273")
    done = loaded(files)
    assert done.changes["populations"] == NOTHING | {"changed": 1, "unchanged": 924}
    assert done.details == ["populations 091 2017-12-31: inhabitants 643272 → 643273"]
    assert Population.objects.get(municipality="091", on="2017-12-31").inhabitants == 643_273


def test_a_removed_figure_is_told(files, edit):
    edit("populations.csv", "091,2015-12-31,628208\n", "")
    done = loaded(files)
    assert done.changes["populations"] == NOTHING | {"removed": 1, "unchanged": 924}
    assert done.details == ["populations 091 2015-12-31: removed"]


def test_a_municipality_that_is_gone_from_the_file_stays(files):
    """Organisations and applications stand on municipalities: their rows are left, their figures go."""
    for file in ("municipalities.csv", "populations.csv"):
        lines = (files / file).read_text(encoding="utf-8").splitlines(keepends=True)
        (files / file).write_text("".join(line for line in lines if not line.startswith("478,")))
    done = loaded(files)
    assert done.changes["municipalities"] == NOTHING | {"left": 1, "unchanged": 310}
    assert done.changes["populations"] == NOTHING | {"removed": 3, "unchanged": 922}
    assert "municipalities 478: left, not in the files" in done.details
    assert Municipality.objects.filter(code="478").exists()


def test_the_load_is_recorded_with_checksums(files):
    done = loaded(files)
    record = DataLoad.objects.get(pk=done.pk)
    content = (files / "populations.csv").read_bytes()
    assert record.checksums["populations.csv"] == hashlib.sha256(content).hexdigest()
    assert len(record.checksums) == 17
    assert record.actor == "a test"
    event = Event.objects.get(kind="reference.loaded", reference=f"load:{done.pk}")
    assert (event.actor, event.data) == ("a test", {"changes": done.changes})


def test_the_command_prints_what_changed(files, edit):
    edit("organising.csv", "yla-savon-sote,140,0,2010-01-01", "yla-savon-sote,140,1,2010-01-01")
    out = io.StringIO()
    call_command("load_reference", data=files, stdout=out)
    lines = out.getvalue().splitlines()
    assert "organising        added 0  changed 1  unchanged 71  removed 0  left 0" in lines
    assert lines[-1] == "organising yla-savon-sote 140 2010-01-01: partial False → True"
    assert Organising.objects.get(authority="yla-savon-sote", municipality="140").partial


def test_a_moved_deadline_is_not_moved_back(files):
    call = Call.objects.get(slug="pilots-2018")
    later = call.closes_at + timedelta(days=1)
    move_deadline(slug=call.slug, closes_at=later, reason="Outage", actor="a test", at=call.closes_at)
    done = loaded(files)
    call.refresh_from_db()
    assert call.closes_at == later
    assert len(done.details) == 1
    assert done.details[0].startswith("calls pilots-2018: closing time left at 2018-03-16")


def test_a_later_deadline_in_the_file_is_moved_and_recorded(files, edit):
    edit("calls/pilots-2018.toml", "closes_at = 2018-03-15T16:15:00", "closes_at = 2018-03-16T16:15:00")
    loaded(files)
    assert Call.objects.get(slug="pilots-2018").closes_at == datetime(2018, 3, 16, 16, 15, tzinfo=HELSINKI)
    moved = Event.objects.get(kind="call.deadline_moved", reference="call:pilots-2018")
    assert moved.data["reason"] == "The reference file calls/pilots-2018.toml gives a later closing time."


def test_a_published_call_is_not_unpublished(files):
    Call.objects.filter(slug="pilots-2018-autumn").update(status="published")
    loaded(files)
    assert Call.objects.get(slug="pilots-2018-autumn").status == "published"


def test_elements_of_another_call_are_left_alone(files):
    own = Call.objects.get(slug="practice")
    own.pk, own.slug = None, "made-in-the-admin"
    own.save()
    CallElement.objects.create(call=own, code="own", name_fi="a", name_sv="b", name_en="c", order=1)
    done = loaded(files)
    assert done.changes["calls"] == NOTHING | {"left": 1, "unchanged": 6}
    assert CallElement.objects.filter(call=own).count() == 1


def test_a_question_of_a_call_in_preparation_can_go(files, edit):
    edit("calls/pilots-2018-autumn.toml", ', "evaluation"', "")
    done = loaded(files)
    assert done.changes["questions"] == NOTHING | {"removed": 1, "unchanged": 89}
    assert CallQuestion.objects.filter(call__slug="pilots-2018-autumn").count() == 13
