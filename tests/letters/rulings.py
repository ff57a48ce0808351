"""Later versions of the real case of Soite: its condition, and illustrative ones for every other ruling."""

from decimal import Decimal
from typing import Any

from decisions.letters.kinds import ENDING
from tests.letters.snapshots import Snapshot, pair, soite

WORDS = {
    "fi": {
        "ground": "Eduskunta ei ehtinyt hyväksyä lakia ennen vaalikauden päättymistä, ja esitys raukesi.",
        "without": "Jäsenen vetäytyminen on pienentänyt hankkeen kustannuksia, eikä avustusta saa käyttää muuhun.",
        "wrong": "loppuselvitys viimeistään 30.6.2002",
        "right": "loppuselvitys viimeistään 30.6.2020",
        "said": "Yhtymähallitus on päättänyt olla käynnistämättä pilottia.",
        "demand": "Avustus on myönnettävä myös sote-keskukselle.",
    },
    "sv": {
        "ground": "Riksdagen hann inte godkänna lagen före valperiodens slut och propositionen förföll.",
        "without": "Medlemmens utträde har minskat projektets kostnader och understödet får inte användas till annat.",
        "wrong": "slutredovisningen senast 30.6.2002",
        "right": "slutredovisningen senast 30.6.2020",
        "said": "Samkommunstyrelsen har beslutat att inte inleda piloten.",
        "demand": "Understöd ska beviljas också för social- och hälsocentralen.",
    },
}


def later(kind: str, language: str = "fi", *, sum_eur: str = "2000000.00", **more: Any) -> Snapshot:
    """Version 2 of Soite's decision, signed a year later; `sum_eur` is what the version leaves of the award."""
    letter, words = soite(language), WORDS[language]
    first, refused = letter["elements"]
    if kind in ENDING:
        sum_eur = "0.00"
        letter |= dict.fromkeys(("condition", "use", "payment", "reports")) | {"terms": []}
        first |= {"outcome": kind}
    elif Decimal(sum_eur) < Decimal(first["asked_eur"]):
        first |= {"outcome": "partly"}
    first |= {"granted_eur": sum_eur}
    letter["totals"]["granted_eur"] = sum_eur
    parts = {
        "ground": words["ground"],
        "amount_eur": "2000000.00",
        "money": [
            {"name": first["name"], "before_eur": "2000000.00", "after_eur": sum_eur},
            {"name": refused["name"], "before_eur": "0.00", "after_eur": "0.00"},
        ],
    }
    letter |= {
        "kind": kind,
        "version": 2,
        "replaces": {"version": 1, "on": "2018-05-16"},
        "decided_on": "2019-04-12",
        "decided_at": "2019-04-12T10:00:00+03:00",
        "recorded_at": "2019-04-12T10:00:00+03:00",
        "proof": {
            "presented_at": "2019-04-11T10:00:00+03:00",
            "signed_at": "2019-04-12T10:00:00+03:00",
            "method": "password",
        },
        "ruling": parts | extra(kind, words) | more,
    }
    return letter


def extra(kind: str, words: dict[str, str]) -> Snapshot:
    """What only some kinds tell."""
    member = pair("Kaustisen kunta", "Kaustby kommun")
    heard = {
        "name": member,
        "asked_on": "2019-03-01",
        "due_on": "2019-03-20",
        "answered_on": None,
        "overdue": True,
        "consents": None,
    }
    exit_ = {"name": member, "on": "2019-02-20", "before": "100.00", "after": "93.77"}
    cause = {"ground": "member_left", "exits": [exit_], "judged": [exit_], "heard": [heard]}
    claim = {
        "by": member,
        "arrived_at": "2018-06-26T09:15:00+03:00",
        "last_on": "2018-06-25",
        "demand": words["demand"],
    }
    none = {"ground": "clerical", "exits": [], "judged": [], "heard": []}
    return {
        "fulfilled": {"on": "2019-03-08", "condition": soite()["condition"]["text"]},
        "lapsed": {"on": "2019-04-12", "condition": soite()["condition"]["text"]},
        "renounced": {"on": "2019-04-01", "said": words["said"], "ground": ""},
        "amended": {"cause": cause, "without_consent": words["without"]},
        "annulled": {"cause": cause, "without_consent": words["without"]},
        "upheld": {"cause": cause},
        "corrected": {"cause": none, "wrong": words["wrong"], "right": words["right"]},
        "claim_refused": {"cause": none | {"ground": "claim"}, "claim": claim},
        "claim_late": {"claim": claim},
    }[kind]
