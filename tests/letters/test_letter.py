"""What stands in a decision letter, and that it stands whole."""

# ruff: noqa: E501 - sentences as the letter prints them stay whole

import io
import json
import re
from collections import Counter

import pikepdf
import pytest

from decisions.letters import canonical_json, render
from tests.letters import snapshots
from tests.letters.reading import fonts, pages, text_of

# One phrase for each part that hallintolaki 44-47 § and VAL 11 § demand of a grant decision.
PARTS = {
    "fi": {
        "authority": "Sosiaali- ja terveysministeriö",
        "document": "Valtionavustuspäätös",
        "date": "Päätöspäivä 16.5.2018",
        "case number": "Asianumero PH/7/2018",
        "party and recipient": "Hakija ja saaja Keski-Pohjanmaan sosiaali- ja terveyspalvelukuntayhtymä Soite",
        "arrival": "Hakemus saapui 14.3.2018 klo 12.30.05",
        "the matter": "Hakija on hakenut valtionavustusta valinnanvapauspilottiin",
        "earlier handling": "Ministerityöryhmä on käsitellyt pilottien valintaa, 9.5.2018",
        "amount in figures and words": "valtionavustusta 2 000 000 euroa (kaksi miljoonaa euroa). Osio: Henkilökohtainen budjetti.",
        "refused element": "Sosiaali- ja terveysministeriö hylkää hakemuksen. Osio: Sote-keskus.",
        "condition": "Ehto: Eduskunta on hyväksynyt valinnanvapauslain ja laki on vahvistettu. Ehto on päätöspäivänä avoin.",
        "effect of the condition": "avustusta ei makseta eikä käyttöaika ala",
        "reasons of the granted": "Kohderyhmänä ovat vaikeavammaiset aikuiset",
        "reasons of the refused": "kuvattiin muita suppeammin, miten asukas voi valita palvelun tuottajan",
        "coverage": "vähintään 80 prosenttia maakunnan väestöstä",
        "coverage met": "Kattavuusvaatimus täyttyy. Vaadittu asukasmäärä: 55 222.",
        "purpose": "vain tähän tarkoitukseen: Henkilökohtaisen budjetin pilotti vammaispalveluissa.",
        "eligible costs": "palkka-, palvelu-, asiantuntija- ja matkakustannukset",
        "own share": "Saajalta ei edellytetä omarahoitusosuutta.",
        "period of use": "Avustuksen käyttöaika on 1.7.2018–31.12.2019.",
        "payment": "Avustus maksetaan erissä toteutuneiden kustannusten perusteella.",
        "reporting duty": "Väliselvitys annetaan viimeistään 31.3.2019 ja loppuselvitys viimeistään 30.6.2020.",
        "passing money on": "on tehnyt sen kanssa hallinnointisopimuksen",
        "provisions": "Valtionavustuslaki (688/2001) 11, 13, 14, 19–22 ja 34 §",
        "contact": "Lisätietoja antaa: asian esittelijä, avustukset@stm.example.",
        "how signed": "Päätös on allekirjoitettu sähköisesti 16.5.2018 klo 9.00. Allekirjoittaja on todennettu salasanalla ja",
        "decision-maker": "osastopäällikkö, ratkaisija",
        "presenting officer": "erityisasiantuntija, esittelijä",
        "distribution": "Jakelu: Keski-Pohjanmaan sosiaali- ja terveyspalvelukuntayhtymä Soite.",
        "verification": "https://pilotit.example/p/7K3MQ2VD9XWT",
        "rectification": "saa vaatia siihen oikaisua sosiaali- ja terveysministeriöltä (valtionavustuslaki 688/2001, 34 §)",
        "thirty days": "Oikaisuvaatimus on tehtävä 30 päivän kuluessa siitä, kun päätös on saatu tiedoksi.",
        "service by letter": "tiedoksi sinä päivänä, jona kirje saapui sille (hallintolaki 434/2003, 59 §)",
        "where to": "Sähköposti: kirjaamo@stm.example Asiointipalvelu: https://pilotit.example",
        "illustrative": "Asianumero, haetut summat ja käyttöajan loppu.",
    },
    "sv": {
        "document": "Statsunderstödsbeslut",
        "amount in figures and words": "beviljar 2 000 000 euro (två miljoner euro) i statsunderstöd. Pilotdel: Personlig budget.",
        "condition": "Villkor: Riksdagen har godkänt valfrihetslagen och lagen har stadfästs. På beslutsdagen är villkoret öppet.",
        "reporting duty": "Mellanredovisningen lämnas senast 31.3.2019 och slutredovisningen senast 30.6.2020.",
        "provisions": "Statsunderstödslagen (688/2001) 11, 13, 14, 19–22 och 34 §",
        "how signed": "Beslutet har undertecknats elektroniskt 16.5.2018 kl. 9.00.",
        "rectification": "får begära omprövning hos social- och hälsovårdsministeriet (statsunderstödslagen 688/2001, 34 §)",
    },
}


