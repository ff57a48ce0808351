"""All of Uusimaa asked by Keski-Uudenmaan sote in February 2018, and the board calendar of the last week.

Meeting days and answers are illustrative but for Vantaa's decision of 5.3.2018 § 13; populations are those of
31.12.2016.
"""

from datetime import UTC, date, datetime
from threading import Barrier, Thread

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.models import Organisation
from applications.actions.asking import ask_partners, remind
from applications.actions.calendar import MeetingContent, set_meeting
from applications.actions.consortium import answer_request
from applications.actions.member_decisions import DecisionContent, record_decision
from applications.models import Application, Member, PlanVersion
from applications.queries.board import board_of
from applications.queries.calendar import projection_of
from applications.queries.coverage import codes_by_organisation, codes_within
from applications.tasks import send_mail
from eligibility import Outcome
from ledger.models import Event
from ledger.refusal import Refused
from outbox.models import Row
from pilots.models import Call
from pilots.worlds import kept
from tests.applications.consortia import AT, draft, member
from tests.cast import staff

pytestmark = pytest.mark.django_db
SEVENTH = datetime(2018, 3, 7, 10, 0, tzinfo=UTC)
HUS, ETEVA = "hus", "eteva"
# code: (body meets on); they have accepted, and Porvoo meets too late.
MEETINGS = {
    "049": date(2018, 3, 12),
    "245": date(2018, 3, 12),
    "257": date(2018, 3, 13),
    "638": date(2018, 3, 19),
}


@pytest.fixture
def now(monkeypatch):
    """Every request arrives at the moment that `now` holds."""
    moment = {"at": AT}

    def stamped(self, request):
        request.arrived_at = moment["at"]
        return self.get_response(request)

    monkeypatch.setattr("ui.middleware.ArrivalTime.__call__", stamped)
    return moment


@pytest.fixture
def application(cast):
    return draft(cast)


def words(response):
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def page(application, tail=""):
    return f"/en/applications/{application.pk}/members/{tail}"


def organisation(key: str) -> Organisation:
    return Organisation.objects.get(**({"municipality": key} if key.isdigit() else {"authority": key}))


def everybody(cast) -> list[int]:
    """The 26 municipalities of Uusimaa, HUS and Eteva."""
    places = Organisation.objects.filter(municipality__reform_region="01")
    return [*places.values_list("pk", flat=True), organisation(HUS).pk, organisation(ETEVA).pk]


def ask_all(cast, application, *, at=AT) -> list[Member]:
    return ask_partners(
        application_id=application.pk,
        organisation_ids=everybody(cast),
        message="Lähdettekö mukaan?",
        reply_by_on=date(2018, 2, 28),
        actor=cast.lead_signatory,
        at=at,
    )


def accepts(application, key: str, *, at=SEVENTH) -> Member:
    one = Member.objects.get(application=application, organisation=organisation(key))
    signatory = staff(f"signatory@{key}.example", one.organisation, "signatory")
    return answer_request(member_id=one.pk, accept=True, answer_note="", actor=signatory, at=at)


def meets(application, key: str, on: date, *, actor, **more) -> None:
    one = Member.objects.get(application=application, organisation=organisation(key))
    content = MeetingContent(body="Kaupunginhallitus", meets_on=on, **more)
    set_meeting(member_id=one.pk, content=content, actor=actor, at=SEVENTH)


def seventh_of_march(cast, application) -> None:
    """Three have decided, four have accepted and told their day, Lohja has declined, the rest is silent."""
    ask_all(cast, application)
    decide(member(application, cast.keusote), cast.lead_signatory, decided_on=date(2018, 2, 20))
    for key, signatory, on in (
        ("091", cast.partner_signatory, date(2018, 2, 26)),
        ("092", cast.second_signatory, date(2018, 3, 5)),
    ):
        one = member(application, organisation(key))
        answer_request(member_id=one.pk, accept=True, answer_note="", actor=signatory, at=AT)
        decide(one, signatory, decided_on=on, section="13")
    for key, on in MEETINGS.items():
        accepts(application, key)
        meets(application, key, on, actor=cast.lead_editor)
    lohja = member(application, organisation("444"))
    refusing = staff("signatory@lohja.example", lohja.organisation, "signatory")
    answer_request(member_id=lohja.pk, accept=False, answer_note="", actor=refusing, at=SEVENTH)


