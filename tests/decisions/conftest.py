"""The cast, for every test of this room."""

import pytest

from tests.cast import Cast, people


@pytest.fixture
def cast(db) -> Cast:
    return people()
