"""Files that have arrived: stored before the act that needs them, and gone in a day when none came.
Each leaves a row in the outbox that looks after it a day later: whatever stopped us, no file stays that nothing names.
"""

import logging
import secrets
from datetime import datetime

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from applications.models import Application, Attachment, KeptUpload
from applications.models.keeping import KEPT_FOR
from applications.uploads import ENDINGS, Checked
from ledger.refusal import Refused
from outbox.actions import add

log = logging.getLogger(__name__)
MOST_KEPT = 20


def keep_upload(*, application: Application, checked: Checked, actor: User, at: datetime) -> KeptUpload:
    """Store a checked file under a name of our own, for this person and this application.

    Refused when the disk does not take it; then nothing of it stays.
    """
    kept = KeptUpload(
        user=actor,
        application=application,
        token=secrets.token_urlsafe(32),
        original_name=checked.name,
        content_type=checked.content_type,
        size=checked.size,
        sha256=checked.sha256,
        kept_at=at,
    )
    own_name = secrets.token_hex(20) + ENDINGS[checked.content_type][0]
    kept.file.name = KeptUpload.file.field.generate_filename(kept, own_name)
    look_after(kept.file.name, at=at + KEPT_FOR)
    try:
        # The temporary file's own name is a number or a path of this machine; ours is given.
        default_storage.save(kept.file.name, File(checked.file, name=own_name))
        with transaction.atomic():
            let_go(oldest_too_many(actor, application))
            kept.save()
    except OSError:
        log.exception("a file could not be stored")
        default_storage.delete(kept.file.name)
        raise Refused(
            "file_not_stored",
            _("The file could not be stored, because the storage does not answer or is full."),
            way_out=_("What you wrote is kept. Try again in a moment."),
        ) from None
    except BaseException:
        default_storage.delete(kept.file.name)
        raise
    finally:
        checked.file.close()
    return kept


def look_after(name: str, *, at: datetime, why: str = "kept") -> None:
    """Have somebody look at that moment whether the stored file is still named by anything."""
    add(kind="stored-file", reference=f"{name}:{why}", payload={"name": name}, available_at=at)


def oldest_too_many(actor: User, application: Application) -> list[KeptUpload]:
    """What a person has kept beyond the most, oldest first to go."""
    mine = KeptUpload.objects.filter(user=actor, application=application).order_by("-kept_at", "-pk")
    return list(mine[MOST_KEPT - 1 :])


def let_go(kept: list[KeptUpload]) -> None:
    """Drop kept files; their bytes go after the commit."""
    for one in kept:
        remove_file(one.file.name, at=one.kept_at)
        one.delete()


def remove_file(name: str, *, at: datetime) -> None:
    """Have a file removed once the transaction that no longer names it has come to its end."""
    look_after(name, at=at, why="gone")


def settle_file(*, name: str, at: datetime) -> None:
    """Remove a stored file that nothing names, and a kept one whose day is over. Harmless when run twice.

    The kept row goes first: whoever makes it an attachment at this very moment holds it, and we wait.
    """
    kept = KeptUpload.objects.filter(file=name)
    kept.filter(kept_at__lte=at - KEPT_FOR).delete()
    if not kept.exists() and not Attachment.objects.filter(file=name).exists():
        default_storage.delete(name)
