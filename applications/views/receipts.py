"""The receipt of a submission and the submitted version itself, as frozen."""

from collections.abc import Callable, Iterable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from applications.exports.receipt import LANGUAGES, file_row, receipt_pdf
from applications.models import BudgetLine, MemberDecision, Submission
from applications.queries.calculation import calculation_of
from applications.queries.submissions import submission_for
from applications.queries.targets import Target
from applications.views.attested import attestation_of
from applications.views.parts import address
from applications.views.section_page import address_of_start
from applications.views.targets import TargetLine, target_line
from eligibility import Ruleset, Verdict
from pilots.answers import frozen_in_words
from pilots.wording import VERDICTS, municipalities_of_all, reason_sentences
from ui.formatting import day, number, share

View = Callable[[HttpRequest, Submission], HttpResponse]


def with_submission(view: View) -> Callable[..., HttpResponse]:
    """Hand the view a version that this person may read, else 404."""

    @require_safe
    @wraps(view)
    def guarded(request: HttpRequest, pk: int, number: int) -> HttpResponse:
        return view(request, submission_for(request.user, pk, number))

    return guarded


@with_submission
def receipt(request: HttpRequest, submission: Submission) -> HttpResponse:
    """When it arrived, under which number, with which checksum, and how its coverage was judged."""
    context = {
        **common(submission),
        "newest": is_newest(submission),
        "calculation": calculation_of(submission.verdict),
        "force": "",
        "files": [file_row(one) for one in submission.snapshot.get("attachments", [])],
        "pdf_url": reverse("applications:receipt-pdf", args=[submission.application_id, submission.number]),
    }
    return render(request, "applications/receipt.html", context)


@with_submission
def receipt_file(_request: HttpRequest, submission: Submission) -> HttpResponse:
    """The receipt as a PDF in the language of the page; on English pages in that of the case."""
    language = get_language()
    if language not in LANGUAGES:
        language = submission.application.language
    name = f"{submission.application.case_number.replace('/', '-')}-{submission.number}-{language}.pdf"
    return HttpResponse(
        receipt_pdf(submission, language=language),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


@with_submission
def version(request: HttpRequest, submission: Submission) -> HttpResponse:
    """The frozen content as text."""
    sent = submission.snapshot
    elements = {one["code"]: inside(one["name"]) for one in sent["elements"]}
    context = {
        **common(submission),
        "members": [member_line(member, elements) for member in sent["members"]],
        "answers": answers_in(sent["plan"]),
        "targets": targets_in(submission),
        "elements": [element_facts(one) for one in sent["elements"]],
        "files": [file_row(file) for file in sent.get("attachments", ())],
        "lines": [budget_row(line, elements) for line in sent["budget"]],
        "sent": sent,
    }
    return render(request, "applications/version.html", context)


def common(submission: Submission) -> dict[str, object]:
    """What both pages say of the submission."""
    application, judged = submission.application, submission.verdict
    verdict = Verdict.from_json(judged)
    trail = [(f"{application.region.name}, {application.call.name}", address(application, "overview"))]
    return {
        "application": application,
        "submission": submission,
        "attestation": attestation_of(submission),
        "crumbs": [(_("Our applications"), address_of_start()), *trail],
        "verdict": VERDICTS[verdict.outcome],
        "share": share(verdict.share),
        "reasons": reason_sentences(verdict, ruleset_in(judged)),
        "numbers": (
            f"{number(verdict.covered_inhabitants)} / {number(verdict.region_inhabitants)}, "
            f"{municipalities_of_all(verdict.covered_municipalities, verdict.region_municipalities)}"
        ),
        "population_on": parse_date(judged["population_on"]),
        "version_url": reverse("applications:version", args=[application.pk, submission.number]),
        "receipt_url": reverse("applications:receipt", args=[application.pk, submission.number]),
    }


def ruleset_in(judged: dict) -> Ruleset:
    """The rule as it was frozen with the verdict."""
    return Ruleset(name=judged["rule"], binding=judged["binding"], **(judged["limits"] or {}))


def is_newest(submission: Submission) -> bool:
    """Whether no later version has been sent; the last one stands."""
    return not Submission.objects.filter(
        application=submission.application_id, number__gt=submission.number
    ).exists()


def inside(names: dict[str, str]) -> str:
    """A frozen name in the language of the page; the Finnish one where it has no other."""
    return names.get(str(get_language())) or names["fi"]


def member_line(member: dict, elements: dict[str, str]) -> dict[str, object]:
    """A member, its decision in a sentence, and its elements."""
    decision, told = member["decision"], ""
    if decision:
        on = parse_date(decision["on"])
        section = f" § {decision['section']}" if decision["section"] else ""
        result = dict(MemberDecision.Result.choices)[decision["result"]]
        told = f"{decision['body']} {day(on)}{section}: {result}" if on else ""
    return {
        "name": inside(member["name"]),
        "is_lead": member["is_lead"],
        "decision": told,
        "conditions": decision["conditions"] if decision else "",
        "elements": ", ".join(elements[code] for code in member["elements"] if code in elements),
    }


def element_facts(one: dict) -> dict[str, object]:
    """An element's plan with its days and its sum."""
    return {
        "name": inside(one["name"]),
        "description": one["description"],
        "starts_on": parse_date(one["starts_on"]) if one["starts_on"] else None,
        "ends_on": parse_date(one["ends_on"]) if one["ends_on"] else None,
        "expected_clients": one["expected_clients"],
        "asked_eur": one["asked_eur"],
        "smallest_eur": one.get("smallest_eur"),
        "answers": answers_in(one.get("answers", ())),
    }


def answers_in(frozen: Iterable[dict]) -> list[tuple[str, str]]:
    """Frozen questions and answers in words."""
    return [(inside(one["label"]), frozen_in_words(one)) for one in frozen]


def targets_in(submission: Submission) -> list[TargetLine]:
    """The targets as they stood when it was sent."""
    return [target_line(Target.from_json(one)) for one in submission.verdict.get("targets", ())]


def budget_row(line: dict, elements: dict[str, str]) -> dict[str, object]:
    """A budget line in words."""
    owner = line["organisation"]
    return {
        "category": dict(BudgetLine.Category.choices)[line["category"]],
        "year": line["year"],
        "element": elements.get(line["element"], line["element"]),
        "organisation": inside(owner) if owner else _("common"),
        "note": line["note"],
        "asked_eur": line["asked_eur"],
        "self_financing_eur": line["self_financing_eur"],
        "other_public_eur": line.get("other_public_eur", "0.00"),
    }
