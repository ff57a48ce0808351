"""Applications on paper or by mail: entered by an administrator, ruled on when late, shown beside the outages."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organisation
from applications.models import Application, Submission
from decisions.actions.arrivals import save_outage
from decisions.models import Arrival, CaseFile, Outage, ScreeningFinding
from decisions.queries.screening import checklist_of
from ledger.models import Event
from outbox.models import Row
from pilots.models import Call
from tests import builders
from tests.decisions import stages

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(cast):
    """The call of spring 2018, the day after it closed."""
    call = Call.objects.get(slug="pilots-2018")
    with time_machine.travel(call.closes_at + timedelta(days=1), tick=False):
        yield call


def registering(call, county="01"):
    return f"{reverse('admin:register')}?call={call.slug}&region={county}"


def paper(cast, call, **changes):
    """What an administrator types from a paper of four members: 80.79 % of Uusimaa."""
    members = (cast.keusote, cast.helsinki, cast.vantaa, cast.espoo)
    on = "5.3.2018"
    decided = {f"body-{one.pk}": "Kaupunginhallitus" for one in members}
    decided |= {f"on-{one.pk}": on for one in members} | {f"member-{one.pk}": "on" for one in members}
    return {
        "lead": cast.keusote.pk,
        "language": "fi",
        "channel": "paper",
        "arrived_at": "5.3.2018 10.00",
        "note": "Alkuperäinen kirjaamossa.",
        "title": "Uudenmaan pilotti",
        "asked-personal-budget": "1 000 000,00",
        "starts-personal-budget": "1.9.2018",
        "ends-personal-budget": "31.12.2019",
        **decided,
        **changes,
    }


def late_paper(cast, call, **changes):
    """The same an hour after the close."""
    at = call.closes_at + timedelta(hours=1)
    local = timezone.localtime(at)
    return paper(cast, call, arrived_at=f"{local.day}.{local.month}.{local.year} {local:%H.%M}", **changes)


def test_a_paper_becomes_a_case_with_its_arrival_its_verdict_and_receipts(client, cast, closed):
    client.force_login(cast.administrator)
    response = client.post(registering(closed), paper(cast, closed))
    arrival = Arrival.objects.select_related("application").get()
    application = arrival.application
    assert response.url == reverse("admin:case", args=[application.pk])
    assert (application.state, application.case_number) == ("submitted", "PH/1/2018")
    assert (arrival.channel, arrival.is_late, arrival.registered_by) == ("paper", False, cast.administrator)
    sent = Submission.objects.get()
    assert (sent.received_at, sent.verdict["outcome"]) == (arrival.arrived_at, "meets")
    assert sent.snapshot["asked_eur"] == "1000000.00"
    assert "saapuneessa asiakirjassa" in sent.attestation
    step = application.steps.get()
    assert (step.event, step.role) == ("register", "administrator")
    assert Row.objects.filter(payload__template="receipt").count() == 4
    assert client.get(response.url).status_code == 200
    # The same paper is not entered twice, and the page says since when it is here; what was typed stays.
    again = client.post(registering(closed), paper(cast, closed, title="Toinen nimi"))
    assert again.status_code == 422
    assert "Toinen nimi" in again.content.decode()
    assert Application.objects.count() == 1
    assert Event.objects.filter(kind="case.registered").count() == 1


def test_a_late_paper_is_ruled_on_and_left_unexamined_in_the_proposal(client, cast, closed):
    save_outage(
        outage_id=None,
        from_at=closed.closes_at - timedelta(hours=2),
        until_at=closed.closes_at + timedelta(minutes=30),
        what="Kirjautuminen ei toiminut.",
        actor=cast.administrator,
        at=closed.closes_at + timedelta(hours=3),
    )
    client.force_login(cast.administrator)
    client.post(registering(closed), late_paper(cast, closed))
    arrival = Arrival.objects.get()
    assert arrival.is_late
    url = reverse("admin:arrival", args=[arrival.application_id])
    given = {"ruling": "unexamined", "reason": "Saapui hakuajan päätyttyä."}
    assert client.post(url, given).status_code == 403
    client.force_login(cast.presenting_officer)
    assert client.post(url, given).status_code == 403
    client.post(reverse("admin:take-up", args=[arrival.application_id]))
    page = client.get(url).content.decode()
    assert "Kirjautuminen ei toiminut." in page
    assert (client.post(url, {"ruling": "unexamined", "reason": ""}).status_code, found(arrival)) == (
        422,
        "fails",
    )
    assert client.post(url, given).status_code == 302
    assert found(arrival) == "fails"
    case = client.get(reverse("admin:case", args=[arrival.application_id])).content.decode()
    assert re.search(r'name="resolution" value="unexamined"[^>]*checked', case)
    assert "Saapui hakuajan päätyttyä." in case
    # Ruled the other way the point holds, and nothing is filled in beforehand.
    client.post(url, {"ruling": "examined", "reason": "Katko esti lähettämisen."})
    assert found(arrival) == "holds"
    case = client.get(reverse("admin:case", args=[arrival.application_id])).content.decode()
    assert not re.search(r'name="resolution" value="unexamined"[^>]*checked', case)
    assert ScreeningFinding.objects.count() == 0


def found(arrival):
    """What the system says of the arrival."""
    case = CaseFile.objects.with_figures().get(pk=arrival.application_id)
    return next(one.computed.result for one in checklist_of(case).points if one.point.code == "arrival")


def test_a_draft_of_the_lead_is_registered_as_it_stands_only_when_that_is_said(client, cast):
    application = builders.complete_draft(cast)
    at = builders.in_window(application.call) + timedelta(hours=4)
    with time_machine.travel(at, tick=False):
        client.force_login(cast.administrator)
        local = timezone.localtime(at - timedelta(hours=1))
        given = paper(cast, application.call, channel="mail", arrived_at=f"{local:%d.%m.%Y %H.%M}")
        refused = client.post(registering(application.call), given)
        assert refused.status_code == 422
        assert Submission.objects.count() == 0
        assert client.post(registering(application.call), given | {"use_draft": "on"}).status_code == 302
    assert Arrival.objects.get().application == application
    sent = Submission.objects.get()
    assert [one["code"] for one in sent.snapshot["elements"]] == [stages.REFUSED, stages.GRANTED]


@pytest.mark.parametrize(
    "changes",
    [
        {"arrived_at": "1.1.2030 10.00"},
        {"arrived_at": "1.1.2016 10.00"},
        {"sent_at": "6.3.2018 10.00"},
        {"asked-personal-budget": ""},
        {"ends-personal-budget": "1.1.2018"},
    ],
    ids=[
        "in the future",
        "before the opening",
        "sent after it arrived",
        "no element",
        "ends before it begins",
    ],
)
def test_what_cannot_be_is_refused_and_nothing_typed_is_lost(client, cast, closed, changes):
    client.force_login(cast.administrator)
    response = client.post(registering(closed), paper(cast, closed, **changes))
    assert response.status_code == 422
    assert 'class="error-summary"' in response.content.decode()
    assert "Alkuperäinen kirjaamossa." in response.content.decode()
    assert Application.objects.count() == 0
    assert Organisation.objects.get(pk=cast.keusote.pk).memberships.count() == 0


def test_outages_are_entered_and_ended_by_the_administrator(client, cast):
    client.force_login(cast.administrator)
    url = reverse("admin:outage-new")
    given = {"from_at": "2.3.2018 15.00", "until_at": "", "what": "Palvelu ei avautunut."}
    assert client.post(url, given | {"until_at": "1.3.2018 15.00"}).status_code == 422
    assert client.post(url, given).status_code == 302
    row = Outage.objects.get()
    assert (
        client.post(
            reverse("admin:outage", args=[row.pk]), given | {"until_at": "2.3.2018 16.10"}
        ).status_code
        == 302
    )
    page = client.get(reverse("admin:arrivals")).content.decode()
    assert "16.10" in page
    assert Event.objects.filter(kind="outage.saved").count() == 2
