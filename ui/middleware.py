"""When a request arrived, and headers that every answer carries."""

import secrets
from collections.abc import Callable
from gzip import GzipFile
from io import BytesIO

from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.middleware.security import SecurityMiddleware
from django.utils import timezone
from django.utils.cache import patch_vary_headers

Answer = Callable[[HttpRequest], HttpResponse]


class ArrivalTime:
    """Stamps `request.arrived_at` before anything else: deadlines count from it, not from a won lock."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.arrived_at = timezone.now()
        return self.get_response(request)


class EveryAnswer(SecurityMiddleware):
    """The headers of the security middleware for what never comes as far as it: a forged Host, a redirect to https.

    Stands outermost, and redirects nothing itself. No page asks for the machine's sensors.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Leave the redirecting to the middleware inside."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response = super().process_response(request, response)
        response["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        return response


class PrivateCache:
    """What a logged-in person sees is stored nowhere."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            response["Cache-Control"] = "private, no-store"
        return response


class SmallPages(GZipMiddleware):
    """Pages go compressed over the wire, lightly, for the CPU's sake; files and letters go as the bytes that they are.

    As in Django's own, a file name of random length stands against guessing secrets by size; the CSRF token is masked
    anew for every page.
    """

    LEVEL, LEAST_BYTES = 2, 1000

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if not response.headers.get("Content-Type", "").startswith("text/html") or response.streaming:
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        accepts = "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
        if not accepts or len(response.content) < self.LEAST_BYTES or response.has_header("Content-Encoding"):
            return response
        packed = BytesIO()
        name = "a" * secrets.randbelow(self.max_random_bytes)
        with GzipFile(filename=name, mode="wb", compresslevel=self.LEVEL, fileobj=packed, mtime=0) as page:
            page.write(response.content)
        response.content = packed.getvalue()
        response.headers["Content-Length"] = str(len(response.content))
        response.headers["Content-Encoding"] = "gzip"
        return response
