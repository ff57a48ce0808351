"""The proposal as a page of forms: one per element, and one for the terms. Anything may be left unfinished."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from operator import itemgetter
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from decisions.actions.presenting import ElementProposal, ProposalContent
from decisions.forms.acts import SeenField
from decisions.forms.instalments import instalment_forms
from decisions.letters import reasons_library
from decisions.models import CaseFile, Proposal
from decisions.models.proposal import Outcome
from decisions.queries.stored import spoken
from ui.fields import EuroField, FinnishDateField, PlainTextareaField, describe
from ui.formatting import day
from ui.numerals import read_day

LONGEST = 10_000
BEFORE_PRESENTING = _("(needed before presenting)")


class HandlingField(PlainTextareaField):
    """Earlier handlings, one on a line: the day, a space, what was done. Kept as a list of {"text", "on"}."""

    default_error_messages = {
        "line": _(
            "Begin each line with a day, for example: 9.5.2018 The ministerial working group supported it."
        ),
    }

    def clean(self, value: object) -> list[dict[str, str]]:
        found = []
        for line in super().clean(value).splitlines():
            if not line.strip():
                continue
            first, _space, text = line.strip().partition(" ")
            try:
                on = read_day(first)
            except ValueError:
                raise ValidationError(self.error_messages["line"], code="line") from None
            if not text.strip():
                raise ValidationError(self.error_messages["line"], code="line")
            found.append({"text": text.strip(), "on": on.isoformat()})
        return found

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return "\n".join(f"{day(date.fromisoformat(step['on']))} {step['text']}" for step in value)


def library(language: str) -> list[tuple[str, Any]]:
    """The reasons as choices grouped by the outcome that they fit: titles for the official, in the page's language.

    The texts behind them are in the language of the case, which is also that of the titles on English pages.
    """
    page = (get_language() or language)[:2]
    groups = [("", "–")]
    for outcome, label in Outcome.choices:
        reasons = reasons_library(page if page in {"fi", "sv"} else language, outcome)
        groups.append((label, [(f"{outcome}:{reason.key}", reason.title) for reason in reasons]))
    return groups


class ElementForm(forms.Form):
    """The outcome of one element."""

    outcome = describe(
        forms.ChoiceField(
            label=_("Outcome"), required=False, choices=Outcome.choices, widget=forms.RadioSelect
        ),
        required_to_submit=True,
        needed=BEFORE_PRESENTING,
    )
    amount_eur = EuroField(
        label=_("Sum to be granted"),
        required=False,
        help_text=_("A grant in full is the sum asked; a refusal is nothing, whatever stands here."),
    )
    scope = PlainTextareaField(
        label=_("Narrower scope"),
        required=False,
        rows=2,
        max_length=LONGEST,
        help_text=_("Only for a partial grant: what the grant is meant for."),
    )
    below_smallest = PlainTextareaField(
        label=_("Why less than the smallest viable sum is enough"),
        required=False,
        rows=2,
        max_length=LONGEST,
        help_text=_(
            "Only when the sum is below the smallest viable sum that the applicant told; the memo says it."
        ),
    )
    reason_key = describe(forms.ChoiceField(label=_("Reason from the library"), required=False), width="m")
    reasons = PlainTextareaField(
        label=_("Reasons to the applicant"),
        required_to_submit=True,
        needed=BEFORE_PRESENTING,
        rows=5,
        max_length=LONGEST,
        help_text=_(
            "In the language of the case, with the particulars of this case. Every outcome needs reasons."
        ),
    )

    def __init__(self, *args: object, element: dict[str, Any], language: str, **kwargs: Any) -> None:
        super().__init__(*args, prefix=element["code"], **kwargs)
        self.element = element
        self.name = spoken(element["name"])
        self.fields["reason_key"].choices = library(language)
        self.fields["reasons"].widget.attrs["lang"] = language
        self.fields["scope"].widget.attrs["lang"] = language
        if not element.get("smallest_eur"):
            del self.fields["below_smallest"]

    @property
    def smallest_eur(self) -> Decimal | None:
        """The smallest viable sum that the applicant told, if any."""
        told = self.element.get("smallest_eur")
        return Decimal(told) if told else None

    def content(self) -> ElementProposal:
        """What the form says of the element; a refusal gives nothing, a grant without a sum gives what was asked."""
        data = self.cleaned_data
        asked = Decimal(self.element["asked_eur"])
        amount = data["amount_eur"]
        if data["outcome"] == Outcome.REFUSED:
            amount = Decimal(0)
        elif data["outcome"] == Outcome.GRANTED and amount is None:
            amount = asked
        return ElementProposal(
            outcome=data["outcome"],
            amount_eur=amount or Decimal(0),
            scope=data["scope"],
            reason_key=data["reason_key"].partition(":")[2],
            reasons=data["reasons"],
            below_smallest=data.get("below_smallest", ""),
        )


class TermsForm(forms.Form):
    """The terms of the award, the ruling on special grounds, and a decision on the whole."""

    seen = SeenField(required=False)
    resolution = forms.ChoiceField(
        label=_("How the application is decided"),
        choices=Proposal.Resolution.choices,
        widget=forms.RadioSelect,
    )
    resolution_reasons = PlainTextareaField(
        label=_("Reasons when the whole is left unexamined or lapses"),
        required=False,
        rows=3,
        max_length=LONGEST,
    )
    grounds_accepted = forms.TypedChoiceField(
        label=_("Ruling on the special grounds"),
        required=False,
        choices=[("", _("No ruling")), ("yes", _("Accepted")), ("no", _("Not accepted"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
    )
    grounds_reason = PlainTextareaField(
        label=_("Reason of the ruling"), required=False, rows=3, max_length=LONGEST
    )
    purpose = PlainTextareaField(label=_("Purpose of the grant"), required=False, rows=3, max_length=LONGEST)
    eligible_costs = PlainTextareaField(label=_("Eligible costs"), required=False, rows=3, max_length=LONGEST)
    self_financing_eur = EuroField(label=_("Self-financing share"), required=False)
    use_from_on = FinnishDateField(label=_("Period of use begins"), required=False)
    use_until_on = FinnishDateField(label=_("Period of use ends"), required=False)
    payment = PlainTextareaField(label=_("Payment"), required=False, rows=3, max_length=LONGEST)
    interim_report_on = FinnishDateField(label=_("Interim report at the latest"), required=False)
    final_report_on = FinnishDateField(label=_("Final report at the latest"), required=False)
    condition = PlainTextareaField(
        label=_("Suspensive condition"),
        required=False,
        rows=3,
        max_length=LONGEST,
        help_text=_("Nothing is paid while the condition is open. Leave empty for a decision without one."),
    )
    production_by_on = FinnishDateField(label=_("Service production begins at the latest"), required=False)
    handling = HandlingField(
        label=_("Earlier handling"),
        required=False,
        rows=3,
        max_length=LONGEST,
        help_text=_("One on a line, the day first: 9.5.2018 The ministerial working group supported it."),
    )

    def __init__(self, *args: object, case: CaseFile, has_grounds: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_grounds:
            del self.fields["grounds_accepted"], self.fields["grounds_reason"]
        for name in ("resolution_reasons", "purpose", "eligible_costs", "payment", "condition", "handling"):
            self.fields[name].widget.attrs["lang"] = case.language

    def clean(self) -> dict[str, Any]:
        """A period that runs backwards cannot even be saved."""
        data = super().clean() or self.cleaned_data
        begins, ends = data.get("use_from_on"), data.get("use_until_on")
        if begins and ends and ends < begins:
            self.add_error("use_until_on", _("The period of use ends before it begins."))
        return data


class ProposalForms:
    """All forms of one proposal together."""

    def __init__(
        self,
        case: CaseFile,
        content: dict[str, Any],
        *,
        initial: dict[str, Any],
        rows: Iterable,
        instalments: Sequence[dict[str, str]] = (),
        data: Any = None,
    ) -> None:
        language = case.language
        written = {row.element.code: row for row in rows}
        self.elements = [
            ElementForm(data, element=element, language=language, initial=start_of(element, written))
            for element in content["elements"]
        ]
        has_grounds = bool(content["special_grounds"].strip())
        self.terms = TermsForm(data, case=case, has_grounds=has_grounds, initial=initial)
        self.instalments = instalment_forms(data, instalments, language=language)
        self.names = {form.element["code"]: form.name for form in self.elements}

    @property
    def parts(self) -> list[forms.Form]:
        """All but the terms, in the order of the page."""
        return [*self.elements, *self.instalments]

    @property
    def errors(self) -> bool:
        """Whether something typed cannot be read."""
        return any(form.errors for form in (*self.parts, self.terms))

    @property
    def seen(self) -> datetime | None:
        """When the draft that was written over had been saved."""
        return self.terms.cleaned_data["seen"]

    def is_valid(self) -> bool:
        return not self.errors

    def content(self, *, illustrative: list) -> ProposalContent:
        """What the action takes. `illustrative` is not typed here and stays as it was."""
        terms = dict(self.terms.cleaned_data)
        del terms["seen"]
        terms.setdefault("grounds_accepted", None)
        terms.setdefault("grounds_reason", "")
        elements = {form.element["code"]: form.content() for form in self.elements}
        plan = sorted(filter(None, (form.content() for form in self.instalments)), key=itemgetter("on"))
        return ProposalContent(elements=elements, illustrative=illustrative, instalments=plan, **terms)


def start_of(element: dict[str, Any], written: dict[str, Any]) -> dict[str, Any]:
    """What stands in an element's form at first: what was written, else the sum asked."""
    row = written.get(element["code"])
    if row is None:
        return {"amount_eur": Decimal(element["asked_eur"])}
    key = f"{row.outcome}:{row.reason_key}" if row.reason_key else ""
    return {
        "outcome": row.outcome,
        "amount_eur": row.amount_eur,
        "scope": row.scope,
        "reason_key": key,
        "reasons": row.reasons,
        "below_smallest": row.below_smallest,
    }
