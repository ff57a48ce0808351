"""The tables of the ministry's half."""

from decisions.models.case import Case, Disqualification
from decisions.models.casefile import CaseFile
from decisions.models.decision import Decision, DecisionElement, Letter
from decisions.models.money import Appropriation, AppropriationChange
from decisions.models.proposal import Proposal, ProposalElement

__all__ = [
    "Appropriation",
    "AppropriationChange",
    "Case",
    "CaseFile",
    "Decision",
    "DecisionElement",
    "Disqualification",
    "Letter",
    "Proposal",
    "ProposalElement",
]
