"""What follows a decision, done by two at once: one ruling, one holder of the money, and every claim numbered."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from django.db.models import Sum

from applications.models import Application
from decisions.actions.bulk_deciding import decide_many
from decisions.actions.calls import publish
from decisions.actions.claims import prepare_claim, register_claim
from decisions.actions.deciding import Proof, decide
from decisions.actions.presenting import present, save_proposal
from decisions.actions.renouncing import renounce
from decisions.actions.reviewing import ReviewContent, save_review
from decisions.actions.ruling import propose_on_condition
from decisions.actions.serving import register_service
from decisions.models import Appropriation, Case, Condition, Decision, Proposal, RectificationClaim, Review
from decisions.queries.calls import stamp_of_all
from ledger.models import Event
from ledger.queries import verify
from pilots.models import Call
from pilots.moments import helsinki_day
from tests.cast import Cast, people
from tests.decisions import stages
from tests.decisions.test_calls_at_the_desk import SCORED, draft, now, write
from tests.decisions.test_round_acts import another, chosen
from tests.decisions.test_two_at_once import at_once

MILLION = Decimal("1000000.00")


def codes(*acts: Callable[[], object]) -> list[str]:
    """The acts at once: the codes of those refused, "" for each that was done, in the order given."""
    return [end.code if end else "" for end in at_once(*acts)]


def books_balance() -> Decimal:
    """What the call has committed, which is what its cases hold, within what there is; the ledger is whole."""
    money = Appropriation.objects.get()
    assert money.committed_eur == Case.objects.aggregate(sum=Sum("committed_eur"))["sum"]
    assert money.reserve_eur >= 0
    assert money.committed_eur + money.reserve_eur <= money.total_eur
    assert verify() == (Event.objects.count(), [])
    return money.committed_eur


def granted_on_condition(cast: Cast) -> Decision:
    """A million granted, once the law is in force."""
    application = stages.proposed(cast, proposal=stages.content(condition="Laki on vahvistettu."))
    stages.with_money(cast, application.call)
    return stages.signed(application, cast.decision_maker)


def signing(application: Application, actor, at) -> Callable[[], object]:
    """Sign what is presented now."""
    seen = stages.seen(application)
    return lambda: decide(
        application_id=application.pk, proof=Proof("password", at), seen=seen, actor=actor, at=at
    )


def test_a_condition_is_ruled_on_once_and_the_award_ends_once(transactional_db):
    cast = people()
    application = granted_on_condition(cast).application
    makers = (cast.decision_maker, stages.second_decision_maker())
    at = stages.later(application, hours=5)

    def ruling(kind):
        who = {"application_id": application.pk, "actor": cast.presenting_officer, "at": at}
        return lambda: propose_on_condition(kind=kind, on=helsinki_day(at), ground="Laki raukesi.", **who)

    assert sorted(codes(ruling("lapsed"), ruling("lapsed"))) == ["", "not_possible_now"]
    later = at + timedelta(hours=1)
    # Two sign the lapse while the recipient gives the award up: it ends in one of the ways.
    ends = codes(
        *(signing(application, maker, later) for maker in makers),
        lambda: renounce(
            application_id=application.pk, reason="Emme aloita.", actor=cast.lead_signatory, at=later
        ),
    )
    assert ends.count("") == 1
    renounced = ends[2] == ""
    if renounced:
        assert ends[:2] == ["nothing_presented"] * 2
    application.refresh_from_db()
    assert application.state == ("ended" if renounced else "decided")
    assert application.decisions.count() == (1 if renounced else 2)
    assert Condition.objects.get().state == ("open" if renounced else "lapsed")
    assert not Proposal.objects.filter(state="presented").exists()
    assert books_balance() == 0


def test_many_cases_signed_twice_at_once_in_opposite_order_are_signed_once_within_the_money(
    transactional_db,
):
    cast = people()
    cases = [stages.proposed(cast), another(cast, 0), another(cast, 1)]
    stages.with_money(cast, cases[0].call, total="2300000.00", reserve="200000.00")
    at = stages.later(cases[0], hours=4)

    def signing_all(actor, choices):
        return lambda: decide_many(
            cases[0].call, choices, proof=Proof("password", at), actor=actor, at=at + timedelta(minutes=1)
        )

    choices = chosen(*cases)
    ends = codes(
        signing_all(cast.decision_maker, choices),
        signing_all(stages.second_decision_maker(), choices[::-1]),
    )
    assert ends == ["", ""]
    assert Decision.objects.count() == 2
    assert books_balance() == 2 * MILLION


def test_two_claims_at_once_are_numbered_and_one_is_taken_up_once(transactional_db):
    cast = people()
    decision = stages.decided(cast)
    on, at = helsinki_day(decision.decided_at), stages.later(decision.application, hours=6)
    claimants = (cast.keusote, cast.helsinki)
    for organisation in claimants:
        register_service(
            decision_id=decision.pk, organisation=organisation, channel="paper", sent_on=on, served_on=on,
            actor=cast.administrator, at=at,
        )  # fmt: skip

    def claiming(organisation):
        return lambda: register_claim(
            decision_id=decision.pk, organisation=organisation, channel="mail", arrived_at=at, demand="Vaadin.",
            actor=cast.administrator, at=at,
        )  # fmt: skip

    assert codes(*(claiming(one) for one in claimants)) == ["", ""]
    claims = list(RectificationClaim.objects.order_by("number"))
    assert [claim.number for claim in claims] == [1, 2]

    def preparing(claim):
        return lambda: prepare_claim(claim_id=claim.pk, actor=cast.presenting_officer, at=at)

    assert sorted(codes(*(preparing(claim) for claim in claims))) == ["", "not_possible_now"]
    assert sorted(claim.state for claim in RectificationClaim.objects.all()) == ["handled", "registered"]
    assert books_balance() == MILLION


def test_a_review_given_while_the_case_is_presented_stands_before_the_proposal_or_not_at_all(
    transactional_db,
):
    cast = people()
    application = stages.taken_up(cast)
    at = stages.later(application, hours=2)
    who = {"application_id": application.pk, "actor": cast.presenting_officer, "at": at}
    save_proposal(content=stages.content(), **who)
    codes_of = application.call.review_criteria.values_list("code", flat=True)
    content = ReviewContent(dict.fromkeys(codes_of, 3), {}, "Hyvä suunnitelma.")

    def reviewing():
        given = {"content": content, "seen": None, "give": True, "at": at}
        return save_review(application_id=application.pk, actor=cast.reviewer, **given)

    presented, reviewed = codes(lambda: present(**who), reviewing)
    assert presented == ""
    kinds = list(Event.objects.order_by("pk").values_list("kind", flat=True))
    if reviewed:
        assert (reviewed, Review.objects.count()) == ("not_possible_now", 0)
    else:
        assert kinds[-2] == "review.given"
        assert Review.objects.get().scores.count() == len(codes_of)


def test_a_call_is_published_once_and_as_it_was_read(transactional_db):
    cast = people()
    call = draft(cast)
    seen = stamp_of_all(Call.objects.get(pk=call.pk))

    def publishing(actor):
        return lambda: publish(slug=call.slug, seen=seen, actor=actor, at=now())

    ends = codes(
        publishing(cast.decision_maker),
        publishing(stages.second_decision_maker()),
        lambda: write(cast, call, "review_criteria", [SCORED | {"most": 7}]),
    )
    assert sorted(ends) == ["", "not_possible_now", "not_possible_now"]
    published = ends[2] != ""
    call.refresh_from_db()
    assert call.status == ("published" if published else "draft")
    assert call.review_criteria.filter(most=7).exists() != published
    assert Event.objects.filter(kind="call.published").count() == published
