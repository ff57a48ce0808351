"""Stricter than production: unknown template variables, order by chance, and the network outside."""

import contextlib
import random
import socket
import sys
from ipaddress import ip_address
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet
from django.template.base import Node

unknown_variables: list[str] = []


class UnknownVariableError(AssertionError):
    """A template of ours names something that the view never gave it."""


class Loud(str):
    """Stands for an unknown variable: an error in our own templates, nothing in those of packages."""

    __slots__ = ()

    def __contains__(self, item: object) -> bool:
        return item == "%s"

    def __mod__(self, variable: object) -> str:
        origin = _origin()
        if origin is None or not _ours(origin):
            return ""
        unknown_variables.append(f"{variable} in {origin}")
        raise UnknownVariableError(unknown_variables[-1])


def _origin() -> Path | None:
    """The template that is being rendered, from the frames above."""
    frame = sys._getframe(2)
    while frame is not None:
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and getattr(node, "origin", None):
            return Path(node.origin.name)
        frame = frame.f_back
    return None


def _ours(path: Path) -> bool:
    return path.is_relative_to(settings.BASE_DIR) and ".venv" not in path.parts


def shuffle_unordered() -> None:
    """What the database may return in any order it does return in any order."""
    fetch_all, iterator = QuerySet._fetch_all, QuerySet.iterator

    def shuffled_fetch(self: QuerySet) -> None:
        fresh = self._result_cache is None
        fetch_all(self)
        if fresh and not self.ordered and len(self._result_cache) > 1:
            random.shuffle(self._result_cache)

    def shuffled_iterator(self: QuerySet, chunk_size: int | None = None):
        found = iterator(self, chunk_size)
        if self.ordered:
            return found
        rows = list(found)
        random.shuffle(rows)
        return iter(rows)

    QuerySet._fetch_all, QuerySet.iterator = shuffled_fetch, shuffled_iterator


class OutsideError(AssertionError):
    """Something tried to reach beyond this machine."""


def _inside(host: object) -> bool:
    if host in {None, "", "localhost"}:
        return True
    text = host.decode() if isinstance(host, bytes) else str(host)
    with contextlib.suppress(ValueError):
        return ip_address(text).is_loopback
    return False


def block_outside() -> None:
    """Connections and name look-ups stay on this machine."""
    connect, connect_ex, look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def check(sock: socket.socket, address: object) -> None:
        if sock.family != socket.AF_UNIX and not _inside(address[0]):
            raise OutsideError(f"a test tried to connect to {address}")

    def guarded_connect(self: socket.socket, address: object) -> None:
        check(self, address)
        return connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: object) -> int:
        check(self, address)
        return connect_ex(self, address)

    def guarded_look_up(host: object, *rest: object, **options: object) -> list:
        if not _inside(host):
            raise OutsideError(f"a test tried to look up {host!r}")
        return look_up(host, *rest, **options)

    socket.socket.connect, socket.socket.connect_ex = guarded_connect, guarded_connect_ex
    socket.getaddrinfo = guarded_look_up
