"""A person's own details and password."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from ledger.actions import record


@transaction.atomic
def save_profile(*, name: str, language: str, actor: User, at: datetime) -> User:
    """Change the own name and language."""
    user = User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    user.name, user.language = name, language
    user.save(update_fields=["name", "language"])
    data = {"name": name, "language": language}
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
