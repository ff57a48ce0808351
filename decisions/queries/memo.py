"""What a presentation memo says of a call: its money and every case, as plain values that are frozen in the memo."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Act
from accounts.queries import may_everywhere
from applications.models import Submission
from applications.queries.snapshot import names
from decisions.models import Appropriation, CaseFile, Disqualification, Proposal, Review
from decisions.models.casefile import reviews_shown_to
from decisions.models.proposal import WHOLE
from decisions.queries.equal_treatment import groups_of
from decisions.queries.reviews import UNDER_REVIEW
from pilots.models import Call

SCHEMA = 1
NOTHING = Decimal(0)
Facts = dict[str, Any]
Titles = dict[str, dict[str, str]]


def cases_for_memo(call: Call) -> list[CaseFile]:
    """Every submitted case of a call with its last submission, proposals and reviews; in the order of the numbers."""
    # A ruling on a decided case leaves what was granted as it stands; a memo tells of the awards.
    whole = Proposal.objects.filter(kind__in=WHOLE).exclude(state=Proposal.State.DROPPED)
    proposals = whole.order_by("-pk").prefetch_related("elements__element")
    reviews = Review.objects.that_count().order_by("pk")
    rows = CaseFile.objects.submitted().filter(call=call).with_people()
    return list(
        rows.prefetch_related(
            Prefetch("submissions", Submission.objects.order_by("-number")),
            Prefetch("proposals", proposals),
            Prefetch("reviews", reviews.prefetch_related("scores__criterion")),
        ).order_by("case_number")
    )


def stands_aside_in(call: Call, user: User) -> bool:
    """Whether the official is disqualified for a case of the call: a memo tells of all of them."""
    return Disqualification.objects.filter(application__call=call, official=user).exists()


def scores_hidden_in(call: Call, user: User) -> bool:
    """Whether a memo would tell this official scores that are still to be kept from the own review.

    Whoever makes memos reads them once a case is proposed: by then no review of it is given any more.
    """
    counted = Review.objects.that_count().filter(application=OuterRef("pk"))
    scored = CaseFile.objects.submitted().filter(Exists(counted), call=call)
    if may_everywhere(user, Act.MAKE_MEMO):
        scored = scored.filter(state__in=UNDER_REVIEW)
    return scored.exclude(reviews_shown_to(user)).exists()


def memo_facts(call: Call, *, titles: Titles, at: datetime) -> Facts:
    """The content of a memo but for its number and addressee; amounts are texts in euros, names in both languages.

    `titles` names the reasons of the library by their keys.
    """
    cases = [case_facts(case, titles) for case in cases_for_memo(call)]
    return {
        "schema": SCHEMA,
        "call": names(call),
        "made_at": timezone.localtime(at).isoformat(),
        "money": money_facts(call, cases),
        "cases": cases,
        "equal_treatment": groups_of(cases),
    }


def money_facts(call: Call, cases: list[Facts]) -> Facts:
    """The appropriation's arithmetic: what is there, what is committed, and what the proposals would leave."""
    money = Appropriation.objects.filter(call=call).first()
    waiting = total_of(case["proposed_eur"] for case in cases if case["standing"] in {"draft", "presented"})
    found = {
        "asked_eur": str(total_of(case["asked_eur"] for case in cases)),
        "proposed_eur": str(waiting),
    }
    if money is None:
        return found | dict.fromkeys(("total_eur", "reserve_eur", "committed_eur", "left_eur", "after_eur"))
    return found | {
        "total_eur": str(money.total_eur),
        "reserve_eur": str(money.reserve_eur),
        "committed_eur": str(money.committed_eur),
        "left_eur": str(money.left_eur),
        "after_eur": str(money.left_eur - waiting),
    }


def total_of(amounts: Iterable[str | None]) -> Decimal:
    return sum((Decimal(amount) for amount in amounts if amount), Decimal("0.00"))


def case_facts(case: CaseFile, titles: Titles) -> Facts:
    """One case: what was asked, how it was judged, and what is proposed or decided."""
    sent = case.submissions.all()[0]
    proposal = next(iter(case.proposals.all()), None)
    elements = [element_facts(element, proposal, titles) for element in sent.snapshot.get("elements", ())]
    return {
        "case_number": case.case_number,
        "county": names(case.region),
        "lead": names(case.lead),
        "language": case.language,
        "state": case.state,
        "verdict": sent.verdict["outcome"],
        "share": sent.verdict["share"],
        "score": score_of(case),
        "asked_eur": sent.snapshot["asked_eur"],
        "smallest_eur": smallest_of(elements),
        "proposed_eur": str(total_of(element["amount_eur"] for element in elements)),
        "standing": proposal.state if proposal else "none",
        "resolution": proposal.resolution if proposal else "elements",
        "resolution_reasons": proposal.resolution_reasons if proposal else "",
        "condition": proposal.condition if proposal else "",
        "grounds_accepted": proposal.grounds_accepted if proposal else None,
        "grounds_reason": proposal.grounds_reason if proposal else "",
        "officer": str((hasattr(case, "case") and case.case.presenting_officer) or ""),
        "elements": elements,
    }


def element_facts(element: Facts, proposal: Proposal | None, titles: Titles) -> Facts:
    """What was asked for an element, and what is proposed for it."""
    rows = {row.element.code: row for row in proposal.elements.all()} if proposal else {}
    row = rows.get(element["code"])
    whole = proposal.resolution if proposal and proposal.resolution != "elements" else ""
    key = row.reason_key if row and not whole else ""
    return {
        "code": element["code"],
        "name": element["name"],
        "asked_eur": element["asked_eur"],
        "smallest_eur": element.get("smallest_eur"),
        "outcome": whole or (row.outcome if row else ""),
        "amount_eur": f"{row.amount_eur:.2f}" if row and not whole else "0.00",
        "scope": row.scope if row else "",
        "reason_key": key,
        "reason": titles.get(key),
        "reasons": row.reasons if row else "",
        "below_smallest": row.below_smallest if row else "",
    }


def smallest_of(elements: list[Facts]) -> str | None:
    """The smallest viable sums together; None when an element has none."""
    told = [element["smallest_eur"] for element in elements]
    return str(total_of(told)) if told and None not in told else None


def score_of(case: CaseFile) -> str | None:
    """The average of the complete reviews, weighted, from 0 to 100 with one decimal; None without any."""
    scores = []
    for review in case.reviews.all():
        rows = list(review.scores.all())
        most = sum(row.criterion.most * row.criterion.weight for row in rows)
        if most:
            scores.append(Decimal(100 * sum((row.points or 0) * row.criterion.weight for row in rows)) / most)
    return f"{sum(scores, NOTHING) / len(scores):.1f}" if scores else None
