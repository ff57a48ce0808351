"""Asks clamd whether a file carries something harmful: its INSTREAM command over a socket."""

import socket
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from time import monotonic

from django.conf import settings

CONNECT_SECONDS = 5
# One step of the talk: a chunk taken, or the verdict given.
STEP_SECONDS = 30
CHUNK = 64 * 1024
LONGEST_ANSWER = 4_096
LONGEST_NAME = 200


class ScannerAwayError(Exception):
    """The scanner cannot be reached, or gave no verdict: the file waits."""


@dataclass(frozen=True)
class Verdict:
    """What the scanner says; `finding` is its name for what it found, empty when the file is clean."""

    finding: str = ""

    @property
    def clean(self) -> bool:
        return not self.finding


def is_configured() -> bool:
    """Whether there is a scanner at all."""
    return bool(settings.CLAMD_ADDRESS)


def scan(chunks: Iterable[bytes]) -> Verdict:
    """The scanner's verdict on a file; ScannerAwayError when it gives none."""
    try:
        with connected(settings.CLAMD_ADDRESS) as talk:
            answer, whole = ask(talk, chunks)
    except OSError as error:
        raise ScannerAwayError(f"clamd at {settings.CLAMD_ADDRESS}: {error}") from error
    verdict = verdict_in(answer)
    if verdict.clean and not whole:
        raise ScannerAwayError("clamd called a file clean that it had not taken whole")
    return verdict


def connected(address: str) -> socket.socket:
    """A connection to `/path/of/a/socket` or `host:port`; OSError when there is none."""
    if address.startswith("/"):
        talk = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        talk.settimeout(CONNECT_SECONDS)
        try:
            talk.connect(address)
        except OSError:
            talk.close()
            raise
    else:
        host, _colon, port = address.rpartition(":")
        talk = socket.create_connection((host.strip("[]"), int(port)), timeout=CONNECT_SECONDS)
    talk.settimeout(STEP_SECONDS)
    return talk


def ask(talk: socket.socket, chunks: Iterable[bytes]) -> tuple[str, bool]:
    """Send the file in pieces with their lengths, the empty one last; the answer as text, and whether all was taken."""
    whole = True
    talk.sendall(b"zINSTREAM\0")
    try:
        for chunk in chunks:
            talk.sendall(struct.pack("!L", len(chunk)) + chunk)
        talk.sendall(struct.pack("!L", 0))
    except (BrokenPipeError, ConnectionResetError):
        # It stops listening when a file is too large for it, and says so.
        whole = False
    answer, patience = b"", monotonic() + STEP_SECONDS
    while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
        if monotonic() > patience:
            raise ScannerAwayError("clamd answers too slowly")
        part = talk.recv(LONGEST_ANSWER)
        if not part:
            break
        answer += part
    return answer.rstrip(b"\0").decode("utf-8", "replace").strip(), whole


def verdict_in(answer: str) -> Verdict:
    """`stream: OK`, or `stream: Name FOUND`; anything else is no verdict."""
    said = answer.removeprefix("stream:").strip()
    if said == "OK":
        return Verdict()
    if said.endswith(" FOUND"):
        name = "".join(one if one.isprintable() else "?" for one in said.removesuffix(" FOUND").strip())
        return Verdict(name[:LONGEST_NAME] or "?")
    raise ScannerAwayError(f"clamd gave no verdict: {answer!r}")
