"""Who saved something, by name: rows keep the log-in name of that moment, and people know each other by theirs."""

from typing import TypeVar

from django.db.models import F, Model, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf

from accounts.models import User

Saved = TypeVar("Saved", bound=Model)


def with_savers(rows: QuerySet[Saved]) -> QuerySet[Saved]:
    """Each row with `saver`: the name, or `saved_by` as it stands where nobody has that address; no query more."""
    names = User.objects.filter(email=OuterRef("saved_by")).order_by("pk").values("name")[:1]
    return rows.annotate(saver=Coalesce(NullIf(Subquery(names), Value("")), F("saved_by")))
