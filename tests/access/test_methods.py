"""No unsafe request without its token, and no safe request that changes anything but traces of reading."""

import pytest
from django.conf import settings
from django.test import Client

from accounts.routes import ROUTES
from applications.models import Member
from applications.workflow import State
from tests.access.addresses import address, sent
from tests.access.recorder import changed, checksums
from tests.access.table import STATES, rows
from tests.access.test_routes import PREFERRED

POSTS = sorted(route for route, method in ROUTES if method == "POST")
GETS = sorted(route for route, method in ROUTES if method == "GET")


@pytest.fixture(scope="module")
def strict_browser():
    """Asks for the token, as browsers do not skip it."""
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


def who_may(route, method):
    who = next(row.who for row in rows() if (row.route, row.method) == (route, method))
    return next((code for code in PREFERRED if code in who), "PO")


@pytest.mark.parametrize("route", POSTS)
def test_a_post_without_its_token_is_refused(decided, strict_browser, route):
    who = who_may(route, "POST")
    before = checksums()
    for person in (who, "AN"):
        strict_browser.cookies.clear()
        if person != "AN":
            strict_browser.cookies[settings.SESSION_COOKIE_NAME] = decided.sessions[person]
        response = strict_browser.post(address(decided, route, person), sent(decided, route, person))
        assert (person, response.status_code) == (person, 403)
        assert "X-Frame-Options" in response
    assert changed(before, checksums()) == set()


def members(world):
    return list(
        world.own.members.order_by("pk").values("pk", "state", "answer_note", "message", "answered_at")
    )


@pytest.mark.parametrize("route", GETS)
def test_a_get_changes_nothing_but_the_traces_of_reading(decided, route):
    """Events of the ledger, and that somebody of the asked organisation has opened the request."""
    people = [code for code in PREFERRED if code in next(row.who for row in rows() if row.route == route)]
    for who in people:
        before, standing = checksums(), members(decided)
        given = {"confirmed": "on", "decide": "1", "save": "1"}
        b"".join(decided.client(who).get(address(decided, route, who), given))
        allowed = (
            {"ledger_event", "ledger_head"}
            if who in {"PO", "DM", "AD", "AU", "SU"} or "letter" in route
            else set()
        )
        if route == "applications:request":
            allowed = {"applications_member"}
        assert changed(before, checksums()) <= allowed, who
        assert members(decided) == standing


def test_seen_is_all_that_opening_a_request_writes(decided):
    Member.objects.filter(application=decided.own).update(seen_at=None)
    member = decided.member("235")
    decided.client("IE").get(address(decided, "applications:request", "IE"))
    later = decided.member("235")
    assert later.seen_at is not None
    untouched = [field.attname for field in member._meta.concrete_fields if field.attname != "seen_at"]
    assert [getattr(later, name) for name in untouched] == [getattr(member, name) for name in untouched]


def test_the_states_of_the_table_are_those_of_the_law():
    assert set(STATES) <= {state.value for state in State}
