"""The live coverage, a section's form and the applicant's start page, against views that do nothing."""

from collections.abc import Iterator
from dataclasses import dataclass

from accounts.models import Organisation
from applications.models import Application
from bench.browser import Visitor
from bench.measuring import Line, side_by_side
from tests import builders
from tests.cast import Cast, people

EMPTY, ONE_QUERY = "/bench/empty", "/bench/one"
LIVE_TIMES, LIVE_QUERIES = 3, 4
PAGE_TIMES, PAGE_QUERIES = 15, 12
REGIONS = ("04", "05", "06", "07", "08", "09", "10", "11", "12", "13", "14", "15")
HTMX = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "answer"}


@dataclass
class World:
    """A lead's editor with one application of Uusimaa, in its fullest state or with next to nothing."""

    cast: Cast
    application: Application

    @classmethod
    def built(cls) -> "World":
        cast = people()
        application = builders.begun(cast)
        builders.written(application, cast)
        return cls(cast, application)

    def grow(self) -> None:
        """All of Uusimaa asked, and an application in twelve more counties."""
        others = Organisation.objects.filter(municipality__reform_region="01").order_by("pk")
        builders.asked(self.application, self.cast, *others)
        for region in REGIONS:
            builders.begun(self.cast, region=region)


def lines() -> Iterator[Line]:
    """Queries and CPU of each page; the pages are measured when there is much to show."""
    world = World.built()
    visitor = Visitor(world.cast.lead_editor)
    pages = addresses(world.application)
    before = {name: visitor.queries(path) for name, path in pages.items()}
    world.grow()
    yield from live_lines(visitor, world)
    taken = side_by_side(
        {
            "one query": lambda: visitor.get(ONE_QUERY),
            **{name: lambda path=path: visitor.get(path) for name, path in pages.items()},
        }
    )
    against = f"a view of one query: {taken['one query'] * 1000:.2f} ms"
    for name, path in pages.items():
        queries = visitor.queries(path)
        yield Line(
            f"{name}, times a view of one query", taken[name] / taken["one query"], PAGE_TIMES, against, "×"
        )
        yield Line(f"{name}, queries", queries, PAGE_QUERIES, "those of the log-in among them")
        yield Line(
            f"{name}, queries more with 26 members and 12 drafts more",
            queries - before[name],
            0,
            f"{before[name]} before",
        )


def addresses(application: Application) -> dict[str, str]:
    base = f"/applications/{application.pk}"
    return {
        "start page": "/applications/",
        "section: plan": f"{base}/plan/",
        "section: element": f"{base}/elements/{builders.ELEMENTS[0]}/",
    }


def live_lines(visitor: Visitor, world: World) -> Iterator[Line]:
    """The calculator's live answer and the board's live meter, both for nine members of Uusimaa."""
    codes = ("049", "091", "092", "245", "235", "257")
    chosen = "&".join(f"m={code}" for code in codes)
    partners = Organisation.objects.filter(municipality__in=codes).order_by("pk").values_list("pk", flat=True)
    ticked = "&".join(f"organisation={pk}" for pk in partners)
    live = {
        "live coverage, calculator": f"/calculator/?call=practice&county=01&a=keusote&{chosen}",
        "live coverage, members": f"/applications/{world.application.pk}/members/meter/?{ticked}",
    }
    taken = side_by_side(
        {
            "empty": lambda: visitor.get(EMPTY),
            **{name: lambda path=path: visitor.get(path, headers=HTMX) for name, path in live.items()},
        }
    )
    against = f"an empty view: {taken['empty'] * 1000:.2f} ms"
    of_the_log_in = visitor.queries(EMPTY)
    for name, path in live.items():
        yield Line(f"{name}, times an empty view", taken[name] / taken["empty"], LIVE_TIMES, against, "×")
        queries = visitor.queries(path, headers=HTMX) - of_the_log_in
        yield Line(f"{name}, queries", queries, LIVE_QUERIES, f"beside {of_the_log_in} of the log-in")
