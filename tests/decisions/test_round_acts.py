"""What is done for a whole round: handlings, announcements, the memo, and deciding many cases at once."""

import io
import zipfile
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from docx import Document

from applications.models import Application
from decisions.actions.assigning import declare_disqualified
from decisions.actions.bulk_deciding import Choice, decide_many, preflight
from decisions.actions.deciding import Proof, send_back
from decisions.actions.handling import HandlingContent, record_handling
from decisions.actions.memos import MAKERS, make_memo, reason_titles
from decisions.actions.presenting import (
    ElementProposal,
    present,
    save_proposal,
    take_up,
)
from decisions.exports.memo_document import texts
from decisions.models import Announcement, Appropriation, Decision, Handling, Memo
from decisions.queries.equal_treatment import groups_of
from decisions.queries.handlings import handlings_of
from decisions.queries.memo import memo_facts
from ledger.models import Event
from ledger.refusal import Refused
from tests import builders
from tests.bed.verapdf import validate
from tests.cast import PASSWORD
from tests.decisions import stages
from tests.decisions.test_deciding import second_officer
from tests.letters.reading import text_of


def page(name: str, application: Application, *more) -> str:
    return reverse(f"admin:{name}", args=[application.call.slug, *more])


def as_html(response) -> str:
    return response.content.decode().replace("\xa0", " ")


def replace_language(application: Application) -> Application:
    """The same case as if it were a Swedish one; never saved."""
    found = fresh(application)
    found.language = "sv"
    return found


def fresh(application: Application) -> Application:
    return Application.objects.get(pk=application.pk)


def another(cast, number: int, *, amount="1000000.00", officer=None, reasons=None) -> Application:
    """One more case of the call, presented: a copy of what the first consortium sent."""
    first = Application.objects.filter(case_number__isnull=False).order_by("pk").first()
    sent = first.submissions.order_by("number").first()
    case = Application.objects.create(
        call=first.call,
        region_id=("02", "04", "05", "06")[number],
        lead=cast.tampere,
        language=first.language,
        created_at=first.created_at,
        created_by=first.created_by,
        changed_at=first.changed_at,
        state="submitted",
        case_number=f"PH/{number + 900}/2026",
    )
    sent.pk, sent.application = None, case
    sent.save()
    who = {"application_id": case.pk, "actor": officer or cast.presenting_officer}
    at = stages.later(first, hours=2)
    take_up(at=at, **who)
    told = stages.content()
    granted = amount == "1000000.00"
    element = ElementProposal(
        outcome="granted" if granted else "partly",
        amount_eur=Decimal(amount),
        reason_key="reason.grant.criteria",
        reasons=reasons or f"Suunnitelma {number} vastaa tavoitteita ja on rajattu selvästi.",
    )
    save_proposal(content=replace(told, elements=told.elements | {stages.GRANTED: element}), at=at, **who)
    present(at=at, **who)
    return fresh(case)


def chosen(*cases) -> list[Choice]:
    return [Choice(case.pk, stages.seen(case)) for case in cases]


def test_a_handling_is_recorded_in_both_languages_and_each_letter_tells_it_in_its_own(client, cast):
    application = stages.proposed(cast)
    stages.with_money(cast, application.call)
    client.force_login(cast.administrator)
    at = stages.later(application, hours=3)
    told = {
        "forum": "ministers",
        "on": at.strftime("%d.%m.%Y"),
        "outline_fi": "Ministeriryhmä puolsi esitystä",
        "outline_sv": "",
        "note": "Vain talon sisällä.",
        "applications": [application.pk],
    }
    refused = client.post(page("handlings", application), told)
    assert refused.status_code == 422
    html = as_html(refused)
    assert 'href="#id_outline_sv"' in html
    assert "Ministeriryhmä puolsi esitystä" in html
    assert not Handling.objects.exists()
    assert client.post(page("handlings", application), told | {"applications": []}).status_code == 422
    told |= {"outline_sv": "Ministergruppen förordade förslaget", "on": "1.1.2020"}
    assert client.post(page("handlings", application), told).status_code == 302
    assert Event.objects.filter(kind="handling.recorded").count() == 1
    decision = stages.signed(application, cast.decision_maker, hours=30)
    assert decision.snapshot["handling"] == [{"text": "Ministeriryhmä puolsi esitystä", "on": "2020-01-01"}]
    swedish = replace_language(application)
    assert handlings_of(swedish)[0]["text"] == "Ministergruppen förordade förslaget"
    assert "Vain talon sisällä." in as_html(client.get(page("handlings", application)))
    client.force_login(cast.reviewer)
    assert client.post(page("handlings", application), told).status_code == 403


