"""The board package: Espoo's and Vantaa's real figures, one press, edits that are never lost, PDF and Word."""

import io
import re
from datetime import UTC, date, datetime

import pytest
from docx import Document

from applications.actions.leaving import leave
from applications.actions.packages import make_package
from applications.actions.plan import save_plan
from applications.exports.board_document import Written, board_pdf
from applications.exports.board_docx import board_docx
from applications.exports.plan_document import plan_pdf
from applications.exports.wording import texts
from applications.models import BoardMeeting, BoardPackage, Member, PlanVersion
from applications.queries.plan_facts import plan_facts
from pilots.models import Call
from tests import builders
from tests.bed.verapdf import validate

pytestmark = pytest.mark.django_db
AT = datetime(2018, 2, 20, 8, 0, tzinfo=UTC)
NUMBER = re.compile(r"\d[\d\u00a0.,]*\d|\d")
HOSTILE = (
    "<script>alert(1)</script> \u202e\u0000 😀 \ufffe 漢字 & \u00ad {title} %s\n# \n- \n99. loppu "
    + "x" * 400
)


@pytest.fixture(autouse=True)
def in_february(monkeypatch):
    def stamped(self, request):
        request.arrived_at = AT
        return self.get_response(request)

    monkeypatch.setattr("ui.middleware.ArrivalTime.__call__", stamped)


@pytest.fixture
def application(cast):
    """Keski-Uusimaa, Helsinki and Vantaa have decided; Vantaa's city board on 5.3.2018 is told beforehand here."""
    made = builders.begun(cast, call=Call.objects.get(slug="pilots-2018"), at=AT)
    builders.written(made, cast, at=AT)
    builders.decided(made, cast.keusote, cast.lead_signatory, at=AT)
    for organisation, signatory in (
        (cast.helsinki, cast.partner_signatory),
        (cast.vantaa, cast.second_signatory),
    ):
        builders.joined(made, cast, organisation, signatory, at=AT)
        builders.decided(made, organisation, signatory, at=AT)
    return made


@pytest.fixture
def espoo(cast, application):
    builders.espoo_signatory(cast)
    return builders.asked(application, cast, cast.espoo, at=AT)[0]


def made(member, cast, language="fi", **more):
    given = {"replace_edited": False, "actor": cast.lead_editor, "at": AT} | more
    return make_package(member_id=member.pk, language=language, **given)


def written(package):
    return Written(package.language, package.matter, package.proposal, package.grounds, package.figures)


def plain(text):
    return text.replace("\xa0", " ")


def page(member, tail=""):
    return f"/applications/{member.application_id}/members/{member.pk}/package/{tail}"


def test_espoos_board_reads_64_04_without_it_and_80_80_with_it(cast, espoo):
    package = made(espoo, cast)
    grounds = plain(package.grounds)
    assert "ilman tätä organisaatiota: 64,04 %, 1 049 206 / 1 638 293 asukasta, 8 / 26 kuntaa" in grounds
    assert "ja tämä organisaatio: 80,80 %, 1 323 789 / 1 638 293 asukasta, 9 / 26 kuntaa" in grounds
    assert "Ilman tätä organisaatiota: ei täytä vaatimusta." in grounds
    assert "Väkiluvut: 31.12.2016. Maakuntajako: maakunta- ja sote-uudistuksen maakunnat" in grounds
    proposal = plain(package.proposal)
    assert "Espoo liittyy hankekonsortioon, jota hallinnoi Keski-Uudenmaan sote" in proposal
    assert "hankesuunnitelman ja talousarvion version 1" in proposal
    assert "Rahoitusosuus ei ole vielä selvillä" in proposal


def test_making_it_keeps_the_plan_as_shown_and_ties_the_member_to_it(cast, espoo):
    package = made(espoo, cast)
    espoo.refresh_from_db()
    assert (package.plan_version, espoo.package_version) == (1, 1)
    save_plan(
        application_id=espoo.application_id, answers={"aims": "Uusi"}, seen=1, actor=cast.lead_editor, at=AT
    )
    assert (
        PlanVersion.objects.get(application=espoo.application, number=1).content["plan"][1]["text"] != "Uusi"
    )
    assert made(espoo, cast).plan_version == 2


