"""Keeping and removing one's own views of the list of cases."""

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from decisions.models import SavedView
from ledger.refusal import refuse_unless

MOST_VIEWS, MOST_DIGITS = 30, 18


@transaction.atomic
def keep_view(*, name: str, query: str, actor: User) -> SavedView:
    """Keep the list's address under a name; Refused where the person has one of that name, or too many."""
    User.objects.select_for_update().get(pk=actor.pk)
    kept = SavedView.objects.filter(owner=actor)
    refuse_unless(
        not kept.filter(name=name).exists(),
        "name_taken",
        _("You already have a view of this name. Choose another name, or remove the old view first."),
    )
    refuse_unless(
        kept.count() < MOST_VIEWS, "too_many_views", _("You have thirty views already. Remove one first.")
    )
    # Read and written once more: nothing that an address could smuggle in stands behind the link.
    return SavedView.objects.create(owner=actor, name=name, query=QueryDict(query).urlencode())


@transaction.atomic
def remove_view(*, view_id: str, actor: User) -> None:
    """Remove an own view; Refused for another person's alike as for one that is not there."""
    own = (
        SavedView.objects.filter(owner=actor, pk=int(view_id[:MOST_DIGITS])) if view_id.isdecimal() else None
    )
    removed, _each = own.delete() if own is not None else (0, {})
    refuse_unless(bool(removed), "no_such_view", _("You have no such view; perhaps it was removed already."))
