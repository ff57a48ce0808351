"""The practice call and its people, and that loading again finds nothing to do."""

import json
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.urls import resolve
from django.utils import timezone, translation

from accounts.models import Organisation, User
from accounts.permissions import Role
from accounts.queries import standing_roles
from applications.models import Application
from decisions.models import Appropriation
from history.people import PRACTICE
from pilots.models import Call
from tests.history.conftest import load

pytestmark = pytest.mark.usefixtures("loaded")


def person(email):
    return User.objects.get(email=email)


def test_every_municipality_and_authority_is_an_organisation_with_an_address_of_its_own():
    parties = Organisation.objects.all()
    assert parties.filter(kind="municipality").count() == 311
    assert parties.filter(kind="joint_authority").count() == 29
    assert len(set(parties.values_list("registry_email", flat=True))) == 340
    known = {o.municipality_id or o.authority_id: o for o in parties}
    assert (known["499"].language, known["499"].registry_email) == ("sv", "registraturen@korsholm.example")
    assert (known["905"].language, known["905"].registry_email) == ("fi", "kirjaamo@vaasa.example")
    assert (known["keusote"].name_sv, known["hus"].name_sv) == (
        "",
        "Helsingfors och Nylands sjukvårdsdistrikt",
    )


def test_the_practice_call_is_open_and_every_call_has_money():
    assert Call.objects.get(slug="practice").is_open(timezone.now())
    totals = dict(Appropriation.objects.values_list("call__slug", "total_eur"))
    assert totals == dict(Call.objects.values_list("slug", "appropriation_eur"))
    assert len(totals) == 6


def test_a_newcomer_finds_the_leads_place_free():
    standing = Application.objects.filter(call__slug="practice").order_by("pk")
    found = standing.values_list("region", "state", "language", "lead__authority", "lead__municipality")
    assert list(found) == [
        ("15", "submitted", "sv", None, "499"),
        ("07", "under_review", "fi", "phhyky", None),
        ("09", "proposed", "fi", "eksote", None),
        ("10", "draft", "fi", "essote", None),
    ]


def test_practice_cases_say_that_they_are_practice():
    titles = [
        application.answers.get(question__code="title").text
        for application in Application.objects.filter(call__slug="practice").order_by("pk")
    ]
    assert [title.rsplit(" ", 1)[1] for title in titles] == ["(övning)", *["(harjoitus)"] * 3]


def test_one_practice_case_is_a_draft_whose_boards_still_have_to_meet():
    draft = Application.objects.get(call__slug="practice", state="draft")
    stands = {member.organisation.name_fi: member.state for member in draft.members.order_by("pk")}
    assert stands == {
        "Etelä-Savon sosiaali- ja terveyspalvelujen kuntayhtymä": "accepted",
        "Savonlinna": "accepted",
        "Pieksämäki": "asked",
        "Sulkava": "accepted",
        "Rantasalmi": "declined",
        "Enonkoski": "asked",
    }
    today = timezone.localdate()
    meets = draft.members.exclude(meeting=None).order_by("meeting__meets_on")
    days = [((member.meeting.meets_on - today).days, member.organisation.name_fi) for member in meets]
    assert days == [(20, "Savonlinna"), (26, "Pieksämäki"), (75, "Sulkava")]


@pytest.mark.parametrize(
    ("email", "role"),
    [
        ("hakija@keusote.example", Role.ST),
        ("arvioija@stm.example", Role.RV),
        ("esittelija2@stm.example", Role.PO),
        ("ratkaisija@stm.example", Role.DM),
        ("paakayttaja@stm.example", Role.AD),
        ("tarkastaja@stm.example", Role.AU),
        ("yllapitaja@stm.example", Role.SU),
    ],
)
def test_practice_people_log_in_and_are_what_they_say(email, role):
    found = authenticate(username=email, password=settings.PRACTICE_PASSWORD)
    assert found == person(email)
    assert standing_roles(found) == {Role.LG, role}


def test_what_the_start_prints_is_written_down(capsys):
    told = json.loads((Path(settings.VAR_DIR) / "accounts.json").read_text(encoding="utf-8"))
    assert told["password"] == settings.PRACTICE_PASSWORD
    assert [row["email"] for row in told["people"]] == [one.email for one in PRACTICE]
    vasa = next(row for row in told["people"] if row["email"] == "undertecknare@vasa.example")
    assert (vasa["organisation"], vasa["role_fi"]) == ("Vasa", "allekirjoittaja (ruotsinkielinen)")
    assert len(told["links"]) == 5
    call_command("practice_accounts", "--json")
    assert json.loads(capsys.readouterr().out) == told


def test_what_is_worth_opening_can_be_opened():
    told = json.loads((Path(settings.VAR_DIR) / "accounts.json").read_text(encoding="utf-8"))
    with translation.override("fi"):
        names = [resolve(link["path"].partition("?")[0]).view_name for link in told["links"]]
    assert names == [
        "pilots:front",
        "pilots:calculator",
        "applications:start",
        "admin:index",
        "decisions:verify",
    ]


def test_the_command_says_what_it_makes(loaded):
    assert loaded.said[0] == "organisations: 340"
    assert "soite-2018: PH/1/2018, decided" in loaded.said
    assert loaded.said[-1] == "history: loaded"


def test_loading_again_changes_nothing():
    def rows():
        return {
            model._meta.label: model.objects.count() for model in apps.get_models(include_auto_created=True)
        }

    before = rows()
    again = load()
    assert again.said == ["history: nothing to do"]
    assert rows() == before


def test_how_the_drafts_verdict_changed_is_told_in_the_order_in_which_it_happened():
    draft = Application.objects.get(call__slug="practice", region="10")
    changes = draft.verdict_changes.order_by("pk")
    moments = list(changes.values_list("at", flat=True))
    assert moments == sorted(moments)
    assert (changes.last().covered_inhabitants, changes.last().covered_municipalities) == (78_381, 7)
