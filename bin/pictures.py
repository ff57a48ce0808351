"""The pictures of the documentation (docs/pictures), from the pages that the accessibility tests look at.

On the way all their screenshots, wide and at 320 px, come into var/screenshots. Needs poppler-utils for the letter.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from machine import PYTHON, ROOT, VAR, Stop, say
from setup import set_up
from test import pytest

WIDE, TALL, COLOURS = 1280, 1000, 64
SHOTS = VAR / "screenshots"
TARGET = ROOT / "docs" / "pictures"
PAGES = {
    "members": "applications-members.fi",
    "submit": "applications-submit.fi",
    "case": "admin-case-proposal.fi",
}
# Cut to the top of the page, few colours: they are read on a page of text and kept in the history for ever.
SMALLER = """
import sys
from PIL import Image
source, target, wide, tall, colours = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:])
picture = Image.open(source).convert("RGB")
picture = picture.crop((0, 0, min(picture.width, wide), min(picture.height, tall)))
picture.quantize(colours, dither=Image.Dither.NONE).save(target, optimize=True)
"""


def smaller(source: Path, name: str) -> None:
    """A light copy for the documentation."""
    target = TARGET / f"{name}.png"
    sizes = [str(size) for size in (WIDE, TALL, COLOURS)]
    subprocess.run([PYTHON, "-c", SMALLER, source, target, *sizes], check=True)
    say(f"{target.relative_to(ROOT)}: {target.stat().st_size // 1024} KiB")


def main() -> int:
    if not shutil.which("pdftoppm"):
        raise Stop("The letter's picture needs pdftoppm: apt-get install poppler-utils")
    set_up(tests=True, site=False)
    status = pytest("tests/journeys/test_accessibility.py", "-q", "-n", "2", BED="postgresql", PICTURES="1")
    if status:
        return status
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, shot in PAGES.items():
        smaller(SHOTS / f"{shot}.png", name)
    subprocess.run(
        ["pdftoppm", "-png", "-singlefile", "-r", "100", SHOTS / "letter.pdf", SHOTS / "letter"], check=True
    )
    smaller(SHOTS / "letter.png", "letter")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Stop as stop:
        say(str(stop))
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
