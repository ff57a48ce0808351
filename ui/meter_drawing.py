"""Draws the bar of the coverage meter in Python: a template would cost several times more for a live answer."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ui.formatting import share
from ui.meter import Mark, Meter

NOTHING = SafeString("")
MOST_LEFT = 90


def bar(meter: Meter) -> SafeString:
    """The whole SVG: its words for those who cannot see it, the members, the limits, the smallest step."""
    ghost = meter.ghost_block()
    step = (
        format_html('<rect class="ghost" x="{start}" width="{size}" y="25" height="38"/>\n', **ghost)
        if ghost
        else NOTHING
    )
    last = max((mark.at for mark in meter.marks), default=None)
    return format_html(
        '<svg class="bar" height="72" role="img" aria-labelledby="{0}-title"><title id="{0}-title">{1}</title>'
        '<rect class="ground" x="0" width="100%" y="24" height="40"/>\n{2}{3}{4}{5}</svg>',
        meter.ident,
        in_words(meter),
        format_html_join("", "{}", ((block(one),) for one in meter.blocks())),
        step,
        format_html_join("\n", "{}", ((limit(mark, last=mark.at == last),) for mark in meter.marks)),
        label_of(ghost) if ghost else NOTHING,
    )


def in_words(meter: Meter) -> str:
    """The bar as a sentence for each kind of thing on it."""
    said = [_("Bar: %(share)s is covered.") % {"share": share(meter.share)}]
    if meter.segments:
        said.append(", ".join(f"{each.label} {share(each.percent)}" for each in meter.segments) + ".")
    if meter.marks:
        marks = (f"{mark.at} %" + (f" ({mark.text})" if mark.text else "") for mark in meter.marks)
        said.append(f"{_('Limits:')} {', '.join(marks)}.")
    if meter.ghost:
        said.append(
            _("Dashed: %(name)s would add %(share)s.")
            % {"name": meter.ghost.label, "share": share(meter.ghost.percent)}
        )
    return " ".join(said)


def block(one: dict) -> SafeString:
    """One member: its part of the bar, hairlines between its municipalities, and its key where there is room."""
    inner = NOTHING
    if one["inner"]:
        line = '<line class="inner" x1="{0}" x2="{0}" y1="24" y2="64"/>'
        inner = format_html_join("", line, ((at,) for at in one["inner"]))
    return format_html(
        '<rect class="tone-{}" x="{}" width="{}" y="24" height="40"/>{}{}'
        '<line class="gap" x1="{end}" x2="{end}" y1="24" y2="64"/>\n',
        one["tone"],
        one["start"],
        one["size"],
        inner,
        key_of(one) if one["shows_key_wide"] or one["shows_label_wide"] else NOTHING,
        end=one["end"],
    )


def key_of(one: dict) -> SafeString:
    label = NOTHING
    if one["shows_label_wide"]:
        wide = NOTHING if one["shows_label"] else SafeString(' class="wide"')
        label = format_html("<tspan{}> {}</tspan>", wide, one["label"])
    return format_html(
        '<text class="on-{}{}" x="{}" dx="8" y="49"><tspan class="strong">{}</tspan>{}</text>',
        one["tone"],
        "" if one["shows_key"] or one["shows_label"] else " wide",
        one["start"],
        one["segment"].key,
        label,
    )


def limit(mark: Mark, *, last: bool) -> SafeString:
    """A limit with its label on the outer side: the last one to the right where there is room for it."""
    side = SafeString(' dx="6"' if last and mark.at < MOST_LEFT else ' dx="-6" text-anchor="end"')
    return format_html(
        '<line class="limit" x1="{0}%" x2="{0}%" y1="17" y2="71"/><text{1} x="{0}%" y="13"{2}>{0} %{3}</text>',
        mark.at,
        SafeString(' class="strong"') if mark.text else NOTHING,
        side,
        format_html('<tspan class="wide"> {}</tspan>', mark.text) if mark.text else NOTHING,
    )


def label_of(ghost: dict) -> SafeString:
    if not ghost["shows_label_wide"]:
        return NOTHING
    return format_html(
        '<text class="halo{}" x="{}" y="49" text-anchor="middle">{}</text>',
        "" if ghost["shows_label"] else " wide",
        ghost["middle"],
        ghost["label"],
    )
