"""What changed since a body decided: words, elements and money; one press that reconfirms; records put right."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from applications.actions.budget import LineContent, save_budget
from applications.actions.consortium import answer_request
from applications.actions.leaving import leave
from applications.actions.packages import make_package
from applications.actions.plan import choose_elements, save_plan
from applications.models import Attachment, MemberDecision, Section
from applications.queries.differences import content_of_version, plan_difference
from ledger.models import Event
from outbox.models import Row
from pilots.models import Call
from tests import builders

pytestmark = pytest.mark.django_db
AT = datetime(2018, 3, 6, 8, 0, tzinfo=UTC)
GIVEN = {"body": "Kaupunginhallitus", "decided_on": "5.3.2018", "section": "13", "result": "approved"}


@pytest.fixture(autouse=True)
def in_march(monkeypatch):
    def stamped(self, request):
        request.arrived_at = AT
        return self.get_response(request)

    monkeypatch.setattr("ui.middleware.ArrivalTime.__call__", stamped)


@pytest.fixture
def application(cast):
    made = builders.begun(cast, call=Call.objects.get(slug="pilots-2018"), at=AT)
    builders.written(made, cast, at=AT)
    return made


@pytest.fixture
def vantaa(cast, application):
    """Vantaa's city board joined on 5.3.2018, § 13, on the first version of the plan."""
    builders.joined(application, cast, cast.vantaa, cast.second_signatory, at=AT)
    return builders.decided(application, cast.vantaa, cast.second_signatory, at=AT)


def change(application, cast, **answers):
    seen = Section.objects.get(application=application, key="plan").version
    save_plan(application_id=application.pk, answers=answers, seen=seen, actor=cast.lead_editor, at=AT)
    application.refresh_from_db()


def budget(application, cast, *lines):
    seen = Section.objects.get(application=application, key="budget").version
    save_budget(application_id=application.pk, lines=list(lines), seen=seen, actor=cast.lead_signatory, at=AT)
    application.refresh_from_db()


def line(element="personal-budget", category="services", asked="1000000.00", **more):
    return LineContent(element=element, category=category, year=2018, asked_eur=Decimal(asked), **more)


def url(application, first, second, language="en"):
    return f"/{language}/applications/{application.pk}/plan-versions/{first}/{second}/"


def decision_page(member, tail=""):
    return f"/en/applications/{member.application_id}/members/{member.pk}/decision/{tail}"


def current(member):
    return MemberDecision.objects.current().get(member=member)


def words(response):
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def test_words_elements_lines_and_sums_are_compared(cast, application, vantaa):
    change(application, cast, aims="Vastaus: Tavoitteet ja enemmän")
    choose_elements(
        application_id=application.pk,
        codes=["sote-centre", "personal-budget"],
        actor=cast.lead_signatory,
        at=AT,
    )
    budget(application, cast, line(asked="1250000.00"), line("sote-centre", "personnel", "500.00"))
    found = plan_difference(*(content_of_version(application, number) for number in (1, 2)))
    assert [one["fi"] for one in found.added] == ["Sote-keskus"]
    assert [one["fi"] for one in found.removed] == ["Asiakasseteli"]
    assert [(one.field, one.after) for one in found.fields] == [("aims", "Vastaus: Tavoitteet ja enemmän")]
    kinds = sorted((one.before is not None, one.after is not None) for one in found.lines)
    assert kinds == [(False, True), (True, False), (True, True)]
    whole = next(one for one in found.sums if one.element is None)
    assert (whole.before_eur, whole.after_eur) == (Decimal(2000000), Decimal("1250500.00"))


def test_equal_versions_have_no_difference(application, vantaa):
    content = content_of_version(application, 1)
    assert not plan_difference(content, content)


def test_two_equal_lines_are_not_taken_for_one(application, vantaa):
    content = content_of_version(application, 1)
    twice = {**content, "budget": [*content["budget"], content["budget"][0]]}
    found = plan_difference(content, twice)
    assert [(one.before, one.after) for one in found.lines] == [(None, content["budget"][0])]


def test_the_page_marks_words_and_reconfirms_with_one_press(cast, application, vantaa, logged_in):
    change(application, cast, aims="Vastaus: Tavoitteet ja enemmän")
    client = logged_in(cast.second_signatory)
    board = words(logged_in(cast.lead_editor).get(f"/en/applications/{application.pk}/members/"))
    assert url(application, 1, 2) in board
    assert url(application, 1, 2) in words(client.get(decision_page(vantaa)))
    shown = client.get(url(application, 1, 2))
    assert "<ins>" in words(shown)
    assert "ja enemmän" in words(shown)
    done = client.post(decision_page(vantaa, "reconfirm/"), {"seen": shown.context["seen"]})
    assert done.status_code == 302
    record = current(vantaa)
    assert (record.stands_on, record.reconfirmed_by) == (2, cast.second_signatory.email)
    assert Event.objects.filter(kind="decision.reconfirmed").count() == 1
    assert not client.get(url(application, 1, 2)).context["reconfirms"]


def test_what_changed_after_it_was_read_is_not_confirmed(cast, application, vantaa, logged_in):
    change(application, cast, aims="Toinen")
    client = logged_in(cast.second_signatory)
    seen = client.get(url(application, 1, 2)).context["seen"]
    change(application, cast, aims="Kolmas")
    refused = client.post(decision_page(vantaa, "reconfirm/"), {"seen": seen})
    assert refused.status_code == 422
    assert "The plan has changed again" in words(refused)
    assert current(vantaa).stands_on == 1


