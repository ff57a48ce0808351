"""Calls by their slug, and a copy of the reference files that a test may spoil."""

import shutil

import pytest

from pilots.management.commands.load_reference import DATA
from pilots.models import Call


@pytest.fixture
def call(db):
    return lambda slug: Call.objects.select_related("rule").get(slug=slug)


@pytest.fixture
def files(tmp_path):
    return shutil.copytree(DATA, tmp_path / "data")


@pytest.fixture
def edit(files):
    """Replace a text that stands once in a file of the copy."""

    def edit(file, old, new):
        path = files / file
        content = path.read_text(encoding="utf-8")
        assert content.count(old) == 1, f"{old!r} stands {content.count(old)} times in {file}"
        path.write_text(content.replace(old, new), encoding="utf-8")

    return edit
