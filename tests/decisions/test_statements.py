"""Statements of outside experts: asked by a link, read with a trace, kept as drafts, sent once, and ended in time."""

from datetime import time, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts.tokens import digest_of
from applications.models import Application
from decisions.actions.statements import token_of
from decisions.models import Statement
from ledger.models import Event
from outbox.handlers import HANDLERS
from outbox.models import Row
from pilots.moments import helsinki_moment
from tests.decisions import stages

EXPERT = "asiantuntija@yliopisto.example"
LATE = 'href="#i-warn"'
TEXT = "Pilotti tuottaa tietoa, jota muualta ei saada."


def asking(**changes) -> dict[str, str]:
    due = timezone.localdate() + timedelta(days=14)
    return {
        "expert_name": "Professori Esimerkki",
        "expert_office": "Yliopisto",
        "expert_email": EXPERT,
        "language": "fi",
        "question": "Onko kohderyhmä rajattu oikein?",
        "due_on": f"{due.day}.{due.month}.{due.year}",
    } | changes


def url(name: str, application: Application, *more: int) -> str:
    return reverse(f"admin:{name}", args=[application.pk, *more])


def kinds() -> list[str]:
    return list(
        Event.objects.filter(kind__startswith="statement.").order_by("number").values_list("kind", flat=True)
    )


def deliver(reference: str) -> None:
    row = Row.objects.get(kind="statement-mail", reference=reference)
    HANDLERS[row.kind](row)


@pytest.fixture
def asked(client, cast) -> Statement:
    """A statement asked for by the case's own presenting officer; the mail has gone out."""
    application = stages.taken_up(cast)
    client.force_login(cast.presenting_officer)
    assert client.post(url("statements", application), asking()).status_code == 302
    statement = Statement.objects.get()
    deliver(f"statement:{statement.pk}")
    client.logout()
    return statement


def link_in(message) -> str:
    return next(word for word in message.body.split() if "/statements/" in word).partition("8000")[2]


def test_an_expert_reads_keeps_a_draft_and_sends_once(client, cast, asked):
    assert mail.outbox[-1].to == [EXPERT]
    link = link_in(mail.outbox[-1])
    token = link.rstrip("/").rpartition("/")[2]
    assert (asked.token_hash, token in str(vars(asked))) == (digest_of(token), False)
    page = client.get(link)
    html = page.content.decode()
    assert "Onko kohderyhmä rajattu oikein?" in html
    assert "Kuvaus osiosta personal-budget." in html
    assert "(täytettävä ennen lähettämistä)" in html
    assert "no-store" in page["Cache-Control"]
    # Nothing of what people said to each other, and nobody's address.
    assert cast.lead_signatory.email not in html
    assert client.post(link, {"text": TEXT, "seen": "", "save": "1"}).status_code == 302
    client.force_login(cast.presenting_officer)
    assert TEXT not in client.get(url("statements", asked.application)).content.decode()
    client.logout()
    stale = client.post(link, {"text": "Toinen ikkuna", "seen": "", "save": "1"})
    assert (stale.status_code, Statement.objects.get().text) == (409, TEXT)
    assert "Toinen ikkuna" in stale.content.decode()
    seen = {"seen": Statement.objects.get().saved_at.isoformat()}
    half = client.post(link, {"text": TEXT, "give": "1"} | seen)
    assert (half.status_code, Statement.objects.get().state) == (422, "asked")
    assert client.post(link, {"text": TEXT, "has_no_interest": "on", "give": "1"} | seen).status_code == 302
    after = client.get(link).content.decode()
    assert TEXT in after
    assert "Kuvaus osiosta" not in after  # the case is shut to the link again
    client.post(link, {"text": "Toinen lausunto", "has_no_interest": "on", "give": "1"} | seen)
    assert Statement.objects.get().text == TEXT
    client.force_login(cast.reviewer)
    assert TEXT in client.get(url("statements", asked.application)).content.decode()
    assert kinds() == ["statement.asked", "statement.case_read", "statement.given"]
    read = Event.objects.get(kind="statement.case_read")
    assert (read.actor, read.data["version"]) == (EXPERT, 1)
    assert not any(TEXT in str(event.data) for event in Event.objects.all())


