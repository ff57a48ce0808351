"""Sets everything up: environment, packages, translations, fonts, database with its data, static files.

What is unchanged since the last time is passed over, so that it costs next to nothing to call it always.
"""

import argparse
import fcntl
import importlib.util
import os
import shutil
import subprocess
import sys

from machine import (
    LETTERS,
    PYTHON,
    ROOT,
    TESTS,
    VAR,
    VENV,
    Need,
    Steps,
    Stop,
    fingerprint,
    install,
    say,
    stream,
)

STATIC_SOURCES = ("static/**/*", "requirements.txt", "config/settings.py")
STAMPS = VAR / "stamps"
DATABASE = VAR / "pilottihaku.sqlite3"


def python_of_the_project() -> str:
    """A Python 3.11 with venv; as root on Debian it is installed when missing."""
    wanted = shutil.which("python3.11") or (sys.executable if sys.version_info[:2] == (3, 11) else None)
    if not wanted:
        install([Need("runs everything", "python3.11", lambda: shutil.which("python3.11") is not None)])
        wanted = shutil.which("python3.11")
    check = [str(wanted), "-c", "import ensurepip, venv"]
    able = Need(
        "makes the environment",
        "python3-venv"
        if wanted == sys.executable and not importlib.util.find_spec("ensurepip")
        else "python3.11-venv",
        lambda: subprocess.run(check, capture_output=True, check=False).returncode == 0,
    )
    install([able])
    return str(wanted)


def environment() -> str:
    if VENV.exists() and not _works():
        shutil.rmtree(VENV)
    if VENV.exists():
        return "there"
    stream([python_of_the_project(), "-m", "venv", str(VENV)])
    return "made"


def _works() -> bool:
    code = "import sys, pip; sys.exit(sys.version_info[:2] != (3, 11))"
    try:
        return subprocess.run([PYTHON, "-c", code], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def packages(file: str) -> str:
    stream(
        [str(PYTHON), "-m", "pip", "install", "--progress-bar", "off", "--no-input", "-r", file],
        env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore"},
        only=("Collecting", "Installing", "Successfully", "ERROR"),
    )
    return "installed"


def manage(*arguments: str) -> None:
    stream([str(PYTHON), "manage.py", *arguments])


def tools(steps: Steps, *, tests: bool) -> None:
    """The environment itself, the packages in it, and what they need of the machine."""
    file = "requirements-test.txt" if tests else "requirements.txt"
    needs = (*LETTERS, *TESTS) if tests else LETTERS
    base = fingerprint("requirements.txt")
    with_tests = fingerprint("requirements.txt", "requirements-test.txt")
    mark = with_tests if tests else base
    steps.step("Environment .venv", environment, stamp=VENV / "made.stamp", mark="3.11", done=PYTHON.exists())
    stamp = VENV / f"{file}.stamp"
    steps.step(f"Python packages of {file}", lambda: packages(file), stamp=stamp, mark=mark)
    if tests:
        (VENV / "requirements.txt.stamp").write_text(base, encoding="utf-8")
    steps.step("System packages", lambda: install(needs))


def built(steps: Steps) -> None:
    """What is made from sources in the tree: translations and fonts."""
    catalogues = [ROOT / "locale" / language / "LC_MESSAGES" / "django.mo" for language in ("fi", "sv")]
    steps.step(
        "Translations",
        lambda: manage("compile_translations"),
        stamp=VENV / "translations.stamp",
        mark=fingerprint("locale/*/LC_MESSAGES/*.po", "ui/catalogue.py"),
        done=all(path.exists() for path in catalogues),
    )
    steps.step(
        "Fonts",
        lambda: manage("build_fonts"),
        stamp=VENV / "fonts.stamp",
        mark=fingerprint("ui/fonts.py", "ui/management/commands/build_fonts.py", "requirements.txt"),
        done=any((ROOT / "static" / "fonts").glob("*.woff2")),
    )


def data(steps: Steps) -> None:
    """The database and what is in it. A vanished database makes its stamps worthless."""
    url = os.environ.get("DATABASE_URL", "")
    there = bool(url) or DATABASE.exists()
    schema = fingerprint("*/migrations/*.py", "config/settings.py", extra=url)
    world = fingerprint("pilots/**/*", extra=schema)
    past = fingerprint("history/**/*", "decisions/**/*", "applications/**/*", "eligibility/*", extra=world)
    for name, command, mark in (
        ("Database", "migrate", schema),
        ("Municipalities, populations, calls", "load_reference", world),
        ("Real rounds, practice call, its people", "load_history", past),
    ):
        options = ("--verbosity", "0") if command == "migrate" else ()
        steps.step(
            name,
            lambda command=command, options=options: manage(command, *options),  # type: ignore[misc]
            stamp=STAMPS / command,
            mark=mark,
            done=there,
        )


def static(steps: Steps) -> None:
    steps.step(
        "Static files",
        lambda: manage("collectstatic", "--no-input", "--clear", "--verbosity", "0"),
        stamp=STAMPS / "collectstatic",
        mark=fingerprint(*STATIC_SOURCES),
        done=(VAR / "static" / "staticfiles.json").exists(),
    )


def set_up(*, tests: bool = False, site: bool = True) -> None:
    """Everything, in order. `tests` adds what the tests need; without `site` the database is left alone."""
    VAR.mkdir(parents=True, exist_ok=True)
    with (VAR / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        steps = Steps(total=9 if site else 5)
        tools(steps, tests=tests)
        built(steps)
        if site:
            data(steps)
            static(steps)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only-tools", action="store_true", help="only what lint, format and messages need")
    arguments = parser.parse_args()
    set_up(tests=arguments.only_tools, site=not arguments.only_tools)


if __name__ == "__main__":
    try:
        main()
    except Stop as stop:
        say(str(stop))
        sys.exit(1)
    except KeyboardInterrupt:
        say("Interrupted; the next time goes on from the step that was not finished.")
        sys.exit(130)
