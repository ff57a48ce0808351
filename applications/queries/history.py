"""The history of a draft: the versions of its sections one after another, and how the verdict changed."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator

from applications.models import Application, SectionVersion, VerdictChange
from applications.queries.savers import with_savers

PAGE_SIZE = 10


@dataclass(frozen=True)
class Saving:
    """A version of a section, and what the section said before it."""

    version: SectionVersion
    before: dict[str, Any]

    @property
    def after(self) -> dict[str, Any]:
        return self.version.content

    @property
    def changed(self) -> list[str]:
        """The names of what differs, in the order of the section."""
        names = list(dict.fromkeys([*self.after, *self.before]))
        return [name for name in names if self.before.get(name, "") != self.after.get(name, "")]


@dataclass(frozen=True)
class Turn:
    """A change of the verdict with the one before it."""

    change: VerdictChange
    before: VerdictChange | None


def savings_of(application: Application, key: str, *, page: str) -> tuple[list[Saving], Page]:
    """One page of the savings of a section, newest first; two or three queries, however long the history."""
    versions = SectionVersion.objects.filter(section__application=application, section__key=key)
    found = Paginator(with_savers(versions).order_by("-number"), PAGE_SIZE).get_page(page)
    rows = list(found.object_list)
    earlier = versions.filter(number__lt=rows[-1].number).order_by("-number").first() if rows else None
    contents = [row.content for row in rows[1:]] + [earlier.content if earlier else {}]
    return [Saving(row, before) for row, before in zip(rows, contents, strict=True)], found


def turns_of(application: Application) -> list[Turn]:
    """Every change of the verdict, newest first; one query."""
    changes = list(application.verdict_changes.select_related("organisation").order_by("at", "pk"))
    pairs = zip(changes, [None, *changes], strict=False)
    return [Turn(change, before) for change, before in reversed(list(pairs))]


def version_of(application: Application, key: str, number: int) -> SectionVersion | None:
    """One version of a section."""
    versions = SectionVersion.objects.filter(section__application=application, section__key=key)
    return versions.filter(number=number).select_related("section").first()
