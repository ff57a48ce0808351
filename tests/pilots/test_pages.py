"""The open pages: calls, one call, and the calculator, as anybody meets them."""

import re
from datetime import UTC, datetime

import pytest
from django.utils.html import escape

from pilots.models import Call
from ui.middleware import ArrivalTime

pytestmark = pytest.mark.django_db
UUSIMAA_2018 = {"call": "pilots-2018", "county": "01", "m": ["091", "092"], "a": "keusote"}


@pytest.fixture
def text(client):
    """The words of a page, spaces evened."""

    def read(path, data=None, **headers):
        response = client.get(path, data, **headers)
        assert response.status_code == 200
        return " ".join(response.content.decode().replace("\xa0", " ").split())

    return read


@pytest.fixture
def at(monkeypatch):
    """Requests arrive at a given moment."""

    def arrive(moment):
        def stamped(self, request):
            request.arrived_at = moment
            return self.get_response(request)

        monkeypatch.setattr(ArrivalTime, "__call__", stamped)

    return arrive


def test_front_page_parts_calls_by_where_they_stand(text, at):
    at(datetime(2018, 3, 15, 14, 14, 59, tzinfo=UTC))
    page = text("/en/")
    opened, coming, past = page.index("Open now"), page.index("Coming"), page.index("Past calls")
    assert opened < page.index("Freedom-of-choice pilots 2018</a>") < coming
    assert coming < page.index("/calls/pilots-2018-autumn/") < past
    assert past < page.index("/calls/voucher-2016/")


def test_a_call_closes_at_its_closing_moment(text, at):
    at(datetime(2018, 3, 15, 14, 14, 59, tzinfo=UTC))
    assert "The call is open" in text("/en/calls/pilots-2018/")
    at(datetime(2018, 3, 15, 14, 15, tzinfo=UTC))
    page = text("/en/calls/pilots-2018/")
    assert "The call has closed" in page
    assert "Start or continue an application" not in page


@pytest.mark.parametrize(
    ("prefix", "programme"),
    [
        ("", "Valinnanvapauspilotit 2018"),
        ("/sv", "Valfrihetspiloterna 2018"),
        ("/en", "Freedom-of-choice pilots 2018"),
    ],
)
def test_the_programme_of_a_call_is_told_in_the_language_of_the_page(text, prefix, programme):
    page = text(f"{prefix}/calls/pilots-2018-autumn/")
    assert programme in page
    assert ("Valinnanvapauspilotit" in page) is (not prefix)


def test_call_page_tells_window_rule_elements_and_what_is_illustrative(text):
    page = text("/en/calls/pilots-2018/")
    assert "15.3.2018 at 16.15" in page
    assert "100 000 000 €" in page
    assert "50–70 %: only on special grounds, and at least half of the county&#x27;s municipalities" in page
    assert "the rule is advisory" in page
    assert "personal budget" in page.lower()
    assert "What is illustrative here" in page
    assert "Act on Discretionary Government Grants (688/2001)" in page
    assert [
        str(q.label)
        for q in Call.objects.get(slug="pilots-2018").questions.all()
        if escape(q.label) not in page
    ] == []


def test_a_call_without_a_coverage_rule_says_so(text):
    page = text("/en/calls/voucher-2016/")
    assert "This call has no coverage rule." in page
    assert "alone or together with others" in page


def test_a_call_in_preparation_promises_no_window(text):
    page = text("/en/calls/pilots-2018-autumn/")
    assert "In preparation" in page
    assert "not published yet" in page


def test_an_unknown_call_or_county_is_not_found(client):
    assert client.get("/calls/nothing/").status_code == 404
    assert client.get("/calculator/", {"call": "nothing"}).status_code == 404
    assert client.get("/calculator/", {"county": "99"}).status_code == 404
    assert client.get("/calculator/", {"county": "21", "call": "pilots-2018"}).status_code == 404
    assert client.get("/calculator/", {"county": "\x00"}).status_code == 404


