"""The calculator's tables: who covers what, whose decision is needed, and the ways forward."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from pilots.bodies import Body
from pilots.meter import Covers, Picture, WayForward
from pilots.wording import municipalities_of_all
from ui.formatting import number, share
from ui.parts import Text
from ui.tables import CellsTable, Column

NOT_KNOWN = "–"


def covers_table(rows: Sequence[Covers], picture: Picture) -> CellsTable:
    """Who covers what, and all of them together where that can be judged."""
    verdict = picture.verdict
    total = (
        (
            _("Covered in all"),
            municipalities_of_all(verdict.covered_municipalities, verdict.region_municipalities),
            number(verdict.covered_inhabitants),
            share(verdict.share),
        )
        if verdict
        else ()
    )
    return CellsTable(
        caption=_("Who covers what"),
        columns=(
            Column(_("Member")),
            Column(_("Covers")),
            Column(_("Inhabitants"), number=True),
            Column(_("Share"), number=True),
        ),
        rows=[(keyed(row), covered(row), figure(row.inhabitants), share(row.share)) for row in rows],
        total=total,
    )


def keyed(row: Covers) -> Text:
    return format_html('<span class="key">{}</span> {}', row.key, row.name) if row.key else row.name


def covered(row: Covers) -> Text:
    """Nobody, one's own municipality, or each municipality with its residents."""
    if not row.inside:
        return _("covers nobody by itself")
    if len(row.inside) == 1 and row.inside[0][0] == row.name:
        return _("its own municipality")
    return format_html_join(
        SafeString(", "),
        '<span class="nowrap">{} <span class="note">{}</span></span>',
        ((name, figure(count)) for name, count in row.inside),
    )


def figure(count: int | None) -> str:
    return NOT_KNOWN if count is None else number(count)


def bodies_table(bodies: Sequence[Body]) -> CellsTable:
    return CellsTable(
        caption=_("Whose decision is needed"),
        columns=(Column(_("Member")), Column(_("Who decides")), Column(_("What the decision brings"))),
        rows=[(body.name, body.body, body.brings) for body in bodies],
    )


def ways_table(ways: Sequence[WayForward]) -> CellsTable:
    """The ways to qualify; a column for whole joint authorities where they make a difference."""
    whole = any(way.whole for way in ways)
    between = [Column(_("By whole joint authorities"))] if whole else []
    return CellsTable(
        caption=_("Ways forward"),
        columns=(
            Column(_("Goal")),
            Column(_("At least more")),
            Column(_("Example")),
            *between,
            Column(_("Then above the limit"), number=True),
        ),
        rows=[
            (way.goal, way.least, way.example, *([way.whole] if whole else []), way.margin) for way in ways
        ],
    )
