"""Every module says what it is for, and nothing grows past what a reader holds in mind."""

import ast
import math
import re
from pathlib import Path

from django.conf import settings

from tests.architecture.test_layers import sources

FILE_MOST, FILE_P95 = 400, 250
FUNCTION_MOST, FUNCTION_P95 = 40, 25
TEMPLATE_P95 = 100


def tree_with_tests() -> list[Path]:
    root = Path(settings.BASE_DIR)
    return sorted([*sources(), *(root / "tests").rglob("*.py"), *(root / "bin").glob("*.py")])


def p95(sizes: list[int]) -> int:
    """The size that 95 in 100 do not exceed."""
    return sorted(sizes)[math.ceil(0.95 * len(sizes)) - 1]


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def functions(path: Path) -> dict[str, int]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        f"{path}:{node.lineno} {node.name}": node.end_lineno - node.lineno + 1
        for node in ast.walk(tree)
        if isinstance(node, kinds)
    }


def test_every_module_says_what_it_is_for():
    silent = [
        str(path)
        for path in tree_with_tests()
        if (text := path.read_text(encoding="utf-8").strip()) and not ast.get_docstring(ast.parse(text))
    ]
    assert silent == []


def test_a_module_says_so_in_one_to_three_lines():
    long = [
        str(path)
        for path in sources()
        if len((ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").splitlines()) > 3
    ]
    assert long == []


def test_no_file_is_too_long():
    assert {str(path): lines(path) for path in tree_with_tests() if lines(path) > FILE_MOST} == {}


def test_most_files_are_short():
    assert p95([lines(path) for path in sources()]) <= FILE_P95


def test_no_function_is_too_long():
    long = {
        name: size for path in sources() for name, size in functions(path).items() if size > FUNCTION_MOST
    }
    assert long == {}


def test_most_functions_are_short():
    assert p95([size for path in sources() for size in functions(path).values()]) <= FUNCTION_P95


def test_most_templates_are_short():
    root = Path(settings.BASE_DIR)
    sizes = {path: lines(path) for path in (root / "templates").rglob("*.html")}
    assert p95(list(sizes.values())) <= TEMPLATE_P95


def test_whatever_is_excused_from_a_rule_says_why():
    excuse = re.compile(r"# (?:ruff: )?noqa\b(?!: [A-Z0-9, ]+[ (-]+\w)")
    found = [
        f"{path}:{number}"
        for path in tree_with_tests()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if excuse.search(line) and "re.compile" not in line
    ]
    assert found == []
