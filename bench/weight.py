"""What a visit weighs on the wire: a real Chromium against gunicorn with its static files, cold and then warm."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, sync_playwright

from bench.measuring import Line
from tests.bed.browser import FLAGS, NAMES
from tests.bed.services import dies_with_us, eventually, free_port, stop

KILOBYTE = 1000
FIRST_KB, FIRST_REQUESTS, NEXT_KB = 150, 8, 15
WAIT = "networkidle"


def lines(folder: Path) -> Iterator[Line]:
    """First visits to the front page and the calculator; next pages from there."""
    with served(folder) as url, chromium() as browser:
        for name, first, following in (
            ("front page", "/", "/calls/practice/"),
            ("calculator", "/calculator/?call=practice&county=01", "/calls/pilots-2018/"),
        ):
            cold, warm = visits(browser, f"{url}{first}", f"{url}{following}")
            yield Line(
                f"first visit, {name}, kB", sum(cold) / KILOBYTE, FIRST_KB, "nothing in the cache", "kB"
            )
            yield Line(f"first visit, {name}, requests", len(cold), FIRST_REQUESTS, "nothing in the cache")
            yield Line(f"next page, {following}, kB", sum(warm) / KILOBYTE, NEXT_KB, f"after {first}", "kB")


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The site by gunicorn, as `make run` serves it."""
    port = free_port()
    gunicorn = Path(sys.executable).with_name("gunicorn")
    command = [gunicorn, "config.wsgi:application", "--bind", f"127.0.0.1:{port}", "--no-control-socket"]
    with (folder / "gunicorn.log").open("wb") as log:
        site = subprocess.Popen(
            [*command, "--threads", "4", "--log-level", "warning"],
            env=dict(os.environ), stdin=subprocess.DEVNULL, stdout=log, stderr=log, preexec_fn=dies_with_us,
        )  # fmt: skip
        try:
            eventually("the site answers", lambda: answers(port))
            yield f"http://127.0.0.1:{port}"
        finally:
            stop(site)


def answers(port: int) -> bool:
    ask = ["curl", "-sf", "-o", os.devnull, f"http://127.0.0.1:{port}/health/live"]
    return subprocess.run(ask, check=False).returncode == 0


@contextmanager
def chromium() -> Iterator[Browser]:
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    assert path, "Chromium is not installed: make test installs it"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def visits(browser: Browser, first: str, following: str) -> tuple[list[float], list[float]]:
    """Bytes on the wire of each request, headers too, of a first page and of the next one."""
    context = browser.new_context(locale="fi-FI")
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    weights = weighed(session)
    page.goto(first, wait_until=WAIT)
    cold = list(weights)
    weights.clear()
    page.goto(following, wait_until=WAIT)
    warm = list(weights)
    context.close()
    return cold, warm


def weighed(session: CDPSession) -> list[float]:
    """A list that grows by the bytes of each request that went over the wire."""
    weights: list[float] = []

    def finished(event: dict) -> None:
        if event["encodedDataLength"]:
            weights.append(event["encodedDataLength"])

    session.on("Network.loadingFinished", finished)
    return weights
