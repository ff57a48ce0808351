"""The letter of a case that was really decided and really made by the worker: every part, both standards."""

# ruff: noqa: E501 - sentences as the letter prints them stay whole

from dataclasses import replace

import pytest
from django.utils import timezone

from decisions.actions.presenting import present, save_proposal, take_up
from decisions.models import Decision, Letter
from tests import builders
from tests.bed.services import eventually
from tests.bed.verapdf import validate
from tests.decisions import stages
from tests.letters.reading import pages, text_of

SWEDISH = {
    "purpose": "Pilot med personlig budget i Nyland.",
    "eligible_costs": "Pilotens nödvändiga och skäliga kostnader.",
    "payment": "Understödet betalas i rater.",
    "condition": "Riksdagen har godkänt valfrihetslagen.",
    "handling": [{"text": "Ministerarbetsgruppen har behandlat saken", "on": "2026-09-05"}],
}
FINNISH = {
    "condition": "Eduskunta on hyväksynyt valinnanvapauslain.",
    "handling": [{"text": "Ministerityöryhmä on käsitellyt asiaa", "on": "2026-09-05"}],
}
SWEDISH_REASONS = {
    stages.GRANTED: "Planen motsvarar de mål som ställdes i ansökningsomgången. Målgruppen i Nyland är klart avgränsad.",
    stages.REFUSED: "Anslaget räcker inte till båda pilotdelarna, och prissättningen av kundsedeln i Nyland är inte klar.",
}


def proposal(language: str):
    """A complete proposal in the language of the case, with a condition and an earlier handling."""
    if language == "fi":
        return stages.content(**FINNISH)
    finnish = stages.content(**SWEDISH).elements
    elements = {code: replace(finnish[code], reasons=text) for code, text in SWEDISH_REASONS.items()}
    return stages.content(elements=elements, **SWEDISH)


def decided(cast, language: str) -> Decision:
    """A case in this language, by the real acts from the draft to the signature."""
    application = builders.submitted(cast, language=language)
    who = {"application_id": application.pk, "actor": cast.presenting_officer}
    take_up(at=stages.later(application), **who)
    save_proposal(content=proposal(language), at=stages.later(application, hours=2), **who)
    present(at=stages.later(application, hours=2), **who)
    stages.with_money(cast, application.call)
    return stages.signed(application, cast.decision_maker)


