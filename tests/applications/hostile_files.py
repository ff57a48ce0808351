"""Files made to deceive, to break or to exhaust whoever reads them, and honest ones that look a little odd."""

import io
import zipfile
import zlib
from collections.abc import Callable

import pikepdf
from PIL import Image

DOCX = ("[Content_Types].xml", "word/document.xml")
XLSX = ("[Content_Types].xml", "xl/workbook.xml")
MACRO_TYPES = (
    b'<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
)


def pdf(**save) -> bytes:
    made = pikepdf.new()
    made.add_blank_page()
    return written(made, **save)


def written(made: pikepdf.Pdf, **save) -> bytes:
    out = io.BytesIO()
    made.save(out, **save)
    return out.getvalue()


def with_root(**entries) -> bytes:
    made = pikepdf.new()
    made.add_blank_page()
    for name, value in entries.items():
        made.Root[f"/{name}"] = pikepdf.Dictionary(value) if isinstance(value, dict) else value
    return written(made)


def action(**entries) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(Type=pikepdf.Name.Action, **entries)


def on_a_page(action_there: pikepdf.Dictionary) -> bytes:
    """The action in a link on a page, inside a compressed object stream."""
    made = pikepdf.new()
    made.add_blank_page()
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action_there
    )
    made.pages[0].Annots = pikepdf.Array([made.make_indirect(link)])
    return written(made, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def with_objects(stream: bytes, count: int, *, first: int) -> bytes:
    """A PDF whose objects lie in a stream that unpacks to far more than the file."""
    packed = zlib.compress(stream, 9)
    body = (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    )
    at = len(body)
    body += b"3 0 obj<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>stream\n" % (
        count, first, len(packed),
    )  # fmt: skip
    body += packed + b"\nendstream endobj\n"
    table = len(body)
    rows = b"\0\0\0\0\xff" + b"".join(
        b"\1" + place.to_bytes(3, "big") + b"\0" for place in (9, body.index(b"2 0 obj"), at, table)
    )
    rows += b"".join(b"\2" + (3).to_bytes(3, "big") + bytes([index]) for index in range(min(count, 200)))
    return body + (
        b"4 0 obj<</Type/XRef/W[1 3 1]/Size %d/Root 1 0 R/Length %d>>stream\n"
        % (5 + min(count, 200), len(rows))
        + rows
        + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF\n" % table
    )


def unpacking_objects() -> bytes:
    """A hundred megabytes of an array in one object, packed into a hundred kilobytes."""
    head = b"5 0 "
    return with_objects(head + b"[" + b"1 " * 60_000_000 + b"]", 1, first=len(head))


def many_numbers() -> bytes:
    """Five million numbers written out: nothing is packed, and yet reading them takes hundreds of megabytes."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/X["
        + b"1 " * 5_000_000
        + b"]>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R/Size 3>>\n%%EOF\n"
    )


def nested() -> bytes:
    """Arrays in arrays, a hundred thousand deep."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/X "
        + b"[" * 100_000
        + b"]" * 100_000
        + b">>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R/Size 3>>\n%%EOF\n"
    )


def office(*names: str, content: bytes = b"<x/>", **parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, parts.get(name.rpartition("/")[2].partition(".")[0].strip("[]"), content))
    return out.getvalue()


def lying_archive() -> bytes:
    """A part that unpacks to 400 MB and says it is small."""
    honest = office(*DOCX, content=b"0" * 400_000_000)
    return honest.replace((400_000_000).to_bytes(4, "little"), (1_000).to_bytes(4, "little"))