@pytest.fixture(scope="module")
def made():
    """Letters by name, each made once."""
    return {
        "fi": render(snapshots.soite("fi")),
        "sv": render(snapshots.soite("sv")),
        "whole Uusimaa": render(snapshots.whole_uusimaa()),
        "not eligible": render(snapshots.not_eligible()),
        "draft": render(snapshots.draft(), draft=True),
    }


@pytest.mark.parametrize(
    ("language", "part"), [(language, part) for language, rows in PARTS.items() for part in rows]
)
def test_part_that_the_law_demands(made, language, part):
    assert PARTS[language][part] in text_of(made[language])


@pytest.mark.parametrize(
    "row",
    [
        "Henkilökohtainen budjetti Myönnetty, ehdollinen 2 000 000 2 000 000",
        "Sote-keskus Hylätty 1 400 000 0",
        "Yhteensä 3 400 000 2 000 000",
        "Kokkola Soite 47 723",
        "Pilotin kattamat kunnat kuntia 8 69 027",
        "Väestökattavuus (katkaistu, ei pyöristetty) 100,00 %",
        "Yhtymähallitus 5.3.2018, 13 §",
    ],
)
def test_rows_of_the_tables(made, row):
    assert row in " ".join(pages(made["fi"]))


def test_each_member_stands_with_its_own_decision(made):
    text = " ".join(pages(made["whole Uusimaa"]))
    missing = [
        number
        for number, (_, _, name, inhabitants) in enumerate(snapshots.UUSIMAA, start=1)
        if f"{name} Stadsstyrelsen 5.3.2018, {number} §" not in text
        or f"{name} kommunen själv {inhabitants:,}".replace(",", " ") not in text
    ]
    assert missing == []


def test_long_table_repeats_its_head_on_the_next_page(made):
    heads = [
        page.count("Medlem Organ eller tjänsteinnehavare Beslut") for page in pages(made["whole Uusimaa"])
    ]
    assert heads[:2] == [1, 1]


def test_less_money_for_less_says_both_sums_the_scope_and_the_cents(made):
    text = text_of(made["whole Uusimaa"])
    assert (
        "beviljar 1 234 567,89 euro (en miljon tvåhundratrettiofyratusen femhundrasextiosju euro och åttionio cent)"
        in text
    )
    assert "Sökt belopp: 2 500 000 euro." in text
    assert "Understödet gäller bara följande innehåll: Personlig budget för vuxna" in text
    assert "egenfinansieringsandel är minst 41 000 euro (fyrtioettusen euro)" in text


def test_refusal_tells_the_gap_the_grounds_and_the_ruling(made):
    text = text_of(made["not eligible"])
    assert "Sosiaali- ja terveysministeriö hylkää hakemuksen kokonaan." in text
    assert "Kattavuus jää alle 80 prosentin. Siihen vaadittu asukasmäärä: 1 310 635." in text
    assert "Kuntia mukana: 8. Vaadittu kuntien määrä: 13." in text
    assert "Hakija on esittänyt erityisperusteet: Alue on yhtenäinen [ks. liite 2]" in text
    assert (
        "Ministeriö ei hyväksy erityisperusteita. Perustelu: Perusteet eivät korvaa puuttuvia kuntia." in text
    )
    assert "Käyttötarkoitus" not in text


