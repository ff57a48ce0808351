"""People of an organisation: invited, entered, removed; the last signatory stays."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.actions.joining import (
    NewAccount,
    join,
    make_account,
    no_official,
    one_account_per_address,
)
from accounts.models import Affiliation, Invitation, Organisation, User
from accounts.permissions import Act, allows
from accounts.queries import roles_in
from accounts.tokens import digest_of, new_token
from ledger.actions import record
from ledger.models import Event
from ledger.refusal import Refused, refuse_unless
from outbox.actions import add

VALID_FOR = timedelta(days=14)
PAUSE = timedelta(minutes=10)
MOST_OPEN = 50
MOST_MAILED_A_DAY = 50
MAILED = ("invited", "invited_again")
ENTER_AGAIN = _("Somebody has made it just now. Send once more to enter its person here.")


def locked(organisation_id: int, actor: User) -> Organisation:
    """The organisation under its lock, for whoever manages its people; else Refused."""
    organisation = Organisation.objects.select_for_update(no_key=True).get(pk=organisation_id)
    refuse_unless(
        allows(Act.MANAGE_PEOPLE_OF_ORGANISATION, roles_in(actor, organisation)),
        "not_allowed",
        _("Your role does not allow this."),
    )
    return organisation


@transaction.atomic
def invite(
    *, organisation_id: int, email: str, role: str, language: str, actor: User, at: datetime
) -> Invitation:
    """Ask somebody by mail. An invitation of the same address that has run out is sent anew instead."""
    organisation = locked(organisation_id, actor)
    member = organisation.affiliations.filter(user__email=email).order_by("pk").first()
    refuse_unless(
        member is None or (member.role, role) == (Affiliation.Role.EDITOR, Affiliation.Role.SIGNATORY),
        "already_there",
        _("This person acts for the organisation already."),
    )
    standing = organisation.invitations.open()
    same = standing.filter(email=email).order_by("pk").first()
    refuse_unless(
        same is None or same.is_expired(at),
        "already_invited",
        _("This address has been invited already."),
        way_out=_("Send the invitation again, or withdraw it first."),
    )
    refuse_unless(standing.count() < MOST_OPEN, "too_many", _("Too many invitations are open at once."))
    refuse_flood(organisation, at=at)
    if same is not None:
        take_back(same, actor=actor, at=at)
    made = invitation_of(organisation, email=email, role=role, language=language, actor=actor, at=at)
    note(organisation, "invited", actor=actor, at=at, email=email, role=role)
    return made


def refuse_flood(organisation: Organisation, *, at: datetime) -> None:
    """Refuse once MOST_MAILED_A_DAY invitations have been mailed in 24 hours, those sent again counted too.

    Counted in the ledger, where withdrawing an invitation takes nothing away.
    """
    kinds = [f"organisation.{what}" for what in MAILED]
    lately = Event.objects.filter(
        reference=organisation.reference, kind__in=kinds, at__gt=at - timedelta(days=1)
    )
    refuse_unless(
        lately.count() < MOST_MAILED_A_DAY,
        "too_many_mails",
        _("Your organisation has sent as many invitations today as it can: %(most)s in 24 hours.")
        % {"most": MOST_MAILED_A_DAY},
        way_out=_("Try again tomorrow."),
    )


def invitation_of(
    organisation: Organisation, *, email: str, role: str, language: str, actor: User, at: datetime
) -> Invitation:
    """The row and its mail. By whom it is sent says how the person will have come in."""
    own = organisation.affiliations.filter(user=actor).exists()
    made = Invitation.objects.create(
        organisation=organisation,
        email=email,
        role=role,
        language=language,
        source=Affiliation.Source.INVITATION if own else Affiliation.Source.ADMINISTRATOR,
        invited_by=actor.email,
        invited_at=at,
        sent_at=at,
        expires_at=at + VALID_FOR,
    )
    mail(made)
    return made


def mail(invitation: Invitation) -> None:
    """Leave the row from which the mail is written."""
    add(
        kind="people_mail",
        reference=f"invitation:{invitation.pk}:{invitation.sends}",
        payload={"template": "invitation", "invitation": invitation.pk},
    )


def note(organisation: Organisation, what: str, *, actor: User, at: datetime, **data: object) -> None:
    """An event of the organisation."""
    record(kind=f"organisation.{what}", reference=organisation.reference, actor=actor, at=at, data=data)


def open_invitation(organisation: Organisation, pk: int) -> Invitation:
    """One that can still be accepted or sent again, or Refused."""
    found = organisation.invitations.open().filter(pk=pk).order_by("pk").first()
    if found is None:
        raise Refused("not_open", _("The invitation has been accepted or withdrawn already."))
    return found


@transaction.atomic
def send_again(*, organisation_id: int, invitation_id: int, actor: User, at: datetime) -> Invitation:
    """A new mail with a new link and a new time; the link before it no longer works."""
    organisation = locked(organisation_id, actor)
    invitation = open_invitation(organisation, invitation_id)
    refuse_unless(
        at >= invitation.sent_at + PAUSE,
        "just_sent",
        _("The invitation was sent a moment ago."),
        way_out=_("Wait ten minutes before you send it again."),
    )
    refuse_flood(organisation, at=at)
    invitation.sends += 1
    invitation.sent_at, invitation.expires_at, invitation.digest = at, at + VALID_FOR, None
    invitation.save(update_fields=["sends", "sent_at", "expires_at", "digest"])
    mail(invitation)
    note(organisation, "invited_again", actor=actor, at=at, email=invitation.email)
    return invitation


@transaction.atomic
def withdraw_invitation(*, organisation_id: int, invitation_id: int, actor: User, at: datetime) -> Invitation:
    """The link no longer opens."""
    organisation = locked(organisation_id, actor)
    invitation = open_invitation(organisation, invitation_id)
    take_back(invitation, actor=actor, at=at)
    note(organisation, "invitation_withdrawn", actor=actor, at=at, email=invitation.email)
    return invitation


def take_back(invitation: Invitation, *, actor: User, at: datetime) -> None:
    """Mark an open invitation withdrawn."""
    invitation.withdrawn_at, invitation.withdrawn_by = at, actor.email
    invitation.save(update_fields=["withdrawn_at", "withdrawn_by"])


def end_orphaned(organisation: Organisation, *, actor: User, at: datetime) -> None:
    """End the open invitations of whoever signs for the organisation no more; an administrator's stand.

    The caller holds the organisation's lock.
    """
    signatories = organisation.affiliations.filter(role=Affiliation.Role.SIGNATORY, user__is_active=True)
    sent = organisation.invitations.open().filter(source=Affiliation.Source.INVITATION)
    for invitation in sent.exclude(invited_by__in=signatories.values("user__email")).order_by("pk"):
        take_back(invitation, actor=actor, at=at)
        data = {"email": invitation.email, "invited_by": invitation.invited_by}
        note(organisation, "invitation_ended", actor=actor, at=at, **data)


def rename_inviter(before: str, now: str) -> None:
    """Open invitations go on being those of whoever sent them, whose address has changed."""
    Invitation.objects.open().filter(invited_by=before).update(invited_by=now)


def written_invitation(invitation: Invitation) -> str:
    """Give an invitation its token, which ends one it had, and return the address for the mail."""
    token = new_token()
    Invitation.objects.filter(pk=invitation.pk).update(digest=digest_of(token))
    return f"{settings.SITE_URL}{reverse('accounts:invitation', args=[token])}"


def usable_invitation(token: str, *, at: datetime) -> Invitation:
    """The invitation of a token, or Refused in words for whoever opened it."""
    found = Invitation.objects.select_related("organisation").filter(digest=digest_of(token))
    invitation = found.order_by("pk").first()
    ask = _("Ask a signatory of the organisation to invite you again.")
    if invitation is None:
        raise Refused(
            "unknown_link",
            _("The link is not known. Perhaps a part of the address is missing."),
            way_out=_("If the invitation was sent to you more than once, the link of the newest mail works."),
        )
    refuse_unless(
        invitation.accepted_at is None, "used_link", _("This invitation has been accepted already.")
    )
    refuse_unless(
        invitation.withdrawn_at is None, "withdrawn", _("This invitation was withdrawn."), way_out=ask
    )
    refuse_unless(
        not invitation.is_expired(at), "expired_link", _("This invitation has expired."), way_out=ask
    )
    return invitation


@transaction.atomic
def accept(*, token: str, actor: User, at: datetime) -> Affiliation:
    """Make the person what the invitation says, once."""
    invitation = locked_invitation(token, at=at)
    organisation = invitation.organisation
    no_official(actor)
    invitation.accepted_at, invitation.accepted_by = at, actor.email
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    affiliation = join(organisation, actor, role=invitation.role, source=invitation.source, at=at)
    note(organisation, "joined", actor=actor, at=at, email=invitation.email, role=affiliation.role)
    return affiliation


def locked_invitation(token: str, *, at: datetime) -> Invitation:
    """The invitation of a token with its organisation locked, read again now that nobody else can use it."""
    Organisation.objects.select_for_update(no_key=True).get(
        pk=usable_invitation(token, at=at).organisation_id
    )
    return usable_invitation(token, at=at)


@transaction.atomic
def accept_with_account(*, token: str, account: NewAccount, at: datetime) -> Affiliation:
    """The same for somebody without an account. The address is the invited one: the mail has proved it.

    An account that an administrator entered and nobody has used gets its name and password.
    """
    invitation = locked_invitation(token, at=at)
    refuse_unless(account.email == invitation.email, "not_allowed", _("Your role does not allow this."))
    waiting = User.objects.select_for_update(no_key=True).filter(email=invitation.email).first()
    if waiting is None or not waits_for_password(waiting):
        return accept(token=token, actor=make_account(account, at=at), at=at)
    waiting.name, waiting.language = account.name, account.language
    waiting.set_password(account.password)
    waiting.save(update_fields=["name", "language", "password"])
    affiliation = accept(token=token, actor=waiting, at=at)
    record(kind="person.password_set", reference=f"person:{waiting.pk}", actor=waiting, at=at)
    return affiliation


def waits_for_password(user: User) -> bool:
    """Whether the account was entered by an administrator and its person has not yet chosen a password."""
    return (
        user.is_active
        and not user.is_staff
        and not user.has_usable_password()
        and not user.identities.exists()
    )


@transaction.atomic
def enter_person(
    *, organisation_id: int, email: str, name: str, role: str, language: str, actor: User, at: datetime
) -> Affiliation:
    """An administrator enters a person of the organisation; one without a password gets a link to choose it."""
    organisation = locked(organisation_id, actor)
    user = User.objects.filter(email=email).first()
    if user is None:
        with one_account_per_address(ENTER_AGAIN):
            user = User.objects.create_user(email, None, name=name, language=language)
    no_official(user)
    refuse_unless(user.is_active, "switched_off", _("The account with this address is switched off."))
    held = organisation.affiliations.filter(user=user).order_by("pk").first()
    refuse_unless(
        held is None or (held.role, role) == (Affiliation.Role.EDITOR, Affiliation.Role.SIGNATORY),
        "already_there",
        _("This person acts for the organisation already."),
    )
    affiliation = join(organisation, user, role=role, source=Affiliation.Source.ADMINISTRATOR, at=at)
    if waits_for_password(user) and not organisation.invitations.open().filter(email=email).exists():
        invitation_of(organisation, email=email, role=role, language=language, actor=actor, at=at)
    note(organisation, "person_entered", actor=actor, at=at, email=email, role=role)
    return affiliation


@transaction.atomic
def remove_person(*, organisation_id: int, affiliation_id: int, actor: User, at: datetime) -> None:
    """End somebody's acting for the organisation. The last signatory stays."""
    organisation = locked(organisation_id, actor)
    rows = organisation.affiliations.select_related("user").order_by("pk")
    leaving = rows.filter(pk=affiliation_id).first()
    if leaving is None:
        raise Refused("not_there", _("This person does not act for the organisation any more."))
    others = rows.filter(role=Affiliation.Role.SIGNATORY, user__is_active=True).exclude(pk=leaving.pk)
    refuse_unless(
        leaving.role != Affiliation.Role.SIGNATORY or others.exists(),
        "last_signatory",
        _("The last signatory of the organisation cannot be removed."),
        way_out=_("Invite another signatory first. When the invitation has been accepted, this works."),
    )
    email, role = leaving.user.email, leaving.role
    tell_removed(leaving)
    leaving.delete()
    note(organisation, "person_removed", actor=actor, at=at, email=email, role=role)
    end_orphaned(organisation, actor=actor, at=at)


def tell_removed(leaving: Affiliation) -> None:
    """Leave the mail that tells somebody whose acting for an organisation ends; the row itself is gone by then."""
    add(
        kind="people_mail",
        reference=f"removed:{leaving.pk}",
        payload={"template": "removed", "person": leaving.user_id, "organisation": leaving.organisation_id},
    )
