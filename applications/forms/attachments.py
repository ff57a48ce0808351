"""Adding files to an application: which, what for, to which part they belong, and whether to keep them confidential."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from applications.actions.attaching import AttachmentContent
from applications.forms.kept import KeepsFiles, with_progress
from applications.models import Application, Attachment
from ui.fields import DocumentsField, PlainTextareaField, PlainTextField
from ui.forms import helper

MARK = ("description", "proposed_confidential", "confidential_reason")
CONTENT = ("purpose", "section", *MARK)
PROPOSAL_ONLY = _(
    "It is a proposal: the ministry decides what is confidential (Act on the Openness of Government "
    "Activities 621/1999). The mark and its reason are shown to the officials."
)
REASON_HELP = _("Needed with the mark: which information is meant, and why it should not be public.")


class DescriptionForm(forms.Form):
    """What one file is, and whether to keep it confidential, told anew."""

    description = PlainTextField(label=_("Description"), required=False, max_length=200)
    proposed_confidential = forms.BooleanField(
        label=_("We propose that this file is kept confidential"), required=False, help_text=PROPOSAL_ONLY
    )
    confidential_reason = PlainTextareaField(
        label=_("Reason for confidentiality"),
        required_to_submit=True,
        needed=_("(required with the mark)"),
        max_length=500,
        rows=3,
        help_text=REASON_HELP,
    )

    def __init__(self, *args: object, file: Attachment, **kwargs: object) -> None:
        told = {name: getattr(file, name) for name in MARK}
        super().__init__(*args, initial=told, **kwargs)
        self.helper = helper(submit=_("Save"), name="save")

    def clean(self) -> dict[str, object]:
        """A mark has its reason."""
        data = super().clean() or self.cleaned_data
        if lacks_reason(data) and "confidential_reason" not in self.errors:
            self.add_error(
                "confidential_reason",
                ValidationError(_("Tell why the file should be confidential."), code="missing"),
            )
        return data


def lacks_reason(data: dict[str, object]) -> bool:
    """Whether a mark stands without its reason."""
    return bool(data.get("proposed_confidential") and not str(data.get("confidential_reason", "")).strip())


class AttachmentsForm(KeepsFiles):
    """One or several files that share purpose, part and mark."""

    files = DocumentsField(
        label=_("Files"),
        required_to_submit=True,
        needed=_("(required)"),
        help_text=_("PDF, Word, Excel or pictures; at most 20 MB each and 10 files at a time."),
    )
    purpose = forms.ChoiceField(
        label=_("What are they?"),
        choices=[
            (Attachment.Purpose.ANNEX, _("Annex of the plan")),
            (Attachment.Purpose.AGREEMENT, _("Administration agreement")),
        ],
        initial=Attachment.Purpose.ANNEX,
        widget=forms.RadioSelect,
        help_text=_(
            "An administration agreement may be added when there is one; it is never needed before a decision "
            "has been made. An extract of the minutes is added with the record of its decision."
        ),
        error_messages={"required": _("Choose what the files are.")},
    )
    section = forms.ChoiceField(label=_("To which part do they belong?"), required=False)
    description = PlainTextField(label=_("Description"), required=False, max_length=200)
    proposed_confidential = forms.BooleanField(
        label=_("We propose that these files are kept confidential"),
        required=False,
        help_text=PROPOSAL_ONLY,
    )
    confidential_reason = PlainTextareaField(
        label=_("Reason for confidentiality"),
        required_to_submit=True,
        needed=_("(required with the mark)"),
        max_length=500,
        rows=3,
        help_text=REASON_HELP,
    )

    def __init__(
        self,
        *args: object,
        request: HttpRequest,
        application: Application,
        sections: list[tuple[str, str]],
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].choices = sections
        self.order_fields(["files", "kept", *CONTENT])
        self.offer_kept(request=request, application=application)
        self.helper = helper(submit=_("Add the files"), name="add", attrs=with_progress())

    def clean_files(self) -> None:
        """Judge what was sent; something must have arrived, now or before."""
        self.judge(self.cleaned_data["files"])
        if not self.has_files:
            raise ValidationError(_("Choose a file."), code="required")

    def clean(self) -> dict[str, object]:
        """A mark has its reason; a reason without a mark is nothing."""
        data = super().clean() or self.cleaned_data
        if lacks_reason(data):
            missing = ValidationError(_("Tell why the files should be confidential."), code="missing")
            if "confidential_reason" not in self.errors:
                self.add_error("confidential_reason", missing)
        return data

    def content(self) -> AttachmentContent:
        """What was told of the files."""
        return AttachmentContent(**{name: self.cleaned_data[name] for name in CONTENT})
