"""Claim links: a mail to an organisation's registry address that makes whoever opens it the first signatory."""

from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.actions.joining import NewAccount, join, make_account, no_official
from accounts.models import Affiliation, ClaimLink, Organisation, User
from accounts.permissions import Act
from accounts.queries import has_signatory, may_everywhere
from accounts.tokens import digest_of, new_token
from ledger.actions import record
from ledger.refusal import Refused, refuse_unless
from outbox.actions import add

VALID_FOR = timedelta(days=14)
MOST_ASKED_A_DAY = 3
ANYBODY = "claim page"


@transaction.atomic
def ask_for_link(*, organisation_id: int, at: datetime) -> None:
    """Have a link mailed to the registry, asked for by anybody; the caller is not told whether it was.

    At most MOST_ASKED_A_DAY mails in 24 hours to one organisation. One that has a signatory already gets a mail
    that says so, without a link.
    """
    organisation = Organisation.objects.select_for_update(no_key=True).get(pk=organisation_id)
    lately = organisation.claim_links.filter(
        source=ClaimLink.Source.ASKED, made_at__gt=at - timedelta(days=1)
    )
    if lately.count() < MOST_ASKED_A_DAY:
        mail_link(organisation, source=ClaimLink.Source.ASKED, by=ANYBODY, at=at)


@transaction.atomic
def send_link(*, organisation_id: int, actor: User, at: datetime) -> ClaimLink:
    """An administrator sends a link; it makes a signatory even where there is one."""
    organisation = Organisation.objects.select_for_update(no_key=True).get(pk=organisation_id)
    refuse_unless(
        may_everywhere(actor, Act.MANAGE_ORGANISATIONS), "not_allowed", _("Your role does not allow this.")
    )
    link = mail_link(organisation, source=ClaimLink.Source.ADMINISTRATOR, by=actor.email, at=at)
    data = {"to": organisation.registry_email}
    record(kind="organisation.claim_sent", reference=organisation.reference, actor=actor, at=at, data=data)
    return link


def mail_link(organisation: Organisation, *, source: str, by: str, at: datetime) -> ClaimLink:
    """A link without its token, and the row that has it written into a mail."""
    link = ClaimLink.objects.create(
        organisation=organisation, source=source, made_at=at, made_by=by, expires_at=at + VALID_FOR
    )
    add(kind="people_mail", reference=f"claim:{link.pk}", payload={"template": "claim", "link": link.pk})
    return link


def claim_link(organisation: Organisation, at: datetime, *, onward: str = "") -> str | None:
    """The address of a fresh link for a mail that is being written now, or None where somebody signs already.

    The token is in the answer and nowhere else. `onward` is the path of this site to which claiming leads on;
    the address is in the language that is active.
    """
    if has_signatory(organisation):
        return None
    link = ClaimLink.objects.create(
        organisation=organisation,
        source=ClaimLink.Source.REQUEST,
        made_at=at,
        made_by="partnership request",
        expires_at=at + VALID_FOR,
    )
    return written_link(link, onward=onward)


def written_link(link: ClaimLink, *, onward: str = "") -> str:
    """Give a link its token, which ends one it had, and return its address."""
    token = new_token()
    ClaimLink.objects.filter(pk=link.pk).update(digest=digest_of(token))
    address = f"{settings.SITE_URL}{reverse('accounts:claim-link', args=[token])}"
    return f"{address}?{urlencode({'next': onward})}" if onward else address


def usable_link(token: str, *, at: datetime) -> ClaimLink:
    """The link of a token, or Refused in words for whoever opened it."""
    link = (
        ClaimLink.objects.select_related("organisation")
        .filter(digest=digest_of(token))
        .order_by("pk")
        .first()
    )
    again = _("Ask for a new link: it goes to the organisation's registry.")
    if link is None:
        raise Refused(
            "unknown_link",
            _("The link is not known. Perhaps a part of the address is missing."),
            way_out=_("Open it again from the mail, or ask for a new one."),
        )
    refuse_unless(link.used_at is None, "used_link", _("This link has been used already."), way_out=again)
    refuse_unless(at < link.expires_at, "expired_link", _("This link has expired."), way_out=again)
    refuse_unless(
        link.source == ClaimLink.Source.ADMINISTRATOR or not has_signatory(link.organisation),
        "claimed",
        _("The organisation has a signatory already."),
        way_out=_(
            "The signatory invites others of the organisation. If nobody there can, ask the ministry for a new link."
        ),
    )
    return link


@transaction.atomic
def claim(*, token: str, actor: User, at: datetime) -> Affiliation:
    """Make the person signatory of the link's organisation, once."""
    link = locked_link(token, at=at)
    organisation = link.organisation
    no_official(actor)
    link.used_at, link.used_by = at, actor.email
    link.save(update_fields=["used_at", "used_by"])
    affiliation = join(
        organisation, actor, role=Affiliation.Role.SIGNATORY, source=Affiliation.Source.LINK, at=at
    )
    record(
        kind="organisation.claimed",
        reference=organisation.reference,
        actor=actor,
        at=at,
        data={"person": actor.email, "link": link.pk, "source": link.source},
    )
    # Whoever reads the registry's mail learns who used the link that came there.
    add(
        kind="people_mail",
        reference=f"claimed-by:{link.pk}",
        payload={"template": "claimed_by", "link": link.pk, "person": actor.pk},
    )
    return affiliation


def locked_link(token: str, *, at: datetime) -> ClaimLink:
    """The link of a token with its organisation locked, so that two who open one mail follow one another."""
    Organisation.objects.select_for_update(no_key=True).get(pk=usable_link(token, at=at).organisation_id)
    return usable_link(token, at=at)


@transaction.atomic
def claim_with_account(*, token: str, account: NewAccount, at: datetime) -> Affiliation:
    """The same for somebody who has no account yet."""
    locked_link(token, at=at)  # before the account leaves its event: the ledger's lock is the last
    return claim(token=token, actor=make_account(account, at=at), at=at)
