"""Decisions frozen as snapshots: the real case of Soite in both languages, and others that stretch a letter.

Sums asked, dates and grounds that the public reporting does not give are illustrative, and the snapshots say so.
"""

# ruff: noqa: E501 - sentences of letters stay whole

import copy
from typing import Any

from tests.letters.uusimaa import UUSIMAA

Snapshot = dict[str, Any]
SOITE = {
    "fi": "Keski-Pohjanmaan sosiaali- ja terveyspalvelukuntayhtymä Soite",
    "sv": "Mellersta Österbottens social- och hälsovårdssamkommun Soite",
}
_SOITE_MUNICIPALITIES = (
    ("074", "Halsua", "Halso", 1_219),
    ("217", "Kannus", "Kannus", 5_578),
    ("236", "Kaustinen", "Kaustby", 4_298),
    ("272", "Kokkola", "Karleby", 47_723),
    ("421", "Lestijärvi", "Lestijärvi", 811),
    ("584", "Perho", "Perho", 2_907),
    ("849", "Toholampi", "Toholampi", 3_232),
    ("924", "Veteli", "Vetil", 3_259),
)
_PROVISIONS = (
    ("Valtionavustuslaki", "Statsunderstödslagen", "688/2001", "11, 13, 14, 19–22, 34"),
    ("Hallintolaki", "Förvaltningslagen", "434/2003", "43–47, 59"),
    (
        "Laki sähköisestä asioinnista viranomaistoiminnassa",
        "Lagen om elektronisk kommunikation i myndigheternas verksamhet",
        "13/2003",
        "19",
    ),
    ("Kielilaki", "Språklagen", "423/2003", ""),
)


def pair(fi: str, sv: str) -> dict[str, str]:
    """A name in both languages."""
    return {"fi": fi, "sv": sv}


# Free text of the case in its own language, by place.
_OWN_WORDS = {
    "fi": {
        "address": "Kirjaamo\nMariankatu 16–20, 67200 Kokkola",
        "body": "Yhtymähallitus",
        "handling": "Ministerityöryhmä on käsitellyt pilottien valintaa",
        "granted": "Pilotti koskee vammaispalveluja. Kohderyhmänä ovat vaikeavammaiset aikuiset sekä perheet, joissa on "
        "vaikeavammainen tai kehitysvammainen alle 18-vuotias lapsi. Hakijan arvion mukaan palvelujen piirissä on "
        "500–600 asiakkuutta.\n\nSuunnitelma vastaa haussa asetettuja tavoitteita ja voidaan toteuttaa aikataulussa. "
        "Haettu määrä on pilotin laajuuteen nähden perusteltu.",
        "refused": "Määräraha ei riittänyt kaikkiin hakemuksiin, joten hakemuksia verrattiin toisiinsa. Sote-keskusta "
        "koskevassa suunnitelmassa kuvattiin muita suppeammin, miten asukas voi valita palvelun tuottajan ja miten "
        "tuottajille maksetaan korvaus. Väestökattavuus ei ole hylkäämisen peruste.",
        "condition": "Eduskunta on hyväksynyt valinnanvapauslain ja laki on vahvistettu.",
        "purpose": "Henkilökohtaisen budjetin pilotti vammaispalveluissa.",
        "costs": "Pilotin tarpeelliset ja määrältään kohtuulliset palkka-, palvelu-, asiantuntija- ja matkakustannukset.",
        "payment": "Avustus maksetaan erissä toteutuneiden kustannusten perusteella. Ensimmäinen erä maksetaan, kun "
        "tarkennettu hankesuunnitelma on hyväksytty ja hallinnointisopimus on toimitettu ministeriölle.",
        "illustrative": [
            "Asianumero, haetut summat ja käyttöajan loppu.",
            "Sote-keskuksen hylkäämisen perustelut ja selvitysten määräpäivät.",
        ],
    },
    "sv": {
        "address": "Registratorskontoret\nMariegatan 16–20, 67200 Karleby",
        "body": "Samkommunstyrelsen",
        "handling": "Ministerarbetsgruppen har behandlat valet av piloter",
        "granted": "Piloten gäller funktionshinderservice. Målgruppen är vuxna med svår funktionsnedsättning och familjer "
        "med ett barn under 18 år som har en svår funktionsnedsättning eller en utvecklingsstörning. Enligt sökandens "
        "bedömning omfattas 500–600 klientrelationer.\n\nPlanen motsvarar målen för ansökningsomgången och kan genomföras "
        "enligt tidsplanen. Det sökta beloppet är motiverat med tanke på pilotens omfattning.",
        "refused": "Anslaget räckte inte till alla ansökningar, och ansökningarna jämfördes därför med varandra. I planen "
        "för social- och hälsocentralen beskrevs mer knapphändigt än i de andra hur invånaren kan välja "
        "serviceproducent och hur producenterna får ersättning. Befolkningstäckningen är inte en grund för avslaget.",
        "condition": "Riksdagen har godkänt valfrihetslagen och lagen har stadfästs.",
        "purpose": "En pilot med personlig budget inom funktionshinderservicen.",
        "costs": "Pilotens nödvändiga löne-, service-, expert- och resekostnader till skäligt belopp.",
        "payment": "Understödet betalas ut i rater enligt faktiska kostnader. Den första raten betalas när den preciserade "
        "projektplanen har godkänts och avtalet om projektadministration har lämnats till ministeriet.",
        "illustrative": [
            "Ärendenumret, de sökta beloppen och slutet av användningstiden.",
            "Motiveringen till avslaget för social- och hälsocentralen och redovisningarnas sista dagar.",
        ],
    },
}


