"""The table of who may do what, executed over HTTP: every route, every person, every state, and nothing beside it."""

import re
from functools import partial

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse

from applications.models import Application
from applications.models.application import ApplicationQuerySet
from config import urls
from tests.access.addresses import address, sent
from tests.access.recorder import changed, checksums, writes
from tests.access.table import (
    FORBIDDEN,
    GROUPS,
    LET_IN,
    LOGIN,
    NOTHING,
    OF_ORGANISATION,
    expected,
    people_of,
    rows,
)

pytestmark = pytest.mark.usefixtures("bare_refusals")
EVERYBODY = GROUPS["ALL"].split()
OFFICIALS = people_of("OFF SU")
DESK_THINGS = {
    "money-change", "money-confirm", "requeue", "outage", "person", "person-password", "organisation",
    "organisation-person", "organisation-remove", "organisation-link", "call", "call-copy", "call-details", "call-list",
    "call-preview", "call-publish", "call-take-back", "call-postpone", "rule", "handling", "announcement",
}  # fmt: skip


@pytest.fixture
def bare_refusals(request, monkeypatch):
    """Drawing the page of each of some thousand refusals costs more than the rest; what they show is tested below."""
    if "reads_like" not in request.node.name:
        for status in (403, 404):
            monkeypatch.setattr(urls, f"handler{status}", partial(bare, status=status), raising=False)


def bare(_request, *, status, **_more):
    return HttpResponse(status=status)


def met(response, url):
    """What the person met."""
    login = f"{reverse('accounts:login')}?next={url}"
    if response.status_code == 302 and response["Location"].startswith(login):
        return LOGIN
    return {403: FORBIDDEN, 404: NOTHING, 405: "405", 500: "500"}.get(response.status_code, LET_IN)


def ask(world, row, who, *, at="own"):
    """One request in a savepoint: what it met, and what it wrote. Only what was refused is kept."""
    url = address(world, row.route, who, at=at)
    given = sent(world, row.route, who) if row.method == "POST" else {}
    client = world.client(who)
    with transaction.atomic(), writes() as written:
        response = client.post(url, given) if row.method == "POST" else client.get(url)
        b"".join(response)
        found = met(response, url)
        if found == LET_IN:
            transaction.set_rollback(True)
    return found, written.besides()


def cells(world, who, *, at="own", only=None):
    """Every wrong cell of one person, in words."""
    wrong, before = [], checksums()
    for row in only or rows():
        should = (
            nowhere(row, who, world.state)
            if at == "nobody"
            else expected(row, who, world.state, own=at == "own")
        )
        found, written = ask(world, row, who, at=at)
        cell = f"{row.route} {row.method} {world.state} {at}: {who}"
        if found != should:
            wrong.append(f"{cell} met {found}, not {should}")
        elif found != LET_IN and written:
            wrong.append(f"{cell} met {found} and wrote {written}")
    left = changed(before, checksums())
    return [*wrong, f"{who} changed {left} by refused requests"] if left else wrong


def nowhere(row, who, state):
    """What is met where nothing is: the door first, then nothing."""
    if who == "AN":
        return LOGIN
    if not row.route.startswith("admin:"):
        return NOTHING
    if who not in OFFICIALS:
        return FORBIDDEN
    return NOTHING if row.of_a_case or who in row.who else expected(row, who, state)


def about_something(row):
    """Whether the address names an object."""
    room, _colon, name = row.route.rpartition(":")
    of_application = room == "applications" and name not in {"start", "new", "carry"}
    of_desk = room == "admin" and (row.of_a_case or name in DESK_THINGS)
    return (
        of_application or of_desk or row.route in OF_ORGANISATION or row.route.startswith("decisions:letter")
    )


def worth_asking(world, who):
    """All rows in the first and the last state. In between what is about a case, and nobody at a door that is shut."""
    if world.state in {"draft", "decided"}:
        return rows()
    desk = who in OFFICIALS
    return [row for row in rows() if about_something(row) and row.route.startswith("admin:") == desk]


def assert_right(wrong):
    assert wrong == [], "\n".join(wrong)


def test_everybody_meets_what_the_table_says(world):
    assert_right([wrong for who in EVERYBODY for wrong in cells(world, who, only=worth_asking(world, who))])


def of_consortia():
    return [row for row in rows() if about_something(row) and not row.route.startswith("admin:")]


@pytest.mark.parametrize("world", ["draft", "submitted"], indirect=True)
def test_another_consortium_of_the_same_county_is_not_there(world):
    outside = [who for who in ("AN", *GROUPS["STAFF"].split(), "SU") if who != "ST"]  # it is ST's own
    assert_right([wrong for who in outside for wrong in cells(world, who, at="other", only=of_consortia())])


@pytest.mark.parametrize("world", ["decided"], indirect=True)
def test_what_does_not_exist_is_not_there(world):
    only = [row for row in rows() if about_something(row) and row.route != "admin:requeue"]
    assert_right([wrong for who in EVERYBODY for wrong in cells(world, who, at="nobody", only=only)])


@pytest.mark.parametrize("world", ["submitted"], indirect=True)
def test_what_is_hidden_reads_like_what_does_not_exist(world):
    """The same bytes, but for the ids of the address itself and the token that changes with every page."""

    def body(url):
        response = world.client(who).get(url)
        text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", b"".join(response).decode())
        return (
            response.status_code,
            dict(response.headers) | {"Content-Length": ""},
            text.replace(url, "here"),
        )

    for row in of_consortia():
        for who in ("PS", "ST", "DE", "PO", "SU"):
            hidden = "other" if who == "PS" else "own"
            if row.method == "GET":
                urls = [address(world, row.route, who, at=at) for at in (hidden, "nobody")]
                assert body(urls[0]) == body(urls[1]), (row.route, who)


@pytest.mark.parametrize("world", ["draft"], indirect=True)
def test_control_the_matrix_sees_a_table_that_is_not_asked(world, monkeypatch):
    monkeypatch.setattr("applications.queries.access.allows", lambda _act, _roles: True)
    # A section is also looked at for the partner to whom it was given.
    for place in ("applications.queries.access.writes", "applications.views.section_page.writes"):
        monkeypatch.setattr(place, lambda *_who, **_act: True)
    wrong = cells(world, "PE", only=of_consortia())
    # Sections have a second lock, whom they were given to, which holds without the table.
    for route in ("carried POST", "submit POST", "discard POST", "members POST"):
        assert any(f"applications:{route} draft own: PE met let in" in line for line in wrong), route


@pytest.mark.parametrize("world", ["draft"], indirect=True)
def test_control_the_matrix_sees_applications_that_are_not_hidden(world, monkeypatch):
    monkeypatch.setattr(ApplicationQuerySet, "visible_to", lambda self, _user: self.all())
    wrong = cells(world, "SI", at="other", only=of_consortia())
    assert "applications:overview GET draft other: SI met 403, not 404" in wrong


@pytest.mark.parametrize("world", ["draft"], indirect=True)
def test_control_the_matrix_sees_a_refusal_that_wrote(world, monkeypatch):
    def forgetful(_user, _act, application):
        Application.objects.filter(pk=application.pk).update(language="sv")
        return False

    monkeypatch.setattr("applications.views.gate.may", forgetful)
    with transaction.atomic():
        wrong = cells(world, "PE", only=of_consortia())
        transaction.set_rollback(True)
    assert "applications:plan POST draft own: PE met 403 and wrote {'applications_application'}" in wrong
    assert "PE changed {'applications_application'} by refused requests" in wrong
