"""Strictness for every test, the reference data, and the bed's fixtures."""

import shutil
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.template import engines
from django.test import TransactionTestCase
from django.utils import translation
from pytest_django import fixtures

from bin.machine import fingerprint
from pilots import worlds
from tests.bed import strict
from tests.bed.plugin import on_sqlite
from tests.bed.world import World

STATIC_SOURCES = ("static/**/*", "requirements.txt", "config/settings.py")
pytest_plugins = ["tests.bed.site", "tests.bed.browser", "tests.bed.processes", "tests.bed.clamd"]
# What runs on SQLite is the smoke run and nothing else, and the smoke run is nothing for PostgreSQL.
collect_ignore = [] if on_sqlite() else ["smoke"]


def pytest_configure(config):
    strict.block_outside()
    strict.shuffle_unordered()
    # A fixture of a whole module needs the database too, which pytest-django only makes for tests marked so.
    fixtures._get_databases_for_setup = lambda _items: ({"default"}, set())


def pytest_sessionstart(session):
    """Once, before any worker: the built files that pages need, in the bed's own folder."""
    if hasattr(session.config, "workerinput"):
        return
    call_command("compile_translations", stdout=StringIO())
    if not any((settings.BASE_DIR / "static" / "fonts").glob("*.woff2")):
        call_command("build_fonts", stdout=StringIO())
    # Compressing takes seconds, so the result is kept until a source of it changes.
    kept = settings.BASE_DIR / "var" / "static-for-tests" / fingerprint(*STATIC_SOURCES)
    if not kept.exists():
        call_command("collectstatic", interactive=False, verbosity=0)
        shutil.rmtree(kept.parent, ignore_errors=True)
        shutil.copytree(settings.STATIC_ROOT, kept)
    shutil.copytree(kept, settings.STATIC_ROOT, dirs_exist_ok=True)


def pytest_collection_modifyitems(items):
    if on_sqlite() and any("/smoke/" not in str(item.path) for item in items):
        raise pytest.UsageError("only tests/smoke may run on SQLite")


@pytest.fixture(scope="session", autouse=True)
def strict_templates():
    """An unknown variable in one of our templates is an error."""
    engine = engines["django"].engine
    engine.string_if_invalid = strict.Loud("%s")


@pytest.fixture(autouse=True)
def no_unknown_variables():
    """Also when a page was made in another thread, where the error itself is seen by nobody."""
    strict.unknown_variables.clear()
    yield
    assert strict.unknown_variables == []


@pytest.fixture(autouse=True)
def own_world():
    """Counties are kept until the next load; a test's changes are undone without one."""
    worlds.forget()


@pytest.fixture(autouse=True)
def own_language():
    """A page visited in one test must not choose the language of the next."""
    translation.deactivate()
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def django_db_keepdb():
    """The whole server goes at the end; dropping its databases first would only cost time."""
    return True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The database with the reference data in it; each test process has its own."""
    with django_db_blocker.unblock():
        if on_sqlite():
            yield
            return
        assert connection.vendor == "postgresql"
        call_command("load_reference", verbosity=0)
        world = World.taken()
        connection.close()

    def bring_back(self):
        world.restore()

    flush, TransactionTestCase._fixture_teardown = TransactionTestCase._fixture_teardown, bring_back
    yield
    TransactionTestCase._fixture_teardown = flush


@pytest.fixture
def files(settings, tmp_path):
    """A folder of the test's own for stored files and mail."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    yield tmp_path
    shutil.rmtree(tmp_path, ignore_errors=True)
