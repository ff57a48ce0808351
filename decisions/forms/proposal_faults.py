"""What a proposal lacks, told next to the field that would mend it; and what somebody else saved meanwhile."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django import forms
from django.forms import BoundField

from decisions.forms.proposal import ProposalForms
from decisions.models import Proposal
from decisions.wording import FAULTS, fault_text

# where lint finds a fault -> the field of the terms
TERMS = {
    "use.purpose": "purpose",
    "use.eligible_costs": "eligible_costs",
    "use.from": "use_from_on",
    "use.to": "use_until_on",
    "payment.text": "payment",
    "reports.final_on": "final_report_on",
    "condition.text": "condition",
    "coverage.grounds_ruling": "grounds_accepted",
    "coverage.grounds_ruling.reason": "grounds_reason",
    "handling": "handling",
}
OF_TERMS = {"period_backwards": "use_until_on", "reports_backwards": "interim_report_on"}
OF_ELEMENT = {
    "unknown_outcome": "outcome",
    "reasons_missing": "reasons",
    "reasons_not_individual": "reasons",
    "amount_contradicts_outcome": "amount_eur",
    "above_asked": "amount_eur",
    "above_left": "amount_eur",
    "below_smallest": "below_smallest",
}


def show_faults(shown: ProposalForms, faults: Sequence[tuple[str, str]]) -> None:
    """Put every fault next to its field; one that has no field is told in the list on top alone."""
    for code, where in faults:
        form, name = place_of(shown, code, where)
        if form is not None and name in form.fields:
            form.add_error(name, FAULTS.get(code) or fault_text(code, where, shown.names))


def place_of(shown: ProposalForms, code: str, where: str) -> tuple[forms.Form | None, str]:
    """The form and the field that a fault is about."""
    place = where.partition(":")[0].strip()
    if code in OF_ELEMENT or place.startswith("elements."):
        return place_in_element(shown, code, place)
    if code == "instalments_differ":
        given = [form for form in shown.instalments if form.content()]
        return (given[-1], "amount_eur") if given else (None, "")
    if place.startswith("payment.instalments."):
        return shown.instalments[int(place.split(".")[2])], "text"
    path = "handling" if place.startswith("handling.") else place
    return shown.terms, TERMS.get(path) or OF_TERMS.get(code, "")


def place_in_element(shown: ProposalForms, code: str, place: str) -> tuple[forms.Form | None, str]:
    """The same for a fault of an element; where the whole is left unexamined or lapses, its reasons stand in terms."""
    name = OF_ELEMENT.get(code) or place.split(".")[2]
    if shown.terms.data.get("resolution") != Proposal.Resolution.ELEMENTS and name == "reasons":
        return shown.terms, "resolution_reasons"
    if code in OF_ELEMENT:
        return next((form for form in shown.elements if form.element["code"] == place), None), name
    return shown.elements[int(place.split(".")[1])], name


class Difference(NamedTuple):
    """A field that stands otherwise in what was saved meanwhile: of what, its label, and what is saved."""

    of: Any
    label: Any
    saved: str


def differences(typed: ProposalForms, saved: ProposalForms) -> Iterator[Difference]:
    """Every field whose saved text is not the one typed, in the order of the page."""
    for form, other in zip(typed.elements, saved.elements, strict=True):
        yield from of_form(form, other, form.name)
    yield from of_form(typed.terms, saved.terms, "")
    for form in typed.instalments:
        same = [one for one in saved.instalments if one.number == form.number]
        if same:
            yield from of_form(form, same[0], form.number)


def of_form(typed: forms.Form, saved: forms.Form, of: Any) -> Iterator[Difference]:
    """The same for one form; hidden fields are not told."""
    for name, field in saved.fields.items():
        kept = saved[name]
        if not field.widget.is_hidden and field.clean(kept.value()) != typed.cleaned_data.get(name):
            yield Difference(of, field.label, in_words(kept) or "–")


def in_words(bound: BoundField) -> str:
    """What a field shows: a choice by its label, else its text."""
    value = bound.value()
    flat: dict[str, Any] = {}
    for key, label in getattr(bound.field, "choices", ()):
        flat |= {str(k): v for k, v in label} if isinstance(label, list | tuple) else {str(key): label}
    text = "" if value is None else str(value)
    return str(flat.get(text, text)).replace("\r\n", "\n").strip()
