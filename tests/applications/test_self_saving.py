"""Sections that save themselves: the time or the reason is told, and never that something is saved that is not."""

from datetime import timedelta

import pytest
from django.utils import timezone

from applications.models import Presence, Section
from tests.applications.test_sections import text_of, url
from tests.builders import begun, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(cast):
    return begun(cast)


def saves_itself(client, application, page, **typed):
    return client.post(url(application, page), {"autosave": "1", **typed})


def answers(application):
    return dict(application.answers.exclude(text="").values_list("question__code", "text"))


def test_what_is_typed_is_saved_and_the_time_and_the_next_version_told(cast, draft, logged_in):
    client = logged_in(cast.lead_editor)
    told = saves_itself(client, draft, "plan", seen="0", aims="Lyhyet jonot")
    assert (told.status_code, told["X-Saved"]) == (200, "all")
    assert 'name="seen" value="1"' in text_of(told)
    assert "Saved by itself at" in text_of(told)
    assert "<html" not in text_of(told)
    again = saves_itself(client, draft, "plan", seen="1", aims="Lyhyet jonot ja hyvä hoito")
    assert 'name="seen" value="2"' in text_of(again)
    assert answers(draft) == {"aims": "Lyhyet jonot ja hyvä hoito"}
    row = Section.objects.get(application=draft, key="plan")
    assert [(one.number, one.by_itself) for one in row.versions.order_by("number")] == [(2, True)]


def test_what_is_still_missing_is_told_anew_with_each_saving(cast, draft, logged_in):
    client = logged_in(cast.lead_editor)
    told = saves_itself(client, draft, "plan", seen="0", title="Nimi")
    missing = text_of(told).partition('id="section-gaps"')[2]
    assert 'href="#id_aims"' in missing
    assert 'href="#id_title"' not in missing
    again = saves_itself(client, draft, "plan", seen="1", title="Nimi", aims="Lyhyet jonot")
    assert 'href="#id_aims"' not in text_of(again).partition('id="section-gaps"')[2]


def test_a_field_that_cannot_be_read_is_not_saved_and_the_rest_is(cast, draft, logged_in):
    written(draft, cast)
    client = logged_in(cast.lead_editor)
    told = saves_itself(
        client,
        draft,
        "elements/personal-budget",
        seen="1",
        description="Uusi kuvaus",
        starts_on="huomenna",
        expected_clients="4 600",
    )
    assert (told.status_code, told["X-Saved"]) == (200, "part")
    assert "The rest is saved, but not this:" in text_of(told)
    assert '<a href="#id_starts_on">Starts:' in text_of(told)
    plan = draft.element_plans.get(element__code="personal-budget")
    assert (plan.description, plan.expected_clients) == ("Uusi kuvaus", 4600)
    assert plan.starts_on == draft.call.starts_earliest_on


def test_a_budget_with_a_row_that_cannot_be_read_is_left_as_it_was(cast, draft, logged_in):
    written(draft, cast)
    before = list(draft.budget_lines.order_by("pk").values())
    row = {"category": "personnel", "year": "2027", "element": "personal-budget", "asked_eur": "tuhat"}
    told = saves_itself(
        logged_in(cast.lead_editor),
        draft,
        "budget",
        seen="1",
        **{"lines-TOTAL_FORMS": "1", "lines-INITIAL_FORMS": "0"},
        **{f"lines-0-{name}": value for name, value in row.items()},
    )
    assert told["X-Saved"] == "none"
    assert "Not saved, because this cannot be read:" in text_of(told)
    assert "Saved by itself" not in text_of(told)
    assert list(draft.budget_lines.order_by("pk").values()) == before


def test_when_another_has_saved_it_says_so_and_saves_nothing(cast, draft, logged_in):
    saves_itself(logged_in(cast.lead_signatory), draft, "plan", seen="0", aims="Ensin")
    told = saves_itself(logged_in(cast.lead_editor), draft, "plan", seen="0", aims="Sitten")
    assert (told.status_code, told["X-Saved"]) == (409, "none")
    assert "It was lead.signatory, at" in text_of(told)
    assert "Show both texts" in text_of(told)
    assert 'name="seen"' not in text_of(told)
    assert answers(draft) == {"aims": "Ensin"}


def test_without_a_session_nothing_is_said_to_be_saved(cast, draft, client):
    assert saves_itself(client, draft, "plan", seen="0", aims="x").status_code == 401
    assert answers(draft) == {}


