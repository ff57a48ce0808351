"""Every check and every test. The tests start their own PostgreSQL, Redis, worker and browser (tests/bed)."""

import os
import signal
import subprocess
import sys
import time

from check import run_checks
from machine import PYTHON, ROOT, Stop, say
from setup import set_up

PATIENCE_SECONDS = 20
WORKERS = "2"


def pytest(*arguments: str, **settings: str) -> int:
    """Runs pytest in a session of its own and leaves none of its processes behind. Returns its status."""
    env = {**os.environ, "LC_ALL": "C.UTF-8", "TZ": "UTC", "PYTHONUNBUFFERED": "1", **settings}
    for setting in ("DATABASE_URL", "PROFILE", "REDIS_URL", "DEBUG", "VAR_DIR", "PYTEST_ADDOPTS"):
        env.pop(setting, None)
    command = [str(PYTHON), "-m", "pytest", *arguments]
    with subprocess.Popen(
        command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, start_new_session=True
    ) as process:
        try:
            return process.wait()
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Interrupts pytest so that it clears up after itself; then whatever is left of its session goes."""
    for number in (signal.SIGINT, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
        except ProcessLookupError:
            return
        until = time.monotonic() + PATIENCE_SECONDS
        while process.poll() is None and time.monotonic() < until:
            time.sleep(0.1)


def _told_to_stop(number: int, _frame: object) -> None:
    raise Stop(f"Stopped by signal {number}.")


def main() -> int:
    signal.signal(signal.SIGTERM, _told_to_stop)
    signal.signal(signal.SIGHUP, _told_to_stop)
    set_up(tests=True, site=False)
    failed = run_checks()
    say("\nA smoke run on SQLite, which `make run` uses")
    if pytest("tests/smoke", "-q", BED="sqlite"):
        failed.append("smoke run on SQLite")
    say("\nAll tests on PostgreSQL")
    # pytest's closing line comes last on standard output, so what failed before it is told on the other one.
    if failed:
        sys.stderr.write(f"Failed before the tests: {', '.join(failed)}\n")
    status = pytest("-n", WORKERS, *sys.argv[1:], BED="postgresql")
    return status or (1 if failed else 0)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Stop as stop:
        say(str(stop))
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
