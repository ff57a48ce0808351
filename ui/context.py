"""What every page's frame needs: languages with their addresses, where we are, whom one acts for."""

from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix, translate_url
from django.utils.translation import get_language


class Language(NamedTuple):
    """One link of the language switcher."""

    code: str
    name: str
    url: str
    current: bool


def languages_of(request: HttpRequest) -> list[Language]:
    """The same page in each language; the front page where this address is nobody's (a page not found)."""
    current = get_language()
    here = request.get_full_path()
    known = request.resolver_match is not None
    found = []
    for code, name in settings.LANGUAGES:
        prefix = "" if code == settings.LANGUAGE_CODE else f"{code}/"
        url = translate_url(here, code) if known else f"{get_script_prefix()}{prefix}"
        found.append(Language(code, name, url, code == current))
    return found


def site(request: HttpRequest) -> dict[str, object]:
    """Context of base.html. Languages are a function: what is drawn without the frame pays nothing."""

    def languages() -> list[Language]:
        return languages_of(request)

    match = request.resolver_match
    return {
        "languages": languages,
        "embedded": settings.EMBEDDED,
        "section": match.view_name if match is not None else "",
        "acting_for": getattr(request, "acting_for", None),
    }
