"""What set-up says when the machine lacks something and the person at it is not root."""

import pytest

from bin import machine
from bin.machine import Need, Stop, install

LACKS = [
    Need("the tests' broker", "redis-server", lambda: False),
    Need("there already", "chromium", lambda: True),
    Need("runs the PDF checker", "default-jre-headless", lambda: False),
]


def test_without_root_the_exact_command_is_told(monkeypatch):
    monkeypatch.setattr(machine.os, "geteuid", lambda: 1000)
    with pytest.raises(Stop) as stopped:
        install(LACKS)
    assert str(stopped.value) == (
        "This machine lacks:\n"
        "  redis-server: the tests' broker\n"
        "  default-jre-headless: runs the PDF checker\n"
        "Install them and try again:\n"
        "  sudo apt-get install -y --no-install-recommends redis-server default-jre-headless"
    )


def test_with_everything_there_nothing_is_installed(monkeypatch):
    monkeypatch.setattr(machine, "stream", lambda *_args, **_kwargs: pytest.fail("apt was called"))
    assert install(LACKS[1:2]) == "all there"
