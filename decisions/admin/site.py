"""The officials' admin site: its door is the permission table's, not Django's."""

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.permissions import Act
from accounts.queries import may_everywhere


class OfficialsSite(AdminSite):
    """Officials and the superuser come in; what each may do inside, every page asks of the table."""

    site_header = _("Officials' desk")
    site_title = _("Pilottihaku")
    index_title = _("Desk")

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and may_everywhere(request.user, Act.ENTER_DESK)
