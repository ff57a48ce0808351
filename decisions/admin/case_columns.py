"""The columns of the list of cases: which may be chosen, how each is ordered, and what stands in its cells."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, F, OrderBy, Value, When
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from applications.workflow import OVER, State
from decisions.models import CaseFile
from decisions.queries.desk import days_since
from decisions.queries.listing import Sent
from decisions.wording import STATES
from eligibility import Outcome
from pilots.wording import VERDICTS
from ui.formatting import euros, number, share
from ui.templatetags.ui import TAGS

NOTHING = "–"
DONE = OVER | {State.DECIDED}


@dataclass(frozen=True)
class Page:
    """What the cells of one page share: the clock, the address of a case, what was sent, the elements' names."""

    at: datetime
    address: str
    sent: Mapping[int, Sent]
    elements: Mapping[str, Any]

    def of(self, row: CaseFile) -> Sent:
        return self.sent[row.sent_id]


@dataclass(frozen=True)
class Column:
    """`order` is what sorts it, "" where nothing does; `figures` stand to the right and carry their label."""

    key: str
    heading: Any
    cell: Callable[[CaseFile, Page], str]
    order: str = ""
    figures: bool = False


def waited_words(days: int) -> str:
    """`today`, `4 days`."""
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": number(days)} if days else _("today")


def waited(row: CaseFile, page: Page) -> str:
    return NOTHING if State(row.state) in DONE else waited_words(days_since(row.since_at, page.at) or 0)


def county(row: CaseFile, page: Page) -> str:
    return format_html(
        '<a href="{}{}/">{}</a> <span class="note">{}</span>',
        page.address,
        row.pk,
        row.region.name,
        row.case_number,
    )


def verdict(row: CaseFile, page: Page) -> str:
    sent = page.of(row)
    return f"{share(sent.share)} {VERDICTS[Outcome(sent.outcome)][1]}"


def state(row: CaseFile, _page: Page) -> str:
    kind, words = STATES[State(row.state)]
    return format_html('<span class="tag {}">{}</span>', TAGS[kind][1], words)


def elements(row: CaseFile, page: Page) -> str:
    names = (page.elements.get(code) for code in page.of(row).elements)
    return ", ".join(initials(one.name) for one in names if one)


def initials(name: str) -> str:
    """`SK` of Sote-keskus, `AS` of Asiakasseteli: the first letters of the words, of a single word its first two."""
    words = name.replace("-", " ").split()
    return ("".join(word[0] for word in words) if len(words) > 1 else name[:2]).upper()


def money(amount: Any) -> str:
    return NOTHING if amount is None else euros(amount)


def officer(row: CaseFile, _page: Page) -> str:
    found = row.case.presenting_officer if hasattr(row, "case") else None
    return found.name if found else ""


def score(row: CaseFile, _page: Page) -> str:
    return NOTHING if row.score is None else number(round(row.score))


COLUMNS = (
    Column("county", gettext_lazy("Case"), county, "region__name_fi"),
    Column("state", gettext_lazy("State"), state, "stage"),
    Column("call", gettext_lazy("Call"), lambda row, _page: row.call.name, "call__closes_at"),
    Column("lead", gettext_lazy("Lead"), lambda row, _page: row.lead.name, "lead__name_fi"),
    Column("elements", gettext_lazy("Elements"), elements),
    Column("verdict", gettext_lazy("Coverage"), verdict, "share"),
    Column(
        "asked", gettext_lazy("Asked"), lambda row, page: money(page.of(row).asked_eur), "asked_eur", figures=True
    ),
    Column(
        "smallest", gettext_lazy("Smallest sum"), lambda row, page: money(page.of(row).smallest_eur),
        figures=True,
    ),
    Column(
        "given", gettext_lazy("Proposed or decided"), lambda row, _page: money(row.given_eur), "given_eur",
        figures=True,
    ),
    Column("score", gettext_lazy("Score"), score, "score", figures=True),
    Column("officer", gettext_lazy("Presenting officer"), officer, "case__presenting_officer__name"),
    Column("waited", gettext_lazy("Waited"), waited, "since_at", figures=True),
)  # fmt: skip
BY_KEY = {column.key: column for column in COLUMNS}
# The order of a case's life, which is that of the words.
STAGE = Case(
    *(When(state=one.value, then=Value(place)) for place, one in enumerate(STATES)), default=Value(99)
)


def chosen_columns(keys: Sequence[str], *, one_call: bool) -> list[Column]:
    """The columns asked for, in their own order; all where none is named, the call's only among several calls."""
    wanted = {key for key in keys if key in BY_KEY} or set(BY_KEY) - ({"call"} if one_call else set())
    return [column for column in COLUMNS if column.key in wanted or column.key == "county"]


def ordering_of(sort: str) -> list[OrderBy | str]:
    """What `sort` in the address asks for: a column's key, with a minus before it for the other way round."""
    column = BY_KEY.get(sort.removeprefix("-"))
    if column is None or not column.order:
        return ["-received_at", "pk"]
    field = F(column.order)
    first = field.desc(nulls_last=True) if sort.startswith("-") else field.asc(nulls_last=True)
    return [first, "pk"]


def table(
    rows: Sequence[CaseFile], columns: Sequence[Column], heads: Sequence[Any], page: Page
) -> SafeString:
    """The rows drawn in Python and lean: a byte of a cell weighs a thousand bytes.

    On a narrow screen a row is a card; only figures need their label there, the rest says itself what it is.
    """
    labels = [
        format_html(' data-label="{}"', column.heading) if column.figures else "" for column in columns[1:]
    ]
    body = format_html_join(
        "\n", '<tr><th scope="row">{}</th>{}</tr>', (line(row, columns, labels, page) for row in rows)
    )
    head = format_html_join("", '<th scope="col"{}>{}</th>', heads)
    return format_html("<thead><tr>{}</tr></thead>\n<tbody>{}</tbody>", head, body)


def line(
    row: CaseFile, columns: Sequence[Column], labels: Sequence[str], page: Page
) -> tuple[str, SafeString]:
    """The heading of a row, and its other cells."""
    first, *rest = (column.cell(row, page) for column in columns)
    return first, format_html_join("", "<td{}>{}</td>", zip(labels, rest, strict=True))
