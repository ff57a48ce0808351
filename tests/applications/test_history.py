"""The history of a section and of the verdict: who, when, what, and an earlier version brought back."""

import re

import pytest

from accounts.models import User
from applications.models import SectionVersion
from eligibility import Outcome, Verdict
from tests.applications.test_sections import text_of, url
from tests.builders import begun, decided, joined, with_grounds, written
from ui.formatting import share

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(cast):
    application = begun(cast)
    written(application, cast)
    return application


def shares_noted(application):
    """The verdicts that were noted and covered somebody, oldest first."""
    changes = application.verdict_changes.filter(covered_inhabitants__gt=0).order_by("at", "pk")
    numbers = ("covered_inhabitants", "region_inhabitants", "covered_municipalities", "region_municipalities")
    return [Verdict(Outcome(one.outcome), (), *(getattr(one, name) for name in numbers)) for one in changes]


def history_of(application, key):
    return url(application, f"history/{key}")


def test_each_saving_is_told_with_the_words_that_changed(cast, draft, logged_in):
    client = logged_in(cast.lead_editor)
    client.post(
        url(draft, "elements/personal-budget"), {"seen": "1", "description": "Kuvaus kahdesta osiosta."}
    )
    page = text_of(client.get(history_of(draft, "element:personal-budget")))
    assert re.search(r"\d\d, lead\.editor<", page), "by name, not by address"
    assert "<dt>Description</dt>" in page
    assert '<del><span class="hidden">[removed: </span> osiosta personal-budget.' in page
    assert '<ins><span class="hidden">[added: </span> kahdesta osiosta.' in page
    assert "Saved by a press" in page
    assert "Stands now" in page
    assert page.index("Version 2") < page.index("Version 1")


def test_who_saved_is_told_by_name_and_by_address_where_there_is_none(cast, draft, logged_in):
    client = logged_in(cast.lead_editor)
    client.post(url(draft, "plan"), {"seen": "1", "aims": "Toinen"})
    pages = [url(draft, "history"), history_of(draft, "plan"), url(draft, "plan")]
    for email, name, shown in [
        ("lead.editor@keusote.example", "Maija Meikäläinen", "Maija Meikäläinen"),
        ("lead.editor@keusote.example", "", "lead.editor@keusote.example"),
        ("uusi.osoite@keusote.example", "Maija Meikäläinen", "lead.editor@keusote.example"),
    ]:
        User.objects.filter(pk=cast.lead_editor.pk).update(email=email, name=name)
        found = [text_of(client.get(page)).partition("<main")[2] for page in pages]
        assert [shown in page for page in found] == [True] * 3
        assert [email in page for page in found] == [shown == email] * 3


def test_savings_of_one_sitting_share_a_version_and_say_so(cast, draft, logged_in):
    client = logged_in(cast.lead_editor)
    for seen, text in ((1, "Yksi"), (2, "Yksi kaksi"), (3, "Yksi kaksi kolme")):
        client.post(url(draft, "plan"), {"autosave": "1", "seen": seen, "aims": text})
    assert [one.number for one in SectionVersion.objects.filter(section__key="plan").order_by("number")] == [
        1,
        4,
    ]
    assert "Saved by itself" in text_of(client.get(history_of(draft, "plan")))


@pytest.mark.parametrize("key", ["plan", "element:personal-budget", "budget", "grounds"])
def test_an_earlier_version_comes_back_as_a_new_one(cast, draft, logged_in, key):
    with_grounds(draft, cast, text="Saaristo")
    client = logged_in(cast.lead_editor)
    page = key.replace("element:", "elements/")
    first = SectionVersion.objects.get(section__application=draft, section__key=key, number=1).content
    empty = {"lines-TOTAL_FORMS": "0", "lines-INITIAL_FORMS": "0"} if key == "budget" else {}
    assert client.post(url(draft, page), {"seen": "1", **empty}).status_code == 302
    changed = SectionVersion.objects.get(section__application=draft, section__key=key, number=2).content
    assert changed != first
    answer = client.post(history_of(draft, key), {"number": "1", "seen": "2"})
    assert (answer.status_code, answer["Location"]) == (302, url(draft, page))
    assert SectionVersion.objects.get(section__application=draft, section__key=key, number=3).content == first


def test_it_does_not_come_back_over_what_somebody_saved_meanwhile(cast, draft, logged_in):
    client = logged_in(cast.lead_editor)
    client.post(url(draft, "plan"), {"seen": "1", "aims": "Toinen"})
    client.post(url(draft, "plan"), {"seen": "2", "aims": "Kolmas"})
    answer = client.post(history_of(draft, "plan"), {"number": "1", "seen": "2"})
    assert answer.status_code == 409
    assert draft.answers.get(question__code="aims", element=None).text == "Kolmas"


@pytest.mark.parametrize("number", ["", "9", "x", "-1", "1" * 40])
def test_a_version_that_is_not_there(cast, draft, logged_in, number):
    answer = logged_in(cast.lead_editor).post(history_of(draft, "plan"), {"number": number, "seen": "1"})
    assert answer.status_code == 404


def test_a_partner_reads_it_and_cannot_bring_back_and_who_was_asked_does_not_see_it(cast, draft, logged_in):
    joined(draft, cast, cast.helsinki, cast.partner_signatory)
    client = logged_in(cast.partner_signatory)
    assert "Version 1" in text_of(client.get(history_of(draft, "plan")))
    assert "Bring version" not in text_of(client.get(history_of(draft, "plan")))
    assert client.post(history_of(draft, "plan"), {"number": "1", "seen": "1"}).status_code == 403
    assert logged_in(cast.stranger).get(history_of(draft, "plan")).status_code == 404


def test_how_the_verdict_changed_is_told_with_its_shares(cast, draft, logged_in):
    decided(draft, cast.keusote, cast.lead_signatory)
    joined(draft, cast, cast.helsinki, cast.partner_signatory)
    decided(draft, cast.helsinki, cast.partner_signatory)
    page = text_of(logged_in(cast.lead_editor).get(url(draft, "history"))).replace("\u00a0", " ")
    assert "Helsinki: A member recorded the decision of its own body." in page
    shares = [share(one.share) for one in shares_noted(draft)]
    assert len(shares) == 2
    assert re.search(rf"{shares[0]}, [\w ]+ → {shares[1]}, [\w ]+".replace("\u00a0", " "), page)


def test_its_queries_do_not_grow_with_the_savings(cast, draft, logged_in, django_assert_max_num_queries):
    client = logged_in(cast.lead_editor)
    for seen in range(1, 9):
        client.post(url(draft, "plan"), {"seen": seen, "aims": f"Teksti {seen}"})
    with django_assert_max_num_queries(14):
        client.get(history_of(draft, "plan"))
