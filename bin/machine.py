"""What the scripts of this folder share: visible steps, stamps, and what a machine must have."""

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("VAR_DIR", ROOT / "var"))
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


class Stop(Exception):  # noqa: N818 - the name says what it does
    """Ends a script with a sentence for the person at the terminal."""


def say(text: str = "") -> None:
    print(text, flush=True)  # noqa: T201 - a script's only way to speak


@dataclass(frozen=True)
class Need:
    """Something of the machine: what it is for, how to see that it is there, Debian's package that has it."""

    what: str
    package: str
    there: Callable[[], bool]


def _library(name: str) -> Callable[[], bool]:
    def there() -> bool:
        try:
            ctypes.CDLL(name)
        except OSError:
            return False
        return True

    return there


def _program(*names: str) -> Callable[[], bool]:
    return lambda: any(shutil.which(name) for name in names)


def postgresql_bin() -> Path | None:
    """The folder with initdb and postgres; Debian keeps it off the PATH. The newest version wins."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    return Path(initdb).resolve().parent if initdb else None


def scanner() -> str | None:
    """clamd, which Debian keeps off an ordinary user's PATH."""
    return shutil.which("clamd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


LETTERS = (
    Need("lays out the letters", "libpango-1.0-0", _library("libpango-1.0.so.0")),
    Need("fonts of the letters", "libpangoft2-1.0-0", _library("libpangoft2-1.0.so.0")),
    Need(
        "subsets the letters' fonts, the same way every time",
        "libharfbuzz-subset0",
        _library("libharfbuzz-subset.so.0"),
    ),
)
TESTS = (
    Need("the tests' database", "postgresql", lambda: postgresql_bin() is not None),
    Need("the tests' broker", "redis-server", _program("redis-server")),
    Need("the tests' virus scanner", "clamav-daemon", lambda: bool(scanner())),
    Need("the tests' browser", "chromium", _program("chromium", "chromium-browser", "google-chrome")),
    Need("runs the PDF checker", "default-jre-headless", _program("java")),
    Need(
        "the PDF checker's XML", "libjaxb-java", lambda: any(Path("/usr/share/java").glob("jaxb-impl*.jar"))
    ),
    Need("reads text and pages out of PDFs", "poppler-utils", _program("pdftotext")),
)


def install(needs: Iterable[Need]) -> str:
    """Installs what is missing when root; otherwise says the exact command and stops. Tells what it did."""
    missing = [need for need in needs if not need.there()]
    if not missing:
        return "all there"
    packages = [need.package for need in missing]
    command = f"apt-get install -y --no-install-recommends {' '.join(packages)}"
    listed = "\n".join(f"  {need.package}: {need.what}" for need in missing)
    if os.geteuid() != 0:
        raise Stop(f"This machine lacks:\n{listed}\nInstall them and try again:\n  sudo {command}")
    if not shutil.which("apt-get"):
        raise Stop(f"This machine lacks:\n{listed}\nand has no apt-get; install what corresponds to these.")
    calm = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    stream(["apt-get", "update", "-q"], env=calm, only=("Err", "E:", "W:"))
    stream(command.split(), env=calm, only=("Setting up", "E:"))
    still = [need.package for need in missing if not need.there()]
    if still:
        raise Stop(f"Installed, and yet missing: {', '.join(still)}")
    return f"installed {', '.join(packages)}"


def stream(command: list[str], *, env: dict[str, str] | None = None, only: tuple[str, ...] = ()) -> None:
    """Runs a command, shows its lines (or those that start as told) indented; all of them when it fails."""
    lines: list[str] = []
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as process:
        for line in process.stdout or ():
            lines.append(line.rstrip())
            if not only or line.startswith(only):
                say(f"      {lines[-1]}")
    if process.returncode:
        shown = "" if not only else "\n".join(lines[-60:]) + "\n"
        raise Stop(f"{shown}Failed with status {process.returncode}: {' '.join(map(str, command))}")


def fingerprint(*patterns: str, extra: str = "") -> str:
    """One hash of the names and contents of all files that match, and of anything else that matters."""
    digest = hashlib.sha256(f"{sys.version_info[:2]} {extra}".encode())
    for path in sorted({path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()}):
        if "__pycache__" not in path.parts:
            digest.update(f"\0{path.relative_to(ROOT)}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


class Steps:
    """Numbered steps; one whose stamp still fits is passed over."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.number = 0

    def step(
        self,
        name: str,
        work: Callable[[], str | None],
        *,
        stamp: Path | None = None,
        mark: str = "",
        done: bool = True,
    ) -> None:
        """Does `work` unless the stamp holds `mark` and its product is there (`done`)."""
        self.number += 1
        label = f"[{self.number}/{self.total}] {name}"
        if stamp and done and stamp.exists() and stamp.read_text(encoding="utf-8") == mark:
            say(f"{label}: unchanged")
            return
        say(f"{label} …")
        began = time.monotonic()
        if stamp:
            stamp.unlink(missing_ok=True)
        told = work()
        if stamp:
            stamp.parent.mkdir(parents=True, exist_ok=True)
            stamp.write_text(mark, encoding="utf-8")
        say(f"      {told or 'done'} ({time.monotonic() - began:.1f} s)")
