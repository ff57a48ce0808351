"""The components: what they draw, in words too, and what they refuse."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.utils.translation import override

from ui.chart import Point, StepLine
from ui.meter import Ghost, Mark, Meter, Segment
from ui.parts import Happening, MoneyBar, MoneyPart, Section, Step, Task, Tile
from ui.tiles import name_lines

NB = "\u00a0"


def draw(source, **context):
    with override("en"):
        return Template("{% load ui %}" + source).render(Context(context))


UUSIMAA = Meter(
    share="64.04",
    verdict=("bad", "Does not meet the rule"),
    figures=["1 049 206 / 1 638 293 residents"],
    sentences=["Below 70 %."],
    segments=[
        Segment("Helsinki", "38.77", key="1"),
        Segment("Vantaa", "13.38", key="2"),
        Segment("Keski-Uudenmaan sote", "11.88", key="3", short="K-U sote", inner=["2.84", "2.56", "6.48"]),
    ],
    marks=[Mark(50), Mark(70), Mark(80, "meets the rule")],
    ghost=Ghost("Espoo", "16.75"),
    note="Dashed: what Espoo would bring.",
)


@pytest.mark.parametrize(
    "source",
    [
        '{% page_heading "Calls" subtitle="x" %}',
        '{% tag "ok" "Decided" colour="red" %}',
        '{% banner "info" "x" size="l" %}',
        '{% notice "info" icon="x" %}x{% endnotice %}',
        '{% icon "check" size="l" %}',
        "{% steps items title='x' %}",
        "{% facts items compact=True %}",
        "{% timeline items order='asc' %}",
        "{% tasks items limit=3 %}",
        "{% sections items dense=True %}",
        "{% error_summary form links=False %}",
        "{% coverage_meter meter height=10 %}",
        "{% money_bar bar colour='x' %}",
        "{% tile_map items title='x' zoom=2 %}",
        "{% tile_map items %}",
        "{% step_line chart height=2 %}",
        "{% pages page size=2 %}",
    ],
)
def test_a_component_refuses_props_it_does_not_know(source):
    with pytest.raises(TemplateSyntaxError, match=r"unexpected keyword|did not receive"):
        Template("{% load ui %}" + source)


@pytest.mark.parametrize(
    ("source", "context"),
    [
        ('{% tag "green" "Decided" %}', {}),
        ('{% icon "star" %}', {}),
        ('{% banner "danger" "x" %}', {}),
        ('{% banner "info" "x" url="/" %}', {}),
        ("{% steps items %}", {"items": ["Arrived"]}),
        ("{% coverage_meter meter %}", {"meter": {"share": "64.04"}}),
        ("{% coverage_meter meter level=5 %}", {"meter": UUSIMAA}),
        ('{% tile_map items title="x" %}', {"items": [Tile(1, 1, "Espoo", "off", "icon:star")]}),
        ('{{ at|finnish_moment:"days" }}', {"at": datetime(2018, 3, 14, tzinfo=UTC)}),
    ],
)
def test_a_component_refuses_values_it_does_not_know(source, context):
    with pytest.raises(TemplateSyntaxError, match=r"no such|expected|needs both"):
        draw(source, **context)


def test_plain_objects_refuse_states_they_do_not_know():
    for make in (
        lambda: Step("x", "late"),
        lambda: Tile(1, 1, "Espoo", "red"),
        lambda: MoneyPart("1", "x", Decimal(1), 4),
    ):
        with pytest.raises(ValueError, match="no such"):
            make()


def test_a_tag_is_an_icon_and_a_word():
    html = draw('{% tag "ok" text %}', text="Päätetty <b>")
    assert html == (
        '<span class="tag is-ok"><svg class="icon" viewBox="0 0 20 20" aria-hidden="true">'
        '<use href="#i-check"/></svg>'
        "Päätetty &lt;b&gt;</span>"
    )


def test_the_meter_says_in_words_what_it_draws():
    html = draw("{% coverage_meter meter %}", meter=UUSIMAA)
    (title,) = re.findall(r"<title[^>]*>(.*?)</title>", html, re.DOTALL)
    assert " ".join(title.split(" ")).strip() == (
        f"Bar: 64,04{NB}% is covered. Helsinki 38,77{NB}%, Vantaa 13,38{NB}%, "
        f"Keski-Uudenmaan sote 11,88{NB}%. "
        f"Limits: 50 %, 70 %, 80 % (meets the rule). Dashed: Espoo would add 16,75{NB}%."
    )
    assert f'<p class="figure">64,04{NB}%</p>' in html
    assert "style=" not in html


def test_the_meter_places_its_parts_end_to_end():
    html = draw("{% coverage_meter meter %}", meter=UUSIMAA)
    bars = re.findall(r'<rect class="tone-(\d)" x="([^"]*)" width="([^"]*)"', html)
    assert bars == [("1", "0%", "38.77%"), ("2", "38.77%", "13.38%"), ("3", "52.15%", "11.88%")]
    assert re.findall(r'<line class="inner" x1="([^"]*)"', html) == ["54.99%", "57.55%"]
    assert '<rect class="ghost" x="64.03%" width="16.75%"' in html


def test_the_dashed_part_never_leaves_the_bar():
    meter = Meter(
        share="95.00", verdict=("ok", "x"), segments=[Segment("A", "95.00")], ghost=Ghost("B", "16.75")
    )
    assert meter.ghost_block()["size"] == "5%"


def test_a_call_without_a_rule_has_no_bar():
    html = draw("{% coverage_meter meter %}", meter=Meter(share=None, verdict=("none", "No coverage rule")))
    assert '<svg class="bar"' not in html
    assert "No coverage rule" in html


def test_the_appropriation_comes_with_its_table():
    bar = MoneyBar(
        Decimal(100_000_000),
        [MoneyPart("1", "decided", Decimal(19_400_000), 1), MoneyPart("2", "left", Decimal(80_600_000), 0)],
    )
    html = draw("{% money_bar bar %}", bar=bar)
    assert f'<td class="number">19{NB}400{NB}000{NB}€</td>' in html
    assert re.findall(r'<rect class="tone-1" x="([^"]*)" width="([^"]*)"', html) == [("0%", "19.4%")]


def test_an_empty_appropriation_divides_by_nothing():
    assert "0%" in draw(
        "{% money_bar bar %}", bar=MoneyBar(Decimal(0), [MoneyPart("1", "left", Decimal(0), 1)])
    )


def test_the_map_is_well_formed_and_names_everyone():
    tiles = [
        Tile(4, 6, "Helsinki", "tone-1", "1"),
        Tile(3, 5, "Espoo", "ghost", "+"),
        Tile(3, 6, "Kirkkonummi", "off", "icon:ring"),
    ]
    html = draw('{% tile_map tiles title="Map of Uusimaa" %}', tiles=tiles)
    root = ET.fromstring(html)
    assert root.get("viewBox") == "0 0 200 200"
    assert [tile.find("text[last()]") is not None for tile in root.findall("g")] == [True] * 3
    assert re.findall(r'<use class="icon" href="([^"]*)"', html) == ["#i-ring"]


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Espoo", ["Espoo"]),
        ("Mäntsälä", ["Mäntsälä"]),
        ("Kirkkonummi", ["Kirkko-", "nummi"]),
        ("Lapinjärvi", ["Lapin-", "järvi"]),
        ("Pedersören kunta", ["Pedersören", "kunta"]),
        ("Maarianhamina - Mariehamn", ["Maarianhamina", "- Mariehamn"]),
    ],
)
def test_long_names_are_cut_as_finnish_is_cut(name, lines):
    assert name_lines(name) == lines


def test_the_step_line_is_solid_to_the_last_confirmed_day():
    chart = StepLine(
        title="Confirmed coverage",
        opens_on=date(2018, 2, 6),
        closes_on=date(2018, 3, 15),
        today=date(2018, 3, 7),
        closes_text="closes",
        points=[
            Point(date(2018, 3, 12), "82.97", confirmed=False),
            Point(date(2018, 2, 20), "11.88", confirmed=True),
        ],
    )
    html = draw("{% step_line chart %}", chart=chart)
    kinds = re.findall(
        r'<line class="(done|ahead)" x1="([^"]*)" x2="([^"]*)" y1="([^"]*)" y2="([^"]*)"', html
    )
    assert kinds == [
        ("done", "0%", "37.838%", "250.0", "250.0"),
        ("done", "37.838%", "37.838%", "250.0", "223.9"),
        ("done", "37.838%", "78.378%", "223.9", "223.9"),
        ("ahead", "78.378%", "91.892%", "223.9", "223.9"),
        ("ahead", "91.892%", "91.892%", "223.9", "67.5"),
        ("ahead", "91.892%", "100%", "67.5", "67.5"),
    ]


def test_lists_of_what_happened_and_what_waits():
    happened = [
        Happening(datetime(2018, 4, 16, 8, 5, tzinfo=UTC), "Supplement arrived."),
        Happening(date(2018, 3, 5), "Vantaa joined.", "§ 13", "/p"),
    ]
    html = draw("{% timeline items %}", items=happened)
    assert f"16.4.2018 at{NB}11.05</time>Supplement arrived." in html
    assert '5.3.2018</time><a href="/p">Vantaa joined.</a><p class="note">§ 13</p>' in html
    html = draw(
        "{% tasks items %}", items=[Task("Lappi", "/l", "overdue", state="warn", status="Late 1 day")]
    )
    assert '<a href="/l">Lappi</a><span>: overdue</span>' in html
    assert "Late 1 day</span>" in html
    assert draw("{% facts items %}", items=[("A", None), ("B", ""), ("C", 0)]) == (
        '<dl class="facts"><dt>C</dt><dd>0</dd></dl>'
    )


def test_steps_and_sections_tell_where_one_is():
    html = draw(
        "{% steps items %}",
        items=[Step("Arrived", "done"), Step("Proposal", "now"), Step("Decision", "ahead")],
    )
    assert html.count("aria-current") == 1
    assert re.findall(r"\((?:done|now|ahead)\)", html) == ["(done)", "(now)", "(ahead)"]
    html = draw("{% sections items %}", items=[Section("Goals", "/g", "ok", "Ready", current=True)])
    assert '<a href="/g" aria-current="page">Goals<small>' in html


def test_pages_of_a_list():
    html = draw("{% pages page %}", page=Paginator(list(range(30)), 10).page(2))
    assert re.findall(r'href="([^"]*)"', html) == ["?page=1", "?page=3"]
    assert "Page 2 of 3" in html
    assert draw("{% pages page %}", page=Paginator([1], 10).page(1)).strip() == ""


def test_a_notice_carries_rich_content_and_a_heading():
    html = draw('{% notice "warn" heading=words %}<p>{{ words }}</p>{% endnotice %}', words="<Porvoo>")
    assert "<h2>&lt;Porvoo&gt;</h2><p>&lt;Porvoo&gt;</p>" in html
