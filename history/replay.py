"""Tells a story again by the very acts that the pages call, with the moments of the story and without a mail."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.models import User
from applications.actions import budget, calendar, consortium, drafting, member_decisions, plan, submitting
from applications.models import Application, Member
from applications.workflow import OVER, State
from decisions.actions import deciding, presenting
from decisions.actions.lettering import make_letter
from decisions.models import Decision, Proposal
from history.people import organisation
from history.stories import Story
from outbox.silence import silently
from pilots.moments import helsinki_day
from pilots.queries import municipalities_of

SILENCE = "replay: not sent"


def replay(story: Story) -> Application | None:
    """Tell the story unless it has been told; returns the application when it was told now.

    All or nothing: a dispatcher that runs meanwhile never sees half a story, nor a mail to send.
    """
    told = standing(story)
    if told:
        return carry_on(story, told)
    with transaction.atomic(), silently(SILENCE):
        application = apply(story)
        take_up(story, application)
        present(story, application)
        decide(story, application)
    application.refresh_from_db()
    return application


def carry_on(story: Story, application: Application) -> Application | None:
    """Tell the rest of a real story that an earlier load left on the desk; None when there is no more of it.

    Practice cases are let be: somebody may be practising on them.
    """
    further = "presented_at" in story.told.get("desk", {})
    if story.is_practice or not further or application.state != State.UNDER_REVIEW:
        return None
    with transaction.atomic(), silently(SILENCE):
        present(story, application)
        decide(story, application)
    application.refresh_from_db()
    return application


def apply(story: Story) -> Application:
    """The applicants' part, from the first draft until it is sent."""
    application = open_draft(story)
    invite(story, application)
    write(story, application)
    hear_members(story, application)
    announce_meetings(story, application)
    send(story, application)
    return application


def make_letters(application: Application) -> int:
    """Make the letters that a replayed case lacks, outside its transaction; returns how many."""
    missing = Decision.objects.filter(application=application, letters=None).order_by("pk")
    with silently(SILENCE):
        return len([make_letter(decision_id=decision.pk) for decision in missing])


def standing(story: Story) -> Application | None:
    """The application of a story that has been told."""
    told = Application.objects.filter(
        call=story.call, region=story.county, lead=organisation(story.told["lead"])
    )
    return told.exclude(state__in=OVER).first()


def lead_of(story: Story) -> User:
    return story.signatory(story.told["lead"])


def open_draft(story: Story) -> Application:
    """The lead starts the draft and chooses what is to be piloted."""
    at, lead = story.moment(story.told["started_at"]), lead_of(story)
    application = drafting.start_application(
        call=story.call,
        region=story.county,
        lead=organisation(story.told["lead"]),
        language=story.told["language"],
        actor=lead,
        at=at,
    )
    codes = [element["code"] for element in story.told["elements"]]
    plan.choose_elements(application_id=application.pk, codes=codes, actor=lead, at=at)
    return application


def invite(story: Story, application: Application) -> None:
    """The lead lists partners and asks them."""
    asked = story.told.get("request")
    if not asked:
        return
    at, lead = story.moment(asked["at"]), lead_of(story)
    keys = [*asked.get("organisations", ()), *(county_codes(story) if asked.get("whole_county") else ())]
    chosen = [organisation(key).pk for key in keys]
    consortium.list_partners(application_id=application.pk, organisation_ids=chosen, actor=lead, at=at)
    consortium.send_requests(
        application_id=application.pk,
        organisation_ids=chosen,
        message=asked["message"].strip(),
        reply_by_on=asked.get("reply_by_on"),
        actor=lead,
        at=at,
    )


def county_codes(story: Story) -> list[str]:
    """Every municipality of the county."""
    return [place.code for place in municipalities_of(story.call, story.county)]


def write(story: Story, application: Application) -> None:
    """The lead writes plan, elements, budget and grounds."""
    acts: dict[str, Any] = {
        "application_id": application.pk,
        "actor": lead_of(story),
        "at": story.moment(story.told["written_at"]),
        "seen": 0,
    }
    answers = {code: text.strip() for code, text in story.told["plan"].items()}
    plan.save_plan(answers=answers, **acts)
    for element in story.told["elements"]:
        content = plan.ElementContent(
            description=element["description"].strip(),
            starts_on=element.get("starts_on"),
            ends_on=element.get("ends_on"),
            expected_clients=element.get("expected_clients"),
            smallest_eur=Decimal(element["smallest_eur"]) if "smallest_eur" in element else None,
            answers={code: text.strip() for code, text in element.get("answers", {}).items()},
        )
        plan.save_element(code=element["code"], content=content, **acts)
    budget.save_budget(lines=[line_of(line) for line in story.told["budget"]["lines"]], **acts)
    if "grounds" in story.told:
        grounds = story.told["grounds"]
        plan.save_grounds(grounds=grounds["text"].strip(), below_limit_confirmed=grounds["confirmed"], **acts)


def line_of(told: list) -> budget.LineContent:
    """A budget line as told: element, year, category, euros, note. It is nobody's share in particular."""
    element, year, category, asked, note = told
    return budget.LineContent(
        element=element, category=category, year=year, asked_eur=Decimal(asked), note=note
    )


