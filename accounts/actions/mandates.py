"""Log-in with a mandate: a strong identity, bound to issuer and subject, that may sign for an organisation."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.actions.joining import join, no_official
from accounts.actions.staffing import end_orphaned
from accounts.models import Affiliation, Identity, Organisation, User
from ledger.actions import record
from ledger.refusal import Refused, refuse_unless

# The rights of the register of mandates that let somebody sign here; any of them will do.
RIGHTS = frozenset({"hakea avustusta", "allekirjoittaa"})
LONGEST_NAME = 120


@dataclass(frozen=True)
class Mandate:
    """A municipality's code or an authority's key, and what the person may do for it."""

    organisation: str
    rights: frozenset[str]


def enter_by_mandate(
    *, issuer: str, subject: str, name: str, mandates: list[Mandate], at: datetime
) -> tuple[User, Organisation | None]:
    """The person of an identity, made signatory of every organisation of a fitting mandate; the first of them too.

    What an earlier mandate gave ends when this log-in does not bring it. Refused without a mandate for anybody who
    has no organisation. An e-mail address is never looked at: an account made by e-mail and one made by identity
    stay two.
    """
    with transaction.atomic():
        user, found = entered(issuer=issuer, subject=subject, name=name, mandates=mandates, at=at)
    # Asked after the commit: a mandate that has ended stays ended although nobody comes in.
    if not found and not user.affiliations.exists():
        raise Refused(
            "no_mandate", _("Your log-in brought no mandate to act for a municipality or a joint authority.")
        )
    return user, found[0] if found else None


def entered(
    *, issuer: str, subject: str, name: str, mandates: list[Mandate], at: datetime
) -> tuple[User, list[Organisation]]:
    """The person, with what the mandates give and without what they no longer give."""
    identity = Identity.objects.select_related("user").filter(issuer=issuer, subject=subject).first()
    found = organisations_of(mandates, identity)
    if identity is None:
        refuse_unless(
            mandates,
            "no_mandate",
            _("Your log-in brought no mandate to act for a municipality or a joint authority."),
            way_out=_("Choose the organisation when you log in, or ask it for a mandate."),
        )
        refuse_unless(
            found,
            "no_such_mandate",
            _("The mandate does not let you act here: the organisation or the right is not known."),
            way_out=_(
                "The mandate must be to apply for a grant or to sign, for a municipality or an authority."
            ),
        )
        identity = made_identity(issuer, subject, name, at=at)
    user = identity.user
    refuse_unless(user.is_active, "switched_off", _("The account is switched off."))
    if found:
        no_official(user)
    end_mandates(user, but=found, issuer=issuer, at=at)
    for organisation in found:
        become_signatory(organisation, user, issuer=issuer, at=at)
    return user, found


def end_mandates(user: User, *, but: list[Organisation], issuer: str, at: datetime) -> None:
    """Take away what only a mandate gave and none gives any more; the last signatory goes too, as nothing backs it."""
    held = user.affiliations.filter(source=Affiliation.Source.MANDATE).exclude(organisation__in=but)
    ended = list(held.select_related("organisation").order_by("organisation"))
    held.filter(pk__in=[one.pk for one in ended]).delete()
    for one in ended:
        data = {"person": user.email, "issuer": issuer, "role": one.role}
        reference = one.organisation.reference
        record(kind="organisation.mandate_ended", reference=reference, actor=user, at=at, data=data)
        end_orphaned(one.organisation, actor=user, at=at)


def organisations_of(mandates: list[Mandate], identity: Identity | None) -> list[Organisation]:
    """The organisations that are named with a right that counts, under their locks.

    Those whose mandate may end now are locked with them, all in one order.
    """
    named = {one.organisation for one in mandates if one.rights & RIGHTS}
    is_named = Q(municipality__in=named) | Q(authority__in=named)
    backed = Affiliation.objects.filter(user__identities=identity, source=Affiliation.Source.MANDATE)
    is_held = Q(pk__in=backed.values("organisation")) if identity else Q()
    concerned = Organisation.objects.filter(is_named | is_held)
    locked = concerned.select_for_update(of=("self",), no_key=True).order_by("pk")
    found = [one for one in locked if {one.municipality_id, one.authority_id} & named]
    return sorted(found, key=lambda one: (one.name_fi, one.pk))


def made_identity(issuer: str, subject: str, name: str, *, at: datetime) -> Identity:
    """A new account for a new identity. Its log-in name is nobody's address and it has no password."""
    digest = sha256(f"{issuer}\n{subject}".encode()).hexdigest()[:24]
    user = User.objects.create_user(f"{digest}@mandate.invalid", None, name=name[:LONGEST_NAME] or digest)
    record(kind="person.made", reference=f"person:{user.pk}", actor=user, at=at, data={"issuer": issuer})
    return Identity.objects.create(user=user, issuer=issuer, subject=subject, since_at=at)


def become_signatory(organisation: Organisation, user: User, *, issuer: str, at: datetime) -> None:
    """Once; later log-ins with the same mandate leave everything as it is."""
    held = organisation.affiliations.filter(user=user, role=Affiliation.Role.SIGNATORY)
    if held.exists():
        return
    join(organisation, user, role=Affiliation.Role.SIGNATORY, source=Affiliation.Source.MANDATE, at=at)
    data = {"person": user.email, "issuer": issuer}
    record(kind="organisation.mandate", reference=organisation.reference, actor=user, at=at, data=data)
