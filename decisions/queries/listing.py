"""The list of cases: what was sent last, what has been given and how it was scored, in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast

from accounts.models import User
from applications.models import Application, Submission
from decisions.models import Case, CaseFile
from decisions.models.casefile import kept_text
from pilots.models import Call, CallElement, Region
from pilots.models.names import Named

# No call asks for more elements than this in one application.
MOST_ELEMENTS = 8
TEXT = CharField()
PLACES = range(MOST_ELEMENTS)


@dataclass(frozen=True)
class Sent:
    """What a list tells of a submission: euros asked, codes of its elements, the smallest sum where one is named."""

    asked_eur: Decimal
    share: str | None
    outcome: str
    elements: tuple[str, ...]
    smallest_eur: Decimal | None


def listed(user: User) -> QuerySet[CaseFile]:
    """The official's cases with the few columns that a line shows; `sent_id` is the version that stands."""
    last = Submission.objects.filter(application=OuterRef("pk")).order_by("-number")
    found = CaseFile.objects.for_official(user).with_people().with_money().with_waiting().with_score(user)
    return found.annotate(sent_id=Subquery(last.values("pk")[:1])).only(
        "case_number", "state",
        "call__slug", "call__name_fi", "call__name_sv", "call__name_en",
        "region__name_fi", "region__name_sv", "region__name_en",
        "lead__name_fi", "lead__name_sv",
        "case__presenting_officer__name",
    )  # fmt: skip


def sent_figures(rows: Iterable[CaseFile]) -> dict[int, Sent]:
    """By the submission's number in `sent_id`; one query that leaves the long texts of the snapshots where they are."""
    kept = Submission.objects.filter(pk__in=[row.sent_id for row in rows]).annotate(
        asked=kept_text("snapshot__asked_eur"),
        share=kept_text("verdict__share"),
        outcome=kept_text("verdict__outcome"),
        **{f"code_{place}": kept_text(f"snapshot__elements__{place}__code") for place in PLACES},
        **{f"least_{place}": kept_text(f"snapshot__elements__{place}__smallest_eur") for place in PLACES},
    )
    names = [f"{what}_{place}" for what in ("code", "least") for place in PLACES]
    figures = kept.order_by("pk").values_list("pk", "asked", "share", "outcome", *names)
    return {pk: sent_of(asked, share, outcome, rest) for pk, asked, share, outcome, *rest in figures}


def sent_of(asked: str, share: str | None, outcome: str, rest: list[str | None]) -> Sent:
    """One submission; `rest` holds the codes, then the smallest sums."""
    codes, least = rest[:MOST_ELEMENTS], rest[MOST_ELEMENTS:]
    named = [Decimal(text) for text in least if text]
    return Sent(
        Decimal(asked), share, outcome, tuple(code for code in codes if code), sum(named) if named else None
    )


def with_element(cases: QuerySet[CaseFile], code: str) -> QuerySet[CaseFile]:
    """Those that ask for the element in the version that stands; needs `sent_id`."""
    chosen = Q()
    for place in PLACES:
        chosen |= Q(**{f"code_{place}": code})
    codes = {f"code_{place}": kept_text(f"snapshot__elements__{place}__code") for place in PLACES}
    asks = Submission.objects.filter(pk=OuterRef("sent_id")).annotate(**codes).filter(chosen)
    return cases.filter(Exists(asks))


def with_outcome(cases: QuerySet[CaseFile], outcome: str) -> QuerySet[CaseFile]:
    """Those whose standing version was judged so; needs `sent_id`."""
    judged = Submission.objects.filter(pk=OuterRef("sent_id"), verdict__outcome=outcome)
    return cases.filter(Exists(judged))


@dataclass(frozen=True)
class Option(Named):
    """One entry of a menu: its value in the address, and its names."""

    value: str
    name_fi: str
    name_sv: str
    name_en: str


def menus() -> dict[str, list[Option]]:
    """What the list can be narrowed to, by "call", "county", "element" and "officer"; one query for all of them."""
    cases = Application.objects.submitted()
    calls = Call.objects.filter(Exists(cases.filter(call=OuterRef("pk"))))
    counties = Region.objects.filter(Exists(cases.filter(region=OuterRef("pk"))))
    elements = CallElement.objects.filter(Exists(cases.filter(call=OuterRef("call"))))
    officers = User.objects.filter(Exists(Case.objects.filter(presenting_officer=OuterRef("pk"))))
    found = entries("call", calls, "slug", "closes_at").union(
        entries("county", counties, "code", "name_fi"),
        entries("element", elements, "code", "order"),
        entries("officer", officers, "pk", "name", names=("name", "name", "name")),
    )
    told: dict[str, dict[str, Option]] = {"call": {}, "county": {}, "element": {}, "officer": {}}
    for kind, value, _place, *names in found.order_by("menu", "place", "value"):
        told[kind][value] = Option(value, *names)
    # Calls newest first; the same element of several calls once.
    return {kind: list(options.values())[:: -1 if kind == "call" else 1] for kind, options in told.items()}


def entries(
    menu: str,
    rows: QuerySet,
    value: str,
    place: str,
    *,
    names: tuple[str, ...] = ("name_fi", "name_sv", "name_en"),
) -> QuerySet:
    """Rows of one kind for a menu: its name, value, place in the order and names, all of them text."""
    columns = {"menu": Value(menu, TEXT), "value": Cast(value, TEXT), "place": Cast(place, TEXT)}
    spoken = {f"spoken_{number}": Cast(name, TEXT) for number, name in enumerate(names)}
    return rows.annotate(**columns, **spoken).values_list(*columns, *spoken)
