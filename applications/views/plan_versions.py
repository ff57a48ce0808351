"""Versions of the plan: on paper, and what changed between two of them, with one press that reconfirms."""

from dataclasses import dataclass
from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from applications.exports.plan_document import plan_pdf
from applications.exports.wording import LANGUAGES
from applications.models import Application, BudgetLine, Member, MemberDecision, PlanVersion
from applications.queries.access import signs_for
from applications.queries.consortium import current_decisions
from applications.queries.differences import (
    AMOUNTS,
    Changed,
    Content,
    LineChange,
    PlanDifference,
    content_of_version,
    digest_of,
    plan_difference,
)
from applications.queries.plan_facts import plan_facts, version_facts
from applications.views.board_links import address
from applications.views.gate import with_application
from applications.views.packages import download
from applications.views.receipts import inside
from applications.views.section_page import crumbs_of_members
from pilots.answers import worded
from ui.differences import Piece, word_differences
from ui.formatting import euros

# field of every element -> the kind of question whose answers are written alike
KINDS = {"starts_on": "date", "ends_on": "date", "expected_clients": "number"}


@with_application
def current_pdf(request: HttpRequest, application: Application) -> HttpResponse:
    """The plan as it stands now, with the members and the coverage."""
    facts = plan_facts(application, at=request.arrived_at)
    return plan_answer(application, facts)


@with_application
def version_pdf(_request: HttpRequest, application: Application, number: int) -> HttpResponse:
    """A version as it was shown to members' own bodies."""
    kept = PlanVersion.objects.filter(application=application, number=number).order_by("pk").first()
    if kept is None:
        raise Http404
    return plan_answer(application, version_facts(application, kept))


def plan_answer(application: Application, facts: Content) -> HttpResponse:
    """The PDF in the language of the page; in the language of the case where the page is in English."""
    language = get_language() if get_language() in LANGUAGES else application.language
    name = f"plan-{application.pk}-v{facts['version']}-{language}.pdf"
    return download(plan_pdf(facts, language), "application/pdf", name)


@dataclass(frozen=True)
class FieldRow:
    """A field that changed, with its words marked."""

    heading: str
    pieces: list[Piece]


@dataclass(frozen=True)
class LineRow:
    """A budget line that changed: what happened, what it is about, and its sums before and after."""

    state: str
    what: str
    about: str
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SumRow:
    name: str
    before_eur: Decimal
    after_eur: Decimal


@with_application
def compared(request: HttpRequest, application: Application, first: int, second: int) -> HttpResponse:
    """What changed from one version to another, field by field."""
    old, new = (content_of_version(application, number) for number in (first, second))
    if old is None or new is None:
        raise Http404
    difference = plan_difference(old, new)
    elements = {one["code"]: inside(one["name"]) for one in [*old["elements"], *new["elements"]]}
    context = {
        "application": application,
        "crumbs": crumbs_of_members(application),
        "first": first,
        "second": second,
        "is_now": second == application.plan_version,
        "difference": difference,
        "fields": [field_row(one) for one in difference.fields],
        "added": [inside(one) for one in difference.added],
        "removed": [inside(one) for one in difference.removed],
        "lines": [line_row(one, elements) for one in difference.lines],
        "line_heads": list(amount_names().values()),
        "sums": sum_rows(difference),
        "reconfirms": reconfirming(request, application, first, second),
        "seen": digest_of(new),
    }
    return render(request, "applications/plan_differences.html", context)


def reconfirming(
    request: HttpRequest, application: Application, first: int, second: int
) -> list[tuple[Member, str]]:
    """Members of this person whose decision stands on the first version, when the second is the plan of now."""
    if (
        second != application.plan_version
        or first == second
        or not application.is_editable(request.arrived_at)
    ):
        return []
    decisions = current_decisions(application)
    return [
        (member, address(application, "reconfirm", member))
        for member in application.members.all()
        if member.state == Member.State.ACCEPTED
        and stands_on(decisions.get(member.pk), first)
        and signs_for(request.user, member)
    ]


def stands_on(decision: MemberDecision | None, version: int) -> bool:
    """Whether it is an approval that counts, made or reconfirmed on this version."""
    return decision is not None and decision.counts and decision.stands_on == version


def field_names() -> dict[str, str]:
    """What the fields are called that every element has."""
    return {
        "description": _("Description"),
        "starts_on": _("Starts"),
        "ends_on": _("Ends"),
        "expected_clients": _("Expected number of clients"),
        "smallest_eur": _("Smallest sum with which it can be carried out"),
    }


def amount_names() -> dict[str, str]:
    return dict(zip(AMOUNTS, (_("Asked"), _("Self-financing"), _("Other public funding")), strict=True))


def field_row(change: Changed) -> FieldRow:
    """A field in words: days and numbers the way people write them."""
    name = label_of(change.label) if change.label else field_names()[change.field]
    heading = f"{inside(change.element)}: {name}" if change.element else name
    pairs = zip((change.before, change.after), change.options, strict=True)
    before, after = (in_words(change, text, option) for text, option in pairs)
    return FieldRow(heading, word_differences(before, after))


def label_of(label: dict[str, str]) -> str:
    return inside({"fi": label["fi"], **{key: text for key, text in label.items() if text}})


def in_words(change: Changed, text: str, option: dict[str, str] | None) -> str:
    """One of the two texts as people read it."""
    if change.label is not None:
        return worded(change.kind, text, option)
    if text and change.field == "smallest_eur":
        return euros(text)
    return worded(KINDS.get(change.field, "text"), text, None)


def line_row(change: LineChange, elements: dict[str, str]) -> LineRow:
    """A budget line in words; amounts that did not change are said once."""
    line = change.after or change.before or {}
    owner = inside(line["organisation"]) if line["organisation"] else _("common")
    category = str(dict(BudgetLine.Category.choices)[line["category"]])
    about = [elements.get(line["element"], line["element"]), category, str(line["year"]), owner, line["note"]]
    if change.before and change.after and change.before["note"] != line["note"]:
        about[-1] = _("%(now)s (was: %(before)s)") % {
            "now": line["note"] or "–",
            "before": change.before["note"] or "–",
        }
    state, what = (
        ("info", _("Changed"))
        if change.before and change.after
        else (("ok", _("Added")) if change.after else ("bad", _("Removed")))
    )
    cells = tuple((cell(change.before, key), cell(change.after, key)) for key in AMOUNTS)
    return LineRow(state, what, ", ".join(part for part in about if part), cells)


def cell(line: Content | None, key: str) -> str:
    return euros(line.get(key, 0)) if line else ""


def sum_rows(difference: PlanDifference) -> list[SumRow]:
    """The sums that changed; those of the whole budget last."""
    names = amount_names()
    return [
        SumRow(
            inside(one.element) if one.element else _("%(amount)s, in all") % {"amount": names[one.amount]},
            one.before_eur,
            one.after_eur,
        )
        for one in difference.sums
    ]
