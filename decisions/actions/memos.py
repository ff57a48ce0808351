"""Making a presentation memo: the state of a call's proposals, frozen, numbered, and told to a forum."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Act
from accounts.queries import may_everywhere
from decisions.exports.memo_docx import memo_docx
from decisions.exports.memo_pdf import memo_pdf
from decisions.letters import reasons_library
from decisions.models import Memo
from decisions.queries.memo import Titles, memo_facts, scores_hidden_in, stands_aside_in
from ledger.actions import record
from ledger.refusal import refuse_unless
from pilots.models import Call

MAKERS = {"pdf": memo_pdf, "docx": memo_docx}


def reason_titles() -> Titles:
    """The titles of the library's reasons in both languages, by their keys."""
    swedish = {reason.key: reason.title for reason in reasons_library("sv")}
    return {reason.key: {"fi": reason.title, "sv": swedish[reason.key]} for reason in reasons_library("fi")}


@transaction.atomic
def make_memo(
    *, call: Call, forum: str, language: str, meets_on: date | None, actor: User, at: datetime
) -> Memo:
    """Freeze what is proposed on all cases of a call as its next memo, in "fi" or "sv".

    Refused for an official who stands aside from one of the cases, and while the call has none.
    """
    refuse_unless(may_everywhere(actor, Act.MAKE_MEMO), "not_allowed", _("Your role does not allow this."))
    refuse_aside(call, actor)
    # The numbers of a call's memos have no gaps and no twins.
    Call.objects.select_for_update().get(pk=call.pk)
    facts = memo_facts(call, titles=reason_titles(), at=at)
    refuse_unless(facts["cases"], "no_cases", _("The call has no cases yet."))
    number = (Memo.objects.filter(call=call).aggregate(last=Max("number"))["last"] or 0) + 1
    memo = Memo.objects.create(
        call=call,
        forum=forum,
        language=language,
        meets_on=meets_on,
        number=number,
        snapshot=facts
        | {
            "number": number,
            "forum": forum,
            "meets_on": meets_on and meets_on.isoformat(),
            "made_by": str(actor),
        },
        made_by=actor,
        made_at=at,
    )
    record(
        kind="memo.made",
        reference=f"call:{call.slug}",
        actor=actor,
        at=at,
        data={"number": number, "forum": forum, "language": language, "cases": len(facts["cases"])},
    )
    return memo


@transaction.atomic
def hand_out_memo(*, memo: Memo, kind: str, actor: User, at: datetime) -> bytes:
    """A memo as "pdf" or "docx", made again from what was frozen: the same bytes each time. An event in the ledger."""
    refuse_unless(
        may_everywhere(actor, Act.READ_SCENARIO), "not_allowed", _("Your role does not allow this.")
    )
    refuse_aside(memo.call, actor)
    refuse_unless(
        not scores_hidden_in(memo.call, actor),
        "reviews_hidden",
        _("The memo tells what others have scored, and you have not given your own review of every case."),
    )
    content = MAKERS[kind](memo.snapshot, memo.language)
    record(
        kind="memo.read",
        reference=f"call:{memo.call.slug}",
        actor=actor,
        at=at,
        data={"number": memo.number, "file": kind},
    )
    return content


def refuse_aside(call: Call, actor: User) -> None:
    """A memo tells of every case, so that it is shut to whoever must not touch one of them."""
    refuse_unless(
        not stands_aside_in(call, actor),
        "disqualified",
        _("You have declared yourself disqualified for one of the cases, and the memo tells of all."),
    )
