"""The page of an invitation's link: a new account, a log-in, or a confirmation."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.actions import staffing
from accounts.forms.people import AccountForm, ConfirmForm
from accounts.models import Affiliation, Invitation, User
from accounts.views.gate import dead_link, enter_as, onward, status_of
from ledger.refusal import Refused


@sensitive_post_parameters("password")
@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Accept an invitation once. Whoever has an account logs in first, so a mailbox alone opens none."""
    try:
        found = staffing.usable_invitation(token, at=request.arrived_at)
    except Refused as refused:
        return dead_link(request, refused, claiming=False)
    form = form_of(request, found)
    refusal = None
    if form is not None and form.is_bound and form.is_valid():
        try:
            affiliation = accepted(request, token, form)
        except Refused as refused:
            refusal = refused
        else:
            enter_as(request, affiliation)
            words = _("You now act for %(name)s (%(role)s).")
            role = affiliation.get_role_display()
            messages.success(request, words % {"name": affiliation.organisation.name, "role": role})
            return redirect(onward(request, "", affiliation.user))
    context = {"invitation": found, "form": form, "refusal": refusal}
    valid = request.method != "POST"
    return render(request, "accounts/invitation.html", context, status=status_of(refusal, valid=valid))


def form_of(request: HttpRequest, invitation: Invitation) -> AccountForm | ConfirmForm | None:
    """By who is looking: None for who has an account and is not logged in."""
    data = request.POST if request.method == "POST" else None
    user = request.user
    if user.is_authenticated:
        tick = ""
        if user.email != invitation.email:
            words = _("I am the person who was invited, and accept with the account %(email)s.")
            tick = words % {"email": user.email}
        return ConfirmForm(data, submit=_("Accept the invitation"), tick=tick)
    standing = User.objects.filter(email=invitation.email).first()
    if standing is not None and not staffing.waits_for_password(standing):
        return None
    return AccountForm(
        data,
        submit=_("Make the account and accept"),
        invited=invitation.email,
        initial={"language": invitation.language, "name": standing.name if standing else ""},
    )


def accepted(request: HttpRequest, token: str, form: AccountForm | ConfirmForm) -> Affiliation:
    """The act that fits the form."""
    if isinstance(form, AccountForm):
        return staffing.accept_with_account(token=token, account=form.account(), at=request.arrived_at)
    return staffing.accept(token=token, actor=request.user, at=request.arrived_at)
