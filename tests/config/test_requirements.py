"""Everything that gets installed is pinned: what the code names and what that needs in turn."""

import re
from importlib.metadata import distribution

from django.conf import settings
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


def pins(file: str) -> dict[str, Requirement]:
    lines = (settings.BASE_DIR / file).read_text(encoding="utf-8").splitlines()
    wanted = [Requirement(line) for line in lines if line and not line.startswith(("#", "-r "))]
    assert [str(pin) for pin in wanted if not re.fullmatch(r"==[\w.]+", str(pin.specifier))] == []
    here = [pin for pin in wanted if pin.marker is None or pin.marker.evaluate()]
    return {canonicalize_name(pin.name): pin for pin in here}


def missing(pinned: dict[str, Requirement]) -> set[str]:
    """What the pinned packages need on this system and is not pinned."""
    needed = set()
    for name, pin in pinned.items():
        for text in distribution(name).requires or ():
            need = Requirement(text)
            extras = pin.extras or {""}
            if need.marker is None or any(need.marker.evaluate({"extra": extra}) for extra in extras):
                needed.add(canonicalize_name(need.name))
    return needed - pinned.keys()


def test_the_service_installs_nothing_that_is_not_pinned():
    assert missing(pins("requirements.txt")) == set()


def test_the_tests_install_nothing_that_is_not_pinned():
    assert missing({**pins("requirements.txt"), **pins("requirements-test.txt")}) == set()


def test_what_is_pinned_is_what_is_installed():
    both = {**pins("requirements.txt"), **pins("requirements-test.txt")}
    differing = {name for name, pin in both.items() if distribution(name).version not in pin.specifier}
    assert differing == set()
