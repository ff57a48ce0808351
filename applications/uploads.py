"""Takes a sent file: counted while it is read, judged by its content, and given a name fit to show."""

import hashlib
import re
import subprocess
import sys
import tempfile
import unicodedata
from dataclasses import dataclass, field
from typing import BinaryIO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications import judging
from ledger.refusal import Refused, refuse_unless

LONGEST_NAME = 255
CHUNK = 64 * 1024
LONGEST_JUDGING_SECONDS = 30
ENDINGS = {
    judging.PDF: (".pdf",),
    judging.WORD: (".docx",),
    judging.EXCEL: (".xlsx",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
}
LOCKED = _("The file is locked with a password or with rights. Save it without protection and send it again.")
PICTURE = _("The picture has too many pixels. Save it smaller and send it again.")
# why a file cannot be taken -> the words, and the way out
REFUSALS: dict[str, tuple[str | Promise, str | Promise]] = {
    "file_wrong_type": (
        _("The file is not of a kind that can be sent."),
        _("Send a PDF, a Word or Excel file (docx, xlsx), or a picture (png, jpg)."),
    ),
    "file_old_or_locked": (
        _("The file is an old Word or Excel file, or it is locked with a password."),
        _("Save it as docx, xlsx or PDF without a password and send it again."),
    ),
    "file_two_kinds": (_("The file is of two kinds at once and cannot be taken."), ""),
    "file_locked": (LOCKED, ""),
    "file_scripted": (
        _("The file has a macro, a script or another part that runs."),
        _("Save it without macros, or print it to a new PDF, and send that."),
    ),
    "file_broken": (_("The file is broken and cannot be read. Save it again and send it anew."), ""),
    "file_unpacks_too_large": (_("The file unpacks to too much and cannot be taken."), ""),
    "file_too_complex": (
        _("The file is too complicated to be checked."),
        _("Print it to a new PDF and send that."),
    ),
    "image_too_large": (PICTURE, ""),
}


@dataclass(frozen=True)
class Checked:
    """A file that may be stored: what it is, a name fit to show, and its bytes in a temporary file."""

    name: str
    content_type: str
    size: int
    sha256: str
    file: BinaryIO = field(repr=False)


class CutAtLimit(FileUploadHandler):
    """Stops storing as soon as a file, or all of one request, pass their limit, and leaves a mark on the request."""

    received = together = 0

    def new_file(self, *args: object, **kwargs: object) -> None:
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002 - Django's signature
        self.received += len(raw_data)
        self.together += len(raw_data)
        if (
            self.received > settings.ATTACHMENT_LARGEST_BYTES
            or self.together > settings.ATTACHMENTS_LARGEST_BYTES_AT_ONCE
        ):
            self.request.file_was_too_large = True
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:  # noqa: ARG002 - the handlers after this one keep the file
        return None


def judge_upload(upload: UploadedFile) -> Checked:
    """Read a file and say what it is; Refused with the reason and the way out when it cannot be taken."""
    file, size, digest = read_within_limit(upload)
    try:
        refuse_unless(size, "file_empty", _("The file is empty. Choose another file."))
        kind = kind_of(file)
    except BaseException:
        file.close()
        raise
    return Checked(clean_name(upload.name or "", kind), kind, size, digest, file)


def read_within_limit(upload: UploadedFile) -> tuple[BinaryIO, int, str]:
    """The bytes in a temporary file, their number and SHA-256, counted while they are read: a declared size is
    not believed.
    """
    kept, size, digest = tempfile.TemporaryFile(), 0, hashlib.sha256()  # noqa: SIM115 - whoever stores it closes it
    for part in upload.chunks(CHUNK):
        size += len(part)
        if size > settings.ATTACHMENT_LARGEST_BYTES:
            kept.close()
            raise too_large()
        kept.write(part)
        digest.update(part)
    kept.flush()
    kept.seek(0)
    return kept, size, digest.hexdigest()


def too_large() -> Refused:
    """The refusal of a file that passes the limit."""
    most = settings.ATTACHMENT_LARGEST_BYTES // (1024 * 1024)
    return Refused(
        "file_too_large",
        _("The file is too large: at most %(most)s MB can be sent.") % {"most": most},
        way_out=_("Send it in smaller parts, or save it as a smaller PDF."),
    )


def kind_of(file: BinaryIO) -> str:
    """What a file is, judged in a process of its own, so that a hostile one can neither fill our memory nor hold
    us up; Refused when it cannot be taken.
    """
    try:
        answer = subprocess.run(  # noqa: S603 - our own script, no argument from outside
            [sys.executable, "-I", judging.__file__],
            stdin=file,
            capture_output=True,
            timeout=LONGEST_JUDGING_SECONDS,
            check=False,
        )
        said = answer.stdout.decode("ascii", "replace").strip()
    except subprocess.TimeoutExpired:
        said = ""
    finally:
        file.seek(0)
    if said in ENDINGS:
        return said
    # A judge that fell over its limits says nothing.
    code = said.removeprefix("!") if said.startswith("!") else "file_too_complex"
    message, way_out = REFUSALS[code]
    raise Refused(code, message, way_out=way_out)


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
