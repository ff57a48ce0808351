"""Letters meet PDF/A-3a and PDF/UA-1, and are the same bytes wherever they are made."""

import hashlib
import io
import os
import subprocess
import sys

import pikepdf

from decisions.letters import render
from tests.bed.verapdf import validate
from tests.letters import snapshots

_MAKE = """
import hashlib
from django.conf import settings
settings.configure(USE_I18N=False)
from decisions.letters import render
from tests.letters import snapshots
render(snapshots.not_eligible())
print(hashlib.sha256(render(snapshots.soite("{language}"))).hexdigest())
"""


def _without_tags(content):
    """The control: the same letter after its tags have been torn out."""
    broken = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        del pdf.Root.StructTreeRoot
        del pdf.Root.MarkInfo
        pdf.save(broken)
    return broken.getvalue()


def test_letters_pass_both_standards_and_a_broken_one_fails(tmp_path):
    letters = {
        "fi": render(snapshots.soite("fi")),
        "uusimaa": render(snapshots.whole_uusimaa()),
        "refused": render(snapshots.not_eligible()),
        "lapsed": render(snapshots.ended("lapsed")),
        "draft": render(snapshots.draft(), draft=True),
    }
    letters["broken"] = _without_tags(letters["fi"])
    for name, content in letters.items():
        (tmp_path / f"{name}.pdf").write_bytes(content)
    found = validate(sorted(tmp_path.glob("*.pdf")))
    verdicts = {(path.stem, flavour): finding.passed for (path, flavour), finding in found.items()}
    failures = [finding.failures for (path, _), finding in found.items() if path.stem != "broken"]
    assert not any(failures), failures
    assert verdicts == {(name, flavour): name != "broken" for name in letters for flavour in ("3a", "ua1")}


def test_same_bytes_in_every_process():
    sums = set()
    for seed in ("0", "4711"):
        environment = os.environ | {
            "PYTHONHASHSEED": seed,
            "TZ": "Pacific/Auckland" if seed == "0" else "UTC",
        }
        done = subprocess.run(
            [sys.executable, "-W", "ignore::ResourceWarning", "-c", _MAKE.format(language="sv")],
            capture_output=True,
            text=True,
            check=True,
            env=environment,
        )
        sums.add(done.stdout.strip())
    sums.add(hashlib.sha256(render(snapshots.soite("sv"))).hexdigest())
    assert len(sums) == 1


def test_one_changed_fact_changes_the_bytes():
    other = snapshots.changed(snapshots.soite("fi"), "case_number", "PH/2/2018")
    assert render(snapshots.soite("fi")) != render(other)
