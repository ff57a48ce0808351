"""A person at the browser: reads and presses what the page says in the person's language."""

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, override, pgettext
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from tests.bed.browser import enter, log_in
from tests.cast import PASSWORD


@dataclass
class Walker:
    """Texts are given in English and looked up in the catalogue, so one walk serves every language."""

    page: Page
    language: str = "fi"

    def words(self, text: str, **values: object) -> str:
        """A text as the page shows it."""
        with override(self.language):
            return gettext(text) % values if values else gettext(text)

    def words_in(self, context: str, text: str) -> str:
        """A text that means different things in different places."""
        with override(self.language):
            return pgettext(context, text)

    def address(self, name: str, *args: object) -> str:
        with override(self.language):
            return reverse(name, args=args)

    def logs_in(self, user: User) -> None:
        log_in(self.page, email=user.email, password=PASSWORD, language=self.language)

    def enters(self, user: User) -> None:
        enter(self.page, user)

    def opens(self, name: str, *args: object) -> None:
        self.page.goto(self.address(name, *args))

    def is_at(self, name: str, *args: object) -> None:
        expect(self.page).to_have_url(f"{settings.SITE_URL}{self.address(name, *args)}")

    def button(self, text: str, **values: object) -> Locator:
        return self.page.get_by_role("button", name=self.words(text, **values), exact=True)

    def presses(self, text: str, **values: object) -> None:
        """A button that leads to a new page."""
        with self.page.expect_navigation():
            self.button(text, **values).click()

    def follows(self, text: str, *, within: str = "main") -> None:
        """The first link with this text, or with these words in the language of the page."""
        with self.page.expect_navigation():
            self.page.locator(within).get_by_role("link", name=self.words(text)).first.click()

    def writes(self, label: str, text: str) -> None:
        self.page.get_by_label(self.words(label)).fill(text)

    def ticks(self, label: str) -> None:
        self.page.get_by_label(self.words(label)).check()

    def reads(self, text: str, *, within: str = "main", **values: object) -> None:
        """Sees this text, whole or as a part, in the language of the page."""
        expect(self.page.locator(within).get_by_text(self.words(text, **values)).first).to_be_visible()

    def main_text(self) -> str:
        return self.page.locator("main").inner_text().replace("\N{NO-BREAK SPACE}", " ")

    @contextmanager
    def downloads(self, folder: Path):
        """The file that what is done inside brings, as `.path`."""
        found = Downloaded()
        with self.page.expect_download() as waiting:
            yield found
        found.name = waiting.value.suggested_filename
        found.path = folder / found.name
        waiting.value.save_as(found.path)


@dataclass
class Downloaded:
    """A file as it came."""

    name: str = ""
    path: Path | None = None
