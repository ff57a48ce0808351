"""Files judged by their content."""

import io
import zipfile

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override
from PIL import Image

from applications.uploads import clean_name, judge_upload
from ledger.refusal import Refused


def pdf(**save):
    made = pikepdf.new()
    made.add_blank_page()
    return written(made, **save)


def written(made, **save):
    out = io.BytesIO()
    made.save(out, **save)
    return out.getvalue()


def scripted():
    made = pikepdf.new()
    made.add_blank_page()
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    return written(made)


def launching():
    made = pikepdf.new()
    made.add_blank_page()
    made.Root.AA = pikepdf.Dictionary(WC=pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe"))
    return written(made)


def office(*names, content=b"<x/>"):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, content)
    return out.getvalue()


def picture(kind, size=(8, 8)):
    out = io.BytesIO()
    Image.new("1" if kind == "PNG" else "L", size).save(out, kind)
    return out.getvalue()


DOCX = ("[Content_Types].xml", "word/document.xml")
XLSX = ("[Content_Types].xml", "xl/workbook.xml")


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


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"MZ\x90\x00", "file_wrong_type"),
        (b"<html><script>", "file_wrong_type"),
        (pdf(encryption=pikepdf.Encryption(owner="a", user="b")), "file_locked"),
        (pdf(encryption=pikepdf.Encryption(owner="a", user="")), "file_locked"),
        (scripted(), "file_scripted"),
        (launching(), "file_scripted"),
        (b"%PDF-1.7\n" + b"garbage" * 50, "file_broken"),
        (pdf() + office(*DOCX), "file_two_kinds"),
        (picture("PNG") + office(*DOCX), "file_two_kinds"),
        (office("readme.txt"), "file_wrong_type"),
        (office(*DOCX, "../../etc/cron.d/x"), "file_wrong_type"),
        (office(*DOCX, "word/vbaProject.bin"), "file_scripted"),
        (office(*DOCX, content=b"0" * 60_000_000), "file_unpacks_too_large"),
        (office(*DOCX, *(f"word/{n}.xml" for n in range(2_000))), "file_unpacks_too_large"),
        (office(*DOCX)[:-30], "file_broken"),
        (picture("PNG", (40_000, 20_000)), "image_too_large"),
        (picture("PNG")[:40], "file_broken"),
    ],
)
def test_what_is_refused_and_why(content, code):
    with pytest.raises(Refused) as refused:
        judge_upload(SimpleUploadedFile("minutes.pdf", content))
    assert refused.value.code == code


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
