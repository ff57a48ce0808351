"""Files survive a form's error: what arrived is kept, and the form offers it again instead of asking for it anew."""

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from applications.actions.keeping import keep_upload
from applications.models import Application, KeptUpload
from applications.uploads import Checked, judge_upload, too_large
from ledger.refusal import Refused
from ui.formatting import file_size

MOST_AT_ONCE = 10


def with_progress() -> dict[str, str]:
    """Attributes of a form whose files are sent with progress where there is JavaScript (`js/upload.js`)."""
    return {
        "enctype": "multipart/form-data",
        "data-upload": "yes",
        "data-progress": _("Sending of the files"),
        "data-sending": _("Sending the files: {percent} %"),
        "data-checking": _("The files have arrived and are being checked."),
        "data-failed": _("The files did not arrive. Check the connection and press the button again."),
        "hx-post": "",
        "hx-encoding": "multipart/form-data",
        "hx-target": "#main",
        "hx-select": "#main",
        "hx-swap": "outerHTML show:top",
        "hx-disabled-elt": "find [type=submit]",
    }


class KeepsFiles(forms.Form):
    """A form with files. Its `kept` field lists those that have arrived; an unticked one is left out.

    A subclass calls `offer_kept` in its constructor and `judge` for its file field. After `is_valid()`, `keep`
    stores what was sent; the form then shows it whatever else is wrong. `kept_files` are those still ticked.
    """

    kept = forms.MultipleChoiceField(
        label=_("Files that have already arrived"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They are kept for a day and need not be chosen again. Untick what is not to be sent."),
    )
    request: HttpRequest
    application: Application

    def offer_kept(self, *, request: HttpRequest, application: Application) -> None:
        """Show what this person has sent to this application within the day and named in the form."""
        self.request, self.application = request, application
        self.checked: list[Checked] = []
        tokens = self.data.getlist("kept") if self.is_bound else []
        held = KeptUpload.objects.held_for(request.user, application, self.arrived_at)
        self.kept_files = list(held.filter(token__in=tokens[: 2 * MOST_AT_ONCE]).order_by("kept_at", "pk"))
        # A token that is no longer kept is as if it had not been ticked: the file is asked for again.
        self.show_kept()

    @property
    def arrived_at(self) -> datetime:
        return self.request.arrived_at

    def show_kept(self) -> None:
        """Tick every file that is kept; without any there is no such field."""
        if not self.kept_files:
            self.fields["kept"].widget = forms.MultipleHiddenInput()
            self.fields["kept"].choices = []
        else:
            self.fields["kept"].widget = forms.CheckboxSelectMultiple()
            self.fields["kept"].choices = [
                (one.token, f"{one.original_name}, {file_size(one.size)}") for one in self.kept_files
            ]
        if self.is_bound:
            self.data = self.data.copy()
            self.data.setlist("kept", [one.token for one in self.kept_files])

    def judge(self, uploads: list[UploadedFile]) -> None:
        """Judge what was sent; ValidationError names each file that cannot be taken, the others are kept."""
        wrong = []
        if len(uploads) > MOST_AT_ONCE:
            raise ValidationError(
                _("Choose at most %(most)s files at a time.") % {"most": MOST_AT_ONCE}, code="too_many"
            )
        if getattr(self.request, "file_was_too_large", False):
            wrong.append(error_of(too_large()))
        for upload in uploads:
            try:
                self.checked.append(judge_upload(upload))
            except Refused as refusal:
                wrong.append(error_of(refusal, name=upload.name if len(uploads) > 1 else ""))
        if wrong:
            raise ValidationError(wrong)

    @property
    def has_files(self) -> bool:
        """Whether any file has arrived, now or before."""
        return bool(self.checked or self.kept_files)

    def keep(self) -> list[KeptUpload]:
        """Store what was sent and show it as kept; Refused when it cannot be stored."""
        while self.checked:
            self.kept_files.append(
                keep_upload(
                    application=self.application,
                    checked=self.checked.pop(0),
                    actor=self.request.user,
                    at=self.arrived_at,
                )
            )
        self.show_kept()
        return self.kept_files


def error_of(refusal: Refused, *, name: str = "") -> ValidationError:
    """A refusal as the error of a field, with the file's name where there are several."""
    words = f"{refusal.message} {refusal.way_out}".strip()
    return ValidationError(f"{name}: {words}" if name else words, code=refusal.code)
