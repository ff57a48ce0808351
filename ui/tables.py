"""Tables of ready cells, drawn in Python: a live answer has several, and a template would cost several times more."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from ui.parts import Text

NUMBER = SafeString(' class="number"')
NOTHING = SafeString("")


@dataclass(frozen=True, slots=True)
class Column:
    """A heading; figures stand to the right."""

    heading: Text
    number: bool = False


@dataclass(frozen=True, slots=True)
class CellsTable:
    """Rows of cells, the first of each its heading; `total` is a last row that adds up."""

    caption: Text
    columns: Sequence[Column]
    rows: Sequence[Sequence[Text]]
    total: Sequence[Text] = ()


def drawn(table: CellsTable) -> SafeString:
    """The table; on narrow screens each row is a card whose cells say their column."""
    return format_html(
        '<table class="table cards"><caption class="hidden">{}</caption>\n<thead><tr>{}</tr></thead>\n'
        "<tbody>{}{}</tbody></table>",
        table.caption,
        format_html_join(
            "", '<th scope="col"{}>{}</th>', ((css_of(one), one.heading) for one in table.columns)
        ),
        format_html_join("\n", row_of(table.columns), table.rows),
        format_html("\n" + row_of(table.columns, css=' class="total"'), *table.total)
        if table.total
        else NOTHING,
    )


def row_of(columns: Sequence[Column], *, css: str = "") -> str:
    """The format of every row: its heading, then a cell for each further column, which names that column."""
    labelled = "".join(
        f'<td{css_of(column)} data-label="{braces_doubled(column.heading)}"><span>{{}}</span></td>'
        for column in columns[1:]
    )
    return f'<tr{css}><th scope="row">{{}}</th>{labelled}</tr>'


def braces_doubled(heading: Text) -> str:
    """A heading escaped for HTML, and for standing in a format."""
    return conditional_escape(heading).replace("{", "{{").replace("}", "}}")


def css_of(column: Column) -> SafeString:
    return NUMBER if column.number else NOTHING
