"""Files through a browser: sent with progress, kept after an error, in every language, wide and narrow."""

import io
from urllib.parse import urljoin

import pikepdf
import pytest

from applications.models import Attachment
from tests.bed.browser import NARROW, WIDE, enter, fits, violations
from tests.builders import begun
from tests.cast import people
from tests.journeys.looking import picture

ADD = "form[data-upload] [name=add]"


def pdf() -> bytes:
    made, out = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    made.save(out)
    return out.getvalue()


def files(*names):
    return [{"name": name, "mimeType": "application/pdf", "buffer": pdf()} for name in names]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_files_are_sent_with_progress_and_survive_an_error(site, page, language):
    cast = people()
    application = begun(cast)
    enter(page, cast.lead_editor)
    prefix = "" if language == "fi" else f"/{language}"
    url = f"{site}{prefix}/applications/{application.pk}/attachments/"
    page.goto(url)
    page.evaluate("""() => { window.seen = []; new MutationObserver(() => {
        const words = document.querySelector('#upload-progress [role=status]');
        if (words) window.seen.push(words.textContent);
    }).observe(document.body, {childList: true, subtree: true, characterData: true}); }""")
    page.set_input_files("input[name=files]", files("kuntayhtyman-palvelukuvaus-2018.pdf", "kartta.pdf"))
    page.check("input[name=proposed_confidential]")
    page.click(ADD)
    page.wait_for_selector(".error-summary")
    assert page.evaluate("window.seen.length") > 0
    assert page.evaluate("document.activeElement.className") == "error-summary"
    assert page.locator("input[name=kept]:checked").count() == 2
    for width, name in ((WIDE, "attachments-error"), (NARROW, "attachments-error-320")):
        page.set_viewport_size(width)
        assert fits(page)
        assert violations(page) == []
        picture(page, f"{name}.{language}")
    page.set_viewport_size(WIDE)
    page.fill(
        "textarea[name=confidential_reason]", "Sivu 3: toimittajan liikesalaisuus (621/1999, 24 § 20 kohta)."
    )
    page.click(ADD)
    page.wait_for_selector("table")
    assert page.locator("tbody tr").count() == 2
    Attachment.objects.filter(original_name="kartta.pdf").update(scan="infected")
    page.goto(url)
    for width, name in ((WIDE, "attachments"), (NARROW, "attachments-320")):
        page.set_viewport_size(width)
        assert fits(page)
        assert violations(page) == []
        picture(page, f"{name}.{language}")
    for address in (page.locator("tbody a[href$='/describe/']").first.get_attribute("href"), "../submit/"):
        page.goto(urljoin(url, address))
        assert fits(page)
        assert violations(page) == []
    page.goto(url)
    page.locator("tbody a[href$='/delete/']").first.click()
    assert violations(page) == []
    page.click("main button.button")
    assert page.locator("tbody tr").count() == 1


def test_without_javascript_the_same_form_sends(site, new_page):
    cast = people()
    application = begun(cast)
    page = new_page(javascript=False)
    enter(page, cast.lead_editor)
    page.goto(f"{site}/applications/{application.pk}/attachments/")
    page.set_input_files("input[name=files]", files("liite.pdf"))
    page.click(ADD)
    assert page.locator("tbody tr").count() == 1
