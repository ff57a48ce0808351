"""The application: one lead, one county, one call; its state has a single writer, `move`."""

from collections.abc import Iterable
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from accounts.permissions import Role
from applications.workflow import BEFORE_SUBMISSION, EDITABLE, OVER, Event, State, transition
from ledger.actions import name_of, record
from ledger.refusal import Refused
from pilots.models import Call, Region
from pilots.worlds import Version, World, kept


class ApplicationQuerySet(models.QuerySet["Application"]):
    """Sets of applications by who may see them and where they stand."""

    def visible_to(self, user: User) -> "ApplicationQuerySet":
        """What a person sees as staff of the lead, of a partner, or of an organisation that was asked.

        Within a request that follows the organisation which the person acts for now.
        """
        return self.seen_by(user.organisations_now)

    def seen_by(self, organisations: Iterable[int]) -> "ApplicationQuerySet":
        """What the staff of any of these organisations sees."""
        mine = list(organisations)
        standing = Q(members__organisation__in=mine, members__state__in=["asked", "accepted"])
        return self.exclude(state=State.DISCARDED).filter(Q(lead__in=mine) | standing).distinct()

    def submitted(self) -> "ApplicationQuerySet":
        """What officials see: everything that has been sent, never a draft."""
        return self.exclude(state__in=BEFORE_SUBMISSION)

    def live(self) -> "ApplicationQuerySet":
        """Neither discarded nor withdrawn nor ended."""
        return self.exclude(state__in=OVER)


