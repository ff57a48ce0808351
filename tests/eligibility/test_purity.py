"""What the rules may not contain: other packages, fractions, words in a human language."""

import ast
import sys
import timeit
from pathlib import Path

import pytest

import eligibility
from eligibility import fewest_additions, judge
from tests.eligibility.counties import AUTHORITIES, REFORM_COUNTIES, RULE, facts_of

MODULES = sorted(Path(eligibility.__file__).parent.rglob("*.py"))
EACH_MODULE = pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
ROUNDING = {"float", "round", "Decimal", "Fraction", "math", "decimal", "fractions", "statistics", "random"}


def nodes_of(path):
    return list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def imports_of(path):
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


def test_there_are_modules_to_look_at():
    assert {"judging.py", "advice.py", "facts.py"} <= {path.name for path in MODULES}


@EACH_MODULE
def test_only_the_standard_library_and_itself(path):
    allowed = sys.stdlib_module_names | {"eligibility"}

    assert {name for name in imports_of(path) if name.split(".")[0] not in allowed} == set()


@EACH_MODULE
def test_nothing_reaches_out(path):
    outside = {"os", "io", "sys", "time", "datetime", "locale", "gettext", "pathlib", "socket", "logging"}

    assert {name.split(".")[0] for name in imports_of(path)} & outside == set()
    names = {node.id for node in nodes_of(path) if isinstance(node, ast.Name)}
    assert names & {"open", "print", "input", "eval", "exec", "__import__"} == set()


@EACH_MODULE
def test_whole_numbers_only(path):
    nodes = nodes_of(path)

    assert [node.lineno for node in nodes if isinstance(node, ast.Div)] == []
    assert [
        node.lineno
        for node in nodes
        if isinstance(node, ast.Constant) and type(node.value) in {float, complex}
    ] == []
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    names |= {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    assert (names | set(imports_of(path))) & ROUNDING == set()


@EACH_MODULE
def test_every_module_says_what_it_is_for(path):
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def best_of(times, work):
    """Return the quickest of several runs, in microseconds: what the machine does when left alone."""
    return min(timeit.repeat(work, number=times, repeat=20)) / times * 1_000_000


def test_a_verdict_takes_ten_microseconds_at_most():
    pohjois_pohjanmaa = facts_of("17", 2017).municipalities
    facts = facts_of("17", 2017, sorted(pohjois_pohjanmaa)[::2])

    assert len(pohjois_pohjanmaa) == max(len(facts_of(code, 2017).municipalities) for code in REFORM_COUNTIES)
    assert best_of(200, lambda: judge(facts, RULE)) <= 10


@pytest.mark.parametrize("year", [2016, 2017])
@pytest.mark.parametrize("region", REFORM_COUNTIES)
def test_advice_takes_fifty_milliseconds_at_most(region, year):
    facts = facts_of(region, year)

    assert best_of(1, lambda: fewest_additions(facts, RULE, AUTHORITIES)) <= 50_000
