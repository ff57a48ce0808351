"""People of our organisation: who acts for it, who is invited, and its consent to electronic notice."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.actions import staffing
from accounts.actions.consenting import CONSENT_TEXT, set_consent
from accounts.forms.people import InvitationForm
from accounts.models import Affiliation, Organisation
from accounts.views.gate import of_organisation, status_of
from ledger.refusal import Refused


@of_organisation
def organisation(request: HttpRequest, affiliation: Affiliation) -> HttpResponse:
    """The page; editors read it, signatories act on it."""
    return show(request, affiliation)


def show(
    request: HttpRequest,
    affiliation: Affiliation,
    *,
    form: InvitationForm | None = None,
    refusal: Refused | None = None,
) -> HttpResponse:
    """The page, also after a refusal: with what is wrong on top and everything typed kept."""
    ours = affiliation.organisation
    bound = form is not None
    if form is None:
        form = InvitationForm(initial={"language": ours.language})
    context = {
        "organisation": ours,
        "signs": affiliation.role == Affiliation.Role.SIGNATORY,
        "people": people_of(ours),
        "invitations": invitations_of(ours, request),
        "consent": ours.consents.order_by("-at", "-pk").first(),
        "consent_text": CONSENT_TEXT,
        "form": form,
        "refusal": refusal,
    }
    status = status_of(refusal, valid=not bound)
    return render(request, "accounts/organisation.html", context, status=status)


def people_of(ours: Organisation) -> list[Affiliation]:
    """Everybody who acts for it, signatories first. Accounts that are switched off are said to be so."""
    return list(ours.affiliations.select_related("user").order_by("-role", "user__name", "user__email"))


def invitations_of(ours: Organisation, request: HttpRequest) -> list[dict[str, Any]]:
    """The open invitations, the newest first."""
    return [
        {"invitation": one, "expired": one.is_expired(request.arrived_at)}
        for one in ours.invitations.open().order_by("-invited_at", "-pk")
    ]


@of_organisation
def invite(request: HttpRequest, affiliation: Affiliation) -> HttpResponse:
    """Send an invitation."""
    form = InvitationForm(request.POST)
    if not form.is_valid():
        return show(request, affiliation, form=form)
    return carried_out(
        request,
        affiliation,
        lambda who: staffing.invite(**form.cleaned_data, **who),
        said=_("The invitation is on its way to %(email)s.") % form.cleaned_data,
        form=form,
    )


def carried_out(
    request: HttpRequest, affiliation: Affiliation, act: Any, *, said: str, form: InvitationForm | None = None
) -> HttpResponse:
    """Run an act on the organisation, then back to its page with what has been done or why not."""
    who = {
        "organisation_id": affiliation.organisation_id,
        "actor": request.user,
        "at": request.arrived_at,
    }
    try:
        act(who)
    except Refused as refused:
        affiliation.organisation.refresh_from_db()
        return show(request, affiliation, form=form, refusal=refused)
    messages.success(request, said)
    return redirect("accounts:organisation", pk=affiliation.organisation_id)


@of_organisation
def send_again(request: HttpRequest, affiliation: Affiliation, invitation: int) -> HttpResponse:
    """Send an invitation once more."""
    return carried_out(
        request,
        affiliation,
        lambda who: staffing.send_again(invitation_id=invitation, **who),
        said=_("The invitation has been sent again. Only the link of the new mail works."),
    )


@of_organisation
def withdraw(request: HttpRequest, affiliation: Affiliation, invitation: int) -> HttpResponse:
    """Withdraw an invitation."""
    return carried_out(
        request,
        affiliation,
        lambda who: staffing.withdraw_invitation(invitation_id=invitation, **who),
        said=_("The invitation has been withdrawn."),
    )


@of_organisation
def remove(request: HttpRequest, affiliation: Affiliation, person: int) -> HttpResponse:
    """Ask, then remove somebody; whoever removes themselves comes to the start page."""
    ours = affiliation.organisation
    leaving = ours.affiliations.select_related("user").filter(pk=person).order_by("pk").first()
    if leaving is None:
        raise Http404
    refusal = None
    if request.method == "POST":
        try:
            staffing.remove_person(
                organisation_id=ours.pk, affiliation_id=person, actor=request.user, at=request.arrived_at
            )
        except Refused as refused:
            refusal = refused
        else:
            name = leaving.user.name or leaving.user.email
            messages.success(request, _("%(name)s no longer acts for the organisation.") % {"name": name})
            own = leaving.user_id == request.user.pk
            return redirect("applications:start") if own else redirect("accounts:organisation", pk=ours.pk)
    context = {"organisation": ours, "leaving": leaving, "refusal": refusal}
    return render(request, "accounts/remove_person.html", context, status=status_of(refusal))


@of_organisation
def consent(request: HttpRequest, affiliation: Affiliation) -> HttpResponse:
    """Give or withdraw the consent to electronic notice."""
    given = request.POST.get("given") == "yes"
    return carried_out(
        request,
        affiliation,
        lambda who: set_consent(given=given, **who),
        said=_("The consent has been given.") if given else _("The consent has been withdrawn."),
    )
