"""Disqualification: suggested by ties, blocking everything at once, and the case going to somebody else."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse

from accounts.models import Office
from applications.actions.telling import tell_ministry
from decisions.actions.assigning import assign, declare_disqualified
from decisions.actions.deciding import send_back
from decisions.actions.presenting import present, take_up
from decisions.models import Case, CaseFile, Disqualification
from decisions.queries.desk import to_take_up
from decisions.tasks import ministry_mail
from ledger.models import Event
from ledger.refusal import Refused
from outbox.models import Row
from pilots.models import Municipality
from tests import builders
from tests.cast import person
from tests.decisions import stages

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def later(cast):
    """Pages are opened after the sending."""
    at = builders.in_window(builders.practice()) + timedelta(hours=4)
    with time_machine.travel(at, tick=False):
        yield at


@pytest.fixture
def second(cast):
    """Another presenting officer."""
    user = person("second.po@stm.example", "Second Officer")
    Office.objects.create(user=user, role="presenting_officer")
    return user


def main_of(response):
    return response.content.decode().partition("<main")[2].partition("</main")[0]


def everything_of(application):
    """Every page of the case."""
    names = (
        "case", "screening", "grounds-ruling", "messages", "supplement", "assign", "step-aside", "draft-letter",
        "send-back", "decide",
    )  # fmt: skip
    return [reverse(f"admin:{name}", args=[application.pk]) for name in names]


@pytest.mark.parametrize(
    ("home", "tie"),
    [("091", True), ("858", True), ("837", False)],
    ids=["a member", "an authority that leads organises for it", "another county"],
)
def test_the_own_municipality_is_pointed_out_until_it_is_looked_at(client, cast, home, tie):
    application = stages.taken_up(cast)
    officer = cast.presenting_officer
    officer.home_municipality = Municipality.objects.get(pk=home)
    officer.save()
    client.force_login(officer)
    url = reverse("admin:case", args=[application.pk])
    aside = reverse("admin:step-aside", args=[application.pk])
    desk = reverse("admin:index")
    case, first = main_of(client.get(url)), main_of(client.get(desk))
    if not tie:
        assert aside not in case.partition("<aside")[0]
        assert aside not in first
        return
    assert aside in case.partition("<aside")[0]
    assert aside in first
    assert client.post(reverse("admin:consider", args=[application.pk]), {"why": ""}).status_code == 422
    told = client.post(reverse("admin:consider", args=[application.pk]), {"why": "Asun vain siellä."})
    assert told.status_code == 302
    assert Event.objects.get(kind="case.considered").data["reason"] == "Asun vain siellä."
    assert aside not in main_of(client.get(url)).partition("<aside")[0]
    assert aside not in main_of(client.get(desk))


def test_stepping_aside_shuts_everything_at_once_and_hands_the_case_on(client, cast, second, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []
    application = stages.taken_up(cast)
    officer = cast.presenting_officer
    client.force_login(officer)
    # The control: without a declaration none of the pages is shut to the presenting officer for this reason.
    assert [client.get(url).status_code for url in everything_of(application)[:7]] == [200] * 7
    given = {"reason": "Puolisoni on Vantaan palveluksessa.", "hand_to": second.pk}
    assert client.post(reverse("admin:step-aside", args=[application.pk]), given).status_code == 302
    assert {client.get(url).status_code for url in everything_of(application)} == {403}
    assert f"/cases/{application.pk}/" not in client.get(reverse("admin:index")).content.decode()
    assert f"/cases/{application.pk}/" not in client.get(reverse("admin:cases")).content.decode()
    event = Event.objects.get(kind="case.disqualified")
    assert (event.actor, event.data["handed_to"]) == (officer.email, second.email)
    assert Case.objects.get(pk=application.pk).presenting_officer == second
    assert list(application.assignments.order_by("pk").values_list("presenting_officer", "assigned_by")) == [
        (officer.pk, officer.pk),
        (second.pk, officer.pk),
    ]
    tell_ministry(application, "message", about="x")
    for row in Row.objects.filter(kind="ministry-mail").order_by("pk"):
        ministry_mail(row)
    # The new one is told; and what comes from now on is told to the new one alone.
    assert [one.to for one in mail.outbox] == [[second.email]] * 2
    assert application.case_number in mail.outbox[0].subject
    client.force_login(second)
    assert client.get(reverse("admin:case", args=[application.pk])).status_code == 200
    # Nobody hands it back to who stepped aside.
    with pytest.raises(Refused) as refused:
        assign(
            application_id=application.pk,
            to=officer.pk,
            reason="Takaisin.",
            actor=second,
            at=stages.later(application, hours=5),
        )
    assert refused.value.code == "no_such_officer"


def test_without_a_successor_the_case_is_free_to_take_up(client, cast, second, later):
    application = stages.taken_up(cast)
    who = {"application_id": application.pk, "at": later}
    declare_disqualified(reason="Jäävi.", actor=cast.presenting_officer, **who)
    assert [row.pk for row in to_take_up(second, later)] == [application.pk]
    assert to_take_up(cast.presenting_officer, later) == []
    with pytest.raises(Refused) as refused:
        take_up(actor=cast.presenting_officer, **who)
    assert refused.value.code == "disqualified"
    client.force_login(second)
    page = main_of(client.get(reverse("admin:case", args=[application.pk])))
    assert reverse("admin:take-up", args=[application.pk]) in page
    assert client.post(reverse("admin:take-up", args=[application.pk])).status_code == 302
    case = CaseFile.objects.get(pk=application.pk)
    assert (case.state, case.case.presenting_officer) == ("under_review", second)
    # Whoever comes too late hears whose it is.
    third = person("third.po@stm.example", "Third Officer")
    Office.objects.create(user=third, role="presenting_officer")
    with pytest.raises(Refused) as refused:
        take_up(actor=third, **who)
    assert refused.value.code == "not_possible_now"


def test_what_a_disqualified_officer_presented_is_not_signed_but_presented_anew(cast, second, later):
    application = stages.proposed(cast)
    stages.with_money(cast, application.call)
    who = {"application_id": application.pk, "at": later}
    declare_disqualified(reason="Jäävi.", hand_to=second.pk, actor=cast.presenting_officer, **who)
    with pytest.raises(Refused) as refused:
        stages.signed(application, cast.decision_maker, hours=4)
    assert refused.value.code == "officer_stepped_aside"
    send_back(note="Uusi esittelijä.", seen=stages.seen(application), actor=cast.decision_maker, **who)
    present(actor=second, **who)
    decision = stages.signed(application, cast.decision_maker, hours=4)
    assert decision.presenting_officer == second
    assert decision.snapshot["presenting_officer"]["name"] == "Second Officer"


def test_whoever_got_the_case_never_decides_it(cast, later):
    application = stages.proposed(cast)
    stages.with_money(cast, application.call)
    both = stages.second_decision_maker()
    Office.objects.create(user=both, role="presenting_officer")
    given = {"application_id": application.pk, "reason": "Loma.", "at": later}
    assign(to=both.pk, actor=cast.presenting_officer, **given)
    with pytest.raises(Refused) as refused:
        stages.signed(application, both, hours=4)
    assert refused.value.code == "own_proposal"


def test_a_case_is_handed_on_with_a_reason_and_the_page_keeps_what_was_typed(client, cast, second):
    application = stages.taken_up(cast)
    client.force_login(cast.presenting_officer)
    url = reverse("admin:assign", args=[application.pk])
    without = client.post(url, {"to": second.pk, "reason": " "})
    assert without.status_code == 422
    assert f'value="{second.pk}" selected' in without.content.decode()
    assert client.post(url, {"to": second.pk, "reason": "Vuosiloma."}).status_code == 302
    assert Row.objects.filter(kind="ministry-mail", payload__officer=second.pk).count() == 1
    assert Event.objects.get(kind="case.assigned").data == {
        "from": cast.presenting_officer.email,
        "to": second.email,
        "reason": "Vuosiloma.",
    }
    assert Disqualification.objects.count() == 0
    late = client.post(reverse("admin:screening", args=[application.pk]), {"result-purpose": "holds"})
    assert late.status_code == 403
