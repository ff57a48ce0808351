"""Coverage rules at the desk: the list, a new one or a copy, and the editing of one that only drafts have."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import Act
from accounts.queries import may_everywhere
from decisions.actions.rules import content_of, make_rule, save_rule, why_frozen
from decisions.admin.case_page import UNPROCESSABLE, status_of
from decisions.admin.lists import DeskList
from decisions.forms.rules import RuleForm
from decisions.queries.calls import stamp_of
from ledger.refusal import Refused
from pilots.models import CoverageRule
from pilots.wording import rule_lines


def require(request: HttpRequest, act: Act) -> None:
    """Refuse whoever the table does not let."""
    if not may_everywhere(request.user, act):
        raise PermissionDenied(_("Your role does not allow this."))


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Every rule with its limits, and the calls that have it."""
    require(request, Act.READ_CALLS)
    rules = CoverageRule.objects.prefetch_related("calls").order_by("name")
    context = {
        "rules": [(rule, rule_lines(rule.as_ruleset()), why_frozen(rule)) for rule in rules],
        "may_draft": may_everywhere(request.user, Act.DRAFT_CALL),
    }
    return render(request, "desk/rules.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new rule; `base` in the address fills in the limits of another."""
    require(request, Act.DRAFT_CALL)
    posted = request.method == "POST"
    base = CoverageRule.objects.filter(pk=request.GET.get("base", "")).first()
    form = RuleForm(request.POST if posted else None, initial=content_of(base) if base else {})
    refusal, status = None, UNPROCESSABLE if posted else 200
    if posted and form.is_valid():
        try:
            make_rule(
                name=form.cleaned_data["name"],
                content=form.content(),
                actor=request.user,
                at=request.arrived_at,
            )
        except Refused as refused:
            refusal, status = refused, status_of(refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("admin:rules")
    return shown(request, None, form, refusal, status)


@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: HttpRequest, name: str) -> HttpResponse:
    """Change a rule; one that something stands on is only shown, with the reason."""
    posted = request.method == "POST"
    require(request, Act.DRAFT_CALL if posted else Act.READ_CALLS)
    found = CoverageRule.objects.filter(pk=name).first()
    if found is None:
        raise Http404
    initial = content_of(found) | {"seen": stamp_of(content_of(found))}
    form = RuleForm(request.POST if posted else None, initial=initial, named=True)
    refusal, status = None, UNPROCESSABLE if posted else 200
    if posted and (why_frozen(found) or form.is_valid()):
        readable = form.is_valid()
        try:
            save_rule(
                name=name,
                content=form.content() if readable else {},
                seen=form.cleaned_data.get("seen", ""),
                actor=request.user,
                at=request.arrived_at,
            )
        except Refused as refused:
            refusal, status = refused, status_of(refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("admin:rules")
    return shown(request, found, form, refusal, status)


def shown(
    request: HttpRequest, found: CoverageRule | None, form: RuleForm, refusal: Refused | None, status: int
) -> HttpResponse:
    """The page of one rule."""
    why: Any = why_frozen(found) if found else ""
    writes = not why and may_everywhere(request.user, Act.DRAFT_CALL)
    context = {
        "rule": found,
        "lines": rule_lines(found.as_ruleset()) if found else [],
        "form": form if writes else None,
        "why": why,
        "refusal": refusal,
    }
    return render(request, "desk/rule.html", context, status=status)


class RuleAdmin(DeskList):
    """Coverage rules."""

    act, folder, route = Act.READ_CALLS, "rules", "rules"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("", view(listing), name="rules"),
            path("new/", view(new), name="rule-new"),
            path("<slug:name>/", view(rule), name="rule"),
        ]
