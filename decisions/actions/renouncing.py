"""The recipient gives its award up: the case ends, the money returns at once, the ministry confirms it by a letter."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Act, Role
from applications.actions.drafting import locked
from applications.actions.telling import tell_ministry
from applications.models import Application
from applications.queries.access import require
from applications.workflow import Event
from decisions.actions.money import hold
from decisions.models import Case, Proposal
from ledger.refusal import refuse_unless


@transaction.atomic
def renounce(*, application_id: int, reason: str, actor: User, at: datetime) -> Application:
    """The lead's signatory gives the award up. A ruling that waited for a decision-maker falls away.

    Refused without a reason, where nothing is granted, and while the case is being re-examined.
    """
    application = locked(application_id)
    require(actor, Act.RENOUNCE, application)
    refuse_unless(reason.strip(), "reason_missing", _("Tell why the award is given up."))
    held = Case.objects.filter(application=application).values_list("committed_eur", flat=True).first()
    refuse_unless(held, "nothing_granted", _("There is no award to give up."))
    waiting = Proposal.objects.filter(application=application, state=Proposal.State.PRESENTED)
    waiting.update(state=Proposal.State.DROPPED, note=str(_("The recipient gave the award up.")))
    hold(application, Decimal(0))
    tell_ministry(application, "renounced", about=application.decisions.count())
    application.move(Event.RENOUNCE, role=Role.SI, actor=actor, at=at, note=reason.strip())
    return application