def decide(one: Member, actor, *, decided_on: date, result: str = "approved", section: str = "") -> None:
    content = DecisionContent(body="Kaupunginhallitus", decided_on=decided_on, result=result, section=section)
    record_decision(member_id=one.pk, content=content, extract=None, actor=actor, at=SEVENTH)


def days_of(projection):
    return [
        (
            day.on.isoformat(),
            day.basis.value,
            day.coverage.verdict.covered_inhabitants,
            day.coverage.verdict.covered_municipalities,
            day.coverage.verdict.share,
        )
        for day in projection.days
    ]


def test_one_page_names_everybody_and_one_press_asks_them_all(cast, application, logged_in, now):
    client = logged_in(cast.lead_signatory)
    board = words(client.get(page(application)))
    # Two authorities of Päijät-Häme work in Uusimaa too, for Myrskylä and Pukkila; they are not meant.
    assert "Not asked: 30 organisations, 26 municipalities" in board
    assert "comes in through Keski-Uudenmaan sote" in board
    data = {"organisation": everybody(cast), "message": "Lähdettekö mukaan?", "reply_by_on": "28.2.2018"}
    asks = words(client.post(page(application, "ask/"), data))
    with translation.override("en"):
        names = [each.name for each in Organisation.objects.filter(pk__in=everybody(cast)).order_by("pk")]
    assert [name for name in names if name not in asks] == []
    assert "Send 28 requests" in asks
    assert not Row.objects.filter(kind="mail").exists()
    sent = client.post(page(application, "ask/"), data | {"confirmed": "1", "reply_by_on": "2018-02-28"})
    assert sent["Location"] == page(application)
    assert application.members.filter(state="asked", reply_by_on=date(2018, 2, 28)).count() == 28
    assert Event.objects.filter(kind="request.sent").count() == 28
    assert PlanVersion.objects.get(application=application).number == 1


def test_everybody_possible_is_ticked_and_with_only_that_one_alone(cast, application, logged_in, now):
    client = logged_in(cast.lead_signatory)
    shown = words(client.get(page(application, "ask/")))
    assert shown.count("checked") == 24
    assert shown.count("(comes in through Keski-Uudenmaan sote -kuntayhtymä)") == 6
    jarvenpaa = Organisation.objects.get(municipality__name_fi="Järvenpää").pk
    assert "checked" not in shown.partition(f'value="{jarvenpaa}"')[2].partition(">")[0]
    assert words(client.get(page(application, f"ask/?only={jarvenpaa}"))).count("checked") == 1
    only = words(client.get(page(application, f"ask/?only={cast.vantaa.pk}")))
    assert only.count("checked") == 1
    assert f'value="{cast.vantaa.pk}"' in only.split("checked")[0].rpartition("<input")[2]


