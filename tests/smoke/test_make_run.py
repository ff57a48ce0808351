"""`make run` as a new user meets it: set up, told where and as whom, started again at once, gone by Ctrl-C."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings

from tests.bed.services import free_port

FIRST_SECONDS, AGAIN_SECONDS = 180, 5


class Run:
    """`bin/run.py` with a folder and a port of its own, and what it says."""

    def __init__(self, folder: Path, port: int) -> None:
        self.said, self.port = folder / "said", port
        env = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "LC_ALL": "C.UTF-8",
            "VAR_DIR": str(folder / "var"),
            "PORT": str(port),
        }
        with self.said.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "bin/run.py"], cwd=settings.BASE_DIR, env=env,
                stdout=out, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip

    def text(self) -> str:
        return self.said.read_text(encoding="utf-8")

    def answers(self, *, seconds: float) -> float:
        """Wait until it has told the links; return how long that took."""
        began = time.monotonic()
        while "Worth opening" not in self.text() or self.text().count(f":{self.port}/") < 5:
            assert self.process.poll() is None, self.text()
            assert time.monotonic() - began < seconds, self.text()
            time.sleep(0.05)
        return time.monotonic() - began

    def get(self, path: str) -> tuple[int, str]:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=20) as answer:
            return answer.status, answer.read().decode()

    def log_in(self, email: str) -> urllib.request.OpenerDirector:
        """A browser of this person, with the password that the terminal tells."""
        jar = CookieJar()
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        login = f"http://127.0.0.1:{self.port}/login/"
        token = re.search(
            r'csrfmiddlewaretoken" value="(\w+)"', opener.open(login, timeout=20).read().decode()
        )
        password = re.search(r"the password of all is {2}(\S+)", self.text())
        form = {"csrfmiddlewaretoken": token[1], "email": email, "password": password[1]}
        opener.open(login, urlencode(form).encode(), timeout=20).close()
        return opener

    def pages_from(self, opener: urllib.request.OpenerDirector, path: str) -> dict[str, int]:
        """The statuses of a page and of every page of the desk that it links to."""
        site, found = f"http://127.0.0.1:{self.port}", {}
        with opener.open(site + path, timeout=20) as answer:
            found[path] = answer.status
            links = set(re.findall(r'href="(/admin/[^"#?]*)', answer.read().decode()))
        for link in sorted(links):
            try:
                with opener.open(site + link, timeout=20) as answer:
                    found[link] = answer.status
            except urllib.error.HTTPError as error:
                found[link] = error.code
        return found


@contextmanager
def running(folder: Path, port: int):
    run = Run(folder, port)
    try:
        yield run
    finally:
        run.process.send_signal(signal.SIGINT)
        run.process.wait(timeout=30)


def processes_of(folder: Path) -> list[str]:
    """Commands that run with this folder in their environment."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            if f"VAR_DIR={folder / 'var'}".encode() in (place / "environ").read_bytes().split(b"\0"):
                found.append((place / "cmdline").read_text(encoding="utf-8").replace("\0", " "))
        except OSError:
            continue
    return found


def test_from_nothing_to_a_site_and_again_and_gone(tmp_path):
    port = free_port()
    with running(tmp_path, port) as first:
        first.answers(seconds=FIRST_SECONDS)
        said = first.text()
        assert re.search(r"\[1/9\].*\[9/9\]", said, re.DOTALL), "progress is shown"
        assert f"Pilottihaku answers at http://127.0.0.1:{port}" in said
        assert "esittelija@stm.example" in said
        links = re.findall(rf"http://127\.0\.0\.1:{port}(/\S*)  ", said.partition("Worth opening")[2])
        assert len(links) == 5
        assert [path for path in links if first.get(path)[0] != 200] == []
        assert first.get("/health/live") == (200, "ok")
        assert '"ready": true' in first.get("/health/ready")[1]
        opened = first.pages_from(first.log_in("esittelija@stm.example"), "/admin/")
        assert {"/admin/cases/", "/admin/rounds/pilots-2018/"} <= opened.keys()
        assert {path: status for path, status in opened.items() if status != 200} == {}
        assert sum("run_outbox" in command for command in processes_of(tmp_path)) == 1
    assert (first.process.returncode, processes_of(tmp_path)) == (0, [])
    with running(tmp_path, port) as again:
        assert again.answers(seconds=60) <= AGAIN_SECONDS
        with running(tmp_path, port) as third:
            assert third.process.wait(timeout=20) == 1
        assert f"Cannot listen on port {port} of 127.0.0.1: Address already in use" in third.text()
    assert processes_of(tmp_path) == []


@pytest.mark.parametrize("port", ["http", "0", "65536"])
def test_a_port_that_makes_no_sense_is_told(tmp_path, port):
    with running(tmp_path, port) as run:
        assert run.process.wait(timeout=20) == 1
    assert run.text() == f"PORT must be a number from 1 to 65535, not '{port}'\n"
