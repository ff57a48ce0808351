"""Who takes part: members, what their own bodies decided, and the extracts that prove it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from applications.models.application import Application
from pilots.models import CallElement


class MemberQuerySet(models.QuerySet["Member"]):
    """Sets of members by where they stand."""

    def taking_part(self) -> "MemberQuerySet":
        """The lead and everybody who has accepted."""
        return self.filter(state=Member.State.ACCEPTED)

    def standing(self) -> "MemberQuerySet":
        """Who takes part or may still say so, and therefore sees the draft."""
        return self.filter(state__in=Member.STANDING)


class Member(models.Model):
    """An organisation in a consortium, from being put on the list to taking part or not.

    `share_eur` is its share of the costs in euros; None while it is open. `package_version` is the version of the
    plan in the newest package made for its own body.
    """

    class State(models.TextChoices):
        LISTED = "listed", _("not asked yet")
        ASKED = "asked", _("asked")
        ACCEPTED = "accepted", _("takes part")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("request withdrawn")
        LAPSED = "lapsed", _("request lapsed")
        LEFT = "left", _("has left")

    UNANSWERED = (State.LISTED, State.ASKED)
    STANDING = (State.ASKED, State.ACCEPTED)
    INVITED = (State.LISTED, State.ASKED, State.ACCEPTED)
    OUT = (State.DECLINED, State.WITHDRAWN, State.LAPSED, State.LEFT)

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="members")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    state = models.CharField(max_length=12, choices=State.choices, default=State.LISTED)
    is_lead = models.BooleanField(default=False)
    message = models.TextField(blank=True)
    reply_by_on = models.DateField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer_note = models.TextField(blank=True)
    elements = models.ManyToManyField(CallElement, blank=True, related_name="+")
    share_eur = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    package_version = models.PositiveIntegerField(null=True, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "organisation"], name="organisation_is_a_member_once"
            ),
            models.UniqueConstraint(
                fields=["application"], condition=Q(is_lead=True), name="a_consortium_has_one_lead"
            ),
            models.CheckConstraint(
                condition=Q(is_lead=False) | Q(state="accepted"), name="the_lead_always_takes_part"
            ),
            models.CheckConstraint(
                condition=Q(share_eur=None) | Q(share_eur__gte=0), name="member_share_is_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.state})"


class BoardMeeting(models.Model):
    """When a member's own body takes the matter up, when its minutes are inspected, and when that is final."""

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="meeting")
    body = models.CharField(max_length=160)
    meets_on = models.DateField()
    inspected_on = models.DateField(null=True, blank=True)
    final_on = models.DateField(null=True, blank=True)
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=254)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(inspected_on=None) | Q(inspected_on__gte=F("meets_on")),
                name="minutes_are_inspected_after_the_meeting",
            ),
            models.CheckConstraint(
                condition=Q(final_on=None) | Q(final_on__gte=F("meets_on")), name="final_after_the_meeting"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.meets_on}"


class BoardPackage(models.Model):
    """The draft decision for a member's own body, in one language: made by one press, then edited freely.

    `figures` keeps the coverage with and without the member as they stood when it was made.
    """

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="packages")
    language = models.CharField(max_length=2, choices=Application.Language.choices)
    matter = models.TextField()
    proposal = models.TextField()
    grounds = models.TextField()
    figures = models.JSONField()
    plan_version = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=254)
    edited_at = models.DateTimeField(null=True, blank=True)
    edited_by = models.CharField(max_length=254, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "language"], name="one_package_per_member_and_language"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} ({self.language})"


