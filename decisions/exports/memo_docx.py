"""A presentation memo as a Word document: real headings and tables, languages set, the same bytes each time."""

import io
import zipfile
from datetime import UTC
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.shared import Cm, Pt

from applications.exports.board_docx import CODES, add_table, speaks
from decisions.exports.memo_document import MemoDocument, Part, document_of

MOMENT = (1980, 1, 1, 0, 0, 0)


def memo_docx(snapshot: dict[str, Any], language: str) -> bytes:
    """The same content as the PDF, to be pasted into the papers of a meeting."""
    document = document_of(snapshot, language)
    word = Document()
    set_up(word, document)
    word.add_heading(document.title, level=1)
    for name, value in document.facts:
        paragraph = word.add_paragraph(f"{name}: ")
        paragraph.add_run(value).bold = True
        paragraph.paragraph_format.space_after = Pt(0)
    for part in document.parts:
        add_part(word, part, language)
    out = io.BytesIO()
    word.save(out)
    return settled(out.getvalue())


def set_up(word: WordDocument, document: MemoDocument) -> None:
    """Language, properties, lying paper and the running head."""
    properties = word.core_properties
    properties.title, properties.author = document.title, document.ministry
    properties.language = CODES[document.language]
    properties.comments = properties.last_modified_by = ""
    properties.created = properties.modified = document.at.astimezone(UTC).replace(tzinfo=None)
    style = word.styles["Normal"]
    style.font.name, style.font.size = "Calibri", Pt(10.5)
    speaks(style.element.get_or_add_rPr(), document.language)
    for run in word.styles.element.xpath("w:docDefaults//w:rPr"):
        speaks(run, document.language)
    section = word.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(1.6)
    section.header.paragraphs[0].text = f"{document.ministry}\t{document.running}"


def add_part(word: WordDocument, part: Part, language: str) -> None:
    if part.table is not None:
        add_table(word, part.table)
    elif part.kind in {"h2", "h3"}:
        word.add_heading(part.text, level=int(part.kind[1]))
    else:
        paragraph = word.add_paragraph()
        if part.label:
            paragraph.add_run(f"{part.label}. ").bold = True
        run = paragraph.add_run(part.text)
        run.italic = part.kind == "note"
        if part.lang and part.lang != language:
            speaks(run._element.get_or_add_rPr(), part.lang)  # noqa: SLF001 - python-docx has no name for it


def settled(content: bytes) -> bytes:
    """The same archive without the moment of its making in it."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in source.namelist():
            info = zipfile.ZipInfo(name, MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, source.read(name))
    return target.getvalue()
