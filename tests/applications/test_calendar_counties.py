"""The board calendar in other counties: one authority alone, the division that decides, figures known as a sum."""

from datetime import UTC, date, datetime

import pytest

from accounts.models import Organisation
from applications.actions.asking import ask_partners
from applications.actions.calendar import MeetingContent, set_meeting
from applications.actions.consortium import answer_request
from applications.actions.drafting import start_application
from applications.actions.member_decisions import DecisionContent, record_decision
from applications.models import Application
from applications.queries.board import board_of
from applications.queries.calendar import projection_of
from eligibility import Outcome
from pilots.models import Call, Region
from tests.cast import staff

pytestmark = pytest.mark.django_db
# call: a moment in its window, and a later one on which the board is looked at
DAYS = {
    "pilots-2018": (datetime(2018, 2, 6, 10, 0, tzinfo=UTC), datetime(2018, 3, 7, 10, 0, tzinfo=UTC)),
    "pilots-2017-2": (datetime(2017, 8, 20, 10, 0, tzinfo=UTC), datetime(2017, 9, 10, 10, 0, tzinfo=UTC)),
}


def organisation(key: str) -> Organisation:
    return Organisation.objects.get(**({"municipality": key} if key.isdigit() else {"authority": key}))


class Consortium:
    """A draft led by the first of some organisations, the others asked at once."""

    def __init__(self, call: str, county: str, *keys: str):
        self.began, self.today = DAYS[call]
        self.people = {key: staff(f"signatory@{key}.example", organisation(key), "signatory") for key in keys}
        self.lead = self.people[keys[0]]
        self.application = start_application(
            call=Call.objects.get(slug=call),
            region=Region.objects.get(pk=county),
            lead=organisation(keys[0]),
            language="fi",
            actor=self.lead,
            at=self.began,
        )
        others = [organisation(key).pk for key in keys[1:]]
        if others:
            ask_partners(
                application_id=self.application.pk,
                organisation_ids=others,
                message="Lähdettekö?",
                reply_by_on=None,
                actor=self.lead,
                at=self.began,
            )
        for key in keys[1:]:
            answer_request(
                member_id=self.member(key).pk,
                accept=True,
                answer_note="",
                actor=self.people[key],
                at=self.began,
            )

    def member(self, key: str):
        return self.application.members.get(organisation=organisation(key))

    def decides(self, key: str, on: date) -> None:
        content = DecisionContent(body="Hallitus", decided_on=on, result="approved")
        record_decision(
            member_id=self.member(key).pk,
            content=content,
            extract=None,
            actor=self.people[key],
            at=self.today,
        )

    def meets(self, key: str, on: date) -> None:
        content = MeetingContent(body="Hallitus", meets_on=on)
        set_meeting(member_id=self.member(key).pk, content=content, actor=self.people[key], at=self.today)

    def projection(self):
        application = Application.objects.select_related("call__rule", "region", "lead").get(
            pk=self.application.pk
        )
        return projection_of(board_of(application), at=self.today)


@pytest.fixture
def now(monkeypatch):
    moment = {}

    def stamped(self, request):
        request.arrived_at = moment["at"]
        return self.get_response(request)

    monkeypatch.setattr("ui.middleware.ArrivalTime.__call__", stamped)
    return moment


def words(response):
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def board_page(consortium, logged_in, now):
    now["at"] = consortium.today
    client = logged_in(consortium.lead)
    return words(client.get(f"/en/applications/{consortium.application.pk}/members/"))


def test_soite_alone_meets_the_rule_by_its_own_meeting(cast, logged_in, now):
    soite = Consortium("pilots-2018", "16", "soite")
    soite.meets("soite", date(2018, 3, 12))
    projection = soite.projection()
    (day,) = projection.days
    verdict = day.coverage.verdict
    assert (verdict.covered_inhabitants, verdict.covered_municipalities) == (69_027, 8)
    assert verdict.outcome is Outcome.MEETS
    text = board_page(soite, logged_in, now)
    assert 'rises by 12.3.2018 to <strong class="nowrap">100,00 %</strong>, which meets the rule.' in text
    assert "Everything hangs on one meeting: Keski-Pohjanmaan" in text


@pytest.mark.parametrize(
    ("division", "share", "municipalities", "outcome", "clause"),
    [
        ("reform", "81.68", "2/6", Outcome.MEETS, "which meets the rule"),
        ("statistical", "78.51", "2/7", Outcome.NEEDS_GROUNDS, "which is enough only on special grounds"),
    ],
)
def test_in_kymenlaakso_the_division_decides(
    cast, logged_in, now, division, share, municipalities, outcome, clause
):
    Call.objects.filter(slug="pilots-2018").update(division=division)
    kymenlaakso = Consortium("pilots-2018", "08", "286", "285")
    kymenlaakso.decides("286", date(2018, 3, 5))
    kymenlaakso.meets("285", date(2018, 3, 12))
    projection = kymenlaakso.projection()
    verdict = projection.end.verdict
    assert (verdict.share, verdict.outcome) == (share, outcome)
    assert [day.coverage.verdict.covered_municipalities for day in projection.days] == [1, 2]
    text = board_page(kymenlaakso, logged_in, now)
    assert f"{share.replace('.', ',')} %</strong>, {clause}." in text
    assert municipalities in text


def test_a_pair_known_only_as_a_sum_is_never_guessed(cast, logged_in, now):
    """Of Honkajoki and Kankaanpää only the sum is known: with both it can be judged, with one it cannot."""
    pori, rauma, kankaanpaa = "609", "684", "214"
    satakunta = Consortium("pilots-2017-2", "04", pori, rauma, kankaanpaa)
    satakunta.decides(pori, date(2017, 9, 4))
    satakunta.meets(rauma, date(2017, 9, 18))
    satakunta.meets(kankaanpaa, date(2017, 9, 25))
    projection = satakunta.projection()
    assert [day.coverage.verdict is None for day in projection.days] == [False, False, True]
    assert not projection.judged
    assert projection.hinges() == []
    text = board_page(satakunta, logged_in, now)
    assert "What the agreed meetings lead to cannot be judged." in text
    assert "nothing is guessed" in text
    assert "The line is not drawn" in text
    assert "cannot be judged" in text[text.index("25.9.2017") :]
