"""The whole way in a browser: from a draft over two organisations and two officials to a letter in a ZIP."""

import hashlib
import re
import zipfile
from datetime import datetime
from io import BytesIO

import pikepdf
import pytest
from django.utils import timezone
from playwright.sync_api import expect

from applications.models import Application, Submission
from decisions.models import Letter
from outbox.dispatch import dispatch_once
from tests.builders import decided, espoo_signatory, joined
from tests.cast import PASSWORD

# Of the county's 1 655 624 inhabitants at the end of 2017 (Statistics Finland): the six municipalities of
# Keski-Uudenmaan sote 196 040, with Helsinki 839 312, with Vantaa and Espoo too 1 341 383; cut to two decimals.
ALONE, WITH_HELSINKI, ALL_FOUR = "11,84 %", "50,69 %", "81,01 %"
GRANTED, REFUSED = "personal-budget", "client-voucher"


def no_break(text: str) -> str:
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def begins(lead, cast) -> Application:
    """The signatory of the lead logs in and opens a draft for Uusimaa."""
    lead.logs_in(cast.lead_signatory)
    lead.is_at("applications:start")
    lead.follows("Start an application")
    lead.page.locator("#id_region").select_option(value="01")
    lead.page.locator(f"input[name=language][value={lead.language}]").check()
    lead.presses("Start the application")
    application = Application.objects.get()
    lead.is_at("applications:overview", application.pk)
    assert (application.lead, application.region_id, application.language) == (
        cast.keusote,
        "01",
        lead.language,
    )
    return application


def sees_the_meter_move(lead, cast, application) -> None:
    """Ticking moves the bar without a new page, and unticking moves it back."""
    lead.opens("applications:members", application.pk)
    page, figure = lead.page, lead.page.locator("#ticked-meter .figure")
    expect(figure).to_have_text(ALONE)
    page.evaluate("window.stays = true")
    page.locator(f"#o-{cast.helsinki.pk}").check()
    expect(figure).to_have_text(WITH_HELSINKI)
    expect(page.locator("#ticked-meter svg title")).to_contain_text(no_break(WITH_HELSINKI))
    expect(page.locator("#ticked-meter svg title")).to_contain_text(cast.espoo.names[lead.language])
    page.locator(f"#o-{cast.helsinki.pk}").uncheck()
    expect(figure).to_have_text(ALONE)
    assert page.evaluate("window.stays") is True


def sees_it_without_javascript(plain, cast, application) -> None:
    """The same figure after a press of a button."""
    plain.enters(cast.lead_signatory)
    plain.opens("applications:members", application.pk)
    expect(plain.page.locator("#ticked-meter .figure")).to_have_text(ALONE)
    plain.page.locator(f"#o-{cast.helsinki.pk}").check()
    plain.presses("Save the list")
    expect(plain.page.locator("#ticked-meter .figure")).to_have_text(WITH_HELSINKI)
    expect(plain.page.locator(f"#o-{cast.helsinki.pk}")).to_be_checked()


def asks(lead, application) -> None:
    """Helsinki is on the list already; it is asked with a message."""
    lead.opens("applications:members", application.pk)
    lead.writes("Message", "Lähdettekö mukaan Uudenmaan pilottiin?")
    lead.writes("Reply by", timezone.localdate().strftime("%-d.%-m.%Y"))
    lead.presses("Go on: see who will be asked")
    lead.reads("kirjaamo@helsinki.example")
    with lead.page.expect_navigation():
        lead.page.locator("button[name=confirmed]").click()
    lead.reads("Asked to join")


def accepts_and_decides(partner, cast, extract) -> None:
    """Helsinki's signatory finds the request, reads the draft, accepts, and records the own decision."""
    partner.logs_in(cast.partner_signatory)
    partner.follows("Answer the partnership request")
    partner.reads("Lähdettekö mukaan Uudenmaan pilottiin?")
    assert WITH_HELSINKI in partner.main_text()
    partner.page.locator("input[name=answer][value=accept]").check()
    partner.presses("Send the answer")
    records_the_decision(partner, extract)


