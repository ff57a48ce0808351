"""All addresses: language by prefix (none for Finnish), health outside of it."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from config import health, practice

urlpatterns = [
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    *i18n_patterns(
        path("", include("pilots.urls")),
        path("", include("accounts.urls")),
        path("applications/", include("applications.urls")),
        path("", include("decisions.urls")),
        path("mail/", practice.inbox, name="practice-mail"),
        path("mail/<str:file>/<int:number>/", practice.message, name="practice-mail-message"),
        path("admin/", admin.site.urls),
        prefix_default_language=False,
    ),
]
handler500 = "config.faults.fault"