def test_only_the_own_signatory_is_offered_the_press(cast, application, vantaa, logged_in):
    change(application, cast, aims="Toinen")
    for user in (cast.lead_signatory, cast.lead_editor):
        assert logged_in(user).get(url(application, 1, 2)).context["reconfirms"] == []
    assert logged_in(cast.stranger).get(url(application, 1, 2)).status_code == 404
    assert logged_in(cast.lead_editor).get(url(application, 1, 9)).status_code == 404


def test_the_record_is_tied_to_the_version_that_the_package_showed(cast, application, logged_in):
    member = builders.joined(application, cast, cast.helsinki, cast.partner_signatory, at=AT)
    make_package(member_id=member.pk, language="fi", replace_edited=False, actor=cast.lead_editor, at=AT)
    change(application, cast, aims="Toinen")
    client = logged_in(cast.partner_signatory)
    form = client.get(decision_page(member)).context["record_form"]
    assert form["plan_version"].value() == 1
    assert [number for number, _words in form.fields["plan_version"].choices] == [2, 1]
    assert client.post(decision_page(member), GIVEN).status_code == 302
    assert current(member).plan_version == 1
    assert client.post(decision_page(member), GIVEN | {"plan_version": "9"}).status_code == 422
    assert client.post(decision_page(member), GIVEN | {"plan_version": "2"}).status_code == 302
    assert current(member).plan_version == 2


def test_mending_a_record_keeps_what_was_acknowledged_and_reconfirmed(cast, application, vantaa, logged_in):
    change(application, cast, aims="Toinen")
    client = logged_in(cast.second_signatory)
    client.post(decision_page(vantaa, "reconfirm/"))
    client.post(decision_page(vantaa), GIVEN | {"proposer": "Apulaiskaupunginjohtaja", "plan_version": "1"})
    assert (current(vantaa).proposer, current(vantaa).stands_on) == ("Apulaiskaupunginjohtaja", 2)
    client.post(decision_page(vantaa), GIVEN | {"section": "14", "plan_version": "1"})
    assert current(vantaa).stands_on == 1


def test_who_comes_back_after_leaving_decides_anew(cast, application, vantaa):
    leave(member_id=vantaa.pk, reason="Emme ehdi.", actor=cast.second_signatory, at=AT)
    (again,) = builders.asked(application, cast, cast.vantaa, at=AT)
    answer_request(member_id=again.pk, accept=True, answer_note="", actor=cast.second_signatory, at=AT)
    assert not MemberDecision.objects.current().filter(member=again).exists()
    assert again.decisions.count() == 1


@pytest.fixture
def recorded(cast, application, logged_in):
    """The lead has recorded Helsinki's decision from its extract."""
    member = builders.joined(application, cast, cast.helsinki, cast.partner_signatory, at=AT)
    extract = Attachment.objects.create(
        application=application, file="x.pdf", original_name="ote.pdf", content_type="application/pdf", size=1,
        sha256="0" * 64, uploaded_at=AT, uploaded_by="lead",
    )  # fmt: skip
    MemberDecision.objects.create(
        member=member, body="Kaupunginhallitus", decided_on="2018-03-05", result="approved", plan_version=1,
        extract=extract, recorded_at=AT, recorded_by="lead", recorded_for_member=True, confirmed_at=AT,
    )  # fmt: skip
    return member


def test_a_dispute_is_told_to_the_lead_who_withdraws_or_records_anew(cast, recorded, logged_in):
    member, lead = logged_in(cast.partner_signatory), logged_in(cast.lead_signatory)
    member.post(decision_page(recorded, "answer/"), {"right": "no", "dispute": "Pykälä on väärä."})
    assert Row.objects.filter(payload__template="record_disputed").count() == 1
    assert lead.post(decision_page(recorded), GIVEN).status_code == 302
    assert (current(recorded).disputed_at, current(recorded).section) == (None, "13")
    assert lead.post(decision_page(recorded, "withdraw/")).status_code == 302
    assert not MemberDecision.objects.current().filter(member=recorded).exists()
    assert Row.objects.filter(payload__template="record_withdrawn").count() == 1
    assert recorded.decisions.count() == 2


def test_the_lead_does_not_write_over_the_members_own_record(cast, vantaa, logged_in):
    lead = logged_in(cast.lead_signatory)
    assert lead.get(decision_page(vantaa)).context["record_form"] is None
    assert lead.post(decision_page(vantaa, "withdraw/")).status_code == 422
    assert logged_in(cast.lead_editor).post(decision_page(vantaa, "withdraw/")).status_code == 403
    assert current(vantaa).counts


def test_a_rejected_decision_is_not_reconfirmed(cast, application, vantaa, logged_in):
    client = logged_in(cast.second_signatory)
    client.post(decision_page(vantaa), GIVEN | {"result": "rejected"})
    change(application, cast, aims="Toinen")
    assert client.post(decision_page(vantaa, "reconfirm/")).status_code == 422
    assert current(vantaa).reconfirmed_at is None


def test_the_attestation_is_shown_as_attested_and_in_the_language_of_the_case(
    cast, call, monkeypatch, logged_in
):
    at = builders.in_window(call)
    monkeypatch.setattr(f"{__name__}.AT", at)
    application = builders.complete_draft(cast, call=call, at=at, language="sv")
    submission = builders.sent(application, cast, at=at)
    for tail in ("", "receipt/1/", "versions/1/"):
        shown = words(logged_in(cast.lead_editor).get(f"/applications/{application.pk}/{tail}"))
        assert submission.attestation in shown
        assert 'lang="sv"' in shown
