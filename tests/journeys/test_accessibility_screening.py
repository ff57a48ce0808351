"""The pages of screening, arrivals and disqualification: axe finds nothing, and 320 px suffice."""

from datetime import timedelta

import pytest
from django.utils import timezone

from decisions.actions.arrivals import ArrivalContent, register, save_outage
from decisions.actions.presenting import take_up
from decisions.actions.screening import Found, record_findings, rule_on_grounds
from decisions.models import Arrival
from pilots.models import Call, Municipality, Region
from tests.cast import Cast
from tests.decisions.paper import paper_of
from tests.journeys.test_accessibility import LANGUAGES, inspector  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db(transaction=True)


def on_paper(cast: Cast) -> Arrival:
    """Arrived on paper during an outage, with 70.5 % of Uusimaa and special grounds; marked late by hand."""
    now = timezone.now()
    save_outage(
        outage_id=None, from_at=now - timedelta(hours=5), until_at=now - timedelta(hours=3),
        what="Kirjautuminen ei toiminut.", actor=cast.administrator, at=now,
    )  # fmt: skip
    arrival = register(
        call=Call.objects.get(slug="practice"),
        region=Region.objects.get(pk="01"),
        lead=cast.keusote,
        language="fi",
        arrival=ArrivalContent("paper", now - timedelta(hours=2), now - timedelta(hours=4), "Kirjaamossa."),
        content=paper_of(cast),
        actor=cast.administrator,
        at=now,
    )
    Arrival.objects.update(is_late=True)
    return arrival


@LANGUAGES
def test_screening_and_arrivals(inspector, cast, language):  # noqa: F811 - the fixture by its name
    pk = on_paper(cast).application_id
    officer = cast.presenting_officer
    officer.home_municipality = Municipality.objects.get(pk="091")
    officer.save()
    who = {"application_id": pk, "actor": officer, "at": timezone.now()}
    take_up(**who)
    rule_on_grounds(version=1, accepted=False, reason="Porvoo yksin ei riitä perusteeksi.", **who)
    found = {"purpose": Found("holds"), "competition": Found("fails", "Vain yksi tuottaja.")}
    record_findings(findings=found, **who)
    see = inspector(language)
    see.walker.enters(officer)
    see.looks_at("admin:index")
    for part in ("case", "screening", "grounds-ruling", "arrival", "assign", "step-aside"):
        see.looks_at(f"admin:{part}", pk)
    see.looks_at("accounts:profile")
    for part in ("arrival", "assign"):
        see.errs(f"admin:{part}", pk)
    see.errs("admin:grounds-ruling", pk, fill={"reason": ""})
    see.errs("admin:screening", pk, fill={"note-competition": ""})
    see.walker.enters(cast.reviewer)
    see.looks_at("admin:screening", pk)
    see.walker.enters(cast.administrator)
    see.looks_at("admin:arrivals")
    see.looks_at("admin:register")
    see.looks_at("admin:register", query="?call=practice&region=01")
    see.errs("admin:outage-new")
