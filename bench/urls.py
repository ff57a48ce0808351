"""The site's addresses, and two empty views behind the same middleware and log-in to measure against."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import urlpatterns as site
from pilots.models import Region


def empty(_request: HttpRequest) -> HttpResponse:
    """No work at all."""
    return HttpResponse("ok")


def one_query(_request: HttpRequest) -> HttpResponse:
    """One row read."""
    return HttpResponse(Region.objects.get(pk="01").name_fi)


urlpatterns = [path("bench/empty", empty), path("bench/one", one_query), *site]
