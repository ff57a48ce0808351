"""What every way to an organisation shares: making an account, and becoming its editor or signatory."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Affiliation, Organisation, User
from ledger.actions import record
from ledger.refusal import Refused


@dataclass(frozen=True)
class NewAccount:
    """An account as its person gives it; the password has been judged by the form."""

    email: str
    name: str
    password: str
    language: str = "fi"


@contextmanager
def one_account_per_address(way_out: str | Promise) -> Iterator[None]:
    """Save a person inside. Refused where the address has an account already.

    Asked of the database alone: somebody may be making the same account just now, whatever was read before.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise Refused(
            "has_account", _("There is an account with this address already."), way_out=way_out
        ) from None


@transaction.atomic
def make_account(account: NewAccount, *, at: datetime) -> User:
    """A new person. Refused where the address has an account: whoever owns that logs in."""
    with one_account_per_address(_("Log in with it, then open the link again.")):
        user = User.objects.create_user(
            account.email, account.password, name=account.name, language=account.language
        )
    record(kind="person.made", reference=f"person:{user.pk}", actor=user, at=at, data={"name": user.name})
    return user


def join(organisation: Organisation, user: User, *, role: str, source: str, at: datetime) -> Affiliation:
    """Make somebody an editor or a signatory; whoever signs already stays a signatory.

    The caller holds the organisation's lock and leaves the event.
    """
    standing = organisation.affiliations.filter(user=user).order_by("pk").first()
    if standing is None:
        return Affiliation.objects.create(
            user=user, organisation=organisation, role=role, source=source, since_at=at
        )
    if standing.role != role and role == Affiliation.Role.SIGNATORY:
        standing.role, standing.source, standing.since_at = role, source, at
        standing.save(update_fields=["role", "source", "since_at"])
    return standing


def no_official(user: User) -> None:
    """Refuse people of the ministry: whoever decides on applications does not apply."""
    if user.is_staff:
        raise Refused(
            "official",
            _("Somebody with an office at the ministry cannot act for an organisation that applies."),
            way_out=_("Log out, and open the link again with an account of the organisation's own."),
        )