def test_announcement_decision_and_notice_are_three_dates(client, cast):
    decision = stages.decided(cast)
    application = decision.application
    client.force_login(cast.presenting_officer)
    told = {
        "announced_at": "17.10.2016 14.03",
        "title_fi": "Ensimmäiset tulokset",
        "title_sv": "De första resultaten",
        "text_fi": "Kymmenen maakuntaa.",
        "text_sv": "",
        "decisions": [decision.pk],
    }
    refused = client.post(page("announcements", application), told)
    assert refused.status_code == 422
    assert 'href="#id_text_sv"' in as_html(refused)
    told["text_sv"] = "Tio landskap."
    assert client.post(page("announcements", application), told).status_code == 302
    wave = Announcement.objects.get()
    assert list(wave.decisions.order_by("pk")) == [decision]
    html = as_html(client.get(page("announcements", application)))
    assert "17.10.2016 klo 14.03" in html
    assert f"{decision.decided_at.astimezone():%Y}" in html
    later = told | {"announced_at": "1.1.2199 12.00"}
    assert client.post(page("announcements", application), later).status_code == 422
    told["title_fi"] = "Ensimmäinen erä"
    assert client.post(page("announcement", application, wave.pk), told).status_code == 302
    assert Announcement.objects.get().title_fi == "Ensimmäinen erä"


def test_a_memo_is_frozen_numbered_and_the_same_bytes_again_in_both_languages(client, cast, tmp_path):
    application = stages.proposed(cast)
    stages.with_money(cast, application.call, total="1500000.00")
    another(cast, 0, amount="600000.00")
    client.force_login(cast.presenting_officer)
    for language in ("fi", "sv"):
        given = {"forum": "ministers", "language": language, "meets_on": "3.4.2027"}
        assert client.post(page("memos", application), given).status_code == 302
    first, second = Memo.objects.order_by("number")
    assert (first.number, second.number) == (1, 2)
    files = {
        (memo.language, kind): client.get(page(f"memo-{kind}", application, memo.number)).content
        for memo in (first, second)
        for kind in ("pdf", "docx")
    }
    send_back(
        application_id=application.pk, note="Tarkenna.", seen=stages.seen(application),
        actor=cast.decision_maker, at=stages.later(application, hours=4),
    )  # fmt: skip
    for (language, kind), content in files.items():
        memo = first if language == "fi" else second
        assert client.get(page(f"memo-{kind}", application, memo.number)).content == content
        assert MAKERS[kind](Memo.objects.get(pk=memo.pk).snapshot, language) == content
    finnish, swedish = (text_of(files[language, "pdf"]) for language in ("fi", "sv"))
    for words in ("Esittelymuistio 1", "Uusimaa", "Puuttuu 100 000 €", "Vastaa haun tavoitteita"):
        assert words in finnish.replace("\xa0", " "), words
    assert stages.REASONS[stages.REFUSED].split(",")[0] in " ".join(finnish.split())
    for words in ("Föredragningspromemoria 2", "Nyland", "Granskning av likabehandling"):
        assert words in swedish, words
    word = Document(io.BytesIO(files["fi", "docx"]))
    assert [len(table.columns) for table in word.tables] == [2, 10, 4]
    assert {info.date_time[0] for info in zipfile.ZipFile(io.BytesIO(files["sv", "docx"])).infolist()} == {
        1980
    }
    for language in ("fi", "sv"):
        (tmp_path / f"{language}.pdf").write_bytes(files[language, "pdf"])
    found = validate(sorted(tmp_path.glob("*.pdf")))
    assert [finding.failures for finding in found.values() if finding.failures] == []
    assert texts("fi").keys() == texts("sv").keys()
    declare_disqualified(
        application_id=application.pk, reason="Veli.", actor=cast.reviewer, at=stages.later(application)
    )
    client.force_login(cast.reviewer)
    assert client.get(page("memo-pdf", application, 1)).status_code == 403


def test_equal_treatment_names_what_departs_from_its_group_with_its_reasons(client, cast):
    application = stages.proposed(cast)
    another(cast, 0)
    odd = another(
        cast, 1, amount="600000.00", reasons="Satakunnan palvelut ehditään aloittaa vain osassa kuntia."
    )
    facts = memo_facts(application.call, titles=reason_titles(), at=stages.later(application))
    groups = {(one["kind"], one["ground"], one["name"]["fi"]): one for one in facts["equal_treatment"]}
    same = next(one for key, one in groups.items() if key[:2] == ("reason", "reason.grant.criteria"))
    assert (same["outcomes"], same["usual"]) == ([["granted", 2], ["partly", 1]], "granted")
    assert [one["case_number"] for one in same["exceptions"]] == [odd.case_number]
    assert [one["reasons"][:9] for one in same["exceptions"]] == ["Satakunna"]
    alike = next(one for key, one in groups.items() if key[:2] == ("reason", "R15"))
    assert alike["exceptions"] == []
    assert groups_of([]) == []
    client.force_login(cast.decision_maker)
    html = as_html(client.get(page("memos", application)))
    assert "Satakunnan palvelut ehditään aloittaa vain osassa kuntia." in html


def test_many_are_decided_by_one_proof_and_the_preflight_tells_why_not_the_rest(client, cast):
    first = stages.proposed(cast)
    stages.with_money(cast, first.call, total="1700000.00")
    second, third = another(cast, 0), another(cast, 1, amount="600000.00")
    with time_machine.travel(stages.later(first, hours=5), tick=False):
        client.force_login(cast.decision_maker)
        decide_three(client, first, second, third)


