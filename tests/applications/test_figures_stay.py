"""After a real submission a reload may not touch the figures that judged it; the verdict stands as it was."""

import shutil

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from applications.models import Submission
from pilots.loading import load
from pilots.management.commands.load_reference import DATA
from pilots.models import Population
from pilots.reference import read_reference
from tests.builders import submitted

pytestmark = pytest.mark.django_db
HELSINKI_2017 = "091,2017-12-31,643272"


@pytest.fixture
def changed(tmp_path):
    """Reference files with one line changed."""

    def change(file, old, new):
        folder = shutil.copytree(DATA, tmp_path / "data", dirs_exist_ok=True)
        content = (folder / file).read_text(encoding="utf-8")
        assert content.count(old) == 1
        (folder / file).write_text(content.replace(old, new), encoding="utf-8")
        return folder

    return change


def test_before_the_submission_the_figure_may_change(changed):
    done = load(
        read_reference(changed("populations.csv", HELSINKI_2017, "091,2017-12-31,643273")),
        actor="a test",
        at=timezone.now(),
    )
    assert done.details == ["populations 091 2017-12-31: inhabitants 643272 → 643273"]


@pytest.mark.parametrize(
    ("file", "old", "new", "named"),
    [
        ("populations.csv", HELSINKI_2017, "091,2017-12-31,643273", "643272 cannot become 643273"),
        # A municipality outside the consortium counts too: it is part of the county's sum.
        ("populations.csv", "638,2017-12-31,50159", "638,2017-12-31,50160", "50159 cannot become 50160"),
        ("rules.toml", "[coverage-2017]\nfull = 80", "[coverage-2017]\nfull = 81", "never edited"),
    ],
    ids=["of a member", "of another municipality of the county", "of the rule"],
)
def test_after_it_the_load_is_refused_and_the_verdict_stands(cast, changed, file, old, new, named):
    submitted(cast)
    before = Submission.objects.get().verdict
    with pytest.raises(CommandError, match=named):
        call_command("load_reference", data=changed(file, old, new))
    assert Population.objects.get(municipality="091", on="2017-12-31").inhabitants == 643_272
    assert Submission.objects.get().verdict == before
    assert (before["covered_inhabitants"], before["region_inhabitants"]) == (1_341_383, 1_655_624)
