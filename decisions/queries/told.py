"""A decision as its recipients and the public read it, from the frozen snapshot alone."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from applications.models import Application
from decisions.models import Decision, Kind, Letter
from decisions.queries.stored import spoken
from decisions.wording import OUTCOMES
from ui.formatting import day, euros, number, share


@dataclass(frozen=True)
class Told:
    """One version of a decision, in words; texts of the decision itself are in `language`."""

    decision: Decision
    letter: Letter | None
    in_force: bool
    replaced_by: Decision | None
    kind: str
    ground: str
    language: str
    asked_eur: Decimal
    elements: list[dict[str, Any]]
    condition: str
    coverage: str


def told(application: Application) -> list[Told]:
    """Every version, newest first; two queries."""
    decisions = list(application.decisions.order_by("-version"))
    letters = {
        letter.decision_id: letter
        for letter in Letter.objects.filter(decision__application=application).defer("pdf").order_by("pk")
    }
    return [
        Told(
            decision=decision,
            letter=letters.get(decision.pk),
            in_force=index == 0,
            replaced_by=decisions[index - 1] if index else None,
            kind="" if decision.kind == Kind.GRANT else decision.get_kind_display(),
            ground=(decision.snapshot.get("ruling") or {}).get("ground", ""),
            language=decision.snapshot["language"],
            asked_eur=Decimal(decision.snapshot["totals"]["asked_eur"]),
            elements=[element_told(element) for element in decision.snapshot["elements"]],
            condition=(decision.snapshot["condition"] or {}).get("text", ""),
            coverage=coverage_told(decision.snapshot["coverage"]),
        )
        for index, decision in enumerate(decisions)
    ]


def element_told(element: dict[str, Any]) -> dict[str, Any]:
    """One element with its outcome in words and its euros."""
    return {
        "name": spoken(element["name"]),
        "outcome": OUTCOMES[element["outcome"]],
        "asked_eur": Decimal(element["asked_eur"]),
        "granted_eur": Decimal(element["granted_eur"]),
        "scope": element["scope"],
        "reasons": element["reasons"],
    }


def coverage_told(coverage: dict[str, Any] | None) -> str:
    """One line: the share and the figures it comes from."""
    if not coverage:
        return ""
    return _("Population coverage %(share)s: %(some)s of %(all)s inhabitants on %(on)s.") % {
        "share": share(coverage["share"]),
        "some": number(coverage["covered_inhabitants"]),
        "all": number(coverage["region_inhabitants"]),
        "on": day(date.fromisoformat(coverage["population_on"])),
    }


def public_facts(decision: Decision) -> list[tuple[str, object]]:
    """What anybody may compare with a letter; nothing that the letter does not say."""
    snapshot = decision.snapshot
    letter = decision.letters.defer("pdf").order_by("pk").first()
    return [
        (_("Case number"), snapshot["case_number"]),
        (_("Version"), decision.version),
        (_("Decided"), day(decision.decided_at)),
        (_("Applicant"), spoken(snapshot["applicant"])),
        (_("Call"), spoken(snapshot["call"]["name"])),
        (_("Granted"), euros(decision.granted_eur)),
        (_("Checksum of the letter (SHA-256)"), letter.sha256 if letter else _("the letter is being made")),
    ]
