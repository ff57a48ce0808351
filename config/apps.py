"""The officials' admin in place of Django's own."""

from django.contrib.admin.apps import SimpleAdminConfig


class OfficialsAdminConfig(SimpleAdminConfig):
    """Without autodiscovery: packages register admins of their own (groups, say) that nobody here may use."""

    default_site = "decisions.admin.site.OfficialsSite"