# The practice call moves with the calendar: {on} is the day of the decision, {year} that of the case number.
# One phrase for each part that hallintolaki 44-47 § and valtionavustuslaki 11 § demand of a grant decision.
PARTS = {
    "fi": {
        "authority": "Sosiaali- ja terveysministeriö",
        "kind": "Asiakirja Valtionavustuspäätös",
        "date": "Päätöspäivä {on}",
        "case number": "Asianumero PH/1/{year}",
        "recipient": "Hakija ja saaja Keski-Uudenmaan sote -kuntayhtymä",
        "arrival": "Hakemus saapui {on} klo",
        "parties and their decisions": "Vantaa Kaupunginhallitus 5.3.2018, 13 §",
        "earlier handling": "Ministerityöryhmä on käsitellyt asiaa, 5.9.2026",
        "result, refused": "hylkää hakemuksen. Osio: Asiakasseteli.",
        "result and amount": "myöntää valtionavustusta 1 000 000 euroa (yksi miljoona euroa). Osio: Henkilökohtainen budjetti.",
        "condition": "Ehto: Eduskunta on hyväksynyt valinnanvapauslain. Ehto on päätöspäivänä avoin.",
        "effect of the condition": "avustusta ei makseta eikä käyttöaika ala",
        "reasons of the refused": stages.REASONS[stages.REFUSED],
        "reasons of the granted": stages.REASONS[stages.GRANTED],
        "coverage": "Väestökattavuus (katkaistu, ei pyöristetty)",
        "coverage met": "Kattavuusvaatimus täyttyy. Vaadittu asukasmäärä: 1 324 500.",
        "purpose": "vain tähän tarkoitukseen: Henkilökohtaisen budjetin pilotti Uudellamaalla.",
        "eligible costs": "Hyväksyttävät kustannukset. Pilotin tarpeelliset ja kohtuulliset kustannukset.",
        "own share": "Saajalta ei edellytetä omarahoitusosuutta.",
        "period of use": "Avustuksen käyttöaika on 1.1.2027–31.12.2028.",
        "payment": "Avustus maksetaan erissä toteutuneiden kustannusten perusteella.",
        "interruption of payment": "Ministeriö voi keskeyttää maksamisen valtionavustuslain 19 §:ssä",
        "duty to inform": "Tiedonantovelvollisuus.",
        "reporting duty": "Väliselvitys annetaan viimeistään 31.1.2028 ja loppuselvitys viimeistään 30.6.2029.",
        "inspection": "Tarkastusoikeus.",
        "passing money on": "Jäsenet, joille avustusta saa siirtää: Espoo, Helsinki, Vantaa.",
        "repayment": "ei voida käyttää päätöksen mukaisesti (valtionavustuslaki 20 §)",
        "recovery": "takaisinperinnästä säädetään valtionavustuslain 21 ja 22 §:ssä",
        "provisions": "Valtionavustuslaki (688/2001) 11, 13, 14, 19–22 ja 34 § • Hallintolaki (434/2003) 43–47 ja 59 §",
        "contact person": "Lisätietoja antaa: presenting officer, asian esittelijä, sosiaali- ja terveysministeriö, avustukset@stm.example.",
        "signed": "Päätös on allekirjoitettu sähköisesti {on} klo",
        "decision-maker": "decision maker ratkaisija Mer",
        "distribution": "Jakelu: Keski-Uudenmaan sote -kuntayhtymä, Espoo, Helsinki, Vantaa.",
        "rectification": "saa vaatia siihen oikaisua sosiaali- ja terveysministeriöltä (valtionavustuslaki 688/2001, 34 §)",
        "thirty days": "30 päivän kuluessa siitä, kun päätös on saatu tiedoksi. Tiedoksisaantipäivää ei lasketa mukaan.",
        "service on authorities": "sinä päivänä, jona kirje saapui sille (hallintolaki 434/2003, 59 §)",
        "service by e-notice": "kolmantena päivänä viestin lähettämisestä",
        "contents of a claim": "perusteet, joilla oikaisua vaaditaan",
        "where to": "Postiosoite: PL 33, 00023 Valtioneuvosto",
        "illustrative": "haku, sen määräraha ja sen päätökset ovat havainnollistavia",
    },
    "sv": {
        "authority": "Social- och hälsovårdsministeriet",
        "kind": "Handling Statsunderstödsbeslut",
        "date": "Beslutsdatum {on}",
        "case number": "Ärendenummer PH/1/{year}",
        "recipient": "Sökande och mottagare Keski-Uudenmaan sote -kuntayhtymä",
        "arrival": "Ansökan inkom {on} kl.",
        "parties and their decisions": "Vanda Kaupunginhallitus 5.3.2018, 13 §",
        "earlier handling": "Ministerarbetsgruppen har behandlat saken, 5.9.2026",
        "result, refused": "avslår ansökan. Pilotdel: Kundsedel.",
        "result and amount": "beviljar 1 000 000 euro (en miljon euro) i statsunderstöd. Pilotdel: Personlig budget.",
        "condition": "Villkor: Riksdagen har godkänt valfrihetslagen. På beslutsdagen är villkoret öppet.",
        "effect of the condition": "betalas understödet inte ut och användningstiden börjar inte",
        "reasons of the refused": SWEDISH_REASONS[stages.REFUSED],
        "reasons of the granted": SWEDISH_REASONS[stages.GRANTED],
        "coverage": "Befolkningstäckning (avkortad, inte avrundad)",
        "coverage met": "Kravet på täckning uppfylls. Invånarantal som krävs: 1 324 500.",
        "purpose": "bara för följande ändamål: Pilot med personlig budget i Nyland.",
        "eligible costs": "Godtagbara kostnader. Pilotens nödvändiga och skäliga kostnader.",
        "own share": "Ingen egenfinansieringsandel krävs av mottagaren.",
        "period of use": "Understödets användningstid är 1.1.2027–31.12.2028.",
        "payment": "Utbetalning Understödet betalas i rater.",
        "interruption of payment": "Ministeriet kan avbryta utbetalningen under de förutsättningar som anges i 19 §",
        "duty to inform": "Skyldighet att lämna uppgifter.",
        "reporting duty": "Mellanredovisningen lämnas senast 31.1.2028 och slutredovisningen senast 30.6.2029.",
        "inspection": "Granskningsrätt.",
        "passing money on": "Medlemmar som understöd får överföras till: Esbo, Helsingfors, Vanda.",
        "repayment": "det som inte kan användas enligt beslutet (statsunderstödslagen 20 §)",
        "recovery": "om återkrav finns i 21 och 22 § i statsunderstödslagen",
        "provisions": "Statsunderstödslagen (688/2001) 11, 13, 14, 19–22 och 34 § • Förvaltningslagen (434/2003) 43–47 och 59 §",
        "contact person": "Ytterligare upplysningar ges av: presenting officer, ärendets föredragande, social- och hälsovårdsministeriet, avustukset@stm.example.",
        "signed": "Beslutet har undertecknats elektroniskt {on} kl.",
        "decision-maker": "decision maker beslutsfattare Sj",
        "distribution": "Sändlista: Keski-Uudenmaan sote -kuntayhtymä, Esbo, Helsingfors, Vanda.",
        "rectification": "får begära omprövning hos social- och hälsovårdsministeriet (statsunderstödslagen 688/2001, 34 §)",
        "thirty days": "inom 30 dagar från delfåendet av beslutet. Dagen för delfåendet räknas inte med.",
        "service on authorities": "den dag då brevet kom fram till den (förvaltningslagen 434/2003, 59 §)",
        "service by e-notice": "den tredje dagen efter att meddelandet sändes",
        "contents of a claim": "grunderna för begäran",
        "where to": "Postadress: PB 33, 00023 Statsrådet",
        "illustrative": "utlysningen, dess anslag och dess beslut är illustrativa",
    },
}


