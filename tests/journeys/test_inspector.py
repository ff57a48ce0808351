"""The inspector's own guards, each seen to bite."""

import pytest

from tests.bed.browser import NARROW, fits, tab_to, violations, watch

FAULTY = """<html lang="fi"><head><title>x</title></head><body><main><h1>Otsikko</h1><img src="data:,">
<p style="color: #aaa">haalea</p><ul><li><a href="#1" style="font-size: 8px">a</a></li>
<li><a href="#2" style="font-size: 8px">b</a></li></ul><div style="width: 400px">leveä</div></main></body></html>"""


@pytest.fixture
def plain(browser):
    context = browser.new_context(viewport=NARROW)
    yield context.new_page()
    context.close()


def test_axe_sees_what_is_wrong(plain):
    plain.set_content(FAULTY)
    rules = {fault.split(" ")[0] for fault in violations(plain)}
    assert rules == {"color-contrast", "image-alt", "target-size"}


def test_a_page_that_is_too_wide_does_not_fit(plain):
    plain.set_content(FAULTY)
    assert not fits(plain)
    plain.evaluate("document.querySelector('div').remove()")
    assert fits(plain)


def test_a_hidden_focus_is_seen(plain):
    plain.set_content("<button style='outline: none'>Tallenna</button>")
    with pytest.raises(AssertionError, match="does not show it"):
        tab_to(plain, "button")


def test_an_unreachable_control_is_seen(plain):
    plain.set_content("<button>Tallenna</button><span id='no'>Lähetä</span>")
    with pytest.raises(AssertionError, match="cannot be reached"):
        tab_to(plain, "#no")


def test_complaints_of_the_browser_are_noted(plain, site):
    complaints = []
    watch(plain, complaints)
    plain.goto(f"{site}/login/")
    plain.evaluate("""async () => {
      const image = new Image(); image.src = 'https://elsewhere.example/x.png'; document.body.append(image);
      await fetch('/nowhere/'); setTimeout(() => { throw new Error('broken') }) }""")
    plain.wait_for_function("performance.now() > 0")
    plain.goto(f"{site}/")
    told = " ".join(complaints)
    assert "Content Security Policy" in told
    assert f"404 for {site}/nowhere/" in told
    assert "broken" in told
