"""Organisations, the people who act for them, and the offices of the ministry's officials."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pilots.models import JointAuthority, Municipality

LANGUAGES = [("fi", "suomi"), ("sv", "svenska"), ("en", "English")]


class Organisation(models.Model):
    """A municipality or a joint municipal authority as a party: it has people, a language and a registry."""

    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality", _("municipality")
        JOINT_AUTHORITY = "joint_authority", _("joint municipal authority")

    kind = models.CharField(max_length=20, choices=Kind.choices)
    municipality = models.OneToOneField(Municipality, null=True, blank=True, on_delete=models.PROTECT)
    authority = models.OneToOneField(JointAuthority, null=True, blank=True, on_delete=models.PROTECT)
    name_fi = models.CharField(max_length=160)
    name_sv = models.CharField(max_length=160, blank=True)
    language = models.CharField(max_length=2, choices=[("fi", "suomi"), ("sv", "svenska")], default="fi")
    registry_email = models.EmailField()
    e_notice_consent = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="municipality", municipality__isnull=False, authority=None)
                | models.Q(kind="joint_authority", municipality=None, authority__isnull=False),
                name="organisation_is_what_its_kind_says",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the page; in English the one in the organisation's own language."""
        language = get_language() or "fi"
        swedish = language == "sv" or (language == "en" and self.language == "sv")
        return self.name_sv if swedish and self.name_sv else self.name_fi

    @property
    def names(self) -> dict[str, str]:
        """Both names, as they are frozen into snapshots."""
        return {"fi": self.name_fi, "sv": self.name_sv or self.name_fi}

    @property
    def reference(self) -> str:
        """How the ledger names this organisation."""
        return f"organisation:{self.pk}"


class UserManager(BaseUserManager["User"]):
    """Makes users; the log-in name is the e-mail address in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person. What a person may do follows from affiliations and offices, never from this row alone."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    title_fi = models.CharField(max_length=120, blank=True)
    title_sv = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=2, choices=LANGUAGES, default="fi")
    is_active = models.BooleanField(default=True)
    home_municipality = models.ForeignKey(
        Municipality, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    organisations = models.ManyToManyField(Organisation, through="Affiliation", related_name="people")

    is_within_request = False
    chosen_id: int | None = None

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def is_staff(self) -> bool:
        """Whether the admin opens its door: officials and the superuser."""
        return self.is_superuser or bool(self.office_roles)

    @property
    def office_roles(self) -> frozenset[str]:
        """The roles of this person in the ministry; read once per request."""
        if "_office_roles" not in self.__dict__:
            self._office_roles = frozenset(self.offices.values_list("role", flat=True))
        return self._office_roles

    @cached_property
    def every_affiliation(self) -> tuple["Affiliation", ...]:
        """Every organisation this person may act for, by name; read once per request."""
        rows = self.affiliations.select_related("organisation")
        return tuple(rows.order_by("organisation__name_fi", "pk"))

    @cached_property
    def affiliations_now(self) -> tuple["Affiliation", ...]:
        """Whom this person acts for now.

        Within a request that is one organisation: the chosen one, or the first by name. Elsewhere (a task, a replay)
        it is all of them.
        """
        if not self.is_within_request:
            return self.every_affiliation
        chosen = tuple(one for one in self.every_affiliation if one.organisation_id == self.chosen_id)
        return chosen or self.every_affiliation[:1]

    @property
    def organisations_now(self) -> frozenset[int]:
        """The ids of the organisations acted for now."""
        return frozenset(one.organisation_id for one in self.affiliations_now)

    def act_within_request(self, organisation_id: int | None) -> None:
        """Bind a request's person to the organisation chosen in the session; None while nothing has been chosen."""
        self.is_within_request, self.chosen_id = True, organisation_id


class Affiliation(models.Model):
    """A person may act for an organisation, as editor or as signatory."""

    class Role(models.TextChoices):
        EDITOR = "editor", _("editor")
        SIGNATORY = "signatory", _("signatory")

    class Source(models.TextChoices):
        """How the person came to the organisation."""

        LINK = "link", _("link to the registry address")
        ADMINISTRATOR = "administrator", _("entered by an administrator")
        MANDATE = "mandate", _("log-in with a mandate")
        INVITATION = "invitation", _("invited by a signatory")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="affiliations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="affiliations")
    role = models.CharField(max_length=12, choices=Role.choices)
    source = models.CharField(max_length=14, choices=Source.choices, default=Source.ADMINISTRATOR)
    # None: from before this was kept.
    since_at = models.DateTimeField(null=True, blank=True, default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation"], name="one_affiliation_per_organisation"),
            models.CheckConstraint(
                condition=models.Q(role__in=["editor", "signatory"]), name="affiliation_role_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(source__in=["link", "administrator", "mandate", "invitation"]),
                name="affiliation_source_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} / {self.organisation}"


class Office(models.Model):
    """A role of an official of the ministry."""

    class Role(models.TextChoices):
        REVIEWER = "reviewer", _("reviewer")
        PRESENTING_OFFICER = "presenting_officer", _("presenting officer")
        DECISION_MAKER = "decision_maker", _("decision-maker")
        ADMINISTRATOR = "administrator", _("administrator")
        AUDITOR = "auditor", _("auditor")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="offices")
    role = models.CharField(max_length=20, choices=Role.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role"], name="one_office_of_a_kind"),
            models.CheckConstraint(
                condition=models.Q(
                    role__in=["reviewer", "presenting_officer", "decision_maker", "administrator", "auditor"]
                ),
                name="office_role_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}"
