"""Files judged by their content."""

import os
import subprocess
import sys

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from applications.uploads import clean_name, judge_upload
from ledger.refusal import Refused
from tests.applications.hostile_files import (
    DOCX,
    TABLE,
    XLSX,
    many_numbers,
    nested,
    office,
    pdf,
    picture,
    png_with_text_bomb,
    unpacking_objects,
)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (pdf(), "application/pdf"),
        (office(*DOCX), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (office(*XLSX), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (picture("PNG"), "image/png"),
        (picture("JPEG"), "image/jpeg"),
    ],
)
def test_the_five_kinds_are_known_by_their_bytes(content, kind):
    checked = judge_upload(SimpleUploadedFile("minutes.exe", content))
    assert (checked.content_type, checked.size) == (kind, len(content))
    with checked.file as file:
        assert file.read() == content


@pytest.mark.parametrize(("make", "code"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_each_file_has_the_right_verdict(make, code):
    upload = SimpleUploadedFile("minutes.pdf", make())
    if not code:
        judge_upload(upload).file.close()
        return
    with pytest.raises(Refused) as refused:
        judge_upload(upload)
    assert refused.value.code == code
    assert str(refused.value.message)


MEASURED = """
import resource, sys
from pathlib import Path
import django
django.setup()
from django.core.files.uploadedfile import TemporaryUploadedFile
from applications.uploads import judge_upload
from ledger.refusal import Refused

def most(who):
    return resource.getrusage(who).ru_maxrss * 1024

def judged(path):
    upload = TemporaryUploadedFile("x.pdf", "", path.stat().st_size, None)
    with path.open("rb") as source:
        while part := source.read(65536):
            upload.file.write(part)
    upload.file.seek(0)
    try:
        judge_upload(upload).file.close()
    except Refused as refused:
        return refused.code
    finally:
        upload.close()
    return "taken"

plain = judged(Path(sys.argv[1]))
before = most(resource.RUSAGE_SELF), most(resource.RUSAGE_CHILDREN)
said = [judged(Path(name)) for name in sys.argv[2:]]
after = most(resource.RUSAGE_SELF), most(resource.RUSAGE_CHILDREN)
print(plain, *said, after[0] - before[0], after[1] - before[1])
"""


def test_hostile_files_take_at_most_100_mib_more_memory_than_an_honest_one(tmp_path, settings):
    """Ours, and that of the process that judges; measured in a process of its own."""
    heavy = {
        "unpacking": unpacking_objects,
        "numbers": many_numbers,
        "nested": nested,
        "text": png_with_text_bomb,
    }
    content = {"honest": pdf(), **{name: make() for name, make in heavy.items()}}
    content["large"] = pdf() + b"\0" * (19 * 1024 * 1024)
    paths = []
    for name, data in content.items():
        paths.append(tmp_path / name)
        paths[-1].write_bytes(data)
    answer = subprocess.run(
        [sys.executable, "-c", MEASURED, *paths],
        cwd=settings.BASE_DIR, check=True, capture_output=True, text=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"},
    )  # fmt: skip
    *said, ours, judges = answer.stdout.split()
    assert said == ["taken", "file_too_complex", "file_broken", "file_broken", "file_broken", "taken"]
    assert int(ours) <= 100 * 1024 * 1024
    assert int(judges) <= 100 * 1024 * 1024


def test_the_limit_is_counted_while_reading_whatever_size_is_declared(settings):
    settings.ATTACHMENT_LARGEST_BYTES = 2_000
    upload = SimpleUploadedFile("a.pdf", b"%PDF-" + b"x" * 5_000)
    upload.size = 10
    with pytest.raises(Refused) as refused:
        judge_upload(upload)
    assert refused.value.code == "file_too_large"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Temp\\ote.pdf", "ote.pdf"),
        ("ote\u202efdp.exe", "otefdp.exe.pdf"),
        ("a\x00b\r\nSet-Cookie: x.pdf", "abSet-Cookie: x.pdf"),
        ("Pöytäkirja.PDF", "Pöytäkirja.pdf"),
        ("...", "liite.pdf"),
        ("", "liite.pdf"),
        ("ä" * 300 + ".pdf", "ä" * 251 + ".pdf"),
    ],
)
def test_names_are_cleaned(sent, kept):
    with override("fi"):
        assert clean_name(sent, "application/pdf") == kept
