"""The addresses of logging in, of coming to an organisation, and of its people."""

from django.urls import path

from accounts.views import acting, claiming, invitations, login, mandates, organisation, profile

app_name = "accounts"
urlpatterns = [
    path("login/", login.login, name="login"),
    path("logout/", login.logout, name="logout"),
    path("login/mandate/", mandates.begin, name="mandate"),
    path("login/mandate/back/", mandates.callback, name="mandate-back"),
    path("claim/", claiming.ask, name="claim"),
    path("claim/<str:token>/", claiming.link, name="claim-link"),
    path("invitation/<str:token>/", invitations.link, name="invitation"),
    path("acting/", acting.acting, name="acting"),
    path("profile/", profile.profile, name="profile"),
    path("profile/password/", profile.password, name="password"),
    path("organisation/<int:pk>/", organisation.organisation, name="organisation"),
    path("organisation/<int:pk>/invite/", organisation.invite, name="invite"),
    path(
        "organisation/<int:pk>/invitations/<int:invitation>/again/",
        organisation.send_again,
        name="invite-again",
    ),
    path(
        "organisation/<int:pk>/invitations/<int:invitation>/withdraw/",
        organisation.withdraw,
        name="invite-withdraw",
    ),
    path("organisation/<int:pk>/people/<int:person>/remove/", organisation.remove, name="remove-person"),
    path("organisation/<int:pk>/consent/", organisation.consent, name="consent"),
]
