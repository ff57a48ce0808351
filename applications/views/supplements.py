"""A request for a supplement as the consortium meets it: what is asked, what is open, the answer, sending it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.permissions import Act
from applications.actions.supplements import save_answer, send_supplement, stamp_of, supplement_gaps
from applications.forms.correspondence import AnswerSupplementForm, SendSupplementForm
from applications.models import Application, SupplementRequest
from applications.queries.access import may
from applications.queries.readiness import Readiness, readiness_of
from applications.queries.supplements import requests_of, unlockable
from applications.queries.unsent import changes_since, last_sent
from applications.views.gate import status_of, with_application
from applications.views.parts import address, gap_address
from applications.views.section_page import crumbs
from eligibility import Verdict
from ledger.refusal import Refused
from pilots.moments import helsinki_day
from pilots.wording import NOT_JUDGED, VERDICTS
from ui.formatting import share
from ui.parts import Task

WITHOUT_PAGE: frozenset[str] = frozenset()


@with_application
def supplement(request: HttpRequest, application: Application) -> HttpResponse:
    """Read the request; save the covering letter."""
    form = AnswerSupplementForm(
        request.POST if request.method == "POST" else None, initial=drafted(application)
    )
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            save_answer(
                application_id=application.pk,
                answer=form.cleaned_data["answer"],
                seen=form.cleaned_data["seen"] or None,
                actor=request.user,
            )
        except Refused as refused:
            refusal = refused
            application.__dict__.pop("open_request", None)
            form = AnswerSupplementForm({**drafted(application), "answer": form.cleaned_data["answer"]})
        else:
            messages.success(request, _("The answer was saved. It has not been sent yet."))
            return HttpResponseRedirect(address(application, "supplement"))
    return page(request, application, form=form, refusal=refusal)


@with_application
def send(request: HttpRequest, application: Application) -> HttpResponse:
    """Send the supplement: a signatory of the lead."""
    form = SendSupplementForm(request.POST)
    form.is_valid()
    try:
        sent = send_supplement(
            application_id=application.pk,
            attested=form.cleaned_data.get("attested", False),
            actor=request.user,
            at=request.arrived_at,
        )
    except Refused as refusal:
        return page(request, application, sending=form, refusal=refusal)
    return HttpResponseRedirect(address(application, f"receipt:{sent.number}"))


def drafted(application: Application) -> dict[str, str]:
    """The covering letter as it was last saved."""
    asked = application.open_request
    return {"answer": asked.answer, "seen": stamp_of(asked)} if asked else {}


def page(
    request: HttpRequest,
    application: Application,
    *,
    form: AnswerSupplementForm | None = None,
    sending: SendSupplementForm | None = None,
    refusal: Refused | None = None,
) -> HttpResponse:
    """The page, also after a refusal, with everything that was typed."""
    asked = application.open_request
    form = form or AnswerSupplementForm(initial=drafted(application))
    context = {
        "application": application,
        "crumbs": crumbs(application),
        "asked": asked,
        "form": form,
        "sending": sending or SendSupplementForm(),
        "signs": may(request.user, Act.SEND_SUPPLEMENT, application),
        "refusal": refusal,
        "earlier": [one for one in requests_of(application) if one != asked],
        **(standing(request, application, asked) if asked else {"overdue": False, "items": []}),
    }
    valid = not form.is_bound or form.is_valid()
    return render(request, "applications/supplement.html", context, status=status_of(refusal, valid=valid))


def standing(request: HttpRequest, application: Application, asked: SupplementRequest) -> dict[str, object]:
    """What is asked with the way to it, what is missing, what has changed, and what the verdict would become."""
    readiness = readiness_of(application, look_for_clashes=False)
    names = unlockable(application)
    return {
        "overdue": asked.is_overdue(helsinki_day(request.arrived_at)),
        "items": [
            Task(item.text, section_address(application, item.section), aside=names.get(item.section, ""))
            for item in asked.listed
        ],
        "missing": [
            Task(gap.message, gap_address(application, gap))
            for gap in supplement_gaps(application, readiness)
        ],
        "changes": changes_since(application),
        "verdicts": verdicts(application, readiness),
    }


def section_address(application: Application, key: str) -> str:
    """The page of the section that an item opens; the answer itself where it opens none."""
    if not key or key in WITHOUT_PAGE:
        return f"{address(application, 'supplement')}#id_answer"
    return address(application, key)


def verdicts(application: Application, readiness: Readiness) -> dict[str, object]:
    """The verdict that stands and the one that sending would give, and whether the new one is worse."""
    before, after = Verdict.from_json(last_sent(application).verdict), readiness.coverage.verdict
    return {
        "before": (share(before.share), VERDICTS[before.outcome]),
        "after": (share(after.share), VERDICTS[after.outcome]) if after else (share(None), NOT_JUDGED),
        "worse": after is None or after.covered_inhabitants < before.covered_inhabitants,
    }
