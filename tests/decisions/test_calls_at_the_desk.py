"""Calls drafted at the desk: copied, written list by list, published by a second person, then only postponed."""

from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from accounts.models import Office
from applications.tasks import send_mail, tell_of_deadline
from decisions.actions.call_lists import save_list
from decisions.actions.calls import copy_call, postpone, publish, take_back
from decisions.actions.rules import make_rule
from decisions.forms.call_lists import list_form
from decisions.forms.calls import DetailsForm, initial_of
from decisions.models import Appropriation, CallPublication
from decisions.queries.calls import PARTS, rows_of, stamp_of, stamp_of_all
from history.money import set_appropriations
from ledger.models import Event
from ledger.refusal import Refused
from outbox.models import Row
from pilots.actions import DEADLINE_MOVED, mark_rule_used
from pilots.loading import load
from pilots.management.commands.load_reference import DATA
from pilots.models import Call, CallChange, CoverageRule
from pilots.models.calls import Status
from pilots.moments import HELSINKI
from pilots.reference import BrokenFile, read_reference
from tests import builders
from tests.access.recorder import changed, checksums
from tests.access.test_foreign_ids import hostile

pytestmark = pytest.mark.django_db
BASE = "pilots-2018"
OPENS = datetime(2027, 2, 1, 9, 0, tzinfo=HELSINKI)
COPY = {
    "slug": "pilots-2027", "name_fi": "Pilottihaku 2027", "name_sv": "Pilotutlysningen 2027",
    "name_en": "Call for pilots 2027", "opens_at": "1.2.2027 9.00", "closes_at": "15.3.2027 16.15",
}  # fmt: skip
PERIOD = {
    "starts_earliest_on": date(2027, 6, 1), "starts_latest_on": date(2027, 9, 1), "ends_latest_on": date(2028, 12, 31),
    "budget_years": [2027, 2028],
}  # fmt: skip
SCORED = {
    "name_fi": "a", "name_sv": "b", "name_en": "c", "hint_fi": "", "hint_sv": "", "hint_en": "", "most": 5, "weight": 1,
}  # fmt: skip
PAGE = {"pilots:call": "/en/calls/pilots-2027/", "calculator": "/en/calculator/?call=pilots-2027"}


def at_desk(name, *args):
    return reverse(f"admin:{name}", args=args)


def now():
    return OPENS - timedelta(days=30)


def draft(cast, **more) -> Call:
    """A copy of the 2018 round that nothing stands in the way of publishing."""
    window = {"opens_at": OPENS, "closes_at": OPENS + timedelta(days=42)}
    made = copy_call(base=BASE, content=COPY | window | more, actor=cast.administrator, at=now())
    rows = {
        "screening_points": {"kind": "plain", "text_fi": "a", "text_sv": "b", "text_en": "c"}
        | dict.fromkeys(("law_fi", "law_sv"), ""),
        "review_criteria": SCORED,
    }
    for part, row in rows.items():
        if not getattr(made, part).exists():
            write(cast, made, part, [row])
    Call.objects.filter(pk=made.pk).update(**PERIOD)
    return Call.objects.get(pk=made.pk)


def write(cast, call, part, rows, *, at=None):
    seen = stamp_of(rows_of(call, part))
    return save_list(
        slug=call.slug, part=part, rows=rows, seen=seen, actor=cast.administrator, at=at or now()
    )


def published(cast, **more) -> Call:
    call = draft(cast, **more)
    publish(
        slug=call.slug,
        seen=stamp_of_all(Call.objects.get(pk=call.pk)),
        actor=cast.decision_maker,
        at=now(),
    )
    return Call.objects.get(pk=call.pk)


def typed(call, part, **changes):
    """What a browser posts of a list as it stands, with some fields changed."""
    form = list_form(call, part)
    data = {"seen": stamp_of(rows_of(call, part))}
    for name in ("TOTAL_FORMS", "INITIAL_FORMS"):
        data[f"rows-{name}"] = form.management_form[name].value()
    for row in form.forms:
        for field in row:
            value = field.value()
            if value not in (None, False, ""):
                prepared = field.field.prepare_value(value)
                data[field.html_name] = "on" if prepared is True else prepared
    return data | {f"rows-{name}": value for name, value in changes.items()}


