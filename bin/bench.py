"""The speed lines (docs/speed.md): a table, and with OUT=FILE the same as JSON. Starts what it needs by itself."""

import os
import subprocess
import sys

from machine import PYTHON, ROOT, Stop, say
from setup import set_up

LONGEST_SECONDS = 600


def main() -> int:
    set_up(tests=True, site=False)
    env = {**os.environ, "LC_ALL": "C.UTF-8", "TZ": "UTC", "PYTHONHASHSEED": "0"}
    try:
        return subprocess.run(
            [PYTHON, "-m", "bench"], cwd=ROOT, env=env, check=False, timeout=LONGEST_SECONDS
        ).returncode
    except subprocess.TimeoutExpired:
        raise Stop(f"Not done within {LONGEST_SECONDS} s.") from None


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Stop as stop:
        say(str(stop))
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
