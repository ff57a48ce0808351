"""The budget: rows without a script, Finnish sums, more rows that keep what was typed, own lines of partners only."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.actions.consortium import release
from applications.models import BudgetLine
from applications.queries.budget import Entry, add_up
from tests.builders import begun, complete_draft, in_window, joined, sent, written

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


def test_after_a_clash_lines_of_both_can_be_kept(cast, draft, logged_in):
    second = logged_in(cast.lead_signatory)
    logged_in(cast.lead_editor).post(url(draft), rows({"asked_eur": "111", "note": "ensimmäinen"}))
    page = text_of(second.post(url(draft), rows({"asked_eur": "222", "note": "toinen"})))
    assert "Theirs" in page
    assert 'name="lines-1-note" value="ensimmäinen"' in page
    assert 'name="lines-1-remove" id="id_lines-1-remove" checked' in page
    both = rows({"asked_eur": "222", "note": "toinen"}, {"asked_eur": "111,00", "note": "ensimmäinen"})
    assert second.post(url(draft), both | {"seen": "2"}).status_code == 302
    notes = draft.budget_lines.order_by("pk").values_list("note", "asked_eur")
    assert [(note, str(asked)) for note, asked in notes] == [("toinen", "222.00"), ("ensimmäinen", "111.00")]


def test_without_elements_the_page_leads_to_choosing_them(cast, logged_in):
    application = begun(cast, region="02")
    assert "Choose the elements first" in text_of(logged_in(cast.lead_editor).get(url(application)))


def test_every_sum_is_shown_before_anything_is_saved(cast, draft, logged_in):
    client = logged_in(cast.lead_editor)
    typed = rows(
        {"asked_eur": "1 000,10", "self_financing_eur": "0,20", "other_public_eur": "5,00"},
        {
            "asked_eur": "250\xa0000",
            "year": "2028",
            "category": "systems",
            "organisation": str(cast.keusote.pk),
        },
        {"asked_eur": "tuhat"},
    )
    page = text_of(client.post(url(draft), typed | {"count": "1"}))
    for told in ("251 000,10 €", "251 005,30 €", "1 005,30 €", "1 row cannot be read", "information systems"):
        assert told in page
    assert 'value="tuhat"' in page
    part = client.post(url(draft), typed | {"count": "1", "autosave": "1"}, headers={"HX-Request": "true"})
    assert text_of(part).startswith('<section class="block" id="sums"')
    assert "251 005,30 €" in text_of(part)
    assert stored() == []


def test_other_public_funding_is_stored_shown_and_frozen(cast, logged_in):
    application = complete_draft(cast)
    client = logged_in(cast.lead_editor)
    line = {"element": "personal-budget", "asked_eur": "600000", "other_public_eur": "1 234,56"}
    other = {"element": "client-voucher", "asked_eur": "700000"}
    assert client.post(url(application), rows(line, other, seen=1)).status_code == 302
    assert BudgetLine.objects.get(element__code="personal-budget").other_public_eur == Decimal("1234.56")
    assert 'value="1 234,56"' in text_of(client.get(url(application)))
    submission = sent(application, cast)
    assert submission.snapshot["other_public_eur"] == "1234.56"
    page = text_of(client.get(f"/en/applications/{application.pk}/versions/1/"))
    assert "1 234,56 €" in page


def test_lines_of_a_member_that_left_stay_its_own_and_must_be_moved(cast, draft, logged_in):
    member = joined(draft, cast, cast.helsinki, cast.partner_signatory)
    client = logged_in(cast.lead_editor)
    client.post(url(draft), rows({"asked_eur": "100", "organisation": str(cast.helsinki.pk)}))
    release(member_id=member.pk, actor=cast.lead_signatory, at=in_window(draft.call))
    page = text_of(client.get(url(draft)))
    assert f'<option value="{cast.helsinki.pk}" selected>Helsinki (has left)</option>' in page
    assert "Helsinki has left, and its lines belong to nobody who takes part" in page
    kept = rows({"asked_eur": "101", "organisation": str(cast.helsinki.pk)}, seen=2)
    assert client.post(url(draft), kept).status_code == 302
    assert [line[2:4] for line in stored()] == [(cast.helsinki.pk, Decimal("101.00"))]
    moved = rows({"asked_eur": "101", "organisation": str(cast.keusote.pk)}, seen=3)
    client.post(url(draft), moved)
    assert "has left" not in text_of(client.get(url(draft)))
    again = rows({"asked_eur": "101", "organisation": str(cast.helsinki.pk)}, seen=4)
    assert client.post(url(draft), again).status_code == 422


def test_the_smallest_sum_is_never_more_than_what_is_asked(cast, logged_in):
    application = complete_draft(cast)
    client = logged_in(cast.lead_editor)
    page = f"/en/applications/{application.pk}/elements/personal-budget/"
    refused = client.post(
        page, {"seen": "1", "description": "Tallessa", "smallest_eur": "1\xa0000\xa0000,01"}
    )
    assert refused.status_code == 422
    assert "The smallest sum 1 000 000,01 € is more than the 1 000 000,00 €" in text_of(refused)
    assert "Tallessa" in text_of(refused)
    client.post(url(application), rows({"asked_eur": "499 999,99"}, seen=1))
    told = text_of(client.get(f"/en/applications/{application.pk}/submit/"))
    assert "Personal budget: the smallest sum is more than what is asked" in told


@given(st.lists(st.tuples(*[st.decimals(0, 10**9, places=2)] * 3, st.sampled_from("ab")), max_size=30))
def test_sums_of_groups_are_the_sum_of_all(drawn):
    lines = [
        Entry(element, "other", 2018 + number % 2, None, *amounts)
        for number, (*amounts, element) in enumerate(drawn)
    ]
    sums = add_up(lines)
    for groups in (sums.by_element, sums.by_year, sums.by_category, sums.by_organisation):
        assert sum(one.asked_eur for one in groups.values()) == sums.all.asked_eur
        assert sum(one.costs_eur for one in groups.values()) == sums.all.costs_eur
    assert sums.all.costs_eur == sum(sum(amounts) for *amounts, _element in drawn)