def refusal_of(act, **given) -> str:
    with pytest.raises(Refused) as refused:
        act(**given)
    return refused.value.code


def test_a_call_is_copied_written_list_by_list_and_published_by_a_second_person(client, cast):
    client.force_login(cast.administrator)
    assert client.post(at_desk("call-copy", BASE), COPY)["Location"] == at_desk("call", "pilots-2027")
    call, base = Call.objects.get(slug="pilots-2027"), Call.objects.get(slug=BASE)
    assert (call.status, call.from_files, call.opens_at) == ("draft", False, OPENS)
    for part in PARTS:
        assert rows_of(call, part) == rows_of(base, part), part
    # Only officials see it.
    assert [client.get(url).status_code for url in PAGE.values()] == [404, 404]
    front = client.get("/").content.decode()
    assert (base.name_fi in front, "Pilottihaku 2027" in front) == (True, False)
    assert "Pilottihaku 2027" in client.get(at_desk("call-preview", call.slug)).content.decode()

    criteria = rows_of(call, "criteria")
    last = len(criteria)
    changes = {
        "0-text_fi": "Muutettu ehto.", "1-DELETE": "on", f"{last - 1}-ORDER": "1",
        f"{last}-text_fi": "Uusi", f"{last}-text_sv": "Ny", f"{last}-text_en": "New criterion",
    }  # fmt: skip
    url = at_desk("call-list", call.slug, "criteria")
    assert client.post(url, typed(call, "criteria", **changes)).status_code == 302
    after = rows_of(call, "criteria")
    assert [row["code"] for row in after] == [
        criteria[-1]["code"], criteria[0]["code"], *(row["code"] for row in criteria[2:-1]), "new-criterion",
    ]  # fmt: skip
    assert (after[1]["text_fi"], after[1]["text_sv"]) == ("Muutettu ehto.", criteria[0]["text_sv"])
    assert not call.changes.exists()

    # Whoever wrote it does not publish it, not even with the office; the database would refuse too.
    Office.objects.create(user=cast.administrator, role="decision_maker")
    who = {"slug": call.slug, "seen": stamp_of_all(call), "at": now()}
    assert refusal_of(publish, actor=cast.administrator, **who) == "own_proposal"
    with pytest.raises(IntegrityError, match="second_person"), transaction.atomic():
        CallPublication.objects.filter(call=call).update(published_by=cast.administrator)
    assert Call.objects.get(pk=call.pk).status == Status.DRAFT


def test_publishing_waits_for_everything_and_for_the_version_that_was_read(client, cast):
    call = draft(cast)
    write(cast, call, "review_criteria", [])
    client.force_login(cast.decision_maker)
    url, page = at_desk("call-publish", call.slug), at_desk("call", call.slug)
    with_missing = client.get(url).content.decode()
    assert at_desk("call-list", call.slug, "review_criteria") in with_missing
    assert client.post(url, {"seen": stamp_of_all(call)}).status_code == 422
    read = stamp_of_all(call)
    write(cast, call, "review_criteria", [SCORED])
    assert client.post(url, {"seen": read}).status_code == 409
    # Limits left from the base's time are told, and stop it.
    Call.objects.filter(pk=call.pk).update(starts_earliest_on=date(2018, 7, 1), starts_latest_on=OPENS.date())
    assert len(client.get(url).context["lacks"]) == 2
    Call.objects.filter(pk=call.pk).update(**PERIOD)
    seen = client.get(url).context["seen"]
    assert client.post(url, {"seen": seen})["Location"] == page
    assert [client.get(address).status_code for address in PAGE.values()] == [200, 200]
    assert "decision maker" in client.get(page).content.decode()
    told = call.changes.get()
    assert (told.kind, told.text_en) == ("facts", "The call was published.")
    # Before it opens it can be taken back, and is then on no page; afterwards not.
    take_back(slug=call.slug, actor=cast.administrator, at=OPENS - timedelta(minutes=1))
    assert [client.get(address).status_code for address in PAGE.values()] == [404, 404]
    publish(
        slug=call.slug, seen=stamp_of_all(Call.objects.get(pk=call.pk)), actor=cast.decision_maker, at=now()
    )
    refused = refusal_of(take_back, slug=call.slug, actor=cast.administrator, at=OPENS)
    assert refused == "not_possible_now"


