"""The members' shares of the costs: own ones only for a partner, open for as long as nobody knows, then they add up."""

from decimal import Decimal

import pytest

from applications.queries.draft import Draft
from applications.queries.gaps import content_gaps
from tests.builders import begun, joined, written

pytestmark = pytest.mark.django_db


def page_of(response) -> str:
    return " ".join(response.content.decode().replace("\xa0", " ").split())


@pytest.fixture
def draft(cast):
    application = begun(cast)
    written(application, cast)
    return application


@pytest.fixture
def helsinki(cast, draft):
    return joined(draft, cast, cast.helsinki, cast.partner_signatory)


def url(application) -> str:
    return f"/en/applications/{application.pk}/shares/"


def codes(application) -> set[str]:
    return {gap.code for gap in content_gaps(Draft(type(application).objects.get(pk=application.pk)))}


def test_the_lead_writes_all_and_the_page_says_whether_they_add_up(cast, draft, helsinki, logged_in):
    client, lead = logged_in(cast.lead_editor), draft.members.get(is_lead=True)
    assert "2 shares are open." in page_of(client.get(url(draft)))
    first = {"seen": "0", f"share-{lead.pk}": "1 500 000,50", f"share-{helsinki.pk}": ""}
    assert client.post(url(draft), first).status_code == 302
    page = page_of(client.get(url(draft)))
    assert "1 share is open." in page
    assert 'value="1 500 000,50"' in page
    assert "shares_differ" not in codes(draft)
    client.post(url(draft), first | {"seen": "1", f"share-{helsinki.pk}": "499\xa0999,49"})
    assert "Costs minus shares: 0,01 €." in page_of(client.get(url(draft)))
    assert "shares_differ" in codes(draft)
    client.post(url(draft), first | {"seen": "2", f"share-{helsinki.pk}": "499 999,50"})
    assert "The shares add up" in page_of(client.get(url(draft)))
    assert "shares_differ" not in codes(draft)


def test_a_partner_writes_its_own_share_only(cast, draft, helsinki, logged_in):
    lead = draft.members.get(is_lead=True)
    partner = logged_in(cast.partner_editor)
    typed = {"seen": "0", f"share-{lead.pk}": "1", f"share-{helsinki.pk}": "0"}
    assert partner.post(url(draft), typed).status_code == 302
    shares = dict(draft.members.values_list("pk", "share_eur"))
    assert (shares[lead.pk], shares[helsinki.pk]) == (None, Decimal("0.00"))
    assert "Shares of the others" in page_of(partner.get(url(draft)))


@pytest.mark.parametrize("typed", ["-1", "1e400", "9" * 4300, "１２", "abc", "1,005", "NaN"])
def test_what_is_no_sum_is_told_beside_the_field(cast, draft, helsinki, logged_in, typed):
    answer = logged_in(cast.lead_editor).post(url(draft), {"seen": "0", f"share-{helsinki.pk}": typed})
    assert answer.status_code == 422
    assert typed in answer.content.decode()
    assert not draft.members.exclude(share_eur=None).exists()


def test_the_second_of_two_savers_sees_both_sums(cast, draft, helsinki, logged_in):
    logged_in(cast.partner_editor).post(url(draft), {"seen": "0", f"share-{helsinki.pk}": "100"})
    answer = logged_in(cast.lead_editor).post(url(draft), {"seen": "0", f"share-{helsinki.pk}": "200"})
    page = page_of(answer)
    assert answer.status_code == 409
    assert "100" in page
    assert 'value="200"' in page
    assert draft.members.get(pk=helsinki.pk).share_eur == Decimal("100.00")
