"""The production profile has the organisations, and neither illustrative cases nor people with known passwords."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Organisation, User
from applications.models import Application


@pytest.fixture
def production_profile(settings):
    settings.EMBEDDED, settings.PRACTICE_PASSWORD = False, ""


def test_history_is_refused_and_makes_nothing(db, production_profile):
    with pytest.raises(CommandError, match="embedded profile only"):
        call_command("load_history", stdout=StringIO())
    assert (Application.objects.count(), User.objects.count()) == (0, 0)


def test_practice_accounts_are_not_told(db, production_profile):
    with pytest.raises(CommandError, match="production profile"):
        call_command("practice_accounts", stdout=StringIO())


def test_organisations_come_by_their_own_command(db, production_profile):
    Organisation.objects.all().delete()
    call_command("load_organisations", stdout=StringIO())
    assert Organisation.objects.count() == 340
    again = StringIO()
    call_command("load_organisations", stdout=again)
    assert again.getvalue() == "organisations: 0\n"