def test_a_link_ends_when_it_is_withdrawn_declined_too_old_or_the_case_moves_on(client, cast, asked, at_day):
    link = reverse("decisions:statement", args=[token_of(asked)])
    assert client.get(link).status_code == 200
    assert client.get(reverse("decisions:statement", args=["x" * 64])).status_code == 404
    at_day(asked.due_on + timedelta(days=30))
    assert client.get(link).status_code == 200
    at_day(asked.due_on + timedelta(days=31))
    assert client.get(link).status_code == 404
    at_day(timezone.localdate())
    Application.objects.filter(pk=asked.application_id).update(state="proposed")
    assert client.get(link).status_code == 404
    assert client.post(link, {"text": TEXT, "seen": "", "save": "1"}).status_code == 404
    Application.objects.filter(pk=asked.application_id).update(state="under_review")
    client.force_login(cast.presenting_officer)
    assert client.post(url("statement-withdraw", asked.application, asked.pk)).status_code == 302
    again = client.post(url("statement-withdraw", asked.application, asked.pk))
    assert again.status_code == 409
    client.logout()
    assert client.get(link).status_code == 404
    deliver(f"statement_withdrawn:{asked.pk}")
    assert "peruttu" in mail.outbox[-1].subject
    assert Statement.objects.get().text == ""


def test_an_expert_declines_with_a_reason_that_the_officials_read(client, cast, asked):
    link = reverse("decisions:statement", args=[token_of(asked)])
    answer = client.post(link, {"decline": "1", "decline-reason": "Olen jäävi."})
    assert answer.status_code == 200
    assert client.get(link).status_code == 404
    client.force_login(cast.presenting_officer)
    html = client.get(url("statements", asked.application)).content.decode()
    assert "Olen jäävi." in html
    assert client.post(url("statements", asked.application), asking()).status_code == 302  # may be asked anew


def test_a_reminder_goes_once_before_the_day_and_lateness_shows(client, cast, asked, at_day):
    reference = f"statement_reminder:{asked.pk}"
    row = Row.objects.get(reference=reference)
    assert timezone.localtime(row.available_at).date() == asked.due_on - timedelta(days=2)
    at_day(asked.due_on - timedelta(days=2))
    sent = len(mail.outbox)
    deliver(reference)
    deliver(reference)
    assert len(mail.outbox) == sent + 1
    assert link_in(mail.outbox[-1]) == reverse("decisions:statement", args=[token_of(asked)])
    at_day(asked.due_on + timedelta(days=1))
    client.force_login(cast.presenting_officer)
    assert LATE in client.get(url("statements", asked.application)).content.decode()
    door = f'{url("statements", asked.application)}">'
    assert LATE in client.get(url("case", asked.application)).content.decode().partition(door)[2][:200]
    Statement.objects.all().delete()
    deliver(f"statement:{asked.pk}")  # a doorbell for somebody who has gone


def test_who_cannot_be_asked_and_who_cannot_ask(client, cast, asked):
    application = asked.application
    client.force_login(cast.presenting_officer)
    today = timezone.localdate()
    for wrong in (
        {"expert_email": EXPERT.upper()},  # awaited already
        {"expert_email": cast.partner_editor.email},  # of the consortium
        {"expert_email": "ei-osoite"},
        {"due_on": f"{today.day}.{today.month}.{today.year}", "expert_email": "toinen@x.example"},
        {"due_on": "31.2.2027", "expert_email": "toinen@x.example"},
    ):
        page = client.post(url("statements", application), asking(**wrong))
        assert page.status_code == 422, wrong
        assert "Onko kohderyhmä rajattu oikein?" in page.content.decode()
    client.force_login(cast.reviewer)
    assert client.post(url("statements", application), asking()).status_code == 403
    assert Statement.objects.count() == 1


@pytest.fixture
def at_day(monkeypatch):
    """Moves the clock to noon of a day."""

    def move(on) -> None:
        noon = helsinki_moment(on, time(12, 0))
        monkeypatch.setattr(timezone, "now", lambda: noon)

    return move
