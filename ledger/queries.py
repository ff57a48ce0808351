"""Reading the ledger back and proving that nobody touched it."""

from dataclasses import dataclass

from ledger.chain import GENESIS, content_of, digest_of
from ledger.models import Event, Head


@dataclass(frozen=True)
class Fault:
    """What is wrong, and at which event."""

    number: int
    what: str


def verify() -> tuple[int, list[Fault]]:
    """Walk the whole chain; returns how many events were read and every fault found."""
    faults: list[Fault] = []
    expected, previous = 1, GENESIS
    for event in Event.objects.order_by("number").iterator(chunk_size=1000):
        if event.number != expected:
            faults.append(Fault(expected, f"missing before {event.number}"))
        content = content_of(
            number=event.number,
            at=event.at,
            recorded_at=event.recorded_at,
            actor=event.actor,
            kind=event.kind,
            reference=event.reference,
            data=event.data,
        )
        if event.previous_digest != previous:
            faults.append(Fault(event.number, "does not follow the event before it"))
        if digest_of(content, event.previous_digest) != event.digest:
            faults.append(Fault(event.number, "altered"))
        expected, previous = event.number + 1, event.digest
    head = Head.objects.get(pk=1)
    if (head.number, head.digest) != (expected - 1, previous):
        faults.append(Fault(head.number, "the head does not match the last event"))
    return expected - 1, faults
