"""Letters after they are made: told to each recipient, handed out only unaltered, exported with their sums."""

import io
import subprocess
import zipfile

import pytest
from django.core import mail
from django.db import connection, transaction
from django.urls import reverse

from accounts.models import Organisation
from decisions.actions.exporting import export_letters
from decisions.actions.lettering import hand_out, make_letter
from decisions.models import Letter
from ledger.models import Event
from ledger.refusal import Refused
from outbox.dispatch import dispatch_once
from outbox.models import Row
from tests.decisions import stages


def altered(letter: Letter) -> None:
    """Somebody with the database's own rights changes the bytes past its triggers."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE decisions_letter SET pdf = pdf || '!'::bytea WHERE id = %s", [letter.pk])


def test_every_recipient_is_told_in_its_own_language_without_the_letter(cast):
    Organisation.objects.filter(pk=cast.vantaa.pk).update(language="sv")
    decision = stages.decided(cast)
    Row.objects.filter(kind="mail").delete()
    make_letter(decision_id=decision.pk)
    while dispatch_once():
        pass
    case = decision.application.case_number
    told = {message.to[0]: message for message in mail.outbox}
    assert set(told) == {one.registry_email for one in (cast.keusote, cast.helsinki, cast.vantaa, cast.espoo)}
    assert {address: message.subject for address, message in told.items()} == {
        cast.keusote.registry_email: f"Päätös asiassa {case} on luettavissa",
        cast.helsinki.registry_email: f"Päätös asiassa {case} on luettavissa",
        cast.espoo.registry_email: f"Päätös asiassa {case} on luettavissa",
        cast.vantaa.registry_email: f"Beslutet i ärendet {case} kan läsas",
    }
    assert all(not message.attachments for message in mail.outbox)
    path = reverse("decisions:letter", args=[decision.application_id])
    assert path in told[cast.keusote.registry_email].body
    assert f"/sv{path}" in told[cast.vantaa.registry_email].body


def test_a_member_that_has_left_since_the_sending_is_told_too(cast):
    decision = stages.decided(cast)
    decision.application.members.filter(organisation=cast.espoo).update(state="left")
    make_letter(decision_id=decision.pk)
    told = Row.objects.filter(kind="letter-mail").values_list("payload__organisation", flat=True)
    assert cast.espoo.pk in set(told)
    assert len(told) == len(decision.snapshot["distribution"])


@pytest.mark.parametrize("who", ["stranger", "reviewer", "superuser"])
def test_the_act_itself_hands_nothing_to_whom_the_table_does_not_name(cast, who):
    letter = make_letter(decision_id=stages.decided(cast).pk)
    at = stages.later(letter.decision.application, hours=4)
    with pytest.raises(Refused) as refused:
        hand_out(letter=letter, actor=getattr(cast, who), at=at, why="read")
    assert refused.value.code == "not_allowed"
    assert not Event.objects.filter(kind="letter.read").exists()


def test_altered_bytes_are_not_handed_out(cast):
    decision = stages.decided(cast)
    letter = make_letter(decision_id=decision.pk)
    at = stages.later(decision.application, hours=4)
    assert hand_out(letter=letter, actor=cast.auditor, at=at, why="read") == bytes(letter.pdf)
    assert Event.objects.filter(kind="letter.read", actor=cast.auditor.email).count() == 1
    altered(letter)
    with pytest.raises(Refused) as refused:
        hand_out(letter=Letter.objects.get(), actor=cast.auditor, at=at, why="read")
    assert refused.value.code == "letter_altered"


def test_an_export_holds_the_stored_bytes_and_sums_that_check(cast, tmp_path):
    decision = stages.decided(cast)
    letter = make_letter(decision_id=decision.pk)
    at = stages.later(decision.application, hours=4)
    archive = export_letters(letter_ids=[letter.pk], actor=cast.administrator, at=at)
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        assert sorted(opened.namelist()) == sorted([letter.filename, "SHA256SUMS"])
        assert opened.read(letter.filename) == bytes(letter.pdf)
        opened.extractall(tmp_path)
    checked = subprocess.run(
        ["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (checked.returncode, checked.stdout) == (0, f"{letter.filename}: OK\n")
    event = Event.objects.get(kind="letters.exported")
    assert event.data == {"files": [{"file": letter.filename, "sha256": letter.sha256}]}


def test_an_export_with_altered_bytes_is_refused_and_names_them(cast):
    decision = stages.decided(cast)
    letter = make_letter(decision_id=decision.pk)
    altered(letter)
    at = stages.later(decision.application, hours=4)
    with pytest.raises(Refused) as refused:
        export_letters(letter_ids=[letter.pk], actor=cast.administrator, at=at)
    assert (refused.value.code, refused.value.details) == ("letter_altered", (letter.filename,))
    assert not Event.objects.filter(kind="letters.exported").exists()


def test_only_the_administrator_exports(cast):
    at = stages.later(stages.builders.complete_draft(cast))
    for actor in (
        cast.decision_maker,
        cast.presenting_officer,
        cast.auditor,
        cast.superuser,
        cast.lead_signatory,
    ):
        with pytest.raises(Refused) as refused:
            export_letters(letter_ids=[1], actor=actor, at=at)
        assert refused.value.code == "not_allowed"
