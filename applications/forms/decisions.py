"""Forms of a member's own decision: the record with its extract, and the answer to a record the lead made."""

from datetime import date, datetime

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications.forms.kept import KeepsFiles, with_progress
from applications.models import Application, MemberDecision
from ui.fields import DocumentField, FinnishDateField, PlainTextareaField, PlainTextField
from ui.forms import helper

LONGEST_TEXT = 4_000


class DecisionForm(KeepsFiles):
    """What a body or an office-holder decided about joining. The extract is judged by its content, and kept when
    something else is wrong.
    """

    body = PlainTextField(
        label=_("Body or office-holder"),
        max_length=160,
        help_text=_("For example Kaupunginhallitus, or the title of the office-holder who decided."),
        error_messages={"required": _("Tell who decided.")},
    )
    decided_on = FinnishDateField(
        label=_("Date of the decision"), error_messages={"required": _("Write the date of the decision.")}
    )
    section = PlainTextField(
        label=_("Section of the minutes (§)"),
        required=False,
        max_length=20,
        width="s",
        help_text=_("For example 13"),
    )
    proposer = PlainTextField(label=_("Proposer"), required=False, max_length=160)
    result = forms.ChoiceField(
        label=_("Result"),
        choices=MemberDecision.Result.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "Only an approval counts. The record can be mended when the matter has been taken up again."
        ),
        error_messages={"required": _("Choose what was decided.")},
    )
    conditions = PlainTextareaField(
        label=_("Conditions of the approval"),
        required=False,
        max_length=LONGEST_TEXT,
        rows=3,
        help_text=_("The lead organisation acknowledges the conditions before it sends the application."),
    )
    plan_version = forms.TypedChoiceField(
        label=_("Version of the plan that the body was shown"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("If it was an older version, the page shows afterwards what has changed since."),
    )
    minutes_inspected = forms.BooleanField(label=_("The minutes have been inspected"), required=False)
    extract = DocumentField(
        label=_("Extract of the minutes"),
        required=False,
        help_text=_("PDF, Word, Excel or a picture, at most 20 MB."),
    )

    def __init__(
        self,
        *args: object,
        request: HttpRequest,
        application: Application,
        extract_required: bool,
        confirms: bool,
        versions: list[tuple[int, str]],
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan_version"].choices = versions
        self.extract_required = extract_required
        self.order_fields([name for name in self.fields if name != "kept"])
        self.offer_kept(request=request, application=application)
        words = _("Record and confirm the decision") if confirms else _("Save the record for confirmation")
        self.helper = helper(submit=words, name="record", attrs=with_progress())

    def clean_decided_on(self) -> date:
        """A decision is made before it is recorded."""
        day = self.cleaned_data["decided_on"]
        at: datetime = self.request.arrived_at
        if day > timezone.localdate(at):
            raise ValidationError(_("The decision's date is in the future."), code="decided_in_future")
        return day

    def clean_extract(self) -> object:
        """Judge the file; the verdict's own words are the error."""
        upload = self.cleaned_data["extract"]
        self.judge([upload] if upload else [])
        if self.extract_required and not self.has_files:
            raise ValidationError(
                _("A decision of another organisation needs its extract attached."), code="extract_missing"
            )
        return upload

    def clean(self) -> dict[str, object]:
        """Conditions belong to an approval with conditions, and to nothing else."""
        data = super().clean() or self.cleaned_data
        conditional = data.get("result") == MemberDecision.Result.CONDITIONALLY
        if conditional and not data.get("conditions", "").strip():
            self.add_error(
                "conditions", ValidationError(_("Tell the conditions of the approval."), code="missing")
            )
        if not conditional:
            data["conditions"] = ""
        return data


class RecordAnswerForm(forms.Form):
    """Whether a record that the lead made is right, and if not, what is wrong."""

    right = forms.ChoiceField(
        label=_("Is the record right?"),
        choices=[("yes", _("Yes, this is what we decided")), ("no", _("No, something is wrong"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an answer.")},
    )
    dispute = PlainTextareaField(
        label=_("What is wrong?"),
        required=False,
        max_length=LONGEST_TEXT,
        rows=3,
        help_text=_("A disputed record blocks the sending until it is mended."),
    )

    def __init__(self, *args: object, action: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(submit=_("Send the answer"), name="answer", action=action)

    def clean(self) -> dict[str, object]:
        """A dispute says what is wrong."""
        data = super().clean() or self.cleaned_data
        if data.get("right") == "no" and not data.get("dispute", "").strip():
            self.add_error("dispute", ValidationError(_("Tell what is wrong in the record."), code="missing"))
        return data
