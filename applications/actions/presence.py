"""Noting who is writing a section, so that others who open it see that."""

from datetime import datetime

from accounts.models import User
from applications.models import Application, Presence
from applications.queries.presence import STAYS


def note_presence(*, application: Application, key: str, actor: User, at: datetime) -> None:
    """The person has this section open and may write it. Rows that are long past are removed.

    No trace is left in the ledger: this says who is at work now and is forgotten at once. Two transactions of their
    own: in one, two people who come back at once would each hold their row and wait for the other's.
    """
    Presence.objects.update_or_create(application=application, key=key, user=actor, defaults={"seen_at": at})
    Presence.objects.filter(application=application, seen_at__lt=at - STAYS).delete()
