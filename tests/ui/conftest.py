"""Texts are tested as the code has them, in English; what is translated says so itself."""

import pytest
from django.utils.translation import override


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield
