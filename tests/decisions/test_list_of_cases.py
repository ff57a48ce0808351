"""The list of cases: figures, filters, order, columns, and the views that a person keeps; small and of few queries."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import Office, Organisation, User
from applications.models import Application
from decisions.models import Case, Review, SavedView
from pilots.models import CallReviewCriterion, Region
from tests.cast import person
from tests.decisions import stages

ROWS, QUERIES, BYTES = 100, 10, 60_000


def page(client, query="") -> str:
    response = client.get(f"{reverse('admin:cases')}?{query}")
    assert response.status_code == 200, response
    return response.content.decode()


def copied(row, application: Application, **changes) -> None:
    """The same row for another application."""
    values = {
        field.attname: getattr(row, field.attname) for field in row._meta.fields if not field.primary_key
    }
    type(row).objects.create(**values | {"application_id": application.pk} | changes)


def more_cases(application: Application, count: int) -> None:
    """Cases beside one, each with what was sent and the step of its arrival."""
    sent, step = application.submissions.get(), application.steps.order_by("-pk").first()
    leads = Organisation.objects.exclude(pk=application.lead_id).order_by("pk")
    for number, lead in enumerate(leads[:count]):
        twin = Application.objects.get(pk=application.pk)
        twin.pk, twin.lead, twin.case_number = None, lead, f"PH/9{number:03}/2026"
        twin.save(force_insert=True)
        copied(sent, twin, received_at=sent.received_at + timedelta(minutes=number))
        copied(step, twin, at=step.at + timedelta(minutes=number))


def test_a_hundred_rows_take_few_queries_and_little_room(client, cast):
    application = stages.proposed(cast)
    client.force_login(cast.decision_maker)
    page(client)
    with CaptureQueriesContext(connection) as one:
        html = page(client)
    assert html.count('<th scope="row">') == 1
    more_cases(application, ROWS + 20)
    with CaptureQueriesContext(connection) as many:
        html = page(client)
    assert html.count('<th scope="row">') == ROWS
    assert len(many) == len(one) <= QUERIES
    assert len(html.encode()) <= BYTES, len(html.encode())


KAINUU = "18"


def rows_of(html: str) -> list[str]:
    """The case numbers in the order of the page."""
    return re.findall(r'<span class="note">(PH/[^<]+)</span></th>', html)


@pytest.fixture
def three(cast) -> dict[str, Application]:
    """A decided case of two elements, one of the same county under review, and a smaller one of Kainuu nobody has."""
    decided = stages.decided(cast).application
    more_cases(decided, 2)
    review, kainuu = Application.objects.exclude(pk=decided.pk).order_by("pk")
    review.state = "under_review"
    review.save()
    Case.objects.create(application=review, presenting_officer=cast.presenting_officer, taken_up_at=now())
    kainuu.state, kainuu.region = "submitted", Region.objects.get(pk=KAINUU)
    kainuu.save()
    sent = decided.submissions.get()
    snapshot, verdict = dict(sent.snapshot), dict(sent.verdict)
    snapshot["elements"] = [one for one in snapshot["elements"] if one["code"] == stages.GRANTED]
    snapshot["asked_eur"], verdict["outcome"] = "900000.00", "not_eligible"
    copied(sent, kainuu, number=2, snapshot=snapshot, verdict=verdict)
    return {"decided": decided, "review": review, "kainuu": kainuu}


def test_the_list_is_narrowed_and_ordered_by_what_was_sent_last(client, cast, three):
    numbers = {name: one.case_number for name, one in three.items()}
    client.force_login(cast.presenting_officer)
    found = {
        query: [name for name, number in numbers.items() if number in rows_of(page(client, query))]
        for query in (
            f"element={stages.REFUSED}", f"element={stages.GRANTED}&county={KAINUU}", "verdict=not_eligible",
            "officer=none", f"officer={cast.presenting_officer.pk}&state=under_review", "state=decided&call=practice",
            "county=99", f"q={numbers['review']}",
        )
    }  # fmt: skip
    assert list(found.values()) == [
        ["decided", "review"], ["kainuu"], ["kainuu"], ["kainuu"], ["review"], ["decided"], [], ["review"],
    ]  # fmt: skip
    orders = {
        sort: rows_of(page(client, f"sort={sort}")) for sort in ("asked", "-given", "state", "-county", "x")
    }
    assert orders["asked"][0] == numbers["kainuu"]
    assert orders["-given"][0] == numbers["decided"]
    assert orders["state"] == [numbers[name] for name in ("kainuu", "review", "decided")]
    assert orders["-county"][-1] == numbers["kainuu"]
    assert len(orders["x"]) == 3
    row = re.search(r"<tr>[^\n]*Kainuu[^\n]*</tr>", page(client)).group()
    assert all(one in row for one in ("900\u00a0000\u00a0€", ">HB<", "500\u00a0000\u00a0€"))


def test_columns_are_chosen_and_a_view_is_kept_opened_and_removed_by_its_owner_alone(client, cast, three):
    client.force_login(cast.presenting_officer)
    html = page(client, "col=lead&col=state&sort=-asked&state=decided")
    head = html[html.index("<thead>") : html.index("</thead>")]
    assert head.count("<th ") == 3
    keep, cases = reverse("admin:case-views"), reverse("admin:cases")
    address = re.search(rf'href="{keep}\?([^"]*)"', html).group(1).replace("&amp;", "&")
    assert "value=" in client.get(f"{keep}?{address}").content.decode()
    assert client.post(keep, {"query": address, "name": ""}).status_code == 422
    response = client.post(keep, {"query": address, "name": "Päätetyt"})
    view = SavedView.objects.get(owner=cast.presenting_officer)
    assert response.url == f"{cases}?{view.query}"
    again = client.post(keep, {"query": "state=proposed", "name": "Päätetyt"})
    assert (again.status_code, "state=proposed" in again.content.decode()) == (422, True)
    opened = client.get(response.url).content.decode()
    assert rows_of(opened) == [three["decided"].case_number]
    assert 'aria-current="page">Päätetyt' in opened
    client.force_login(cast.reviewer)
    assert "Päätetyt" not in page(client)
    assert client.post(reverse("admin:case-view-remove"), {"view": view.pk}).status_code == 422
    client.force_login(cast.presenting_officer)
    assert client.post(reverse("admin:case-view-remove"), {"view": view.pk}).url == keep
    assert not SavedView.objects.exists()


def test_a_reviewer_sees_a_score_only_after_giving_the_own_review(client, cast, three):
    case = three["review"]
    criterion = case.call.review_criteria.order_by("pk").first() or CallReviewCriterion.objects.create(
        call=case.call, code="impact", name_fi="Vaikutus", name_sv="Effekt", name_en="Impact", order=1
    )
    half = Review.objects.create(application=case, reviewer=official_two(), saved_at=now(), given_at=now())
    half.scores.create(criterion=criterion, points=criterion.most)
    mine = Review.objects.create(application=case, reviewer=cast.reviewer, saved_at=now())
    mine.scores.create(criterion=criterion, points=0)
    score = re.compile(r'data-label="(?:Pisteet|Score)">(\d+)')
    client.force_login(cast.administrator)
    assert score.findall(page(client)) == ["100"]  # what is not complete does not count
    client.force_login(cast.reviewer)
    assert score.findall(page(client)) == []
    mine.given_at = now()
    mine.save()
    assert score.findall(page(client, "sort=-score")) == ["50"]


def official_two() -> User:
    """Another reviewer than the cast's."""
    user = person("second.reviewer@stm.example", "second reviewer")
    Office.objects.create(user=user, role="reviewer")
    return user