def test_calculator_tells_the_real_case_of_uusimaa_2018(text):
    page = text("/en/calculator/", UUSIMAA_2018)
    assert '<p class="figure">64,04 %</p>' in page
    assert "1 049 206 / 1 638 293 inhabitants" in page
    assert "8 of 26 municipalities" in page
    assert "Does not meet the rule" in page
    assert "under 70 %: 1 049 206 inhabitants are covered, and it takes 1 146 806." in page
    assert "take part: 8, and under 70 % it takes 13." in page
    assert "if Espoo joins, the share is 80,80 % and the rule is met." in page
    assert "261 429 inhabitants are missing from 80 %" in page
    assert "13 154 inhabitants" in page
    assert "any 5" in page
    assert "exactly 13 municipalities" in page


def test_calculator_tells_a_binding_rule_apart(text):
    page = text("/en/calculator/", {**UUSIMAA_2018, "call": "practice"})
    assert "64,16 %" in page
    assert "the rule is binding" in page


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ({"county": "16", "a": "soite"}, ["100,00 %", "Meets the rule", "8 of 8 municipalities"]),
        ({"county": "16", "m": "272"}, ["69,13 %", "Municipalities covered: 1, and at least 2 are needed."]),
        (
            {"county": "10", "a": "essote"},
            ["56,21 %", "Needs special grounds", "which must be given in writing"],
        ),
        ({"county": "01"}, ["0,00 %", "Nobody yet", "Tick those who would take part"]),
    ],
)
def test_calculator_words_for_each_kind_of_verdict(text, choice, words):
    page = text("/en/calculator/", {"call": "pilots-2018", **choice})
    assert [each for each in words if each not in page] == []


def test_a_pair_known_only_together_is_never_guessed(text):
    call = {"call": "voucher-2016", "county": "04"}
    page = text("/en/calculator/", {**call, "m": ["099"]})
    assert "is not known by itself" in page
    assert "Cannot be judged" in page
    whole = text("/en/calculator/", {**call, "m": ["099", "214"]})
    assert "Honkajoki + Kankaanpää" in whole
    assert "13 562" in whole


def test_the_live_answer_is_the_changed_parts_in_few_queries(client, django_assert_max_num_queries):
    headers = {"HX-Request": "true", "HX-Target": "answer"}
    # The first answer reads the county, which then is kept.
    client.get("/en/calculator/", UUSIMAA_2018, headers=headers)
    with django_assert_max_num_queries(1):
        response = client.get("/en/calculator/", UUSIMAA_2018, headers=headers)
    body = response.content.decode()
    assert "<html" not in body
    assert "64,04" in body
    assert body.count("hx-swap-oob") == 4


def test_what_does_not_belong_to_the_county_is_passed_over(text):
    page = text(
        "/en/calculator/",
        {**UUSIMAA_2018, "m": ["091", "092", "837", "\x00", "'"], "a": ["keusote", "soite"]},
    )
    assert "1 049 206 / 1 638 293" in page


def test_the_figures_of_another_date_are_marked_and_change_the_answer(text):
    """Uusimaa's nine: 80,80 % at the end of 2016 and 81,01 % a year later."""
    nine = {**UUSIMAA_2018, "m": ["049", "091", "092"]}
    own = text("/en/calculator/", nine)
    assert "80,80 %" in own
    assert "The call judges by those of" not in own
    later = text("/en/calculator/", {**nine, "on": "2017-12-31"})
    assert "81,01 %" in later
    assert "1 341 383 / 1 655 624 inhabitants" in later
    assert "These figures are of 31.12.2017. The call judges by those of 31.12.2016" in later
    assert "Population on 31.12.2017" in later
    assert '<option value="2017-12-31" selected>' in later


def test_the_authority_that_organises_is_that_of_the_closing_day_whatever_the_date_of_the_figures(text):
    choice = {"call": "pilots-2017-2", "county": "01", "on": "2017-12-31", "a": "keusote"}
    page = text("/en/calculator/", choice)
    assert "0,00 %" in page
    assert "nobody: on 29.9.2017 it does not organise for the county&#x27;s municipalities yet" in page


def test_the_calls_own_date_said_aloud_is_no_other_date(text):
    page = text("/en/calculator/", {**UUSIMAA_2018, "on": "2016-12-31"})
    assert "The call judges by those of" not in page
    assert "Error:" not in page


