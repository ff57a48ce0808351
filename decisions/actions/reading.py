"""Reading another party's case is an event too."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from applications.models import Application
from ledger.actions import record


@transaction.atomic
def note_reading(
    *, application: Application, what: str, actor: User, at: datetime, data: dict | None = None
) -> None:
    """Leave `<what>.read` in the ledger: `case`, `submission`, `attachment` or `draft_letter`."""
    record(
        kind=f"{what}.read",
        reference=application.reference,
        actor=actor,
        at=at,
        data={"case": application.case_number, **(data or {})},
    )


@transaction.atomic
def note_ledger_reading(*, query: str, actor: User, at: datetime) -> None:
    """Whoever reads the ledger leaves a trace in it."""
    record(kind="ledger.read", reference="ledger", actor=actor, at=at, data={"query": query})
