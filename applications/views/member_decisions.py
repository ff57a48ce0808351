"""The page of a member's own decision: the record, its confirmation, the answer to the lead's record."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.permissions import Act
from applications.actions.attaching import store_attachment
from applications.actions.member_decisions import (
    DecisionContent,
    acknowledge_conditions,
    answer_record,
    confirm_decision,
    reconfirm,
    record_decision,
    record_for_member,
    withdraw_record,
)
from applications.forms.decisions import DecisionForm, RecordAnswerForm
from applications.models import Application, BoardMeeting, Member, MemberDecision, PlanVersion
from applications.queries.access import may, signs_for, works_for
from applications.views.board_links import address, changes_address
from applications.views.board_rows import decision_state
from applications.views.consortium import own_member
from applications.views.gate import status_of, with_application
from applications.views.section_page import crumbs_of_members
from ledger.refusal import Refused
from ui.formatting import day

FIELDS = (
    "body", "decided_on", "section", "proposer", "result", "conditions", "minutes_inspected", "plan_version",
)  # fmt: skip


@with_application
def decision(request: HttpRequest, application: Application, member_id: int) -> HttpResponse:
    """Read the record; write it for the own organisation, or as the lead for a member with the extract."""
    member = own_member(application, member_id)
    current = current_of(member)
    own = works_for(request.user, member)
    if request.method != "POST":
        return show(request, application, member, current)
    if not own and not may(request.user, Act.RECORD_FOR_MEMBER, application):
        raise PermissionDenied
    form = decision_form(request, member, current, request.POST, request.FILES)
    valid = form.is_valid()
    try:
        # Before anything else can go wrong: what arrived is not to be sent a second time.
        kept = form.keep()
        if not valid:
            return show(request, application, member, current, form=form)
        with store_attachment(
            application=application,
            checked=None,
            kept=kept[-1] if kept else None,
            actor=request.user,
            at=request.arrived_at,
        ) as extract:
            record = record_decision if own else record_for_member
            record(
                member_id=member.pk,
                content=content_in(form, member),
                extract=extract or (current.extract if current else None),
                actor=request.user,
                at=request.arrived_at,
            )
    except Refused as refusal:
        return show(request, application, member, current_of(member), form=form, refusal=refusal)
    messages.success(request, _("The decision was recorded."))
    return redirect(address(application, "decision", member))


def content_in(form: DecisionForm, member: Member) -> DecisionContent:
    """The typed record; of the version that was shown the one that is offered first, when none was chosen."""
    given = {name: form.cleaned_data[name] for name in FIELDS}
    given["plan_version"] = given["plan_version"] or member.package_version
    return DecisionContent(**given)


def current_of(member: Member) -> MemberDecision | None:
    """The newest record, with its extract."""
    return member.decisions.current().select_related("extract").order_by("pk").first()


def decision_form(
    request: HttpRequest, member: Member, current: MemberDecision | None, *data: Any
) -> DecisionForm:
    """The form; what was recorded stands in it, or the body that was told with its meeting."""
    application = member.application
    shown_first = member.package_version or application.plan_version
    meeting = None if current else BoardMeeting.objects.filter(member=member).first()
    told = {"plan_version": shown_first, "body": meeting.body if meeting else ""}
    initial = {name: getattr(current, name) for name in FIELDS} if current else told
    has_extract = current is not None and current.extract_id is not None
    return DecisionForm(
        *data,
        initial=initial,
        request=request,
        application=application,
        extract_required=not works_for(request.user, member) and not has_extract,
        confirms=signs_for(request.user, member) or not works_for(request.user, member),
        versions=versions_of(application),
    )


def versions_of(application: Application) -> list[tuple[int, str]]:
    """The versions of the plan that a body can have been shown, the newest first."""
    now = _("version %(number)s, as it is now") % {"number": application.plan_version}
    found = {application.plan_version: now}
    for number, shown_at in PlanVersion.objects.filter(application=application).values_list(
        "number", "shown_at"
    ):
        if number != application.plan_version:
            found[number] = _("version %(number)s, first shown %(day)s") % {
                "number": number,
                "day": day(shown_at),
            }
    return sorted(found.items(), reverse=True)


def show(
    request: HttpRequest,
    application: Application,
    member: Member,
    current: MemberDecision | None,
    *,
    form: DecisionForm | None = None,
    answer: RecordAnswerForm | None = None,
    refusal: Refused | None = None,
) -> HttpResponse:
    """The page of the decision with whatever this person may do on it."""
    own, signs = works_for(request.user, member), signs_for(request.user, member)
    editable = (
        application.is_editable(request.arrived_at, "members") and member.state == Member.State.ACCEPTED
    )
    records = editable and (own or records_for(request, application, current))
    answers = bool(current and current.recorded_for_member and signs and not member.is_lead)
    answer_url = address(application, "answer-record", member)
    wrong = form or answer
    context = {
        "application": application,
        "crumbs": crumbs_of_members(application),
        "member": member,
        "current": current,
        "state": decision_state(current),
        "own": own,
        "changes_url": changes_address(application, current),
        "refusal": refusal,
        "record_form": (form or decision_form(request, member, current)) if records else None,
        "answer_form": (answer or RecordAnswerForm(action=answer_url)) if answers else None,
        "form": wrong,
        "acts": acts_of(request, application, member, current) if editable and current else [],
        "earlier": member.decisions.exclude(superseded_at=None).order_by("-recorded_at", "-pk"),
    }
    valid = wrong is None or wrong.is_valid()
    return render(request, "applications/decision.html", context, status=status_of(refusal, valid=valid))


def records_for(request: HttpRequest, application: Application, current: MemberDecision | None) -> bool:
    """Whether this person may record for another organisation: never over what it has confirmed itself."""
    own_record = bool(current and current.confirmed_at and not current.recorded_for_member)
    return not own_record and may(request.user, Act.RECORD_FOR_MEMBER, application)


def acts_of(
    request: HttpRequest, application: Application, member: Member, current: MemberDecision
) -> list[tuple[str, str, str]]:
    """What one press can do: (address, words of the button, what it means)."""
    acts = (
        acts_of_member(application, current) if signs_for(request.user, member) else [],
        acts_of_lead(current) if may(request.user, Act.SUBMIT, application) else [],
    )
    return [(address(application, name, member), words, why) for found in acts for name, words, why in found]


def acts_of_member(application: Application, current: MemberDecision) -> list[tuple[str, str, str]]:
    """What a signatory of the member can do, by the name of the page."""
    found = []
    if not current.confirmed_at:
        why = _("An editor has recorded the decision. It counts once a signatory has confirmed it.")
        found.append(("confirm-decision", _("Confirm the record"), why))
    if current.counts and current.stands_on != application.plan_version:
        why = _("The decision was made on version %(then)s of the plan; it is now version %(now)s.")
        versions = {"then": current.stands_on, "now": application.plan_version}
        found.append(("reconfirm", _("The decision covers the plan as it is now"), why % versions))
    return found


def acts_of_lead(current: MemberDecision) -> list[tuple[str, str, str]]:
    """What the lead's signatory can do."""
    found = []
    if current.conditions and not current.conditions_acknowledged_at:
        why = _(
            "The member approved with conditions. They must be acknowledged before the application is sent."
        )
        found.append(("acknowledge", _("Acknowledge the conditions"), why))
    if current.recorded_for_member:
        why = _("Your organisation made this record. Once withdrawn, the member is not counted; it is told.")
        found.append(("withdraw-record", _("Withdraw the record"), why))
    return found