def test_after_publishing_no_field_of_any_form_changes_what_applicants_rely_on(client, cast):
    call = published(cast)
    client.force_login(cast.administrator)
    frozen = [part for part, kind in PARTS.items() if not kind.late]
    everything = hostile() | initial_of(call) | COPY | {"slug": "hijacked", "appropriation_eur": "1"}
    everything = {name: value for name, value in everything.items() if value is not None}
    before = checksums()
    page = client.post(at_desk("call-details", call.slug), everything)
    assert page.status_code == 409
    for part in frozen:
        given = hostile() | typed(call, part, **{"0-DELETE": "on", "0-name_fi": "x", "0-text_fi": "x"})
        assert client.post(at_desk("call-list", call.slug, part), given).status_code == 409, part
        shown = client.get(at_desk("call-list", call.slug, part)).content.decode()
        assert 'name="rows-0-' not in shown, part
    assert changed(before, checksums()) == set()
    # Control: of a draft the same posts do change something.
    Call.objects.filter(pk=call.pk).update(status=Status.DRAFT)
    given = typed(call, "criteria", **{"0-DELETE": "on"})
    assert client.post(at_desk("call-list", call.slug, "criteria"), given).status_code == 302


def test_the_pages_own_lists_are_kept_up_to_date_and_each_change_is_told(client, cast):
    call = builders.practice()
    client.force_login(cast.administrator)
    version = CallChange.objects.latest("pk").pk if CallChange.objects.exists() else 0
    url = at_desk("call-list", call.slug, "contacts")
    given = typed(call, "contacts", **{"0-email": "uusi.osoite@stm.example"})
    assert client.post(url, given).status_code == 302
    row = call.contacts.order_by("order").first()
    assert row.email == "uusi.osoite@stm.example"
    told = call.changes.filter(pk__gt=version).get()
    assert (told.kind, row.role_sv in told.text_sv) == ("content", True)
    assert "uusi.osoite@stm.example" in client.get("/calls/practice/").content.decode()
    # What officials keep by hand, a load leaves; what they have not touched still comes from the files.
    call.documents.update(title_en="Spoiled")
    done = load(read_reference(DATA), actor="a test", at=builders.in_window(call))
    assert "contacts of practice: kept at the desk, left as they are" in done.details
    row.refresh_from_db()
    assert row.email == "uusi.osoite@stm.example"
    assert not call.documents.filter(title_en="Spoiled").exists()


def test_a_load_leaves_drafts_alone_and_refuses_a_file_with_the_name_of_one(cast):
    call = draft(cast)
    make_rule(name="coverage-2027", content={"full": 75, "lower": 60, "floor": 50, "least_municipalities": 2,
        "binding": True}, actor=cast.administrator, at=now())  # fmt: skip
    before = stamp_of_all(call)
    set_appropriations()
    assert not Appropriation.objects.filter(call=call).exists()
    load(read_reference(DATA), actor="a test", at=now())
    assert stamp_of_all(Call.objects.get(pk=call.pk)) == before
    assert CoverageRule.objects.get(pk="coverage-2027").full == 75
    Call.objects.filter(pk=call.pk).update(slug="voucher-2016-old")
    Call.objects.filter(slug="voucher-2016").update(slug="aside")
    Call.objects.filter(pk=call.pk).update(slug="voucher-2016")
    with pytest.raises(BrokenFile, match="voucher-2016 was made at the desk"):
        load(read_reference(DATA), actor="a test", at=now())


