"""Ids of somebody else's things in an address, a body or a hidden field: refused, and nothing changes."""

from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import models, transaction
from django.urls import reverse

from pilots.models import CallElement
from tests.access.addresses import MEMBER_ROUTES, address, sent
from tests.access.recorder import changed, checksums, contents, differences
from tests.builders import ELEMENTS

ROOMS = ("accounts", "applications", "decisions", "ledger", "outbox", "pilots")


@contextmanager
def tried():
    """Whatever happens inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def post(world, who, route, given, **ids):
    url = reverse(route, kwargs=ids) if ids else address(world, route, who)
    return world.client(who).post(url, given)


def refused(world, who, route, given, *, status, **ids):
    """The request met the status and left every table as it was."""
    before = checksums()
    response = post(world, who, route, given, **ids)
    assert response.status_code == status, route
    assert changed(before, checksums()) == set()


@pytest.mark.parametrize("route", sorted(MEMBER_ROUTES))
@pytest.mark.parametrize("who", ["SI", "PS", "ED"])
def test_a_member_of_another_application_is_not_there_under_ones_own(draft, route, who):
    foreign, own = draft.other.members.get(), draft.member("091")
    given = sent(draft, f"applications:{route}", who)
    more = {"language": "fi"} if route in {"package-text", "package-pdf", "package-docx"} else {}
    for pk, member in ((draft.own.pk, foreign.pk), (draft.other.pk, own.pk), (draft.own.pk, 987_654_321)):
        before = checksums()
        ids = {"pk": pk, "member_id": member, **more}
        if route in {"package-pdf", "package-docx"}:  # only read
            response = draft.client(who).get(reverse(f"applications:{route}", kwargs=ids))
        else:
            response = post(draft, who, f"applications:{route}", given, **ids)
        # Whoever may not do it at all is told so before the member is looked for.
        assert response.status_code in ({404} if pk == draft.other.pk else {403, 404})
        assert changed(before, checksums()) == set()


@pytest.mark.parametrize("route", ["release", "member-elements", "withdraw-request", "acknowledge"])
def test_what_the_signatory_may_do_to_members_is_not_there_for_anothers(draft, route):
    foreign = draft.other.members.get()
    given = sent(draft, f"applications:{route}", "SI")
    refused(draft, "SI", f"applications:{route}", given, status=404, pk=draft.own.pk, member_id=foreign.pk)


@pytest.mark.parametrize("route", ["leave", "decision", "confirm-decision", "answer-record", "reconfirm"])
def test_a_partner_acts_for_its_own_membership_only(draft, route):
    another = draft.member("092")
    given = sent(draft, f"applications:{route}", "PS")
    refused(draft, "PS", f"applications:{route}", given, status=403, pk=draft.own.pk, member_id=another.pk)


def test_a_file_of_another_application_is_not_there_under_ones_own(draft):
    foreign = draft.file(draft.other)
    for pk in (draft.own.pk, draft.other.pk):
        url = reverse("applications:attachment", kwargs={"pk": pk, "attachment_id": foreign.pk})
        assert draft.client("SI").get(url).status_code == 404


def test_the_list_of_partners_takes_nobody_from_outside_the_county(draft):
    for value in (draft.cast.tampere.pk, 987_654_321):
        given = {"organisation": [value, draft.cast.espoo.pk]}
        refused(draft, "SI", "applications:members", given, status=422)


@pytest.mark.parametrize("code", ["837", "049", "091"])
def test_a_request_goes_to_nobody_who_is_not_on_the_list(draft, code):
    organisation = {"837": draft.cast.tampere, "049": draft.cast.espoo, "091": draft.cast.helsinki}[code]
    given = sent(draft, "applications:send-requests", "SI") | {"organisation": organisation.pk}
    refused(draft, "SI", "applications:send-requests", given, status=422)


@pytest.mark.parametrize(
    "wrong",
    [{"lead": "tampere"}, {"lead": "987654321"}, {"call": "pilots-2018"}, {"call": "none"}, {"region": "99"}],
)
def test_an_application_is_started_for_ones_own_in_an_open_call_only(draft, wrong):
    if wrong.get("lead") == "tampere":
        wrong = {"lead": draft.cast.tampere.pk}
    refused(draft, "SI", "applications:new", sent(draft, "applications:new", "SI") | wrong, status=422)


def foreign_codes(world):
    own = set(world.own.call.elements.values_list("code", flat=True))
    return [*sorted(set(CallElement.objects.values_list("code", flat=True)) - own), "no-such-element"]


def test_elements_of_another_call_are_not_taken(draft):
    for code in foreign_codes(draft):
        given = sent(draft, "applications:elements", "SI") | {"elements": [*ELEMENTS, code]}
        refused(draft, "SI", "applications:elements", given, status=422)
        refused(draft, "SI", "applications:member-elements", {"elements": [code]}, status=422)
        refused(
            draft,
            "SI",
            "applications:element",
            {"description": "x", "seen": 0},
            status=404,
            pk=draft.own.pk,
            code=code,
        )


@pytest.mark.parametrize(
    ("who", "owner", "status"),
    [
        ("SI", "tampere", 422),
        ("SI", "987654321", 422),
        ("PE", "keusote", 422),
        ("PE", "vantaa", 422),
        ("PE", "tampere", 422),
        ("PE", "", 403),  # the common lines are the lead's
    ],
)
def test_a_budget_line_names_nobody_else(draft, who, owner, status):
    named = getattr(draft.cast, owner, None)
    given = sent(draft, "applications:budget", who) | {"lines-0-organisation": named.pk if named else owner}
    refused(draft, who, "applications:budget", given, status=status)


def test_a_partner_leaves_the_lines_of_others_as_they_are(draft):
    others = list(draft.own.budget_lines.exclude(organisation=draft.cast.helsinki).order_by("pk").values())
    with tried():
        assert (
            post(draft, "PE", "applications:budget", sent(draft, "applications:budget", "PE")).status_code
            == 302
        )
        now = draft.own.budget_lines.exclude(organisation=draft.cast.helsinki).order_by("pk").values()
        assert list(now) == others
        assert draft.own.budget_lines.filter(organisation=draft.cast.helsinki).count() == 1


def hostile():
    """Every field name of every model of ours, with a value that would mean something."""
    found = {}
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            for field in model._meta.get_fields():
                if isinstance(field, models.Field):
                    found |= {
                        field.name: value_for(field),
                        getattr(field, "attname", field.name): value_for(field),
                    }
    return found | {"state": "decided", "result": "approved", "role": "signatory"}


def value_for(field):
    if isinstance(field, models.BooleanField):
        return "on"
    if isinstance(field, models.DateField):
        return "1.1.2018"
    return (
        "1" if isinstance(field, (models.IntegerField, models.DecimalField, models.ForeignKey)) else "hostile"
    )


SECTION = {
    "+applications_section",
    "applications_section.version",
    "applications_section.saved_at",
    "applications_section.saved_by",
    "+applications_sectionversion",
    "+applications_presence",  # whoever saves a section is shown at work in it
}
LEDGER = {"+ledger_event", "ledger_head.number", "ledger_head.digest"}
SUBSTANCE = {"applications_application.plan_version", "applications_application.changed_at"}
VERDICT = "+applications_verdictchange"
MEMBER_TURN = {
    "applications_member.state",
    "applications_application.changed_at",
    "+outbox_row",
    VERDICT,
} | LEDGER
SHOWN = "+applications_planversion"
RECORD = {
    "+applications_memberdecision",
    "applications_memberdecision.superseded_at",
    SHOWN,
    VERDICT,
} | LEDGER
MOVED = {"applications_application.state", "+applications_step"} | LEDGER
ANSWERED = {"applications_plananswer.text"}
# What each form may change, and for whom it is tried.
OWN_COLUMNS = {
    "plan": ("SI", SECTION | SUBSTANCE | {"applications_plananswer.text", "+applications_plananswer"}),
    "elements": ("SI", SECTION | SUBSTANCE | {"+applications_elementplan"}),
    "element": ("SI", SECTION | SUBSTANCE | ANSWERED | {f"applications_elementplan.{name}" for name in (
        "description", "starts_on", "ends_on", "expected_clients", "smallest_eur")}),
    "budget": ("PE", SECTION | SUBSTANCE | {"+applications_budgetline"}),
    "shares": ("PE", SECTION | {"applications_member.share_eur", "applications_application.changed_at"}),
    "give-section": ("SI", {"+outbox_row", "applications_section.given_to_id"} | LEDGER),
    "grounds": ("SI", SECTION | {f"applications_application.{name}" for name in (
        "special_grounds", "below_limit_confirmed", "changed_at")} | {VERDICT}),
    "members": ("ED", {"-applications_member", "-applications_member_elements"}),
    "send-requests": ("SI", {"+outbox_row"} | LEDGER | {f"applications_member.{name}" for name in (
        "state", "asked_at", "message", "reply_by_on")}),
    "draft-requests": ("ED", {"applications_application.changed_at"} | {f"applications_member.{name}" for name in (
        "message", "reply_by_on")}),
    "withdraw-request": ("SI", MEMBER_TURN),
    "release": ("SI", MEMBER_TURN),
    "leave": ("PS", MEMBER_TURN | {"applications_member.answer_note"}),
    "member-elements": ("SI", {"-applications_member_elements"}),
    "request": ("IS", MEMBER_TURN | {"applications_member.answered_at", "applications_member.answer_note"}),
    "decision": ("PE", RECORD),
    "reconfirm": ("PS", LEDGER | {SHOWN} | {f"applications_memberdecision.{name}" for name in (
        "reconfirmed_version", "reconfirmed_at", "reconfirmed_by")}),
    "describe-attachment": ("ED", LEDGER | {"applications_application.changed_at"} | {
        f"applications_attachment.{name}" for name in (
            "description", "proposed_confidential", "confidential_reason")}),
    "discard": ("SI", MOVED | {"+outbox_row"}),
    "new": ("SI", LEDGER | {"+applications_application", "+applications_member", "+applications_member_elements"}),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(OWN_COLUMNS))
def test_every_field_name_of_every_model_changes_nothing_beside_the_forms_own(draft, name):
    who, own = OWN_COLUMNS[name]
    route = f"applications:{name}"
    given = {key: value for key, value in hostile().items() if key not in {"edit", "more"}} | sent(
        draft, route, who
    )
    with tried():
        before = contents()
        response = post(draft, who, route, given)
        found = differences(before, contents())
    assert (response.status_code, found != set()) == (302, True), name
    assert found - own == set()


def test_a_record_of_an_editor_is_not_confirmed_by_saying_so(draft):
    given = hostile() | sent(draft, "applications:decision", "PE")
    with tried():
        assert post(draft, "PE", "applications:decision", given).status_code == 302
        record = draft.member("091").decisions.current().get()
        told = (
            record.body,
            record.confirmed_at,
            record.confirmed_by,
            record.recorded_for_member,
            record.recorded_by,
        )
        assert told == ("Valtuusto", None, "", False, draft.cast.partner_editor.email)


def test_a_new_application_is_a_draft_whatever_is_sent(draft):
    given = hostile() | sent(draft, "applications:new", "SI")
    with tried():
        assert post(draft, "SI", "applications:new", given).status_code == 302
        made = type(draft.own).objects.order_by("-pk").first()
        assert (made.state, made.case_number, made.plan_version, made.lead_id) == (
            "draft",
            None,
            1,
            draft.cast.keusote.pk,
        )
        assert [(one.organisation_id, one.is_lead) for one in made.members.all()] == [
            (draft.cast.keusote.pk, True)
        ]