def soite(language: str = "fi") -> Snapshot:
    """Soite 2018: personal budget granted 2 000 000 €, health and social services centre refused, conditional."""
    own = _OWN_WORDS[language]
    return {
        "schema": 1,
        "kind": "grant",
        "language": language,
        "case_number": "PH/7/2018",
        "version": 1,
        "replaces": None,
        "decided_on": "2018-05-16",
        "decided_at": "2018-05-16T09:00:00+03:00",
        "recorded_at": "2018-05-16T09:00:12+03:00",
        "publicity": "public",
        "addressee": {"name": SOITE, "address": own["address"]},
        "applicant": SOITE,
        "members": [{"name": SOITE, "decision": {"body": own["body"], "on": "2018-03-05", "section": "13"}}],
        "county": pair("Keski-Pohjanmaa", "Mellersta Österbotten"),
        "call": {
            "slug": "pilots-2018",
            "name": pair("Valinnanvapauspilotit 2018", "Valfrihetspiloter 2018"),
            "closed_at": "2018-03-15T16:15:00+02:00",
        },
        "received_at": "2018-03-14T12:30:05+02:00",
        "handling": [{"text": own["handling"], "on": "2018-05-09"}],
        "elements": [
            _element(
                "personal-budget",
                "Henkilökohtainen budjetti",
                "Personlig budget",
                "granted",
                "2000000.00",
                own,
            ),
            _element("sote-centre", "Sote-keskus", "Social- och hälsocentral", "refused", "1400000.00", own),
        ],
        "totals": {"asked_eur": "3400000.00", "granted_eur": "2000000.00"},
        "condition": {"text": own["condition"], "state": "open", "start_by": "2019-01-01"},
        "coverage": _coverage(
            _SOITE_MUNICIPALITIES, through=pair("Soite", "Soite"), region=(8, 69_027), share="100.00"
        ),
        "use": {
            "purpose": own["purpose"],
            "eligible_costs": own["costs"],
            "self_financing_eur": "0.00",
            "from": "2018-07-01",
            "to": "2019-12-31",
        },
        "payment": {"text": own["payment"]},
        "reports": {"interim_on": "2019-03-31", "final_on": "2020-06-30"},
        "terms": ["plan", "inform", "monitoring", "reports", "inspection", "transfer", "repayment"],
        "provisions": [
            {"act": pair(fi, sv), "number": number, "sections": sections}
            for fi, sv, number, sections in _PROVISIONS
        ],
        "contact": {
            "text": pair("asian esittelijä", "ärendets föredragande"),
            "email": "avustukset@stm.example",
        },
        "presenting_officer": {
            "name": "Esittelijä A",
            "title": pair("erityisasiantuntija", "specialsakkunnig"),
        },
        "decision_maker": {"name": "Ratkaisija B", "title": pair("osastopäällikkö", "avdelningschef")},
        "proof": {
            "presented_at": "2018-05-15T14:20:00+03:00",
            "signed_at": "2018-05-16T09:00:00+03:00",
            "method": "totp",
        },
        "verify": {"code": "7K3M-Q2VD-9XWT", "url": "https://pilotit.example/p/7K3MQ2VD9XWT"},
        "distribution": [SOITE],
        "illustrative": list(own["illustrative"]),
    }


def _element(code: str, fi: str, sv: str, outcome: str, asked: str, own: dict[str, Any]) -> Snapshot:
    granted = outcome == "granted"
    return {
        "code": code,
        "name": pair(fi, sv),
        "outcome": outcome,
        "asked_eur": asked,
        "granted_eur": asked if granted else "0.00",
        "scope": "",
        "reason_key": "reason.grant.criteria" if granted else "R06",
        "reasons": own[outcome],
    }


def _coverage(
    rows: tuple[tuple[str, str, str, int], ...],
    *,
    through: dict[str, str],
    region: tuple[int, int],
    share: str,
) -> Snapshot:
    return {
        "rule": "coverage-2018",
        "limits": {"full": 80, "lower": 70, "floor": 50, "least_municipalities": 2},
        "binding": False,
        "outcome": "meets",
        "reasons": [],
        "division": "reform",
        "population_on": "2016-12-31",
        "organised_on": "2018-03-15",
        "municipalities": [
            {"code": code, "name": pair(fi, sv), "through": through, "inhabitants": number}
            for code, fi, sv, number in rows
        ],
        "covered_inhabitants": sum(row[3] for row in rows),
        "region_inhabitants": region[1],
        "covered_municipalities": len(rows),
        "region_municipalities": region[0],
        "share": share,
        "grounds": "",
        "grounds_ruling": None,
    }


