"""How an event is sealed: SHA-256 over its canonical JSON and the digest before it. Standard library only."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime

GENESIS = "0" * 64


def canonical(value: object) -> str:
    """The one spelling of a JSON value: sorted keys, no spaces, real letters."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def moment(at: datetime) -> str:
    """A moment as it is sealed: UTC, to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def digest_of(content: Mapping[str, object], previous: str) -> str:
    """The digest of an event's content on top of the digest of the event before it."""
    return hashlib.sha256(f"{previous}\n{canonical(content)}".encode()).hexdigest()


def content_of(
    *, number: int, at: datetime, recorded_at: datetime, actor: str, kind: str, reference: str, data: object
) -> dict[str, object]:
    """What of an event is sealed: everything but the digests themselves."""
    return {
        "number": number,
        "at": moment(at),
        "recorded_at": moment(recorded_at),
        "actor": actor,
        "kind": kind,
        "reference": reference,
        "data": data,
    }
