"""Log-in by e-mail address and password; the database's permissions are not asked, the permission table is."""

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import check_password, make_password
from django.http import HttpRequest

from accounts.models import User

# Checked when the address is unknown, so that the answer takes as long and tells nothing.
DECOY = make_password("nobody has this password")


class EmailBackend(BaseBackend):
    """Finds the person by e-mail; `has_perm` stays False for everybody, the superuser included."""

    def authenticate(
        self,
        request: HttpRequest | None,  # noqa: ARG002 - Django hands it over
        username: str | None = None,
        password: str | None = None,
        **_more: object,
    ) -> User | None:
        """The person, or None for a wrong pair or an account that is switched off."""
        user = User.objects.filter(email=(username or "").strip().lower()).first()
        right = check_password(password or "", user.password if user else DECOY)
        return user if user and right and user.is_active else None

    def get_user(self, user_id: int) -> User | None:
        """The person of a session, while the account is active."""
        return User.objects.filter(pk=user_id, is_active=True).first()
