"""The bed's own guards, each seen to bite."""

import socket

import pytest
from django.db import connection
from django.template import Context, Template, engines
from django.template.base import Origin

from pilots.models import Municipality
from tests.bed import strict


def our_template(source):
    engine = engines["django"].engine
    return Template(source, origin=Origin(str(engine.dirs[0] / "made_up.html")), engine=engine)


def test_an_unknown_variable_in_a_template_of_ours_is_an_error():
    with pytest.raises(strict.UnknownVariableError, match=r"nobody in .*made_up\.html"):
        our_template("Hello {{ nobody }}").render(Context())
    strict.unknown_variables.clear()


def test_a_known_variable_and_a_question_about_an_unknown_one_are_fine():
    template = our_template("{% if nobody %}no{% endif %}{{ someone.name }}")
    assert template.render(Context({"someone": {"name": "Aino"}})) == "Aino"


def test_a_template_of_a_package_may_leave_variables_out():
    engine = engines["django"].engine
    foreign = Template("[{{ nobody }}]", origin=Origin("/usr/lib/python3/x.html"), engine=engine)
    assert foreign.render(Context()) == "[]"


def test_nothing_reaches_beyond_this_machine():
    with pytest.raises(strict.OutsideError), socket.socket() as outward:
        outward.connect(("192.0.2.1", 80))
    with pytest.raises(strict.OutsideError):
        socket.getaddrinfo("stm.example", 443)


def test_rows_without_an_order_come_in_any_order(db):
    seen = {tuple(Municipality.objects.values_list("code", flat=True)) for _ in range(5)}
    assert len(seen) == 5
    ordered = {tuple(Municipality.objects.order_by("code").values_list("code", flat=True)) for _ in range(5)}
    assert len(ordered) == 1


def test_each_test_sees_postgresql_with_the_reference_data(db):
    assert connection.vendor == "postgresql"
    assert Municipality.objects.count() == 311


@pytest.mark.parametrize("round_", [1, 2])
def test_what_a_test_commits_is_gone_and_the_reference_data_is_back(transactional_db, round_):
    assert Municipality.objects.count() == 311
    Municipality.objects.filter(code="091").update(name_fi=f"Changed {round_}")
    assert Municipality.objects.get(code="091").name_fi == f"Changed {round_}"


def test_the_change_of_the_round_before_is_gone(transactional_db):
    assert Municipality.objects.get(code="091").name_fi == "Helsinki"