def whole_uusimaa() -> Snapshot:
    """A Swedish letter with 26 members, the longest table, less money for less, an own share and cents."""
    letter = soite("sv")
    names = [pair(fi, sv) for _, fi, sv, _ in UUSIMAA]
    letter |= {
        "case_number": "PH/12/2018",
        "applicant": pair("Helsinki", "Helsingfors"),
        "addressee": {"name": pair("Helsinki", "Helsingfors"), "address": "Registratorskontoret"},
        "county": pair("Uusimaa", "Nyland"),
        "members": [
            {"name": name, "decision": {"body": "Stadsstyrelsen", "on": "2018-03-05", "section": str(number)}}
            for number, name in enumerate(names, start=1)
        ],
        "distribution": names,
        "condition": None,
        "coverage": _coverage(
            UUSIMAA,
            through=pair("kunta itse", "kommunen själv"),
            region=(26, sum(row[3] for row in UUSIMAA)),
            share="100.00",
        ),
        "illustrative": ["Hela brevet är ett exempel."],
        "totals": {"asked_eur": "2500000.00", "granted_eur": "1234567.89"},
        "use": letter["use"] | {"self_financing_eur": "41000.00"},
    }
    letter["elements"] = [
        letter["elements"][0]
        | {
            "outcome": "partly",
            "asked_eur": "2500000.00",
            "granted_eur": "1234567.89",
            "scope": "Personlig budget för vuxna med svår funktionsnedsättning.",
        }
    ]
    return letter


def not_eligible() -> Snapshot:
    """Uusimaa without Espoo: 64.04 % and 8 of 26 municipalities; everything refused."""
    letter = soite("fi")
    inside = {"106", "186", "505", "543", "611", "858", "091", "092"}
    rows = tuple(row for row in UUSIMAA if row[0] in inside)
    letter |= {
        "applicant": pair("Keski-Uudenmaan sote-kuntayhtymä", "Mellersta Nylands samkommun"),
        "county": pair("Uusimaa", "Nyland"),
        "condition": None,
        "use": None,
        "payment": None,
        "reports": None,
        "terms": [],
        "totals": {"asked_eur": "3400000.00", "granted_eur": "0.00"},
        "coverage": _coverage(
            rows, through=pair("kunta itse", "kommunen själv"), region=(26, 1_638_293), share="64.04"
        )
        | {
            "outcome": "not_eligible",
            "binding": True,
            "reasons": [
                {"code": "coverage_below_full", "actual": 1_049_206, "limit": 1_310_635},
                {"code": "coverage_below_lower", "actual": 1_049_206, "limit": 1_146_806},
                {"code": "fewer_than_half_of_municipalities", "actual": 8, "limit": 13},
            ],
            "grounds": "Alue on yhtenäinen [ks. liite 2] ja palveluja käytetään yhdessä.",
            "grounds_ruling": {"accepted": False, "reason": "Perusteet eivät korvaa puuttuvia kuntia."},
        },
    }
    for row in letter["elements"]:
        row |= {
            "outcome": "refused",
            "granted_eur": "0.00",
            "reasons": "Kattavuus jää alle alarajan luvun 4 mukaan.",
        }
    return letter


def ended(outcome: str) -> Snapshot:
    """Left unexamined because late, or lapsed because withdrawn."""
    letter = not_eligible()
    reasons = {
        "unexamined": "Hakemus saapui myöhässä. Hakuaika päättyi 15.3.2018 klo 16.15, ja hakemus saapui ministeriön "
        "järjestelmään 15.3.2018 klo 16.15.01. Ministeriö on tarkistanut käyttökatkot.",
        "lapsed": "Hakija on peruuttanut hakemuksensa 20.3.2018 lähettämällään ilmoituksella.",
    }
    letter["received_at"] = "2018-03-15T16:15:01+02:00"
    letter["illustrative"] = []
    letter["coverage"] = None
    letter["elements"] = [
        row | {"outcome": outcome, "reasons": reasons[outcome]} for row in letter["elements"]
    ]
    return letter


def draft() -> Snapshot:
    """A proposal that nobody has signed."""
    letter = soite("fi")
    return letter | {
        "decided_on": None,
        "decided_at": None,
        "decision_maker": None,
        "proof": None,
        "verify": None,
    }


def changed(letter: Snapshot, path: str, value: Any) -> Snapshot:
    """A copy with one value replaced; path as "coverage.share"."""
    result = copy.deepcopy(letter)
    *steps, last = path.split(".")
    part: Any = result
    for step in steps:
        part = part[int(step)] if isinstance(part, list) else part[step]
    part[int(last) if isinstance(part, list) else last] = value
    return result