def test_vantaas_share_and_its_city_board(cast, application):
    """Vantaa's city board 5.3.2018 § 13: its share of the money was open; here it is told, with the day."""
    vantaa = application.members.get(organisation=cast.vantaa)
    BoardMeeting.objects.create(
        member=vantaa, body="Kaupunginhallitus", meets_on=date(2018, 3, 5), saved_at=AT, saved_by="lead"
    )
    Member.objects.filter(pk=vantaa.pk).update(share_eur="250000.50")
    package = made(vantaa, cast)
    assert package.proposal.startswith("Kaupunginhallitus päättää seuraavaa:")
    assert "250 000,50 €" in plain(package.proposal)
    assert "Toimielimen kokous: 5.3.2018." in package.grounds
    assert made(vantaa, cast, "sv").proposal.startswith("Följande beslutas:")


def test_both_languages_say_the_same_numbers(cast, espoo, application):
    lead = application.members.get(is_lead=True)
    for member in (espoo, lead):
        both = [made(member, cast, language) for language in ("fi", "sv")]
        found = [sorted(NUMBER.findall(plain(f"{one.matter} {one.proposal} {one.grounds}"))) for one in both]
        assert found[0] == found[1]
        assert len(found[0]) > 20


def test_both_languages_have_the_same_keys_and_places():
    fi, sv = texts("fi"), texts("sv")
    assert fi.keys() == sv.keys()
    places = re.compile(r"\{\w+\}")
    assert {key for key in fi if set(places.findall(fi[key])) != set(places.findall(sv[key]))} == set()


def test_an_edited_text_is_replaced_only_when_that_is_confirmed(cast, espoo, logged_in):
    client = logged_in(cast.lead_editor)
    assert client.post(page(espoo), {"language": "fi"}).status_code == 302
    package = BoardPackage.objects.get(member=espoo)
    shown = client.get(page(espoo, "fi/"))
    given = {
        "matter": package.matter,
        "proposal": package.proposal,
        "grounds": package.grounds + "\nOma lisäys.",
    }
    seen = shown.context["form"]["seen"].value()
    assert client.post(page(espoo, "fi/"), given | {"seen": seen}).status_code == 302
    assert "Oma" in client.get(page(espoo)).content.decode()
    refused = client.post(page(espoo), {"language": "fi"})
    assert refused.status_code == 422
    package.refresh_from_db()
    assert package.grounds.endswith("Oma lisäys.")
    assert client.post(page(espoo), {"language": "fi", "replace_edited": "on"}).status_code == 302
    package.refresh_from_db()
    assert "Oma lisäys." not in package.grounds
    assert package.edited_at is None


def test_two_who_edit_at_once_lose_nothing(cast, espoo, logged_in):
    package = made(espoo, cast)
    mine, theirs = (logged_in(cast.lead_editor), logged_in(builders.espoo_signatory(cast)))
    seen = mine.get(page(espoo, "fi/")).context["form"]["seen"].value()
    text = {"matter": package.matter, "proposal": package.proposal, "seen": seen}
    assert theirs.post(page(espoo, "fi/"), text | {"grounds": "Espoon syy."}).status_code == 302
    clash = mine.post(page(espoo, "fi/"), text | {"grounds": "Hallinnoijan syy."})
    body = clash.content.decode()
    assert clash.status_code == 409
    assert "Espoon syy." in body.replace("<ins>", "") or "Espoon" in body
    assert "Hallinnoijan syy." in body
    package.refresh_from_db()
    assert package.grounds == "Espoon syy."
    again = clash.context["form"]["seen"].value()
    done = mine.post(page(espoo, "fi/"), text | {"grounds": "Espoon ja hallinnoijan syy.", "seen": again})
    assert done.status_code == 302


def test_the_page_says_that_the_plan_has_changed_since(cast, espoo, logged_in):
    made(espoo, cast)
    save_plan(
        application_id=espoo.application_id, answers={"aims": "Uusi"}, seen=1, actor=cast.lead_editor, at=AT
    )
    shown = logged_in(cast.lead_editor).get(page(espoo)).content.decode()
    assert f"/applications/{espoo.application_id}/plan-versions/1/2/" in shown


