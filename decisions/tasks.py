"""What the outbox asks of this room: the letter of a decision."""

from decisions.actions.lettering import make_letter
from outbox.handlers import handles
from outbox.models import Row


@handles("letter")
def letter(row: Row) -> None:
    """Make the letter of the decision the row names; harmless when it exists."""
    make_letter(decision_id=row.payload["decision"])
