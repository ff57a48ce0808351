"""One case through its pages: taken up, proposed, sent back, decided, read; nothing typed is lost on the way."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from applications.models import Application
from decisions.actions.lettering import make_letter
from decisions.models import Appropriation, Decision, Proposal
from ledger.models import Event
from tests import builders
from tests.cast import PASSWORD
from tests.decisions import stages

NAMES = ("outcome", "amount_eur", "scope", "reason_key", "reasons")


def typed(**changes) -> dict[str, str]:
    """What a presenting officer types: one element granted, the other refused."""
    return {
        "personal-budget-outcome": "granted",
        "personal-budget-amount_eur": "1 000 000,00",
        "personal-budget-reasons": stages.REASONS[stages.GRANTED],
        "client-voucher-outcome": "refused",
        "client-voucher-reasons": stages.REASONS[stages.REFUSED],
        "resolution": "elements",
        "purpose": "Henkilökohtaisen budjetin pilotti Uudellamaalla.",
        "eligible_costs": "Tarpeelliset kustannukset.",
        "self_financing_eur": "0",
        "use_from_on": "1.1.2027",
        "use_until_on": "31.12.2028",
        "payment": "Avustus maksetaan erissä.",
        "interim_report_on": "31.1.2028",
        "final_report_on": "30.6.2029",
        "handling": "9.5.2018 Ministerityöryhmä puolsi avustusta.",
    } | changes


def url(name: str, application: Application) -> str:
    return reverse(f"admin:{name}", args=[application.pk])


def state_of(application: Application) -> str:
    return Application.objects.get(pk=application.pk).state


def test_a_case_goes_through_its_pages(client, cast):
    application = builders.submitted(cast)
    stages.with_money(cast, application.call)
    client.force_login(cast.presenting_officer)
    assert client.post(url("take-up", application)).url == url("case", application)
    html = client.get(url("case", application)).content.decode()
    assert f'action="{url("proposal", application)}"' in html
    assert client.post(url("proposal", application), typed(save="save")).status_code == 302
    draft = client.get(url("draft-letter", application))
    assert (draft["Content-Type"], draft.content[:4]) == ("application/pdf", b"%PDF")
    assert client.post(url("proposal", application), typed(present="present")).status_code == 302
    assert state_of(application) == "proposed"
    assert client.get(url("decide", application)).status_code == 403

    client.force_login(cast.decision_maker)
    page = client.get(url("decide", application)).content.decode()
    assert "4\u00a0000\u00a0000\u00a0€" in page  # what is left afterwards
    read = {"seen": stages.seen(application).isoformat()}
    assert client.post(url("decide", application), {"password": "wrong", **read}).status_code == 422
    assert state_of(application) == "proposed"
    assert client.post(url("decide", application), {"password": PASSWORD, **read}).status_code == 302
    decision = Decision.objects.get()
    assert decision.granted_eur == Decimal("1000000.00")
    assert decision.snapshot["handling"] == [
        {"text": "Ministerityöryhmä puolsi avustusta.", "on": "2018-05-09"}
    ]
    make_letter(decision_id=decision.pk)
    html = client.get(url("case", application)).content.decode()
    letter = reverse("admin:letter", args=[decision.letters.get().pk])
    assert letter in html
    assert client.get(letter).content[:4] == b"%PDF"


def test_a_refused_proposal_keeps_what_was_typed_and_names_what_is_missing(client, cast):
    application = stages.taken_up(cast)
    client.force_login(cast.presenting_officer)
    data = typed(present="present", purpose="", **{"client-voucher-reasons": "Kesken {tähän}."})
    response = client.post(url("proposal", application), data)
    assert response.status_code == 422
    html = response.content.decode()
    assert 'class="error-summary"' in html
    assert "Kesken {tähän}." in html
    assert state_of(application) == "under_review"
    assert Proposal.objects.get().elements.count() == 2


def test_what_cannot_be_read_is_refused_and_kept(client, cast):
    application = stages.taken_up(cast)
    client.force_login(cast.presenting_officer)
    for name, value in (
        ("use_until_on", "31.2.2028"),
        ("personal-budget-amount_eur", "miljoona"),
        ("handling", "ilman päivää"),
        ("personal-budget-outcome", "hurraa"),
    ):
        response = client.post(url("proposal", application), typed(save="save", **{name: value}))
        assert response.status_code == 422, name
        assert not Proposal.objects.exists()
        if name != "personal-budget-outcome":
            assert value in response.content.decode()


def test_the_librarys_text_is_put_after_what_stands_there(client, cast):
    application = stages.taken_up(cast)
    client.force_login(cast.presenting_officer)
    data = typed(insert="client-voucher", **{"client-voucher-reason_key": "refused:R11"})
    html = client.post(url("proposal", application), data).content.decode()
    assert f"{stages.REASONS[stages.REFUSED]}\nHakija ei ole sitoutunut seurantaan" in html
    assert not Proposal.objects.exists()


def test_a_draft_letter_that_cannot_be_made_says_what_it_lacks(client, cast):
    application = stages.taken_up(cast)
    client.force_login(cast.presenting_officer)
    assert client.get(url("draft-letter", application)).status_code == 404
    client.post(url("proposal", application), typed(save="save", purpose=""))
    response = client.get(url("draft-letter", application))
    assert response.status_code == 422
    assert 'class="error-summary"' in response.content.decode()


def test_sent_back_with_a_note_that_the_presenting_officer_reads(client, cast):
    application = stages.proposed(cast)
    client.force_login(cast.decision_maker)
    read = {"seen": stages.seen(application).isoformat()}
    assert client.post(url("send-back", application), {"note": "", **read}).status_code == 422
    assert (
        client.post(url("send-back", application), {"note": "Perustele rajaus.", **read}).status_code == 302
    )
    client.force_login(cast.presenting_officer)
    assert "Perustele rajaus." in client.get(url("case", application)).content.decode()
    assert "Perustele rajaus." in client.get(reverse("admin:index")).content.decode()


def test_without_money_the_decision_is_refused_on_the_page(client, cast):
    application = stages.proposed(cast)
    stages.with_money(cast, application.call, total="10.00")
    client.force_login(cast.decision_maker)
    read = {"seen": stages.seen(application).isoformat()}
    response = client.post(url("decide", application), {"password": PASSWORD, **read})
    assert response.status_code == 422
    assert 'class="error-summary"' in response.content.decode()
    assert (state_of(application), Decision.objects.count()) == ("proposed", 0)


def test_a_page_that_shows_an_older_proposal_does_not_sign_the_newer_one(client, cast):
    application = stages.proposed(cast)
    stages.with_money(cast, application.call)
    client.force_login(cast.decision_maker)
    old = {"password": PASSWORD, "seen": (stages.seen(application) - timedelta(seconds=1)).isoformat()}
    response = client.post(url("decide", application), old)
    page = response.content.decode()
    assert response.status_code == 409
    assert "esitelty uudelleen" in page
    assert f'value="{stages.seen(application).isoformat()}"' in page
    assert PASSWORD not in page
    assert (state_of(application), Decision.objects.count()) == ("proposed", 0)


def test_an_act_on_an_old_page_is_told_and_changes_nothing(client, cast):
    application = stages.proposed(cast)
    stages.with_money(cast, application.call)
    stages.signed(application, cast.decision_maker)
    client.force_login(cast.decision_maker)
    for name, data in (("decide", {"password": PASSWORD}), ("send-back", {"note": "Myöhässä"})):
        assert client.post(url(name, application), data).status_code == 409
    client.force_login(cast.presenting_officer)
    assert client.post(url("take-up", application)).status_code == 409
    assert client.post(url("proposal", application), typed(save="save")).status_code in {403, 409, 422}
    assert (state_of(application), Decision.objects.count()) == ("decided", 1)


ACTS = {
    "take-up": {"presenting_officer"},
    "proposal": {"presenting_officer"},
    "send-back": {"decision_maker"},
    "decide": {"decision_maker"},
}


@pytest.mark.parametrize(
    "who", ["reviewer", "administrator", "auditor", "superuser", "lead_signatory", "stranger"]
)
def test_others_cannot_act_and_nothing_changes(client, cast, who):
    application = stages.proposed(cast)
    client.force_login(getattr(cast, who))
    before = (state_of(application), Event.objects.count())
    answers = {
        name: client.post(url(name, application), typed(password=PASSWORD, note="x")).status_code
        for name in ACTS
    }
    assert set(answers.values()) <= {403, 404}
    assert (state_of(application), Event.objects.count()) == before


def test_two_decision_makers_set_an_appropriation_on_its_pages(client, cast):
    call = builders.practice()
    client.force_login(cast.decision_maker)
    change = reverse("admin:money-change", args=[call.slug])
    data = {"total_eur": "2 000 000,00", "reserve_eur": "100 000", "reason": "Talousarvio"}
    assert client.post(change, data | {"total_eur": "paljon"}).status_code == 422
    assert client.post(change, data).status_code == 302
    confirm = reverse("admin:money-confirm", args=[call.appropriation_changes.get().pk])
    assert client.post(confirm).status_code == 422
    assert not Appropriation.objects.exists()
    client.force_login(stages.second_decision_maker())
    assert client.post(confirm).status_code == 302
    money = Appropriation.objects.get()
    assert (money.total_eur, money.reserve_eur) == (Decimal("2000000.00"), Decimal("100000.00"))


def test_the_applicant_reads_the_decision_and_takes_the_letter(client, cast):
    decision = stages.decided(cast)
    application = decision.application
    page = reverse("decisions:letter", args=[application.pk])
    client.force_login(cast.lead_signatory)
    html = client.get(page).content.decode()
    assert stages.REASONS[stages.GRANTED] in html
    assert "hx-get" in html
    letter = make_letter(decision_id=decision.pk)
    html = client.get(page).content.decode()
    assert "hx-get" not in html
    assert letter.sha256 in html
    pdf = client.get(reverse("decisions:letter-pdf", args=[application.pk, 1]))
    assert pdf.content == bytes(letter.pdf)
    client.force_login(cast.stranger)
    assert client.get(page).status_code == 404
    assert client.get(reverse("decisions:letter-pdf", args=[application.pk, 1])).status_code == 404


def test_anybody_checks_a_letter_by_its_code_and_learns_nothing_else(client, cast):
    decision = stages.decided(cast)
    found = client.get(reverse("decisions:verify", args=[decision.verify_code.lower()]))
    assert found.status_code == 200
    html = found.content.decode()
    assert decision.snapshot["case_number"] in html
    assert stages.REASONS[stages.REFUSED] not in html
    assert client.get(reverse("decisions:verify", args=["2222-2222-2222"])).status_code == 404


def test_letters_are_exported_by_the_administrator(client, cast):
    letter = make_letter(decision_id=stages.decided(cast).pk)
    export = reverse("admin:letters-export")
    client.force_login(cast.decision_maker)
    assert client.post(export, {"letter": letter.pk}).status_code == 403
    client.force_login(cast.administrator)
    assert client.post(export, {}).status_code == 422
    response = client.post(export, {"letter": letter.pk})
    assert (response["Content-Type"], response.content[:2]) == ("application/zip", b"PK")
    assert client.post(export, {"all": "all", "call": "practice"}).content == response.content
    assert client.post(export, {"all": "all", "call": "pilots-2018"}).status_code == 422


@pytest.mark.parametrize(
    ("prefix", "title"),
    [("", "Määräraha ei riitä"), ("/sv", "Anslaget räcker inte"), ("/en", "Määräraha ei riitä")],
)
def test_the_reasons_to_start_from_are_titled_in_the_language_of_the_page(client, cast, prefix, title):
    application = stages.taken_up(cast)
    client.force_login(cast.presenting_officer)
    page = client.get(f"{prefix}{url('case', application)}").content.decode()
    assert f">{title}" in page
