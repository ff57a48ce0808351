"""When a request arrived, and headers that every answer carries."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.middleware.security import SecurityMiddleware
from django.utils import timezone

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
    """Pages go compressed over the wire; files and letters go as the bytes that they are.

    Django adds random bytes against guessing secrets by length, and masks the CSRF token anew for every page.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            return response
        return super().process_response(request, response)
