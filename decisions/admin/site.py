"""The officials' admin site: its door is the permission table's, not Django's, and only used addresses exist."""

from collections.abc import Callable
from functools import wraps

from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_safe

from accounts.permissions import Act
from accounts.queries import may_everywhere
from decisions.admin.desk import desk

View = Callable[..., HttpResponse]


class OfficialsSite(AdminSite):
    """Officials and the superuser come in; what each may do inside, every page asks of the table."""

    site_header = _("Officials' desk")
    site_title = _("Pilottihaku")
    index_title = _("Desk")

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and may_everywhere(request.user, Act.ENTER_DESK)

    def admin_view(self, view: View, cacheable: bool = False) -> View:  # noqa: ARG002, FBT001, FBT002 - Django's signature
        """Only for those who may enter; the others are told so, not sent to log in again."""

        @wraps(view)
        def inner(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if not self.has_permission(request):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return never_cache(csrf_protect(inner))

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list:  # noqa: ARG002 - Django's own
        """Django's list of models is on no page here: the menu names pages by what one does there."""
        return []

    def each_context(self, request: HttpRequest) -> dict[str, object]:  # noqa: ARG002 - Django's own
        """Nothing: every page gets its frame from the site's context processors."""
        return {}

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """The desk, the door, and what each registered admin has under its own folder."""
        return [
            path("", self.admin_view(require_safe(self.index)), name="index"),
            path("login/", self.login, name="login"),
            *(path(f"{each.folder}/", include(each.get_urls())) for each in self._registry.values()),
        ]

    @method_decorator(login_not_required)
    @method_decorator(require_safe)
    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:  # noqa: ARG002 - Django's own
        """The site has one log-in."""
        after = request.GET.get("next", reverse("admin:index"))
        return redirect(f"{reverse('accounts:login')}?{urlencode({'next': after})}")

    def index(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:  # noqa: ARG002 - Django's own
        """The desk."""
        return desk(request)
