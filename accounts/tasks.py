"""Mails about people: claim links to registries and invitations to persons. Tokens are made while a mail is written."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone, translation

from accounts.actions.claiming import written_link
from accounts.actions.staffing import written_invitation
from accounts.models import ClaimLink, Invitation, Organisation, User
from accounts.queries import has_signatory
from outbox.handlers import handles, still_there
from outbox.mails import message
from outbox.models import Row


@handles("people_mail")
def send_people_mail(row: Row) -> None:
    """Write and send one message. Run twice, it sends a second mail whose link works in place of the first one's.

    Raises Gone when what it is about has been deleted, and ValueError for a template that nobody knows.
    """
    template = row.payload["template"]
    if template == "claim":
        mail = claim_mail(row.payload["link"])
    elif template == "claimed_by":
        mail = claimed_by_mail(row.payload["link"], row.payload["person"])
    elif template == "removed":
        mail = removed_mail(row.payload["person"], row.payload["organisation"])
    elif template == "invitation":
        mail = invitation_mail(row.payload["invitation"])
    else:
        raise ValueError(f"no such mail: {template!r}")
    if mail is not None:
        mail.send()


def claim_mail(link_id: int) -> EmailMessage | None:
    """To the registry, in the organisation's language; without a link where somebody signs already."""
    link = still_there(ClaimLink.objects.select_related("organisation"), pk=link_id)
    organisation = link.organisation
    if link.used_at is not None or link.expires_at <= timezone.now():
        return None
    claimed = link.source != ClaimLink.Source.ADMINISTRATOR and has_signatory(organisation)
    with translation.override(organisation.language):
        values = {
            "organisation": organisation,
            "expires_at": link.expires_at,
            "link": "" if claimed else written_link(link),
            "start": f"{settings.SITE_URL}{reverse('pilots:front')}",
        }
        name = "claimed" if claimed else "claim"
        return message(name, to=organisation.registry_email, language=organisation.language, values=values)


def claimed_by_mail(link_id: int, person_id: int) -> EmailMessage:
    """To the registry: who has become the organisation's signatory by the link that was sent there."""
    link = still_there(ClaimLink.objects.select_related("organisation"), pk=link_id)
    organisation, person = link.organisation, still_there(User.objects.all(), pk=person_id)
    values = {"organisation": organisation, "person": person, "used_at": link.used_at}
    language = organisation.language
    return message("claimed_by", to=organisation.registry_email, language=language, values=values)


def removed_mail(person_id: int, organisation_id: int) -> EmailMessage | None:
    """To somebody who no longer acts for an organisation; nobody reads at the log-in name of a mandate's account."""
    person = still_there(User.objects.all(), pk=person_id)
    if person.email.endswith(".invalid"):
        return None
    values = {"organisation": still_there(Organisation.objects.all(), pk=organisation_id)}
    return message("removed", to=person.email, language=person.language, values=values)


def invitation_mail(invitation_id: int) -> EmailMessage | None:
    """To the person who was invited, in the language chosen for the person; nothing once it is no longer open."""
    invitation = still_there(Invitation.objects.select_related("organisation"), pk=invitation_id)
    if invitation.accepted_at or invitation.withdrawn_at or invitation.is_expired(timezone.now()):
        return None
    inviter = User.objects.filter(email=invitation.invited_by).first()
    with translation.override(invitation.language):
        values = {
            "organisation": invitation.organisation,
            "role": invitation.get_role_display(),
            "signs": invitation.role == "signatory",
            "inviter": " ".join(inviter.name.split()) if inviter else "",
            "expires_at": invitation.expires_at,
            "link": written_invitation(invitation),
        }
        return message("invitation", to=invitation.email, language=invitation.language, values=values)
