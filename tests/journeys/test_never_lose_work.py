"""At the browser: the time of a saving, a network that is cut, a session that ends, two people in one section."""

import re
import time

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from applications.actions.plan import save_plan
from tests.bed.browser import WIDE, enter, violations
from tests.builders import begun
from tests.cast import PASSWORD
from tests.journeys.looking import picture

TYPED = "Lyhyet jonot ja hyvä hoito"


@pytest.fixture
def draft(cast):
    return begun(cast, at=timezone.now())


@pytest.fixture
def rough_page(browser, site):
    """Pages whose faults of the network are the matter itself; errors of scripts are still noted."""
    contexts, errors = [], []

    def make(user, *, javascript=True):
        context = browser.new_context(
            base_url=site, viewport=WIDE, java_script_enabled=javascript, locale="fi-FI"
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        enter(page, user)
        return page

    yield make
    for context in contexts:
        context.close()
    assert errors == []


def plan_of(draft):
    return f"/en/applications/{draft.pk}/plan/"


def aims_of(draft):
    return draft.answers.filter(question__code="aims").values_list("text", flat=True).first()


def opens_and_types(page, draft, text=TYPED):
    page.goto(plan_of(draft))
    page.fill("#id_aims", text)


def only_reading(route):
    """A network on which pages open and nothing can be sent."""
    route.abort() if route.request.method == "POST" else route.continue_()


def copies(page):
    return page.evaluate(
        "Object.keys(localStorage).filter(key => key.startsWith('pilottihaku.kept:')).length"
    )


def test_typing_is_saved_by_itself_and_the_time_is_shown(new_page, cast, draft):
    page = new_page()
    enter(page, cast.lead_editor)
    opens_and_types(page, draft)
    expect(page.locator("#save-told")).to_contain_text(
        re.compile(r"Saved by itself at\s\d+\.\d\d, version 1")
    )
    assert aims_of(draft) == TYPED
    assert copies(page) == 0
    page.fill("#id_title", "Yhdessä")
    expect(page.locator("#save-told")).to_contain_text("version 2")
    assert violations(page) == []
    picture(page, "keep-saved")
    with page.expect_navigation():
        page.locator("main button[name=save]").click()
    expect(page.locator("#last-saved")).to_contain_text("version 3")
    assert copies(page) == 0


def test_a_cut_network_alarms_and_the_text_is_offered_back(rough_page, cast, draft):
    page = rough_page(cast.lead_editor)
    page.goto(plan_of(draft))
    page.context.set_offline(True)
    page.fill("#id_aims", TYPED)
    expect(page.locator("#save-alarm")).to_contain_text(re.compile(r"Saving failed at \d+\.\d\d\."))
    assert violations(page) == []
    picture(page, "keep-alarm")
    assert copies(page) == 1
    page.context.route("**/plan/", only_reading)
    page.context.set_offline(False)
    page.reload()
    expect(page.get_by_role("heading", name="You have unsaved text of")).to_be_visible()
    assert TYPED in page.locator("main").inner_text()
    assert aims_of(draft) is None
    assert violations(page) == []
    picture(page, "keep-offer")
    page.context.unroute("**/plan/")
    with page.expect_navigation():
        page.get_by_role("button", name="Bring it back and save").click()
    expect(page.locator("#id_aims")).to_have_value(TYPED)
    assert aims_of(draft) == TYPED
    assert copies(page) == 0
    page.reload()
    expect(page.locator("#id_aims")).to_have_value(TYPED)
    assert page.get_by_role("heading", name="You have unsaved text of").count() == 0


def test_when_the_network_comes_back_it_is_saved_without_a_press(rough_page, cast, draft):
    page = rough_page(cast.lead_editor)
    page.goto(plan_of(draft))
    page.context.set_offline(True)
    page.fill("#id_aims", TYPED)
    expect(page.locator("#save-alarm")).to_contain_text("Saving failed")
    page.context.set_offline(False)
    expect(page.locator("#save-told")).to_contain_text("Saved by itself")
    expect(page.locator("#save-alarm")).to_be_empty()
    assert aims_of(draft) == TYPED
    assert copies(page) == 0


def test_a_session_that_ended_alarms_and_the_text_comes_back_after_the_log_in(rough_page, cast, draft):
    page = rough_page(cast.lead_editor)
    page.goto(plan_of(draft))
    Session.objects.all().delete()
    page.fill("#id_aims", TYPED)
    expect(page.locator("#save-alarm")).to_contain_text("you are no longer logged in")
    with page.expect_navigation():
        page.locator("#save-alarm").get_by_role("link", name="Log in").click()
    page.fill("input[name=email]", cast.lead_editor.email)
    page.fill("input[name=password]", PASSWORD)
    with page.expect_navigation():
        page.press("input[name=password]", "Enter")
    expect(page.get_by_role("heading", name="You have unsaved text of")).to_be_visible()
    with page.expect_navigation():
        page.get_by_role("button", name="Bring it back and save").click()
    assert aims_of(draft) == TYPED


def test_the_same_without_javascript(rough_page, cast, draft):
    page = rough_page(cast.lead_editor, javascript=False)
    page.goto(plan_of(draft))
    Session.objects.all().delete()
    page.fill("#id_aims", f"{TYPED}\nToinen rivi & <merkki>")
    page.locator("main button[name=save]").click()
    page.fill("input[name=email]", cast.lead_editor.email)
    page.fill("input[name=password]", PASSWORD)
    page.locator("main [type=submit], main form button").last.click()
    expect(page.get_by_role("heading", name="Your text is kept")).to_be_visible()
    page.get_by_role("button", name="Save my text").click()
    expect(page.locator("#id_aims")).to_have_value(f"{TYPED}\nToinen rivi & <merkki>")
    assert aims_of(draft) == f"{TYPED}\nToinen rivi & <merkki>"


def test_logging_out_leaves_no_text_in_a_shared_browser(rough_page, cast, draft):
    page = rough_page(cast.lead_editor)
    page.goto(plan_of(draft))
    page.context.set_offline(True)
    page.fill("#id_aims", TYPED)
    expect(page.locator("#save-alarm")).to_contain_text("Saving failed")
    page.context.route("**/plan/", only_reading)
    page.context.set_offline(False)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    with page.expect_navigation():
        page.get_by_role("button", name="Log out").click()
    assert ["has not been saved" in text for text in asked] == [True]
    assert copies(page) == 0


def test_another_person_at_the_same_browser_finds_none(rough_page, cast, draft):
    page = rough_page(cast.lead_editor)
    page.goto(plan_of(draft))
    page.evaluate(
        "localStorage.setItem('pilottihaku.kept:999999:1/plan:ab', JSON.stringify({at: Date.now()}))"
    )
    assert copies(page) == 1
    page.reload()
    assert copies(page) == 0


def test_two_people_in_one_section(rough_page, cast, draft):
    first, second = rough_page(cast.lead_editor), rough_page(cast.lead_signatory)
    second.goto(plan_of(draft))
    opens_and_types(first, draft, "Lyhyet jonot kaikille")
    expect(first.locator("#save-told")).to_contain_text("Saved by itself")
    second.fill("#id_aims", "Lyhyet matkat kaikille")
    expect(second.locator("#save-alarm")).to_contain_text("Somebody else saved this section")
    picture(second, "keep-clash-told")
    with second.expect_navigation():
        second.get_by_role("button", name="Show both texts").click()
    assert violations(second) == []
    picture(second, "keep-both-texts")
    second.get_by_label("Put both together").check()
    with second.expect_navigation():
        second.get_by_role("button", name="Save as chosen above").click()
    assert aims_of(draft) == "Lyhyet jonot matkat kaikille"
    expect(second.locator("#presence")).to_contain_text("is writing this part too")
    assert copies(second) == 0


def test_a_press_during_a_saving_by_itself_is_no_clash_with_oneself(rough_page, cast, draft):
    page = rough_page(cast.lead_editor)
    page.goto(plan_of(draft))

    def slowly(route):
        if "autosave" in (route.request.post_data or ""):
            time.sleep(1.5)
        route.continue_()

    page.route("**/plan/", slowly)
    page.fill("#id_aims", "Lyhyet")
    page.wait_for_timeout(2300)
    page.fill("#id_aims", TYPED)
    with page.expect_navigation():
        page.locator("main button[name=save]").click()
    expect(page.locator("h1")).to_have_text("Project plan")
    assert page.get_by_role("heading", name="Somebody else saved").count() == 0
    assert aims_of(draft) == TYPED


def test_a_copy_made_by_others_meanwhile_is_shown_beside_and_never_over_theirs(rough_page, cast, draft):
    page = rough_page(cast.lead_editor)
    page.goto(plan_of(draft))
    page.context.set_offline(True)
    page.fill("#id_aims", TYPED)
    expect(page.locator("#save-alarm")).to_contain_text("Saving failed")
    save_plan(
        application_id=draft.pk,
        answers={"aims": "Toisen"},
        seen=0,
        actor=cast.lead_signatory,
        at=timezone.now(),
    )
    page.context.route("**/plan/", only_reading)
    page.context.set_offline(False)
    page.reload()
    page.context.unroute("**/plan/")
    with page.expect_navigation():
        page.get_by_role("button", name="Bring it back and save").click()
    expect(page.get_by_role("heading", name="Somebody else saved")).to_be_visible()
    assert aims_of(draft) == "Toisen"
