"""Sets up what is missing, then runs the site and its outbox loop until Ctrl-C; nothing stays behind.

HOST and PORT choose the address (default 127.0.0.1:8000).
"""

import contextlib
import ctypes
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from types import FrameType

from machine import PYTHON, ROOT, VAR, VENV, Stop, say
from setup import set_up

PATIENCE_SECONDS = 10
START_SECONDS = 30
LONGEST_REST_SECONDS = 30
PR_SET_PDEATHSIG = 1
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def address() -> tuple[str, int]:
    """Where to listen. Raises Stop when that makes no sense or the port is taken."""
    host, raw = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    if not raw.isdecimal() or not 1 <= int(raw) <= 65535:  # noqa: PLR2004 - the ports there are
        raise Stop(f"PORT must be a number from 1 to 65535, not {raw!r}")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(raw)))
        except OSError as error:
            raise Stop(
                f"Cannot listen on port {raw} of {host}: {error.strerror or error}. "
                f"Stop what listens there, or choose another: make run PORT={int(raw) % 65535 + 1}"
            ) from None
    return host, int(raw)


def orphaned_dies() -> None:
    """In a child: should this supervisor be killed outright, the kernel ends the child too (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """One process in a group of its own, so that its own children go with it."""

    name: str
    command: list[str]
    env: dict[str, str]
    deaths: int = 0
    again_at: float = 0.0
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.command,
            cwd=ROOT,
            env=self.env,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=orphaned_dies,
        )
        self.again_at = 0.0

    @property
    def status(self) -> int | None:
        return self.process.poll() if self.process else 0

    def signal(self, number: int) -> None:
        if self.process:
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                return

    def stop(self, *, until: float) -> None:
        """Asks, waits, then insists; whatever is left of the group goes too."""
        if self.process:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=max(0.0, until - time.monotonic()))
            self.signal(signal.SIGKILL)
            self.process.wait()


def children(host: str, port: int) -> tuple[Child, Child]:
    shown = f"[{host}]" if ":" in host else host
    env = {**os.environ, "PYTHONUNBUFFERED": "1", "LOG_LEVEL": os.environ.get("LOG_LEVEL", "WARNING")}
    env.setdefault("SITE_URL", url_of(host, port))
    if host not in LOOPBACK:
        env.setdefault("ALLOWED_HOSTS", f"localhost,127.0.0.1,[::1],{socket.gethostname()},{shown}")
    gunicorn = [str(VENV / "bin" / "gunicorn"), "config.wsgi:application", "--bind", f"{shown}:{port}"]
    site = Child("site", [*gunicorn, "--threads", "8", "--log-level", "warning", "--no-control-socket"], env)
    return site, Child("outbox loop", [str(PYTHON), "manage.py", "run_outbox"], env)


def url_of(host: str, port: int) -> str:
    shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 - all addresses include this one
    return f"http://{f'[{shown}]' if ':' in shown else shown}:{port}"


def wait_for(site: Child, url: str) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if site.status is not None:
            raise Stop(f"The site ended with status {site.status} before it answered.")
        try:
            with urllib.request.urlopen(f"{url}/health/live", timeout=2):  # noqa: S310 - our own address
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise Stop(f"The site did not answer within {START_SECONDS} s.")


def welcome(url: str) -> None:
    """Where to go and who to be, as the demonstration data left it in accounts.json."""
    path = VAR / "accounts.json"
    say(f"\nPilottihaku answers at {url}  (Ctrl-C stops it)")
    if not path.exists():
        return
    told = json.loads(path.read_text(encoding="utf-8"))
    say(f"\nLog in as any of these; the password of all is  {told['password']}")
    width = max((len(person["email"]) for person in told["people"]), default=0)
    for person in told["people"]:
        say(f"  {person['email']:<{width}}  {person['role_fi']}, {person['organisation']}")
    say("\nWorth opening:")
    for link in told["links"]:
        say(f"  {url}{link['path']}  {link['label']}")


def mind(site: Child, loop: Child) -> None:
    """Watches both. The loop is started again when it dies, which is harmless; without the site all ends."""
    while site.status is None:
        if loop.process and loop.status is not None:
            rest = min(2**loop.deaths, LONGEST_REST_SECONDS)
            say(f"The outbox loop ended with status {loop.status}; starting it again in {rest} s.")
            loop.deaths += 1
            loop.process, loop.again_at = None, time.monotonic() + rest
        if not loop.process and time.monotonic() >= loop.again_at:
            loop.start()
        time.sleep(0.2)
    raise Stop(f"The site ended with status {site.status}; everything stops.")


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def main() -> None:
    host, port = address()
    set_up()
    host, port = address()
    site, loop = children(host, port)
    # SIGINT too: a shell starts background jobs with it ignored.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    try:
        site.start()
        loop.start()
        url = url_of(host, port)
        wait_for(site, url)
        welcome(url)
        mind(site, loop)
    finally:
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)
        until = time.monotonic() + PATIENCE_SECONDS
        for child in (site, loop):
            child.signal(signal.SIGTERM)
        for child in (site, loop):
            child.stop(until=until)


if __name__ == "__main__":
    try:
        main()
    except Stop as stop:
        say(str(stop))
        sys.exit(1)
    except KeyboardInterrupt:
        say("\nStopped.")
        sys.exit(0)
