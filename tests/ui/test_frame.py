"""Arrival time, headers, languages by address, error pages and fonts."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import resolve
from django.utils.translation import override
from fontTools.ttLib import TTFont

from ui.context import languages_of
from ui.fonts import WEIGHTS, build
from ui.middleware import ArrivalTime, EveryAnswer, PrivateCache


class Someone:
    is_authenticated = True


def test_a_request_arrives_when_it_starts_not_when_it_is_answered():
    seen = []
    with time_machine.travel(datetime(2018, 3, 15, 14, 14, 59, tzinfo=UTC), tick=False) as clock:

        def slow(request):
            clock.shift(60)
            seen.append(request.arrived_at)
            return HttpResponse()

        ArrivalTime(slow)(RequestFactory().get("/"))
    assert seen == [datetime(2018, 3, 15, 14, 14, 59, tzinfo=UTC)]


@pytest.mark.parametrize(("user", "cache"), [(Someone(), "private, no-store"), (AnonymousUser(), None)])
def test_only_what_a_person_sees_is_kept_out_of_caches(user, cache):
    request = RequestFactory().get("/")
    request.user = user
    response = PrivateCache(lambda _: HttpResponse())(request)
    assert response.get("Cache-Control") == cache


def test_an_answer_without_a_user_carries_the_headers_too():
    assert "Permissions-Policy" in EveryAnswer(lambda _: HttpResponse(status=500))(RequestFactory().get("/"))


def test_a_page_nobody_knows_leads_to_the_front_page_of_each_language():
    request = RequestFactory().get("/sv/nowhere/")
    request.resolver_match = None
    with override("sv"):
        found = languages_of(request)
    assert [(one.code, one.url, one.current) for one in found] == [
        ("fi", "/", False),
        ("sv", "/sv/", True),
        ("en", "/en/", False),
    ]


@pytest.mark.parametrize("name", ["400", "403_csrf", "500", "503"])
def test_plain_error_pages_need_nothing_but_a_language(name):
    with override("sv"):
        html = render_to_string(f"{name}.html")
    assert '<html lang="sv">' in html
    assert html.count("<h1>") == 1
    assert "<script" not in html
    assert "style=" not in html


def test_fonts_come_out_the_same_and_hold_our_letters(tmp_path):
    for weight in WEIGHTS:
        first, again = build(weight=weight, into=tmp_path / "a"), build(weight=weight, into=tmp_path / "b")
        assert first.read_bytes() == again.read_bytes()
        assert first.stat().st_size < 18_000
        with TTFont(first) as font:
            assert {ord(letter) for letter in "åäöÅÄÖ€–§\u00a0\u2212"} <= set(font.getBestCmap())


def test_the_switcher_keeps_the_page_and_its_question():
    request = RequestFactory().get("/sv/calculator/?call=pilots-2018")
    with override("sv"):
        request.resolver_match = resolve("/sv/calculator/")
        found = [one.url for one in languages_of(request)]
    assert found == [
        "/calculator/?call=pilots-2018",
        "/sv/calculator/?call=pilots-2018",
        "/en/calculator/?call=pilots-2018",
    ]


@pytest.mark.parametrize(("prefix", "language"), [("/", "fi"), ("/sv/", "sv"), ("/en/", "en")])
def test_a_page_that_is_not_there_has_the_whole_frame_in_its_language(client, prefix, language):
    response = client.get(f"{prefix}nowhere/")
    html = response.content.decode()
    assert response.status_code == 404
    assert f'<html lang="{language}">' in html
    assert re.findall(r'<a href="([^"]*)" lang="(fi|sv|en)"', html) == [
        (address, code) for address, code in [("/", "fi"), ("/sv/", "sv"), ("/en/", "en")] if code != language
    ]
    assert (html.count("<h1>"), html.count("<main"), html.count('class="skip"')) == (1, 1, 1)
    assert not re.search(r"<style|\sstyle=|<script>|\son[a-z]+=", html)
    assert "'unsafe-inline'" not in response["Content-Security-Policy"]
    assert "camera=()" in response["Permissions-Policy"]
    assert not response.cookies