def member_of(application: Application, key: str) -> Member:
    return application.members.get(organisation=organisation(key))


def hear_members(story: Story, application: Application) -> None:
    """Partners answer and bodies decide, in the order of their moments: each turn of the verdict is judged then."""
    acts = [(story.moment(one["answered_at"]), hear_partner, one) for one in story.told.get("partners", ())]
    acts += [(story.moment(one["recorded_at"]), decide_member, one) for one in story.told["decisions"]]
    for at, act, told in sorted(acts, key=lambda one: one[0]):
        act(story, application, told, at)


def hear_partner(story: Story, application: Application, partner: dict[str, Any], at: datetime) -> None:
    """A partner answers; the lead notes in what it takes part."""
    member = member_of(application, partner["organisation"])
    consortium.answer_request(
        member_id=member.pk,
        accept=partner.get("accept", True),
        answer_note=partner.get("note", "").strip(),
        actor=story.signatory(partner["organisation"]),
        at=at,
    )
    if "elements" in partner:
        consortium.set_elements(member_id=member.pk, codes=partner["elements"], actor=lead_of(story), at=at)


def decide_member(story: Story, application: Application, decision: dict[str, Any], at: datetime) -> None:
    """A member's own signatory records what its body decided."""
    content = member_decisions.DecisionContent(
        body=decision["body"],
        decided_on=decided_on(story, decision),
        result="approved",
        section=decision.get("section", ""),
        proposer=decision.get("proposer", ""),
    )
    member_decisions.record_decision(
        member_id=member_of(application, decision["organisation"]).pk,
        content=content,
        extract=None,
        actor=story.signatory(decision["organisation"]),
        at=at,
    )


def announce_meetings(story: Story, application: Application) -> None:
    """Members tell the days on which their own bodies meet; days are counted from the loading."""
    for told in story.told.get("meetings", ()):
        days = {
            f"{name}_on": helsinki_day(story.now) + timedelta(days=told[f"{name}_in"])
            for name in ("meets", "inspected", "final")
            if f"{name}_in" in told
        }
        calendar.set_meeting(
            member_id=member_of(application, told["organisation"]).pk,
            content=calendar.MeetingContent(body=told["body"], **days),
            actor=lead_of(story),
            at=story.moment(story.told["request"]["at"]),
        )


def decided_on(story: Story, decision: dict[str, Any]) -> date:
    """The day of the decision; in practice cases the day of its recording."""
    return decision.get("decided_on") or helsinki_day(story.moment(decision["recorded_at"]))


def send(story: Story, application: Application) -> None:
    """The lead's signatory submits; requests that nobody answered lapse. Some stories are still drafts."""
    if "submitted_at" not in story.told:
        return
    submitting.submit(
        application_id=application.pk,
        attested=True,
        lapse_unanswered=True,
        actor=lead_of(story),
        at=story.moment(story.told["submitted_at"]),
    )


def take_up(story: Story, application: Application) -> None:
    """The presenting officer takes the case up, if the story goes as far."""
    desk = story.told.get("desk", {})
    if "taken_up_at" in desk:
        officer = story.official(desk["presenting_officer"])
        presenting.take_up(application_id=application.pk, actor=officer, at=story.moment(desk["taken_up_at"]))


def present(story: Story, application: Application) -> None:
    """The presenting officer writes the proposal and presents it, if the story goes as far."""
    desk = story.told.get("desk", {})
    if "presented_at" in desk:
        who = {
            "application_id": application.pk,
            "actor": story.official(desk["presenting_officer"]),
            "at": story.moment(desk["presented_at"]),
        }
        presenting.save_proposal(content=proposal_of(story), **who)
        presenting.present(**who)


def decide(story: Story, application: Application) -> None:
    """The decision-maker decides what was presented, if the story goes as far."""
    desk = story.told.get("desk", {})
    if "decided_at" in desk:
        at = story.moment(desk["decided_at"])
        deciding.decide(
            application_id=application.pk,
            proof=deciding.Proof(method="replay", at=at),
            seen=application.proposals.get(state=Proposal.State.PRESENTED).presented_at,
            actor=story.official(desk["decision_maker"]),
            at=at,
        )


def proposal_of(story: Story) -> presenting.ProposalContent:
    """The proposal as told; the condition is the call's own sentence."""
    told = dict(story.told["proposal"])
    elements = {
        code: presenting.ElementProposal(
            outcome=element["outcome"],
            amount_eur=Decimal(element["amount_eur"]),
            scope=element.get("scope", "").strip(),
            reason_key=element["reason_key"],
            reasons=element["reasons"].strip(),
        )
        for code, element in told.pop("elements").items()
    }
    conditional = told.pop("conditional", False)
    swedish = story.told["language"] == "sv"
    condition = (story.call.condition_sv if swedish else story.call.condition_fi) if conditional else ""
    own = told.pop("self_financing_eur", None)
    return presenting.ProposalContent(
        elements=elements,
        condition=condition,
        self_financing_eur=None if own is None else Decimal(own),
        **{name: text.strip() if isinstance(text, str) else text for name, text in told.items()},
    )
