"""An earlier application carried forward into a new call: what fits is written, and nothing else goes unsaid."""

from datetime import date
from decimal import Decimal

import pytest

from applications.actions.budget import LineContent, save_budget
from applications.actions.carrying import carry_forward
from applications.actions.plan import ElementContent, choose_elements, save_element, save_plan
from applications.models import Member
from ledger.refusal import Refused
from pilots.models import Call
from tests.applications.test_sections import text_of, url
from tests.builders import begun, in_window, joined, with_grounds

pytestmark = pytest.mark.django_db


def call(slug):
    return Call.objects.get(slug=slug)


@pytest.fixture
def of_2017(cast):
    """Keski-Uudenmaan sote in the autumn of 2017 with Helsinki: a sote centre and personal budgets."""
    application = begun(cast, call=call("pilots-2017-2"))
    at = in_window(application.call)
    who = {"application_id": application.pk, "actor": cast.lead_signatory, "at": at}
    joined(application, cast, cast.helsinki, cast.partner_signatory, at=at)
    save_plan(answers={"title": "Yhdessä 2017", "aims": "Lyhyet jonot"}, seen=0, **who)
    choose_elements(codes=["sote-centre", "personal-budget"], **who)
    content = ElementContent("Keskuksen kuvaus", date(2017, 10, 1), date(2019, 12, 31), 4500)
    save_element(code="sote-centre", content=content, seen=0, **who)
    lines = [
        LineContent("sote-centre", "services", 2017, Decimal("100.00")),
        LineContent("sote-centre", "services", 2018, Decimal("250.50"), note="Asiakasmaksut"),
        LineContent("personal-budget", "personnel", 2018, Decimal("9.00"), organisation_id=cast.helsinki.pk),
    ]
    save_budget(lines=lines, seen=0, **who)
    with_grounds(application, cast, at=at, text="Saaristo")
    return application


def carried(application, cast, slug):
    to = call(slug)
    return carry_forward(source=application, call=to, actor=cast.lead_signatory, at=in_window(to))


def codes(draft):
    return [one["code"] for one in draft.misfits]


def test_from_the_autumn_of_2017_to_2018(cast, of_2017):
    draft = carried(of_2017, cast, "pilots-2018")
    assert (draft.carried_from, draft.region, draft.lead) == (of_2017, of_2017.region, cast.keusote)
    answers = dict(draft.answers.exclude(text="").values_list("question__code", "text"))
    assert answers == {"title": "Yhdessä 2017", "aims": "Lyhyet jonot"}
    members = {(one.organisation, one.state) for one in draft.members.all()}
    assert members == {(cast.keusote, Member.State.ACCEPTED), (cast.helsinki, Member.State.LISTED)}
    plan = draft.element_plans.get(element__code="sote-centre")
    assert (plan.description, plan.expected_clients) == ("Keskuksen kuvaus", 4500)
    assert (plan.starts_on, plan.ends_on) == (None, date(2019, 12, 31))
    line = draft.budget_lines.get()
    assert (line.year, line.asked_eur, line.note) == (2018, Decimal("250.50"), "Asiakasmaksut")
    assert draft.special_grounds == ""
    assert sorted(codes(draft)) == [
        "grounds",
        "line_owner",
        "line_year",
        "member_changed",
        "starts_on",
    ]
    # Keski-Uudenmaan sote took over the organising of services between the two calls.
    changed = next(one for one in draft.misfits if one["code"] == "member_changed")
    assert changed["name"]["fi"] == cast.keusote.name_fi


def test_what_fits_and_what_is_listed_are_together_all_there_was(cast, of_2017):
    draft = carried(of_2017, cast, "pilots-2018")
    sums = [Decimal(one["asked_eur"]) for one in draft.misfits if "asked_eur" in one]
    assert sum(sums) + draft.budget_lines.get().asked_eur == Decimal("359.50")


def test_from_2018_to_the_practice_call(cast, of_2017):
    first = carried(of_2017, cast, "pilots-2018")
    draft = carried(first, cast, "practice")
    assert draft.element_plans.count() == 2
    assert "line_year" in codes(draft)
    assert "ends_on" in codes(draft)
    assert not draft.budget_lines.exists()
    assert draft.sections.filter(key="plan").get().versions.count() == 1


def test_a_second_live_application_is_refused_and_nothing_is_left(cast, of_2017):
    carried(of_2017, cast, "pilots-2018")
    with pytest.raises(Refused) as refused:
        carried(of_2017, cast, "pilots-2018")
    assert refused.value.code == "already_started"
    assert of_2017.carried_to.count() == 1


def test_only_whoever_acts_for_the_lead_carries_it(cast, of_2017):
    to = call("practice")
    with pytest.raises(Refused) as refused:
        carry_forward(source=of_2017, call=to, actor=cast.partner_signatory, at=in_window(to))
    assert refused.value.code == "not_allowed"


def test_by_the_page_the_list_is_read_and_set_aside(cast, of_2017, logged_in):
    client = logged_in(cast.lead_editor)
    assert "Yhdessä" not in text_of(client.get("/en/applications/new/carry/"))
    answer = client.post("/en/applications/new/carry/", {"source": of_2017.pk, "call": "practice"})
    draft = of_2017.carried_to.get()
    assert (answer.status_code, answer["Location"]) == (302, url(draft, "carried"))
    page = text_of(client.get(url(draft, "carried"))).replace("\u00a0", " ")
    assert "budget line of a year that this call does not have" in page
    assert "2017, common: 100,00 €" in page
    assert "1.10.2017" in page
    assert "See what did not fit" in text_of(client.get(f"/en/applications/{draft.pk}/"))
    client.post(url(draft, "carried"))
    assert "See what did not fit" not in text_of(client.get(f"/en/applications/{draft.pk}/"))


def test_another_organisations_application_cannot_be_chosen(cast, of_2017, logged_in):
    client = logged_in(cast.partner_signatory)
    assert "Uusimaa" not in text_of(client.get("/en/applications/new/carry/")).partition("<main")[2]
    answer = client.post("/en/applications/new/carry/", {"source": of_2017.pk, "call": "practice"})
    assert answer.status_code == 422
    assert not of_2017.carried_to.exists()
