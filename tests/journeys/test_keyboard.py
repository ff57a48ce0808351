"""The applicant's and the officials' ways by keyboard alone: every stop shows where the focus is."""

from django.utils import timezone
from playwright.sync_api import expect

from applications.models import Application, Member, Submission
from decisions.models import Decision
from tests import builders
from tests.bed.browser import enter, tab_to, type_into
from tests.cast import PASSWORD
from tests.journeys import stages
from tests.journeys.walking import Walker


def enters(walker: Walker, selector: str) -> None:
    """Reaches a link or a button and presses Enter."""
    tab_to(walker.page, selector)
    with walker.page.expect_navigation():
        walker.page.keyboard.press("Enter")


def turns_on(walker: Walker, selector: str) -> None:
    """Reaches a check box and presses Space."""
    tab_to(walker.page, selector)
    walker.page.keyboard.press("Space")
    expect(walker.page.locator(selector)).to_be_checked()


def test_from_log_in_to_receipt_by_keyboard(walker, cast):
    application = builders.complete_draft(cast, at=timezone.now())
    me = walker()
    me.page.goto("/login/")
    type_into(me.page, "#id_email", cast.lead_signatory.email)
    type_into(me.page, "#id_password", PASSWORD)
    with me.page.expect_navigation():
        me.page.keyboard.press("Enter")
    enters(me, f'main a[href="{me.address("applications:overview", application.pk)}"]')
    ticks_a_member(me, application)
    saves_the_plan(me, application)
    enters(me, f'aside a[href="{me.address("applications:submit", application.pk)}"]')
    turns_on(me, "#id_lapse_unanswered")
    turns_on(me, "#id_attested")
    tab_to(me.page, "main form .button")
    with me.page.expect_navigation():
        me.page.keyboard.press("Space")
    me.is_at("applications:receipt", application.pk, 1)
    assert Submission.objects.get().application == application


def ticks_a_member(me: Walker, application: Application) -> None:
    """Kauniainen onto the list; the meter moves while the focus stays on the box."""
    enters(me, f'aside a[href="{me.address("applications:members", application.pk)}"]')
    figure = me.page.locator("#ticked-meter .figure")
    expect(figure).to_have_text("81,01 %")
    box = me.page.get_by_role("checkbox", name="Kauniainen")
    turns_on(me, f"#{box.get_attribute('id')}")
    expect(figure).to_have_text("81,60 %")
    expect(box).to_be_focused()
    enters(me, "#choose button[name=save]")
    states = dict(application.members.values_list("organisation__name_fi", "state"))
    assert states["Kauniainen"] == Member.State.LISTED
    enters(me, f'main a[href="{me.address("applications:overview", application.pk)}"]')


def saves_the_plan(me: Walker, application: Application) -> None:
    """Skips to the content, writes a new title, saves."""
    enters(me, f'aside a[href="{me.address("applications:plan", application.pk)}"]')
    tab_to(me.page, ".skip")
    me.page.keyboard.press("Enter")
    expect(me.page.locator("#main")).to_be_focused()
    type_into(me.page, "#id_title", "Näppäimistöllä kirjoitettu")
    enters(me, "main button[name=save]")
    assert application.answers.get(question__code="title").text == "Näppäimistöllä kirjoitettu"


def test_from_desk_to_signature_by_keyboard(walker, cast, funded):
    case = stages.sent(cast)
    officer, maker = walker(), walker()
    enter(officer.page, cast.presenting_officer)
    officer.page.goto(officer.address("admin:index"))
    enters(officer, f'main a[href="{officer.address("admin:case", case.pk)}"]')
    enters(officer, f'form[action="{officer.address("admin:take-up", case.pk)}"] button')
    case.refresh_from_db()
    assert case.state == "under_review"
    stages.written_proposal(case, cast)
    officer.page.reload()
    enters(officer, "button[name=present]")
    enter(maker.page, cast.decision_maker)
    maker.page.goto(maker.address("admin:case", case.pk))
    enters(maker, f'main a[href="{maker.address("admin:decide", case.pk)}"]')
    type_into(maker.page, "#id_password", PASSWORD)
    with maker.page.expect_navigation():
        maker.page.keyboard.press("Enter")
    assert Decision.objects.get().application == case
