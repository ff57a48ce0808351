"""A section given to a partner: it may write exactly that one, is told, and loses it when it leaves."""

import pytest

from applications.actions.leaving import leave
from applications.models import Section
from outbox.models import Row
from tests.builders import begun, in_window, joined, written

pytestmark = pytest.mark.django_db
KEY = "element:personal-budget"


@pytest.fixture
def draft(cast):
    application = begun(cast)
    written(application, cast)
    return application


@pytest.fixture
def helsinki(cast, draft):
    return joined(draft, cast, cast.helsinki, cast.partner_signatory)


def url(application, page: str) -> str:
    return f"/en/applications/{application.pk}/{page}/"


def give(client, application, member, key=KEY):
    return client.post(url(application, f"sections/{key}/give"), {"member": member.pk if member else ""})


def page_of(response) -> str:
    return " ".join(response.content.decode().split())


def mails() -> list[str]:
    rows = Row.objects.filter(kind="mail").order_by("pk")
    return [row.payload["template"] for row in rows if "section" in row.payload]


def test_the_partner_writes_exactly_the_given_part(cast, draft, helsinki, logged_in):
    lead, partner = logged_in(cast.lead_editor), logged_in(cast.partner_editor)
    typed = {"seen": "1", "description": "Helsingin teksti"}
    assert partner.post(url(draft, "elements/personal-budget"), typed).status_code == 403
    assert give(lead, draft, helsinki)["Location"] == url(draft, "elements/personal-budget")
    assert mails() == ["section_given"]
    assert "Write the part Personal budget" in page_of(partner.get("/en/applications/"))
    assert ", written by Helsinki" in page_of(lead.get(url(draft, "")[:-1]))
    assert partner.post(url(draft, "elements/personal-budget"), typed).status_code == 302
    assert draft.element_plans.get(element__code="personal-budget").description == "Helsingin teksti"
    for page in ("plan", "grounds", "elements", "elements/client-voucher"):
        assert partner.post(url(draft, page), {"seen": "1", "title": "x"}).status_code == 403
    assert lead.post(url(draft, "elements/personal-budget"), typed | {"seen": "2"}).status_code == 302


def test_taking_back_and_giving_to_another_tells_both(cast, draft, helsinki, logged_in):
    vantaa = joined(draft, cast, cast.vantaa, cast.second_signatory)
    lead = logged_in(cast.lead_signatory)
    for member in (helsinki, helsinki, vantaa, None, None):
        give(lead, draft, member)
    assert mails() == ["section_given", "section_taken_back", "section_given", "section_taken_back"]
    assert Section.objects.get(application=draft, key=KEY).given_to is None


def test_whoever_leaves_writes_no_more(cast, draft, helsinki, logged_in):
    give(logged_in(cast.lead_editor), draft, helsinki)
    leave(member_id=helsinki.pk, actor=cast.partner_signatory, at=in_window(draft.call), reason="Emme ehdi.")
    assert Section.objects.get(application=draft, key=KEY).given_to is None
    assert "Write the part" not in page_of(logged_in(cast.partner_editor).get("/en/applications/"))


@pytest.mark.parametrize(("key", "status"), [("budget", 302), ("shares", 302), ("element:oral-health", 404)])
def test_what_is_not_to_be_given_stays_with_the_lead(cast, draft, helsinki, logged_in, key, status):
    assert give(logged_in(cast.lead_editor), draft, helsinki, key).status_code == status
    assert mails() == []
    assert not Section.objects.filter(given_to__isnull=False).exists()


def test_only_a_partner_that_takes_part_can_be_given_anything(cast, draft, helsinki, logged_in):
    lead = logged_in(cast.lead_editor)
    for member in ("9" * 4300, "１２", "0", str(draft.members.get(is_lead=True).pk)):
        lead.post(url(draft, f"sections/{KEY}/give"), {"member": member})
    assert not Section.objects.filter(given_to__isnull=False).exists()
    partner = logged_in(cast.partner_signatory)
    assert give(partner, draft, helsinki).status_code == 403


def test_a_part_of_which_only_the_writer_is_known_is_not_called_saved(cast, helsinki, draft, logged_in):
    lead = logged_in(cast.lead_editor)
    give(lead, draft, helsinki, "grounds")
    assert "last saved" not in page_of(lead.get(url(draft, "grounds")))


def test_a_sections_form_takes_few_queries(cast, draft, helsinki, logged_in, django_assert_max_num_queries):
    client = logged_in(cast.lead_editor)
    client.get(url(draft, "elements/personal-budget"))
    with django_assert_max_num_queries(12):
        client.get(url(draft, "elements/personal-budget"))
