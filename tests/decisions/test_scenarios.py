"""What-if scenarios: in the round of 2018 near 300 million euros asked of 100; divided, compared, taken as the base."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.models import Application, Submission
from decisions.actions.assigning import declare_disqualified
from decisions.models import Appropriation, Proposal, Scenario
from decisions.queries.dividing import Wish, by_score, equally, total_of
from ledger.models import Event
from pilots.models import Call, Region
from pilots.queries import regions_of
from tests import builders
from tests.decisions import stages

ELEMENTS = ("sote-centre", "oral-health", "client-voucher", "personal-budget")
HUNDRED_MILLION = Decimal("100000000.00")
# 72 sums of 3,8 to 4,4 million euros: made up, but as many and as much as in April 2018.
ASKED = [Decimal(4_125_000 + (number % 7 - 3) * 100_000) for number in range(72)]
ALL = sum(ASKED)


def asked_of(county: int, element: int) -> Decimal:
    return ASKED[county * 4 + element]


@pytest.fixture
def round_of_2018(cast) -> Call:
    """All 18 counties with four elements each, under review, and 100 million euros."""
    call = Call.objects.get(slug="pilots-2018")
    Appropriation.objects.create(call=call, total_eur=HUNDRED_MILLION)
    at = builders.in_window(call)
    regions = list(
        Region.objects.filter(pk__in=[region.pk for region in regions_of(call)]).order_by("name_fi")
    )
    for county, region in enumerate(regions):
        case = Application.objects.create(
            call=call, region=region, lead=cast.keusote, language="fi", state="under_review", created_at=at,
            created_by="x", changed_at=at, case_number=f"PH/{county}/2018",
        )  # fmt: skip
        elements = [
            {"code": code, "asked_eur": f"{asked_of(county, number)}.00", "smallest_eur": "2000000.00"}
            for number, code in enumerate(ELEMENTS)
        ]
        Submission.objects.create(
            application=case, number=1, snapshot={"asked_eur": "1.00", "elements": elements}, checksum="0" * 64,
            attestation="-", verdict={"share": "81.00", "outcome": "meets"}, received_at=at, recorded_at=at,
            submitted_by="x",
        )  # fmt: skip
    assert (len(regions), ALL) == (18, Decimal(296_500_000))
    return call


def url(name: str, call: Call, *more: int) -> str:
    return reverse(f"admin:{name}", args=[call.slug, *more])


def made(client, call: Call, name: str, start: str, **more) -> Scenario:
    answer = client.post(url("scenarios", call), {"name": name, "start": start} | more)
    assert answer.status_code == 302, answer.content.decode()
    return Scenario.objects.get(call=call, name=name)


def fields_of(scenario: Scenario) -> dict[str, str]:
    """What the page of the scenario would send unchanged."""
    scenario.refresh_from_db()
    found, was = {"seen": scenario.saved_at.isoformat()}, []
    for line in scenario.lines.select_related("element"):
        at = f"{line.application_id}-{line.element.code}"
        text = "" if line.outcome == "refused" else f"{line.amount_eur}".replace(".", ",")
        found |= {f"o-{at}": line.outcome, f"s-{at}": text}
        was.append(f"{at}:{line.amount_eur}")
    return found | {"was": ";".join(was)}


def given(scenario: Scenario) -> Decimal:
    return sum((line.amount_eur for line in scenario.lines.all()), Decimal(0))


def test_three_hundred_million_asked_are_divided_in_every_way(client, cast, round_of_2018):
    call = round_of_2018
    client.force_login(cast.presenting_officer)
    full = made(client, call, "Kaikki", "full")
    assert given(full) == ALL
    html = client.get(url("scenario", call, full.pk)).content.decode()
    assert "196\u00a0500\u00a0000\u00a0€" in html  # so much too much, in words above the grid
    equal = made(client, call, "Tasan", "equal")
    assert HUNDRED_MILLION - 72 < given(equal) <= HUNDRED_MILLION
    shares = {line.amount_eur / Decimal(4_125_000) for line in equal.lines.all()}
    assert max(shares) - min(shares) < Decimal("0.06")  # the same percentage of sums that differ by 15 %
    html = client.get(url("scenario", call, equal.pk)).content.decode()
    assert html.count('"#s-') >= 72  # every one of them is below its smallest sum, and said to be
    copy = made(client, call, "Kopio", "copy", copy_of=equal.pk)
    assert given(copy) == given(equal)
    taken = client.post(url("scenarios", call), {"name": "Kopio", "start": "full"})
    assert (taken.status_code, Scenario.objects.count()) == (422, 3)
    compared = client.get(url("scenarios-compare", call), {"s": [full.pk, equal.pk]}).content.decode()
    assert "296\u00a0500\u00a0000\u00a0€" in compared
    assert client.get(url("scenarios-compare", call), {"s": ["x", "9" * 40]}).status_code == 200


def test_money_goes_by_score_until_it_ends_and_nobody_passes_a_better_one():
    wishes = [
        Wish((1, "a"), Decimal(60), Decimal(30), Decimal("70.0")),
        Wish((2, "a"), Decimal(50), Decimal(20), Decimal("90.0")),
        Wish((3, "a"), Decimal(10), Decimal(5), Decimal("50.0")),
        Wish((4, "a"), Decimal(10), Decimal(5)),
    ]
    found = by_score(wishes, Decimal(85))
    assert [found[key, "a"].amount_eur for key in (2, 1, 3, 4)] == [50, 35, 0, 0]
    assert [found[key, "a"].outcome for key in (2, 1, 3)] == ["granted", "partly", "refused"]
    assert (
        total_of(by_score(wishes, Decimal(75))) == 50
    )  # 25 are no use to the second: 30 is its smallest sum
    assert total_of(equally(wishes, Decimal(-1))) == 0
    assert total_of(equally(wishes, Decimal(500))) == 130


def test_a_cell_means_what_was_changed_in_it_and_bad_sums_are_kept_with_their_words(
    client, cast, round_of_2018
):
    call = round_of_2018
    client.force_login(cast.decision_maker)
    scenario = made(client, call, "Oma", "nothing")
    case = Application.objects.filter(call=call).order_by("region__name_fi").first()
    cells = [f"{case.pk}-{code}" for code in ELEMENTS]
    asked = [asked_of(0, number) for number in range(4)]

    def save(**typed):
        return client.post(url("scenario", call, scenario.pk), fields_of(scenario) | typed | {"save": "1"})

    # The outcome alone, a sum alone, both; and a sum of all that was asked.
    typed = {
        f"o-{cells[0]}": "granted",
        f"s-{cells[1]}": "1 500 000,50",
        f"o-{cells[2]}": "partly",
        f"s-{cells[2]}": "2 000 000",
        f"s-{cells[3]}": str(asked[3]),
    }
    assert save(**typed).status_code == 302
    lines = {line.element.code: line for line in scenario.lines.filter(application=case)}
    assert [(lines[code].outcome, lines[code].amount_eur) for code in ELEMENTS] == [
        ("granted", asked[0]),
        ("partly", Decimal("1500000.50")),
        ("partly", Decimal(2_000_000)),
        ("granted", asked[3]),
    ]
    html = client.get(url("scenario", call, scenario.pk)).content.decode()
    assert html.count('<a href="#s-') == 1  # the one below the smallest sum
    assert save(**{f"o-{cells[0]}": "refused"}).status_code == 302
    assert lines[ELEMENTS[0]].__class__.objects.get(pk=lines[ELEMENTS[0]].pk).amount_eur == 0
    before = given(scenario)
    for wrong in ("paljon", "-5", "9 000 000", "1e400", "1,234", "٣"):
        page = save(**{f"o-{cells[2]}": "partly", f"s-{cells[2]}": wrong})
        assert page.status_code == 422, wrong
        html = page.content.decode()
        assert f'value="{wrong}"' in html
        assert f'href="#s-{cells[2]}"' in html
    assert save(**{f"o-{cells[0]}": "partly", f"s-{cells[0]}": ""}).status_code == 422
    assert given(scenario) == before
    # Counted without saving: for a script the sums alone, for a reader without one the page with what was typed.
    count = fields_of(scenario) | {f"o-{cells[0]}": "granted", "count": "1"}
    live = client.post(url("scenario", call, scenario.pk), count, headers={"HX-Request": "true"})
    assert (live.status_code, b"<html" in live.content, len(live.content) < 6_000) == (200, False, True)
    whole = client.post(url("scenario", call, scenario.pk), count).content.decode()
    assert f'name="o-{cells[0]}"' in whole
    assert given(scenario) == before


def test_the_second_of_two_savers_is_told_and_chooses(client, cast, round_of_2018):
    call = round_of_2018
    client.force_login(cast.presenting_officer)
    scenario = made(client, call, "Yhteinen", "full")
    pks = Application.objects.filter(call=call).order_by("region__name_fi").values_list("pk", flat=True)
    first, second = (f"{pk}-sote-centre" for pk in pks[:2])
    opened = fields_of(scenario)
    client.force_login(cast.decision_maker)
    theirs = opened | {f"s-{first}": "2 500 000", f"s-{second}": "3 000 000"}
    assert client.post(url("scenario", call, scenario.pk), theirs | {"save": "1"}).status_code == 302
    client.force_login(cast.presenting_officer)
    mine = opened | {f"o-{first}": "refused", f"s-{second}": "3 500 000", "save": "1"}
    clash = client.post(url("scenario", call, scenario.pk), mine)
    html = clash.content.decode()
    assert clash.status_code == 409
    assert str(cast.decision_maker) in html
    assert html.count(f'name="choose-{second}"') == 2
    assert "3\u00a0500\u00a0000" in html
    scenario.refresh_from_db()
    chosen = mine | {
        "seen": scenario.saved_at.isoformat(),
        f"choose-{first}": "theirs",
        f"choose-{second}": "mine",
    }
    assert client.post(url("scenario", call, scenario.pk), chosen).status_code == 302
    amounts = dict(
        scenario.lines.filter(element__code="sote-centre", application__in=pks[:2]).values_list(
            "application", "amount_eur"
        )
    )
    assert amounts == {pks[0]: Decimal(2_500_000), pks[1]: Decimal(3_500_000)}


def test_only_what_fits_becomes_the_base_and_the_base_stays_so(client, cast, round_of_2018):
    call = round_of_2018
    client.force_login(cast.presenting_officer)
    over, fits = made(client, call, "Yli", "full"), made(client, call, "Mahtuu", "equal")

    def take(scenario, **more):
        scenario.refresh_from_db()
        return client.post(
            url("scenario-base", call, scenario.pk), {"seen": scenario.saved_at.isoformat()} | more
        )

    assert take(over).status_code == 422
    assert take(fits, seen="2018-04-01T12:00:00+00:00").status_code == 409
    assert take(fits).status_code == 302
    assert Scenario.objects.get(base_since_at__isnull=False) == fits
    case = Application.objects.filter(call=call).order_by("pk").first()
    more = fields_of(fits) | {f"o-{case.pk}-sote-centre": "granted", "save": "1"}
    assert client.post(url("scenario", call, fits.pk), more).status_code == 422
    assert client.post(url("scenario-delete", call, fits.pk)).status_code == 409
    assert client.post(url("scenario-name", call, fits.pk), {"name": "Yli"}).status_code == 422
    assert client.post(url("scenario-name", call, fits.pk), {"name": "Pohja"}).status_code == 302
    assert take(fits, leave="1").status_code == 302
    assert client.post(url("scenario-delete", call, fits.pk)).status_code == 302
    assert not Scenario.objects.filter(name="Pohja").exists()
    kinds = set(Event.objects.filter(reference=f"call:{call.slug}").values_list("kind", flat=True))
    assert {f"scenario.{what}" for what in ("made", "renamed", "base_taken", "base_left", "deleted")} <= kinds
    client.force_login(cast.reviewer)
    assert client.get(url("scenario", call, over.pk)).status_code == 200
    assert client.post(url("scenario", call, over.pk), fields_of(over) | {"save": "1"}).status_code == 403


def test_a_new_proposal_starts_from_the_base(client, cast):
    application = stages.taken_up(cast)
    stages.with_money(cast, application.call)
    client.force_login(cast.presenting_officer)
    base = made(client, application.call, "Pohja", "nothing")
    granted, refused = (f"{application.pk}-{code}" for code in (stages.GRANTED, stages.REFUSED))
    typed = fields_of(base) | {f"s-{granted}": "600 000", f"o-{refused}": "refused", "save": "1"}
    client.post(url("scenario", application.call, base.pk), typed)
    base.refresh_from_db()
    case_page = reverse("admin:case", args=[application.pk])
    assert "600\u00a0000" not in client.get(case_page).content.decode()
    seen = {"seen": base.saved_at.isoformat()}
    assert client.post(url("scenario-base", application.call, base.pk), seen).status_code == 302
    html = client.get(case_page).content.decode()
    assert 'value="600\u00a0000,00"' in html
    assert not Proposal.objects.exists()


def test_a_case_that_somebody_stands_aside_from_is_neither_shown_nor_touched(client, cast, round_of_2018):
    call = round_of_2018
    case = Application.objects.filter(call=call).select_related("region").order_by("region__name_fi")[3]
    client.force_login(cast.presenting_officer)
    scenario = made(client, call, "Yhteinen", "full")
    at = builders.in_window(call)
    declare_disqualified(application_id=case.pk, reason="Jäävi", actor=cast.decision_maker, at=at)
    client.force_login(cast.decision_maker)
    html = client.get(url("scenario", call, scenario.pk)).content.decode()
    assert case.region.name not in html.partition("<main")[2]
    hidden = fields_of(scenario) | {f"o-{case.pk}-sote-centre": "refused", "save": "1"}
    assert client.post(url("scenario", call, scenario.pk), hidden).status_code == 302
    assert given(scenario) == ALL


def test_the_grid_of_72_places_is_light(client, cast, round_of_2018):
    call = round_of_2018
    client.force_login(cast.presenting_officer)
    scenario = made(client, call, "Kaikki", "full")
    page = url("scenario", call, scenario.pk)
    client.get(page)
    with CaptureQueriesContext(
        connection,
    ) as found:
        html = client.get(page).content
    few = len(found)
    assert (len(html) < 120_000, few <= 14) == (True, True), (len(html), few)
    Application.objects.filter(call=call, region__name_fi__gt="K").update(state="withdrawn")
    with CaptureQueriesContext(connection) as found:
        client.get(page)
    assert len(found) <= few + 1  # one more looks what becomes of the sums of those that are gone
