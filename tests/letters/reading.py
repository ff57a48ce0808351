"""Reading a made letter back with tools that are not ours: poppler's pdftotext and pdffonts, and pikepdf."""

import re
import subprocess
import tempfile
from pathlib import Path


def _tool(content: bytes, *command: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "letter.pdf"
        path.write_bytes(content)
        filled = [part.replace("FILE", str(path)) for part in command]
        return subprocess.run(filled, capture_output=True, text=True, check=True).stdout


def pages(content: bytes) -> list[str]:
    """The text of each page, with every kind of space and line end as one space."""
    text = _tool(content, "pdftotext", "-layout", "-enc", "UTF-8", "FILE", "-")
    return [re.sub(r"\s+", " ", page.replace("\u00a0", " ")) for page in text.split("\f")[:-1]]


def text_of(content: bytes) -> str:
    """All text in reading order, one space between words."""
    raw = _tool(content, "pdftotext", "-enc", "UTF-8", "FILE", "-")
    return re.sub(r"\s+", " ", raw.replace("\u00a0", " "))


def fonts(content: bytes) -> list[str]:
    """Names of the fonts in the file."""
    return [line.split()[0] for line in _tool(content, "pdffonts", "FILE").splitlines()[2:]]
