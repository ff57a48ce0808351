"""Requests without a network: the WSGI application itself, as a logged-in person, with its queries counted."""

from dataclasses import dataclass, field
from io import BytesIO

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User

OK = 200


@dataclass
class Visitor:
    """Somebody who asks for pages; the cookies are those of a real log-in."""

    user: User | None
    application: object = field(default_factory=get_wsgi_application)
    cookie: str = ""

    def __post_init__(self) -> None:
        if self.user is not None:
            client = Client()
            client.force_login(self.user)
            name = settings.SESSION_COOKIE_NAME
            self.cookie = f"{name}={client.cookies[name].value}"

    def get(self, path: str, *, headers: dict[str, str] | None = None) -> bytes:
        """The body of a page; fails where the page does."""
        address, _, query = path.partition("?")
        status: list[str] = []
        answer = self.application(
            {
                "REQUEST_METHOD": "GET", "PATH_INFO": address, "QUERY_STRING": query, "SCRIPT_NAME": "",
                "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1",
                "HTTP_HOST": "127.0.0.1", "HTTP_ACCEPT_ENCODING": "gzip", "HTTP_COOKIE": self.cookie,
                "REMOTE_ADDR": "127.0.0.1",
                "wsgi.url_scheme": "http", "wsgi.input": BytesIO(), "wsgi.errors": BytesIO(),
                "wsgi.version": (1, 0), "wsgi.multithread": False, "wsgi.multiprocess": True,
                "wsgi.run_once": False, **(headers or {}),
            },
            lambda line, _headers, _error=None: status.append(line),
        )  # fmt: skip
        try:
            body = b"".join(answer)
        finally:
            answer.close()
        assert int(status[0][:3]) == OK, f"{path}: {status[0]}"
        return body

    def queries(self, path: str, *, headers: dict[str, str] | None = None) -> int:
        """How many queries a page takes, those of the log-in among them."""
        self.get(path, headers=headers)
        with CaptureQueriesContext(connection) as captured:
            self.get(path, headers=headers)
        return len(captured)
