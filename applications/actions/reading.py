"""Reading that leaves a trace: an official who looks at what a consortium sent."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from applications.models import Submission
from applications.queries.submissions import is_own
from ledger.actions import record


@transaction.atomic
def note_reading(*, submission: Submission, actor: User, at: datetime) -> None:
    """One event for each reading of another party's submission; one's own leaves none."""
    if not is_own(actor, submission.application):
        record(
            kind="submission.read",
            reference=submission.application.reference,
            actor=actor,
            at=at,
            data={"number": submission.number},
        )
