"""The draft decision as a Word document: real headings, lists and tables, its language set, no macros."""

import io
from datetime import UTC, datetime

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph

from applications.exports.blocks import HEADING, ITEMS, NUMBERED, Block
from applications.exports.board_document import BoardDocument, Written, document_of
from applications.exports.tables import Table

CODES = {"fi": "fi-FI", "sv": "sv-FI"}
INDENT = Cm(0.8)


def board_docx(written: Written) -> bytes:
    """The same content as the PDF, to be pasted into a municipality's own system or edited further."""
    document = document_of(written)
    word = Document()
    set_up(word, document, at=written.edited_at or datetime.fromisoformat(written.facts["made_at"]))
    word.add_heading(document.title, level=1)
    word.add_paragraph(f"{document.notice[0]} {document.notice[1]}").runs[0].italic = True
    for name, value in document.facts:
        paragraph = word.add_paragraph(f"{name}: ")
        paragraph.add_run(value).bold = True
        paragraph.paragraph_format.space_after = Pt(0)
    for heading, blocks in document.parts:
        word.add_heading(heading, level=2)
        for block in blocks:
            add_block(word, block)
    word.add_heading(document.tables_heading, level=2)
    for table in document.tables:
        add_table(word, table)
    word.add_heading(document.annexes_heading, level=2)
    for annex in document.annexes:
        word.add_paragraph(annex, style="List Bullet")
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def set_up(word: WordDocument, document: BoardDocument, *, at: datetime) -> None:
    """Language, properties, paper and the running head. No name of a person or a program stays in the file."""
    properties = word.core_properties
    properties.title, properties.author = document.title, document.organisation
    properties.language = CODES[document.language]
    properties.comments = properties.last_modified_by = ""
    properties.created = properties.modified = at.astimezone(UTC).replace(tzinfo=None)
    style = word.styles["Normal"]
    style.font.name, style.font.size = "Calibri", Pt(11)
    speaks(style.element.get_or_add_rPr(), document.language)
    for run in word.styles.element.xpath("w:docDefaults//w:rPr"):
        speaks(run, document.language)
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.header.paragraphs[0].text = f"{document.organisation}\t{document.kind}\t{document.mark}"


def speaks(properties: object, language: str) -> None:
    """Set the language of run properties, so that a screen reader and the spelling check know it."""
    for known in properties.findall(qn("w:lang")):
        properties.remove(known)
    element = OxmlElement("w:lang")
    element.set(qn("w:val"), CODES[language])
    properties.append(element)


def add_block(word: WordDocument, block: Block) -> None:
    if block.kind == HEADING:
        word.add_heading(block.lines[0], level=3)
    elif block.kind == ITEMS:
        for line in block.lines:
            word.add_paragraph(line, style="List Bullet")
    elif block.kind == NUMBERED:
        # The numbers stand in the text: they survive pasting into another system, and a list begins where it should.
        for number, line in enumerate(block.lines, start=block.first):
            hang(word.add_paragraph(f"{number}.\t{line}"))
    else:
        word.add_paragraph(block.lines[0])


def hang(paragraph: Paragraph) -> None:
    """The number stands out to the left of its text."""
    paragraph.paragraph_format.left_indent = INDENT
    paragraph.paragraph_format.first_line_indent = -INDENT
    paragraph.paragraph_format.tab_stops.add_tab_stop(INDENT)


def add_table(word: WordDocument, table: Table) -> None:
    """A table with its caption before it and a heading row that repeats on every page."""
    caption = word.add_paragraph(table.caption, style="Caption")
    caption.paragraph_format.keep_with_next = True
    made = word.add_table(rows=0, cols=len(table.heads), style="Table Grid")
    fill(made, table.heads, table.words, bold=True)
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    made.rows[0]._tr.get_or_add_trPr().append(repeated)  # noqa: SLF001 - python-docx has no name for it
    for number, row in enumerate(table.rows, start=1):
        fill(made, row, table.words, bold=table.total and number == len(table.rows))
    word.add_paragraph()


def fill(made: WordTable, row: tuple[str, ...], words: int, *, bold: bool) -> None:
    """One more row; figures stand to the right."""
    for number, (cell, text) in enumerate(zip(made.add_row().cells, row, strict=True)):
        paragraph = cell.paragraphs[0]
        run = paragraph.add_run(text)
        run.bold, run.font.size = bold, Pt(9.5)
        if number >= words:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
