"""Coverage rules made at the desk; what a published call or a submission stands on is never edited."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Act
from decisions.actions.calls import refuse_changed, refuse_others
from decisions.queries.calls import stamp_of
from ledger.actions import record
from ledger.refusal import refuse_unless
from pilots.models import CoverageRule
from pilots.models.calls import Status


def content_of(rule: CoverageRule) -> dict[str, Any]:
    """The limits and whether they bind."""
    return {name: getattr(rule, name) for name in CoverageRule.CONTENT}


def why_frozen(rule: CoverageRule) -> str | Promise:
    """Why a rule cannot be edited any more; empty where it can."""
    if rule.used:
        return _(
            "A submission has been judged by this rule, so it never changes. Copy it as a base for a new one."
        )
    if not rule.made_at_desk:
        return _("The rule came with the reference data. Copy it as a base for a new one.")
    if rule.calls.exclude(status=Status.DRAFT).exists():
        return _("A published call has this rule. Copy it as a base for a new one.")
    return ""


@transaction.atomic
def make_rule(*, name: str, content: Mapping[str, Any], actor: User, at: datetime) -> CoverageRule:
    """A new rule; its name is its own for ever."""
    refuse_others(actor, Act.DRAFT_CALL)
    refuse_unless(
        not CoverageRule.objects.filter(pk=name).exists(), "name_taken", _("Another rule has this name.")
    )
    rule = CoverageRule.objects.create(name=name, made_at_desk=True, **content)
    record(kind="rule.made", reference=f"rule:{name}", actor=actor, at=at, data=dict(content))
    return rule


@transaction.atomic
def save_rule(*, name: str, content: Mapping[str, Any], seen: str, actor: User, at: datetime) -> CoverageRule:
    """Change a rule that only drafts have; Refused for any other."""
    refuse_others(actor, Act.DRAFT_CALL)
    rule = CoverageRule.objects.select_for_update().get(pk=name)
    why = why_frozen(rule)
    refuse_unless(not why, "not_possible_now", why)
    refuse_changed(seen=seen, now=stamp_of(content_of(rule)))
    for field in CoverageRule.CONTENT:
        setattr(rule, field, content[field])
    rule.save()
    record(kind="rule.saved", reference=f"rule:{name}", actor=actor, at=at, data=dict(content))
    return rule
