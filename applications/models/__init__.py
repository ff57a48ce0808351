"""The tables of the municipalities' half."""

from applications.models.application import Application, CaseSeries, Step
from applications.models.consortium import Attachment, Member, MemberDecision
from applications.models.plan import BudgetLine, ElementPlan, PlanAnswer, Section
from applications.models.submission import Submission

__all__ = [
    "Application",
    "Attachment",
    "BudgetLine",
    "CaseSeries",
    "ElementPlan",
    "Member",
    "MemberDecision",
    "PlanAnswer",
    "Section",
    "Step",
    "Submission",
]
