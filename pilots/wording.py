"""The coverage rule, its verdicts and its reasons in words; the rules themselves know codes and numbers only."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from eligibility import Addition, Code, Outcome, Reason, Ruleset, Verdict, Way
from ui.formatting import number

Words = str | Promise
# outcome -> state of a tag, and its words
VERDICTS: dict[Outcome, tuple[str, Words]] = {
    Outcome.MEETS: ("ok", gettext_lazy("Meets the rule")),
    Outcome.NEEDS_GROUNDS: ("warn", gettext_lazy("Needs special grounds")),
    Outcome.ON_SPECIAL_GROUNDS: ("warn", gettext_lazy("On special grounds")),
    Outcome.NOT_ELIGIBLE: ("bad", gettext_lazy("Does not meet the rule")),
    Outcome.NO_RULE: ("info", gettext_lazy("No coverage rule")),
}
# outcome -> how a sentence about a share goes on
CLAUSES: dict[Outcome, Words] = {
    Outcome.MEETS: gettext_lazy("which meets the rule"),
    Outcome.NEEDS_GROUNDS: gettext_lazy("which is enough only on special grounds"),
    Outcome.ON_SPECIAL_GROUNDS: gettext_lazy("which is enough on the special grounds that are given"),
    Outcome.NOT_ELIGIBLE: gettext_lazy("which does not meet the rule"),
    Outcome.NO_RULE: gettext_lazy("which no rule judges in this call"),
}
NOT_JUDGED: tuple[str, Words] = ("warn", gettext_lazy("Cannot be judged"))
NOBODY: tuple[str, Words] = ("none", gettext_lazy("Nobody yet"))
MOST_NAMES = 4


def municipalities_of_all(some: int, every: int) -> str:
    """`8 of 26 municipalities`."""
    return _("%(some)s of %(all)s municipalities") % {"some": some, "all": every}


def municipalities(count: int) -> str:
    """`1 municipality`, `6 municipalities`."""
    return ngettext("%(count)s municipality", "%(count)s municipalities", count) % {"count": count}


def inhabitants(count: int) -> str:
    """`1 inhabitant`, `13 154 inhabitants`."""
    return ngettext("%(count)s inhabitant", "%(count)s inhabitants", count) % {"count": number(count)}


def listed(names: list[str]) -> str:
    """Names in a row; a long row ends in how many more there are."""
    if len(names) > MOST_NAMES:
        rest = len(names) - MOST_NAMES + 1
        return _("%(names)s and %(rest)s others") % {
            "names": ", ".join(names[: MOST_NAMES - 1]),
            "rest": rest,
        }
    if len(names) > 1:
        return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}
    return names[0] if names else ""


def reason_text(reason: Reason, ruleset: Ruleset) -> str:
    """One reason as a sentence with its numbers."""
    percent = {
        Code.COVERAGE_BELOW_FULL: ruleset.full,
        Code.COVERAGE_BELOW_LOWER: ruleset.lower,
        Code.COVERAGE_BELOW_FLOOR: ruleset.floor,
    }
    if reason.code in percent:
        return _(
            "The covered share is under %(percent)s %%: %(actual)s inhabitants are covered, and it takes %(limit)s."
        ) % {
            "percent": percent[reason.code],
            "actual": number(reason.actual),
            "limit": number(reason.limit),
        }
    if reason.code is Code.FEWER_THAN_HALF_OF_MUNICIPALITIES:
        return _(
            "Fewer than half of the county's municipalities take part: %(actual)s, and under %(lower)s %% it takes "
            "%(limit)s."
        ) % {"actual": reason.actual, "limit": reason.limit, "lower": ruleset.lower}
    if reason.code is Code.FEWER_THAN_TWO_MUNICIPALITIES:
        return _(
            "Municipalities covered: %(actual)s, and at least %(limit)s are needed. A single municipality cannot run "
            "its own pilot, however large it is."
        ) % {"actual": reason.actual, "limit": reason.limit}
    return _("This is enough only on special grounds, which must be given in writing.")


def reason_sentences(verdict: Verdict, ruleset: Ruleset) -> list[str]:
    """Why the outcome is what it is; of several limits missed, the lowest one says it all."""
    if verdict.outcome is Outcome.NO_RULE:
        return [_("This call has no coverage rule; the figure is shown for information.")]
    if verdict.outcome is Outcome.MEETS:
        return [_("At least %(full)s %% of the county's inhabitants are covered.") % {"full": ruleset.full}]
    shares = (Code.COVERAGE_BELOW_FLOOR, Code.COVERAGE_BELOW_LOWER, Code.COVERAGE_BELOW_FULL)
    found = {reason.code: reason for reason in verdict.reasons}
    lowest = next((code for code in shares if code in found), None)
    said = [reason for reason in verdict.reasons if reason.code not in shares or reason.code is lowest]
    sentences = [reason_text(reason, ruleset) for reason in said]
    if verdict.outcome is Outcome.ON_SPECIAL_GROUNDS:
        sentences.append(
            _("Special grounds have been given; the ministry decides whether they are accepted.")
        )
    return sentences


def step_result(way: Way, share: str) -> str:
    """What a step leads to: the share after it (already formatted), and what that means."""
    if way is Way.MEETS:
        return _("the share is %(share)s and the rule is met") % {"share": share}
    return _("the share is %(share)s and the consortium qualifies on special grounds") % {"share": share}


def way_text(way: Way, ruleset: Ruleset) -> str:
    """A way to qualify, as its row heading."""
    if way is Way.MEETS:
        return _("%(full)s %%: meets the rule") % {"full": ruleset.full}
    if way is Way.GROUNDS:
        return _("%(lower)s %%: special grounds") % {"lower": ruleset.lower}
    return _("%(floor)s %% and half of the municipalities: special grounds") % {"floor": ruleset.floor}


def rule_lines(ruleset: Ruleset) -> list[str]:
    """The rule from the bottom of the bar to its top, a line for each stretch; nothing where there is no rule."""
    if ruleset.limits is None:
        return []
    full, lower, floor = ruleset.limits
    values = {"full": full, "lower": lower, "floor": floor}
    return [
        _("under %(floor)s %%: does not meet the rule") % values,
        _("%(floor)s–%(lower)s %%: only on special grounds, and at least half of the county's municipalities")
        % values,
        _("%(lower)s–%(full)s %%: only on special grounds") % values,
        _("at least %(full)s %%: meets the rule") % values,
    ]


def force_text(ruleset: Ruleset) -> str:
    """What it means for sending that the rule is binding, advisory, or not there."""
    if ruleset.limits is None:
        return _("This call has no coverage rule.")
    if ruleset.binding:
        return _(
            "In this call the rule is binding: an application that does not meet it cannot be sent, and where special "
            "grounds are needed they must be given in writing."
        )
    return _(
        "In this call the rule is advisory: an application may be sent below the limit too, when grounds are given in "
        "writing and the sending is confirmed. At least %(least)s municipalities are always needed."
    ) % {"least": ruleset.least_municipalities}


def is_any(addition: Addition, verdict: Verdict, limit: int) -> bool:
    """Whether any municipalities would do: the residents suffice already and only the number is short."""
    return bool(addition.add) and verdict.covered_inhabitants >= limit
