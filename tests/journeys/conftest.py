"""The people of the journeys, the money of the call, and a walker in each language."""

from datetime import timedelta
from decimal import Decimal

import pikepdf
import pytest
from django.utils import timezone

from accounts.models import Office
from decisions.actions.money import confirm_change, put_forward
from tests.builders import practice
from tests.cast import Cast, people, person
from tests.journeys.walking import Walker


@pytest.fixture
def cast(site) -> Cast:
    """Everybody, while the site runs over the same rows."""
    return people()


@pytest.fixture
def funded(cast) -> None:
    """The practice call's appropriation, put forward by one decision-maker and confirmed by another."""
    second = person("second_decision_maker@stm.example", "second decision maker")
    Office.objects.create(user=second, role="decision_maker")
    now = timezone.now()
    change = put_forward(
        call=practice(),
        total_eur=Decimal("10000000.00"),
        reserve_eur=Decimal("500000.00"),
        reason="Harjoitushaun määräraha.",
        actor=second,
        at=now - timedelta(hours=2),
    )
    confirm_change(change_id=change.pk, actor=cast.decision_maker, at=now - timedelta(hours=1))


@pytest.fixture
def walker(new_page):
    """Makes people at browsers of their own."""

    def make(language: str = "fi", **more: object) -> Walker:
        return Walker(new_page(**more), language)

    return make


@pytest.fixture
def extract(tmp_path):
    """An extract of the minutes: a real PDF of one empty page."""
    path = tmp_path / "ote-13.pdf"
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(595, 842))
        document.save(path)
    return path
