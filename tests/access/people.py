"""Everybody who may come to an address, each under the code of the table."""

from accounts.models import Organisation, User
from tests.cast import Cast, person, staff

KAUNIAINEN, PORVOO, KERAVA, SIUNTIO = "235", "638", "245", "755"


def organisation(code: str) -> Organisation:
    return Organisation.objects.get(municipality=code)


def everybody(cast: Cast) -> dict[str, User | None]:
    """Code of the table → person."""
    another = person("another.officer@stm.example", "Another officer")
    another.offices.create(role="presenting_officer")
    aside = person("aside@stm.example", "Stands aside")
    aside.offices.create(role="decision_maker")
    return {
        "AN": None,
        "ED": cast.lead_editor,
        "SI": cast.lead_signatory,
        "PE": cast.partner_editor,
        "PS": cast.partner_signatory,
        "IE": staff("editor@kauniainen.example", organisation(KAUNIAINEN), "editor"),
        "IS": staff("signatory@kauniainen.example", organisation(KAUNIAINEN), "signatory"),
        "DE": staff("signatory@porvoo.example", organisation(PORVOO), "signatory"),
        "LE": staff("signatory@kerava.example", organisation(KERAVA), "signatory"),
        "ST": cast.stranger,
        "RV": cast.reviewer,
        "PO": cast.presenting_officer,
        "PX": another,
        "DM": cast.decision_maker,
        "DQ": aside,
        "AD": cast.administrator,
        "AU": cast.auditor,
        "SU": cast.superuser,
    }
