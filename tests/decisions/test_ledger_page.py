"""The ledger in words: every event of a case's whole way, in the language of the page."""

import re

import pytest
from django.test import Client
from django.utils import translation

from decisions.actions.lettering import make_letter
from decisions.wording import event_words
from ledger.models import Event
from tests.decisions import stages

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("prefix", "language", "told"),
    [("", "fi", ["Kirje tehtiin", "Kumppanuuspyyntö hyväksyttiin"]), ("/sv", "sv", ["Ett brev gjordes"])],
)
def test_every_event_has_words_in_the_language_of_the_page(cast, prefix, language, told):
    make_letter(decision_id=stages.decided(cast).pk)
    kinds = set(Event.objects.order_by().values_list("kind", flat=True))
    assert len(kinds) > 8
    with translation.override(language):
        assert [kind for kind in kinds if str(event_words(kind)) == kind] == []
    auditor = Client()
    auditor.force_login(cast.auditor)
    page = auditor.get(f"{prefix}/admin/ledger/").content.decode()
    shown = re.sub(r"<[^>]*>", " ", page)
    assert [text for text in told if text not in shown] == []
    assert [kind for kind in kinds if kind in shown] == []


def test_a_kind_without_words_stands_as_it_is():
    assert event_words("something.new") == "something.new"