class Application(models.Model):
    """A consortium's application.

    `plan_version` is the version of plan and budget that is being written: a version that was shown to a member's
    body is kept (`PlanVersion`), and the next change in substance begins the next one.
    `misfits` lists what did not fit when an earlier application was carried forward.
    """

    class Language(models.TextChoices):
        FINNISH = "fi", _("Finnish")
        SWEDISH = "sv", _("Swedish")

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="applications")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="applications")
    lead = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="led_applications")
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.FINNISH)
    state = models.CharField(
        max_length=24, choices=[(state.value, state.value) for state in State], default=State.DRAFT
    )
    case_number = models.CharField(max_length=30, unique=True, null=True, blank=True)
    plan_version = models.PositiveIntegerField(default=1)
    special_grounds = models.TextField(blank=True)
    below_limit_confirmed = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=254)
    changed_at = models.DateTimeField()
    carried_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="carried_to"
    )
    misfits = models.JSONField(default=list, blank=True)

    objects = ApplicationQuerySet.as_manager()

    # The version of calls and counties (`pilots.worlds`) where the query brought it along; None has it asked for.
    reference_version: Version | None = None

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["call", "region", "lead"],
                condition=~Q(state__in=["discarded", "withdrawn", "ended"]),
                name="one_live_application_per_call_county_and_lead",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in State]), name="application_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "discarded"]) | Q(case_number__isnull=False),
                name="submitted_application_has_case_number",
            ),
        ]
        indexes = [models.Index(fields=["call", "state"], name="application_by_call_and_state")]

    def __str__(self) -> str:
        return f"{self.case_number or self.pk}: {self.region} / {self.lead}"

    @property
    def has_grounds(self) -> bool:
        """Whether special grounds for a smaller coverage have been given."""
        return bool(self.special_grounds.strip())

    @property
    def reference(self) -> str:
        """How the ledger and the outbox name this application."""
        return f"application:{self.pk}"

    @property
    def world(self) -> World:
        """The county as the call judges it; no query where the version is known and the county has been asked for."""
        return kept(self.reference_version).world(self.call, self.region_id)

    def is_editable(self, at: datetime, section: str = "") -> bool:
        """Whether the draft may be changed: before submission, and after it while the call is open.

        While a supplement is asked for, only the sections that the request opens.
        """
        if State(self.state) is State.SUPPLEMENT_REQUESTED:
            return section in self.named_sections() or (bool(section) and section in self.unlocked_sections())
        return State(self.state) in EDITABLE and self.call.is_open(at)

    @cached_property
    def open_request(self) -> models.Model | None:
        """The supplement request that waits for an answer, with its items; None when there is none."""
        return self.supplement_requests.filter(state="open").prefetch_related("items").first()

    @cached_property
    def added_elements(self) -> frozenset[str]:
        """The codes of the elements that were chosen since the last sending; two queries."""
        sent = self.submissions.order_by("-number").values_list("snapshot__elements", flat=True).first()
        chosen = self.element_plans.order_by("element__order").values_list("element__code", flat=True)
        return frozenset(chosen) - {element["code"] for element in sent or ()}

    def named_sections(self) -> frozenset[str]:
        """The keys of the sections that an open supplement request names."""
        items = self.open_request.items.all() if self.open_request else ()
        return frozenset(item.section for item in items) - {""}

    def unlocked_sections(self) -> frozenset[str]:
        """The keys of the sections that an open supplement request opens.

        Those that it names; with the budget the members' shares of it; and what an element that was added needs: its
        own part, its budget lines with the shares, and the choice of elements, so that it can be left out again.
        """
        if not self.open_request:
            return frozenset()
        found = set(self.named_sections())
        if self.added_elements:
            found |= {"elements", "budget", *(f"element:{code}" for code in self.added_elements)}
        return frozenset(found | ({"shares"} if "budget" in found else set()))

    def opens_lines_of(self, code: str) -> bool:
        """Whether a supplement request, if there is one, leaves the budget lines of an element open."""
        if State(self.state) is not State.SUPPLEMENT_REQUESTED:
            return True
        return "budget" in self.named_sections() or code in self.added_elements

    def move(self, event: Event, *, role: Role, actor: object, at: datetime, note: str = "") -> "Step":
        """The one writer of the state; leaves a step and a ledger event in the same transaction.

        Raises Refused when the law of states has no such move for this role. The caller holds the row's lock.
        """
        found = transition(State(self.state), event)
        if found is None or found.by is not role:
            raise Refused(
                "not_possible_now", _("This cannot be done in the present state of the application.")
            )
        before, self.state = self.state, found.to.value
        self.__dict__.pop("open_request", None)
        self.__dict__.pop("added_elements", None)
        self.save(update_fields=["state", "case_number"])
        step = Step.objects.create(
            application=self,
            at=at,
            recorded_at=timezone.now(),
            actor=name_of(actor),
            role=role.value,
            event=event.value,
            from_state=before,
            to_state=self.state,
            note=note,
        )
        record(
            kind=f"application.{event.value}",
            reference=self.reference,
            actor=actor,
            at=at,
            data={"from": before, "to": self.state, "case": self.case_number, "note": note},
        )
        return step


class Step(models.Model):
    """One move of an application: who, when, from where to where, and why. Never changed afterwards."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="steps")
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    actor = models.CharField(max_length=254)
    role = models.CharField(max_length=60)
    event = models.CharField(max_length=24)
    from_state = models.CharField(max_length=24)
    to_state = models.CharField(max_length=24)
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.event}: {self.from_state} → {self.to_state}"


class CaseSeries(models.Model):
    """The last case number given in a year; the row is locked while the next one is taken."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.last}/{self.year}"


class VerdictChange(models.Model):
    """How the verdict on the confirmed members changed: when, by what, and to which figures."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="verdict_changes")
    at = models.DateTimeField()
    why = models.CharField(max_length=60)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    outcome = models.CharField(max_length=24, blank=True)
    covered_inhabitants = models.PositiveIntegerField(null=True, blank=True)
    region_inhabitants = models.PositiveIntegerField(null=True, blank=True)
    covered_municipalities = models.PositiveSmallIntegerField(null=True, blank=True)
    region_municipalities = models.PositiveSmallIntegerField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.why}: {self.outcome}"
