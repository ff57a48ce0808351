"""The people, and mail that stays in memory."""

import re

import pytest
from django.core import mail

from accounts.tasks import send_people_mail
from outbox.models import Row
from tests.cast import people


@pytest.fixture
def cast(db):
    return people()


@pytest.fixture
def told(settings, db):
    """Sends every waiting mail about people and returns them all."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.SITE_URL = "https://pilotit.example"
    mail.outbox = []

    def send():
        for row in Row.objects.filter(kind="people_mail", done_at=None).order_by("pk"):
            send_people_mail(row)
            Row.objects.filter(pk=row.pk).update(done_at=row.available_at)
        return mail.outbox

    return send


@pytest.fixture
def link_in():
    """The path of this site in a mail's text."""

    def path(message, part):
        return re.search(rf"https://pilotit\.example((?:/\w\w)?/{part}/\S+)", message.body).group(1)

    return path