# The table of the outcome stands whole on one page, from its caption to its sums.
TABLE = {
    "fi": ("Ratkaisu osioittain", "Yhteensä 2 000 000 1 000 000"),
    "sv": ("Avgörande per pilotdel", "Totalt 2 000 000 1 000 000"),
}


def test_both_languages_are_asked_for_the_same_parts():
    assert PARTS["fi"].keys() == PARTS["sv"].keys()


@pytest.mark.parametrize("language", PARTS)
def test_every_part_stands_in_the_letter_of_the_worker_and_both_standards_hold(
    production, cast, tmp_path, language
):
    production.start_worker()
    production.start("dispatcher")
    decision = decided(cast, language)
    eventually("the letter is made", lambda: Letter.objects.filter(decision=decision).exists(), seconds=40)
    content = bytes(Letter.objects.get(decision=decision).pdf)
    on, said = timezone.localtime(decision.decided_at), text_of(content)
    wanted = {
        part: text.format(on=f"{on:%-d.%-m.%Y}", year=on.year) for part, text in PARTS[language].items()
    }
    assert [part for part, phrase in wanted.items() if phrase not in said] == []
    caption, last = TABLE[language]
    assert any(caption in page and last in page.split(caption)[1] for page in pages(content)), "on one page"
    path = tmp_path / "letter.pdf"
    path.write_bytes(content)
    found = validate([path])
    assert {flavour: finding.failures for (_path, flavour), finding in found.items()} == {"3a": (), "ua1": ()}
    assert all(finding.passed for finding in found.values())
