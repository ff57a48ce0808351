"""A real browser: Debian's Chromium by Playwright, with axe, screenshots and the keyboard."""

import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.test import Client
from playwright.sync_api import ConsoleMessage, Page, Request, Response, expect, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--font-render-hinting=none",
]  # fmt: skip
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 640}
PATIENCE_MS = 15_000
MOST_TABS = 200
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def browser():
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    assert path, "Chromium is not installed: make test installs it"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def new_page(browser, site):
    """Makes pages, each with cookies of its own; whatever the browser complains about fails the test."""
    contexts, complaints = [], []

    def make(*, viewport=WIDE, javascript=True) -> Page:
        context = browser.new_context(
            base_url=site, viewport=viewport, java_script_enabled=javascript, locale="fi-FI",
            timezone_id="Europe/Helsinki", reduced_motion="reduce", accept_downloads=True,
        )  # fmt: skip
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        watch(page, complaints)
        return page

    yield make
    for context in contexts:
        context.close()
    assert complaints == []


def watch(page: Page, complaints: list[str]) -> None:
    """Notes script errors, CSP breaches, failed requests and broken answers."""

    def console(told: ConsoleMessage) -> None:
        # A page that is refused (422, say) is said here too; `response` knows which of them are faults.
        # htmx tells of a request that was under way when the page was left; one that fails is told as another event.
        silent = ("Failed to load resource", "htmx:afterRequest", "htmx:sendAbort")
        if told.type == "error" and not told.text.startswith(silent):
            complaints.append(f"{page.url}: {told.text}")

    def response(answer: Response) -> None:
        # A form that comes back with its errors is no fault, by whatever way it was sent.
        form = answer.request.resource_type == "document" or answer.status == 422
        least = 500 if form else 400
        if answer.status >= least:
            complaints.append(f"{page.url}: {answer.status} for {answer.url}")

    def failed(request: Request) -> None:
        # Downloads and requests that a newer one replaced end so.
        if request.failure != "net::ERR_ABORTED":
            complaints.append(f"{page.url}: {request.failure} for {request.url}")

    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    page.on("console", console)
    page.on("response", response)
    page.on("requestfailed", failed)


@pytest.fixture
def page(new_page) -> Page:
    return new_page()


def log_in(page: Page, *, email: str, password: str, language: str = "fi") -> None:
    """By the log-in form, as a person does."""
    page.goto("/login/" if language == "fi" else f"/{language}/login/")
    page.fill("input[name=email]", email)
    page.fill("input[name=password]", password)
    with page.expect_navigation():
        page.press("input[name=password]", "Enter")


def enter(page: Page, user: AbstractBaseUser) -> None:
    """As somebody who has logged in already; quicker than the form."""
    client = Client()
    client.force_login(user)
    cookie = client.cookies[django_settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": django_settings.SESSION_COOKIE_NAME, "value": cookie, "url": django_settings.SITE_URL}]
    )


# axe leaves the newest criterion of WCAG 2.2 out unless asked.
AXE_OPTIONS = {"rules": {"target-size": {"enabled": True}}}


def violations(page: Page) -> list[str]:
    """What axe finds wrong on the page, nothing excluded; empty when all is well."""
    found = Axe().run(page, options=AXE_OPTIONS).response["violations"]
    return [
        f"{rule['id']} ({rule['impact']}): {rule['help']}: {node['html'][:160]}"
        for rule in found
        for node in rule["nodes"]
    ]


def fits(page: Page) -> bool:
    """Whether the page needs no sideways scroll at the width it has."""
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def screenshot(page: Page, name: str) -> Path:
    """The whole page as var/screenshots/NAME.png in the tree, for people's eyes."""
    folder = django_settings.BASE_DIR / "var" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.png"
    page.screenshot(path=path, full_page=True)
    return path


def tab_to(page: Page, selector: str) -> None:
    """Presses Tab until the element has the focus and sees that it shows; fails if it is never reached."""
    wanted = page.locator(selector).first
    for _ in range(MOST_TABS):
        if wanted.evaluate("element => element === document.activeElement"):
            shown = wanted.evaluate(
                "element => { const s = getComputedStyle(element);"
                "  return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0"
                " || s.boxShadow !== 'none' }"
            )
            assert shown, f"{selector} has the focus and does not show it"
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} cannot be reached by Tab on {page.url}")


def type_into(page: Page, selector: str, text: str) -> None:
    """Reaches a field by keyboard and types over what it holds."""
    tab_to(page, selector)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(text)
