"""A button never has the name of a field of its form: a browser sends both, and the button's value would win."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def classes() -> Iterator[tuple[str, ast.ClassDef]]:
    for path in sorted(ROOT.glob("*/forms/*.py")):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.ClassDef):
                yield f"{path.relative_to(ROOT)}: {node.name}", node


def fields_of(node: ast.ClassDef) -> set[str]:
    targets = [one for line in node.body if isinstance(line, ast.Assign) for one in line.targets]
    return {one.id for one in targets if isinstance(one, ast.Name)}


def buttons_of(node: ast.ClassDef) -> set[str]:
    """Every name that a call of `helper` gives to a button, also those of `more`."""
    calls = [
        one
        for one in ast.walk(node)
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and one.func.id == "helper"
    ]
    told = [word.value for call in calls for word in call.keywords if word.arg in {"name", "more"}]
    names = [one.elts[0] for value in told for one in ast.walk(value) if isinstance(one, ast.Tuple)]
    return {one.value for one in [*told, *names] if isinstance(one, ast.Constant)}


def test_no_button_takes_the_name_of_a_field():
    found = {where: (fields_of(node), buttons_of(node)) for where, node in classes()}
    assert "consents" in found["decisions/forms/answers.py: AnswerForm"][0]
    assert found["decisions/forms/answers.py: RenounceForm"][1] == {"renounce"}
    assert {where: both for where, (fields, buttons) in found.items() if (both := fields & buttons)} == {}
