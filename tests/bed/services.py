"""A PostgreSQL and a Redis of the tests' own, on free ports, that vanish with whoever started them."""

import ctypes
import os
import pwd
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import psycopg2
import redis

from bin.machine import postgresql_bin

START_SECONDS = 30
STOP_SECONDS = 10
PR_SET_PDEATHSIG = 1


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def dies_with_us() -> None:
    """In a child: the kernel ends it when the process that started it is gone, however that happened."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGQUIT)


def eventually(what: str, ready: Callable[[], bool], *, seconds: float = START_SECONDS) -> None:
    """Waits until `ready` says yes; fails with `what` when it does not in time."""
    until = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > until:
            raise AssertionError(f"not within {seconds} s: {what}")
        time.sleep(0.05)


def stop(process: subprocess.Popen, number: int = signal.SIGTERM) -> None:
    """Ends a process by its own id, with force when it will not."""
    if process.poll() is None:
        process.send_signal(number)
        try:
            process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class Postgres:
    """A cluster without care for durability. PostgreSQL refuses to run as root, so root lends it a user."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.folder = folder / "postgresql"
        self.folder.mkdir()
        self.log = (folder / "postgresql.log").open("wb")
        self.identity = {}
        if os.geteuid() == 0:
            owner = pwd.getpwnam("postgres")
            self.identity = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
            folder.chmod(0o755)
        self.process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"postgres://tests:tests@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        binaries = postgresql_bin()
        assert binaries, "PostgreSQL is not installed: make test installs it"
        env = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        data = self.folder / "data"
        if not data.exists():
            self._say_password()
            subprocess.run(
                [binaries / "initdb", "-D", data, "-U", "tests", "-A", "scram-sha-256", "-E", "UTF8", "-N",
                 "--pwfile", self.folder / "password", "--locale=C.UTF-8"],
                check=True, env=env, cwd=self.folder, stdout=self.log, stderr=self.log, **self.identity,
            )  # fmt: skip
        settings = {
            "listen_addresses": "127.0.0.1", "port": self.port, "unix_socket_directories": self.folder,
            "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "300",
            "shared_buffers": "256MB", "autovacuum": "off", "log_min_messages": "fatal",
        }  # fmt: skip
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        self.process = subprocess.Popen(
            [binaries / "postgres", "-D", data, *options], env=env, cwd=self.folder, stdin=subprocess.DEVNULL,
            stdout=self.log, stderr=self.log, preexec_fn=dies_with_us, start_new_session=True,
            **self.identity,
        )  # fmt: skip
        eventually(f"PostgreSQL answers (see {self.log.name})", self._answers)

    def _say_password(self) -> None:
        path = self.folder / "password"
        path.write_text("tests\n", encoding="utf-8")
        path.chmod(0o644)

    def _answers(self) -> bool:
        assert self.process.poll() is None, Path(self.log.name).read_text(encoding="utf-8")
        try:
            psycopg2.connect(self.url, connect_timeout=2).close()
        except psycopg2.OperationalError:
            return False
        return True

    def stop(self) -> None:
        if self.process:
            stop(self.process, signal.SIGINT)
        self.log.close()


class Redis:
    """A broker in memory only; each test process has a numbered database of its own in it."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.folder = folder
        self.log = (folder / "redis.log").open("wb")
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(
            ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1",
             "--save", "", "--appendonly", "no"],
            cwd=self.folder, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log,
            preexec_fn=dies_with_us, start_new_session=True,
        )  # fmt: skip
        eventually("Redis answers", self._answers)

    def _answers(self) -> bool:
        assert self.process.poll() is None, Path(self.log.name).read_text(encoding="utf-8")
        client = redis.Redis(port=self.port, socket_timeout=2)
        try:
            return bool(client.ping())
        except redis.ConnectionError:
            return False
        finally:
            client.close()

    def stop(self) -> None:
        if self.process:
            stop(self.process)
        self.log.close()
