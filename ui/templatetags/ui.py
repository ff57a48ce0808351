"""The components that templates are made of. Unknown props are refused, and unknown values too."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.forms.formsets import BaseFormSet
from django.template import TemplateSyntaxError
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ui import country, formatting, meter_drawing, pack, tables
from ui.chart import StepLine
from ui.country import FILLS, Shape
from ui.differences import Piece
from ui.errors import problems
from ui.meter import NARROW, WIDE, Meter, fits, place
from ui.parts import Happening, MoneyBar, MoneyPart, Section, Step, Task, Tile
from ui.tables import CellsTable
from ui.tile_drawing import squares
from ui.tiles import layout

register = template.Library()

ICONS = {"check", "half", "clock", "warn", "cross", "ring", "end", "info"}
# state of a tag -> its icon and its colours
TAGS = {
    "ok": ("check", "is-ok"),
    "info": ("half", "is-info"),
    "wait": ("clock", "is-wait"),
    "warn": ("warn", "is-wait"),
    "bad": ("cross", "is-bad"),
    "none": ("ring", ""),
    "end": ("end", ""),
}
BANNERS = {
    "ok": ("check", "is-ok"),
    "info": ("info", "is-info"),
    "wait": ("clock", "is-wait"),
    "warn": ("warn", "is-wait"),
    "bad": ("cross", "is-bad"),
}
BREAK = SafeString("<br>")
STEP_ICONS = {"done": "check", "now": "half", "ahead": "ring"}


def known(kinds: Any, value: object, what: str) -> Any:
    """The value's entry, or a refusal that names it: a wrong state is the page's mistake."""
    if value not in kinds:
        raise TemplateSyntaxError(f"no such {what}: {value!r}")
    return kinds[value] if isinstance(kinds, dict) else value


def all_are(kind: type, items: Sequence[Any]) -> list[Any]:
    """The items, each of the kind that the component draws."""
    found = list(items)
    for item in found:
        if not isinstance(item, kind):
            raise TemplateSyntaxError(f"expected {kind.__name__}, got {type(item).__name__}")
    return found


@register.simple_tag
def icon(name: str, *, label: str = "") -> SafeString:
    known(ICONS, name, "icon")
    if label:
        return format_html(
            '<svg class="icon" viewBox="0 0 20 20" role="img" aria-label="{}"><use href="#i-{}"/></svg>',
            label,
            name,
        )
    return format_html(
        '<svg class="icon" viewBox="0 0 20 20" aria-hidden="true"><use href="#i-{}"/></svg>', name
    )


@register.simple_tag
def tag(state: str, text: str) -> SafeString:
    shape, tone = known(TAGS, state, "state of a tag")
    return format_html('<span class="tag {}">{}{}</span>', tone, icon(shape), text)


@register.inclusion_tag("ui/page_heading.html")
def page_heading(
    text: str, *, note: str = "", lead: str = "", crumbs: Sequence[tuple[str, str]] = ()
) -> dict[str, object]:
    return {"text": text, "note": note, "lead": lead, "crumbs": crumbs}


@register.inclusion_tag("ui/banner.html")
def banner(tone: str, text: str, *, heading: str = "", url: str = "", link: str = "") -> dict[str, object]:
    if bool(url) != bool(link):
        raise TemplateSyntaxError("a banner's link needs both its address and its words")
    shape, colours = known(BANNERS, tone, "tone of a banner")
    return {"icon": icon(shape), "tone": colours, "text": text, "heading": heading, "url": url, "link": link}


@register.inclusion_tag("ui/closing.html")
def closing(closes_at: datetime, at: datetime) -> dict[str, object]:
    """When something closes and how long it still is; the script of the page only keeps it up to date."""
    return {"closes_at": closes_at, "at": at, "left": formatting.time_left(closes_at, at)}


@register.simple_block_tag
def notice(content: SafeString, tone: str, *, heading: str = "") -> SafeString:
    shape, colours = known(BANNERS, tone, "tone of a notice")
    title = format_html("<h2>{}</h2>", heading) if heading else ""
    return format_html(
        '<div class="banner {}">{}<div>{}{}</div></div>',
        colours,
        icon(shape),
        title,
        conditional_escape(content),
    )


@register.inclusion_tag("ui/steps.html")
def steps(items: Sequence[Step], *, label: str = "") -> dict[str, object]:
    marked = [(step, icon(STEP_ICONS[step.state])) for step in all_are(Step, items)]
    return {"steps": marked, "label": label or _("Stages of the case")}


@register.inclusion_tag("ui/sections.html")
def sections(items: Sequence[Section], *, label: str = "") -> dict[str, object]:
    marked = [
        (section, icon(known(TAGS, section.state, "state of a section")[0]))
        for section in all_are(Section, items)
    ]
    return {"sections": marked, "label": label or _("Parts of the plan")}


@register.inclusion_tag("ui/facts.html")
def facts(items: Sequence[tuple[str, Any]]) -> dict[str, object]:
    return {"facts": [(label, value) for label, value in items if value is not None and value != ""]}


@register.inclusion_tag("ui/timeline.html")
def timeline(items: Sequence[Happening]) -> dict[str, object]:
    return {"happenings": all_are(Happening, items)}


@register.inclusion_tag("ui/tasks.html")
def tasks(items: Sequence[Task]) -> dict[str, object]:
    marked = [(task, tag(task.state, task.status) if task.state else "") for task in all_are(Task, items)]
    return {"tasks": marked}


@register.inclusion_tag("ui/error_summary.html")
def error_summary(
    form: BaseForm | BaseFormSet | None, *, heading: str = "", formsets: Sequence[BaseFormSet | BaseForm] = ()
) -> dict[str, object]:
    found = [problem for each in (form, *formsets) if each is not None for problem in problems(each)]
    return {"problems": found, "heading": heading}


@register.inclusion_tag("ui/coverage_meter.html")
def coverage_meter(meter: Meter, *, level: int = 2) -> dict[str, object]:
    all_are(Meter, [meter])
    known({2, 3}, level, "heading level")
    state, words = meter.verdict
    return {
        "meter": meter,
        "level": level,
        "share": formatting.share(meter.share),
        "figures": format_html_join(BREAK, "{}", ((line,) for line in meter.figures)),
        "verdict": tag(state, words),
        "sentences": format_html_join("", "<p>{}</p>", ((one,) for one in meter.sentences)),
        "bar": meter_drawing.bar(meter) if meter.share is not None else "",
    }


@register.simple_tag
def cells_table(table: CellsTable) -> SafeString:
    all_are(CellsTable, [table])
    return tables.drawn(table)


@register.inclusion_tag("ui/money_bar.html")
def money_bar(bar: MoneyBar, *, caption: str = "", ident: str = "money") -> dict[str, object]:
    all_are(MoneyBar, [bar])
    total, start, blocks = bar.total_eur, Decimal(0), []
    for part in bar.parts:
        size = 100 * part.amount_eur / total if total else Decimal(0)
        blocks.append(money_block(part, start, size))
        start += size
    return {
        "bar": bar,
        "blocks": blocks,
        "caption": caption or _("The appropriation in figures"),
        "ident": ident,
    }


def money_block(part: MoneyPart, start: Decimal, size: Decimal) -> dict[str, object]:
    """A slice with its place; labels only where there is room."""
    label = str(part.label)
    return {
        "part": part,
        "start": place(start),
        "size": place(size),
        "end": place(start + size),
        "shows_key": fits(part.key, size, NARROW),
        "shows_label": fits(f"{part.key} {label}", size, NARROW),
        "shows_label_wide": fits(f"{part.key} {label}", size, WIDE),
    }


@register.inclusion_tag("ui/tile_map.html")
def tile_map(tiles: Sequence[Tile], *, title: str, ident: str = "map") -> dict[str, object]:
    found = all_are(Tile, tiles)
    box, placed = layout(found) if found else ("0 0 100 100", [])
    for one in placed:
        if one["icon"]:
            known(ICONS, one["icon"], "icon")
    return {"box": box, "squares": squares(placed), "title": title, "ident": ident}


@register.inclusion_tag("ui/country_map.html")
def country_map(
    shapes: Sequence[Shape], *, legend: Sequence[tuple[str, Any, str]], title: str, ident: str
) -> dict[str, object]:
    """Counties by fill; `legend` has the fill, its words and the numbers of the counties that have it."""
    found = all_are(Shape, shapes)
    for fill, _words, _numbers in legend:
        known(set(FILLS), fill, "fill of a county")
    return {
        "box": country.view_box(found),
        "shapes": country.drawn(found, ident),
        "legend": legend,
        "title": title,
        "ident": ident,
    }


@register.inclusion_tag("ui/step_line.html")
def step_line(chart: StepLine) -> dict[str, object]:
    all_are(StepLine, [chart])
    return {"chart": chart}


@register.inclusion_tag("ui/differences.html")
def differences(pieces: Sequence[Piece]) -> dict[str, object]:
    return {"pieces": all_are(Piece, pieces)}


@register.inclusion_tag("ui/pages.html")
def pages(page: Page, *, url: str = "?page=") -> dict[str, object]:
    return {"page": page, "url": url}


register.filter(pack.shape)
for piece in (pack.requirement, pack.field_errors, pack.control, pack.choices_or_parts, pack.single):
    register.simple_tag(piece)


@register.filter
def number(value: int | Decimal | str | None) -> str:
    return "–" if value is None else formatting.number(value)


@register.filter
def euros(amount: Decimal | int | str | None, cents: str = "") -> str:
    if amount is None:
        return "–"
    return formatting.euros(amount, cents=bool(known({"": False, "cents": True}, cents, "way to show euros")))


@register.filter
def share(percent: Decimal | str | None) -> str:
    return formatting.share(percent)


@register.filter
def finnish_moment(at: datetime | None, exact: str = "") -> str:
    if at is None:
        return "–"
    return formatting.moment(
        at, seconds=bool(known({"": False, "seconds": True}, exact, "way to show a moment"))
    )


@register.filter
def clock(at: datetime) -> str:
    return formatting.clock(at)


@register.filter
def file_size(size: int) -> str:
    return formatting.file_size(size)


@register.filter
def finnish_date(value: date | None) -> str:
    return "–" if value is None else formatting.day(value)