def decide_three(client, first, second, third) -> None:
    """Money for two of three in the order 2, 1, 3: the first of the list stays."""
    url = page("round-decide", first)
    html = as_html(client.get(url))
    assert html.count('name="case"') == 3
    assert client.post(url, {"check": "check"}).status_code == 422
    form = {"case": [first.pk, second.pk, third.pk]}
    form |= {f"seen-{case.pk}": stages.seen(case).isoformat() for case in (first, second, third)}
    form |= {f"order-{first.pk}": "2", f"order-{second.pk}": "1", f"order-{third.pk}": "3"}
    html = as_html(client.post(url, form | {"check": "check"}))
    assert "2 / 3" in html or "2 of 3" in html or "2/3" in html
    assert html.count('type="hidden" name="case"') == 2
    signing = {**form, "case": [second.pk, third.pk], "sign": "sign"}
    wrong = client.post(url, signing | {"password": "wrong"})
    assert (wrong.status_code, Decision.objects.count()) == (422, 0)
    done = client.post(url, signing | {"password": PASSWORD})
    assert done.status_code == 200
    decided = Decision.objects.order_by("pk").values_list("application", "granted_eur")
    assert list(decided) == [(second.pk, Decimal("1000000.00")), (third.pk, Decimal("600000.00"))]
    assert fresh(first).state == "proposed"
    assert Appropriation.objects.get().committed_eur == Decimal("1600000.00")
    assert client.post(url, signing | {"password": PASSWORD}).status_code == 409, "nothing is decided twice"
    assert Decision.objects.count() == 2


def test_the_preflight_foretells_what_deciding_does_to_each(cast):
    first = stages.proposed(cast)
    stages.with_money(cast, first.call, total="1700000.00")
    own = second_officer()
    builders_office(own)
    mine = another(cast, 0, officer=own)
    aside, anew, dear = another(cast, 1), another(cast, 2), another(cast, 3)
    at = stages.later(first, hours=5)
    declare_disqualified(application_id=aside.pk, reason="Veli.", actor=own, at=at)
    choices = chosen(mine, aside, anew, first, dear)
    send_back(
        application_id=anew.pk, note="Tarkenna.", seen=stages.seen(anew), actor=cast.decision_maker, at=at
    )
    foretold = preflight(first.call, choices, actor=own, at=at)
    assert [one.case.pk for one in foretold] == [choice.application_id for choice in choices]
    assert [one.passes for one in foretold] == [False, False, False, True, False]
    assert (foretold[1].case.pk, foretold[1].granted_eur) == (aside.pk, 0)  # no sum to whoever stands aside
    results = decide_many(first.call, choices, proof=Proof("password", at), actor=own, at=at)
    assert [result.refusal and result.refusal.code for result in results] == [
        "own_proposal",
        "disqualified",
        "nothing_presented",
        None,
        "appropriation_exceeded",
    ]
    assert [bool(result.decision) for result in results] == [one.passes for one in foretold]
    assert Decision.objects.get().application_id == first.pk
    stale = [Choice(dear.pk, stages.seen(dear) - timedelta(microseconds=1))]
    assert not preflight(first.call, stale, actor=own, at=at)[0].passes


def builders_office(user) -> None:
    """The second presenting officer holds the decision-maker's office too."""
    user.offices.create(role="decision_maker")
    if hasattr(user, "_office_roles"):
        del user._office_roles


def test_by_sql_too_the_presenting_officer_cannot_be_the_decision_maker(cast):
    decision = stages.decided(cast)
    with (
        pytest.raises(IntegrityError, match="decision_maker_is_not_the_presenting_officer"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO decisions_decision (application_id, proposal_id, version, kind, presenting_officer_id,"
            " decision_maker_id, granted_eur, snapshot, checksum, verify_code, decided_at, recorded_at)"
            " SELECT application_id, proposal_id, 2, kind, presenting_officer_id, presenting_officer_id, 0, snapshot,"
            " checksum, 'X', decided_at, recorded_at FROM decisions_decision WHERE id = %s",
            [decision.pk],
        )


def test_a_handling_is_not_recorded_for_a_day_to_come_or_anothers_case(cast):
    application = stages.taken_up(cast)
    at = stages.later(application)
    content = HandlingContent("ministers", at.date() + timedelta(days=2), "Puollettu.", "Förordat.", "", [1])
    given = {"call": application.call, "actor": cast.administrator, "at": at}
    with pytest.raises(Refused) as found:
        record_handling(content=content, **given)
    assert found.value.code == "day_to_come"
    with pytest.raises(Refused) as found:
        record_handling(content=replace(content, on=at.date(), applications=[987_654_321]), **given)
    assert found.value.code == "not_of_this_call"
    with pytest.raises(Refused) as found:
        make_memo(
            call=application.call, forum="ministers", language="fi", meets_on=None, actor=cast.decision_maker,
            at=at,
        )  # fmt: skip
    assert (found.value.code, Memo.objects.count()) == ("not_allowed", 0)
    assert builders.practice() == application.call
