"""What can be wrong with a letter, in words for officials."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "unknown_language": _("A letter is written in Finnish or Swedish: %(where)s"),
    "unknown_kind": _("There is no letter for this kind of decision: %(where)s"),
    "missing": _("Missing: %(where)s"),
    "malformed": _("The decision cannot be read: %(where)s"),
    "unresolved": _("Something is still to be filled in: %(where)s"),
    "unknown_outcome": _("Unknown outcome of an element: %(where)s"),
    "reasons_missing": _("The reasons are missing: %(where)s"),
    "reasons_not_individual": _("Add what is particular to this case to the reasons: %(where)s"),
    "element_twice": _("An element is decided twice: %(where)s"),
    "amount_contradicts_outcome": _("The sum does not fit the outcome: %(where)s"),
    "totals_differ": _("The elements do not add up to the total: %(where)s"),
    "part_without_grant": _("Nothing is granted, yet the decision has this part: %(where)s"),
    "unknown_term": _("Unknown term: %(where)s"),
    "period_backwards": _("The period of use ends before it begins: %(where)s"),
    "reports_backwards": _("The final report is due before the interim report: %(where)s"),
    "instalment_incomplete": _("An instalment lacks its day, its sum or what it is paid on: %(where)s"),
    "instalments_differ": _("The instalments do not add up to the grant: %(where)s"),
    "condition_not_open": _("The condition of a new decision must be open: %(where)s"),
    "kind_not_chosen": _("Choose the outcome of the re-examination: %(where)s"),
    "ruling_without_decision": _("There is no earlier decision to rule on: %(where)s"),
    "ruling_misplaced": _("The sums before and after do not fit the ruling: %(where)s"),
    "hearing_missing": _("A party is heard before a decision to its detriment: %(where)s"),
    "hearing_open": _("A hearing still waits for its answer: %(where)s"),
    "consent_missing": _(
        "The change is to the recipient's detriment: its consent, or the ground for doing without, is missing"
    ),
    "share_differs": _("The coverage share does not follow from its figures: %(where)s"),
    "municipalities_differ": _("The number of municipalities does not fit the table: %(where)s"),
    "inhabitants_differ": _("The residents in the table do not add up: %(where)s"),
    "act_number_wrong": _("The number of an act is wrong: %(where)s"),
    "same_person": _("The presenting officer may not decide: %(where)s"),
    "decision_dates_differ": _("The date and the moment of the decision differ: %(where)s"),
    "unknown_proof": _("Unknown way of signing: %(where)s"),
    "signed_before_presented": _("Signed before it was presented: %(where)s"),
    "unknown_publicity": _("Unknown publicity: %(where)s"),
    "moment_without_zone": _("A moment lacks its time zone: %(where)s"),
}


class Problem(NamedTuple):
    """What is wrong (a code, for programs and tests) and where."""

    code: str
    where: str

    @property
    def message(self) -> str:
        """Fit to show to an official, in the language of the moment."""
        return str(MESSAGES[self.code] % {"where": self.where})
