"""At the desk too: things of another case, and field names that no form asks for, change nothing of their own."""

import pytest
from django.urls import reverse

from accounts.models import User
from tests.access.addresses import address, sent
from tests.access.recorder import changed, checksums, contents, differences
from tests.access.test_foreign_ids import LEDGER, MOVED, hostile, post, tried


def test_a_file_or_version_of_another_case_is_not_there(proposed):
    foreign = proposed.file(proposed.other)
    url = reverse("admin:case-attachment", kwargs={"pk": proposed.own.pk, "attachment": foreign.pk})
    assert proposed.client("PO").get(url).status_code == 404
    url = reverse("admin:case-version", kwargs={"pk": proposed.own.pk, "number": 2})
    assert proposed.client("PO").get(url).status_code == 404


def test_nobody_exports_letters_by_naming_ids(proposed):
    for who, status in (("PX", 403), ("AD", 403), ("RV", 403)):
        before = checksums()
        response = proposed.client(who).post(reverse("admin:letters-export"), {"letter": ["1", "987654321"]})
        assert (who, response.status_code) == (who, status)
        assert changed(before, checksums()) == set()


def test_an_unknown_organisation_is_given_to_nobody(proposed):
    row = {
        "affiliations-TOTAL_FORMS": 1,
        "affiliations-0-organisation": 987_654_321,
        "affiliations-0-role": "signatory",
    }
    given = sent(proposed, "admin:person", "SU") | row
    before = checksums()
    assert post(proposed, "SU", "admin:person", given).status_code == 422
    assert changed(before, checksums()) == set()


def test_a_superuser_gives_nothing_to_the_own_person(proposed):
    own = proposed.cast.superuser
    given = sent(proposed, "admin:person", "SU") | {"email": own.email, "is_superuser": "on"}
    before = checksums()
    response = proposed.client("SU").post(reverse("admin:person", kwargs={"pk": own.pk}), given)
    assert response.status_code in {403, 422}
    assert changed(before, checksums()) == set()


PERSON = {
    f"accounts_user.{name}"
    for name in ("email", "name", "title_fi", "title_sv", "language", "is_active", "is_superuser")
}
DESK = {
    "send-back": ("DM", MOVED | {"decisions_proposal.state", "decisions_proposal.note"}),
    "step-aside": ("RV", LEDGER | {"+decisions_disqualification"}),
    "consider": ("RV", LEDGER | {"+decisions_consideration"}),
    "assign": ("PX", LEDGER | {"+decisions_assignment", "+outbox_row", "decisions_case.presenting_officer_id",
        "decisions_case.taken_up_at"}),
    "decide": ("DM", MOVED | {"+decisions_decision", "+decisions_decisionelement", "+outbox_row",
        "decisions_proposal.state", "decisions_appropriation.committed_eur", "decisions_case.committed_eur"}),
    "memos": ("PX", LEDGER | {"+decisions_memo"}),
    "handlings": ("AD", LEDGER | {"+decisions_handling", "+decisions_handling_applications"}),
    "handling": ("PX", LEDGER | {"+decisions_handling_applications", *(f"decisions_handling.{name}" for name in (
        "forum", "on", "outline_fi", "outline_sv", "note", "recorded_by_id", "recorded_at"))}),
    "case-notes": ("PX", LEDGER | {"+decisions_internalnote"}),
    "scenarios": ("PX", LEDGER | {"+decisions_scenario", "+decisions_scenarioline"}),
    "scenario-delete": ("PX", LEDGER | {"-decisions_scenario", "-decisions_scenarioline"}),
    "case-views": ("PX", LEDGER | {"+decisions_savedview"}),
    "scenario-name": ("PX", LEDGER | {f"decisions_scenario.{name}" for name in ("name", "note", "saved_at")}),
    "scenario-base": ("PX", LEDGER | {"decisions_scenario.base_since_at"}),
    "scenario": ("PX", LEDGER | {"decisions_scenario.saved_at", "decisions_scenario.saved_by_id",
        "+decisions_scenarioline", "-decisions_scenarioline"}),
    "money-change": ("DM", LEDGER | {"+decisions_appropriationchange"}),
    "money-confirm": ("DQ", LEDGER | {"decisions_appropriation.total_eur", "decisions_appropriation.reserve_eur",
        "decisions_appropriationchange.confirmed_by_id", "decisions_appropriationchange.confirmed_at"}),
    "outage": ("AD", LEDGER | {f"decisions_outage.{name}" for name in ("from_at", "until_at", "what")}),
    "outage-new": ("AD", LEDGER | {"+decisions_outage"}),
    "call-copy": ("AD", LEDGER | {"+decisions_callpublication", "+decisions_callpublication_editors"}),
    "access-begin": ("AU", LEDGER | {"+decisions_accessround"}),
    "rule-new": ("AD", LEDGER),
    "requeue": ("AD", LEDGER | {f"outbox_row.{name}" for name in (
        "attempts", "available_at", "parked_at", "claimed_at", "claim", "last_error")}),
    "person": ("SU", PERSON | LEDGER | {"+accounts_office", "-accounts_affiliation", "+outbox_row"}),
    "person-new": ("SU", LEDGER | {"+accounts_user", "+accounts_office", "+accounts_affiliation"}),
    "person-password": ("SU", LEDGER | {"accounts_user.password"}),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(DESK))
def test_every_field_name_of_every_model_changes_nothing_beside_the_forms_own(proposed, name):
    who, own = DESK[name]
    route = f"admin:{name}"
    with tried():
        before = contents()
        response = proposed.client(who).post(
            address(proposed, route, who), hostile() | sent(proposed, route, who)
        )
        found = differences(before, contents())
    assert (response.status_code, found != set()) == (302, True), name
    assert found - own == set()


def test_a_password_is_set_for_the_person_of_the_address(proposed):
    with tried():
        given = (
            hostile()
            | sent(proposed, "admin:person-password", "SU")
            | {"id": proposed.cast.decision_maker.pk}
        )
        post(proposed, "SU", "admin:person-password", given)
        who = User.objects.get(pk=proposed.cast.decision_maker.pk)
        assert who.password == proposed.cast.decision_maker.password
