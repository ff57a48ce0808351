"""Amounts in words, figures and dates; the texts of both languages keep step."""

import re
import string
from decimal import Decimal

import pytest
from num2words import num2words

from decisions.letters import figures, reasons_library
from decisions.letters.wording import texts
from decisions.letters.words import euros_in_words, finnish, swedish

AMOUNTS = [
    ("0", "nolla euroa", "noll euro"),
    ("1", "yksi euro", "en euro"),
    ("0.01", "nolla euroa ja yksi sentti", "noll euro och en cent"),
    ("21", "kaksikymmentäyksi euroa", "tjugoen euro"),
    ("101", "satayksi euroa", "etthundraen euro"),
    ("1001", "tuhat yksi euroa", "ettusen en euro"),
    ("21000", "kaksikymmentäyksituhatta euroa", "tjugoettusen euro"),
    ("40000", "neljäkymmentätuhatta euroa", "fyrtiotusen euro"),
    ("101000", "satayksituhatta euroa", "etthundraettusen euro"),
    ("800000", "kahdeksansataatuhatta euroa", "åttahundratusen euro"),
    ("1000000", "yksi miljoona euroa", "en miljon euro"),
    ("1500000", "yksi miljoona viisisataatuhatta euroa", "en miljon femhundratusen euro"),
    ("2000000", "kaksi miljoonaa euroa", "två miljoner euro"),
    ("7800000", "seitsemän miljoonaa kahdeksansataatuhatta euroa", "sju miljoner åttahundratusen euro"),
    ("100000000", "sata miljoonaa euroa", "etthundra miljoner euro"),
    ("1000000001", "yksi miljardi yksi euroa", "en miljard en euro"),
    (
        "12345.01",
        "kaksitoistatuhatta kolmesataaneljäkymmentäviisi euroa ja yksi sentti",
        "tolvtusen trehundrafyrtiofem euro och en cent",
    ),
    (
        "1234567.89",
        (
            "yksi miljoona kaksisataakolmekymmentäneljätuhatta viisisataakuusikymmentäseitsemän euroa "
            "ja kahdeksankymmentäyhdeksän senttiä"
        ),
        "en miljon tvåhundratrettiofyratusen femhundrasextiosju euro och åttionio cent",
    ),
]


@pytest.mark.parametrize(("amount", "fi", "sv"), AMOUNTS, ids=[row[0] for row in AMOUNTS])
def test_amount_in_words(amount, fi, sv):
    assert (euros_in_words(amount, "fi"), euros_in_words(Decimal(amount), "sv")) == (fi, sv)


@pytest.mark.parametrize("amount", ["-1", "0.001", "1000000000000", "NaN", "Infinity"])
def test_no_words_for_what_is_no_amount(amount):
    with pytest.raises(ValueError, match="not an amount"):
        euros_in_words(amount, "fi")


NUMBERS = [*range(3000), *range(3000, 10**6, 997), *range(10**6, 10**9, 1_999_983)]


def test_finnish_agrees_with_another_speller_once_its_faults_are_undone():
    def other(number):
        apart = re.sub(r"(\w+?)(miljoonaa|miljardia)", r"\1 \2", num2words(number, lang="fi"))
        return re.sub(r"^(miljoona|miljardi)\b", r"yksi \1", apart)

    assert [number for number in NUMBERS if finnish(number) != other(number)] == []


def test_swedish_agrees_with_another_speller_once_its_faults_are_undone():
    def other(number):
        text = num2words(number, lang="sv").replace("etttusen", "ettusen").replace("förtio", "fyrtio")
        return text.replace("miljonett", "miljon ett").replace("ett miljoner", "en miljoner").replace(" ", "")

    assert [number for number in NUMBERS if swedish(number).replace(" ", "") != other(number)] == []


@pytest.mark.parametrize(
    ("made", "printed"),
    [
        (figures.whole(1_638_293), "1\u00a0638\u00a0293"),
        (figures.euros("2000000.00"), "2\u00a0000\u00a0000"),
        (figures.euros("1234567.80"), "1\u00a0234\u00a0567,80"),
        (figures.percent("64.04"), "64,04\u00a0%"),
        (figures.day("2018-05-06"), "6.5.2018"),
        (figures.moment("2018-03-15T14:15:00+00:00", "fi"), "15.3.2018 klo\u00a016.15"),
        (figures.moment("2018-03-15T16:15:01+02:00", "sv"), "15.3.2018 kl.\u00a016.15.01"),
        (figures.moment("2017-10-29T00:30:00+00:00", "fi"), "29.10.2017 klo\u00a03.30"),
        (figures.series(["a"], "ja"), "a"),
        (figures.series(["a", "b", "c"], "och"), "a, b och c"),
    ],
)
def test_figures(made, printed):
    assert made == printed


def places(text):
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)


def test_both_languages_have_the_same_texts_with_the_same_places():
    fi, sv = texts("fi"), texts("sv")
    assert fi.keys() == sv.keys()
    assert [key for key in fi if places(fi[key]) != places(sv[key])] == []
    assert [key for key in fi if not fi[key].strip() or not sv[key].strip()] == []


def test_both_languages_cite_the_same_acts_and_sections():
    def cited(text):
        return sorted(re.findall(r"\d+/\d{4}|\d+(?= §)|\d+ (?=ja|och)", text))

    fi, sv = texts("fi"), texts("sv")
    assert [key for key in fi if cited(fi[key]) != cited(sv[key])] == []


def test_library_of_reasons_is_the_same_in_both_languages():
    fi, sv = reasons_library("fi"), reasons_library("sv")
    assert [row.key for row in fi] == [row.key for row in sv]
    assert [a.key for a, b in zip(fi, sv, strict=True) if len(places(a.text)) != len(places(b.text))] == []
    assert {row.key for row in reasons_library("fi", "unexamined")} == {"U01", "U02", "U03"}
