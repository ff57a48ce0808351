"""Answering a request for a supplement: the covering letter is drafted, a signatory sends the new version."""

from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Act
from applications.actions.drafting import locked
from applications.actions.submitting import freeze, refuse_unjudged
from applications.actions.telling import tell_ministry
from applications.models import Application, Submission, SupplementRequest
from applications.queries.access import require
from applications.queries.readiness import Gap, Readiness, readiness_of
from applications.queries.snapshot import content_of
from ledger.refusal import Refused, refuse_unless

NO_REQUEST = _("The ministry does not ask for a supplement now.")


def open_request(application: Application) -> SupplementRequest:
    """The request that waits for an answer, or Refused."""
    found = application.supplement_requests.filter(state=SupplementRequest.State.OPEN).first()
    refuse_unless(found, "no_request", NO_REQUEST, way_out=_("What was sent stands as it is."))
    return found


@transaction.atomic
def save_answer(
    *,
    application_id: int,
    answer: str,
    actor: User,
    seen: str | None = None,
) -> SupplementRequest:
    """Draft the covering letter of the supplement; anybody of the consortium may, until it is sent.

    `seen` is the stamp of the letter that was edited; Refused, with the other text, when it has changed since.
    """
    application = locked(application_id)
    require(actor, Act.DRAFT_SUPPLEMENT, application)
    request = open_request(application)
    refuse_unless(
        seen is None or seen == stamp_of(request) or request.answer == answer,
        "saved_by_another",
        _("Somebody else saved this text while you were writing."),
        way_out=_("Their text stands here, yours below. Bring them together and save again."),
        details=(request.answer,),
    )
    request.answer = answer
    request.save(update_fields=["answer"])
    return request


def stamp_of(request: SupplementRequest) -> str:
    """Tells one covering letter of a request from every other."""
    return sha256(f"{request.pk}\0{request.answer}".encode()).hexdigest()


@transaction.atomic
def send_supplement(*, application_id: int, attested: bool, actor: User, at: datetime) -> Submission:
    """Send the supplement: a new version with a new verdict; the case goes back to the ministry.

    A smaller coverage never keeps a supplement from being sent: the officials see it and rule. What blocks is a gap in
    a part that the request opened. After the due date it can be sent until the officials go on without it.
    """
    application = locked(application_id)
    require(actor, Act.SEND_SUPPLEMENT, application)
    request = open_request(application)
    readiness = readiness_of(application, look_for_clashes=False)
    refuse_unjudged(readiness)
    refuse_gaps(supplement_gaps(application, readiness))
    last = application.submissions.order_by("-number").first()
    same = {**content_of(application), "supplement": last.snapshot.get("supplement")} == {
        **last.snapshot,
        "supplement": last.snapshot.get("supplement"),
    }
    refuse_unless(
        request.answer.strip() or not same,
        "nothing_answered",
        _("Nothing has been supplemented and no answer has been written."),
        way_out=_("Mend the parts that the request names, or write the answer."),
    )
    refuse_unless(
        attested,
        "not_attested",
        _("The attestation is required."),
        way_out=_("Tick it when the information is right, and send again."),
    )
    request.state, request.closed_at, request.closed_by = SupplementRequest.State.ANSWERED, at, actor.email
    submission = freeze(application, readiness, actor=actor, at=at, supplement=request)
    request.submission = submission
    request.save(update_fields=["state", "closed_at", "closed_by", "submission"])
    tell_ministry(application, "supplement_sent", about=submission.number)
    return submission


def supplement_gaps(application: Application, readiness: Readiness) -> list[Gap]:
    """What is missing in the parts that the open request opens; the other parts stand as they were sent.

    Where only the lines of added elements are open, nothing is asked of the others.
    """
    opened = application.unlocked_sections()
    whole = "budget" in application.named_sections()
    return [
        gap
        for gap in readiness.gaps
        if gap.section in opened
        and (whole or gap.section != "budget" or gap.element in application.added_elements)
    ]


def refuse_gaps(gaps: list[Gap]) -> None:
    """Refuse with everything that is missing at once."""
    if gaps:
        raise Refused(
            gaps[0].code,
            _("The supplement is not complete yet."),
            way_out=_("Complete what is listed and send again."),
            details=tuple(gap.message for gap in gaps),
        )
