"""The world that calls live in: counties, municipalities, residents, authorities, calls, rules."""

from pilots.models.authorities import JointAuthority, Organising
from pilots.models.calls import Call, CallElement, CallQuestion
from pilots.models.lists import CallReviewCriterion, CallScreeningPoint
from pilots.models.loads import DataLoad
from pilots.models.notices import (
    CallAnswer,
    CallChange,
    CallContact,
    CallCriterion,
    CallDocument,
    CallEvent,
)
from pilots.models.places import Municipality, Population, PopulationGroup, Region
from pilots.models.rules import CoverageRule, UsedFigures

__all__ = [
    "Call",
    "CallAnswer",
    "CallChange",
    "CallContact",
    "CallCriterion",
    "CallDocument",
    "CallElement",
    "CallEvent",
    "CallQuestion",
    "CallReviewCriterion",
    "CallScreeningPoint",
    "CoverageRule",
    "DataLoad",
    "JointAuthority",
    "Municipality",
    "Organising",
    "Population",
    "PopulationGroup",
    "Region",
    "UsedFigures",
]
