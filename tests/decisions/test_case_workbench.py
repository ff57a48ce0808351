"""One case on one page: notes that stay inside, versions compared, what the same organisations applied for before."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.models import Application
from decisions.models import InternalNote
from ledger.models import Event
from pilots.models import Call, Region
from tests import builders
from tests.decisions import stages
from tests.decisions.test_list_of_cases import copied

NOTE = "Hallinnoijan luvut on tarkistettava Kelasta."
# Four of them are the savepoints of a test, three the event that the case was read, four the log-in.
MOST_QUERIES = 22


def page(client, application: Application) -> str:
    response = client.get(reverse("admin:case", args=[application.pk]))
    assert response.status_code == 200
    return response.content.decode()


def test_an_internal_note_is_read_by_officials_and_never_reaches_the_consortium(client, cast):
    application = stages.taken_up(cast)
    url = reverse("admin:case-notes", args=[application.pk])
    client.force_login(cast.reviewer)
    response = client.post(url, {"note_text": " "})
    assert (response.status_code, "error-summary" in response.content.decode()) == (422, True)
    assert client.post(url, {"note_text": NOTE}).url.endswith("#notes-title")
    assert Event.objects.filter(kind="note.written", reference=application.reference).count() == 1
    client.force_login(cast.auditor)
    html = page(client, application)
    assert NOTE in html
    assert f'action="{url}"' not in html
    assert client.post(url, {"note_text": "x"}).status_code == 403
    client.force_login(cast.lead_signatory)
    for name in ("overview", "messages", "members", "plan"):
        html = client.get(reverse(f"applications:{name}", args=[application.pk])).content.decode()
        assert NOTE not in html, name
        assert "sisäi" not in html.lower(), name
    assert client.post(url, {"note_text": "x"}).status_code == 403
    assert InternalNote.objects.count() == 1


def test_two_versions_are_compared_word_by_word_with_members_sums_and_verdict(client, cast):
    application = stages.taken_up(cast)
    first = application.submissions.get()
    snapshot = dict(first.snapshot)
    element = snapshot["elements"][0]
    snapshot["elements"] = [element | {"description": f"{element['description']} Lisätty lause."}]
    snapshot["members"] = snapshot["members"][:-1]
    gone = first.snapshot["members"][-1]["name"]["fi"]
    copied(first, application, number=2, snapshot=snapshot,
        received_at=first.received_at + timedelta(hours=3))  # fmt: skip
    client.force_login(cast.presenting_officer)
    url = reverse("admin:case-differences", args=[application.pk, 1, 2])
    assert f'href="{url}"' in page(client, application)
    html = client.get(url).content.decode()
    for words in ("Lisätty lause.</ins>", gone, "81,01", first.snapshot["elements"][1]["name"]["fi"]):
        assert words.replace("</ins>", "") in html, words
    assert Event.objects.filter(kind="submission.read").count() == 1
    for first_number, second in ((1, 3), (9, 2)):
        url = reverse("admin:case-differences", args=[application.pk, first_number, second])
        assert client.get(url).status_code == 404


def test_earlier_cases_of_the_same_organisations_the_catchment_and_a_steady_number_of_queries(client, cast):
    earlier = stages.decided(cast)
    old = earlier.application
    case = Application.objects.get(pk=old.pk)
    case.pk, case.state, case.case_number = None, "submitted", "PH/77/2026"
    case.call = Call.objects.exclude(pk=old.call_id).order_by("pk").first()
    case.region = Region.objects.get(pk="16")
    case.save(force_insert=True)
    sent = old.submissions.get()
    copied(sent, case, received_at=sent.received_at + timedelta(days=90))
    copied(old.steps.order_by("pk").first(), case, at=sent.received_at + timedelta(days=90))
    for member in old.members.order_by("pk"):
        copied(member, case)
    client.force_login(cast.presenting_officer)
    html = page(client, case)
    assert reverse("admin:case", args=[old.pk]) in html
    assert "1\u00a0000\u00a0000\u00a0€" in html[html.index("earlier-title") :]
    assert "(OYS)" in html
    before = page(client, old)
    assert "earlier-title" not in before
    assert "(OYS)" not in before
    note = {"author": cast.reviewer, "text": NOTE, "written_at": builders.in_window(old.call)}
    case.internal_notes.create(**note)
    page(client, case)
    with CaptureQueriesContext(connection) as few:
        page(client, case)
    for _another in range(3):
        case.internal_notes.create(**note)
    twin = Application.objects.get(pk=old.pk)
    twin.pk, twin.case_number, twin.region = None, "PH/78/2026", Region.objects.get(pk="12")
    twin.save(force_insert=True)
    copied(sent, twin)
    with CaptureQueriesContext(connection) as many:
        assert "PH/78/2026" in page(client, case)
    assert len(many) == len(few), [one["sql"][:120] for one in many.captured_queries]
    assert len(few) <= MOST_QUERIES, [one["sql"][:160] for one in few.captured_queries]