def stored_pdf_in_archive() -> bytes:
    """An archive whose first part is a PDF that readers find by its start."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a", pdf())
        for name in DOCX:
            archive.writestr(name, b"<x/>")
    return out.getvalue()


def picture(kind: str, size: tuple[int, int] = (8, 8)) -> bytes:
    out = io.BytesIO()
    Image.new("1" if kind == "PNG" else "L", size).save(out, kind)
    return out.getvalue()


def png_with_text_bomb() -> bytes:
    """A comment that unpacks to 300 MB."""
    data = b"Comment\0\0" + zlib.compress(b"0" * 300_000_000, 9)
    chunk = len(data).to_bytes(4, "big") + b"zTXt" + data + zlib.crc32(b"zTXt" + data).to_bytes(4, "big")
    plain = picture("PNG")
    return plain[:33] + chunk + plain[33:]


# what it is, its bytes, the verdict: "" when it may be taken
TABLE: list[tuple[str, Callable[[], bytes], str]] = [
    ("an empty file", lambda: b"", "file_empty"),
    ("a program", lambda: b"MZ\x90\x00", "file_wrong_type"),
    ("a page of the web", lambda: b"<html><script>", "file_wrong_type"),
    ("a picture that is text", lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "file_wrong_type"),
    ("a PDF that begins late", lambda: b"\n\n" + pdf(), "file_wrong_type"),
    ("old Word, or locked", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "file_old_or_locked"),
    ("locked PDF", lambda: pdf(encryption=pikepdf.Encryption(owner="a", user="b")), "file_locked"),
    ("PDF with rights", lambda: pdf(encryption=pikepdf.Encryption(owner="a", user="")), "file_locked"),
    ("script at opening", lambda: with_root(OpenAction=action(S=pikepdf.Name.JavaScript, JS="x()")), "file_scripted"),
    ("a program to start", lambda: with_root(AA={"/WC": action(S=pikepdf.Name.Launch, F="x.exe")}), "file_scripted"),
    ("named scripts", lambda: with_root(Names={"/JavaScript": pikepdf.Dictionary(Names=[])}), "file_scripted"),
    ("a form that sends", lambda: on_a_page(action(S=pikepdf.Name.SubmitForm, F="http://x.example")), "file_scripted"),
    ("script in a packed link", lambda: on_a_page(action(S=pikepdf.Name.JavaScript, JS="x()")), "file_scripted"),
    ("XFA form", lambda: with_root(AcroForm=pikepdf.Dictionary(XFA="<xdp/>", Fields=[])), "file_scripted"),
    ("a link to the web", lambda: on_a_page(action(S=pikepdf.Name.URI, URI="https://stm.fi")), ""),
    ("a PDF of rubbish", lambda: b"%PDF-1.7\n" + b"garbage" * 50, "file_broken"),
    ("an unpacking object", unpacking_objects, "file_too_complex"),
    ("five million numbers", many_numbers, "file_broken"),
    ("arrays in arrays", nested, "file_broken"),
    ("PDF and archive", lambda: pdf() + office(*DOCX), "file_two_kinds"),
    ("PDF and a program after it", lambda: pdf() + b"\x7fELF" + b"\1" * 4_000, "file_two_kinds"),
    ("PDF padded with nothing", lambda: pdf() + b"\0" * 4_000, ""),
    ("picture and archive", lambda: picture("PNG") + office(*DOCX), "file_two_kinds"),
    ("picture and page of the web", lambda: picture("JPEG") + b"<HTML><Script>", "file_two_kinds"),
    ("picture and PDF", lambda: picture("JPEG")[:20] + pdf(), "file_two_kinds"),
    ("archive of something", lambda: office("readme.txt"), "file_wrong_type"),
    ("a program of Java", lambda: office("META-INF/MANIFEST.MF", "A.class"), "file_wrong_type"),
    ("archive that climbs", lambda: office(*DOCX, "../../etc/cron.d/x"), "file_wrong_type"),
    ("archive that climbs in Windows", lambda: office(*DOCX, "..\\..\\x"), "file_wrong_type"),
    ("archive of an absolute path", lambda: office(*DOCX, "/etc/passwd"), "file_wrong_type"),
    ("macros", lambda: office(*DOCX, "word/vbaProject.bin"), "file_scripted"),
    ("macros by type only", lambda: office(*DOCX, Content_Types=MACRO_TYPES), "file_scripted"),
    ("macros of Excel 4", lambda: office(*XLSX, "xl/macrosheets/sheet1.xml"), "file_scripted"),
    ("ActiveX", lambda: office(*DOCX, "word/activeX/activeX1.bin"), "file_scripted"),
    ("archive behind something", lambda: b"PK\x03\x04" + bytes(60) + office(*DOCX), "file_two_kinds"),
    ("PDF in an archive", stored_pdf_in_archive, "file_two_kinds"),
    ("archive that unpacks", lambda: office(*DOCX, content=b"0" * 60_000_000), "file_unpacks_too_large"),
    ("archive of many", lambda: office(*DOCX, *(f"word/{n}.xml" for n in range(2_000))), "file_unpacks_too_large"),
    ("archive that lies", lying_archive, "file_broken"),
    ("archive cut short", lambda: office(*DOCX)[:-30], "file_broken"),
    ("picture of a continent", lambda: picture("PNG", (40_000, 20_000)), "image_too_large"),
    ("picture with a text that unpacks", png_with_text_bomb, "file_broken"),
    ("picture cut short", lambda: picture("PNG")[:40], "file_broken"),
    ("JPEG cut short", lambda: picture("JPEG")[:10], "file_broken"),
]  # fmt: skip
