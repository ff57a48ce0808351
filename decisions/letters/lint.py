"""What a letter may not be printed with: gaps, placeholders, figures and dates that contradict each other."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from decisions.letters import figures
from decisions.letters.kinds import KINDS
from decisions.letters.lint_parts import REQUIRED, SIGNED_ONLY, texts_in, value_at
from decisions.letters.lint_ruling import ruling_problems
from decisions.letters.problems import Problem
from decisions.letters.view import form_of, gives_money, instalments_in
from decisions.letters.wording import LANGUAGES, reasons_library, texts

OUTCOMES = frozenset({"granted", "partly", "refused", "unexamined", "lapsed", "annulled", "renounced"})
# What the applicant, the recipient or a claimant wrote is quoted as it stands.
QUOTED = frozenset({"coverage.grounds", "ruling.said", "ruling.claim.demand", "ruling.wrong"})
# Brackets or braces around words, and the stand-ins people type when a fact is missing.
_UNRESOLVED = re.compile(r"\[[^\]]*\]?|\{[^}]*\}?|\bN/?A\b|\bTBD\b|\bXXX+\b|\bNone\b|_{3,}|\.\.\.\.")
# Acts whose number may not be wrong, in either language.
_ACTS = {
    "Valtionavustuslaki": "688/2001",
    "Statsunderstödslagen": "688/2001",
    "Hallintolaki": "434/2003",
    "Förvaltningslagen": "434/2003",
    "Kielilaki": "423/2003",
    "Språklagen": "423/2003",
}


OF_A_GRANT = (
    "use.purpose",
    "use.eligible_costs",
    "use.from",
    "use.to",
    "payment.text",
    "reports.final_on",
    "terms",
)
Snapshot = dict[str, Any]
Problems = Iterator[Problem]


def lint(snapshot: Snapshot, *, draft: bool = False) -> list[Problem]:
    """All problems of a letter; an empty list means that it may be printed.

    draft: what only signing gives (the decision-maker, the proof, the check code, the date) may be missing.
    Legal source: hallintolaki 434/2003, 43-47 §; valtionavustuslaki 688/2001, 11 §.
    """
    gaps = list(_gaps(snapshot, draft=draft))
    if gaps:
        # The other checks read these parts.
        return gaps
    try:
        return [problem for check in _CHECKS for problem in check(snapshot)]
    except (KeyError, TypeError, ValueError, InvalidOperation, AttributeError) as error:
        return [Problem("malformed", f"{type(error).__name__}: {error}")]


def _gaps(snapshot: Snapshot, *, draft: bool) -> Problems:
    if snapshot.get("language") not in LANGUAGES:
        yield Problem("unknown_language", f"language: {snapshot.get('language')!r}")
    if snapshot.get("kind") not in KINDS:
        yield Problem("unknown_kind", f"kind: {snapshot.get('kind')!r}")
    for path in REQUIRED:
        if draft and path.split(".")[0] in SIGNED_ONLY:
            continue
        if value_at(snapshot, path) in (None, "", [], {}):
            yield Problem("missing", path)
    if draft and not (snapshot.get("decided_at") or snapshot.get("recorded_at")):
        yield Problem("missing", "recorded_at")


def _unresolved(snapshot: Snapshot) -> Problems:
    for path, text in texts_in(snapshot):
        found = None if path in QUOTED else _UNRESOLVED.search(text)
        if found:
            yield Problem("unresolved", f"{path}: {found.group()[:60]}")


def _elements(snapshot: Snapshot) -> Problems:
    library = {row.text.strip() for row in reasons_library(snapshot["language"])}
    for row in snapshot["elements"]:
        code, outcome = row["code"], row["outcome"]
        if outcome not in OUTCOMES:
            yield Problem("unknown_outcome", f"{code}: {outcome}")
        if not row["reasons"].strip():
            yield Problem("reasons_missing", code)
        elif row["reasons"].strip() in library:
            yield Problem("reasons_not_individual", code)
        # Without an outcome nothing can be said of its sum, nor of the parts that go with a grant.
        if outcome in OUTCOMES:
            yield from _element_amounts(row)
    codes = [row["code"] for row in snapshot["elements"]]
    if len(codes) != len(set(codes)):
        yield Problem("element_twice", ", ".join(codes))


def _element_amounts(row: Snapshot) -> Problems:
    asked, granted = Decimal(row["asked_eur"]), Decimal(row["granted_eur"])
    outcome = row["outcome"]
    wrong = {
        "granted": granted <= 0 or granted != asked,
        # A smaller sum, or the same sum for less; never nothing, never more.
        "partly": not 0 < granted <= asked or (granted == asked and not row["scope"]),
    }.get(outcome, granted != 0)
    if wrong:
        yield Problem("amount_contradicts_outcome", f"{row['code']}: {outcome}, {asked} → {granted}")


def _totals(snapshot: Snapshot) -> Problems:
    for key in ("asked_eur", "granted_eur"):
        total = sum((Decimal(row[key]) for row in snapshot["elements"]), Decimal(0))
        if total != Decimal(snapshot["totals"][key]):
            yield Problem("totals_differ", f"{key}: {snapshot['totals'][key]} ≠ {total}")


def _grant_parts(snapshot: Snapshot) -> Problems:
    """VAL 11 §: purpose, eligible costs, own share, period, reports, terms."""
    if any(row["outcome"] not in OUTCOMES for row in snapshot["elements"]):
        return
    if not gives_money(snapshot):
        for key in ("use", "payment", "reports", "condition", "terms"):
            if snapshot[key]:
                yield Problem("part_without_grant", key)
        return
    missing = [path for path in OF_A_GRANT if not value_at(snapshot, path)]
    if missing:
        yield from (Problem("missing", path) for path in missing)
        return
    for term in snapshot["terms"]:
        if f"terms.{term}_text" not in texts(snapshot["language"]):
            yield Problem("unknown_term", term)
    use, reports = snapshot["use"], snapshot["reports"]
    if date.fromisoformat(use["from"]) > date.fromisoformat(use["to"]):
        yield Problem("period_backwards", f"{use['from']} – {use['to']}")
    if reports.get("interim_on") and reports["interim_on"] > reports["final_on"]:
        yield Problem("reports_backwards", f"{reports['interim_on']} – {reports['final_on']}")


def _instalments(snapshot: Snapshot) -> Problems:
    """A payment plan is whole: every instalment has its day, its sum and what it is paid on, and they are the grant."""
    rows = instalments_in(snapshot)
    for number, row in enumerate(rows, start=1):
        if not row["on"] or not row["text"].strip() or Decimal(row["amount_eur"]) <= 0:
            yield Problem("instalment_incomplete", str(number))
    total = sum((Decimal(row["amount_eur"]) for row in rows), Decimal(0))
    granted = Decimal(snapshot["totals"]["granted_eur"])
    if rows and total != granted:
        yield Problem("instalments_differ", f"{figures.euros(total)} ≠ {figures.euros(granted)}")


def _condition(snapshot: Snapshot) -> Problems:
    condition = snapshot["condition"]
    if condition is None:
        return
    if not condition["text"].strip():
        yield Problem("missing", "condition.text")
    # A version that follows may tell of a condition that has been fulfilled meanwhile.
    allowed = {"open"} if snapshot["kind"] == "grant" else {"open", "fulfilled"}
    if condition["state"] not in allowed:
        yield Problem("condition_not_open", condition["state"])


def _coverage(snapshot: Snapshot) -> Problems:
    coverage = snapshot["coverage"]
    if coverage is None:
        if form_of(snapshot) == "grant":
            yield Problem("missing", "coverage")
        return
    if coverage["limits"] is None:
        return
    covered, region = coverage["covered_inhabitants"], coverage["region_inhabitants"]
    hundredths = 10_000 * covered // region
    cut = f"{hundredths // 100}.{hundredths % 100:02d}"
    if coverage["share"] != cut:
        yield Problem("share_differs", f"{coverage['share']} ≠ {cut}")
    rows = coverage["municipalities"]
    if len(rows) != coverage["covered_municipalities"]:
        yield Problem("municipalities_differ", f"{len(rows)} ≠ {coverage['covered_municipalities']}")
    figures_known = [row["inhabitants"] for row in rows]
    if None not in figures_known and sum(figures_known) != covered:
        yield Problem("inhabitants_differ", f"{sum(figures_known)} ≠ {covered}")
    if (
        gives_money(snapshot)
        and coverage["outcome"] == "on_special_grounds"
        and not coverage["grounds_ruling"]
    ):
        yield Problem("missing", "coverage.grounds_ruling")
    if coverage["grounds_ruling"] and not coverage["grounds_ruling"]["reason"].strip():
        yield Problem("missing", "coverage.grounds_ruling.reason")


def _provisions(snapshot: Snapshot) -> Problems:
    for row in snapshot["provisions"]:
        for name in row["act"].values():
            if row["number"] != _ACTS.get(name, row["number"]):
                yield Problem("act_number_wrong", f"{name} {row['number']}")


def _signing(snapshot: Snapshot) -> Problems:
    maker, officer, proof = snapshot["decision_maker"], snapshot["presenting_officer"], snapshot["proof"]
    if maker and maker["name"] == officer["name"]:
        yield Problem("same_person", maker["name"])
    if snapshot["decided_on"] and snapshot["decided_at"]:
        on = figures.helsinki_date(snapshot["decided_at"])
        if on != date.fromisoformat(snapshot["decided_on"]):
            yield Problem("decision_dates_differ", f"{snapshot['decided_on']} ≠ {on}")
    if not proof:
        return
    if f"proof.{proof['method']}" not in texts(snapshot["language"]):
        yield Problem("unknown_proof", proof["method"])
    if datetime.fromisoformat(proof["presented_at"]) > datetime.fromisoformat(proof["signed_at"]):
        yield Problem("signed_before_presented", proof["signed_at"])


def _publicity(snapshot: Snapshot) -> Problems:
    if f"publicity.{snapshot['publicity']}" not in texts(snapshot["language"]):
        yield Problem("unknown_publicity", snapshot["publicity"])


def _dates(snapshot: Snapshot) -> Problems:
    for key in ("decided_at", "recorded_at", "received_at"):
        if snapshot.get(key) and datetime.fromisoformat(snapshot[key]).tzinfo is None:
            yield Problem("moment_without_zone", key)


_CHECKS: tuple[Callable[[Snapshot], Problems], ...] = (
    _unresolved,
    _elements,
    _totals,
    _grant_parts,
    _instalments,
    _condition,
    ruling_problems,
    _coverage,
    _provisions,
    _signing,
    _publicity,
    _dates,
)
