"""In the production profile the real cases are there, and nobody with a known password is."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from applications.models import Application

pytestmark = pytest.mark.django_db


def test_no_practice_people_and_no_practice_cases(settings, tmp_path):
    settings.EMBEDDED, settings.PRACTICE_PASSWORD, settings.VAR_DIR = False, "", tmp_path
    call_command("load_history", verbosity=0)
    assert set(Application.objects.values_list("call__slug", flat=True)) == {"pilots-2018"}
    assert User.objects.count() > 0
    assert not User.objects.filter(is_active=True).exists()
    assert not any(user.has_usable_password() for user in User.objects.order_by("pk"))
    assert list(Path(tmp_path).iterdir()) == []
    with pytest.raises(CommandError, match="production profile"):
        call_command("practice_accounts")
