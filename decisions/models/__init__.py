"""The tables of the ministry's half."""

from decisions.models.access import AccessMark, AccessRound
from decisions.models.afterwards import Condition, Hearing, RectificationClaim, ReExamination, Service
from decisions.models.case import Assignment, Case, Consideration, Disqualification, InternalNote, SavedView
from decisions.models.casefile import CaseFile
from decisions.models.decision import Decision, DecisionElement, Letter
from decisions.models.handling import Announcement, Forum, Handling, Memo
from decisions.models.money import Appropriation, AppropriationChange
from decisions.models.proposal import Kind, Outcome, Proposal, ProposalElement
from decisions.models.publishing import CallPublication
from decisions.models.reviewing import Review, ReviewScore, Statement
from decisions.models.scenarios import Scenario, ScenarioLine
from decisions.models.screening import Arrival, GroundsRuling, Outage, ScreeningFinding

__all__ = [
    "AccessMark",
    "AccessRound",
    "Announcement",
    "Appropriation",
    "AppropriationChange",
    "Arrival",
    "Assignment",
    "CallPublication",
    "Case",
    "CaseFile",
    "Condition",
    "Consideration",
    "Decision",
    "DecisionElement",
    "Disqualification",
    "Forum",
    "GroundsRuling",
    "Handling",
    "Hearing",
    "InternalNote",
    "Kind",
    "Letter",
    "Memo",
    "Outage",
    "Outcome",
    "Proposal",
    "ProposalElement",
    "ReExamination",
    "RectificationClaim",
    "Review",
    "ReviewScore",
    "SavedView",
    "Scenario",
    "ScenarioLine",
    "ScreeningFinding",
    "Service",
    "Statement",
]
