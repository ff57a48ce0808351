"""What is measured runs on a PostgreSQL of its own that vanishes afterwards, with the site's own settings."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from tests.bed.services import Postgres

CLEARED = ("PROFILE", "DEBUG", "REDIS_URL", "ALLOWED_HOSTS", "SITE_URL", "HTTPS", "EMAIL_HOST")


def lay() -> Path:
    """Start the database and point the settings at it; must come before Django reads them. Returns the folder."""
    folder = Path(tempfile.mkdtemp(prefix="pilottihaku-bench-"))
    database = Postgres(folder)

    def clear() -> None:
        database.stop()
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(clear)
    for name in CLEARED:
        os.environ.pop(name, None)
    (folder / "var").mkdir()
    os.environ |= {
        "VAR_DIR": str(folder / "var"),
        "LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DJANGO_ALLOW_ASYNC_UNSAFE": "1",  # Playwright keeps an event loop in the main thread
    }
    database.start()
    os.environ["DATABASE_URL"] = database.url
    return folder
