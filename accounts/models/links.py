"""How people come to an organisation: claim links and invitations (hashes only), strong identities; its consents."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.parties import LANGUAGES, Affiliation, Organisation, User


class ClaimLink(models.Model):
    """A link to an organisation's registry address, by which a person becomes its signatory.

    The token stands only in the mail, and `digest` is its hash; while the mail is not written there is none.
    """

    class Source(models.TextChoices):
        ASKED = "asked", _("asked for on the open page")
        REQUEST = "request", _("sent with a partnership request")
        ADMINISTRATOR = "administrator", _("sent by an administrator")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="claim_links")
    source = models.CharField(max_length=14, choices=Source.choices)
    digest = models.CharField(max_length=64, unique=True, null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=254)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.CharField(max_length=254, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(source__in=["asked", "request", "administrator"]),
                name="claim_link_source_is_known",
            ),
            models.CheckConstraint(
                condition=Q(used_at=None, used_by="") | (Q(used_at__isnull=False) & ~Q(used_by="")),
                name="claim_link_used_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"claim link {self.pk} of {self.organisation}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Sets of invitations by where they stand."""

    def open(self) -> "InvitationQuerySet":
        """Neither accepted nor withdrawn; those that have expired too, since they can be sent again."""
        return self.filter(accepted_at=None, withdrawn_at=None)


class Invitation(models.Model):
    """Somebody is asked by mail to act for an organisation; each sending makes a new token and ends the one before."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=12, choices=Affiliation.Role.choices)
    language = models.CharField(max_length=2, choices=LANGUAGES, default="fi")
    source = models.CharField(max_length=14, choices=Affiliation.Source.choices)
    digest = models.CharField(max_length=64, unique=True, null=True, blank=True)
    invited_by = models.CharField(max_length=254)
    invited_at = models.DateTimeField()
    sends = models.PositiveSmallIntegerField(default=1)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.CharField(max_length=254, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=254, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="one_open_invitation_per_address",
            ),
            models.CheckConstraint(
                condition=Q(role__in=["editor", "signatory"]), name="invitation_role_is_known"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(withdrawn_at=None),
                name="invitation_accepted_or_withdrawn_not_both",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} → {self.organisation}"

    def is_expired(self, at: datetime) -> bool:
        """Whether its link no longer opens."""
        return at >= self.expires_at


class Consent(models.Model):
    """One giving or withdrawing of the consent to electronic notice, with the words that were agreed to.

    Laki sähköisestä asioinnista viranomaistoiminnassa (13/2003), 19 §. Never changed; the newest row says how it is.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="consents")
    given = models.BooleanField()
    text = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=254)

    def __str__(self) -> str:
        return f"{self.organisation}: {'given' if self.given else 'withdrawn'} {self.at:%Y-%m-%d}"


class Identity(models.Model):
    """A person's identity at a provider of strong identification: the pair of issuer and subject, never an e-mail."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="identities")
    issuer = models.CharField(max_length=500)
    subject = models.CharField(max_length=255)
    since_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "identities"
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="one_person_per_issuer_and_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} at {self.issuer}"
