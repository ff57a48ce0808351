"""A clamd of the tests' own, on a socket and a free port, that knows two signatures and asks no network for more."""

import hashlib
import os
import subprocess
from pathlib import Path

import pytest

from applications.scanning import ScannerAwayError, connected
from tests.bed.services import dies_with_us, eventually, free_port, stop

# The industry's harmless test file, written in two halves so that no scanner takes this file for it.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
# What makes a file of any kind harmful to this clamd.
MARKER = b"pilottihaku-harmful-for-the-tests"


class Clamd:
    """The daemon with a tiny database of signatures: it starts in a moment, where the real one needs a gigabyte."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.socket = folder / "clamd.sock"
        self.log = folder / "clamd.log"
        self.process: subprocess.Popen | None = None

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def start(self) -> None:
        database = self.folder / "signatures"
        database.mkdir(exist_ok=True)
        digest = hashlib.md5(EICAR).hexdigest()
        (database / "tests.hdb").write_text(f"{digest}:{len(EICAR)}:Tests.Eicar\n", encoding="ascii")
        (database / "tests.ndb").write_text(f"Tests.Marker:0:*:{MARKER.hex()}\n", encoding="ascii")
        config = self.folder / "clamd.conf"
        config.write_text(
            f"Foreground yes\nTCPAddr 127.0.0.1\nTCPSocket {self.port}\nLocalSocket {self.socket}\n"
            f"DatabaseDirectory {database}\nTemporaryDirectory {self.folder}\nStreamMaxLength 25M\n"
            "SelfCheck 86400\nMaxThreads 2\n",
            encoding="utf-8",
        )
        env = {"PATH": f"{os.environ['PATH']}:/usr/sbin", "LC_ALL": "C.UTF-8"}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                ["clamd", "--config-file", config], cwd=self.folder, env=env, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, preexec_fn=dies_with_us, start_new_session=True,
            )  # fmt: skip
        eventually(f"clamd answers (see {self.log})", self._answers)

    def _answers(self) -> bool:
        assert self.process.poll() is None, self.log.read_text(encoding="utf-8")
        try:
            connected(self.address).close()
            connected(str(self.socket)).close()
        except (OSError, ScannerAwayError):
            return False
        return True

    def stop(self) -> None:
        if self.process:
            stop(self.process)
            self.process = None


@pytest.fixture(scope="module")
def clamd(tmp_path_factory):
    """Running for the tests of a module."""
    daemon = Clamd(tmp_path_factory.mktemp("clamd"))
    daemon.start()
    yield daemon
    daemon.stop()
