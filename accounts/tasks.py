"""Mails about people: claim links to registries and invitations to persons. Tokens are made while a mail is written."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from accounts.actions.claiming import written_link
from accounts.actions.staffing import written_invitation
from accounts.models import ClaimLink, Invitation, User
from accounts.queries import has_signatory
from outbox.handlers import handles
from outbox.models import Row


@handles("people_mail")
def send_people_mail(row: Row) -> None:
    """Write and send one message. Run twice, it sends a second mail whose link works in place of the first one's.

    Raises ValueError for a template that nobody knows.
    """
    template = row.payload["template"]
    if template == "claim":
        message = claim_mail(row.payload["link"])
    elif template == "invitation":
        message = invitation_mail(row.payload["invitation"])
    else:
        raise ValueError(f"no such mail: {template!r}")
    if message is not None:
        message.send()


def claim_mail(link_id: int) -> EmailMessage | None:
    """To the registry, in the organisation's language; without a link where somebody signs already."""
    link = ClaimLink.objects.select_related("organisation").get(pk=link_id)
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


def invitation_mail(invitation_id: int) -> EmailMessage | None:
    """To the person who was invited, in the language chosen for the person; nothing once it is no longer open."""
    invitation = Invitation.objects.select_related("organisation").get(pk=invitation_id)
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


def message(template: str, *, to: str, language: str, values: dict[str, Any]) -> EmailMessage:
    """A plain message; the template's first line is the subject, on one line whatever it was made of."""
    values = values | {"contact": settings.DEFAULT_FROM_EMAIL}
    text = render_to_string(f"mail/{template}.{language}.txt", values)
    subject, _newline, body = text.strip().partition("\n")
    return EmailMessage(
        subject=" ".join(subject.split()),
        body=body.strip() + "\n",
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[to],
        headers={"Auto-Submitted": "auto-generated", "Content-Language": language},
    )
