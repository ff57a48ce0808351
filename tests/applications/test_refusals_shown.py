"""A refused sending on its page: what was refused, the way out, and that nothing of the draft is lost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from applications.models import Application, Submission
from applications.queries.snapshot import content_of
from pilots.models import Call, CoverageRule
from tests import builders

pytestmark = pytest.mark.django_db


def closed(cast):
    """Complete, but the call closed a second ago."""
    application = builders.complete_draft(cast)
    Call.objects.filter(pk=application.call_id).update(closes_at=timezone.now() - timedelta(seconds=1))
    return application, cast.lead_signatory


def not_yet_open(cast):
    """Complete, but the call opens in an hour."""
    application = builders.complete_draft(cast)
    Call.objects.filter(pk=application.call_id).update(opens_at=timezone.now() + timedelta(hours=1))
    return application, cast.lead_signatory


def undecided(cast):
    """Everything is there but Helsinki's own decision."""
    application = builders.begun(cast)
    builders.written(application, cast)
    builders.decided(application, cast.keusote, cast.lead_signatory)
    builders.joined(application, cast, cast.helsinki, cast.partner_signatory)
    for organisation, signatory in (
        (cast.vantaa, cast.second_signatory),
        (cast.espoo, builders.espoo_signatory(cast)),
    ):
        builders.joined(application, cast, organisation, signatory)
        builders.decided(application, organisation, signatory)
    return application, cast.lead_signatory


def one_municipality(cast):
    """Helsinki leads and is alone."""
    application = builders.begun(cast, lead=cast.helsinki, actor=cast.partner_signatory)
    builders.decided(application, cast.helsinki, cast.partner_signatory)
    return application, cast.partner_signatory


def below_a_binding_rule(cast):
    """Keski-Uudenmaan sote and Helsinki: 50.69 %, 7 of 26."""
    application = builders.begun(cast)
    builders.written(application, cast)
    builders.decided(application, cast.keusote, cast.lead_signatory)
    builders.joined(application, cast, cast.helsinki, cast.partner_signatory)
    builders.decided(application, cast.helsinki, cast.partner_signatory)
    return application, cast.lead_signatory


def below_an_advisory_rule(cast):
    """The same where grounds would do."""
    application, signatory = below_a_binding_rule(cast)
    Call.objects.filter(pk=application.call_id).update(rule=CoverageRule.objects.get(pk="coverage-2018"))
    return application, signatory


def sent_before(cast):
    """Sent already, and nothing changed since."""
    return builders.submitted(cast), cast.lead_signatory


SHOWN = {
    "after the window": (closed, ["The call is not open", "The draft is kept as it is. The period stands"]),
    "before the window": (not_yet_open, ["The call is not open", "The draft is kept as it is."]),
    "an undecided member": (
        undecided,
        [
            "See what would close the gap on the page of the members.",
            "Helsinki: has accepted but has not recorded",
        ],
    ),
    "one municipality": (
        one_municipality,
        ["A single municipality cannot run its own pilot.", "Ask at least one more municipality to join"],
    ),
    "a binding rule": (
        below_a_binding_rule,
        [
            "The coverage does not meet the rule of the call",
            "See what would close the gap on the page of the members.",
            "Smallest step:",
        ],
    ),
    "an advisory rule without grounds": (
        below_an_advisory_rule,
        ["no special grounds have been given", "Write the special grounds, or bring in more municipalities."],
    ),
    "twice": (sent_before, ["Nothing has changed since", "the receipt is on the page of the application"]),
}


@pytest.mark.parametrize(("brought", "told"), SHOWN.values(), ids=SHOWN.keys())
def test_the_reason_and_the_way_out_are_shown_and_nothing_is_lost(cast, logged_in, brought, told):
    application, signatory = brought(cast)
    before, sent = content_of(Application.objects.get(pk=application.pk)), Submission.objects.count()

    answer = logged_in(signatory).post(f"/en/applications/{application.pk}/submit/", {"attested": "on"})

    page = " ".join(answer.content.decode().replace("\xa0", " ").split())
    assert answer.status_code == 422
    assert [text for text in told if text not in page] == []
    assert content_of(Application.objects.get(pk=application.pk)) == before
    assert Submission.objects.count() == sent


def test_the_refusal_speaks_the_language_of_the_page(cast, logged_in):
    application, signatory = one_municipality(cast)
    for prefix, told in (
        ("", "Pyydä jäsenten sivulla mukaan vähintään yksi kunta lisää."),
        ("/sv", "Be på medlemssidan minst en kommun till att delta."),
    ):
        answer = logged_in(signatory).post(
            f"{prefix}/applications/{application.pk}/submit/", {"attested": "on"}
        )
        assert told in answer.content.decode().replace("\xa0", " ")
