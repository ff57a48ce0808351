"""Telling the ministry about a case: rows of a kind that the officials' room hands on to whoever has the case."""

from applications.models import Application
from outbox.actions import add

MINISTRY_MAIL = "ministry-mail"


def tell_ministry(application: Application, template: str, *, about: object, **payload: object) -> None:
    """Leave one mail for the ministry; `about` tells this occasion from others of the same kind."""
    add(
        kind=MINISTRY_MAIL,
        reference=f"{template}:{application.pk}:{about}",
        payload={"template": template, "application": application.pk, **payload},
    )
