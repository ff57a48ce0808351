"""The desk: what waits for whom in every room of a case, and each call at a glance with its map and table."""

from datetime import timedelta

from django.urls import reverse

from applications.models import Application
from decisions.models import Case, Condition, Hearing, RectificationClaim, ReExamination, Statement
from pilots.models import CallReviewCriterion, Municipality, Region
from tests import builders
from tests.decisions import stages
from tests.decisions.test_list_of_cases import copied
from ui.country import middle, outline

KAINUU = "18"


def desk(client, user) -> str:
    client.force_login(user)
    return client.get(reverse("admin:index")).content.decode()


def test_reviews_screening_statements_hearings_and_claims_wait_for_their_own_people(client, cast):
    application = stages.taken_up(cast)
    call, at = application.call, stages.later(application)
    CallReviewCriterion.objects.get_or_create(
        call=call, code="impact", defaults={"name_fi": "A", "name_sv": "B", "name_en": "C", "order": 1}
    )

    def waits(user, page) -> bool:
        return f'href="{reverse(f"admin:{page}", args=[application.pk])}"' in desk(client, user)

    assert waits(cast.reviewer, "review")
    assert not waits(cast.presenting_officer, "statements")
    assert waits(cast.presenting_officer, "screening") == call.screening_points.exists()
    Statement.objects.create(
        application=application, expert_name="Dosentti", expert_email="d@yliopisto.example", question="Mitä?",
        due_on=at.date(), state="given", token_hash="x", asked_by=cast.presenting_officer, asked_at=at,
        text="Hyvä.", answered_at=at,
    )  # fmt: skip
    assert waits(cast.presenting_officer, "statements")
    application.reviews.create(reviewer=cast.reviewer, saved_at=at, given_at=at)
    assert not waits(cast.reviewer, "review")


def test_what_follows_a_decision_waits_for_its_presenting_officer(client, cast):
    decision = stages.decided(cast)
    application, at = decision.application, stages.later(decision.application, hours=9)
    name = f"{application.region.name} · {application.lead.name}"
    assert name not in desk(client, cast.presenting_officer)
    claim = RectificationClaim.objects.create(
        decision=decision, organisation=cast.helsinki, number=1, channel="mail", arrived_at=at,
        served_on=at.date(), last_on=at.date(), demand="Enemmän.", registered_by=cast.administrator, registered_at=at,
    )  # fmt: skip
    html = desk(client, cast.presenting_officer)
    assert html.count(name) == 1
    claim.state = "withdrawn"
    claim.save()
    opened = ReExamination.objects.create(
        application=application, decision=decision, ground="facts", text="Luvut.", opened_at=at,
        opened_by=cast.presenting_officer,
    )  # fmt: skip
    heard = Hearing.objects.create(
        re_examination=opened, organisation=cast.helsinki, question="?", due_on=at.date(), asked_at=at,
        asked_by=cast.presenting_officer,
    )  # fmt: skip
    assert name not in desk(client, cast.presenting_officer)
    heard.answer, heard.answered_at, heard.answered_by = "Ei.", at, cast.partner_signatory
    heard.save()
    assert html.count(name) == desk(client, cast.presenting_officer).count(name)
    Condition.objects.create(application=application, decision=decision, text="Jos laki hyväksytään.")
    conditions = reverse("admin:round-conditions", args=[application.call.slug])
    assert conditions not in html
    assert conditions in desk(client, cast.decision_maker)


def test_a_call_at_a_glance_has_its_sums_its_states_and_the_country_with_a_table(client, cast):
    application = stages.proposed(cast)
    stages.with_money(cast, application.call)
    twin = Application.objects.get(pk=application.pk)
    twin.pk, twin.case_number, twin.region = None, "PH/90/2026", Region.objects.get(pk=KAINUU)
    twin.state = "under_review"
    twin.save(force_insert=True)
    copied(
        application.submissions.get(), twin, received_at=builders.in_window(application.call) + timedelta(1)
    )
    Case.objects.create(
        application=twin, presenting_officer=cast.presenting_officer, taken_up_at=stages.later(application)
    )
    html = desk(client, cast.auditor)
    assert "4\u00a0000\u00a0000\u00a0€" in html  # asked in all
    assert "1\u00a0000\u00a0000\u00a0€" in html  # proposed
    assert 'class="county-mid"' in html
    assert 'fill="url(#map-practice-dots)"' in html
    for county in ("01", KAINUU):
        assert f"?call=practice&amp;county={county}" in html
    assert html.count('class="country"') == 1
    client.force_login(cast.auditor)
    overview = client.get(reverse("admin:round", args=["practice"])).content.decode()
    assert overview.count('<path class="county-') >= 18
    places = Municipality.objects.filter(reform_region=KAINUU).order_by("pk")
    squares = frozenset(places.values_list("tile_col", "tile_row"))
    assert outline(squares) in overview
    assert middle(squares) in squares


def test_an_outline_goes_around_what_belongs_together_and_around_each_island_and_hole():
    assert outline({(0, 0)}) == "M0 0h10v10h-10v-10z"
    assert outline({(0, 0), (1, 0)}).count("z") == 1
    assert outline({(0, 0), (3, 3)}).count("z") == 2
    ring = {(x, y) for x in range(3) for y in range(3)} - {(1, 1)}
    assert outline(ring).count("z") == 2
