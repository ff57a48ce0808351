"""Judges a sent file by its content: PDF, Word, Excel, PNG or JPEG; within the size limit; nothing that runs."""

import hashlib
import io
import re
import unicodedata
import warnings
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

import pikepdf
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.utils.translation import gettext_lazy as _
from PIL import Image

from ledger.refusal import Refused, refuse_unless

LONGEST_NAME = 255
LARGEST_IMAGE_PIXELS = 40_000_000
MOST_ENTRIES = 2_000
LARGEST_UNPACKED_BYTES = 100 * 1024 * 1024
MOST_PDF_OBJECTS = 200_000
CHUNK = 64 * 1024
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ENDINGS = {
    "application/pdf": (".pdf",),
    WORD: (".docx",),
    EXCEL: (".xlsx",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
}
RUNS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/RichMediaExecute"}


@dataclass(frozen=True)
class Checked:
    """A file that may be stored: its bytes, what they are, and a name fit to show."""

    name: str
    content_type: str
    content: bytes
    sha256: str

    @property
    def size(self) -> int:
        return len(self.content)


class CutAtLimit(FileUploadHandler):
    """Stops storing as soon as the files of one request pass the size limit, and leaves a mark on the request."""

    received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002 - Django's signature
        self.received += len(raw_data)
        if self.received > settings.ATTACHMENT_LARGEST_BYTES:
            self.request.file_was_too_large = True
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:  # noqa: ARG002 - the handlers after this one keep the file
        return None


def judge_upload(upload: UploadedFile) -> Checked:
    """Read a file and say what it is; Refused with the reason and the way out when it cannot be taken."""
    content = read_within_limit(upload)
    refuse_unless(content, "file_empty", _("The file is empty. Choose another file."))
    kind = kind_of(content)
    name = clean_name(upload.name or "", kind)
    return Checked(name, kind, content, hashlib.sha256(content).hexdigest())


def read_within_limit(upload: UploadedFile) -> bytes:
    """The bytes, counted while they are read: a declared size is not believed."""
    parts, size = [], 0
    for part in upload.chunks(CHUNK):
        size += len(part)
        if size > settings.ATTACHMENT_LARGEST_BYTES:
            raise too_large()
        parts.append(part)
    return b"".join(parts)


def too_large() -> Refused:
    """The refusal of a file that passes the limit."""
    most = settings.ATTACHMENT_LARGEST_BYTES // (1024 * 1024)
    return Refused(
        "file_too_large",
        _("The file is too large: at most %(most)s MB can be sent.") % {"most": most},
        way_out=_("Send it in smaller parts, or save it as a smaller PDF."),
    )


def kind_of(content: bytes) -> str:
    """The content type, judged by the bytes; Refused for anything else and for what hides something."""
    if content.startswith(b"%PDF-"):
        only_one_kind(content)
        check_pdf(content)
        return "application/pdf"
    if content.startswith(b"PK\x03\x04"):
        return check_office(content)
    for start, kind, name in (
        (b"\x89PNG\r\n\x1a\n", "image/png", "PNG"),
        (b"\xff\xd8\xff", "image/jpeg", "JPEG"),
    ):
        if content.startswith(start):
            only_one_kind(content)
            check_image(content, name)
            return kind
    raise Refused(
        "file_wrong_type",
        _("The file is not of a kind that can be sent."),
        way_out=_("Send a PDF, a Word or Excel file (docx, xlsx), or a picture (png, jpg)."),
    )


def only_one_kind(content: bytes) -> None:
    """A file that is a document and an archive at once is made to deceive."""
    refuse_unless(
        not zipfile.is_zipfile(io.BytesIO(content)),
        "file_two_kinds",
        _("The file is of two kinds at once and cannot be taken."),
    )


def check_pdf(content: bytes) -> None:
    """Refuse a PDF that is broken, locked, or has scripts or other things that run."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            refuse_unless(
                not pdf.is_encrypted,
                "file_locked",
                _(
                    "The PDF is locked with a password or with rights. Save it without protection and send it again."
                ),
            )
            runs = len(pdf.objects) > MOST_PDF_OBJECTS or any(runs_something(each) for each in pdf.objects)
    except pikepdf.PasswordError:
        raise Refused(
            "file_locked",
            _(
                "The PDF is locked with a password or with rights. Save it without protection and send it again."
            ),
        ) from None
    except (pikepdf.PdfError, RecursionError, ValueError):
        raise broken() from None
    refuse_unless(
        not runs,
        "file_scripted",
        _("The PDF has a script or another part that runs. Print it to a new PDF and send that."),
    )


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
    return any(runs_something(part, depth + 1) for part in thing.values() if not part_is_indirect(part))


def part_is_indirect(part: object) -> bool:
    """Indirect objects are in the list of objects themselves."""
    return bool(getattr(part, "is_indirect", False))


def check_office(content: bytes) -> str:
    """Refuse an archive that is not a Word or Excel file, is locked, unpacks to too much or has macros."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            refuse_unless(
                len(entries) <= MOST_ENTRIES and sum(e.file_size for e in entries) <= LARGEST_UNPACKED_BYTES,
                "file_unpacks_too_large",
                _("The file unpacks to too much and cannot be taken."),
            )
            names = {entry.filename for entry in entries}
            locked = any(entry.flag_bits & 1 for entry in entries)
            refuse_unless(
                not locked and not any(climbs(name) for name in names) and "[Content_Types].xml" in names,
                "file_wrong_type",
                _("The file is not of a kind that can be sent."),
                way_out=_("Send a PDF, a Word or Excel file (docx, xlsx), or a picture (png, jpg)."),
            )
            refuse_unless(
                not any(name.lower().endswith("vbaproject.bin") for name in names),
                "file_scripted",
                _("The file has macros. Save it without macros and send it again."),
            )
            if archive.testzip() is not None:
                raise broken()
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, EOFError, RuntimeError):
        raise broken() from None
    if "word/document.xml" in names:
        return WORD
    if "xl/workbook.xml" in names:
        return EXCEL
    raise Refused("file_wrong_type", _("The file is not of a kind that can be sent."))


