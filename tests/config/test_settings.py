"""Settings that make no sense stop the start, and say which one it is."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

SENSIBLE = {
    "PROFILE": "production",
    "SECRET_KEY": "0123456789" * 5,
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "ALLOWED_HOSTS": "pilotit.example",
    "SITE_URL": "https://pilotit.example",
}


def start(**changed):
    """Read the settings in a process of its own; its status and what it says last."""
    env = {"PATH": os.environ["PATH"], **SENSIBLE, **changed}
    env = {name: value for name, value in env.items() if value is not None}
    code = "import config.settings"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr.strip().splitlines()[-1:]


def test_sensible_settings_start():
    assert start() == (0, [])


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY (or SECRET_KEY_FILE) must be set"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY must have at least 50 characters"),
        ({"SECRET_KEY_FILE": "/nowhere"}, "SECRET_KEY_FILE cannot be read"),
        ({"DATABASE_URL": "sqlite:////tmp/x.sqlite3"}, "production needs PostgreSQL in DATABASE_URL"),
        ({"DATABASE_URL": None}, "DATABASE_URL (or DATABASE_URL_FILE) must be set"),
        ({"REDIS_URL": None}, "REDIS_URL (or REDIS_URL_FILE) must be set"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS must be set in production"),
        ({"DEBUG": "yes"}, "DEBUG cannot be on in production"),
        ({"DEBUG": "maybe"}, "DEBUG must be yes or no, not 'maybe'"),
        ({"PROFILE": "test"}, "PROFILE must be embedded or production, not 'test'"),
        ({"EMAIL_PORT": "many"}, "EMAIL_PORT must be a whole number, not 'many'"),
        ({"OUTBOX_CLAIM_SECONDS": "0"}, "OUTBOX_CLAIM_SECONDS must be at least 1, not 0"),
        ({"PRACTICE_PASSWORD": "harjoitus"}, "PRACTICE_PASSWORD belongs to the embedded profile only"),
    ],
    ids=lambda value: ",".join(f"{k}={v}" for k, v in value.items()) if isinstance(value, dict) else "",
)
def test_a_senseless_setting_stops_the_start(changed, said):
    status, last = start(**changed)
    assert (status, "ImproperlyConfigured" in last[0], said in last[0]) == (1, True, True)
