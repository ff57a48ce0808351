"""Screening: what the system answers beforehand, what the officer finds, and the ruling on special grounds."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from decisions.actions.screening import Found, record_findings, rule_on_grounds
from decisions.models import CaseFile, ScreeningFinding
from decisions.queries.proposing import rulings_of
from decisions.queries.screening import checklist_of
from ledger.models import Event
from ledger.refusal import Refused
from pilots.models import CallScreeningPoint
from tests.decisions import stages

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def later(cast):
    """Pages are opened after the sending."""
    at = stages.builders.in_window(stages.builders.practice()) + timedelta(hours=4)
    with time_machine.travel(at, tick=False):
        yield


def case_of(application):
    return CaseFile.objects.with_figures().get(pk=application.pk)


def page_of(client, actor, application, name="screening"):
    client.force_login(actor)
    return client.get(reverse(f"admin:{name}", args=[application.pk]))


def answers(application):
    """Result by the code of each point that the system answers."""
    points = checklist_of(case_of(application)).points
    return {one.point.code: one.computed.result for one in points if one.computed}


def test_every_call_has_its_checklist_in_three_languages_with_the_four_of_the_grant_act(cast):
    four = {"purpose", "justified", "necessary", "competition"}
    points = CallScreeningPoint.objects.filter(kind="grant_act").order_by("call", "order")
    by_call = {}
    for point in points:
        by_call.setdefault(point.call_id, set()).add(point.code)
        assert (point.law_fi, point.law_sv) == (
            "Valtionavustuslaki 688/2001, 7 §",
            "Statsunderstödslagen 688/2001, 7 §",
        )
        assert all([point.text_fi, point.text_sv, point.text_en])
    assert list(by_call.values()) == [four] * 6
    # The call of 2016 has no coverage rule, and asks nothing about one.
    without = CallScreeningPoint.objects.filter(call__slug="voucher-2016", kind__in=["coverage", "grounds"])
    assert not without.exists()


def test_the_officer_finds_each_point_from_what_the_system_says(client, cast):
    application = stages.taken_up(cast)
    assert answers(application) == {
        "arrival": "holds",
        "coverage": "holds",
        "grounds": "na",
        "members": "holds",
        "period": "holds",
    }
    text = page_of(client, cast.presenting_officer, application).content.decode()
    assert re.search(r'name="result-coverage" value="holds"[^>]*checked', text)
    assert not re.search(r'name="result-purpose"[^>]*checked', text)
    url = reverse("admin:screening", args=[application.pk])
    given = {"result-arrival": "holds", "result-competition": "fails", "note-applicant": "Katsottava."}
    refused = client.post(url, given)
    assert refused.status_code == 422
    title = re.search(r"<title>(.*)</title>", refused.content.decode())[1]
    assert title.count("Virhe:") + title.count("Error:") == 1, title
    assert "Katsottava." in refused.content.decode()
    assert ScreeningFinding.objects.count() == 0
    given |= {"note-competition": "Vain yksi tuottaja.", "result-applicant": "holds"}
    assert client.post(url, given).status_code == 302
    found = ScreeningFinding.objects.order_by("point__order").values_list("point__code", "result", "note")
    assert list(found) == [
        ("arrival", "holds", ""),
        ("applicant", "holds", "Katsottava."),
        ("competition", "fails", "Vain yksi tuottaja."),
    ]
    assert Event.objects.filter(kind="case.screened").count() == 1
    # The same again changes nothing; the page tells how far it is.
    client.post(url, given)
    assert Event.objects.filter(kind="case.screened").count() == 1
    case = page_of(client, cast.presenting_officer, application, "case").content.decode()
    assert "3/11" in case
    # A request for a supplement begins with what does not hold.
    asked = page_of(client, cast.presenting_officer, application, "supplement").content.decode()
    failed = ScreeningFinding.objects.get(result="fails").point
    assert f">\n{failed.text_fi}</textarea>" in asked


def test_only_the_cases_own_officer_finds_while_it_is_under_review(client, cast):
    application = stages.proposed(cast)
    given = {"findings": {"purpose": Found("holds")}, "at": stages.later(application, hours=3)}
    for actor, code in ((cast.decision_maker, "not_allowed"), (cast.presenting_officer, "not_under_review")):
        with pytest.raises(Refused) as refused:
            record_findings(application_id=application.pk, actor=actor, **given)
        assert refused.value.code == code
    # It says what happened meanwhile: the proposal has been presented, and by whom.
    assert "presenting officer" in str(refused.value.details[0])
    for actor in (cast.reviewer, cast.auditor):
        page = page_of(client, actor, application)
        assert page.status_code == 200
        assert "<form method" not in page.content.decode().partition("<main")[2].partition("</main")[0]


def test_the_ruling_on_special_grounds_answers_two_points_and_goes_into_the_proposal(client, cast):
    application = stages.on_grounds(cast)
    stages.take_up(application_id=application.pk, actor=cast.presenting_officer, at=stages.later(application))
    assert (answers(application)["coverage"], answers(application)["grounds"]) == ("", "")
    client.force_login(cast.presenting_officer)
    url = reverse("admin:grounds-ruling", args=[application.pk])
    without = client.post(url, {"ruling": "no", "reason": " ", "seen": 1})
    assert (without.status_code, application.grounds_rulings.count()) == (422, 0)
    moved = client.post(url, {"ruling": "no", "reason": "Ei riitä.", "seen": 7})
    assert moved.status_code == 409
    assert "Ei riitä." in moved.content.decode()
    assert client.post(url, {"ruling": "no", "reason": "Ei riitä.", "seen": 1}).status_code == 302
    assert (answers(application)["coverage"], answers(application)["grounds"]) == ("fails", "fails")
    rule_on_grounds(
        application_id=application.pk,
        version=1,
        accepted=True,
        reason="Saaristo.",
        actor=cast.presenting_officer,
        at=stages.later(application, hours=2),
    )
    assert (answers(application)["coverage"], answers(application)["grounds"]) == ("holds", "holds")
    assert rulings_of(case_of(application)) == {
        "resolution": "elements",
        "grounds_accepted": "yes",
        "grounds_reason": "Saaristo.",
    }
    case = page_of(client, cast.presenting_officer, application, "case").content.decode()
    assert re.search(r'name="grounds_accepted" value="yes"[^>]*checked', case)
    assert "Saaristo." in case
    # A ruling is on a version: the next one has none.
    application.grounds_rulings.update(version=0)
    assert (answers(application)["coverage"], answers(application)["grounds"]) == ("", "")
