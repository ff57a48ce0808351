"""Facts about the grant authority and the acts it applies, as they are frozen into decisions."""

from typing import Any

AUTHORITY_CONTACT: dict[str, Any] = {
    "text": {
        "fi": "asian esittelijä, sosiaali- ja terveysministeriö",
        "sv": "ärendets föredragande, social- och hälsovårdsministeriet",
    },
    "email": "avustukset@stm.example",
}
# Acts and the sections a decision rests on: Valtionavustuslaki and Hallintolaki as the law of the decision day.
PROVISIONS = [
    {
        "act": {"fi": "Valtionavustuslaki", "sv": "Statsunderstödslagen"},
        "number": "688/2001",
        "sections": "11, 13, 14, 19–22, 34",
    },
    {
        "act": {"fi": "Hallintolaki", "sv": "Förvaltningslagen"},
        "number": "434/2003",
        "sections": "43–47, 59",
    },
    {
        "act": {
            "fi": "Laki sähköisestä asioinnista viranomaistoiminnassa",
            "sv": "Lagen om elektronisk kommunikation i myndigheternas verksamhet",
        },
        "number": "13/2003",
        "sections": "19",
    },
    {"act": {"fi": "Kielilaki", "sv": "Språklagen"}, "number": "423/2003", "sections": ""},
]
# What a later ruling rests on besides: the sections of the Hallintolaki and the Valtionavustuslaki by kind of ruling.
_OF_CORRECTION = {"434/2003": "34, 43–47, 50–53, 59"}
_OF_CLAIM = {"688/2001": "34"}
SECTIONS: dict[str, dict[str, str]] = {
    **dict.fromkeys(("upheld", "amended", "corrected", "annulled"), _OF_CORRECTION),
    "claim_refused": _OF_CLAIM | _OF_CORRECTION,
    "claim_late": _OF_CLAIM,
}
TERMS = ["plan", "inform", "monitoring", "reports", "inspection", "transfer", "repayment"]
TITLES = {
    "presenting_officer": {"fi": "esittelijä", "sv": "föredragande"},
    "decision_maker": {"fi": "ratkaisija", "sv": "beslutsfattare"},
}


def provisions_of(kind: str) -> list[dict[str, Any]]:
    """The provisions that a decision of this kind applies."""
    special = SECTIONS.get(kind, {})
    return [row | {"sections": special.get(row["number"], row["sections"])} for row in PROVISIONS]
