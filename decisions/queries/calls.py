"""Calls as the desk keeps them: their lists as rows, how they stand, and a stamp of what somebody has read."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pilots.models import (
    Call,
    CallAnswer,
    CallContact,
    CallCriterion,
    CallDocument,
    CallElement,
    CallEvent,
    CallQuestion,
    CallReviewCriterion,
    CallScreeningPoint,
    CoverageRule,
)
from pilots.models.calls import Status

Row = dict[str, Any]
ACTS = "acts"


@dataclass(frozen=True)
class Part:
    """One list of a call. `late`: it may be kept up to date after the call has been published."""

    name: str | Promise
    model: type[models.Model] | None
    late: bool = False


# by the name of the call's relation; the acts of the legal basis stand in the call itself
PARTS: dict[str, Part] = {
    "elements": Part(_("What may be piloted"), CallElement),
    "questions": Part(_("Questions of the form"), CallQuestion),
    "criteria": Part(_("Criteria of the call"), CallCriterion),
    ACTS: Part(_("Legal basis"), None),
    "screening_points": Part(_("Points of the screening"), CallScreeningPoint),
    "review_criteria": Part(_("Criteria of the review"), CallReviewCriterion),
    "documents": Part(_("Instructions and forms"), CallDocument, late=True),
    "events": Part(_("Events"), CallEvent, late=True),
    "contacts": Part(_("Contacts"), CallContact, late=True),
    "answers": Part(_("Questions and answers"), CallAnswer, late=True),
}
# What is not content: who the row is, and where it stands.
UNTOLD = {"id", "call", "order"}
# What the act of publishing and the reference files keep of a call.
NOT_CONTENT = {"id", "status", "kept_at_desk", "source", "rolling"}


def fields_of(model: type[models.Model]) -> list[str]:
    """The names of the fields that hold a row's content, its code first."""
    names = [field.name for field in model._meta.concrete_fields if field.name not in UNTOLD]  # noqa: SLF001 - the way to fields
    return sorted(names, key=lambda name: name != "code")


def rows_of(call: Call, part: str) -> list[Row]:
    """The list's rows in their order, each with its code."""
    model = PARTS[part].model
    if model is None:
        return [act_row(act) for act in call.legal_basis]
    found = getattr(call, part).order_by("order", "pk")
    return [{name: getattr(row, name) for name in fields_of(model)} for row in found]


def act_row(act: dict[str, Any]) -> Row:
    """An act of the legal basis as a row of the list."""
    names = {f"act_{language}": act["act"].get(language, "") for language in ("fi", "sv", "en")}
    return {"code": act["number"], "number": act["number"], "sections": act.get("sections", ""), **names}


def basics_of(call: Call) -> Row:
    """The call's own fields that people write."""
    return {
        field.attname: getattr(call, field.attname)
        for field in Call._meta.concrete_fields  # noqa: SLF001 - Django's documented way to a model's fields
        if field.name not in NOT_CONTENT
    }


def stamp_of(content: object) -> str:
    """A short name for exactly this content: another one, and somebody has changed it meanwhile."""
    text = json.dumps(content, cls=DjangoJSONEncoder, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def stamp_of_all(call: Call) -> str:
    """The stamp of the call with its rule and all its lists."""
    rule = {name: getattr(call.rule, name) for name in CoverageRule.CONTENT} if call.rule else {}
    return stamp_of([basics_of(call), rule, {part: rows_of(call, part) for part in PARTS}])


def has_opened(call: Call, at: datetime) -> bool:
    """Whether people may have begun to apply."""
    return call.status == Status.PUBLISHED and call.opens_at <= at


def why_closed(call: Call, part: str = "") -> str | Promise:
    """Why a list (or, without one, the call itself) cannot be changed now; empty where it can."""
    if call.status == Status.DRAFT:
        return ""
    if call.status == Status.PUBLISHED:
        if part and PARTS[part].late:
            return ""
        return _(
            "The call has been published, and applicants rely on it: only the closing time may move, later and with "
            "a reason. Contacts, events, answers and instructions may be kept up to date."
        )
    return _(
        "The call came with the reference data, and its files say what it is. Copy it as a base for a new call."
    )


def stage(call: Call, at: datetime) -> tuple[str, str | Promise]:
    """State of a tag and its words."""
    if call.status == Status.DRAFT:
        return "none", _("Draft")
    if call.status == Status.PREPARATION:
        return "none", _("In preparation")
    if at < call.opens_at:
        return "wait", _("Published, not open yet")
    return ("ok", _("Open")) if call.is_open(at) else ("end", _("Closed"))


def grouped(calls: Sequence[Call], at: datetime) -> dict[str, list[Call]]:
    """In preparation (drafts and what is to open), open, closed."""
    groups: dict[str, list[Call]] = {"coming": [], "open": [], "closed": []}
    for call in calls:
        open_now = call.is_open(at)
        over = call.status == Status.PUBLISHED and at >= call.closes_at
        groups["open" if open_now else "closed" if over else "coming"].append(call)
    return groups
