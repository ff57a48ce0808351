"""The officials' admin in place of Django's own."""

from django.contrib.admin.apps import AdminConfig


class OfficialsAdminConfig(AdminConfig):
    default_site = "decisions.admin.site.OfficialsSite"
