"""The client of the log-in with a mandate: mozilla-django-oidc, which checks state, nonce, PKCE and signature."""

import unicodedata
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from mozilla_django_oidc.auth import OIDCAuthenticationBackend

from accounts.actions.mandates import Mandate, enter_by_mandate
from accounts.models import User

LONGEST_SUBJECT = 255
MOST_MANDATES = 50


class MandateBackend(OIDCAuthenticationBackend):
    """Finds the person by issuer and subject. Asked by its own page only, never with a password."""

    def authenticate(self, request: HttpRequest | None, **kwargs: Any) -> User | None:
        """Only on the way back from the provider, where the library has looked at state and nonce."""
        return super().authenticate(request, **kwargs) if "nonce" in kwargs else None

    def verify_token(self, token: str, **kwargs: Any) -> dict[str, Any]:
        """The library checks signature, time and nonce; issuer, audience and subject are checked here."""
        payload = super().verify_token(token, **kwargs)
        audience = payload.get("aud")
        audiences = audience if isinstance(audience, list) else [audience]
        subject = payload.get("sub")
        if payload.get("iss") != settings.OIDC_ISSUER:
            raise SuspiciousOperation("the token is of another issuer")
        if settings.OIDC_RP_CLIENT_ID not in audiences:
            raise SuspiciousOperation("the token is for somebody else")
        if "exp" not in payload:
            raise SuspiciousOperation("the token never ends")
        if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT or "\x00" in subject:
            raise SuspiciousOperation("the token names nobody")
        return payload

    def get_or_create_user(self, access_token: str, id_token: str, payload: dict[str, Any]) -> User:
        """The person with the organisations of the mandates; Refused where there is no fitting one."""
        claims = self.get_userinfo(access_token, id_token, payload)
        if claims.get("sub") != payload["sub"]:
            raise SuspiciousOperation("the details are another person's")
        user, organisation = enter_by_mandate(
            issuer=payload["iss"],
            subject=payload["sub"],
            name=plain(claims.get("name")),
            mandates=mandates_in(claims.get(settings.OIDC_MANDATE_CLAIM)),
            at=self.request.arrived_at,
        )
        user.came_for = organisation
        return user

    def store_tokens(self, access_token: str, id_token: str) -> None:
        """They are not needed after the log-in, so they are kept nowhere."""


def plain(text: object) -> str:
    """A name as one line of text; anything else is no name."""
    if not isinstance(text, str):
        return ""
    kept = "".join(" " if unicodedata.category(one)[0] == "C" else one for one in text)
    return unicodedata.normalize("NFC", " ".join(kept.split()))


def mandates_in(claim: object) -> list[Mandate]:
    """The mandates of the claim, `[{"organisation": "091", "rights": ["allekirjoittaa"]}]`; what is not one is none."""
    found = []
    for row in claim[:MOST_MANDATES] if isinstance(claim, list) else []:
        if isinstance(row, dict) and isinstance(row.get("organisation"), str):
            rights = row.get("rights")
            named = [one for one in rights if isinstance(one, str)] if isinstance(rights, list) else []
            found.append(Mandate(row["organisation"].replace("\x00", "?"), frozenset(named)))
    return found
