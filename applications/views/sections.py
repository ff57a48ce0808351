"""The sections of a draft: plan, elements and one element, special grounds."""

from dataclasses import replace
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from applications.actions.plan import (
    ElementContent,
    choose_elements,
    element_content,
    save_element,
    save_grounds,
    save_plan,
)
from applications.forms.elements import ChooseElementsForm, ElementForm
from applications.forms.grounds import GroundsForm
from applications.forms.plan import PlanForm
from applications.models import Application, ElementPlan
from applications.queries.coverage import confirmed_coverage
from applications.queries.draft import Draft
from applications.queries.targets import has_targets, targets_of
from applications.views.both_texts import Difference, differences
from applications.views.gate import with_application
from applications.views.parts import address
from applications.views.section_page import SectionPage
from applications.views.targets import TargetLine, target_line
from pilots.queries import ruleset_of
from pilots.wording import NOT_JUDGED, VERDICTS, force_text, reason_sentences
from ui.formatting import day, euros, number, share


@with_application
def plan(request: HttpRequest, application: Application) -> HttpResponse:
    """The answers to the questions of the call."""
    page = SectionPage(request, application, "plan", _("Project plan"))
    if not page.writable:
        texts = [(one.label, one.words) for one in page.draft.answers]
        return page.show("applications/section_read.html", texts=texts, targets=targets_in(page.draft))
    form = page.form(partial(PlanForm, answers=page.draft.answers))
    if page.posted and form.is_valid() and page.save(save_plan, answers=form.answers()):
        return page.saved()
    if page.clashed and form.answers() == {one.question.code: one.text for one in page.draft.answers}:
        return page.saved()
    clash = differences(form, PlanForm(answers=page.draft.answers)) if page.clashed else []
    return page.show(
        "applications/section.html",
        form=form,
        valid=not page.posted,
        differences=clash,
        targets=targets_in(page.draft),
    )


def targets_in(draft: Draft) -> list[TargetLine]:
    """The plan's own targets beside the confirmed coverage; no query while none is given."""
    if not has_targets(draft):
        return []
    return [target_line(one) for one in targets_of(draft, confirmed_coverage(draft.application))]


@with_application
def elements(request: HttpRequest, application: Application) -> HttpResponse:
    """Which elements are asked for."""
    # Dropping an element drops what was written of it: that takes a press.
    page = SectionPage(request, application, "elements", _("Elements"), saves_itself=False)
    if not page.writable:
        return page.show("applications/elements.html")
    offered = application.call.elements.order_by("order")
    form = ChooseElementsForm(page.data, elements=offered, plans=page.draft.plans)
    if page.posted and form.is_valid() and page.save(choose_elements, codes=form.cleaned_data["elements"]):
        return page.saved()
    clash = [chosen_difference(form, page.draft)] if page.clashed else []
    if any(one.theirs == one.mine for one in clash):
        return page.saved()
    return page.show("applications/elements.html", form=form, valid=not page.posted, differences=clash)


def chosen_difference(form: ChooseElementsForm, draft: Draft) -> Difference:
    """What the other one chose, and what I did."""
    names = dict(form.fields["elements"].choices)
    mine = [str(name) for code, name in names.items() if code in form.cleaned_data["elements"]]
    theirs = [plan.element.name for plan in draft.plans]
    return Difference(str(form.fields["elements"].label), "\n".join(theirs), "\n".join(mine))


@with_application
def element(request: HttpRequest, application: Application, code: str) -> HttpResponse:
    """The plan of one chosen element."""
    page = SectionPage(request, application, f"element:{code}", "")
    found = next((one for one in page.draft.plans if one.element.code == code), None)
    if found is None:
        raise Http404
    page.title = found.element.name
    if not page.writable:
        return page.show("applications/section_read.html", texts=element_texts(page.draft, found))
    asked = page.draft.answers_of(code)
    form = page.form(partial(ElementForm, call=application.call, plan=found, answers=asked))
    if page.posted and form.is_valid() and page.save(save_element, code=code, content=form.content()):
        return page.saved()
    now = next((one for one in page.draft.plans if one.element.code == code), None)
    if now is None:
        return HttpResponseRedirect(address(application, "elements"))
    if page.clashed and form.content() == content_now(page.draft, now):
        return page.saved()
    stored = ElementForm(call=application.call, plan=now, answers=page.draft.answers_of(code))
    clash = differences(form, stored) if page.clashed else []
    return page.show("applications/section.html", form=form, valid=not page.posted, differences=clash)


def content_now(draft: Draft, plan: ElementPlan) -> ElementContent:
    """What stands of an element, with its answers."""
    answers = {one.question.code: one.text for one in draft.answers_of(plan.element.code)}
    return replace(element_content(plan), answers=answers)


def element_texts(draft: Draft, plan: ElementPlan) -> list[tuple[str, str]]:
    """An element's plan for reading."""
    days = [day(on) if on else "–" for on in (plan.starts_on, plan.ends_on)]
    clients = "" if plan.expected_clients is None else number(plan.expected_clients)
    smallest = "" if plan.smallest_eur is None else euros(plan.smallest_eur, cents=True)
    return [
        (_("Description"), plan.description),
        (_("Starts"), days[0]),
        (_("Ends"), days[1]),
        (_("Expected number of clients"), clients),
        (_("Smallest sum with which the element can be carried out"), smallest),
        *((one.label, one.words) for one in draft.answers_of(plan.element.code)),
    ]


@with_application
def grounds(request: HttpRequest, application: Application) -> HttpResponse:
    """Special grounds, beside the verdict that they are needed for."""
    page = SectionPage(request, application, "grounds", _("Special grounds"))
    ruleset = ruleset_of(application.call)
    verdict = verdict_words(application)
    if not page.writable:
        texts = [(_("Special grounds"), application.special_grounds)]
        return page.show("applications/grounds.html", texts=texts, **verdict)
    form = page.form(partial(GroundsForm, application=application, ruleset=ruleset))
    if page.posted and form.is_valid() and page.save(save_grounds, **form.content()):
        return page.saved()
    if page.clashed:
        application.refresh_from_db(fields=["special_grounds", "below_limit_confirmed"])
    stored = GroundsForm(application=application, ruleset=ruleset)
    clash = differences(form, stored) if page.clashed else []
    if page.clashed and not clash:
        return page.saved()
    return page.show(
        "applications/grounds.html", form=form, valid=not page.posted, differences=clash, **verdict
    )


def verdict_words(application: Application) -> dict[str, object]:
    """The confirmed coverage in words: the tag, the share and the reasons."""
    coverage = confirmed_coverage(application)
    force = force_text(coverage.ruleset)
    if coverage.verdict is None:
        return {"verdict": NOT_JUDGED, "share": "–", "reasons": [], "force": force}
    return {
        "verdict": VERDICTS[coverage.verdict.outcome],
        "share": share(coverage.verdict.share),
        "reasons": reason_sentences(coverage.verdict, coverage.ruleset),
        "force": force,
    }
