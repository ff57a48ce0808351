"""Keeping a file with the act it belongs to: no row without its file, no file without its row."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction

from accounts.models import User
from applications.models import Application, Attachment
from applications.uploads import ENDINGS, Checked
from ledger.actions import name_of


@contextmanager
def store_attachment(
    *, application: Application, checked: Checked | None, actor: User, at: datetime
) -> Iterator[Attachment | None]:
    """Open a transaction with the stored file's row in it; the act that needs the file goes inside.

    The file lies under a random name of our own before the row exists, and goes again when the act is refused
    or fails. Without a file the block gets None.
    """
    if checked is None:
        with transaction.atomic():
            yield None
        return
    attachment = Attachment(
        application=application,
        original_name=checked.name,
        content_type=checked.content_type,
        size=checked.size,
        sha256=checked.sha256,
        uploaded_at=at,
        uploaded_by=name_of(actor),
    )
    own_name = secrets.token_hex(20) + ENDINGS[checked.content_type][0]
    attachment.file.save(own_name, ContentFile(checked.content), save=False)
    try:
        with transaction.atomic():
            attachment.save()
            yield attachment
    except BaseException:
        attachment.file.storage.delete(attachment.file.name)
        raise
