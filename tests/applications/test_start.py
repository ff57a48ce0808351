"""The start page, a new application and the overview: what waits comes first, and whose turn it is stands in words."""

import pytest
from django.urls import reverse
from django.utils import translation

from applications.models import Application
from tests.builders import asked, begun, complete_draft, in_window, joined, submitted, written

pytestmark = pytest.mark.django_db


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_nobody_with_an_organisation_but_no_application_is_told_what_to_do(cast, logged_in):
    page = logged_in(cast.stranger).get("/en/applications/")
    assert page.status_code == 200
    assert "No applications yet" in text_of(page)
    assert 'href="/en/applications/new/"' in text_of(page)


def test_an_official_without_an_organisation_has_nothing_to_start(cast, logged_in):
    client = logged_in(cast.reviewer)
    assert "there is nothing here to do" in text_of(client.get("/en/applications/"))
    assert client.get("/en/applications/new/").status_code == 403


def test_starting_an_application_by_the_form(cast, logged_in, call):
    form = {"call": "practice", "region": "01", "lead": str(cast.keusote.pk), "language": "sv"}
    answer = logged_in(cast.lead_editor).post("/en/applications/new/", form)
    made = Application.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == f"/en/applications/{made.pk}/"
    assert (made.call.slug, made.region_id, made.lead, made.language) == (
        "practice",
        "01",
        cast.keusote,
        "sv",
    )
    assert [(m.organisation, m.is_lead, m.state) for m in made.members.all()] == [
        (cast.keusote, True, "accepted")
    ]


def test_a_second_application_of_the_same_lead_leads_to_the_first(cast, logged_in, call):
    first = begun(cast)
    form = {"call": "practice", "region": "01", "lead": str(cast.keusote.pk), "language": "fi"}
    answer = logged_in(cast.lead_editor).post("/en/applications/new/", form)
    assert answer.status_code == 422
    assert "Your organisation already has an application for this county in this call." in text_of(answer)
    assert f'href="/en/applications/{first.pk}/"' in text_of(answer)
    assert Application.objects.count() == 1


def test_nobody_starts_one_for_an_organisation_of_others(cast, logged_in, call):
    form = {"call": "practice", "region": "01", "lead": str(cast.keusote.pk), "language": "fi"}
    answer = logged_in(cast.stranger).post("/en/applications/new/", form)
    assert answer.status_code == 422
    assert Application.objects.count() == 0


def test_the_tasks_of_each_side(cast, logged_in):
    application = begun(cast)
    asked(application, cast, cast.helsinki)
    joined(application, cast, cast.vantaa, cast.second_signatory)
    lead, invited, partner = (
        text_of(logged_in(user).get("/en/applications/"))
        for user in (cast.lead_editor, cast.partner_signatory, cast.second_signatory)
    )
    assert "Complete and send the application" in lead
    assert "Answer the partnership request" in invited
    assert "Record the decision of your organisation" in partner
    assert "No applications yet" in text_of(logged_in(cast.stranger).get("/en/applications/"))


def test_the_overview_in_the_words_of_each_side(cast, logged_in):
    application = begun(cast)
    asked(application, cast, cast.helsinki)
    url = f"/en/applications/{application.pk}/"
    assert "Your turn: complete the application and send it." in text_of(logged_in(cast.lead_editor).get(url))
    assert "Your turn: answer the partnership request." in text_of(logged_in(cast.partner_editor).get(url))
    assert logged_in(cast.stranger).get(url).status_code == 404
    assert logged_in(cast.presenting_officer).get(url).status_code == 404


def test_what_is_missing_leads_to_its_field(cast, logged_in):
    application = begun(cast)
    page = text_of(logged_in(cast.lead_editor).get(f"/en/applications/{application.pk}/"))
    assert f'href="/en/applications/{application.pk}/plan/#id_aims"' in page
    assert "No element has been chosen" in page


def test_a_sent_application_shows_its_stages_and_versions(cast, logged_in):
    application = submitted(cast)
    page = text_of(logged_in(cast.partner_editor).get(f"/en/applications/{application.pk}/"))
    assert "The ministry&#x27;s turn: a presenting officer takes the application up." in page
    assert f'href="/en/applications/{application.pk}/receipt/1/"' in page
    assert application.case_number in page


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_page_opens_for_the_lead_in_each_language(cast, logged_in, language):
    application = complete_draft(cast)
    client = logged_in(cast.lead_signatory)
    names = ("overview", "plan", "elements", "budget", "grounds", "submit", "discard")
    with translation.override(language):
        urls = [reverse(f"applications:{name}", args=[application.pk]) for name in names]
        urls.append(reverse("applications:element", args=[application.pk, "personal-budget"]))
        urls += [reverse("applications:start"), reverse("applications:new")]
    assert {url: client.get(url).status_code for url in urls} == dict.fromkeys(urls, 200)


COUNTED = ("overview", "plan", "elements", "budget", "grounds")


def test_a_full_draft_with_a_joint_authority_takes_no_more(cast, logged_in, django_assert_max_num_queries):
    application = complete_draft(cast)
    question = application.call.questions.get(kind="residents")
    application.answers.update_or_create(question=question, element=None, defaults={"text": "1000000"})
    counts(logged_in(cast.lead_signatory), application, django_assert_max_num_queries)


def counts(client, application, django_assert_max_num_queries) -> dict[str, int]:
    found = {}
    urls = {
        name: f"/applications/{application.pk}/{'' if name == 'overview' else name + '/'}" for name in COUNTED
    }
    urls |= {
        "element": f"/applications/{application.pk}/elements/personal-budget/",
        "start": "/applications/",
    }
    for name, url in urls.items():
        # The first visit of a process also reads the county, which is then kept.
        client.get(url)
        with django_assert_max_num_queries(12) as captured:
            assert client.get(url).status_code == 200
        found[name] = len(captured)
    return found


def test_queries_stay_few_and_constant(cast, logged_in, django_assert_max_num_queries):
    application = begun(cast)
    written(application, cast)
    client = logged_in(cast.lead_signatory)
    few = counts(client, application, django_assert_max_num_queries)
    joined(application, cast, cast.helsinki, cast.partner_signatory)
    joined(application, cast, cast.vantaa, cast.second_signatory)
    begun(cast, region="02")
    begun(cast, region="04")
    assert counts(client, application, django_assert_max_num_queries) == few


def test_a_moment_in_the_window_is_one(call):
    assert call.is_open(in_window(call))


def test_a_county_left_out_is_asked_for_by_name(cast, logged_in, call):
    form = {"call": "practice", "region": "", "lead": str(cast.keusote.pk), "language": "fi"}
    answer = logged_in(cast.lead_editor).post("/en/applications/new/", form)
    assert answer.status_code == 422
    assert "Choose the county of the pilot." in text_of(answer)