@pytest.mark.parametrize(
    ("outcome", "says"),
    [
        ("unexamined", "Sosiaali- ja terveysministeriö jättää hakemuksen tutkimatta."),
        ("lapsed", "Hakemuksen käsittely raukeaa."),
    ],
)
def test_application_that_was_never_examined(outcome, says):
    text = text_of(render(snapshots.ended(outcome)))
    assert says in text
    assert "Hakemus saapui 15.3.2018 klo 16.15.01" in text
    assert "Väestökattavuus" not in text
    assert "Oikaisuvaatimusohje" in text


def test_every_page_of_a_draft_is_marked_and_carries_no_data(made):
    assert [("LUONNOS – ei päätös" in page) for page in pages(made["draft"])] == [True] * len(
        pages(made["draft"])
    )
    assert "Päätöstä ei ole allekirjoitettu." in text_of(made["draft"])
    assert len(pikepdf.open(io.BytesIO(made["draft"])).attachments) == 0


def test_signed_letter_has_no_draft_mark(made):
    assert "LUONNOS" not in text_of(made["fi"])


def test_signatures_share_their_page_with_the_closing_section(made):
    for name, closing in (
        ("fi", "Lisätiedot ja allekirjoitus"),
        ("whole Uusimaa", "Ytterligare upplysningar"),
    ):
        page = next(page for page in pages(made[name]) if "Ratkaisija B" in page)
        assert closing in page
        assert "688/2001" in page.split(closing)[0]


@pytest.mark.parametrize("extra", range(0, 36, 4))
def test_signatures_are_never_alone_however_long_the_letter(extra):
    longer = "\n".join([snapshots.soite("fi")["elements"][1]["reasons"]] + ["Perustelu jatkuu."] * extra)
    made_pages = pages(render(snapshots.changed(snapshots.soite("fi"), "elements.1.reasons", longer)))
    signed = [page for page in made_pages if "Ratkaisija B" in page]
    assert len(signed) == 1
    before = signed[0].split("Ratkaisija B")[0]
    assert "Sovelletut säännökset" in before
    assert "Lisätiedot ja allekirjoitus" in before
    assert "Esittelijä A" in signed[0]


def test_every_table_header_says_what_it_heads(made):
    with pikepdf.open(io.BytesIO(made["whole Uusimaa"])) as pdf:
        scopes = Counter(
            str(item.A.get("/Scope"))
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/TH"
        )
    # Members break over two pages (3 columns twice), outcome 4, coverage 3; rows: 26, 2, and 26 with 3 sums.
    assert scopes == {"/Column": 13, "/Row": 57}


def test_instructions_begin_a_page_of_the_same_document(made):
    last = pages(made["fi"])[-1]
    assert re.search(r"5 \(5\) Oikaisuvaatimusohje", last)


def test_both_languages_agree_in_every_figure(made):
    def figures(content):
        text = re.sub(r"(?<=\d) (?=\d{3}(?!\d))", "", text_of(content))
        return Counter(re.findall(r"\d+(?:[.,:/–-]\d+)*", text))

    assert figures(made["fi"]) == figures(made["sv"])


def test_attached_data_is_the_snapshot_itself(made):
    with pikepdf.open(io.BytesIO(made["fi"])) as pdf:
        attached = pdf.attachments["decision.json"].get_file().read_bytes()
        relation = [str(item.AFRelationship) for item in pdf.Root.AF]
        created = str(pdf.docinfo.CreationDate)
    assert attached == canonical_json(snapshots.soite("fi"))
    assert json.loads(attached) == snapshots.soite("fi")
    assert relation == ["/Data"]
    assert created == "D:20180516060000Z"


def test_other_language_is_tagged(made):
    with pikepdf.open(io.BytesIO(made["fi"])) as pdf:
        marked = [
            str(item.Lang)
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/StructElem" and "/Lang" in item
        ]
        whole = str(pdf.Root.Lang)
    assert (whole, marked) == ("fi", ["sv"])


def test_only_our_fonts_are_inside(made):
    names = {name for content in made.values() for name in fonts(content)}
    assert {name.split("+")[1] for name in names} == {"House-Sans", "House-Sans-Semi-Bold"}
