"""Reviews: a draft is the writer's alone, others' stay hidden until one's own is given, and a proposal freezes all."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from applications.models import Application
from decisions.actions.assigning import declare_disqualified
from decisions.actions.memos import make_memo
from decisions.actions.presenting import present, save_proposal
from decisions.actions.reviewing import do_without_reviews_of
from decisions.models import CaseFile, Review, ReviewScore
from ledger.models import Event
from tests.cast import person
from tests.decisions import stages

SECRET = "Suunnitelman aikataulu ei kestä."


@pytest.fixture
def reviewed(cast):
    """A case under review, and a second reviewer."""
    application = stages.taken_up(cast)
    second = person("second.reviewer@stm.example", "Second reviewer")
    second.offices.create(role="reviewer")
    return application, second


def url(name: str, application: Application) -> str:
    return reverse(f"admin:{name}", args=[application.pk])


def typed(learning="", feasibility="", smallest="", **more) -> dict[str, str]:
    """Points by the three criteria of the practice call; weights 3, 2 and 1."""
    points = {
        "points-learning": learning,
        "points-feasibility": feasibility,
        "points-smallest-sum": smallest,
    }
    return points | {"comment": SECRET, "comment-feasibility": "Perustelu.", "confirmed": "on"} | more


def seen(application, user) -> dict[str, str]:
    return {"seen": Review.objects.get(application=application, reviewer=user).saved_at.isoformat()}


def score_of(application, user) -> Decimal | None:
    return CaseFile.objects.with_score(user).get(pk=application.pk).score


def page(client, user, application) -> str:
    client.force_login(user)
    return client.get(url("review", application)).content.decode()


def test_a_review_is_drafted_given_and_changed_while_others_stay_hidden(client, cast, reviewed):
    application, second = reviewed
    client.force_login(cast.reviewer)
    draft = typed("4", comment="")
    assert client.post(url("review", application), draft | {"save": "1"}).status_code == 302
    assert score_of(application, cast.auditor) is None  # a draft counts nowhere
    incomplete = client.post(
        url("review", application), draft | {"give": "1"} | seen(application, cast.reviewer)
    )
    assert incomplete.status_code == 422
    assert (
        incomplete.content.decode().count('href="#id_') == 3
    )  # two criteria and the comment, each with its link
    given = typed("4", "3", "5", give="1") | seen(application, cast.reviewer)
    assert client.post(url("review", application), given | {"confirmed": ""}).status_code == 422
    assert client.post(url("review", application), given).status_code == 302
    # 4·3 + 3·2 + 5·1 = 23 of 30
    assert score_of(application, cast.auditor) == Decimal("76.7")
    assert score_of(application, cast.decision_maker) == Decimal("76.7")

    for hidden_from in (second, cast.presenting_officer):
        html = page(client, hidden_from, application)
        assert SECRET not in html
        assert "76,7" not in html
        assert "76,7" not in client.get(url("case", application)).content.decode()
        assert score_of(application, hidden_from) is None
    client.force_login(second)
    assert client.post(url("review", application), typed("2", "2", "2", give="1")).status_code == 302
    html = page(client, second, application)
    assert SECRET in html
    # (23 + 12) of 60
    assert score_of(application, second) == Decimal("58.3")
    assert "58,3" in html
    assert "58,3" in client.get(url("case", application)).content.decode()
    kinds = list(Event.objects.order_by("number").values_list("kind", flat=True))
    assert kinds.count("review.given") == 2
    assert not any("4" in str(event.data) for event in Event.objects.filter(kind="review.given"))


def test_a_second_window_does_not_write_over_the_first(client, cast, reviewed):
    application, _second = reviewed
    client.force_login(cast.reviewer)
    first, other = (
        typed("1", comment="Ensimmäinen ikkuna.", save="1"),
        typed("5", comment="Toinen.", save="1"),
    )
    client.post(url("review", application), first)
    clash = client.post(url("review", application), other)
    assert (clash.status_code, Review.objects.get().comment) == (409, "Ensimmäinen ikkuna.")
    html = clash.content.decode()
    assert "Toinen." in html
    assert seen(application, cast.reviewer)["seen"] in html  # pressed again, it is kept knowingly
    assert client.post(url("review", application), typed("6", save="1")).status_code == 422
    assert Review.objects.get().comment == "Ensimmäinen ikkuna."


def test_a_proposal_freezes_reviews_in_the_page_the_action_and_the_database(client, cast, reviewed):
    application, second = reviewed
    client.force_login(cast.reviewer)
    client.post(url("review", application), typed("4", "3", "5", give="1"))
    who = {"application_id": application.pk, "actor": cast.presenting_officer}
    at = stages.later(application, hours=2)
    save_proposal(content=stages.content(), at=at, **who)
    present(at=at, **who)
    late = client.post(
        url("review", application), typed("5", "5", "5", give="1") | seen(application, cast.reviewer)
    )
    assert late.status_code == 409
    assert "presenting officer" in late.content.decode()  # who did what meanwhile
    client.force_login(second)
    refused = client.post(url("review", application), typed("5", "5", "5", give="1", comment="Oma arvio."))
    assert refused.status_code == 409
    assert "Oma arvio." in refused.content.decode()  # nothing typed is lost
    assert SECRET not in page(client, second, application)
    assert score_of(application, second) is None
    assert score_of(application, cast.decision_maker) == Decimal("76.7")
    changes = (
        lambda: ReviewScore.objects.update(points=0),
        lambda: Review.objects.update(comment="muutettu"),
        lambda: ReviewScore.objects.all().delete(),
        lambda: Review.objects.create(application=application, reviewer=second, saved_at=at),
    )
    for change in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_who_prepares_the_case_may_do_without_and_then_gives_none(client, cast, reviewed):
    application, second = reviewed
    client.force_login(second)
    client.post(url("review", application), typed("3", "3", "3", give="1"))
    client.force_login(cast.presenting_officer)
    assert client.post(url("review-without", application)).status_code == 302
    assert SECRET in page(client, cast.presenting_officer, application)
    assert client.post(url("review", application), typed("5", "5", "5", give="1")).status_code == 409
    assert score_of(application, cast.presenting_officer) == Decimal("60.0")
    # Somebody who steps aside is not counted any more.
    declare_disqualified(
        application_id=application.pk, reason="Jäävi", actor=second, at=stages.later(application)
    )
    assert score_of(application, cast.presenting_officer) is None


def test_a_presenting_officer_opens_the_reviews_of_a_whole_call_but_not_of_those_begun(
    client, cast, reviewed
):
    application, second = reviewed
    client.force_login(second)
    client.post(url("review", application), typed("3", "3", "3", give="1"))
    other = person("second.officer@stm.example", "Second officer")
    other.offices.create(role="presenting_officer")
    client.force_login(cast.presenting_officer)
    client.post(url("review", application), typed("4", save="1"))
    at = stages.later(application, hours=2)
    assert do_without_reviews_of(call=application.call, actor=cast.presenting_officer, at=at) == 0
    assert score_of(application, cast.presenting_officer) is None
    assert do_without_reviews_of(call=application.call, actor=other, at=at) == 1
    assert score_of(application, other) == Decimal("60.0")


def test_no_memo_tells_a_reviewer_the_scores_before_the_own_review(client, cast, reviewed):
    application, second = reviewed
    call = application.call
    for who in (cast.reviewer, second):
        client.force_login(who)
        if who == second:
            at = stages.later(application)
            make_memo(
                call=call,
                forum="ministers",
                language="fi",
                meets_on=None,
                actor=cast.presenting_officer,
                at=at,
            )
            memos = reverse("admin:memos", args=[call.slug])
            files = [reverse(f"admin:memo-{kind}", args=[call.slug, 1]) for kind in ("pdf", "docx")]
            assert [client.get(one).status_code for one in files] == [403, 403]
            assert files[0] not in client.get(memos).content.decode()
        client.post(url("review", application), typed("4", "3", "5", give="1"))
    assert client.get(files[1]).status_code == 200
    assert files[0] in client.get(memos).content.decode()
    assert Event.objects.filter(kind="memo.read").count() == 1
