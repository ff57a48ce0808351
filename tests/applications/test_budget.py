"""The budget: rows without a script, Finnish sums, more rows that keep what was typed, own lines of partners only."""

from decimal import Decimal

import pytest

from applications.models import BudgetLine
from tests.builders import begun, joined, written

pytestmark = pytest.mark.django_db


def text_of(response) -> str:
    return " ".join(response.content.decode().replace("\xa0", " ").split())


@pytest.fixture
def draft(cast):
    application = begun(cast)
    written(application, cast, elements=["personal-budget"], asked="0.00")
    BudgetLine.objects.all().delete()
    return application


def url(application) -> str:
    return f"/en/applications/{application.pk}/budget/"


def row(index: int, **typed: str) -> dict[str, str]:
    """A row as a browser sends it."""
    usual = {
        "category": "personnel",
        "year": "2027",
        "element": "personal-budget",
        "organisation": "",
        "asked_eur": "",
        "self_financing_eur": "",
        "note": "",
    }
    return {f"lines-{index}-{name}": value for name, value in (usual | typed).items()}


def rows(*typed: dict[str, str], seen: int = 1, total: int | None = None, **more: str) -> dict[str, str]:
    data = {"seen": str(seen), "lines-TOTAL_FORMS": str(total or len(typed)), "lines-INITIAL_FORMS": "0"}
    for index, one in enumerate(typed):
        data |= row(index, **one)
    return data | more


def stored() -> list[tuple]:
    lines = BudgetLine.objects.order_by("pk")
    fields = ("category", "year", "organisation_id", "asked_eur", "self_financing_eur", "note")
    return list(lines.values_list(*fields))


def test_finnish_sums_are_stored_and_shown_to_the_cent(cast, draft, logged_in):
    client = logged_in(cast.lead_editor)
    typed = rows(
        {"asked_eur": "1 000,50", "note": "Projektipäällikkö"},
        {"asked_eur": "250\xa0000", "year": "2028", "category": "systems", "self_financing_eur": "0,01"},
        {},
    )
    assert client.post(url(draft), typed).status_code == 302
    assert stored() == [
        ("personnel", 2027, None, Decimal("1000.50"), Decimal("0.00"), "Projektipäällikkö"),
        ("systems", 2028, None, Decimal("250000.00"), Decimal("0.01"), ""),
    ]
    page = text_of(client.get(url(draft)))
    assert 'value="1 000,50"' in page
    assert "251 000,50 €" in page
    assert "Self-financing in all: 0,01 €" in page


def test_three_empty_rows_follow_and_more_keep_what_was_typed(cast, draft, logged_in):
    client = logged_in(cast.lead_editor)
    assert 'name="lines-TOTAL_FORMS" value="3"' in text_of(client.get(url(draft)))
    answer = client.post(url(draft), rows({"asked_eur": "12,5x", "note": "kesken"}, {}, {}, more="1"))
    page = text_of(answer)
    assert answer.status_code == 200
    assert 'name="lines-TOTAL_FORMS" value="6"' in page
    assert 'value="12,5x"' in page
    assert 'value="kesken"' in page
    assert stored() == []


def test_a_row_without_a_sum_is_kept_as_nothing(cast, draft, logged_in):
    logged_in(cast.lead_editor).post(url(draft), rows({"note": "selviää myöhemmin"}))
    assert stored() == [("personnel", 2027, None, Decimal("0.00"), Decimal("0.00"), "selviää myöhemmin")]


def test_a_removed_row_goes(cast, draft, logged_in):
    client = logged_in(cast.lead_editor)
    client.post(url(draft), rows({"asked_eur": "1"}, {"asked_eur": "2"}))
    client.post(url(draft), rows({"asked_eur": "1", "remove": "on"}, {"asked_eur": "2"}, seen=2))
    assert [line[3] for line in stored()] == [Decimal("2.00")]


@pytest.mark.parametrize("sum_text", ["-5", "abc", "1e400", "9" * 4300, "１２", "-0", "1,005", "99999999999"])
def test_a_sum_that_is_none_is_refused_and_nothing_typed_is_lost(cast, draft, logged_in, sum_text):
    answer = logged_in(cast.lead_editor).post(url(draft), rows({"asked_eur": sum_text, "note": "tallessa"}))
    assert answer.status_code == 422
    assert 'value="tallessa"' in text_of(answer)
    assert sum_text in answer.content.decode()
    assert stored() == []


def test_a_huge_number_of_rows_is_harmless(cast, draft, logged_in):
    answer = logged_in(cast.lead_editor).post(url(draft), rows({"asked_eur": "5"}, total=10**9))
    assert answer.status_code in {302, 422}


def test_an_unknown_element_year_or_member_is_refused(cast, draft, logged_in):
    client = logged_in(cast.lead_editor)
    for wrong in ({"element": "sote-centre"}, {"year": "2035"}, {"organisation": str(cast.tampere.pk)}):
        assert client.post(url(draft), rows({"asked_eur": "5"} | wrong)).status_code == 422
    assert stored() == []


def test_a_partner_changes_its_own_lines_only(cast, draft, logged_in):
    joined(draft, cast, cast.helsinki, cast.partner_signatory)
    lead, partner = logged_in(cast.lead_editor), logged_in(cast.partner_editor)
    lead.post(url(draft), rows({"asked_eur": "100", "note": "yhteinen rivi"}))
    page = text_of(partner.get(url(draft)))
    assert "yhteinen rivi" in page
    assert "Lines of the other members and common lines" in page
    own = str(cast.helsinki.pk)
    assert partner.post(url(draft), rows({"asked_eur": "7", "organisation": own}, seen=2)).status_code == 302
    assert [(line[2], line[3]) for line in stored()] == [
        (None, Decimal("100.00")),
        (cast.helsinki.pk, Decimal("7.00")),
    ]
    foreign = partner.post(url(draft), rows({"asked_eur": "9", "organisation": str(cast.keusote.pk)}, seen=3))
    assert foreign.status_code == 422
    assert len(stored()) == 2


def test_saving_the_same_again_leaves_the_plan_version(cast, draft, logged_in):
    client = logged_in(cast.lead_editor)
    typed = ({"asked_eur": "1", "year": "2028"}, {"asked_eur": "2", "year": "2027"})
    client.post(url(draft), rows(*typed))
    draft.refresh_from_db()
    version = draft.plan_version
    client.post(url(draft), rows(*typed, seen=2))
    draft.refresh_from_db()
    assert draft.plan_version == version


def test_the_second_of_two_savers_sees_the_lines_of_both(cast, draft, logged_in):
    logged_in(cast.lead_editor).post(url(draft), rows({"asked_eur": "111", "note": "ensimmäinen"}))
    answer = logged_in(cast.lead_signatory).post(url(draft), rows({"asked_eur": "222", "note": "toinen"}))
    page = text_of(answer)
    assert answer.status_code == 409
    assert "ensimmäinen" in page
    assert 'value="toinen"' in page
    assert 'name="seen" value="2"' in page


def test_without_elements_the_page_leads_to_choosing_them(cast, logged_in):
    application = begun(cast, region="02")
    assert "Choose the elements first" in text_of(logged_in(cast.lead_editor).get(url(application)))
