"""The whole plan as plain values, for reading on paper: as it stands, or as a version that was shown."""

from datetime import datetime
from typing import Any

from applications.models import Application, Member, PlanVersion
from applications.queries.board import Row, ground_of, rows_of
from applications.queries.package_facts import judged, member_facts
from applications.queries.snapshot import names, plan_content
from applications.workflow import BEFORE_SUBMISSION, State


def plan_facts(application: Application, *, at: datetime) -> dict[str, Any]:
    """The plan as it stands, with the members and what they cover."""
    ground = ground_of(application)
    rows = [row for row in rows_of(application, ground) if row.member.state in Member.INVITED]
    sent = State(application.state) not in BEFORE_SUBMISSION
    return {
        **head_facts(application),
        "version": application.plan_version,
        "at": at.isoformat(),
        "standing": "sent" if sent else "not_sent",
        "content": plan_content(application),
        "members": [taking_part(row) for row in rows],
        "coverage": {
            "confirmed": judged(ground.coverage([row for row in rows if row.decided])),
            "invited": judged(ground.coverage(rows)),
        },
        "special_grounds": application.special_grounds,
    }


def version_facts(application: Application, version: PlanVersion) -> dict[str, Any]:
    """A version as it was shown. Members and coverage are not part of it."""
    return {
        **head_facts(application),
        "version": version.number,
        "at": version.shown_at.isoformat(),
        "standing": "shown",
        "content": version.content,
        "members": [],
        "coverage": None,
        "special_grounds": "",
    }


def head_facts(application: Application) -> dict[str, Any]:
    """What names the application."""
    call = application.call
    return {
        "call": names(call),
        "closes_at": call.closes_at.isoformat(),
        "population_on": call.population_on.isoformat(),
        "organised_on": call.closing_day.isoformat(),
        "division": call.division,
        "county": names(application.region),
        "lead": names(application.lead),
        "case_number": application.case_number or "",
    }


def taking_part(row: Row) -> dict[str, Any]:
    """A member, where it stands, and the decision by which it counts."""
    decision = row.decision if row.decided else None
    share = row.member.share_eur
    return {
        **member_facts(row),
        "elements": sorted(row.elements),
        "share_eur": None if share is None else str(share),
        "decision": decision
        and {
            "body": decision.body,
            "on": decision.decided_on.isoformat(),
            "section": decision.section,
            "result": decision.result,
        },
    }
