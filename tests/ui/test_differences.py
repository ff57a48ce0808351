"""Texts compared word by word: nothing of either text is missing, hostile ones do not take long, and words say it."""

import time

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils.translation import override

from ui.differences import ADDED, REMOVED, SAME, Piece, word_differences

PLAN = "Asiakasseteli tarjotaan kotihoitoon ja kuntoutukseen.\n\nAsiakas valitsee tuottajan."
LATER = "Asiakasseteli tarjotaan kotihoitoon, kuntoutukseen ja omaishoitoon.\n\nAsiakas valitsee tuottajan."


def test_words_that_changed_stand_between_those_that_stayed():
    assert word_differences("yksi kaksi kolme", "yksi neljä kolme") == [
        Piece(SAME, "yksi"),
        Piece(REMOVED, " kaksi"),
        Piece(ADDED, " neljä"),
        Piece(SAME, " kolme"),
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (PLAN, LATER),
        ("", PLAN),
        (PLAN, ""),
        ("", ""),
        (PLAN, PLAN),
        ("a a a b", "b a a a a"),
        ("  alku", "alku  "),
        ("a\nb", "a\n\nb\n"),
    ],
)
def test_the_pieces_give_both_texts_back(before, after):
    pieces = word_differences(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != ADDED) == before
    assert "".join(piece.text for piece in pieces if piece.kind != REMOVED) == after
    assert all(piece.kind == SAME for piece in pieces) or before != after


def test_a_text_of_one_word_repeated_takes_no_long_time():
    began = time.process_time()
    before, after = "x" + " a" * 4_000, "y a b" + " a" * 3_990 + " c"
    pieces = word_differences(before, after)
    assert time.process_time() - began < 2
    assert "".join(piece.text for piece in pieces if piece.kind != REMOVED) == after


def draw(pieces):
    with override("en"):
        return Template("{% load ui %}{% differences pieces %}").render(Context({"pieces": pieces}))


def test_removed_and_added_are_said_in_words_and_escaped():
    drawn = draw(word_differences("vanha <b>", "uusi <b>"))
    assert '<del><span class="hidden">[removed: </span>vanha' in drawn
    assert '<ins><span class="hidden">[added: </span>uusi' in drawn
    assert "&lt;b&gt;" in drawn


def test_only_pieces_are_drawn():
    with pytest.raises(TemplateSyntaxError):
        draw(["text"])
