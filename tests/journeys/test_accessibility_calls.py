"""Calls, rules and the access review at the desk, in their fullest state and with errors, looked at like all others."""

from datetime import timedelta

import pytest
from django.utils import timezone

from decisions.actions.access_review import begin_round, mark
from decisions.actions.calls import copy_call
from decisions.queries.calls import PARTS
from tests.bed.browser import WIDE
from tests.journeys.looking import Inspector
from tests.journeys.walking import Walker


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_calls_rules_and_access(new_page, language, cast):
    see = Inspector(Walker(new_page(viewport=WIDE), language))
    now = timezone.now()
    names = {f"name_{one}": "Uusi haku" for one in ("fi", "sv", "en")}
    window = {"opens_at": now + timedelta(days=30), "closes_at": now + timedelta(days=60)}
    copy_call(base="practice", content={"slug": "new", **names, **window}, actor=cast.administrator, at=now)
    see.walker.enters(cast.administrator)
    for name in ("calls", "rules", "rule-new"):
        see.looks_at(f"admin:{name}")
    for name in ("call", "call-details", "call-preview", "call-copy"):
        see.looks_at(f"admin:{name}", "new")
    for part in PARTS:
        see.looks_at("admin:call-list", "new", part)
    for name, slug in (("call", "practice"), ("call-details", "practice"), ("rule", "coverage-2017")):
        see.looks_at(f"admin:{name}", slug)
    see.looks_at("admin:call-list", "practice", "questions")
    see.errs("admin:call-copy", "new")
    see.errs("admin:rule-new", fill={"full": "101"})
    see.errs("admin:call-details", "new", fill={"name_sv": "", "closes_at": "1.1.2000 12.00"})
    see.errs("admin:call-postpone", "practice")
    see.looks_at("admin:access-list", "organisations")
    see.walker.enters(cast.decision_maker)
    see.looks_at("admin:call-publish", "new")
    begun = begin_round(about="officials", actor=cast.auditor, at=now)
    mark(
        round_id=begun.pk, person_id=cast.reviewer.pk, organisation_id=None, finding="ends", note="Ei tarvita",
        actor=cast.auditor, at=now,
    )  # fmt: skip
    see.walker.enters(cast.superuser)
    see.looks_at("admin:access-list", "officials")
    assert not see.wrong, "\n".join(see.wrong)