@pytest.mark.parametrize("on", ["2014-12-31", "yesterday", "2016-13-31", "\x00"])
def test_a_date_without_figures_is_not_found(client, on):
    assert client.get("/calculator/", {**UUSIMAA_2018, "on": on}).status_code == 404


def test_satakunta_in_2017_says_in_words_what_is_not_known_and_what_to_do(text):
    page = text("/en/calculator/", {"call": "pilots-2017-1", "county": "04", "m": ["214", "609"]})
    assert "The population of Honkajoki and Kankaanpää on 31.12.2016 is not known by itself." in page
    assert "Choose both or neither, or figures of another date." in page
    known = text(
        "/en/calculator/", {"call": "pilots-2017-1", "county": "04", "m": ["214", "609"], "on": "2017-12-31"}
    )
    assert "Cannot be judged" not in known


def test_the_link_carries_the_whole_choice(text, client):
    choice = {**UUSIMAA_2018, "a": ["eteva", "hus", "keusote"], "on": "2017-12-31", "g": "1"}
    page = text("/en/calculator/", choice)
    link = page.split('id="link" readonly value="')[1].split('"')[0].replace("&amp;", "&")
    assert link.startswith("http://testserver/en/calculator/?call=pilots-2018&county=01&on=2017-12-31&g=1")
    again = client.get(link).content.decode()
    for box in ("m-091", "m-092", "a-keusote", "a-hus", "a-eteva", "g"):
        assert re.search(f'id="{box}"[^>]* checked', again), box


def test_special_grounds_turn_the_verdict(text):
    essote = {"call": "pilots-2018", "county": "10", "a": "essote"}
    assert "Needs special grounds" in text("/en/calculator/", essote)
    page = text("/en/calculator/", {**essote, "g": "1"})
    assert "On special grounds" in page
    assert "Special grounds have been given" in page


def test_whose_decision_is_needed(text):
    page = text("/en/calculator/", {**UUSIMAA_2018, "m": ["091", "186"], "a": ["keusote", "hus"]})
    assert "6 municipalities of the county, whose own bodies need not decide" in page
    assert "nothing more: it comes in through Keski-Uudenmaan sote -kuntayhtymä" in page
    assert "nobody: a member, but the municipalities decide for themselves" in page
    alone = text("/en/calculator/", {**UUSIMAA_2018, "m": ["091", "186"], "a": []})
    assert "organises its services and could decide for all of its municipalities" in alone


def test_whose_staying_out_would_change_the_verdict(text):
    nine = {**UUSIMAA_2018, "m": ["049", "091", "092"]}
    page = text("/en/calculator/", nine)
    pivotal = page.split('id="pivotal-title"')[1].split("</section>")[0]
    assert [
        name for name in ("Helsinki", "Espoo", "Vantaa") if f"<strong>{name}</strong>" not in pivotal
    ] == []
    assert "Needs special grounds" not in pivotal
    assert pivotal.count("Does not meet the rule") == 4
    soite = text("/en/calculator/", {"call": "pilots-2018", "county": "16", "a": "soite", "m": "272"})
    assert "No single member" not in soite.split('id="pivotal-title"')[0]


def test_names_follow_the_language_of_the_page(text):
    choice = {"call": "pilots-2018", "county": "15"}
    assert "Ostrobothnia" in text("/en/calculator/", choice)
    assert "Korsholm" in text("/en/calculator/", choice)
    assert "Mustasaari" in text("/calculator/", choice)
    assert "Vaasa" in text("/en/calculator/", choice)
    assert "Vasa" in text("/sv/calculator/", choice)


def test_the_calculator_offers_every_municipality_of_the_division(text):
    reform = text("/en/calculator/", {"call": "pilots-2018", "county": "08"})
    statistical = text("/en/calculator/", {"call": "voucher-2016", "county": "08"})
    assert 'id="m-142"' not in reform
    assert 'id="m-142"' in statistical


def test_the_accessibility_statement_says_what_is_missing_and_where_to_write(client, settings):
    page = client.get("/en/accessibility/").content.decode()
    assert "What is known to be missing" in page
    assert f'href="mailto:{settings.DEFAULT_FROM_EMAIL}"' in page
    assert (
        'href="/en/accessibility/">Accessibility statement</a>'
        in client.get("/en/calculator/").content.decode()
    )
