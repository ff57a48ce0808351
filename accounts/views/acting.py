"""Choosing for which of one's organisations one acts."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.middleware import CHOSEN
from accounts.views.gate import UNPROCESSABLE, onward


@require_http_methods(["GET", "HEAD", "POST"])
def acting(request: HttpRequest) -> HttpResponse:
    """The own organisations with a button each; the choice holds until the next one or until logging out."""
    every = request.user.every_affiliation
    wrong = False
    if request.method == "POST":
        wanted = request.POST.get("organisation", "")
        chosen = next((one for one in every if str(one.organisation_id) == wanted), None)
        if chosen is not None:
            request.session[CHOSEN] = chosen.organisation_id
            words = _("You now act for %(name)s (%(role)s).")
            role = chosen.get_role_display()
            messages.success(request, words % {"name": chosen.organisation.name, "role": role})
            return redirect(onward(request, request.POST.get("next", ""), request.user))
        wrong = True
    now = {one.pk for one in request.user.affiliations_now}
    rows = [{"affiliation": one, "now": one.pk in now} for one in every]
    context = {"rows": rows, "wrong": wrong}
    return render(request, "accounts/acting.html", context, status=UNPROCESSABLE if wrong else 200)
