"""Every address stands in the table of routes and nothing else does; other methods are refused and change nothing."""

import pytest
from django.urls import URLResolver, get_resolver

from accounts.permissions import ALLOWED, Act
from accounts.routes import ROUTES
from tests.access.addresses import address, sent
from tests.access.recorder import changed, checksums, writes
from tests.access.table import GROUPS, people_of, rows

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# Somebody for whom the page is there, by the table's own words.
PREFERRED = ("AN", "SI", "PS", "IS", "PO", "DM", "AD", "SU", "AU")


def routes(resolver=None, room=""):
    """Every named address of the site; an address without a name cannot stand in a table."""
    for found in (resolver or get_resolver()).url_patterns:
        if isinstance(found, URLResolver):
            yield from routes(found, f"{room}{found.namespace}:" if found.namespace else room)
        else:
            yield f"{room}{found.name}" if found.name else str(found.pattern)


def test_every_address_stands_in_the_table_and_the_other_way_round():
    assert set(routes()) == {route for route, _method in ROUTES}


def test_no_two_addresses_share_a_name():
    found = list(routes())
    assert len(found) == len(set(found))


def test_the_table_of_the_code_has_the_rows_written_by_hand():
    assert set(ROUTES) == {(row.route, row.method) for row in rows()}


def test_every_act_is_somewhere_and_allowed_to_somebody():
    assert set(ALLOWED) == set(Act)
    assert [act for act in Act if not ALLOWED[act]] == []
    assert set(Act) - set(ROUTES.values()) == set()


def test_everybody_in_the_hand_written_table_has_a_code():
    assert people_of("LOGGED STAFF SEES OWN OFF READS SU") | {"AN"} == set(GROUPS["ALL"].split())


def somebody(route):
    who = next(row.who for row in rows() if row.route == route)
    return next(code for code in PREFERRED if code in who)


@pytest.mark.parametrize("route", sorted({route for route, _method in ROUTES}))
def test_methods_that_are_not_in_the_table_are_refused(decided, route):
    """Somebody who may come there sends every other method with everything that could make it act."""
    who, before = somebody(route), checksums()
    for method in METHODS:
        if (route, method) in ROUTES:
            continue
        url = address(decided, route, who)
        with writes() as written:
            client = decided.client(who)
            given = sent(decided, route, who) if method == "POST" else None
            response = client.post(url, given) if given is not None else client.generic(method, url)
        assert (method, response.status_code) == (method, 405)
        assert written.besides() == set()
    assert changed(before, checksums()) == set()
