"""What a mail is made of: a plain text template whose first line is the subject."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import override


def message(template: str, *, to: str, language: str, values: dict[str, Any]) -> EmailMessage:
    """A mail in a language; its subject stands on one line whatever it was made of.

    Every template may name `contact`, the address to which a person can write.
    """
    with override(language):
        text = render_to_string(
            f"mail/{template}.{language}.txt", values | {"contact": settings.DEFAULT_FROM_EMAIL}
        )
    subject, _newline, body = text.strip().partition("\n")
    return EmailMessage(
        subject=" ".join(subject.split()),
        body=body.strip() + "\n",
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[to],
        headers={"Auto-Submitted": "auto-generated", "Content-Language": language},
    )
