"""Acts told again from the past: their rows are settled from the beginning, and only theirs."""

import pytest

from outbox.actions import add
from outbox.models import Row
from outbox.silence import silently

pytestmark = pytest.mark.django_db


def test_rows_added_in_silence_never_wait_and_say_why():
    with silently("replay: not sent"):
        quiet = add(kind="mail", reference="then")
    loud = add(kind="mail", reference="now")
    assert list(Row.objects.open().filter(kind="mail")) == [loud]
    assert (quiet.last_error, quiet.done_at is not None, quiet.attempts) == ("replay: not sent", True, 0)
    assert (loud.last_error, loud.done_at) == ("", None)


def test_silence_ends_also_when_the_act_was_refused():
    with pytest.raises(ValueError, match="refused"), silently("replay: not sent"):
        raise ValueError("refused")
    assert add(kind="mail", reference="afterwards").done_at is None
