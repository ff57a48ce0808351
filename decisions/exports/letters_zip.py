"""Letters as a ZIP of the stored bytes, with a manifest of their SHA-256 sums."""

import hashlib
import io
import zipfile
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from decisions.models import Letter
from ledger.refusal import Refused

MANIFEST = "SHA256SUMS"
# Fixed, so that the same letters always make the same archive.
MOMENT = (1980, 1, 1, 0, 0, 0)


def zip_of(letters: Iterable[Letter]) -> bytes:
    """The archive: every letter's stored bytes under its own name, and `SHA256SUMS` that `sha256sum -c` reads.

    Every letter is hashed again; Refused names those whose bytes are not what was stored, and nothing is exported.
    """
    target, lines, altered = io.BytesIO(), [], []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for letter in letters:
            pdf = bytes(letter.pdf)
            if hashlib.sha256(pdf).hexdigest() != letter.sha256:
                altered.append(letter.filename)
                continue
            archive.writestr(zipfile.ZipInfo(letter.filename, MOMENT), pdf)
            lines.append(f"{letter.sha256}  {letter.filename}\n")
        archive.writestr(zipfile.ZipInfo(MANIFEST, MOMENT), "".join(lines))
    if altered:
        raise Refused(
            "letter_altered",
            _("The bytes of a stored letter have changed. Nothing was exported."),
            way_out=_("Bring the letters named below back from the backup."),
            details=tuple(altered),
        )
    return target.getvalue()
