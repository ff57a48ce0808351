"""Who may be logged in as, and what is worth opening, told to whoever starts the demonstration."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings

from decisions.models import Decision
from history.people import PRACTICE, organisation

MINISTRY = "Sosiaali- ja terveysministeriö"
CALCULATOR = "/calculator/?call=pilots-2018&county=01&a=keusote&m=091&m=092"


def accounts() -> dict[str, Any]:
    """The practice accounts as plain values; what `make run` prints."""
    return {
        "password": settings.PRACTICE_PASSWORD,
        "people": [
            {
                "email": person.email,
                "name": person.name,
                "role_fi": person.what_fi,
                "organisation": organisation(person.acts_for).names[person.language]
                if person.acts_for
                else MINISTRY,
                "language": person.language,
            }
            for person in PRACTICE
        ],
        "links": links(),
    }


def links() -> list[dict[str, str]]:
    """Pages worth opening, by path."""
    found = [
        {"path": "/", "label": "haut, avoin harjoitushaku ensimmäisenä (ruotsiksi: /sv/)"},
        {"path": CALCULATOR, "label": "kattavuuslaskuri: Uusimaa 2018, Keusote, Helsinki ja Vantaa"},
        {"path": "/applications/", "label": "oma aloitussivu, esim. hakija@keusote.example"},
        {"path": "/admin/", "label": "virkailijan työpöytä, esim. esittelija@stm.example"},
    ]
    soite = Decision.objects.filter(application__lead__authority="soite").order_by("pk").first()
    if soite:
        found.append(
            {"path": f"/p/{soite.verify_code}/", "label": "Soiten päätöskirjeen tarkistus (toisinto)"}
        )
    return found


def write_accounts() -> Path:
    """Leave the practice accounts where `make run` looks for them."""
    path = Path(settings.VAR_DIR) / "accounts.json"
    text = json.dumps(accounts(), ensure_ascii=False, indent=1) + "\n"
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
    return path
