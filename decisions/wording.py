"""States, events and faults of a case in the words of the officials' pages."""

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from applications.workflow import Event, State

Words = str | Promise
# state -> state of a tag, and its words
STATES: dict[State, tuple[str, Words]] = {
    State.SUBMITTED: ("none", _("Received")),
    State.UNDER_REVIEW: ("info", _("Under review")),
    State.SUPPLEMENT_REQUESTED: ("warn", _("Supplement requested")),
    State.PROPOSED: ("wait", _("Proposed")),
    State.DECIDED: ("ok", _("Decided")),
    State.RE_EXAMINED: ("info", _("Re-examined")),
    State.RE_PROPOSED: ("wait", _("Proposed again")),
    State.WITHDRAWN: ("end", _("Withdrawn")),
    State.ENDED: ("end", _("Ended")),
}
HAPPENINGS: dict[Event, Words] = {
    Event.SUBMIT: _("The application arrived"),
    Event.REGISTER: _("The application was registered"),
    Event.WITHDRAW: _("The application was withdrawn"),
    Event.TAKE_UP: _("Taken up"),
    Event.REQUEST_SUPPLEMENT: _("A supplement was requested"),
    Event.SUPPLEMENT: _("The supplement arrived"),
    Event.RESUME: _("The review was resumed"),
    Event.PROPOSE: _("The proposal was presented"),
    Event.SEND_BACK: _("The proposal was sent back"),
    Event.DECIDE: _("Decided and signed"),
    Event.RE_EXAMINE: _("Taken up for re-examination"),
    Event.RENOUNCE: _("The recipient gave the award up"),
    Event.CLOSE: _("The case was closed"),
}
# kinds of ledger events besides those of the workflow
EVENTS: dict[str, Words] = {
    "application.started": _("A draft was started"),
    "application.discard": _("The draft was discarded"),
    "request.sent": _("A partnership request was sent"),
    "request.accepted": _("A partnership request was accepted"),
    "request.declined": _("A partnership request was declined"),
    "request.withdrawn": _("A partnership request was withdrawn"),
    "request.lapsed": _("A partnership request lapsed"),
    "member.released": _("A member was released"),
    "member.left": _("A member left"),
    "decision.recorded": _("A member's decision was recorded"),
    "decision.recorded_for_member": _("A decision was recorded for a member"),
    "decision.confirmed": _("The record of a decision was confirmed"),
    "decision.acknowledged": _("The record of a decision was found right"),
    "decision.disputed": _("The record of a decision was disputed"),
    "decision.reconfirmed": _("A decision was reconfirmed"),
    "decision.conditions_acknowledged": _("A member's conditions were acknowledged"),
    "member.left_elements": _("A member left some elements"),
    "message.sent": _("A message was sent"),
    "messages.read": _("The messages of a case were read"),
    "reminder.sent": _("A reminder was sent"),
    "note.written": _("An internal note was written"),
    "case.read": _("A case was read"),
    "case.disqualified": _("An official stepped aside"),
    "review.given": _("A review was given"),
    "review.changed": _("A review was changed"),
    "reviews.read": _("The reviews of a case were read"),
    "reviews.opened": _("The reviews were opened to a presenting officer without one of their own"),
    "statements.read": _("The statements on a case were read"),
    "statement.asked": _("An outside expert was asked for a statement"),
    "statement.sent_again": _("The link of a statement was sent again"),
    "statement.withdrawn": _("A request for a statement was withdrawn"),
    "statement.reminded": _("An outside expert was reminded"),
    "statement.case_read": _("An outside expert read a case"),
    "statement.given": _("An outside expert gave a statement"),
    "statement.declined": _("An outside expert declined to give a statement"),
    "scenario.made": _("A scenario was made"),
    "scenario.saved": _("A scenario was saved"),
    "scenario.renamed": _("A scenario was renamed"),
    "scenario.deleted": _("A scenario was deleted"),
    "scenario.base_taken": _("A scenario became the base of proposals"),
    "scenario.base_left": _("A scenario ceased to be the base of proposals"),
    "case.considered": _("An official told why a suggested ground does not disqualify"),
    "case.assigned": _("A case was handed to a presenting officer"),
    "case.screened": _("Points of the checklist were found"),
    "case.grounds_ruled": _("The special grounds were ruled on"),
    "case.arrival_ruled": _("A late arrival was ruled on"),
    "case.registered": _("An application that came on paper or by mail was entered"),
    "outage.saved": _("An outage was entered"),
    "submission.read": _("A submitted version was read"),
    "attachment.read": _("An attachment was read"),
    "draft_letter.read": _("The draft of a letter was read"),
    "ruling.presented": _("A ruling was presented"),
    "ruling.sent_back": _("A ruling was sent back"),
    "ruling.fulfilled": _("The condition was found fulfilled"),
    "ruling.lapsed": _("The condition was found lapsed"),
    "ruling.renounced": _("The giving up of an award was confirmed"),
    "ruling.claim_late": _("A rectification claim was left unexamined"),
    "re_examination.outcome_chosen": _("The outcome of a re-examination was chosen"),
    "service.registered": _("The service of a decision was entered"),
    "claim.registered": _("A rectification claim was registered"),
    "hearing.asked": _("A party was asked to be heard"),
    "hearing.answered": _("A party answered a hearing"),
    "letter.made": _("A letter was made"),
    "letter.read": _("A letter was read"),
    "letters.exported": _("Letters were exported"),
    "ledger.read": _("The ledger was read"),
    "appropriation.put_forward": _("A change of an appropriation was put forward"),
    "appropriation.set": _("An appropriation was set"),
    "access.round_begun": _("A round of the access review was begun"),
    "access.marked": _("A person's access was reviewed"),
    "access.exported": _("The list of access was exported"),
    "call.drafted": _("A call was drafted on the base of another"),
    "call.saved": _("The details of a drafted call were saved"),
    "call.list_saved": _("A list of a call was saved"),
    "call.published": _("A call was published"),
    "call.taken_back": _("A published call was made a draft again"),
    "rule.made": _("A coverage rule was made"),
    "rule.saved": _("A coverage rule was changed"),
    "handling.recorded": _("An earlier handling was recorded"),
    "handling.corrected": _("The record of an earlier handling was corrected"),
    "results.announced": _("An announcement of results was recorded"),
    "results.announcement_corrected": _("The record of an announcement was corrected"),
    "memo.made": _("A presentation memo was made"),
    "memo.read": _("A presentation memo was read"),
    "call.deadline_moved": _("A closing time was moved"),
    "reference.loaded": _("The reference data was loaded"),
    "outbox.requeued": _("A parked row was put back in the queue"),
    "person.saved": _("A person's details or roles were saved"),
    "person.password_set": _("A person's password was set"),
    "person.password_changed": _("A person changed the own password"),
    "person.profile_saved": _("A person changed the own details"),
    "person.made": _("A person made an account"),
    "organisation.claim_sent": _("A claim link was sent to an organisation's registry"),
    "organisation.claimed": _("A person became an organisation's signatory by its link"),
    "organisation.invited": _("A person was invited to an organisation"),
    "organisation.invited_again": _("An invitation to an organisation was sent again"),
    "organisation.invitation_withdrawn": _("An invitation to an organisation was withdrawn"),
    "organisation.invitation_ended": _("An invitation ended: whoever sent it no longer signs"),
    "organisation.joined": _("A person accepted an invitation to an organisation"),
    "organisation.person_entered": _("A person was entered for an organisation"),
    "organisation.person_removed": _("A person was removed from an organisation"),
    "organisation.consent_given": _("An organisation consented to electronic notice"),
    "organisation.consent_withdrawn": _("An organisation withdrew its consent to electronic notice"),
    "organisation.saved": _("An organisation's address or language was changed"),
    "organisation.mandate": _("A log-in with a mandate made a person an organisation's signatory"),
}
OUTCOMES: dict[str, tuple[str, Words]] = {
    "granted": ("ok", _("Granted")),
    "partly": ("info", _("Partly granted")),
    "refused": ("bad", _("Refused")),
    "unexamined": ("end", _("Left unexamined")),
    "lapsed": ("end", _("Lapses")),
    "annulled": ("end", _("Annulled")),
    "renounced": ("end", _("Renounced")),
}
# codes of decisions.letters.lint -> what the presenting officer has to mend
FAULTS: dict[str, Words] = {
    "unresolved": _("A placeholder or an empty bracket is left in the text"),
    "unknown_outcome": _("The outcome has not been chosen"),
    "reasons_missing": _("The reasons are missing"),
    "reasons_not_individual": _("The reasons are only the library's text; add the particulars of this case"),
    "amount_contradicts_outcome": _("The sum does not fit the outcome"),
    "totals_differ": _("The totals do not add up"),
    "part_without_grant": _("A part belongs only to a grant"),
    "period_backwards": _("The period of use ends before it begins"),
    "reports_backwards": _("The interim report is due after the final report"),
    "instalments_differ": _("The instalments do not add up to the grant"),
    "instalment_incomplete": _("An instalment lacks its day, its sum or what it is paid on"),
    "above_asked": _("More than what is asked cannot be granted"),
    "above_left": _("More than what is left of the appropriation cannot be granted"),
    "below_smallest": _(
        "The sum is below the smallest viable sum; say why the element can still be carried out"
    ),
    "same_person": _("The presenting officer and the decision-maker are the same person"),
}
PARTS: dict[str, Words] = {
    "use.purpose": _("The purpose of the grant is missing"),
    "use.eligible_costs": _("The eligible costs are missing"),
    "use.from": _("The start of the period of use is missing"),
    "use.to": _("The end of the period of use is missing"),
    "payment.text": _("The terms of payment are missing"),
    "reports.final_on": _("The day of the final report is missing"),
    "condition.text": _("The text of the condition is missing"),
    "coverage.grounds_ruling": _("The ruling on the special grounds is missing"),
    "coverage.grounds_ruling.reason": _("The reason of the ruling on the special grounds is missing"),
    "elements": _("The application has no elements"),
}


