"""The members' shares of the costs; a partner writes its own, and everybody sees whether they add up."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.permissions import Act, Role
from applications.actions.shares import save_shares
from applications.forms.shares import SharesForm
from applications.models import Application, Member
from applications.queries.access import roles_on, works_for
from applications.queries.shares import Shares, shares_of, takers_of
from applications.views.both_texts import differences
from applications.views.gate import with_application
from applications.views.section_page import SectionPage


@with_application
def shares(request: HttpRequest, application: Application) -> HttpResponse:
    """Every share may stay open; once all are given they are compared with the costs."""
    page = SectionPage(request, application, "shares", _("Members' shares"), act=Act.EDIT_BUDGET)
    if not page.writable:
        return page.show("applications/shares.html", shares=shares_of(page.draft), rows=rows_of(page, []))
    own = written_by(request, application)
    form = page.form(partial(SharesForm, members=own))
    if page.posted and form.is_valid() and page.save(save_shares, shares=form.shares()):
        return page.saved()
    clash = []
    if page.clashed:
        now = {one.pk: one for one in application.members.taking_part().select_related("organisation")}
        stored = SharesForm(members=[now[one.pk] for one in own if one.pk in now])
        clash = differences(form, stored) if stored.fields.keys() == form.fields.keys() else []
        if not clash:
            return page.saved()
    return page.show(
        "applications/shares.html",
        form=form,
        valid=not page.posted,
        differences=clash,
        shares=shares_of(page.draft),
        rows=rows_of(page, own),
    )


def written_by(request: HttpRequest, application: Application) -> list[Member]:
    """The members whose share this person writes: the lead's staff all, a partner's its own."""
    leads = not roles_on(request.user, application).isdisjoint({Role.ED, Role.SI})
    return [one for one in takers_of(application) if leads or works_for(request.user, one)]


def rows_of(page: SectionPage, own: list[Member]) -> list[Member]:
    """The shares of the others, to be read."""
    found: Shares = shares_of(page.draft)
    mine = {one.pk for one in own}
    return [one for one in found.members if one.pk not in mine]
