"""What a call asks: fields by kind, gaps at each of them, and answers that outlive a change of the list."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from applications.actions.plan import choose_elements
from applications.queries.draft import Draft
from applications.queries.gaps import content_gaps
from pilots.loading import load
from pilots.management.commands.load_reference import DATA
from pilots.models import CallQuestion
from pilots.reference import BrokenFile, read_reference
from tests.builders import answers_to, begun, complete_draft, in_window, practice, sent, written

pytestmark = pytest.mark.django_db
CENTRE = "elements/sote-centre"


def page_of(response) -> str:
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def url(application, page: str) -> str:
    return f"/en/applications/{application.pk}/{page}/"


@pytest.fixture
def draft(cast):
    application = begun(cast)
    choose_elements(
        application_id=application.pk, codes=["sote-centre"], actor=cast.lead_signatory,
        at=in_window(application.call),
    )  # fmt: skip
    return application


def stored(application) -> dict[str, str]:
    return dict(application.answers.exclude(text="").values_list("question__code", "text"))


def test_each_kind_is_written_the_finnish_way_and_stored_plainly(cast, draft, logged_in):
    client = logged_in(cast.lead_editor)
    typed = {
        "seen": "0",
        "sote-centre-scope": "limited",
        "full-range": "1.1.2028",
        "element-group": "Kaikki\r\nasukkaat",
        "evaluation": "on",
    }
    assert client.post(url(draft, CENTRE), typed).status_code == 302
    assert (
        client.post(url(draft, "plan"), {"seen": "0", "residents-target": "1\xa0000\xa0000"}).status_code
        == 302
    )
    assert stored(draft) == {
        "sote-centre-scope": "limited",
        "full-range": "2028-01-01",
        "element-group": "Kaikki\nasukkaat",
        "evaluation": "yes",
        "residents-target": "1000000",
    }
    page = page_of(client.get(url(draft, CENTRE)))
    assert 'value="1.1.2028"' in page
    assert 'type="radio" name="sote-centre-scope" value="limited" id="id_sote-centre-scope_0" checked' in page
    plan = page_of(client.get(url(draft, "plan")))
    assert 'value="1 000 000"' in plan
    assert "Target 1 000 000 – confirmed 0" in plan


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("sote-centre-scope", "none-of-these", "Select a valid choice"),
        ("full-range", "32.1.2028", "Write a day that exists"),
        ("full-range", "9" * 4300, "Write a day that exists"),
        ("element-group", "nolla\x00tavu", "characters that cannot be stored"),
        ("element-group", "x" * 1_000_000, "Shorten it"),
        ("smallest_eur", "1e400", "Write the sum in digits"),
        ("smallest_eur", "１２", "Write the sum in digits"),
        ("expected_clients", "9" * 4300, "Write a whole number"),
    ],
)
def test_what_is_no_answer_is_told_beside_the_field_and_nothing_is_lost(
    cast, draft, logged_in, field, typed, told
):
    given = {"seen": "0", "description": "Tallessa tämä", field: typed}
    answer = logged_in(cast.lead_editor).post(url(draft, CENTRE), given)
    assert answer.status_code == 422
    assert told in page_of(answer)
    assert "Tallessa tämä" in page_of(answer)
    assert stored(draft) == {}


@pytest.mark.parametrize("typed", ["-1", "1,5", "1e9", "１２", "9" * 4300, "9999999999"])
def test_a_target_is_a_whole_number(cast, draft, logged_in, typed):
    answer = logged_in(cast.lead_editor).post(url(draft, "plan"), {"seen": "0", "residents-target": typed})
    assert answer.status_code == 422
    assert stored(draft) == {}


def test_each_question_without_an_answer_is_a_gap_at_its_own_field(cast, draft):
    with translation.override("fi"):
        gaps = {gap.anchor: str(gap.message) for gap in content_gaps(Draft(draft))}
    assert "id_residents-target" not in gaps
    assert "id_launch-common" not in gaps
    assert "”Sote-keskuksen palvelut alussa” on vastaamatta" in gaps["id_sote-centre-scope_0"]
    with translation.override("en"):
        gaps = {gap.anchor: str(gap.message) for gap in content_gaps(Draft(draft))}
    assert gaps["id_evaluation"].endswith("has not been confirmed")
    assert "smallest sum is missing" in gaps["id_smallest_eur"]
    type(draft.call).objects.filter(pk=draft.call_id).update(smallest_sum_required=False)
    draft.call.refresh_from_db()
    assert "id_smallest_eur" not in {gap.anchor for gap in content_gaps(Draft(draft))}


def test_the_full_range_begins_by_the_calls_last_day(cast, draft, logged_in):
    CallQuestion.objects.filter(call=draft.call, code="full-range").update(latest_on="2023-01-01")
    client = logged_in(cast.lead_editor)
    client.post(url(draft, CENTRE), {"seen": "0", "full-range": "2.1.2023"})
    assert "is later than 1.1.2023, the last day of the call" in page_of(client.get(url(draft, CENTRE)))
    client.post(url(draft, CENTRE), {"seen": "1", "full-range": "1.1.2023"})
    assert "is later than" not in page_of(client.get(url(draft, CENTRE)))


def test_a_target_is_shown_beside_what_was_reached_on_every_page(cast, logged_in):
    application = complete_draft(cast)
    client = logged_in(cast.lead_editor)
    for page in ("plan", "submit"):
        assert "Target 1 000 000 – confirmed 1 341 383" in page_of(client.get(url(application, page)))
    submission = sent(application, cast)
    (target,) = submission.verdict["targets"]
    assert (target["wanted"], target["reached"], target["label"]["sv"]) == (
        1_000_000,
        1_341_383,
        "Eget befolkningsmål",
    )
    frozen = page_of(client.get(f"/sv/applications/{application.pk}/versions/1/"))
    assert "1 341 383" in frozen
    assert "Vi förbinder oss till uppföljning" in frozen


def changed(tmp_path, edits) -> None:
    """Load the reference with a call's list changed."""
    reference = read_reference(DATA)
    for row in reference["questions"]:
        if row.key[0] == "practice" and row.key[1] in edits:
            row.values.update(edits[row.key[1]])
    load(reference, actor="test", at=datetime(2026, 1, 1, tzinfo=UTC))