def test_other_members_do_not_see_it(cast, espoo, logged_in):
    made(espoo, cast)
    for tail in ("", "fi/", "fi/board.pdf", "fi/board.docx"):
        assert logged_in(cast.partner_signatory).get(page(espoo, tail)).status_code == 403
        assert logged_in(cast.stranger).get(page(espoo, tail)).status_code == 404
        assert logged_in(builders.espoo_signatory(cast)).get(page(espoo, tail)).status_code == 200
    assert logged_in(cast.partner_signatory).post(page(espoo), {"language": "fi"}).status_code == 403
    assert logged_in(cast.lead_editor).get(page(espoo, "sv/")).status_code == 404
    assert logged_in(cast.lead_editor).get(page(espoo, "xx/")).status_code == 404


def test_who_has_left_has_no_package_any_more(cast, application, logged_in):
    vantaa = application.members.get(organisation=cast.vantaa)
    made(vantaa, cast)
    leave(member_id=vantaa.pk, reason="Emme ehdi.", actor=cast.second_signatory, at=AT)
    assert logged_in(cast.lead_editor).get(page(vantaa)).status_code == 404


def test_word_has_headings_table_language_and_numbers(cast, espoo):
    for language, code in (("fi", "fi-FI"), ("sv", "sv-FI")):
        word = Document(io.BytesIO(board_docx(written(made(espoo, cast, language)))))
        headings = [each.text for each in word.paragraphs if each.style.name.startswith("Heading")]
        assert len(headings) > 8
        assert [len(table.rows) for table in word.tables] == [4, 5]
        cells = plain(
            " ".join(cell.text for table in word.tables for row in table.rows for cell in row.cells)
        )
        assert "64,04 %" in cells
        assert "80,80 %" in cells
        assert word.core_properties.language == code
        assert f'w:val="{code}"' in word.styles.element.xml
        assert not any("vba" in str(part.partname) for part in word.part.package.iter_parts())


def test_pdfs_meet_both_standards_also_with_hostile_text(cast, espoo, tmp_path):
    save_plan(
        application_id=espoo.application_id,
        answers={"title": "Nimi\u202e <b>", "aims": HOSTILE.replace("\0", "")},
        seen=1,
        actor=cast.lead_editor,
        at=AT,
    )
    application = espoo.application
    application.refresh_from_db()
    for language in ("fi", "sv"):
        package = made(espoo, cast, language)
        (tmp_path / f"board-{language}.pdf").write_bytes(board_pdf(written(package)))
        package.matter, package.proposal, package.grounds = HOSTILE[:200], HOSTILE, HOSTILE * 5
        (tmp_path / f"hostile-{language}.pdf").write_bytes(board_pdf(written(package)))
        assert board_docx(written(package))
        facts = plan_facts(application, at=AT)
        (tmp_path / f"plan-{language}.pdf").write_bytes(plan_pdf(facts, language))
    found = validate(sorted(tmp_path.glob("*.pdf")))
    assert len(found) == 12
    assert [(path.name, finding.failures) for (path, _), finding in found.items() if not finding.passed] == []


def test_the_same_package_is_the_same_bytes(cast, espoo):
    package = made(espoo, cast)
    assert board_pdf(written(package)) == board_pdf(written(package))


def test_everybody_who_reads_the_draft_takes_the_plan_on_paper(cast, espoo, application, logged_in):
    url = f"/sv/applications/{application.pk}/plan.pdf"
    for user in (cast.lead_editor, cast.partner_editor, builders.espoo_signatory(cast)):
        answer = logged_in(user).get(url)
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert logged_in(cast.stranger).get(url).status_code == 404
    version = f"/applications/{application.pk}/plan-versions"
    assert logged_in(cast.lead_editor).get(f"{version}/1/plan.pdf").status_code == 200
    assert logged_in(cast.lead_editor).get(f"{version}/7/plan.pdf").status_code == 404
