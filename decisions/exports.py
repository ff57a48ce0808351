"""Letters as a ZIP of the stored bytes, with a manifest of their SHA-256 sums."""

import io
import zipfile
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.models import User
from decisions.models import Letter
from ledger.actions import record

MANIFEST = "SHA256SUMS"
# Fixed, so that the same letters always make the same archive.
MOMENT = (1980, 1, 1, 0, 0, 0)


def zip_of(letters: Iterable[Letter]) -> bytes:
    """The archive: every letter's stored bytes under its own name, and `SHA256SUMS` that `sha256sum -c` reads."""
    target, lines = io.BytesIO(), []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for letter in letters:
            archive.writestr(zipfile.ZipInfo(letter.filename, MOMENT), bytes(letter.pdf))
            lines.append(f"{letter.sha256}  {letter.filename}\n")
        archive.writestr(zipfile.ZipInfo(MANIFEST, MOMENT), "".join(lines))
    return target.getvalue()


@transaction.atomic
def note_export(*, letters: Iterable[Letter], actor: User, at: datetime) -> None:
    """Every export is an event in the ledger, with what was in it."""
    names = [letter.filename for letter in letters]
    record(kind="letters.exported", reference="letters", actor=actor, at=at, data={"files": names})