def records_the_decision(person, extract) -> None:
    """Body, date, section, result and the extract; afterwards the extract can be downloaded as it was."""
    person.writes("Body or office-holder", "Kaupunginhallitus")
    person.writes("Date of the decision", "5.3.2018")
    person.writes("Section of the minutes (§)", "13")
    person.page.locator("input[name=result][value=approved]").check()
    person.ticks("The minutes have been inspected")
    person.page.set_input_files("#id_extract", extract)
    # Sent with its progress shown: the same page comes back without a navigation of the browser's own.
    person.button("Record and confirm the decision").click()
    person.reads("The member is counted.")
    with person.downloads(extract.parent / "back") as back:
        person.page.get_by_role("link", name=extract.name).click()
    assert back.path.read_bytes() == extract.read_bytes()


def writes_the_plan(lead, application) -> None:
    """Saved unfinished, then the gaps are listed, then all answers."""
    lead.opens("applications:plan", application.pk)
    lead.page.fill("#id_title", "Yhdessä Uudellamaalla – tillsammans i Nyland")
    lead.presses("Save")
    lead.reads("Saved")
    lead.opens("applications:overview", application.pk)
    lead.reads("Still missing before sending")
    lead.reads("No element has been chosen")
    aims = lead.page.locator(f'main a[href$="{lead.address("applications:plan", application.pk)}#id_aims"]')
    with lead.page.expect_navigation():
        aims.click()
    for code in ("aims", "target-group", "measures", "schedule", "monitoring"):
        lead.page.fill(f"#id_{code}", f"Vastaus {code}: ääkköset ja € 1 000.")
    lead.presses("Save and go on")
    lead.is_at("applications:elements", application.pk)


def writes_the_elements(lead, application) -> None:
    """Two elements with their periods and clients."""
    for code in (GRANTED, REFUSED):
        lead.page.locator(f"input[name=elements][value={code}]").check()
    lead.presses("Save")
    for code in (GRANTED, REFUSED):
        lead.opens("applications:element", application.pk, code)
        lead.writes("Description", f"Kuvaus osiosta {code}.")
        lead.writes("Starts", "1.5.2027")
        lead.writes("Ends", "31.12.2028")
        lead.writes("Expected number of clients", "4 500")
        lead.page.fill("#id_smallest_eur", "1 000,50")
        for question in ("element-group", "element-services", "element-goals", "launch-project"):
            lead.page.fill(f"#id_{question}", f"Vastaus {question}: ääkköset.")
        lead.page.check("#id_evaluation")
        lead.presses("Save")


def writes_the_budget(lead, application) -> None:
    """A word for a sum is told on top and beside the field, with everything kept; Finnish sums are understood."""
    lead.opens("applications:budget", application.pk)
    page = lead.page
    for row, (code, asked) in enumerate([(GRANTED, "1 000,50"), (REFUSED, "tuhat euroa")]):
        page.locator(f"[name=lines-{row}-element]").select_option(value=code)
        page.fill(f"[name=lines-{row}-asked_eur]", asked)
        page.fill(f"[name=lines-{row}-note]", f"Rivi {row}")
    lead.presses("Save")
    wrong = page.locator("[name=lines-1-asked_eur]")
    expect(page.locator(".error-summary")).to_be_focused()
    expect(wrong).to_have_attribute("aria-invalid", "true")
    expect(page.locator(f"#{wrong.get_attribute('aria-describedby').split()[-1]}")).to_be_visible()
    assert (page.input_value("[name=lines-0-asked_eur]"), wrong.input_value()) == ("1 000,50", "tuhat euroa")
    page.locator(".error-summary a").click()
    expect(wrong).to_be_focused()
    wrong.fill(no_break("2 500 000"))
    lead.presses("Save")
    sums = {
        line.element.code: str(line.asked_eur) for line in application.budget_lines.select_related("element")
    }
    assert sums == {GRANTED: "1000.50", REFUSED: "2500000.00"}
    assert "2 501 000,50 €" in lead.main_text()


def sends(lead, application) -> Submission:
    """First without the attestation, which is refused; then for good, and the receipt tells it all."""
    lead.opens("applications:overview", application.pk)
    lead.reads("Nothing required is missing")
    lead.follows("Check and send")
    expect(lead.page.locator("main .figure").first).to_have_text(ALL_FOUR)
    lead.presses("Send the application")
    expect(lead.page.locator(".error-summary")).to_be_focused()
    lead.page.locator("#id_attested").check()
    lead.presses("Send the application")
    sent = Submission.objects.get()
    lead.is_at("applications:receipt", application.pk, 1)
    application.refresh_from_db()
    local = timezone.localtime(sent.received_at)
    at = lead.words_in("before a time of day", "at")
    told = lead.main_text()
    for text in (application.case_number, f"{local:%-d.%-m.%Y} {at} {local:%-H.%M.%S}", sent.checksum):
        assert text in told
    return sent


