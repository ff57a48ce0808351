"""The tables of the municipalities' half."""

from applications.models.application import Application, CaseSeries, Step, VerdictChange
from applications.models.consortium import Attachment, BoardMeeting, BoardPackage, Member, MemberDecision
from applications.models.correspondence import (
    MemberExit,
    Message,
    MessageReading,
    SupplementItem,
    SupplementRequest,
)
from applications.models.keeping import KeptUpload
from applications.models.plan import (
    BudgetLine,
    ElementPlan,
    PlanAnswer,
    PlanVersion,
    Presence,
    Section,
    SectionVersion,
)
from applications.models.submission import Submission

__all__ = [
    "Application",
    "Attachment",
    "BoardMeeting",
    "BoardPackage",
    "BudgetLine",
    "CaseSeries",
    "ElementPlan",
    "KeptUpload",
    "Member",
    "MemberDecision",
    "MemberExit",
    "Message",
    "MessageReading",
    "PlanAnswer",
    "PlanVersion",
    "Presence",
    "Section",
    "SectionVersion",
    "Step",
    "Submission",
    "SupplementItem",
    "SupplementRequest",
    "VerdictChange",
]
