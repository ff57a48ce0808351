"""What a call's page tells beside the call itself: criteria, papers, events, contacts, answers, and what changed.

Texts stand in Finnish, Swedish and English; `illustrative` is what no source tells.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pilots.models.calls import Call
from pilots.models.names import in_active_language


class Notice(models.Model):
    """One row of the page; found again by its code, shown in `order`."""

    code = models.SlugField(max_length=40)
    order = models.PositiveSmallIntegerField()
    illustrative = models.BooleanField(default=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.code


class CallCriterion(Notice):
    """What an application must be, or what it is compared by, in our own words."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="criteria")
    text_fi = models.TextField()
    text_sv = models.TextField()
    text_en = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "code"], name="one_criterion_of_a_code_per_call")
        ]

    @property
    def text(self) -> str:
        return in_active_language(self, "text")


class TitledNotice(Notice):
    """One with a title, and a text where there is more to tell."""

    title_fi = models.CharField(max_length=200)
    title_sv = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    text_fi = models.TextField(blank=True)
    text_sv = models.TextField(blank=True)
    text_en = models.TextField(blank=True)

    class Meta:
        abstract = True

    @property
    def title(self) -> str:
        return in_active_language(self, "title")

    @property
    def text(self) -> str:
        return in_active_language(self, "text")


class CallDocument(TitledNotice):
    """Instructions, a form or a model: a link, a text of our own, or both."""

    class Kind(models.TextChoices):
        INSTRUCTIONS = "instructions", _("instructions")
        FORM = "form", _("form")
        MODEL = "model", _("model text")
        ACT = "act", _("act")

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=12, choices=Kind)
    published_on = models.DateField()
    url_fi = models.URLField(blank=True)
    url_sv = models.URLField(blank=True)
    url_en = models.URLField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "code"], name="one_document_of_a_code_per_call"),
            models.CheckConstraint(
                condition=~models.Q(text_fi="") | ~models.Q(url_fi=""), name="document_holds_something"
            ),
        ]

    @property
    def url(self) -> str:
        return in_active_language(self, "url")


class CallEvent(TitledNotice):
    """A meeting about the call. `on` is the day first announced; a postponed one has `moved_to` once it is known."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        POSTPONED = "postponed", _("postponed")
        CANCELLED = "cancelled", _("cancelled")
        HELD = "held", _("held")

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="events")
    state = models.CharField(max_length=10, choices=State)
    on = models.DateField()
    moved_to = models.DateField(null=True, blank=True)
    begins = models.TimeField(null=True, blank=True)
    ends = models.TimeField(null=True, blank=True)
    place_fi = models.CharField(max_length=200, blank=True)
    place_sv = models.CharField(max_length=200, blank=True)
    place_en = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "code"], name="one_event_of_a_code_per_call"),
            models.CheckConstraint(
                condition=models.Q(moved_to__isnull=True) | models.Q(state__in=["postponed", "held"]),
                name="only_a_postponed_event_has_a_new_day",
            ),
        ]

    @property
    def place(self) -> str:
        return in_active_language(self, "place")


class CallContact(Notice):
    """Who answers questions, by role and never by name. `absences`: [{"from_on", "until_on", "substitute"}]."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="contacts")
    role_fi = models.CharField(max_length=160)
    role_sv = models.CharField(max_length=160)
    role_en = models.CharField(max_length=160)
    subject_fi = models.CharField(max_length=200, blank=True)
    subject_sv = models.CharField(max_length=200, blank=True)
    subject_en = models.CharField(max_length=200, blank=True)
    email = models.EmailField()
    absences = models.JSONField(default=list, blank=True)
    only_substitutes = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "code"], name="one_contact_of_a_code_per_call")
        ]

    @property
    def role(self) -> str:
        return in_active_language(self, "role")

    @property
    def subject(self) -> str:
        return in_active_language(self, "subject")


class CallAnswer(Notice):
    """A question that was asked about the call and its answer for all."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="answers")
    answered_on = models.DateField()
    updated_on = models.DateField(null=True, blank=True)
    question_fi = models.CharField(max_length=300)
    question_sv = models.CharField(max_length=300)
    question_en = models.CharField(max_length=300)
    answer_fi = models.TextField()
    answer_sv = models.TextField()
    answer_en = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "code"], name="one_answer_of_a_code_per_call"),
            models.CheckConstraint(
                condition=models.Q(updated_on__isnull=True)
                | models.Q(updated_on__gte=models.F("answered_on")),
                name="answer_is_updated_after_it_is_given",
            ),
        ]

    @property
    def question(self) -> str:
        return in_active_language(self, "question")

    @property
    def answer(self) -> str:
        return in_active_language(self, "answer")


class CallChange(models.Model):
    """Something on the call's page changed. Those told by the files have a `code`, those of loads and acts none."""

    class Kind(models.TextChoices):
        DEADLINE = "deadline", _("application period")
        FACTS = "facts", _("the call in brief")
        CONTENT = "content", _("content of the page")
        NEWS = "news", _("news")

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="changes")
    code = models.SlugField(max_length=40, blank=True)
    at = models.DateTimeField()
    kind = models.CharField(max_length=8, choices=Kind)
    illustrative = models.BooleanField(default=False)
    text_fi = models.TextField()
    text_sv = models.TextField()
    text_en = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["call", "code"],
                condition=~models.Q(code=""),
                name="one_change_of_a_code_per_call",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.text_en}"

    @property
    def text(self) -> str:
        return in_active_language(self, "text")