def climbs(name: str) -> bool:
    """Whether an entry's name leads out of its archive."""
    return name.startswith(("/", "\\")) or ".." in PurePosixPath(name.replace("\\", "/")).parts


def check_image(content: bytes, name: str) -> None:
    """Refuse a broken picture and one of too many pixels; its size is read before anything is unpacked."""
    try:
        with warnings.catch_warnings():
            # Our own limit decides; Pillow's warning would only say it less clearly.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=[name])
        width, height = picture.size
        refuse_unless(
            width * height <= LARGEST_IMAGE_PIXELS,
            "image_too_large",
            _("The picture has too many pixels. Save it smaller and send it again."),
        )
        picture.verify()
    except Image.DecompressionBombError:
        raise Refused(
            "image_too_large", _("The picture has too many pixels. Save it smaller and send it again.")
        ) from None
    except (OSError, SyntaxError, ValueError, EOFError):
        raise broken() from None


def broken() -> Refused:
    """The refusal of a file that cannot be read."""
    return Refused("file_broken", _("The file is broken and cannot be read. Save it again and send it anew."))


def clean_name(name: str, kind: str) -> str:
    """The name without its path and without characters that hide or turn text; its ending tells what it is."""
    last = re.split(r"[/\\]", name)[-1]
    text = unicodedata.normalize("NFC", last.encode("utf-8", "ignore").decode("utf-8", "ignore"))
    shown = "".join(letter for letter in text if unicodedata.category(letter)[0] != "C")
    shown = " ".join(shown.split()).strip(". ")
    endings = ENDINGS[kind]
    ending = next((each for each in endings if shown.lower().endswith(each)), "")
    stem = shown[: len(shown) - len(ending)] if ending else shown
    ending = ending or endings[0]
    return (stem.strip(". ") or str(_("attachment")))[: LONGEST_NAME - len(ending)] + ending
