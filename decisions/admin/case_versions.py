"""What changed between two versions of an application as they were received: words, members, sums, files, verdict."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.permissions import Act
from applications.models import MemberDecision, Submission
from applications.queries.differences import plan_difference
from applications.views.plan_versions import FieldRow, amount_names, field_row, line_row, sum_rows
from decisions.actions.reading import note_reading
from decisions.queries.access import case_for
from decisions.queries.stored import spoken
from eligibility import Outcome
from pilots.wording import VERDICTS
from ui.differences import word_differences
from ui.formatting import share
from ui.tables import CellsTable, Column

Content = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """A member or a file that came, went or changed: how (a tag's state and words), which, and in what."""

    state: str
    what: str
    name: str
    detail: str = ""


@require_safe
def compared(request: HttpRequest, pk: int, first: int, second: int) -> HttpResponse:
    """Two versions side by side; reading them is an event."""
    case = case_for(request.user, pk, Act.READ_RECEIPT)
    kept = {one.number: one for one in Submission.objects.filter(application=pk, number__in=[first, second])}
    if first not in kept or second not in kept:
        raise Http404
    note_reading(
        application=case, what="submission", actor=request.user, at=request.arrived_at,
        data={"version": second, "compared_with": first},
    )  # fmt: skip
    before, after = kept[first], kept[second]
    old, new = before.snapshot, after.snapshot
    difference = plan_difference(old, new)
    names = {one["code"]: spoken(one["name"]) for one in [*old["elements"], *new["elements"]]}
    context = {
        "case": case,
        "first": first,
        "second": second,
        "verdicts": verdicts(before, after),
        "members": list(changed_members(old, new)),
        "files": list(changed_files(old, new)),
        "fields": [field_row(one) for one in difference.fields] + grounds(old, new),
        "added": [spoken(one) for one in difference.added],
        "removed": [spoken(one) for one in difference.removed],
        "lines": [line_row(one, names) for one in difference.lines],
        "line_heads": list(amount_names().values()),
        "sums": sum_rows(difference),
    }
    parts = ("members", "files", "fields", "added", "removed", "lines", "sums")
    context["nothing"] = not any(context[part] for part in parts)
    return render(request, "desk/compared.html", context)


def verdicts(before: Submission, after: Submission) -> CellsTable:
    """The two verdicts by their figures."""
    rows = [
        (
            _("Version %(number)s") % {"number": one.number},
            f"{share(one.verdict['share'])} {VERDICTS[Outcome(one.verdict['outcome'])][1]}",
            f"{one.verdict['covered_municipalities']} / {one.verdict['region_municipalities']}",
        )
        for one in (before, after)
    ]
    columns = (
        Column(_("Version")),
        Column(_("Population coverage")),
        Column(_("Municipalities"), number=True),
    )
    return CellsTable(_("Population coverage"), columns, rows)


def grounds(old: Content, new: Content) -> list[FieldRow]:
    """The special grounds, where they differ."""
    texts = [content.get("special_grounds") or "" for content in (old, new)]
    return [FieldRow(_("Special grounds"), word_differences(*texts))] if texts[0] != texts[1] else []


def changed_members(old: Content, new: Content) -> Iterator[Change]:
    """Who came, who went, and whose elements or decision changed."""
    before, after = ({one["name"]["fi"]: one for one in content["members"]} for content in (old, new))
    for key, member in after.items():
        if key not in before:
            yield Change("ok", _("Added"), spoken(member["name"]), told(member, new))
        elif told(member, new) != told(before[key], old):
            words = _("%(now)s (was: %(before)s)") % {
                "now": told(member, new), "before": told(before[key], old),
            }  # fmt: skip
            yield Change("info", _("Changed"), spoken(member["name"]), words)
    for key, member in before.items():
        if key not in after:
            yield Change("bad", _("Removed"), spoken(member["name"]), told(member, old))


def told(member: Content, content: Content) -> str:
    """A member's elements and decision in a line."""
    names = {one["code"]: spoken(one["name"]) for one in content["elements"]}
    elements = ", ".join(names[code] for code in member["elements"] if code in names)
    decision = member["decision"]
    if not decision:
        return elements
    result = MemberDecision.Result(decision["result"]).label
    return f"{elements}; {decision['body']} {decision['on']}: {result}"


def changed_files(old: Content, new: Content) -> Iterator[Change]:
    """Files that came and went; the same bytes under another name are the same file."""
    before, after = ({one["sha256"]: one for one in content.get("attachments", ())} for content in (old, new))
    for key, file in after.items():
        if key not in before:
            yield Change("ok", _("Added"), file["name"], file["description"])
    for key, file in before.items():
        if key not in after:
            yield Change("bad", _("Removed"), file["name"], file["description"])


PATHS = (("versions/<int:first>-<int:second>/", compared, "case-differences"),)
