"""The fast half of the tests: lint, format, import contracts, types, translations, migrations; no service."""

import os
import subprocess
import sys
import tempfile
import time

from machine import PYTHON, ROOT, Stop, say
from setup import set_up

CHECKS = {
    "lint": ("-m", "ruff", "check", "."),
    "format": ("-m", "ruff", "format", "--check", "."),
    "import contracts": ("-c", "from importlinter.cli import lint_imports_command as run; run()"),
    "types": ("-m", "mypy"),
    "translations": ("manage.py", "messages", "--check"),
    "migrations": ("manage.py", "makemigrations", "--check", "--dry-run"),
    "settings": ("manage.py", "check"),
}


def run_checks() -> list[str]:
    """Runs all of them, shows what the failing ones say, returns the names of those."""
    failed = []
    with tempfile.TemporaryDirectory(prefix="pilottihaku-check-") as folder:
        env = {**os.environ, "LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT), "VAR_DIR": folder}
        for setting in ("DATABASE_URL", "PROFILE", "REDIS_URL", "DEBUG"):
            env.pop(setting, None)
        for name, arguments in CHECKS.items():
            began = time.monotonic()
            done = subprocess.run(
                [PYTHON, *arguments],
                cwd=ROOT,
                env=env,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                check=False,
            )
            took = time.monotonic() - began
            say(f"check {name}: {'FAILED' if done.returncode else 'fine'} ({took:.1f} s)")
            if done.returncode:
                say(done.stdout.decode(errors="replace"))
                failed.append(name)
    return failed


def main() -> None:
    set_up(tests=True, site=False)
    failed = run_checks()
    if failed:
        raise Stop(f"Failed: {', '.join(failed)}")


if __name__ == "__main__":
    try:
        main()
    except Stop as stop:
        say(str(stop))
        sys.exit(1)