def test_a_text_missing_in_one_language_is_told_beside_the_field_and_on_top_and_nothing_is_lost(client, cast):
    call = draft(cast)
    client.force_login(cast.administrator)
    last = len(rows_of(call, "answers"))
    changes = {
        f"{last}-question_fi": "Saako ostaa?", f"{last}-question_en": "May one buy?",
        f"{last}-answered_on": "32.1.2027",
        f"{last}-answer_fi": "Saa.", f"{last}-answer_sv": "Ja.", f"{last}-answer_en": "Yes.",
    }  # fmt: skip
    page = client.post(at_desk("call-list", call.slug, "answers"), typed(call, "answers", **changes))
    text = page.content.decode()
    assert page.status_code == 422
    assert f'href="#id_rows-{last}-question_sv"' in text
    assert f'href="#id_rows-{last}-answered_on"' in text
    assert "Saako ostaa?" in text
    assert 'value="32.1.2027"' in text
    more = client.post(
        at_desk("call-list", call.slug, "answers"), typed(call, "answers", **changes) | {"more": ""}
    )
    assert (more.status_code, "Saako ostaa?" in more.content.decode()) == (200, True)
    assert f'name="rows-{last + 1}-question_fi"' in more.content.decode()
    # What no browser sends is told in words, never a fault of ours, and changes nothing.
    before = checksums()
    for hostile_one in (
        {"TOTAL_FORMS": "1000000000"}, {"TOTAL_FORMS": "9" * 5000}, {"TOTAL_FORMS": "-1"}, {"INITIAL_FORMS": "0"},
        {"0-ORDER": "1e400"}, {"0-question_fi": "a\x00b"}, {"0-answer_sv": "x" * 1_000_000}, {"0-code": "\x00" * 99},
        {"TOTAL_FORMS": "0"}, {"0-answered_on": "٣.١.٢٠٢٧"},
    ):  # fmt: skip
        given = typed(call, "answers", **{"0-question_sv": ""} | hostile_one)
        for button in ({}, {"more": ""}):
            page = client.post(at_desk("call-list", call.slug, "answers"), given | button)
            assert page.status_code in {200, 400, 422}, hostile_one
    assert changed(before, checksums()) == set()
    # Two at once: the second is told, and what was typed stays.
    stale = typed(call, "answers", **{"0-answer_fi": "Toinen teksti"})
    write(cast, call, "answers", rows_of(call, "answers")[:-1])
    page = client.post(at_desk("call-list", call.slug, "answers"), stale)
    assert (page.status_code, "Toinen teksti" in page.content.decode()) == (409, True)


def test_details_are_judged_and_saved_as_they_are_shown(client, cast):
    call = draft(cast)
    client.force_login(cast.administrator)
    url = at_desk("call-details", call.slug)
    form = client.get(url).context["form"]
    given = {
        field.html_name: field.field.prepare_value(field.value())
        for field in form
        if field.value() not in (None, False)
    }
    assert client.post(url, given).status_code == 302
    assert stamp_of_all(Call.objects.get(pk=call.pk)) == stamp_of_all(call)
    wrong = {
        "closes_at": "1.2.2027 8.59", "ends_latest_on": "1.1.2000", "condition_fi": "Jos laki hyväksytään.",
        "condition_sv": "", "budget_years": "2027, 20299", "appropriation_eur": "1e9", "slug": "Iso Kirjain",
    }  # fmt: skip
    page = client.post(url, given | wrong)
    assert page.status_code == 422
    assert set(page.context["form"].errors) >= set(wrong) - {"condition_fi"}
    # The hour that the clock skips in March, and the one it shows twice in October.
    for moment in ("28.3.2027 3.30", "31.10.2027 3.30"):
        found = DetailsForm(given | {"opens_at": moment}).errors
        assert "opens_at" in found, moment
    good = given | {"appropriation_eur": "1 250 000,50", "budget_years": "2028 2027"}
    assert client.post(url, good).status_code == 302
    saved = Call.objects.get(pk=call.pk)
    assert (str(saved.appropriation_eur), saved.budget_years) == ("1250000.50", [2027, 2028])


