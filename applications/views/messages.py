"""Messages between the consortium and the ministry, as the consortium reads and writes them."""

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from applications.actions.messages import SIDE, mark_read, send_message
from applications.forms.correspondence import MessageForm
from applications.models import Application
from applications.queries.messages import messages_of
from applications.views.gate import status_of, with_application
from applications.views.parts import address
from applications.views.section_page import crumbs
from applications.workflow import BEFORE_SUBMISSION, State
from ledger.refusal import Refused


@with_application
def messages(request: HttpRequest, application: Application) -> HttpResponse:
    """The exchange, newest first, and a form; opening it marks the ministry's messages as read."""
    form = MessageForm(request.POST if request.method == "POST" else None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            send_message(
                application_id=application.pk,
                text=form.cleaned_data["text"],
                actor=request.user,
                at=request.arrived_at,
            )
        except Refused as refused:
            refusal = refused
        else:
            notices.success(request, _("The message was sent. The ministry is told of it by mail."))
            return HttpResponseRedirect(address(application, "messages"))
    exchange = list(messages_of(application))
    if any(message.side == SIDE.MINISTRY and message.read_at is None for message in exchange):
        mark_read(application=application, side=SIDE.MINISTRY, actor=request.user, at=request.arrived_at)
    sent = State(application.state) not in BEFORE_SUBMISSION
    context = {
        "application": application,
        "crumbs": crumbs(application),
        "exchange": exchange,
        "form": form if sent or refusal else None,
        "refusal": refusal,
    }
    return render(
        request,
        "applications/messages.html",
        context,
        status=status_of(refusal, valid=not form.is_bound or form.is_valid()),
    )
