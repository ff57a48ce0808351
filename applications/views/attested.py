"""The lead's attestation on the pages: the words as they were attested, and the same in the language of the case."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import override

from applications.actions.submitting import ATTESTATION
from applications.models import Submission


@dataclass(frozen=True)
class Attestation:
    """What was attested, when and by whom. `in_case_language` is "" when those were the words already."""

    text: str
    at: datetime
    by: str
    language: str
    in_case_language: str


def attestation_of(submission: Submission) -> Attestation:
    """The stored words stand. They are told in the language of the case too while the service still knows them."""
    language, wordings = submission.application.language, {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            wordings[code] = str(ATTESTATION)
    known = submission.attestation in wordings.values() and submission.attestation != wordings[language]
    return Attestation(
        text=submission.attestation,
        at=submission.received_at,
        by=submission.submitted_by,
        language=language,
        in_case_language=wordings[language] if known else "",
    )
