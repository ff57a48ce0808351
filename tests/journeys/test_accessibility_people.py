"""The pages of people and organisations in their fullest state and with errors, looked at like all others."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actions.claiming import mail_link, written_link
from accounts.actions.consenting import set_consent
from accounts.actions.staffing import invite, written_invitation
from accounts.models import Affiliation
from tests.bed.browser import WIDE
from tests.journeys import stages
from tests.journeys.looking import Inspector
from tests.journeys.walking import Walker

pytestmark = pytest.mark.parametrize("language", ["fi", "sv"])


@pytest.fixture
def see(new_page, language):
    """An inspector in the language; at the end nothing may be wrong."""
    inspector = Inspector(Walker(new_page(viewport=WIDE), language))
    yield inspector
    assert not inspector.wrong, "\n".join(inspector.wrong)


def token_of(address):
    return address.rstrip("/").rpartition("/")[2]


def test_ways_to_an_organisation(see, cast):
    now = timezone.now()
    see.looks_at("accounts:claim")
    see.errs("accounts:claim")
    link = token_of(written_link(mail_link(cast.espoo, source="asked", by="test", at=now)))
    see.looks_at("accounts:claim-link", link)
    see.errs("accounts:claim-link", link, fill={"email": "ei osoite", "password": "lyhyt"})
    see.looks_at("accounts:claim-link", "unknown", status=404)
    made = invite(
        organisation_id=cast.keusote.pk, email="uusi@keusote.example", role="editor", language="fi",
        actor=cast.lead_signatory, at=now,
    )  # fmt: skip
    invitation = token_of(written_invitation(made))
    see.looks_at("accounts:invitation", invitation)
    see.errs("accounts:invitation", invitation)
    see.walker.enters(cast.stranger)
    see.looks_at("accounts:claim-link", link)
    see.errs("accounts:invitation", invitation)


def test_the_own_organisation_and_the_own_details(see, cast):
    now = timezone.now()
    application = stages.full_draft(cast)
    Affiliation.objects.create(user=cast.lead_signatory, organisation=cast.tampere, role="editor")
    for number, at in enumerate((now - timedelta(days=20), now)):
        invite(
            organisation_id=cast.keusote.pk, email=f"pitka.nimi.{number}@keski-uudenmaan-sote.example",
            role="signatory", language="sv", actor=cast.lead_signatory, at=at,
        )  # fmt: skip
    set_consent(organisation_id=cast.keusote.pk, given=True, actor=cast.lead_signatory, at=now)
    see.walker.enters(cast.lead_signatory)
    see.looks_at("applications:start")
    pk, editor = cast.keusote.pk, cast.lead_editor.affiliations.get().pk
    see.looks_at("accounts:organisation", pk)
    send = "main form[action$='/invite/'] button"
    see.errs("accounts:organisation", pk, fill={"email": "ei osoite"}, press=send)
    see.looks_at("accounts:remove-person", pk, editor)
    own = cast.lead_signatory.affiliations.get(organisation=pk).pk
    see.errs("accounts:remove-person", pk, own, press="main form button")
    see.looks_at("accounts:acting")
    see.looks_at("accounts:profile")
    see.errs("accounts:profile", fill={"name": ""})
    see.looks_at("accounts:password")
    see.errs("accounts:password")
    see.walker.opens("accounts:acting")
    with see.page.expect_navigation():
        see.page.locator("main form button").first.click()
    see.looks_at("applications:overview", application.pk, status=403)


def test_organisations_at_the_desk(see, cast):
    see.walker.enters(cast.administrator)
    see.looks_at("admin:organisations", query="?q=keusote")
    pk = cast.keusote.pk
    see.looks_at("admin:organisation", pk)
    see.errs("admin:organisation", pk, press="main form[action$='/people/'] button")
    see.looks_at("admin:organisation-remove", pk, cast.lead_editor.affiliations.get().pk)
