"""Tables of ready cells, drawn in Python: a live answer has several, and a template would cost several times more."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
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
        format_html_join("", '<th scope="col"{}>{}</th>', ((css(one), one.heading) for one in table.columns)),
        format_html_join("\n", "<tr>{}</tr>", ((cells(table, row),) for row in table.rows)),
        format_html('\n<tr class="total">{}</tr>', cells(table, table.total)) if table.total else NOTHING,
    )


def cells(table: CellsTable, row: Sequence[Text]) -> SafeString:
    heading, *rest = row
    return format_html(
        '<th scope="row">{}</th>{}',
        heading,
        format_html_join(
            "",
            '<td{} data-label="{}"><span>{}</span></td>',
            (
                (css(column), column.heading, cell)
                for column, cell in zip(table.columns[1:], rest, strict=True)
            ),
        ),
    )


def css(column: Column) -> SafeString:
    return NUMBER if column.number else NOTHING
