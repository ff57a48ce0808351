"""The site's addresses, and what they are measured against behind the same middleware: empty views, Django's list."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from bench.stock import site as stock
from config.urls import urlpatterns as site
from pilots.models import Region


def empty(_request: HttpRequest) -> HttpResponse:
    """No work at all."""
    return HttpResponse("ok")


def one_query(_request: HttpRequest) -> HttpResponse:
    """One row read."""
    return HttpResponse(Region.objects.get(pk="01").name_fi)


urlpatterns = [
    path("bench/empty", empty),
    path("bench/one", one_query),
    path("bench/stock/", stock.urls),
    *site,
]
