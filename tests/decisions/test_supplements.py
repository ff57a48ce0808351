"""A supplement from request to receipt: only the named parts open, a new version stands, a smaller coverage is told."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse

from applications.actions.leaving import leave
from applications.actions.member_decisions import DecisionContent, record_decision
from applications.actions.plan import choose_elements, save_grounds, save_plan
from applications.actions.reminders import sweep
from applications.actions.submitting import withdraw
from applications.actions.supplements import save_answer, send_supplement, stamp_of
from applications.models import Application, SupplementRequest
from applications.tasks import send_mail
from decisions.actions.supplementing import end_supplement, request_supplement
from decisions.tasks import ministry_mail
from ledger.models import Event
from ledger.refusal import Refused
from outbox.models import Row
from pilots.moments import helsinki_day
from tests.decisions import stages

pytestmark = pytest.mark.django_db
ITEMS = [("plan", "Tarkentakaa tavoitteita."), ("", "Miten asukkaita on kuultu?")]


@pytest.fixture(autouse=True)
def kept_in_memory(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def asked(cast, application, *, items=ITEMS, days=10, hours=2):
    at = stages.later(application, hours=hours)
    return request_supplement(
        application_id=application.pk,
        text="Pyydämme täydentämään hakemusta.",
        items=items,
        due_on=helsinki_day(at) + timedelta(days=days),
        actor=cast.presenting_officer,
        at=at,
    )


def fresh(application) -> Application:
    return Application.objects.get(pk=application.pk)


def mails(prefix: str, handler=send_mail, kind="mail"):
    mail.outbox = []
    for row in Row.objects.filter(kind=kind, reference__startswith=prefix).order_by("pk"):
        handler(row)
    return mail.outbox


def plan_version(application) -> int:
    return application.sections.get(key="plan").version


def rewritten(cast, application, *, hours=4):
    return save_plan(
        application_id=application.pk,
        answers={"title": "Yhdessä Uudellamaalla, tarkennettu"},
        seen=plan_version(application),
        actor=cast.lead_editor,
        at=stages.later(application, hours=hours),
    )


def test_only_what_is_named_is_open_also_after_the_call_has_closed(cast):
    application = stages.taken_up(cast)
    asked(cast, application)
    application = fresh(application)
    late = application.call.closes_at + timedelta(days=3)
    open_sections = {
        key
        for key in ("plan", "elements", "budget", "grounds", "members")
        if application.is_editable(late, key)
    }
    assert open_sections == {"plan"}
    rewritten(cast, application, hours=24 * 30)
    with pytest.raises(Refused) as refused:
        save_grounds(
            application_id=application.pk,
            grounds="x",
            below_limit_confirmed=False,
            seen=0,
            actor=cast.lead_editor,
            at=late,
        )
    assert refused.value.code == "not_editable"


def test_a_members_decision_is_open_when_it_is_asked_for(cast):
    application = stages.taken_up(cast)
    member = application.members.get(organisation=cast.vantaa)
    who = {"member_id": member.pk, "extract": None, "actor": cast.second_signatory}
    content = DecisionContent(
        body="Kaupunginvaltuusto", decided_on=application.created_at.date(), result="approved"
    )
    asked(cast, application)
    with pytest.raises(Refused):
        record_decision(content=content, at=stages.later(application, hours=3), **who)
    end(cast, application)
    asked(cast, application, items=[("members", "Vantaan päätös puuttuu.")], hours=5)
    record_decision(content=content, at=stages.later(application, hours=6), **who)
    assert member.decisions.current().get().body == "Kaupunginvaltuusto"


def end(cast, application, *, hours=4):
    return end_supplement(
        application_id=application.pk,
        note="",
        actor=cast.presenting_officer,
        at=stages.later(application, hours=hours),
    )


def test_the_lead_reads_what_is_asked_and_by_when(cast):
    application = stages.taken_up(cast)
    request = asked(cast, application)
    only = mails("supplement:")[0]
    assert only.to == [cast.keusote.registry_email]
    assert application.case_number in only.subject
    assert "Tarkentakaa tavoitteita." in only.body
    assert "Miten asukkaita on kuultu?" in only.body
    assert "hallintolaki 434/2003, 22 §" in only.body
    assert f"{request.due_on.day}.{request.due_on.month}.{request.due_on.year}" in only.subject
    assert Event.objects.filter(kind="application.request_supplement").count() == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"days": 4}, "due_too_soon"),
        ({"items": []}, "no_item"),
        ({"items": [("plan", "  ")]}, "no_item"),
        ({"items": [("element:nothing", "x")]}, "unknown_section"),
    ],
    ids=["four days", "nothing asked", "blank", "a section that is not there"],
)
def test_what_cannot_be_asked(cast, change, code):
    application = stages.taken_up(cast)
    with pytest.raises(Refused) as refused:
        asked(cast, application, **change)
    assert refused.value.code == code
    assert fresh(application).state == "under_review"


def test_an_answer_makes_a_version_with_a_receipt_and_the_case_goes_back(cast):
    application = stages.taken_up(cast)
    asked(cast, application)
    rewritten(cast, application)
    at = stages.later(application, hours=5)
    save_answer(application_id=application.pk, answer="Kuulimme 12 tilaisuudessa.", actor=cast.partner_editor)
    made = send_supplement(application_id=application.pk, attested=True, actor=cast.lead_signatory, at=at)
    request = SupplementRequest.objects.get()
    assert (made.number, made.received_at, fresh(application).state) == (2, at, "under_review")
    assert made.snapshot["supplement"] == {"number": 1, "answer": "Kuulimme 12 tilaisuudessa."}
    assert (request.state, request.submission, request.closed_by) == (
        "answered",
        made,
        cast.lead_signatory.email,
    )
    takers = (cast.keusote, cast.helsinki, cast.vantaa, cast.espoo)
    found = mails("supplement_received:")
    assert sorted(one.to[0] for one in found) == sorted(taker.registry_email for taker in takers)
    assert all(made.checksum in one.body for one in found)
    told = mails("supplement_sent:", ministry_mail, "ministry-mail")
    assert [one.to for one in told] == [[cast.presenting_officer.email]]


def test_only_a_signatory_of_the_lead_sends_it_and_only_with_something_to_say(cast):
    application = stages.taken_up(cast)
    asked(cast, application)
    who = {"application_id": application.pk, "at": stages.later(application, hours=5)}
    for person in (cast.lead_editor, cast.partner_signatory):
        with pytest.raises(Refused) as refused:
            send_supplement(attested=True, actor=person, **who)
        assert refused.value.code == "not_allowed"
    with pytest.raises(Refused) as refused:
        send_supplement(attested=True, actor=cast.lead_signatory, **who)
    assert refused.value.code == "nothing_answered"
    save_answer(application_id=application.pk, answer="Tässä.", actor=cast.lead_editor)
    with pytest.raises(Refused) as refused:
        send_supplement(attested=False, actor=cast.lead_signatory, **who)
    assert refused.value.code == "not_attested"


def test_after_the_due_date_it_can_be_sent_until_the_officials_go_on(cast):
    application = stages.taken_up(cast)
    request = asked(cast, application, days=5)
    late = stages.later(application, hours=24 * 9)
    assert request.is_overdue(helsinki_day(late))
    save_answer(application_id=application.pk, answer="Myöhässä.", actor=cast.lead_editor)
    ended = end_supplement(
        application_id=application.pk, note="Ei vastattu.", actor=cast.presenting_officer, at=late
    )
    assert (ended.state, fresh(application).state) == ("overdue", "under_review")
    with pytest.raises(Refused) as refused:
        send_supplement(application_id=application.pk, attested=True, actor=cast.lead_signatory, at=late)
    assert refused.value.code == "no_request"
    assert [one.to for one in mails("supplement_ended:")] == [[cast.keusote.registry_email]]


def test_a_request_before_its_due_date_is_cancelled_not_overdue(cast):
    application = stages.taken_up(cast)
    asked(cast, application)
    assert end(cast, application).state == "cancelled"


def test_a_smaller_coverage_is_told_to_both_and_stops_nobody(cast, client):
    application = stages.taken_up(cast)
    asked(cast, application)
    espoo = application.members.get(organisation=cast.espoo)
    leave(
        member_id=espoo.pk,
        reason="Valtuusto perui.",
        actor=stages.builders.espoo_signatory(cast),
        at=stages.later(application, hours=3),
    )
    at = stages.later(application, hours=5)
    client.force_login(cast.lead_signatory)
    page = client.get(f"/en/applications/{application.pk}/supplement/").content.decode()
    assert "The coverage would be smaller" in page
    save_answer(application_id=application.pk, answer="Espoo lähti.", actor=cast.lead_editor)
    made = send_supplement(application_id=application.pk, attested=True, actor=cast.lead_signatory, at=at)
    assert (made.verdict["share"], made.verdict["outcome"]) == ("64.16", "not_eligible")
    client.force_login(cast.presenting_officer)
    desk = client.get(reverse("admin:case", args=[application.pk]) + "").content.decode()
    assert "Täydennys pienensi" in desk or "The supplement made the coverage smaller" in desk


def test_the_desk_writes_sees_and_sends_and_the_lead_answers_by_the_pages(cast, client):
    application = stages.taken_up(cast)
    client.force_login(cast.presenting_officer)
    url = f"/en/admin/cases/{application.pk}/supplement/"
    with time_machine.travel(stages.later(application, hours=3), tick=False):
        client.force_login(cast.presenting_officer)
        due = helsinki_day(stages.later(application)) + timedelta(days=12)
        asks = {
            "text": "Hyvä hakija",
            "due_on": f"{due.day}.{due.month}.{due.year}",
            "section-plan": "Tarkentakaa tavoitteita.",
            "other": "Kuka vastaa?\n\nMilloin?",
        }
        empty = client.post(url, {"due_on": asks["due_on"], "preview": "1"})
        assert empty.status_code == 422
        seen = client.post(url, asks | {"preview": "1"})
        assert (seen.status_code, SupplementRequest.objects.count()) == (200, 0)
        assert "As the consortium will read it" in seen.content.decode()
        assert client.post(url, asks | {"send": "1"}).status_code == 302
        request = SupplementRequest.objects.get()
        assert [(item.section, item.text) for item in request.listed] == [
            ("plan", "Tarkentakaa tavoitteita."),
            ("", "Kuka vastaa?"),
            ("", "Milloin?"),
        ]
        client.force_login(cast.lead_signatory)
        assert (
            f"/en/applications/{application.pk}/supplement/"
            in client.get("/en/applications/").content.decode()
        )
        banner = client.get(f"/en/applications/{application.pk}/plan/").content.decode()
        assert "The ministry asks for a supplement by" in banner
        page = f"/en/applications/{application.pk}/supplement/"
        assert client.post(page, {"answer": "Hankejohtaja vastaa."}).status_code == 302
        assert "Hankejohtaja vastaa." in client.get(page).content.decode()
        refused = client.post(f"{page}send/", {})
        assert (refused.status_code, "The attestation is required." in refused.content.decode()) == (
            422,
            True,
        )
        sent = client.post(f"{page}send/", {"attested": "on"})
        assert sent["Location"] == f"/en/applications/{application.pk}/receipt/2/"
        assert "Hankejohtaja vastaa." in client.get(page).content.decode()


def test_what_is_late_waits_for_the_officer_at_the_desk(cast, client):
    application = stages.taken_up(cast)
    asked(cast, application, days=5)
    with time_machine.travel(stages.later(application, hours=24 * 9), tick=False):
        client.force_login(cast.presenting_officer)
        assert "the supplement is overdue" in client.get("/en/admin/").content.decode()
        assert (
            "The supplement is overdue" in client.get(f"/en/admin/cases/{application.pk}/").content.decode()
        )


def test_a_member_that_leaves_after_the_decision_waits_for_the_officer_and_the_state_stays(cast, client):
    decision = stages.decided(cast)
    application = fresh(decision.application)
    leave(
        member_id=application.members.get(organisation=cast.espoo).pk,
        reason="Valtuusto perui.",
        actor=stages.builders.espoo_signatory(cast),
        at=stages.later(application, hours=30),
    )
    assert fresh(application).state == "decided"
    client.force_login(cast.presenting_officer)
    assert "a member has left after the decision" in client.get("/en/admin/").content.decode()
    page = client.get(f"/en/admin/cases/{application.pk}/").content.decode()
    assert "Valtuusto perui." in page
    client.force_login(cast.decision_maker)
    assert "a member has left after the decision" not in client.get("/en/admin/").content.decode()


def test_an_element_is_not_dropped_while_its_plan_or_its_lines_are_closed(cast):
    application = stages.taken_up(cast)
    asked(cast, application, items=[("elements", "Karsikaa osioita.")])
    who = {"application_id": application.pk, "codes": ["client-voucher"], "actor": cast.lead_signatory}
    with pytest.raises(Refused) as refused:
        choose_elements(at=stages.later(application, hours=3), **who)
    assert refused.value.code == "element_closed"
    assert application.element_plans.count() == 2
    end(cast, application)
    items = [(key, "Karsikaa.") for key in ("elements", "element:personal-budget", "budget")]
    asked(cast, application, items=items, hours=5)
    choose_elements(at=stages.later(application, hours=6), **who)
    assert application.element_plans.count() == 1


def test_of_two_who_write_the_answer_the_second_gets_both_texts(client, cast):
    application = stages.taken_up(cast)
    request = asked(cast, application)
    page = reverse("applications:supplement", args=[application.pk])
    with time_machine.travel(stages.later(application, hours=3), tick=False):
        client.force_login(cast.lead_editor)
        seen = stamp_of(request)
        assert seen in client.get(page).content.decode()
        assert client.post(page, {"answer": "Ensimmäinen vastaus", "seen": seen}).status_code == 302
        client.force_login(cast.partner_editor)
        second = client.post(page, {"answer": "Toinen vastaus", "seen": seen})
        words = second.content.decode()
        assert second.status_code in {409, 422}
        assert "Ensimmäinen vastaus" in words
        assert "Toinen vastaus" in words
        request.refresh_from_db()
        assert request.answer == "Ensimmäinen vastaus"
        assert stamp_of(request) in words
        assert client.post(page, {"answer": "Molemmat", "seen": stamp_of(request)}).status_code == 302


def test_nothing_is_asked_of_a_withdrawn_application(cast):
    application = stages.taken_up(cast)
    request = asked(cast, application)
    at = stages.later(application, hours=3)
    withdraw(application_id=application.pk, reason="Yhtymä hajosi.", actor=cast.lead_signatory, at=at)
    request.refresh_from_db()
    assert (request.state, request.closed_by) == ("cancelled", cast.lead_signatory.email)
    Row.objects.filter(reference__startswith="remind_supplement").delete()
    sweep(at=at + timedelta(days=9))
    assert not Row.objects.filter(reference__startswith="remind_supplement").exists()
