"""What each section of a draft says now, as plain values by name: for its history and for differences."""

from typing import Any

from applications.models import Application
from applications.queries.budget import lines_of
from applications.queries.snapshot import line_content


def section_content(application: Application, key: str) -> dict[str, Any]:
    """The content of one section: texts by the names of its fields; of the budget the lines."""
    name, _colon, code = key.partition(":")
    if name == "plan":
        return answers_by_code(application, element="")
    if name == "elements":
        chosen = application.element_plans.order_by("element__order").values_list("element__code", flat=True)
        return {"elements": " ".join(chosen)}
    if name == "element":
        return of_element(application, code)
    if name == "budget":
        return {"lines": [line_content(line) for line in lines_of(application)]}
    if name == "grounds":
        application.refresh_from_db(fields=["special_grounds", "below_limit_confirmed"])
        confirmed = "yes" if application.below_limit_confirmed else ""
        return {"special_grounds": application.special_grounds, "below_limit_confirmed": confirmed}
    if name == "shares":
        takers = application.members.taking_part().order_by("-is_lead", "organisation__name_fi")
        given = takers.values_list("organisation__name_fi", "share_eur")
        return {name: "" if share is None else str(share) for name, share in given}
    raise ValueError(f"no such section: {key!r}")


def is_section(application: Application, key: str) -> bool:
    """Whether the application has such a section; of the elements those that were chosen."""
    name, colon, code = key.partition(":")
    if colon:
        return name == "element" and application.element_plans.filter(element__code=code).exists()
    return key in {"plan", "elements", "budget", "shares", "grounds"}


def answers_by_code(application: Application, *, element: str) -> dict[str, str]:
    """The answers of the plan (element ""), or of one element."""
    answers = (
        application.answers.filter(element__code=element)
        if element
        else application.answers.filter(element=None)
    )
    return dict(answers.order_by("question__order").values_list("question__code", "text"))


def of_element(application: Application, code: str) -> dict[str, str]:
    """What is written about one element; nothing when it was dropped."""
    plan = application.element_plans.filter(element__code=code).first()
    if plan is None:
        return {}
    typed = {
        "description": plan.description,
        "starts_on": plan.starts_on.isoformat() if plan.starts_on else "",
        "ends_on": plan.ends_on.isoformat() if plan.ends_on else "",
        "expected_clients": "" if plan.expected_clients is None else str(plan.expected_clients),
        "smallest_eur": "" if plan.smallest_eur is None else str(plan.smallest_eur),
    }
    return typed | answers_by_code(application, element=code)
