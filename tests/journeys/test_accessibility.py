"""Every page of the journey in its fullest state and with errors: axe finds nothing, and 320 px suffice."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from applications.actions.packages import PackageText, make_package, save_package, stamp_of
from applications.actions.plan import save_plan
from outbox.models import Row
from tests import builders
from tests.bed.browser import WIDE
from tests.cast import PASSWORD
from tests.journeys import stages
from tests.journeys.looking import Inspector, keep_letter
from tests.journeys.walking import Walker

LANGUAGES = pytest.mark.parametrize("language", ["fi", "sv"])
LONG = "x" * 300


@pytest.fixture
def inspector(new_page):
    """Goes as one person after another; at the end nothing may be wrong."""
    made = []

    def make(language: str) -> Inspector:
        made.append(Inspector(Walker(new_page(viewport=WIDE), language)))
        return made[-1]

    yield make
    faults = [fault for one in made for fault in one.wrong]
    assert not faults, "\n".join(faults)


@LANGUAGES
def test_open_pages(inspector, cast, language):
    see = inspector(language)
    see.looks_at("pilots:front")
    for slug in ("practice", "pilots-2018", "voucher-2016"):
        see.looks_at("pilots:call", slug)
    see.looks_at("pilots:calculator", query="?call=pilots-2018&county=01&a=keusote&m=091&m=092")
    see.looks_at("pilots:accessibility")
    see.looks_at("accounts:login")
    see.errs("accounts:login")
    see.looks_at("decisions:verify", "BCDF-GHJK-MNPQ", status=404)


@LANGUAGES
def test_the_lead_at_work(inspector, cast, language):
    application = stages.full_draft(cast)
    pk = application.pk
    member = application.members.get(organisation=cast.helsinki).pk
    see = inspector(language)
    see.walker.enters(cast.lead_signatory)
    see.looks_at("applications:start")
    see.looks_at("applications:new")
    see.looks_at("applications:carry")
    see.looks_at("applications:history", pk)
    for key in ("plan", "budget", "element:personal-budget"):
        see.looks_at("applications:section-history", pk, key)
    see.looks_at("applications:carried", pk)
    see.looks_at("applications:shares", pk)
    for part in ("overview", "members", "plan", "elements", "budget", "grounds", "submit", "discard"):
        see.looks_at(f"applications:{part}", pk)
    see.looks_at("applications:element", pk, "sote-centre")
    see.looks_at("applications:ask", pk)
    see.looks_at("applications:meeting", pk, member)
    see.errs("applications:meeting", pk, member)
    for part in ("decision", "member-elements", "release"):
        see.looks_at(f"applications:{part}", pk, member)
    see.walker.opens("applications:members", pk)
    see.walker.writes("Message", "Tervetuloa mukaan.")
    see.walker.presses("Go on: see who will be asked")
    see.looks("applications-send")


@LANGUAGES
def test_the_lead_makes_mistakes(inspector, cast, language):
    application = stages.full_draft(cast)
    pk = application.pk
    see = inspector(language)
    see.walker.enters(cast.lead_signatory)
    see.errs("applications:new")
    see.errs("applications:members", pk, press="#requests [name=preview]")
    save = "main button[name=save]"
    see.errs(
        "applications:element",
        pk,
        "personal-budget",
        fill={"starts_on": "huomenna", "expected_clients": "monta"},
        press=save,
    )
    see.errs("applications:budget", pk, fill={"lines-0-asked_eur": "tuhat", "lines-1-note": LONG}, press=save)
    lead = application.members.get(is_lead=True).pk
    see.errs("applications:shares", pk, fill={f"share-{lead}": "tuhat"}, press=save)
    see.errs("applications:submit", pk)
    see.errs("applications:discard", pk)
    see.walker.opens("applications:plan", pk)
    save_plan(
        application_id=pk, answers={"title": "Toisen nimi"}, seen=1, actor=cast.lead_editor, at=timezone.now()
    )
    see.walker.page.fill("#id_title", "Oma nimi")
    see.walker.page.locator(save).click()
    expect(see.walker.page.locator(".error-summary")).to_be_focused()
    see.looks("applications-plan-clash", repeats=True)
    see.errs("applications:decision", pk, application.members.get(organisation=cast.espoo).pk)


@LANGUAGES
def test_a_partner(inspector, cast, language):
    application = stages.full_draft(cast)
    pk, members = application.pk, {one.organisation_id: one.pk for one in application.members.all()}
    see = inspector(language)
    see.walker.enters(cast.second_signatory)
    see.looks_at("applications:start")
    see.looks_at("applications:request", pk)
    see.errs("applications:request", pk)
    see.walker.enters(cast.partner_signatory)
    for part in ("overview", "members", "plan", "budget", "submit"):
        see.looks_at(f"applications:{part}", pk)
    see.looks_at("applications:leave", pk, members[cast.helsinki.pk])
    see.errs("applications:leave", pk, members[cast.helsinki.pk])
    see.looks_at("applications:decision", pk, members[cast.helsinki.pk])


@LANGUAGES
def test_a_board_package_and_what_has_changed_since(inspector, cast, language):
    application = stages.full_draft(cast)
    pk, member = application.pk, application.members.get(organisation=cast.helsinki).pk
    who = {"actor": cast.partner_signatory, "at": timezone.now()}
    made = make_package(member_id=member, language="fi", replace_edited=False, **who)
    text = PackageText(made.matter, made.proposal, f"{made.grounds}\nHelsingin oma lisäys.")
    save_package(package_id=made.pk, text=text, seen=stamp_of(made), **who)
    row = application.sections.get(key="plan")
    more = {"title": "Yhdessä koko Uudellamaalla", "aims": "Uusi tavoite kaikille."}
    save_plan(application_id=pk, answers=more, seen=row.version, actor=cast.lead_editor, at=timezone.now())
    see = inspector(language)
    see.walker.enters(cast.partner_signatory)
    see.looks_at("applications:package", pk, member)
    see.errs("applications:package", pk, member, press="main button[name=make]")
    see.looks_at("applications:package-text", pk, member, "fi")
    see.errs(
        "applications:package-text", pk, member, "fi", fill={"matter": ""}, press="main button[name=save]"
    )
    see.looks_at("applications:plan-differences", pk, 1, 2)
    see.looks_at("applications:decision", pk, member)


@LANGUAGES
def test_after_the_sending(inspector, cast, settings, language):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    application = stages.sent(cast)
    see = inspector(language)
    see.walker.enters(cast.lead_signatory)
    for part in ("overview", "withdraw", "submit", "events", "supplement"):
        see.looks_at(f"applications:{part}", application.pk)
    see.looks_at("applications:receipt", application.pk, 2)
    see.looks_at("applications:version", application.pk, 2)
    see.errs("applications:withdraw", application.pk)
    see.looks_at("practice-mail")
    see.walker.page.locator("main table a").first.click()
    see.looks("practice-mail-message")


@LANGUAGES
def test_a_supplement_and_messages(inspector, cast, language):
    application = stages.supplement_asked(cast)
    pk = application.pk
    see = inspector(language)
    see.walker.enters(cast.lead_signatory)
    for part in ("start", "overview", "plan", "messages", "supplement"):
        see.looks_at(f"applications:{part}", *([] if part == "start" else [pk]))
    see.errs("applications:messages", pk)
    see.errs("applications:supplement", pk, press=f"form[action$='{pk}/supplement/send/'] button")
    see.walker.enters(builders.espoo_signatory(cast))
    member = application.members.get(organisation=cast.espoo)
    see.looks_at("applications:leave-elements", pk, member.pk)
    see.errs("applications:leave-elements", pk, member.pk)
    see.walker.enters(cast.presenting_officer)
    for part in ("index", "case", "messages", "supplement"):
        see.looks_at(f"admin:{part}", *([] if part == "index" else [pk]))
    stages.supplement_ended(application, cast)
    see.looks_at("admin:supplement", pk)
    see.errs("admin:supplement", pk, press="[name=preview]")
    see.walker.opens("admin:supplement", pk)
    see.walker.page.fill("[name=other]", "Kuka vastaa?")
    see.walker.page.fill("[name=due_on]", "31.12.2030")
    see.walker.page.locator("[name=preview]").click()
    see.looks("admin-supplement-preview", repeats=False)


@LANGUAGES
def test_the_presenting_officer(inspector, cast, funded, language):
    application = stages.sent(cast)
    see = inspector(language)
    see.walker.enters(cast.presenting_officer)
    see.looks_at("admin:index")
    see.looks_at("admin:cases")
    see.looks_at("admin:case-views")
    see.errs("admin:case-views")
    see.looks_at("admin:case", application.pk)
    see.looks_at("admin:case-version", application.pk, 1)
    see.looks_at("admin:step-aside", application.pk)
    see.errs("admin:step-aside", application.pk)
    see.walker.opens("admin:case", application.pk)
    see.walker.presses("Take the case up")
    see.looks("admin-case-proposal", repeats=False)
    see.errs(
        "admin:case", application.pk,
        fill={"personal-budget-amount_eur": "tuhat", "use_from_on": "huomenna"}, press="main button[name=save]",
    )  # fmt: skip
    see.errs("admin:case", application.pk, press="main button[name=present]")


@LANGUAGES
def test_the_decision_maker(inspector, cast, funded, language):
    application = stages.under_review(cast)
    stages.presented(application, cast)
    see = inspector(language)
    see.walker.enters(cast.decision_maker)
    see.looks_at("admin:index")
    for part in ("case", "decide", "send-back"):
        see.looks_at(f"admin:{part}", application.pk)
    see.errs("admin:decide", application.pk, fill={"password": f"not {PASSWORD}"})
    see.errs("admin:send-back", application.pk)
    see.looks_at("admin:round-decide", "practice")
    see.walker.opens("admin:round-decide", "practice")
    see.walker.page.locator("main button[name=check]").click()
    see.looks("admin-round-preflight", repeats=False)
    see.walker.enters(cast.presenting_officer)
    for part in ("memos", "handlings", "announcements"):
        see.looks_at(f"admin:{part}", "practice")
    see.errs("admin:handlings", "practice")
    see.errs("admin:memos", "practice", fill={"meets_on": "huomenna"}, press="main button[name=make]")
    see.walker.enters(cast.decision_maker)
    see.looks_at("admin:money")
    see.looks_at("admin:money-change", "practice")
    see.errs("admin:money-change", "practice", fill={"total_eur": "-5"})


@LANGUAGES
def test_after_the_decision(inspector, cast, funded, language):
    application = stages.under_review(cast)
    stages.presented(application, cast)
    decision = stages.decided(application, cast)
    keep_letter(decision.letters.get())
    see = inspector(language)
    see.looks_at("decisions:verify", decision.verify_code)
    see.walker.enters(cast.lead_signatory)
    see.looks_at("applications:overview", application.pk)
    see.looks_at("decisions:letter", application.pk)
    see.looks_at("decisions:renounce", application.pk)
    see.walker.enters(cast.presenting_officer)
    for part in ("case", "condition", "case-register", "re-examination"):
        see.looks_at(f"admin:{part}", application.pk)
    see.looks_at("admin:round-conditions", "practice")


@LANGUAGES
def test_the_rest_of_the_desk(inspector, cast, funded, language):
    stages.presented(application := stages.under_review(cast), cast)
    stages.decided(application, cast)
    row = Row.objects.order_by("pk").first()
    Row.objects.filter(pk=row.pk).update(done_at=None, parked_at=timezone.now(), last_error="Error: it broke")
    see = inspector(language)
    see.walker.enters(cast.administrator)
    for name in ("index", "letters", "outbox"):
        see.looks_at(f"admin:{name}")
    see.walker.enters(cast.auditor)
    see.looks_at("admin:ledger")
    see.walker.enters(cast.superuser)
    for name in ("people", "person-new"):
        see.looks_at(f"admin:{name}")
    see.looks_at("admin:person", cast.lead_signatory.pk)
    see.looks_at("admin:person-password", cast.lead_signatory.pk)
    see.errs("admin:person-new", fill={"email": "nobody"})
    see.errs("admin:person-password", cast.lead_signatory.pk, fill={"password": "short"})
