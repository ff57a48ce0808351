"""The officials' list of 4 000 cases, against Django's own list of as many rows and against itself at 40 cases."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Model

from accounts.models import Organisation
from applications.models import Application
from bench.browser import Visitor
from bench.measuring import Line, side_by_side
from bench.stock import LIST as STOCK
from decisions.models import Case
from pilots.models import Region
from tests import builders
from tests.cast import Cast, people

FEW, MANY = 40, 4_000
ROWS = 100
ALAND = "21"
STATES = ("submitted", "under_review", "proposed")
TIMES_STOCK, TIMES_ITSELF, QUERIES, KILOBYTES = 1, 1.5, 10, 60
LIST = "/admin/cases/"
KILOBYTE = 1000


def lines() -> Iterator[Line]:
    """CPU, queries and weight of the list; the stock changelist shows the same rows of the same table."""
    cast = people()
    application = builders.submitted(cast)
    visitor = Visitor(cast.presenting_officer)
    grow(application, cast, upto=FEW)
    few = side_by_side({"list": lambda: visitor.get(LIST)})["list"]
    few_queries = visitor.queries(LIST)
    grow(application, cast, upto=MANY, since=FEW)
    body = visitor.get(LIST, headers={"HTTP_ACCEPT_ENCODING": "identity"})
    assert body.count(b"<tr>") == ROWS + 1, body.count(b"<tr>")
    taken = side_by_side({"list": lambda: visitor.get(LIST), "stock": lambda: visitor.get(STOCK)})
    queries, stock_queries = visitor.queries(LIST), visitor.queries(STOCK)
    against = f"a stock changelist: {taken['stock'] * 1000:.0f} ms, {stock_queries} queries"
    name = f"officials' list, {ROWS} rows of {MANY} cases"
    yield Line(f"{name}, times a stock changelist", taken["list"] / taken["stock"], TIMES_STOCK, against, "×")
    itself = f"itself: {few * 1000:.0f} ms"
    yield Line(f"{name}, times itself at {FEW}", taken["list"] / few, TIMES_ITSELF, itself, "×")
    yield Line(f"{name}, queries", queries, QUERIES, f"{few_queries} at {FEW} cases")
    yield Line(f"{name}, kB of HTML", len(body) / KILOBYTE, KILOBYTES, "before it is compressed", "kB")


def grow(application: Application, cast: Cast, *, upto: int, since: int = 1) -> None:
    """More cases beside one, each with its submission, a step and, two of three, a presenting officer."""
    counties = list(Region.objects.exclude(pk=ALAND).order_by("pk"))
    leads = list(Organisation.objects.exclude(pk=application.lead_id).order_by("pk"))
    sent, step = application.submissions.get(), application.steps.order_by("-pk").first()
    for number in range(since, upto):
        # No two live cases of a call share both county and lead.
        one = Application.objects.get(pk=application.pk)
        one.pk, one.case_number = None, f"PH/{10_000 + number}/2026"
        one.region, one.lead = counties[number % len(counties)], leads[number // len(counties)]
        one.state = STATES[number % len(STATES)]
        one.save(force_insert=True)
        later = timedelta(minutes=number)
        copied(sent, one, received_at=sent.received_at + later)
        copied(step, one, at=step.at + later)
        if number % len(STATES):
            Case.objects.create(
                application=one, presenting_officer=cast.presenting_officer, taken_up_at=step.at
            )


def copied(row: Model, application: Application, **changes: object) -> None:
    """The same row for another application."""
    values = {
        field.attname: getattr(row, field.attname) for field in row._meta.fields if not field.primary_key
    }
    type(row).objects.create(**values | {"application_id": application.pk} | changes)
