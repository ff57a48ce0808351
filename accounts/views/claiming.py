"""Claiming an organisation: asking for the link, and opening it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.actions import claiming
from accounts.forms.people import AccountForm, AskLinkForm, ConfirmForm
from accounts.models import Affiliation
from accounts.views.gate import dead_link, enter_as, is_ours, onward, status_of
from ledger.refusal import Refused


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Choose an organisation; its registry gets the link. The answer is the same whatever is the case."""
    form = AskLinkForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        claiming.ask_for_link(organisation_id=form.cleaned_data["organisation"].pk, at=request.arrived_at)
        messages.success(
            request,
            _(
                "The registry of the organisation gets a mail, unless it has got several today already. "
                "Ask your registry to pass it on to you."
            ),
        )
        return redirect("accounts:claim")
    context = {"form": form}
    return render(request, "accounts/claim.html", context, status=status_of(None, valid=not form.is_bound))


@sensitive_post_parameters("password")
@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """The page of a claim link: a new account, or a confirmation for who is logged in."""
    try:
        found = claiming.usable_link(token, at=request.arrived_at)
    except Refused as refused:
        return dead_link(request, refused, claiming=True)
    form = form_of(request)
    refusal = None
    if form.is_bound and form.is_valid():
        try:
            affiliation = claimed(request, token, form)
        except Refused as refused:
            refusal = refused
        else:
            enter_as(request, affiliation)
            messages.success(
                request,
                _("You now act for %(name)s as its signatory.") % {"name": affiliation.organisation.name},
            )
            return redirect(onward(request, request.GET.get("next", ""), affiliation.user))
    context = {
        "organisation": found.organisation,
        "form": form,
        "refusal": refusal,
        "leads_on": is_ours(request, request.GET.get("next", "")),
    }
    status = status_of(refusal, valid=not form.is_bound)
    return render(request, "accounts/claim_link.html", context, status=status)


def form_of(request: HttpRequest) -> AccountForm | ConfirmForm:
    """By whether somebody is logged in."""
    data = request.POST if request.method == "POST" else None
    if request.user.is_authenticated:
        return ConfirmForm(data, submit=_("Become the signatory"))
    return AccountForm(data, submit=_("Make the account and become the signatory"))


def claimed(request: HttpRequest, token: str, form: AccountForm | ConfirmForm) -> Affiliation:
    """The act that fits the form."""
    if isinstance(form, AccountForm):
        return claiming.claim_with_account(token=token, account=form.account(), at=request.arrived_at)
    return claiming.claim(token=token, actor=request.user, at=request.arrived_at)
