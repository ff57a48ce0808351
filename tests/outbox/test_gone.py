"""Whatever a row is about may have been deleted by the time it is handled: then it ends, tells nobody, and says so."""

import pytest
from django.core import mail
from django.utils import timezone

from applications.actions.consortium import list_partners, withdraw_request
from applications.models import Member
from applications.tasks import ABOUT_FILE, OF_APPLICATION, OF_SUBMISSION, OF_SUPPLEMENT, TO_LEAD, TO_MEMBER
from decisions.tasks import TO_MINISTRY
from outbox.actions import add, hand_out, handle
from outbox.handlers import HANDLERS
from outbox.models import Row
from tests.builders import asked, begun, in_window
from tests.cast import people

NOBODY = 987_654_321
NAMES = (
    "application", "attachment", "decision", "exit", "hearing", "invitation", "letter", "link", "member",
    "organisation", "person", "request", "submission",
)  # fmt: skip
ALL = dict.fromkeys(NAMES, NOBODY)
# Kind of row -> the templates that it knows; one without templates is tried once.
KINDS = {
    "mail": sorted(TO_LEAD | TO_MEMBER | ABOUT_FILE | OF_SUBMISSION | OF_APPLICATION | OF_SUPPLEMENT),
    "people_mail": ["claim", "claimed_by", "removed", "invitation"],
    "ministry-mail": sorted(TO_MINISTRY),
    "letter": [""],
    "letter-mail": [""],
    "hearing-mail": [""],
}
# They look for what they are about, and find nothing to do.
QUIET = {
    "scan": {"attachment": NOBODY, "tried": 0},
    "stored-file": {"name": "nowhere/nothing.pdf"},
    "deadline-moved": {"call": "no-such-call", "reasons": {"fi": "Lisäaika", "sv": "Mera tid"}},
    "statement-mail": {"template": "statement", "statement": NOBODY},
}
PAIRS = [(kind, template) for kind, templates in KINDS.items() for template in templates]


@pytest.fixture(autouse=True)
def kept_in_memory(settings, db):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []


def ended(row: Row) -> str:
    """Handle the row once; what it says of its end. It must have ended."""
    assert handle(row.pk, hand_out(row.pk, at=timezone.now())) is True
    row.refresh_from_db()
    assert (row.attempts, row.done_at is None, row.parked_at) == (1, False, None)
    return row.last_error


@pytest.mark.parametrize(("kind", "template"), PAIRS)
def test_a_row_about_what_is_gone_ends_with_the_first_try(kind, template):
    row = add(kind=kind, reference="nothing", payload=ALL | {"template": template})
    assert ended(row).startswith("gone: ")
    assert mail.outbox == []


@pytest.mark.parametrize("kind", QUIET)
def test_a_row_that_finds_nothing_to_do_ends_in_peace(kind):
    assert ended(add(kind=kind, reference="nothing", payload=QUIET[kind])) == ""
    assert mail.outbox == []


def test_every_kind_of_row_is_tried_here():
    days = {"reminders", "keep-practice-open", "test"}  # about a day, and about nothing that could be deleted
    assert {kind for kind in HANDLERS if kind not in days} == KINDS.keys() | QUIET.keys()


def test_a_partner_that_was_asked_and_taken_off_the_list_leaves_no_row_behind():
    cast = people()
    application = begun(cast)
    (member,) = asked(application, cast, cast.helsinki)
    at = in_window(application.call)
    withdraw_request(member_id=member.pk, actor=cast.lead_signatory, at=at)
    for wanted in ([cast.helsinki.pk], []):
        list_partners(
            application_id=application.pk, organisation_ids=wanted, actor=cast.lead_signatory, at=at
        )
    assert not Member.objects.filter(pk=member.pk).exists()
    rows = Row.objects.filter(kind="mail").order_by("pk")
    assert [ended(row) for row in rows] == [f"gone: Member {{'pk': {member.pk}}}"] * 2
    assert mail.outbox == []
