"""Measures every line, prints a table, and with OUT=FILE writes them as JSON. Run by bin/bench.py.

Arguments name the parts to measure (rules, forms, pages, desk, weight); all without any.
"""

import json
import os
import sys
from io import StringIO
from pathlib import Path

import django

from bench.bed import lay

FOLDER = lay()
django.setup()

from django.conf import settings  # noqa: E402 - the bed comes before the settings
from django.core.management import call_command  # noqa: E402 - likewise
from django.utils import translation  # noqa: E402 - likewise

from bench import desk, forms, pages, rules, weight  # noqa: E402 - likewise
from bench.measuring import Line  # noqa: E402 - likewise

WIDTHS = (58, 12, 12, 7)


def prepare() -> None:
    """The schema, the reference data and what pages are built from."""
    settings.ROOT_URLCONF = "bench.urls"
    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    call_command("compile_translations", stdout=StringIO())
    if not any((settings.BASE_DIR / "static" / "fonts").glob("*.woff2")):
        call_command("build_fonts", stdout=StringIO())
    call_command("collectstatic", interactive=False, verbosity=0)
    translation.activate("fi")


def shown(line: Line) -> str:
    figure = f"{line.figure:.2f}".rstrip("0").rstrip(".")
    cells = (line.line, f"{figure} {line.unit}".strip(), f"≤ {line.goal:g} {line.unit}".strip())
    padded = "".join(cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=False))
    return f"{padded}{'holds' if line.holds else 'MISSED':<8}{line.against}"


def main() -> int:
    """Status 1 where a line is missed."""
    prepare()
    found = []
    parts = {
        "rules": rules.lines,
        "forms": forms.lines,
        "pages": pages.lines,
        "desk": desk.lines,
        "weight": lambda: weight.lines(FOLDER),
    }
    for part in sys.argv[1:] or parts:
        for line in parts[part]():
            found.append(line)
            sys.stdout.write(f"{shown(line)}\n")
            sys.stdout.flush()
    if out := os.environ.get("OUT"):
        Path(out).write_text(
            json.dumps([line.as_json() for line in found], ensure_ascii=False, indent=1) + "\n",
            encoding="utf-8",
        )
    return 0 if all(line.holds for line in found) else 1


if __name__ == "__main__":
    sys.exit(main())