def test_the_name_of_the_browsers_copy_comes_back_only_after_a_saving(cast, draft, logged_in):
    client = logged_in(cast.lead_editor)
    saved = client.post(url(draft, "plan"), {"seen": "0", "aims": "x", "copy": "ab12cd34"})
    assert saved.cookies["saved_copy"].value == "ab12cd34"
    refused = client.post(url(draft, "plan"), {"seen": "1", "aims": "ä" * 4001, "copy": "ab12cd35"})
    assert "saved_copy" not in refused.cookies
    hostile = client.post(url(draft, "plan"), {"seen": "1", "aims": "y", "copy": "a; Domain=x"})
    assert "saved_copy" not in hostile.cookies


def differing(client, other, application):
    """Two people have written aims and title from the same version; the second one's page."""
    client.post(url(application, "plan"), {"seen": "0", "aims": "Lyhyet jonot kaikille", "title": "A"})
    return other.post(url(application, "plan"), {"seen": "0", "aims": "Lyhyet matkat kaikille", "title": "B"})


def test_after_a_clash_each_field_is_chosen_on_its_own(cast, draft, logged_in):
    first, second = logged_in(cast.lead_editor), logged_in(cast.lead_signatory)
    page = text_of(differing(first, second, draft))
    assert '<del><span class="hidden">[removed: </span> jonot' in page
    assert ">Lyhyet jonot matkat kaikille</textarea>" in page
    assert "It was lead.editor," in page
    chosen = {
        "seen": "1",
        "aims": "Lyhyet matkat kaikille",
        "title": "B",
        "choose-title": "theirs",
        "choose-aims": "both",
        "merged-aims": "Lyhyet jonot ja matkat kaikille",
    }
    assert second.post(url(draft, "plan"), chosen).status_code == 302
    assert answers(draft) == {"title": "A", "aims": "Lyhyet jonot ja matkat kaikille"}


def test_theirs_that_changed_again_is_not_taken_unseen(cast, draft, logged_in):
    first, second = logged_in(cast.lead_editor), logged_in(cast.lead_signatory)
    differing(first, second, draft)
    first.post(url(draft, "plan"), {"seen": "1", "aims": "Aivan muuta", "title": "A"})
    chosen = {"seen": "1", "aims": "Lyhyet matkat", "title": "B", "choose-title": "mine"}
    answer = second.post(url(draft, "plan"), chosen)
    assert answer.status_code == 409
    assert "Aivan muuta" in text_of(answer)
    assert answers(draft) == {"aims": "Aivan muuta", "title": "A"}


def test_who_else_is_writing_is_shown_for_two_minutes(cast, draft, logged_in):
    editor, signatory = logged_in(cast.lead_editor), logged_in(cast.lead_signatory)
    where = f"/en/applications/{draft.pk}/presence/plan/"
    assert text_of(editor.post(where, {"seen": "0"})).strip() == ""
    others = text_of(signatory.post(where, {"seen": "0"}))
    assert "lead.editor (Keski-Uudenmaan sote -kuntayhtymä) is writing this part too, last at" in others
    assert "is writing another part" in text_of(signatory.get(url(draft, "grounds")))
    Presence.objects.update(seen_at=timezone.now() - timedelta(minutes=3))
    assert "is writing" not in text_of(signatory.post(where, {"seen": "0"}))
    assert Presence.objects.filter(user=cast.lead_editor).count() == 0


def test_a_newer_version_by_another_is_told_before_one_writes_more(cast, draft, logged_in):
    saves_itself(logged_in(cast.lead_signatory), draft, "plan", seen="0", aims="Ensin")
    where = f"/en/applications/{draft.pk}/presence/plan/"
    told = text_of(logged_in(cast.lead_editor).post(where, {"seen": "0"}))
    assert "lead.signatory saved this part at" in told
    assert "saved this part" not in text_of(logged_in(cast.lead_editor).post(where, {"seen": "1"}))


def test_presence_in_a_section_that_is_not_there_or_not_ones_own(cast, draft, logged_in):
    where = f"/en/applications/{draft.pk}/presence/"
    client = logged_in(cast.lead_editor)
    for key in ("nothing", "element:sote-centre", "x" * 80):
        assert client.post(f"{where}{key}/", {}).status_code == 404
    assert not Presence.objects.exists()
