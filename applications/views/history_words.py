"""The history in words: names of sections and fields, contents as people read them, and why a verdict changed."""

import re
from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from applications.models import BudgetLine, VerdictChange
from applications.queries.draft import Draft
from applications.queries.history import Saving, Turn
from eligibility import Outcome, cut_share
from pilots.answers import in_words
from pilots.wording import NOT_JUDGED, VERDICTS
from ui.formatting import day, euros, share

FIELDS = {
    "description": gettext_lazy("Description"),
    "starts_on": gettext_lazy("Starts"),
    "ends_on": gettext_lazy("Ends"),
    "expected_clients": gettext_lazy("Expected number of clients"),
    "smallest_eur": gettext_lazy("Smallest sum with which the element can be carried out"),
    "special_grounds": gettext_lazy("Special grounds"),
    "below_limit_confirmed": gettext_lazy("Sending below the limit confirmed"),
    "elements": gettext_lazy("Elements of the pilot"),
    "lines": gettext_lazy("Lines of the budget"),
}
WHY = {
    "grounds": gettext_lazy("The special grounds were changed."),
    "decision.recorded": gettext_lazy("A member recorded the decision of its own body."),
    "decision.recorded_for_member": gettext_lazy("The lead recorded a member's decision for it."),
    "decision.confirmed": gettext_lazy("A member's signatory confirmed the record of its decision."),
    "decision.acknowledged": gettext_lazy("A member confirmed the record that the lead had made."),
    "decision.disputed": gettext_lazy("A member disputed the record that the lead had made."),
    "decision.reconfirmed": gettext_lazy("A member confirmed that its decision holds for the changed plan."),
    "request.accepted": gettext_lazy("An organisation joined."),
    "request.declined": gettext_lazy("An organisation declined."),
    "request.withdrawn": gettext_lazy("A partnership request was withdrawn."),
    "member.released": gettext_lazy("A member was released."),
    "member.left": gettext_lazy("A member left."),
}
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def name_of(draft: Draft, key: str) -> str:
    """A section's name; of an element that was dropped its code is left."""
    name, _colon, code = key.partition(":")
    if name == "element":
        elements = {one.code: one.name for one in draft.application.call.elements.all().order_by("order")}
        return elements.get(code, code)
    return {
        "plan": _("Project plan"),
        "elements": _("Elements"),
        "budget": _("Budget"),
        "grounds": _("Special grounds"),
    }.get(name, name)


def shown_of(draft: Draft, key: str, name: str, saving: Saving) -> tuple[str, str, str]:
    """A field's label, and what it said before and after, as people read it."""
    code = key.partition(":")[2]
    question = next((one.question for one in draft.asked.get(code, ()) if one.question.code == name), None)
    texts = [saving.before.get(name, ""), saving.after.get(name, "")]
    if question is not None:
        return (question.label, *(in_words(question, text) for text in texts))
    if name == "lines":
        elements = {plan.element.code: plan.element.name for plan in draft.plans}
        return (str(FIELDS[name]), *(lines_in_words(lines or [], elements) for lines in texts))
    return (str(FIELDS.get(name, name)), *(plain(name, text) for text in texts))


def plain(name: str, text: str) -> str:
    """A stored text of a fixed field."""
    if ISO_DAY.fullmatch(text):
        return day(date.fromisoformat(text))
    if name == "smallest_eur" and text:
        return euros(text, cents=True)
    if name == "below_limit_confirmed":
        return _("yes") if text else _("no")
    return text.replace(" ", "\n") if name == "elements" else text


def lines_in_words(lines: list[dict[str, Any]], elements: dict[str, str]) -> str:
    """A budget as text, a line for each of its lines."""
    categories = dict(BudgetLine.Category.choices)
    language = "sv" if get_language() == "sv" else "fi"
    rows = []
    for line in lines:
        owner = line["organisation"][language] if line["organisation"] else _("common")
        head = f"{line['year']}, {elements.get(line['element'], line['element'])}, {categories[line['category']]}"
        sums = [line["asked_eur"], line["self_financing_eur"], line["other_public_eur"]]
        money = " + ".join(euros(amount, cents=True) for amount in sums)
        rows.append(f"{head}, {owner}: {money}" + (f" ({line['note']})" if line["note"] else ""))
    return "\n".join(rows)


def turn_words(turn: Turn) -> tuple[str, str]:
    """Why the verdict changed and whose doing it was; and from what to what."""
    change = turn.change
    text = str(WHY.get(change.why, change.why))
    if change.organisation:
        text = f"{change.organisation.name}: {text}"
    if turn.before is None:
        return text, verdict_words(change)
    return text, f"{verdict_words(turn.before)} → {verdict_words(change)}"


def verdict_words(change: VerdictChange) -> str:
    """A verdict's share and outcome."""
    if not change.outcome:
        return str(NOT_JUDGED[1])
    outcome = VERDICTS[Outcome(change.outcome)][1]
    return f"{share(cut_share(change.covered_inhabitants or 0, change.region_inhabitants or 0))}, {outcome}"
