"""The access review: officials for superusers and auditors, the organisations' people for administrators."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Act
from accounts.queries import may_everywhere
from decisions.actions import access_review as acts
from decisions.admin.case_page import UNPROCESSABLE, status_of
from decisions.admin.lists import DeskList
from decisions.forms.access import MarkForm
from decisions.models import AccessMark, AccessRound
from decisions.queries.access_review import About, accesses, affiliations, current_round, halves_of, officials
from ledger.refusal import Refused

PER_PAGE = 50


def reader_only(request: HttpRequest, about: str) -> None:
    """Refuse whoever this half is not for."""
    if about not in About.values:
        raise Http404
    if not may_everywhere(request.user, Act.REVIEW_ACCESS) or about not in halves_of(request.user):
        raise PermissionDenied(_("Your role does not allow this."))


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """To the half that is this person's."""
    halves = halves_of(request.user)
    if not may_everywhere(request.user, Act.REVIEW_ACCESS) or not halves:
        raise PermissionDenied(_("Your role does not allow this."))
    return redirect("admin:access-list", about=halves[0])


@require_safe
def listing(request: HttpRequest, about: str) -> HttpResponse:
    """Everybody with access, and what the round that is going on has found."""
    reader_only(request, about)
    return show(request, about)


def show(
    request: HttpRequest, about: str, *, refusal: Refused | None = None, form: MarkForm | None = None
) -> HttpResponse:
    """The list, also after a refusal; what was typed stands on top of it."""
    round_ = current_round(about)
    rows = officials() if about == About.OFFICIALS else affiliations()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    found = accesses(list(page), round_, at=request.arrived_at)
    marks = AccessMark.objects.filter(round=round_).count() if round_ else 0
    context = {
        "about": about,
        "heading": About(about).label,
        "halves": [(half, About(half).label) for half in halves_of(request.user)],
        "round": round_,
        "rounds": AccessRound.objects.filter(about=about)
        .select_related("begun_by")
        .order_by("-begun_at")[1:6],
        "left": max(0, page.paginator.count - marks),
        "rows": [
            (one, acts.roles_of(one), doors_of(request, one), form if form and form.is_of(one) else None)
            for one in found
        ],
        "officials": about == About.OFFICIALS,
        "page": page,
        "findings": AccessMark.Finding.choices,
        "refusal": refusal,
        "form": None if refusal else form,
    }
    status = status_of(refusal) if refusal else UNPROCESSABLE if form else 200
    return render(request, "desk/access.html", context, status=status)


def doors_of(request: HttpRequest, one: acts.Access) -> list[tuple[str, str]]:
    """Where the access is taken away."""
    if one.affiliation:
        where = [one.affiliation.organisation_id, one.affiliation.pk]
        return [(_("Remove from the organisation"), reverse("admin:organisation-remove", args=where))]
    if may_everywhere(request.user, Act.MANAGE_PEOPLE) and one.person != request.user:
        return [(_("Roles and log-in"), reverse("admin:person", args=[one.person.pk]))]
    return []


@require_POST
def begin(request: HttpRequest, about: str) -> HttpResponse:
    """A new round."""
    reader_only(request, about)
    acts.begin_round(about=about, actor=request.user, at=request.arrived_at)
    messages.success(request, _("A new round has begun."))
    return redirect("admin:access-list", about=about)


@require_POST
def mark(request: HttpRequest, about: str) -> HttpResponse:
    """What was found of one person."""
    reader_only(request, about)
    form = MarkForm(request.POST, auto_id=False)
    if not form.is_valid():
        return show(request, about, form=form)
    given = form.cleaned_data
    try:
        acts.mark(
            round_id=given["round"],
            person_id=given["person"],
            organisation_id=given["organisation"],
            finding=given["finding"],
            note=given["note"],
            actor=request.user,
            at=request.arrived_at,
        )
    except Refused as refused:
        return show(request, about, refusal=refused, form=form)
    messages.success(request, _("Marked as reviewed."))
    number = request.GET.get("p", "")
    more = f"?p={number}" if number.isdecimal() else ""
    return redirect(f"{reverse('admin:access-list', args=[about])}{more}#person-{given['person']}")


@require_POST
def export(request: HttpRequest, about: str) -> HttpResponse:
    """The whole list as CSV."""
    reader_only(request, about)
    table = acts.export(about=about, actor=request.user, at=request.arrived_at)
    name = f"access-{about}-{request.arrived_at:%Y%m%d}.csv"
    return HttpResponse(
        table,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


class AccessAdmin(DeskList):
    """The periodic review of access."""

    act, folder, route = Act.REVIEW_ACCESS, "access", "access"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("", view(start), name="access"),
            path("<slug:about>/", view(listing), name="access-list"),
            path("<slug:about>/begin/", view(begin), name="access-begin"),
            path("<slug:about>/mark/", view(mark), name="access-mark"),
            path("<slug:about>/table/", view(export), name="access-export"),
        ]
