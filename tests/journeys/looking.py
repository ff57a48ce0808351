"""Looks at a page as an inspector does: axe, language, title, headings, text alternatives, and 320 px."""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from playwright.sync_api import Page, expect

from decisions.models import Letter
from tests.bed.browser import NARROW, WIDE, fits, screenshot, violations
from tests.journeys.walking import Walker

# What sticks out to the right at 320 px, so that a failure names it.
STICKS_OUT = """() => [...document.querySelectorAll('main *, header *, footer *')]
  .filter(element => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1
    && !element.closest('svg'))
  .slice(0, 3).map(element => element.outerHTML.slice(0, 120))"""
PICTURES_WITHOUT_WORDS = """() => [...document.querySelectorAll('svg[role=img]')]
  .filter(svg => !(svg.querySelector('title')?.textContent.trim() || svg.getAttribute('aria-label'))).length"""
# axe is on the page already; at the smaller width only the targets can come closer.
TOO_SMALL = "async () => (await axe.run({runOnly: ['target-size']})).violations.length"


def picture(page: Page, name: str) -> None:
    """Kept in var/screenshots when somebody wants to look (`make pictures`); they take as long as the checks."""
    if os.environ.get("PICTURES"):
        screenshot(page, name)


def keep_letter(letter: Letter) -> None:
    """The letter too, for `make pictures`."""
    if os.environ.get("PICTURES"):
        folder = settings.BASE_DIR / "var" / "screenshots"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "letter.pdf").write_bytes(letter.pdf)


@dataclass
class Inspector:
    """Goes from page to page, and notes what is wrong."""

    walker: Walker
    wrong: list[str] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)

    @property
    def page(self) -> Page:
        return self.walker.page

    def looks_at(self, name: str, *args: object, query: str = "", status: int = 200) -> None:
        """Opens a page, opens everything on it that is folded up, and looks."""
        answer = self.page.goto(self.walker.address(name, *args) + query)
        if answer.status != status:
            self.wrong.append(f"{self.page.url}: {answer.status}")
        self.looks(name.replace(":", "-"))

    def errs(self, name: str, *args: object, fill: dict[str, str] | None = None, press: str = "") -> None:
        """Sends a form of a page wrongly filled in, and looks at what comes back."""
        self.page.goto(self.walker.address(name, *args))
        for field_name, text in (fill or {}).items():
            self.page.fill(f"main [name='{field_name}']", text)
        button = self.page.locator(
            press or "main form[method=post] button, main form[method=post] [type=submit]"
        ).last
        # A form with files is sent with its progress shown, and comes back without a navigation.
        button.click()
        try:
            expect(self.page.locator(".error-summary").first).to_be_focused()
        except AssertionError:
            self.wrong.append(f"{self.page.url}: no error summary with the focus")
        self.looks(f"{name.replace(':', '-')}-error", repeats=True)

    def looks(self, name: str, *, repeats: bool = False) -> None:
        """The page as it stands, wide and narrow."""
        page, language = self.page, self.walker.language
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        found = violations(page)
        found += [
            f"lang is {lang}" for lang in [page.locator("html").get_attribute("lang")] if lang != language
        ]
        found += [f"{count} h1" for count in [page.locator("h1").count()] if count != 1]
        found += [
            f"{count} pictures without words" for count in [page.evaluate(PICTURES_WITHOUT_WORDS)] if count
        ]
        found += self.title_faults(page.title(), repeats=repeats)
        picture(page, f"{name}.{language}")
        page.set_viewport_size(NARROW)
        if not fits(page):
            found.append(f"does not fit 320 px: {page.evaluate(STICKS_OUT)}")
        if page.evaluate(TOO_SMALL):
            found.append("targets too small or too close at 320 px")
        picture(page, f"{name}.{language}.320")
        page.set_viewport_size(WIDE)
        self.wrong += [f"{name} [{language}]: {fault}" for fault in found]

    def title_faults(self, title: str, *, repeats: bool) -> Iterable[str]:
        """Every page has a title of its own that ends with the site's name; one with errors says so first."""
        error = self.walker.words("Error:")
        if not title.endswith(" – Pilottihaku") or title.startswith(" "):
            yield f"title {title!r}"
        if repeats and not title.startswith(error):
            yield f"title {title!r} does not begin with {error!r}"
        address = self.page.url.split("?")[0]
        if not repeats and self.titles.setdefault(title, address) != address:
            yield f"title {title!r} is also that of {self.titles[title]}"
