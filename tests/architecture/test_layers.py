"""Rooms see only rooms below them, in the database too; the import contracts themselves run in make check."""

import ast
from pathlib import Path

from django.apps import apps
from django.conf import settings

ROOMS = [
    "eligibility",
    "ui",
    "ledger",
    "outbox",
    "pilots",
    "accounts",
    "applications",
    "decisions",
    "history",
]
PACKAGES = [*ROOMS, "config"]


def sources() -> list[Path]:
    root = Path(settings.BASE_DIR)
    found = [
        path for room in PACKAGES for path in (root / room).rglob("*.py") if "migrations" not in path.parts
    ]
    return sorted(found)


def test_every_foreign_key_points_to_its_own_room_or_one_below():
    upward = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in apps.get_models()
        if model._meta.app_label in ROOMS
        for field in model._meta.get_fields()
        if (field.many_to_one or field.one_to_one or field.many_to_many) and field.concrete
        if field.related_model._meta.app_label in ROOMS
        if ROOMS.index(field.related_model._meta.app_label) > ROOMS.index(model._meta.app_label)
    ]
    assert upward == []


def test_every_room_of_the_tree_stands_in_the_list():
    root = Path(settings.BASE_DIR)
    with_code = {path.parent.name for path in root.glob("*/__init__.py")} - {"tests", "bin", "bench"}
    assert with_code == set(PACKAGES)


def test_nothing_listens_to_signals_of_models():
    """What an act causes stands in the act; a signal would hide it."""
    hidden = {"post_save", "pre_save", "post_delete", "pre_delete", "m2m_changed"}
    found = [
        f"{path.name}: {name.name}"
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
        for name in node.names
        if name.name in hidden
    ]
    assert found == []
