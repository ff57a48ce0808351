"""Judges a file by its content, in a process of its own whose memory and time are bounded: run as a script.

The file comes as standard input. The answer is one line: the content type, or `!` and why it cannot be taken.
"""

import contextlib
import mmap
import re
import resource
import sys
import warnings
import zipfile
from pathlib import PurePosixPath
from typing import BinaryIO

import pikepdf
from PIL import Image

LARGEST_IMAGE_PIXELS = 40_000_000
MOST_ENTRIES = 2_000
LARGEST_UNPACKED_BYTES = 100 * 1024 * 1024
MOST_PDF_OBJECTS = 200_000
MOST_MORE_MEMORY = 100 * 1024 * 1024
MOST_SECONDS = 20
HEAD = 1024
PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RUNS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/RichMediaExecute", "/Rendition"}
PLAYS = {"/RichMedia", "/Movie", "/Screen", "/3D"}
# A page of the web inside a picture: some programs would run it.
WEB = re.compile(rb"<script|<html|<\?php|<!doctype", re.IGNORECASE)
MACROS = ("vbaproject.bin", "/macrosheets/", "/activex/")


class Wrong(Exception):  # noqa: N818 - it names the verdict
    """The file cannot be taken; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def judge(file: BinaryIO) -> str:
    """The content type, judged by the bytes; Wrong for anything else and for what hides something."""
    start = file.read(16)
    file.seek(0)
    if start.startswith(b"%PDF-"):
        only_one_kind(file)
        check_pdf(file)
        return PDF
    if start.startswith(b"PK\x03\x04"):
        return check_office(file)
    if start.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise Wrong("file_old_or_locked")
    for begins, kind, name in (
        (b"\x89PNG\r\n\x1a\n", "image/png", "PNG"),
        (b"\xff\xd8\xff", "image/jpeg", "JPEG"),
    ):
        if start.startswith(begins):
            only_one_kind(file)
            check_image(file, name)
            return kind
    raise Wrong("file_wrong_type")


def only_one_kind(file: BinaryIO) -> None:
    """A file that is a document and something else at once is made to deceive."""
    if zipfile.is_zipfile(file):
        raise Wrong("file_two_kinds")
    file.seek(0)
    is_pdf = file.read(5) == b"%PDF-"
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if is_pdf:
            end = content.rfind(b"%%EOF")
            if end >= 0 and len(content[end + 5 :].strip(b"\x00\r\n\t ")) > HEAD:
                raise Wrong("file_two_kinds")
        # Readers look for the start of a PDF in the first 1 024 bytes.
        elif b"%PDF-" in content[:HEAD] or WEB.search(content):
            raise Wrong("file_two_kinds")
    file.seek(0)


def check_pdf(file: BinaryIO) -> None:
    """Refuse a PDF that is broken, locked, or has scripts or other things that run."""
    try:
        with pikepdf.open(file) as pdf:
            if pdf.is_encrypted:
                raise Wrong("file_locked")
            if len(pdf.objects) > MOST_PDF_OBJECTS:
                raise Wrong("file_too_complex")
            if any(runs_something(each) for each in pdf.objects):
                raise Wrong("file_scripted")
            # Where our limits kept us from looking, something may hide; qpdf only warns of it.
            if any("bad_alloc" in str(told) or "decoding stream" in str(told) for told in pdf.get_warnings()):
                raise Wrong("file_too_complex")
    except pikepdf.PasswordError:
        raise Wrong("file_locked") from None
    except (pikepdf.PdfError, RecursionError, ValueError, RuntimeError):
        raise Wrong("file_broken") from None


def runs_something(thing: object, depth: int = 0) -> bool:
    """Whether an object of a PDF has a script or an action that starts something; direct parts are looked at too."""
    if depth > 30:  # noqa: PLR2004 - deeper than any honest document
        return True
    if isinstance(thing, pikepdf.Array):
        return any(runs_something(part, depth + 1) for part in thing if not part_is_indirect(part))
    if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        return False
    keys = set(thing.keys())
    if "/JS" in keys or "/JavaScript" in keys or str(thing.get("/S", "")) in RUNS:
        return True
    if str(thing.get("/Subtype", "")) in PLAYS or "/XFA" in keys:
        return True
    return any(runs_something(part, depth + 1) for part in thing.values() if not part_is_indirect(part))


def part_is_indirect(part: object) -> bool:
    """Indirect objects are in the list of objects themselves."""
    return bool(getattr(part, "is_indirect", False))


def check_office(file: BinaryIO) -> str:
    """Refuse an archive that is not a Word or Excel file, is locked, unpacks to too much or has macros."""
    if b"%PDF-" in file.read(HEAD):
        raise Wrong("file_two_kinds")
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            return kind_of_archive(archive)
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, EOFError, RuntimeError):
        raise Wrong("file_broken") from None


def kind_of_archive(archive: zipfile.ZipFile) -> str:
    """What an Office archive is, looked at without unpacking it anywhere."""
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > LARGEST_UNPACKED_BYTES:
        raise Wrong("file_unpacks_too_large")
    names = {entry.filename for entry in entries}
    if "[Content_Types].xml" not in names or any(climbs(name) for name in names):
        raise Wrong("file_wrong_type")
    if any(entry.flag_bits & 1 for entry in entries):
        raise Wrong("file_locked")
    # Something stands before the archive, or two archives follow one another, or two parts have one name.
    if min(entry.header_offset for entry in entries) != 0 or len(names) != len(entries):
        raise Wrong("file_two_kinds")
    if any(mark in f"/{name.lower()}" for name in names for mark in MACROS):
        raise Wrong("file_scripted")
    if archive.testzip() is not None:
        raise Wrong("file_broken")
    if b"macroenabled" in archive.read("[Content_Types].xml").lower():
        raise Wrong("file_scripted")
    if "word/document.xml" in names:
        return WORD
    if "xl/workbook.xml" in names:
        return EXCEL
    raise Wrong("file_wrong_type")


def climbs(name: str) -> bool:
    """Whether an entry's name leads out of its archive."""
    return name.startswith(("/", "\\")) or ".." in PurePosixPath(name.replace("\\", "/")).parts


def check_image(file: BinaryIO, name: str) -> None:
    """Refuse a broken picture and one of too many pixels; its size is read before anything is unpacked."""
    try:
        with warnings.catch_warnings():
            # Our own limit decides; Pillow's warning would only say it less clearly.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(file, formats=[name])
        width, height = picture.size
        if width * height > LARGEST_IMAGE_PIXELS:
            raise Wrong("image_too_large")
        picture.verify()
    except Image.DecompressionBombError:
        raise Wrong("image_too_large") from None
    except (OSError, SyntaxError, ValueError, EOFError):
        raise Wrong("file_broken") from None


def bound() -> None:
    """From here on this process may take at most 100 MiB more memory, and 20 seconds of work."""
    with open("/proc/self/status", encoding="ascii") as status:  # noqa: PTH123 - not a file of ours
        taken = next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmData"))
    for what, most in (
        (resource.RLIMIT_DATA, taken + MOST_MORE_MEMORY),
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def main() -> None:
    """Say what standard input is."""
    # Elsewhere than on Linux there is no such count; the time limit of whoever waits for us remains.
    with contextlib.suppress(OSError, ValueError, StopIteration):
        bound()
    try:
        said = judge(sys.stdin.buffer)
    except Wrong as wrong:
        said = f"!{wrong.code}"
    except MemoryError:
        said = "!file_too_complex"
    sys.stdout.write(f"{said}\n")


if __name__ == "__main__":
    main()
