"""The catalogues: every text is found, every text is translated, and the check sees each kind of fault."""

from pathlib import Path

import pytest
from django.conf import settings

from ui import catalogue

TEMPLATE = """{% load i18n %}
  <p title="it's">{% translate "50 % of" %}
    {% blocktranslate count number=x %}one {{ number }}{% plural %}{{ number }} many{% endblocktranslate %}
      {{ _("said") }} {% translate "May" context "month" %}
"""


@pytest.fixture
def tree(tmp_path) -> Path:
    (tmp_path / "templates").mkdir()
    (tmp_path / "room.py").write_text('from x import y as _\nTEXT = _("Hello %(name)s")\n', encoding="utf-8")
    (tmp_path / "templates" / "page.html").write_text(TEMPLATE, encoding="utf-8")
    return tmp_path


def write(tree: Path, language: str, translations: dict) -> None:
    texts = catalogue.extracted(tree)
    fresh = catalogue.updated(
        texts=texts, known=catalogue.read(root=tree, language=language), language=language
    )
    for message in fresh:
        if message.id:
            message.string = translations.get(catalogue.key(message)[1], message.id)
    catalogue.write(root=tree, language=language, catalog=fresh)


def test_texts_of_code_and_templates_are_found(tree):
    found = {(message.context, message.id) for message in catalogue.extracted(tree) if message.id}
    assert found == {
        (None, "Hello %(name)s"),
        (None, "50 %% of"),
        (None, ("one %(number)s", "%(number)s many")),
        (None, "said"),
        ("month", "May"),
    }


def test_a_complete_catalogue_has_no_faults_and_writing_it_again_changes_nothing(tree):
    for language in catalogue.LANGUAGES:
        write(tree, language, {})
    assert catalogue.faults(root=tree, texts=catalogue.extracted(tree)) == []
    path = catalogue.path_of(root=tree, language="fi")
    before = path.read_bytes()
    write(tree, "fi", {})
    assert path.read_bytes() == before


def test_each_kind_of_fault_is_seen(tree):
    write(tree, "fi", {"Hello %(name)s": "Hei %(nimi)s", "said": ""})
    write(tree, "sv", {})
    path = catalogue.path_of(root=tree, language="sv")
    path.write_text(
        path.read_text(encoding="utf-8").replace('msgid "said"', '#, fuzzy\nmsgid "said"')
        + '\nmsgid "Gone"\nmsgstr "Borta"\n',
        encoding="utf-8",
    )
    (tree / "later.py").write_text('from x import y as _\nTEXT = _("New")\n', encoding="utf-8")
    assert catalogue.faults(root=tree, texts=catalogue.extracted(tree)) == [
        catalogue.Fault("fi", "missing", "New"),
        catalogue.Fault("fi", "not translated", "said"),
        catalogue.Fault("fi", "other placeholders", "Hello %(name)s"),
        catalogue.Fault("sv", "fuzzy", "said"),
        catalogue.Fault("sv", "missing", "New"),
        catalogue.Fault("sv", "no longer used", "Gone"),
    ]


def test_a_binary_catalogue_is_the_same_whenever_it_is_built(tree):
    write(tree, "fi", {})
    assert [catalogue.compiled(root=tree, language="fi") for _ in range(2)] == [True, False]


def test_the_catalogues_of_this_project_are_complete():
    texts = catalogue.extracted(settings.BASE_DIR)
    assert catalogue.faults(root=settings.BASE_DIR, texts=texts) == []