def fault_text(code: str, message: str, names: dict[str, str]) -> Words:
    """One fault of a letter as a sentence; `names` are the elements' names by their codes, in order."""
    if code == "missing":
        return PARTS.get(message, format_lazy(_("Missing from the letter: {part}"), part=message))
    place, _colon, rest = (part.strip() for part in message.partition(":"))
    words = FAULTS.get(code, code)
    if place.startswith("elements."):
        place = list(names)[int(place.split(".")[1])]
    if place in names:
        quoted = format_lazy("{words}: {rest}", words=words, rest=rest) if code == "unresolved" else words
        return format_lazy("{name}: {words}", name=names[place], words=quoted)
    return format_lazy("{words} ({rest})", words=words, rest=rest or place)


def fault_texts(faults: list[tuple[str, str]], elements: list[dict]) -> tuple[Words, ...]:
    """All faults that lint found, for the elements of the snapshot that it read."""
    language = (get_language() or "fi")[:2]
    names = {row["code"]: row["name"].get(language, row["name"]["fi"]) for row in elements}
    return tuple(fault_text(code, message, names) for code, message in faults)


def event_words(kind: str) -> Words:
    """What happened, by the kind of a ledger event; a kind without words of its own stands as it is."""
    room, _dot, name = kind.partition(".")
    if room == "application" and name in HAPPENINGS:
        return HAPPENINGS[Event(name)]
    return EVENTS.get(kind, kind)
