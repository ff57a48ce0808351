"""A person's own details and password."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from ledger.actions import record
from pilots.models import Municipality


@transaction.atomic
def save_profile(
    *, name: str, language: str, actor: User, at: datetime, home_municipality: Municipality | None = None
) -> User:
    """Change the own name and language; an official's home municipality too. Nobody else's is kept."""
    user = User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    user.name, user.language = name, language
    user.home_municipality = home_municipality if user.office_roles else None
    user.save(update_fields=["name", "language", "home_municipality"])
    data = {"name": name, "language": language}
    if user.office_roles:
        data["home_municipality"] = user.home_municipality_id
    record(kind="person.profile_saved", reference=f"person:{user.pk}", actor=actor, at=at, data=data)
    return user


@transaction.atomic
def change_password(*, password: str, actor: User, at: datetime) -> User:
    """Change the own password; the form has judged it, and the old one."""
    user = User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    user.set_password(password)
    user.save(update_fields=["password"])
    record(kind="person.password_changed", reference=f"person:{user.pk}", actor=actor, at=at)
    return user
