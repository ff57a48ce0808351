"""Who takes part: members, what their own bodies decided, and the extracts that prove it."""

from django.db import models
from django.db.models import Q
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
    """An organisation in a consortium, from being put on the list to taking part or not."""

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
    answered_at = models.DateTimeField(null=True, blank=True)
    answer_note = models.TextField(blank=True)
    elements = models.ManyToManyField(CallElement, blank=True, related_name="+")

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
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.state})"


class Attachment(models.Model):
    """A file of an application, stored under a name of our own; type and size are judged by its content."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="attachments")
    file = models.FileField(upload_to="attachments/%Y/%m/", max_length=200)
    original_name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.CharField(max_length=254)

    def __str__(self) -> str:
        return self.original_name


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
    extract = models.ForeignKey(Attachment, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
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
    def counts(self) -> bool:
        """Whether the member counts by this decision."""
        return bool(
            self.result in self.APPROVALS
            and self.confirmed_at
            and not self.disputed_at
            and not self.superseded_at
        )
