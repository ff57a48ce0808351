"""The pages of last resort: a database that is away is a pause (503), everything else our fault (500)."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

UNAVAILABLE, FAULT = 503, 500
PAUSE_SECONDS = "30"


def fault(_request: HttpRequest) -> HttpResponse:
    """The page without a frame, since drawing the frame may need what is broken.

    Django calls this while it handles the exception, so the exception is still at hand.
    """
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        return HttpResponse(
            render_to_string("503.html"), status=UNAVAILABLE, headers={"Retry-After": PAUSE_SECONDS}
        )
    return HttpResponse(render_to_string("500.html"), status=FAULT)
