"""What changed between two versions of a plan: texts field by field, elements, and the budget line by line."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from applications.models import Application, PlanVersion
from applications.queries.snapshot import plan_content
from ledger.chain import canonical

Content = dict[str, Any]
AMOUNTS = ("asked_eur", "self_financing_eur", "other_public_eur")
FACTS = ("description", "starts_on", "ends_on", "expected_clients", "smallest_eur")


@dataclass(frozen=True)
class Changed:
    """One field with its two texts. `element` is the element's names, None for the plan itself.

    `label` is the question's names, None for a field that every element has; `field` is then its name.
    `options` are the names of what was chosen before and after, where the question is a choice.
    """

    element: dict[str, str] | None
    field: str
    label: dict[str, str] | None
    kind: str
    before: str
    after: str
    options: tuple[dict[str, str] | None, dict[str, str] | None] = (None, None)


@dataclass(frozen=True)
class LineChange:
    """A budget line that was added (no `before`), removed (no `after`), or changed."""

    before: Content | None
    after: Content | None


@dataclass(frozen=True)
class SumChange:
    """A sum in euros before and after; `element` is its names, None for the whole budget's sum of `amount`."""

    element: dict[str, str] | None
    amount: str
    before_eur: Decimal
    after_eur: Decimal


@dataclass(frozen=True)
class PlanDifference:
    """Everything that changed between two versions of a plan."""

    fields: tuple[Changed, ...]
    added: tuple[dict[str, str], ...]
    removed: tuple[dict[str, str], ...]
    lines: tuple[LineChange, ...]
    sums: tuple[SumChange, ...]

    def __bool__(self) -> bool:
        return bool(self.fields or self.added or self.removed or self.lines or self.sums)


def content_of_version(application: Application, number: int) -> Content | None:
    """A version as it was shown; the newest one as it stands now. None when there is no such version."""
    if number == application.plan_version:
        return plan_content(application)
    kept = PlanVersion.objects.filter(application=application, number=number).order_by("pk").first()
    return kept.content if kept else None


def digest_of_plan(application: Application) -> str:
    """Tells one state of the plan from every other."""
    return digest_of(plan_content(application))


def digest_of(content: Content) -> str:
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def plan_difference(old: Content, new: Content) -> PlanDifference:
    """Compare two plans as they were frozen; no query."""
    elements_old = {one["code"]: one for one in old["elements"]}
    elements_new = {one["code"]: one for one in new["elements"]}
    fields = [
        *changed_answers(old["plan"], new["plan"], None),
        *(
            change
            for code, one in elements_new.items()
            if code in elements_old
            for change in changed_element(elements_old[code], one)
        ),
    ]
    return PlanDifference(
        fields=tuple(fields),
        added=tuple(one["name"] for code, one in elements_new.items() if code not in elements_old),
        removed=tuple(one["name"] for code, one in elements_old.items() if code not in elements_new),
        lines=tuple(changed_lines(old["budget"], new["budget"])),
        sums=tuple(changed_sums(old, new)),
    )


def changed_element(old: Content, new: Content) -> Iterable[Changed]:
    """What changed in an element that both versions have."""
    for field in FACTS:
        before, after = text_of(old.get(field)), text_of(new.get(field))
        if before != after:
            yield Changed(new["name"], field, None, "text", before, after)
    yield from changed_answers(old.get("answers", ()), new.get("answers", ()), new["name"])


def changed_answers(
    old: Iterable[Content], new: Iterable[Content], element: dict[str, str] | None
) -> Iterable[Changed]:
    """Answers that differ, in the order of the newer version; what was dropped comes last."""
    before, after = {one["code"]: one for one in old}, {one["code"]: one for one in new}
    for code in [*after, *(code for code in before if code not in after)]:
        question = after.get(code) or before[code]
        texts = [side[code]["text"] if code in side else "" for side in (before, after)]
        if texts[0] != texts[1]:
            options = tuple(side[code].get("option") if code in side else None for side in (before, after))
            kind = question.get("kind", "text")
            yield Changed(element, code, question["label"], kind, *texts, options)


def text_of(value: object) -> str:
    return "" if value is None else str(value)


def changed_lines(old: list[Content], new: list[Content]) -> list[LineChange]:
    """Pairs lines that are about the same thing; what is left over was removed or added."""
    left, right, found = list(old), list(new), []
    for same in (whole, about_with_note, about):
        for line in list(right):
            twin = next((one for one in left if same(one) == same(line)), None)
            if twin is None:
                continue
            left.remove(twin)
            right.remove(line)
            if same is not whole:
                found.append(LineChange(twin, line))
    return [
        *found,
        *(LineChange(line, None) for line in left),
        *(LineChange(None, line) for line in right),
    ]


def about(line: Content) -> tuple[object, ...]:
    """For what a line is, whatever its note and sums."""
    owner = line["organisation"]
    return line["element"], line["category"], line["year"], owner and owner["fi"]


def about_with_note(line: Content) -> tuple[object, ...]:
    return *about(line), line["note"]


def whole(line: Content) -> tuple[object, ...]:
    return *about_with_note(line), *(Decimal(line.get(key, 0)) for key in AMOUNTS)


def changed_sums(old: Content, new: Content) -> Iterable[SumChange]:
    """The sums that changed: of each element, then of the whole budget."""
    before = {one["code"]: one for one in old["elements"]}
    after = {one["code"]: one for one in new["elements"]}
    for code in [*after, *(code for code in before if code not in after)]:
        sums = [Decimal(side[code]["asked_eur"]) if code in side else Decimal(0) for side in (before, after)]
        if sums[0] != sums[1]:
            yield SumChange((after.get(code) or before[code])["name"], "asked_eur", *sums)
    for amount in AMOUNTS:
        sums = [sum_in(side["budget"], lambda line, key=amount: line.get(key, 0)) for side in (old, new)]
        if sums[0] != sums[1]:
            yield SumChange(None, amount, *sums)


def sum_in(lines: list[Content], amount: Callable[[Content], str | int]) -> Decimal:
    return sum((Decimal(amount(line)) for line in lines), Decimal(0))
