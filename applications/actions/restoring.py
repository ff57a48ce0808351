"""Bringing back what a section said before: saved as a new version, so that nothing of the history goes."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from applications.actions.budget import LineContent, save_budget
from applications.actions.plan import ElementContent, save_element, save_grounds, save_plan
from applications.models import Application, Section, SectionVersion
from ledger.refusal import refuse_unless

ELEMENT_FIELDS = {"description", "starts_on", "ends_on", "expected_clients", "smallest_eur"}


def restore(*, version: SectionVersion, seen: int, actor: User, at: datetime) -> Section:
    """Save a section as it was in an earlier version, by the same act, lock and rights as any saving of it.

    Refused for the choice of elements, which would drop what is written of them, and when somebody has saved
    after the version that was `seen`.
    """
    section, content = version.section, version.content
    who = {"application_id": section.application_id, "seen": seen, "actor": actor, "at": at}
    name, _colon, code = section.key.partition(":")
    if name == "plan":
        return save_plan(answers=content, **who)
    if name == "element":
        return save_element(code=code, content=element_of(content), **who)
    if name == "grounds":
        confirmed = content["below_limit_confirmed"] == "yes"
        return save_grounds(grounds=content["special_grounds"], below_limit_confirmed=confirmed, **who)
    refuse_unless(name == "budget", "not_restorable", _("This part is changed on its own page."))
    return save_budget(lines=lines_of(section.application, content["lines"]), **who)


def element_of(content: dict[str, str]) -> ElementContent:
    """A stored version of an element as it is saved."""
    return ElementContent(
        description=content.get("description", ""),
        starts_on=day_of(content.get("starts_on", "")),
        ends_on=day_of(content.get("ends_on", "")),
        expected_clients=int(content["expected_clients"]) if content.get("expected_clients") else None,
        smallest_eur=Decimal(content["smallest_eur"]) if content.get("smallest_eur") else None,
        answers={code: text for code, text in content.items() if code not in ELEMENT_FIELDS},
    )


def day_of(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def lines_of(application: Application, stored: list[dict[str, Any]]) -> list[LineContent]:
    """A stored version of the budget as it is saved; refused where an organisation takes no part any more."""
    owners = {
        member.organisation.name_fi: member.organisation_id
        for member in application.members.taking_part().select_related("organisation").order_by("pk")
    }
    found = []
    for line in stored:
        owner = line["organisation"]
        refuse_unless(
            owner is None or owner["fi"] in owners,
            "unknown_line",
            _("A budget line names an element or an organisation that is not part of this application."),
        )
        found.append(
            LineContent(
                element=line["element"],
                category=line["category"],
                year=line["year"],
                asked_eur=Decimal(line["asked_eur"]),
                self_financing_eur=Decimal(line["self_financing_eur"]),
                other_public_eur=Decimal(line["other_public_eur"]),
                organisation_id=owners[owner["fi"]] if owner else None,
                note=line["note"],
            )
        )
    return found
