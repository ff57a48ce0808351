"""Making a decision's letter once, and handing its stored bytes out only while they are the same."""

import hashlib
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Act
from applications.queries.access import require
from decisions.actions.assigning import qualified
from decisions.letters import render
from decisions.models import Decision, Letter
from decisions.queries.recipients import recipients_of
from ledger.actions import record
from ledger.refusal import refuse_unless
from outbox.actions import add
from outbox.handlers import still_there


def make_letter(*, decision_id: int) -> Letter:
    """The letter of a decision in the language of the case; made now unless it exists.

    Rendered outside any transaction, stored in a short one. Two that run at once render the same bytes, and the
    database keeps one row: the second finds it and is content.
    """
    decision = still_there(Decision.objects.select_related("application"), pk=decision_id)
    language = decision.snapshot["language"]
    standing = decision.letters.filter(language=language).first()
    if standing:
        return standing
    pdf = render(decision.snapshot)
    at = timezone.now()
    with transaction.atomic():
        digest = hashlib.sha256(pdf).hexdigest()
        letter, made = Letter.objects.get_or_create(
            decision=decision,
            language=language,
            defaults={"pdf": pdf, "size": len(pdf), "sha256": digest, "made_at": at},
        )
        if made:
            record(
                kind="letter.made",
                reference=decision.reference,
                actor="letter maker",
                at=at,
                data={"sha256": digest, "size": len(pdf), "language": language},
            )
            announce(letter, decision)
    return letter


def announce(letter: Letter, decision: Decision) -> None:
    """Leave one row per recipient, so that a notice that fails is tried again alone. A replay tells nobody."""
    if decision.is_replay:
        return
    for organisation in recipients_of(decision.application):
        add(
            kind="letter-mail",
            reference=f"letter:{letter.pk}:{organisation.pk}",
            payload={"letter": letter.pk, "organisation": organisation.pk},
        )


@transaction.atomic
def hand_out(*, letter: Letter, actor: User, at: datetime, why: str) -> bytes:
    """The stored bytes, re-hashed; altered bytes are refused. Every handing out is an event in the ledger.

    Refused, too, for whoever may not read the letter, and for an official who stands aside from the case.
    """
    application = letter.decision.application
    require(actor, Act.READ_LETTER, application)
    qualified(application, actor)
    pdf = bytes(letter.pdf)
    refuse_unless(
        hashlib.sha256(pdf).hexdigest() == letter.sha256,
        "letter_altered",
        _("The stored letter has been altered and is not handed out. Tell the administrator."),
    )
    record(
        kind=f"letter.{why}",
        reference=letter.decision.reference,
        actor=actor,
        at=at,
        data={"sha256": letter.sha256, "language": letter.language},
    )
    return pdf