def nothing_more(_request: HttpRequest) -> dict[str, str]:
    return {}


def one_press(
    act: Callable[..., MemberDecision | None],
    words: Callable[[], str],
    more_of: Callable[[HttpRequest], dict[str, str]] = nothing_more,
) -> Callable[..., HttpResponse]:
    """A view that does one act on the record and comes back to it; `more_of` takes what else was posted."""

    @require_POST
    @with_application
    def press(request: HttpRequest, application: Application, member_id: int) -> HttpResponse:
        member = own_member(application, member_id)
        try:
            act(member_id=member.pk, actor=request.user, at=request.arrived_at, **more_of(request))
        except Refused as refusal:
            return show(request, application, member, current_of(member), refusal=refusal)
        messages.success(request, words())
        return redirect(address(application, "decision", member))

    return press


confirm = one_press(confirm_decision, lambda: _("The record was confirmed."))
reconfirm_plan = one_press(
    reconfirm,
    lambda: _("The decision now refers to the plan as it is."),
    lambda request: {"seen": request.POST.get("seen", "")},
)
withdraw = one_press(withdraw_record, lambda: _("The record was withdrawn."))
acknowledge = one_press(acknowledge_conditions, lambda: _("The conditions were acknowledged."))


@require_POST
@with_application
def answer(request: HttpRequest, application: Application, member_id: int) -> HttpResponse:
    """The member's signatory says whether a record that the lead made is right."""
    member = own_member(application, member_id)
    form = RecordAnswerForm(request.POST, action=address(application, "answer-record", member))
    if not form.is_valid():
        return show(request, application, member, current_of(member), answer=form)
    try:
        answer_record(
            member_id=member.pk,
            right=form.cleaned_data["right"] == "yes",
            dispute=form.cleaned_data["dispute"],
            actor=request.user,
            at=request.arrived_at,
        )
    except Refused as refusal:
        return show(request, application, member, current_of(member), answer=form, refusal=refusal)
    messages.success(request, _("Your answer was saved and the lead organisation can see it."))
    return redirect(address(application, "decision", member))
