"""The table of who may do what, executed over HTTP: every route, every person, every state, and nothing beside it."""

import re

import pytest
from django.db import transaction
from django.urls import reverse

from accounts.permissions import ALLOWED, Role
from accounts.routes import ROUTES
from applications.queries import access
from tests.access import addresses
from tests.access.recorder import changed, checksums, writes
from tests.access.table import FORBIDDEN, LET_IN, LOGIN, NOTHING, GROUPS, expected, people_of, rows

EVERYBODY = GROUPS["ALL"].split()
# These hand out what differs from case to case, or make a page of their own for a case that is not there.
ROLES = {
    "AN": {Role.AN}, "ED": {Role.ED}, "SI": {Role.SI}, "PE": {Role.PE}, "PS": {Role.PS}, "IE": {Role.IE},
    "IS": {Role.IS}, "RV": {Role.RV}, "PO": {Role.PO}, "DM": {Role.DM}, "AD": {Role.AD}, "AU": {Role.AU},
    "SU": {Role.SU},
}  # fmt: skip


def met(response, url):
    """What the person met."""
    if response.status_code == 302 and response["Location"].startswith(f"{reverse('accounts:login')}?next={url}"):
        return LOGIN
    return {403: FORBIDDEN, 404: NOTHING, 405: "405", 500: "500"}.get(response.status_code, LET_IN)


def ask(world, row, who, *, at="own"):
    """One request in a savepoint: what it met, what it wrote, its body. Only what was refused is kept."""
    url = addresses.address(world, row.route, who, at=at)
    client = world.client(who)
    given = addresses.sent(world, row.route, who) if row.method == "POST" else {}
    with transaction.atomic(), writes() as written:
        response = client.generic(row.method, url) if row.method != "POST" else client.post(url, given)
        body = b"".join(response)
        found = met(response, url)
        if found == LET_IN:
            transaction.set_rollback(True)
    return found, written.besides(), body


def cells(world, who, *, at="own", only=None):
    """Every wrong cell of one person, in words."""
    world.client(who)  # logging in leaves its own trace
    wrong, before = [], checksums()
    for row in only or rows():
        should = expected(row, who, world.state, own=at == "own") if at != "nobody" else nowhere(row, who, world)
        found, written, _body = ask(world, row, who, at=at)
        if found != should:
            wrong.append(f"{row.route} {row.method} {world.state} {at}: {who} met {found}, not {should}")
        elif found != LET_IN and written:
            wrong.append(f"{row.route} {row.method} {world.state} {at}: {who} met {found} and wrote {written}")
    left = changed(before, checksums())
    if left:
        wrong.append(f"{who} changed {left} by refused requests")
    return wrong


def nowhere(row, who, world):
    """What is met where nothing is: the door first, then nothing."""
    if who == "AN":
        return LOGIN
    if not row.route.startswith("admin:"):
        return NOTHING
    if who not in people_of("OFF SU"):
        return FORBIDDEN
    if row.of_a_case:
        return NOTHING
    return expected(row, who, world.state) if who not in row.who else NOTHING


def about_something(row):
    """Routes whose address names an object."""
    named = {"money-change", "money-confirm", "requeue", "person", "person-password"}
    room, _colon, name = row.route.rpartition(":")
    of_application = room == "applications" and name not in {"start", "new"}
    return of_application or row.route.startswith("decisions:letter") or row.of_a_case or (room == "admin" and name in named)


def test_everybody_meets_what_the_table_says(world):
    # What is about no application is the same in every state; the first and the last are enough.
    only = [row for row in rows() if about_something(row) or world.state in {"draft", "decided"}]
    assert_right([wrong for who in EVERYBODY for wrong in cells(world, who, only=only)])


def test_another_consortium_of_the_same_county_is_not_there(world):
    only = [row for row in rows() if about_something(row) and not row.route.startswith("admin:")]
    outside = [who for who in ("AN", *GROUPS["STAFF"].split(), "SU") if who != "ST"]  # it is ST's own
    assert_right([wrong for who in outside for wrong in cells(world, who, at="other", only=only)])


@pytest.mark.parametrize("world", ["decided"], indirect=True)
def test_what_does_not_exist_is_not_there(world):
    only = [row for row in rows() if about_something(row) and row.route != "admin:requeue"]
    assert_right([wrong for who in EVERYBODY for wrong in cells(world, who, at="nobody", only=only)])


def assert_right(wrong):
    assert wrong == [], "\n".join(wrong)