def test_only_the_closing_time_moves_later_with_a_reason_and_every_draft_is_told_in_its_language(
    client, cast, settings
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    application = builders.begun(cast)
    builders.asked(application, cast, cast.helsinki)
    cast.helsinki.language = "sv"
    cast.helsinki.save()
    call = application.call
    client.force_login(cast.administrator)
    url = at_desk("call-postpone", call.slug)
    later = (call.closes_at + timedelta(days=7)).astimezone(HELSINKI)
    reasons = {"reason_fi": "Palvelukatko.", "reason_sv": "Avbrott i tjänsten.", "reason_en": "Outage."}
    given = {"closes_at": f"{later:%d.%m.%Y %H.%M}"} | reasons
    for wrong in ({"closes_at": "1.1.2026 12.00"}, {"reason_sv": " "}):
        assert client.post(url, given | wrong | {"move": ""}).status_code == 422
    page = client.post(url, given | {"check": ""})
    assert page.context["told"]["organisations"] == 2
    assert Call.objects.get(pk=call.pk).closes_at == call.closes_at
    assert client.post(url, given | {"move": ""}).status_code == 302
    assert Call.objects.get(pk=call.pk).closes_at == later
    assert "Avbrott i tjänsten." in client.get("/sv/calls/practice/").content.decode()
    tell_of_deadline(Row.objects.get(kind=DEADLINE_MOVED))
    for row in Row.objects.filter(payload__template="deadline_moved").order_by("pk"):
        send_mail(row)
    told = {one.to[0]: one.body for one in mail.outbox}
    assert "Avbrott i tjänsten." in told[cast.helsinki.registry_email]
    assert "Palvelukatko." in told[cast.keusote.registry_email]
    who = {"slug": call.slug, "closes_at": later + timedelta(days=9), "actor": cast.administrator}
    texts = {"fi": "a", "sv": "b", "en": "c"}
    assert refusal_of(postpone, reasons=texts, at=later, **who) == "not_possible_now"
    who["actor"] = cast.decision_maker
    assert refusal_of(postpone, reasons=texts, at=builders.in_window(call), **who) == "not_allowed"


def test_a_used_rule_is_frozen_in_the_form_and_in_the_database(client, cast):
    client.force_login(cast.administrator)
    limits = {"full": "75", "lower": "60", "floor": "50", "least_municipalities": "2", "binding": "on"}
    assert (
        client.post(at_desk("rule-new"), limits | {"name": "coverage-2027", "floor": "61"}).status_code == 422
    )
    assert client.post(at_desk("rule-new"), limits | {"name": "coverage-2027"}).status_code == 302
    url = at_desk("rule", "coverage-2027")
    seen = client.get(url).context["form"].initial["seen"]
    assert client.post(url, limits | {"full": "90", "seen": seen}).status_code == 302
    assert client.post(url, limits | {"full": "80", "seen": seen}).status_code == 409

    def by_sql(text):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"{text} WHERE name = 'coverage-2027'")

    # Control: before its use the database lets it change.
    by_sql("UPDATE pilots_coveragerule SET lower = 65")
    mark_rule_used(rule=CoverageRule.objects.get(pk="coverage-2027"))
    before = checksums()
    assert client.post(url, hostile() | limits).status_code == 409
    for text in (
        'UPDATE pilots_coveragerule SET "full" = 91',
        "UPDATE pilots_coveragerule SET used = false",
        "UPDATE pilots_coveragerule SET name = 'other'",
        "DELETE FROM pilots_coveragerule",
    ):
        with pytest.raises(IntegrityError, match="used by a submission"):
            by_sql(text)
    assert changed(before, checksums()) == set()
    assert client.post(at_desk("rule", "coverage-2018"), limits).status_code == 409


def test_every_act_is_in_the_ledger_with_who(cast):
    call = published(cast)
    kinds = (
        Event.objects.filter(reference=f"call:{call.slug}").order_by("number").values_list("kind", "actor")
    )
    assert kinds[0] == ("call.drafted", cast.administrator.email)
    assert kinds[len(kinds) - 1] == ("call.published", cast.decision_maker.email)
