"""Lays the test bed before Django reads its settings: own services, own folder, no settings from outside.

`BED=sqlite` runs on SQLite without any service; that is for tests/smoke alone. Anything else is PostgreSQL.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest

from tests.bed.services import Postgres, Redis

READY = "BED_FOLDER"  # set by the process that laid the bed; its workers find it so
SETTINGS = (
    "PROFILE",
    "DEBUG",
    "DATABASE_URL",
    "REDIS_URL",
    "ALLOWED_HOSTS",
    "SITE_URL",
    "HTTPS",
    "EMAIL_HOST",
    "CLAMD_ADDRESS",
)


def on_sqlite() -> bool:
    return os.environ.get("BED") == "sqlite"


def lay() -> None:
    """Starts what the tests need and points the settings at it."""
    folder = Path(tempfile.mkdtemp(prefix="pilottihaku-tests-"))
    services: list[Postgres | Redis] = []

    def clear() -> None:
        for service in reversed(services):
            service.stop()
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(clear)
    for name in SETTINGS:
        os.environ.pop(name, None)
    os.environ |= {READY: str(folder), "VAR_DIR": str(folder / "var"), "LOG_LEVEL": "WARNING"}
    (folder / "var").mkdir()
    if on_sqlite():
        return
    services += [Postgres(folder), Redis(folder)]
    for service in services:
        service.start()
    os.environ["DATABASE_URL"] = services[0].url
    os.environ["BED_REDIS_PORT"] = str(services[1].port)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests():
    # Playwright keeps an event loop in the main thread; Django would take every query for one made inside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    if READY not in os.environ:
        lay()
    return (yield)