def test_a_changed_list_keeps_old_answers_and_what_was_sent(cast, tmp_path, logged_in):
    application = complete_draft(cast)
    before = stored(application)
    submission = sent(application, cast)
    edits = {
        "aims": {"label_fi": "Uusi otsikko", "order": 7, "required": False},
        "measures": {"max_length": 5},
        "element-group": {"label_en": "Newly asked"},
    }
    changed(tmp_path, edits)
    assert stored(application) == before
    client = logged_in(cast.lead_editor)
    assert "Newly asked" in page_of(client.get(url(application, "elements/personal-budget")))
    submission.refresh_from_db()
    aims = next(one for one in submission.snapshot["plan"] if one["code"] == "aims")
    assert (aims["label"]["fi"], aims["text"]) == ("Tavoitteet", "Vastaus: Tavoitteet")
    frozen = page_of(client.get(f"/applications/{application.pk}/versions/1/"))
    assert "Osion kohderyhmä" in frozen
    assert "Uusi otsikko" not in frozen


@pytest.mark.parametrize(
    ("code", "change", "problem"),
    [
        ("element-group", {"kind": "number"}, "kind of question element-group cannot change"),
        ("aims", {"section": "element"}, "section of question aims cannot change"),
        ("sote-centre-scope", {"options": []}, "must keep the option 'full'"),
    ],
)
def test_a_change_that_would_make_answers_unreadable_is_refused(tmp_path, code, change, problem):
    with pytest.raises(BrokenFile, match=problem):
        changed(tmp_path, {code: change})


def test_another_call_asks_its_own(cast):
    """The builder answers what each call asks; nothing of one call's list is known to another."""
    elements = {
        "voucher-2016": "service-voucher",
        "pilots-2017-1": "sote-centre",
        "practice": "personal-budget",
    }
    asked = {slug: set(answers_to(call_of(slug), element)) for slug, element in elements.items()}
    assert "voucher-focus" in asked["voucher-2016"]
    assert "full-range-2017" in asked["pilots-2017-1"]
    assert not {"voucher-focus", "full-range", "full-range-2017"} & asked["practice"]
    application = begun(cast)
    written(application, cast)
    assert content_gaps(Draft(application)) == []


def call_of(slug: str):
    return type(practice()).objects.get(slug=slug)