class Attachment(models.Model):
    """A file of an application, stored under a name of our own; type and size are judged by its content.

    `scan` is where the virus scan stands: without a configured scanner there is none. A confidential mark is the
    applicant's proposal with its reason; the authority decides (Julkisuuslaki 621/1999).
    """

    class Purpose(models.TextChoices):
        EXTRACT = "extract", _("extract of the minutes")
        ANNEX = "annex", _("annex of the plan")
        AGREEMENT = "agreement", _("administration agreement")
        MESSAGE = "message", _("attachment of a message")

    class Scan(models.TextChoices):
        NONE = "none", _("not scanned")
        WAITING = "waiting", _("waits for the virus scan")
        CLEAN = "clean", _("scanned")
        INFECTED = "infected", _("held back: the virus scan found something")

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="attachments")
    file = models.FileField(upload_to="attachments/%Y/%m/", max_length=200)
    original_name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.CharField(max_length=254)
    purpose = models.CharField(max_length=10, choices=Purpose.choices, default=Purpose.EXTRACT)
    section = models.CharField(max_length=60, blank=True)
    description = models.CharField(max_length=200, blank=True)
    proposed_confidential = models.BooleanField(default=False)
    confidential_reason = models.CharField(max_length=500, blank=True)
    scan = models.CharField(max_length=8, choices=Scan.choices, default=Scan.NONE)
    scanned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(proposed_confidential=False) | ~Q(confidential_reason=""),
                name="confidential_mark_has_its_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.original_name

    def opens_for(self, email: str = "") -> bool:
        """Whether it may be read: not while the scan is awaited, but by whoever sent it, and never when held back."""
        if self.scan == self.Scan.WAITING:
            return bool(email) and email == self.uploaded_by
        return self.scan != self.Scan.INFECTED


class MemberDecisionQuerySet(models.QuerySet["MemberDecision"]):
    """Sets of member decisions."""

    def current(self) -> "MemberDecisionQuerySet":
        """The newest record of each member; the earlier ones stay readable."""
        return self.filter(superseded_at=None)

    def counted(self) -> "MemberDecisionQuerySet":
        """The decisions by which a member counts: an approval, confirmed by a signatory, undisputed."""
        return self.current().filter(
            result__in=MemberDecision.APPROVALS, disputed_at=None, confirmed_at__isnull=False
        )


class MemberDecision(models.Model):
    """What a member's own body or office-holder decided about joining, on which version of the plan."""

    class Result(models.TextChoices):
        APPROVED = "approved", _("approved")
        CONDITIONALLY = "conditionally", _("approved with conditions")
        TABLED = "tabled", _("tabled")
        RETURNED = "returned", _("returned for preparation")
        REJECTED = "rejected", _("rejected")

    APPROVALS = (Result.APPROVED, Result.CONDITIONALLY)

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="decisions")
    body = models.CharField(max_length=160)
    decided_on = models.DateField()
    section = models.CharField(max_length=20, blank=True)
    proposer = models.CharField(max_length=160, blank=True)
    result = models.CharField(max_length=14, choices=Result.choices)
    conditions = models.TextField(blank=True)
    conditions_acknowledged_at = models.DateTimeField(null=True, blank=True)
    minutes_inspected = models.BooleanField(default=False)
    extract = models.ForeignKey(
        Attachment, null=True, blank=True, on_delete=models.PROTECT, related_name="proves"
    )
    plan_version = models.PositiveIntegerField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=254)
    recorded_for_member = models.BooleanField(default=False)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.CharField(max_length=254, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    disputed_at = models.DateTimeField(null=True, blank=True)
    dispute = models.TextField(blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)
    reconfirmed_version = models.PositiveIntegerField(null=True, blank=True)
    reconfirmed_at = models.DateTimeField(null=True, blank=True)
    reconfirmed_by = models.CharField(max_length=254, blank=True)

    objects = MemberDecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(superseded_at=None), name="one_current_decision_per_member"
            ),
            models.CheckConstraint(
                condition=Q(recorded_for_member=False) | Q(extract__isnull=False),
                name="a_record_by_the_lead_has_its_extract",
            ),
            models.CheckConstraint(
                condition=~Q(result="conditionally") | ~Q(conditions=""),
                name="conditional_approval_has_conditions",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.decided_on} § {self.section}"

    @property
    def stands_on(self) -> int:
        """The version of the plan on which the decision stands: the one it was shown, or a newer one reconfirmed."""
        return self.reconfirmed_version or self.plan_version

    @property
    def counts(self) -> bool:
        """Whether the member counts by this decision."""
        return bool(
            self.result in self.APPROVALS
            and self.confirmed_at
            and not self.disputed_at
            and not self.superseded_at
        )