def proposes(officer, cast, application) -> None:
    """The presenting officer finds the case on the desk, takes it up, proposes per element and presents."""
    officer.logs_in(cast.presenting_officer)
    officer.is_at("admin:index")
    officer.follows("Uusimaa" if officer.language == "fi" else "Nyland")
    officer.is_at("admin:case", application.pk)
    officer.presses("Take the case up")
    page = officer.page
    texts = {
        GRANTED: (
            "granted",
            "Suunnitelma vastaa haussa asetettuja tavoitteita ja sen kustannukset on perusteltu.",
        ),
        REFUSED: (
            "refused",
            "Suunnitelmassa ei kuvattu, miten asiakas vaihtaa tuottajaa eikä miten tulosta seurataan.",
        ),
    }
    for code, (outcome, reasons) in texts.items():
        page.locator(f"input[name={code}-outcome][value={outcome}]").check()
        page.fill(f"[name={code}-reasons]", reasons)
    officer.presses("Save the draft")
    officer.presses("Present to the decision-maker")
    officer.reads("Waits for a decision-maker")


def decides(maker, cast, application) -> None:
    """The decision-maker is told of a wrong password, then signs with the right one."""
    maker.logs_in(cast.decision_maker)
    maker.follows("Uusimaa" if maker.language == "fi" else "Nyland")
    maker.follows("Decide")
    maker.writes("Your password", "not-the-password")
    maker.presses("Decide and sign")
    expect(maker.page.locator(".error-summary")).to_be_focused()
    maker.writes("Your password", PASSWORD)
    maker.presses("Decide and sign")
    maker.is_at("admin:case", application.pk)
    maker.reads("The letter is being made.")
    while dispatch_once():
        pass
    maker.opens("admin:case", application.pk)
    maker.reads("Decision letter (PDF)")


def reads_the_decision(lead, application, folder) -> None:
    """The applicant reads it on the page and downloads the very bytes that are stored."""
    lead.opens("applications:overview", application.pk)
    lead.follows("Read the decision")
    told = lead.main_text()
    assert "1 000,50 €" in told
    letter = Letter.objects.get()
    with lead.downloads(folder) as got:
        lead.page.locator('main a[href$="letter.pdf"]').first.click()
    assert hashlib.sha256(got.path.read_bytes()).hexdigest() == letter.sha256
    with pikepdf.open(got.path) as document:
        assert str(document.Root.Lang) == lead.language


def takes_the_letters_along(administrator, cast, folder) -> None:
    """A ZIP of the stored bytes whose manifest holds."""
    administrator.logs_in(cast.administrator)
    administrator.opens("admin:letters")
    administrator.page.locator("input[name=letter]").check()
    with administrator.downloads(folder) as got:
        administrator.button("Export the ticked ones as a ZIP").click()
    with zipfile.ZipFile(BytesIO(got.path.read_bytes())) as archive:
        manifest = re.findall(r"^([0-9a-f]{64})  (.+)$", archive.read("SHA256SUMS").decode(), re.MULTILINE)
        assert {name for _sum, name in manifest} == set(archive.namelist()) - {"SHA256SUMS"}
        assert [sum_ for sum_, _name in manifest] == [Letter.objects.get().sha256]
        for sum_, name in manifest:
            assert hashlib.sha256(archive.read(name)).hexdigest() == sum_


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_from_a_draft_to_a_letter(walker, cast, funded, extract, tmp_path, language):
    lead = walker(language)
    application = begins(lead, cast)
    sees_the_meter_move(lead, cast, application)
    sees_it_without_javascript(walker(language, javascript=False), cast, application)
    asks(lead, application)
    accepts_and_decides(walker(language), cast, extract)
    writes_the_plan(lead, application)
    writes_the_elements(lead, application)
    writes_the_budget(lead, application)
    now: datetime = timezone.now()
    decided(application, cast.keusote, cast.lead_signatory, at=now)
    for organisation, who in ((cast.vantaa, cast.second_signatory), (cast.espoo, espoo_signatory(cast))):
        joined(application, cast, organisation, who, at=now)
        decided(application, organisation, who, at=now)
    sends(lead, application)
    proposes(walker(language), cast, application)
    decides(walker(language), cast, application)
    reads_the_decision(lead, application, tmp_path)
    takes_the_letters_along(walker(language), cast, tmp_path)
