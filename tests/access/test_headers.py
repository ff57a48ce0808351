"""Every answer carries its headers: pages, downloads, redirects, refusals and crashes, the admin's too."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.test import Client

from accounts.routes import ROUTES
from tests.access.addresses import address
from tests.access.test_methods import who_may

GETS = sorted(route for route, method in ROUTES if method == "GET")
PRIVATE = "private, no-store"


def assert_carries(response, *, logged_in):
    policy = response["Content-Security-Policy"]
    assert "'unsafe-inline'" not in policy
    assert "'unsafe-eval'" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    if logged_in:
        assert response["Cache-Control"] == PRIVATE


@pytest.mark.parametrize("route", GETS)
def test_every_page_for_who_may_who_may_not_and_nobody(decided, route):
    for who in (who_may(route, "GET"), "ST", "RV", "AN"):
        response = decided.client(who).get(address(decided, route, who))
        b"".join(response)
        assert_carries(response, logged_in=who != "AN")


REFUSALS = [
    ("get", "/nowhere/", {}),  # 404 within the frame
    ("get", "/applications", {}),  # redirected to the address with a slash
    ("get", "/admin/cases/987654321/", {}),
    ("get", "/admin/cases/?submissions__submitted_by__startswith=a", {}),  # 400: a filter that nobody offered
    ("post", "/admin/", {}),  # 405
    ("post", "/calculator/", {}),
    ("get", "/admin/people/", {}),  # 403
    ("get", "/", {"headers": {"host": "evil.example"}}),  # 400
    ("get", "/static/css/base.css", {}),
]


@pytest.mark.parametrize(("method", "url", "more"), REFUSALS)
@pytest.mark.parametrize("who", ["AN", "SI", "PO"])
def test_refusals_redirects_and_files(decided, who, method, url, more):
    response = getattr(decided.client(who), method)(url, **more)
    b"".join(response)
    reached = "host" not in str(more) and not url.startswith("/static/")
    assert_carries(response, logged_in=who != "AN" and reached)


def test_a_crash_carries_them_too(decided, monkeypatch):
    def crash(*_more, **_named):
        raise ZeroDivisionError

    monkeypatch.setattr("applications.views.start.applications_of", crash)
    response = decided.client("SI").get("/applications/")
    assert response.status_code == 500
    assert_carries(response, logged_in=True)


def test_a_post_without_its_token_carries_them_too(decided):
    decided.client("SI")
    browser = Client(raise_request_exception=False, enforce_csrf_checks=True)
    browser.cookies[settings.SESSION_COOKIE_NAME] = decided.sessions["SI"]
    response = browser.post("/logout/")
    assert response.status_code == 403
    assert_carries(response, logged_in=True)


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "evil.example:80", "127.0.0.1@evil.example"]
)
@pytest.mark.parametrize("url", ["/", "/login/", "/applications/", "/admin/", "/nowhere/"])
def test_a_forged_host_is_refused(decided, host, url):
    assert decided.client("AN").get(url, headers={"host": host}).status_code == 400


SECURE = """
import django; django.setup()
from django.test import Client
browser = Client(raise_request_exception=False)
found = [
    browser.get("/", headers={"host": "evil.example"}),
    browser.get("/", headers={"host": "pilottihaku.example"}),
    browser.get("/health/live", headers={"host": "pilottihaku.example"}, secure=True),
]
for one in found:
    names = ("Content-Security-Policy", "X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy")
    print(one.status_code, all(name in one for name in names), one.get("Strict-Transport-Security"))
"""


def production(*command):
    """Run something under the production profile, with settings as a deployment would give them."""
    url = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**settings.DATABASES["default"])
    environment = {
        "PATH": os.environ["PATH"], "VAR_DIR": os.environ["VAR_DIR"], "DJANGO_SETTINGS_MODULE": "config.settings",
        "PROFILE": "production", "SECRET_KEY": "a-key-for-this-very-test-" + "0123456789" * 5,
        "ALLOWED_HOSTS": "pilottihaku.example", "SITE_URL": "https://pilottihaku.example", "DATABASE_URL": url,
        "REDIS_URL": "redis://127.0.0.1:1/0", "BEHIND_PROXY": "yes", "LC_ALL": "C.UTF-8", "LOG_LEVEL": "ERROR",
    }  # fmt: skip
    return subprocess.run(
        [sys.executable, *command],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_deployment_check_is_clean():
    done = production("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert (done.returncode, done.stdout.strip()) == (0, "System check identified no issues (0 silenced)."), (
        done.stderr
    )


def test_in_production_a_forged_host_and_a_redirect_to_https_carry_the_headers():
    done = production("-c", SECURE)
    hsts = "max-age=31536000; includeSubDomains; preload"
    assert done.stdout.splitlines() == ["400 True None", "301 True None", f"200 True {hsts}"], done.stderr