def test_each_is_asked_in_its_own_language(cast, application, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    ask_all(cast, application)
    for row in Row.objects.filter(kind="mail", payload__template="request").order_by("pk"):
        send_mail(row)
    languages = {one.to[0]: one.extra_headers["Content-Language"] for one in mail.outbox}
    assert len(mail.outbox) == 28
    swedish = set(
        Organisation.objects.filter(
            registry_email__in=[to for to in languages if languages[to] == "sv"]
        ).values_list("name_sv", flat=True)
    )
    assert swedish == {"Raseborg", "Ingå"}
    subjects = {one.subject.partition(":")[0] for one in mail.outbox}
    assert subjects == {"Kumppanuuspyyntö", "Partnerskapsförfrågan"}


def test_the_projection_day_by_day_and_what_it_hangs_on(cast, application):
    seventh_of_march(cast, application)
    projection = projection_of(board_of(fresh(application)), at=SEVENTH)
    assert days_of(projection) == [
        ("2018-02-20", "confirmed", 194_684, 6, "11.88"),
        ("2018-02-26", "confirmed", 829_865, 7, "50.65"),
        ("2018-03-05", "confirmed", 1_049_206, 8, "64.04"),
        ("2018-03-12", "agreed", 1_359_300, 10, "82.97"),
        ("2018-03-13", "agreed", 1_398_333, 11, "85.35"),
    ]
    assert [
        (one.on, one.exit.organisation.name_fi, one.exit.share, one.exit.outcome)
        for one in projection.hinges()
    ] == [(date(2018, 3, 12), "Espoo", "68.59", Outcome.NOT_ELIGIBLE)]
    assert [(one.organisation.name_fi, one.share, one.outcome) for one in projection.exits()] == [
        ("Helsinki", "46.58", Outcome.NOT_ELIGIBLE),
        ("Espoo", "68.59", Outcome.NOT_ELIGIBLE),
        ("Vantaa", "71.96", Outcome.NEEDS_GROUNDS),
        ("Keski-Uudenmaan sote -kuntayhtymä", "73.46", Outcome.NEEDS_GROUNDS),
    ]
    assert [row.organisation.name_fi for row in projection.late] == ["Porvoo"]


def fresh(application) -> Application:
    return Application.objects.select_related("call__rule", "region", "lead").get(pk=application.pk)


def test_the_board_says_it_in_sentences(cast, application, logged_in, now):
    seventh_of_march(cast, application)
    now["at"] = SEVENTH
    text = words(logged_in(cast.lead_signatory).get(page(application)))
    assert '<p class="figure">64,04 %</p>' in text
    assert "confirmed now, 8 of 26 municipalities" in text
    assert 'rises by 13.3.2018 to <strong class="nowrap">85,35 %</strong>, which meets the rule.' in text
    assert (
        "Everything hangs on one meeting: Espoo, 12.3.2018. Without it coverage stays at 68,59 %, which does not meet "
        "the rule." in text
    )
    assert "Porvoo decides too late" in text
    assert "The meeting is on 19.3.2018, and the call closes 15.3.2018" in text
    assert "Ask for an earlier meeting" in text
    assert "Release Porvoo" in text
    assert "Everybody invited: 97,12 %." in text
    assert "The exit of these does not change it: Kirkkonummi and Kerava." in text


def test_those_asked_who_have_told_their_day_are_kept_apart(cast, application, logged_in, now):
    seventh_of_march(cast, application)
    meets(application, "753", date(2018, 3, 14), actor=cast.lead_editor)
    projection = projection_of(board_of(fresh(application)), at=SEVENTH)
    assert projection.end.verdict.share == "85.35"
    assert [(day.on, day.coverage.verdict.covered_inhabitants) for day in projection.asked] == [
        (date(2018, 3, 14), 1_398_333 + 19_922)
    ]
    now["at"] = SEVENTH
    text = words(logged_in(cast.lead_signatory).get(page(application)))
    assert "If those asked join too" in text
    assert "86,56 %" in text


def test_minutes_inspected_after_the_closing_are_only_told(cast, application, logged_in, now):
    seventh_of_march(cast, application)
    meets(application, "257", date(2018, 3, 13), actor=cast.lead_editor, inspected_on=date(2018, 3, 20))
    now["at"] = SEVENTH
    text = words(logged_in(cast.lead_signatory).get(page(application)))
    assert "Minutes are inspected after the call has closed" in text
    assert "Kirkkonummi on 20.3.2018" in text
    assert "85,35 %" in text


def test_a_body_that_tabled_the_matter_decides_at_its_next_meeting_or_not_at_all(cast, application):
    seventh_of_march(cast, application)
    espoo = member(application, cast.espoo)
    signatory = espoo.organisation.people.get()
    decide(espoo, signatory, decided_on=date(2018, 3, 6), result="tabled")
    projection = projection_of(board_of(fresh(application)), at=SEVENTH)
    assert projection.end.verdict.share == "85.35"
    meets(application, "049", date(2018, 3, 6), actor=signatory)
    projection = projection_of(board_of(fresh(application)), at=SEVENTH)
    assert projection.end.verdict.share == "68.59"
    assert [row.organisation.name_fi for row in projection.open] == ["Espoo"]


def test_a_reminder_goes_once_a_day_and_says_what_is_owed(cast, application, logged_in, now, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    seventh_of_march(cast, application)
    now["at"] = SEVENTH
    client = logged_in(cast.lead_signatory)
    asked = list(application.members.filter(state="asked").values_list("pk", flat=True))
    porvoo, espoo = (member(application, organisation(code)).pk for code in ("638", "049"))
    data = {"member": [*asked, porvoo, espoo, member(application, cast.vantaa).pk]}
    Row.objects.filter(kind="mail").delete()
    assert client.post(page(application, "remind/"), data).status_code == 302
    templates = list(Row.objects.filter(kind="mail").values_list("payload__template", flat=True))
    assert sorted(set(templates)) == ["decision_reminder", "earlier_meeting", "request_reminder"]
    assert templates.count("request_reminder") == len(asked) == 21
    again = client.post(page(application, "remind/"), data)
    assert again.status_code == 422
    assert "at most once a day" in words(again)
    assert Row.objects.filter(kind="mail").count() == len(templates)
    for row in Row.objects.filter(kind="mail").order_by("pk"):
        send_mail(row)
    subjects = {one.to[0]: one.subject for one in mail.outbox}
    assert subjects[organisation("638").registry_email] == "Aiempaa kokousta pyydetään: Uusimaa"
    assert subjects[organisation("710").registry_email] == "Påminnelse: partnerskapsförfrågan: Nyland"
    tomorrow = datetime(2018, 3, 8, 6, 0, tzinfo=UTC)
    assert (
        len(remind(application_id=application.pk, member_ids=asked, actor=cast.lead_signatory, at=tomorrow))
        == 21
    )


def test_who_declined_can_be_asked_again_and_starts_anew(cast, application, logged_in, now):
    seventh_of_march(cast, application)
    lohja = member(application, organisation("444"))
    now["at"] = SEVENTH
    client = logged_in(cast.lead_signatory)
    assert f"ask/?only={lohja.organisation_id}" in words(client.get(page(application)))
    data = {
        "organisation": [lohja.organisation_id],
        "message": "Vielä kerran",
        "reply_by_on": "",
        "confirmed": "1",
    }
    assert client.post(page(application, "ask/"), data).status_code == 302
    lohja.refresh_from_db()
    assert (lohja.state, lohja.message, lohja.answered_at, lohja.seen_at) == (
        "asked",
        "Vielä kerran",
        None,
        None,
    )


def test_an_old_decision_does_not_count_for_who_is_asked_again(cast, application, logged_in, now):
    seventh_of_march(cast, application)
    now["at"] = SEVENTH
    client = logged_in(cast.lead_signatory)
    vantaa = member(application, cast.vantaa)
    client.post(page(application, f"{vantaa.pk}/release/"))
    data = {"organisation": [cast.vantaa.pk], "message": "Takaisin?", "reply_by_on": "", "confirmed": "1"}
    client.post(page(application, "ask/"), data)
    answer_request(member_id=vantaa.pk, accept=True, answer_note="", actor=cast.second_signatory, at=SEVENTH)
    board = board_of(fresh(application))
    assert cast.vantaa not in [row.organisation for row in board.decided]
    assert vantaa.decisions.count() == 1


def test_nobody_of_another_county_is_asked(cast, application):
    with pytest.raises(Refused, match="maakuntaan"):
        ask_partners(
            application_id=application.pk,
            organisation_ids=[cast.tampere.pk],
            message="Moi",
            reply_by_on=None,
            actor=cast.lead_signatory,
            at=AT,
        )
    assert application.members.count() == 1


def test_the_board_takes_as_many_queries_for_28_as_for_one(cast, application, logged_in, now):
    client = logged_in(cast.lead_signatory)

    def count():
        with CaptureQueriesContext(connection) as seen:
            assert client.get(page(application)).status_code == 200
        return len(seen)

    few = count()
    seventh_of_march(cast, application)
    assert count() == few


def test_a_county_that_is_kept_knows_whom_an_authority_covers_as_the_board_does(cast, application):
    """What is kept of a county must say what the rows themselves say, of every organisation and in every call."""
    every = list(Organisation.objects.order_by("pk"))
    for call in Call.objects.order_by("pk"):
        world, brings = kept().world(call, "01"), codes_by_organisation(call, every)
        inside = {pk: codes & world.places.keys() for pk, codes in brings.items()}
        assert codes_within(world, every) == inside
    world = kept().world(Call.objects.get(slug="pilots-2018"), "01")
    assert len(codes_within(world, every)[cast.keusote.pk]) == 6


@pytest.mark.django_db(transaction=True)
def test_two_who_list_and_ask_at_once_leave_every_organisation_once(cast):
    application = draft(cast)
    asked, errors = [], []
    start = Barrier(2)

    def go():
        try:
            start.wait()
            asked.append(len(ask_all(cast, application)))
        except Refused as refusal:
            errors.append(refusal.code)
        finally:
            connection.close()

    threads = [Thread(target=go) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (asked, errors) == ([28], ["nobody_to_ask"])
    assert application.members.filter(state="asked").count() == 28
    assert Row.objects.filter(kind="mail", payload__template="request").count() == 28
