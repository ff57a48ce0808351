"""The officials' pages over HTTP: who gets in, what waits, what lists show, and that they do not grow in queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from applications.models import Application
from decisions.models import Disqualification
from decisions.templatetags.desk import current
from ledger.models import Event
from outbox.models import Row
from tests import builders
from tests.decisions import stages

LISTS = [
    "admin:index",
    "admin:cases",
    "admin:money",
    "admin:letters",
    "admin:outbox",
    "admin:ledger",
    "admin:people",
]
OPEN_TO = {
    "reviewer": {"admin:index", "admin:cases", "admin:money"},
    "presenting_officer": {"admin:index", "admin:cases", "admin:money", "admin:letters"},
    "decision_maker": {"admin:index", "admin:cases", "admin:money", "admin:letters"},
    "administrator": {"admin:index", "admin:cases", "admin:money", "admin:letters", "admin:outbox"},
    "auditor": {"admin:index", "admin:cases", "admin:money", "admin:letters", "admin:ledger"},
    "superuser": {"admin:index", "admin:ledger", "admin:people"},
    "lead_signatory": set(),
    "stranger": set(),
}


@pytest.mark.parametrize("who", list(OPEN_TO))
def test_each_role_opens_its_own_pages_and_no_others(client, cast, who):
    client.force_login(getattr(cast, who))
    answers = {name: client.get(reverse(name)).status_code for name in LISTS}
    assert answers == {name: 200 if name in OPEN_TO[who] else 403 for name in LISTS}


def test_nobody_who_is_not_logged_in_sees_anything_but_the_way_in(client, db):
    for name in LISTS:
        response = client.get(reverse(name))
        assert (response.status_code, response.url) == (
            302,
            f"{reverse('accounts:login')}?next={reverse(name)}",
        )
    response = client.get(reverse("admin:login"))
    assert response.url.startswith(reverse("accounts:login"))


def test_a_menu_names_only_what_may_be_opened(client, cast):
    client.force_login(cast.superuser)
    html = client.get(reverse("admin:index")).content.decode()
    assert reverse("admin:people") in html
    assert reverse("admin:cases") not in html


def test_an_official_acts_for_no_organisation_on_the_open_pages_either(client, cast):
    client.force_login(cast.presenting_officer)
    page = client.get(reverse("pilots:front")).content.decode()
    assert "Kirjautunut: <strong>presenting officer</strong> (esittelijä)" in page
    assert "Edustat organisaatiota" not in page


def test_the_menu_marks_the_page_that_one_is_on_or_below():
    marks = {
        ("/admin/", "admin:index"): "page",
        ("/admin/rounds/practice/memos/", "admin:index"): "",
        ("/admin/rounds/practice/memos/", "admin:rounds"): "true",
        ("/admin/cases/4/review/", "admin:cases"): "true",
        ("/admin/rules/coverage/", "admin:calls"): "true",
        ("/admin/cases/4/review/", "admin:calls"): "",
    }
    assert {(path, route): current(path, route) for path, route in marks} == marks


def test_drafts_and_other_peoples_pages_are_not_there(client, cast):
    draft = builders.begun(cast)
    sent = builders.submitted(people_of_another_county(cast))
    client.force_login(cast.presenting_officer)
    assert client.get(reverse("admin:case", args=[draft.pk])).status_code == 404
    assert client.get(reverse("admin:case", args=[999_999])).status_code == 404
    assert client.get(reverse("admin:case", args=[sent.pk])).status_code == 200
    client.force_login(cast.superuser)
    assert client.get(reverse("admin:case", args=[sent.pk])).status_code == 404


def people_of_another_county(cast):
    """The draft of the lead stands in the way of another of the same lead: it is discarded first."""
    Application.objects.filter(lead=cast.keusote).update(state="discarded")
    return cast


def test_reading_a_case_is_an_event(client, cast):
    application = builders.submitted(cast)
    client.force_login(cast.auditor)
    client.get(reverse("admin:case", args=[application.pk]))
    event = Event.objects.get(kind="case.read")
    assert (event.actor, event.reference) == (cast.auditor.email, application.reference)


def test_a_disqualified_official_no_longer_finds_the_case(client, cast):
    application = builders.submitted(cast)
    client.force_login(cast.presenting_officer)
    url = reverse("admin:step-aside", args=[application.pk])
    assert client.post(url, {"reason": " "}).status_code == 422
    assert client.post(url, {"reason": "Sisareni on hakijan johtaja."}).status_code == 302
    assert Disqualification.objects.get().official == cast.presenting_officer
    assert application.case_number not in client.get(reverse("admin:cases")).content.decode()
    for name in ("admin:case", "admin:step-aside"):
        assert client.get(reverse(name, args=[application.pk])).status_code == 403
    assert client.post(reverse("admin:take-up", args=[application.pk])).status_code == 403
    assert Application.objects.get(pk=application.pk).state == "submitted"


def test_the_desk_says_what_waits_for_whom(client, cast):
    application = builders.submitted(cast)
    name = f"{application.region.name} · {application.lead.name}"

    def waits(user) -> bool:
        client.force_login(user)
        return name in client.get(reverse("admin:index")).content.decode()

    assert waits(cast.presenting_officer)
    assert not waits(cast.decision_maker)
    client.force_login(cast.presenting_officer)
    client.post(reverse("admin:take-up", args=[application.pk]))
    assert waits(cast.presenting_officer)
    stages.save_proposal(
        application_id=application.pk,
        content=stages.content(),
        actor=cast.presenting_officer,
        at=stages.later(application),
    )
    stages.present(application_id=application.pk, actor=cast.presenting_officer, at=stages.later(application))
    assert waits(cast.decision_maker)
    assert not waits(cast.presenting_officer)


def copies(application: Application, count: int) -> None:
    """More submitted cases beside one: the rows alone, as a list needs no more of them."""
    submission = application.submissions.order_by("pk").first()
    leads = type(application.lead).objects.exclude(pk=application.lead_id).order_by("pk")
    for number, lead in enumerate(leads[:count]):
        twin = Application.objects.get(pk=application.pk)
        twin.pk, twin.lead, twin.case_number = None, lead, f"PH/9{number}/2026"
        twin.save(force_insert=True)
        twin.submissions.create(
            number=1,
            snapshot=submission.snapshot,
            verdict=submission.verdict,
            checksum=submission.checksum,
            received_at=submission.received_at,
            recorded_at=submission.recorded_at,
            submitted_by=submission.submitted_by,
            attestation=submission.attestation,
        )


@pytest.mark.parametrize(("page", "most"), [("admin:cases", 10), ("admin:index", 12)])
def test_lists_do_not_grow_in_queries(client, cast, page, most):
    application = builders.submitted(cast)
    client.force_login(cast.presenting_officer)
    client.get(reverse(page))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse(page))
    copies(application, 2)
    with CaptureQueriesContext(connection) as three:
        html = client.get(reverse(page)).content.decode()
    assert html.count(application.region.name) >= 3
    assert len(three) == len(one)
    assert len(one) <= most


def test_the_case_page_does_not_grow_with_its_members(client, cast):
    application = stages.taken_up(cast)
    client.force_login(cast.presenting_officer)
    url = reverse("admin:case", args=[application.pk])
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    stages.save_proposal(
        application_id=application.pk,
        content=stages.content(),
        actor=cast.presenting_officer,
        at=stages.later(application),
    )
    with CaptureQueriesContext(connection) as with_proposal:
        client.get(url)
    assert len(with_proposal) <= len(few) + 2
    reads = [query for query in few if query["sql"].startswith("SELECT") and "ledger_" not in query["sql"]]
    assert len(reads) <= 12, [one["sql"][:110] for one in reads]


def test_the_list_can_be_searched_and_filtered(client, cast):
    application = builders.submitted(cast)
    client.force_login(cast.presenting_officer)

    def found(**query) -> bool:
        return application.case_number in client.get(reverse("admin:cases"), query).content.decode()

    assert found(q=application.case_number)
    assert found(state="submitted", call="practice", county="01", officer="none")
    assert not found(state="decided")
    assert not found(county="02")
    assert not found(officer=str(cast.presenting_officer.pk))
    assert not found(q="nowhere")


@pytest.mark.parametrize(
    "query",
    [
        {"officer": "1e9"},
        {"state": "\x00"},
        {"q": "\x00"},
        {"q": "'\"\\"},
        {"p": "abc"},
        {"e": "1"},
        {"county": "9" * 500},
    ],
)
def test_clumsy_queries_break_nothing(client, cast, query):
    client.force_login(cast.auditor)
    assert client.get(reverse("admin:cases"), query).status_code in {200, 302}


def test_a_parked_row_is_tried_again_by_the_administrator_only(client, cast):
    at = builders.in_window(builders.practice())
    row = Row.objects.create(
        kind="letter", reference="decision:0", available_at=at, parked_at=at, attempts=5, last_error="Boom"
    )
    url = reverse("admin:requeue", args=[row.pk])
    client.force_login(cast.decision_maker)
    assert client.post(url).status_code == 403
    client.force_login(cast.administrator)
    assert "Boom" in client.get(reverse("admin:outbox")).content.decode()
    assert client.post(url).status_code == 302
    row.refresh_from_db()
    assert (row.parked_at, row.attempts) == (None, 0)
    assert client.post(url).status_code == 422
    assert Event.objects.filter(kind="outbox.requeued").count() == 1


def person_data(person: User, **changes) -> dict:
    affiliations = list(person.affiliations.order_by("organisation__name_fi"))
    rows = {
        f"affiliations-{index}-{name}": getattr(row, name)
        for index, row in enumerate(affiliations)
        for name in ("organisation_id", "role")
    }
    rows = {key.replace("organisation_id", "organisation"): value for key, value in rows.items()}
    switches = {name: "on" for name in ("is_active", "is_superuser") if getattr(person, name)}
    return {
        "email": person.email,
        "name": person.name,
        "language": person.language,
        "offices": sorted(person.offices.order_by("role").values_list("role", flat=True)),
        "affiliations-TOTAL_FORMS": len(affiliations) + 1,
        "affiliations-INITIAL_FORMS": len(affiliations),
        **switches,
        **rows,
        **changes,
    }


def test_the_superuser_gives_and_takes_offices(client, cast):
    client.force_login(cast.superuser)
    url = reverse("admin:person", args=[cast.reviewer.pk])
    data = person_data(cast.reviewer, offices=["auditor", "reviewer"])
    assert client.post(url, data).status_code == 302
    assert set(cast.reviewer.offices.values_list("role", flat=True)) == {"auditor", "reviewer"}
    assert Event.objects.filter(kind="person.saved").count() == 1


def test_nobody_changes_the_own_roles_and_the_last_superuser_stays(client, cast):
    client.force_login(cast.superuser)
    url = reverse("admin:person", args=[cast.superuser.pk])
    assert client.post(url, person_data(cast.superuser, offices=["decision_maker"])).status_code == 422
    assert client.post(url, person_data(cast.superuser, name="Renamed")).status_code == 302
    without = person_data(cast.superuser)
    del without["is_superuser"]
    assert client.post(url, without).status_code == 422
    again = User.objects.get(pk=cast.superuser.pk)
    assert (again.name, again.is_superuser, set(again.offices.all())) == ("Renamed", True, set())


@pytest.mark.parametrize("total", ["1000000000", "-1", "x"])
def test_a_wild_number_of_rows_is_refused_without_ado(client, cast, total):
    client.force_login(cast.superuser)
    url = reverse("admin:person", args=[cast.reviewer.pk])
    data = person_data(cast.reviewer) | {"affiliations-TOTAL_FORMS": total}
    assert client.post(url, data).status_code == 422


def test_a_new_password_works_and_a_weak_one_is_refused(client, cast):
    client.force_login(cast.superuser)
    url = reverse("admin:person-password", args=[cast.reviewer.pk])
    assert client.post(url, {"password": "password"}).status_code == 422
    assert client.post(url, {"password": "kuusi-vihreaa-omenaa"}).status_code == 302
    assert User.objects.get(pk=cast.reviewer.pk).check_password("kuusi-vihreaa-omenaa")
