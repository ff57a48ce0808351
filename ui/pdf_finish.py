"""What WeasyPrint leaves undone in a tagged PDF: the PDF/UA mark, header scopes, languages of parts.

Runs as WeasyPrint's finisher, on the objects of the file just before they are written.
"""

from collections.abc import Iterator
from typing import Any

import pydyf
from weasyprint import Document
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

_UA_MARK = (
    b'<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>'
    # PDF/A demands that a schema it does not know is described in the file itself.
    b'<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    b' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
    b' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag>'
    b'<rdf:li rdf:parseType="Resource">'
    b"<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>"
    b"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    b"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>"
    b'<rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>'
    b"<pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    b"<pdfaProperty:category>internal</pdfaProperty:category>"
    b"<pdfaProperty:description>Part of ISO 14289 that the file follows</pdfaProperty:description>"
    b"</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>"
    b"</rdf:Description></rdf:RDF>"
)


class TagTreeMismatch(Exception):  # noqa: N818 - the name says what happened
    """The tag tree does not mirror the boxes of the page: WeasyPrint changed under us."""


def finish(document: Document, pdf: pydyf.PDF) -> None:
    """Make the PDF/A-3a file of WeasyPrint a PDF/UA-1 file too."""
    _declare_accessible(pdf)
    _scope_headers(pdf)
    _mark_languages(document, pdf)
    if "AF" in pdf.catalog:
        # WeasyPrint lists each attached file twice.
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


def _resolve(pdf: pydyf.PDF, reference: bytes | str) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _declare_accessible(pdf: pydyf.PDF) -> None:
    metadata = _resolve(pdf, pdf.catalog["Metadata"])
    metadata.stream = [part.replace(b"</rdf:RDF>", _UA_MARK) for part in metadata.stream]


def _scope_headers(pdf: pydyf.PDF) -> None:
    for item in pdf.objects:
        if isinstance(item, dict) and item.get("S") == "/TH":
            row = _resolve(pdf, item["P"])
            in_head = _resolve(pdf, row["P"]).get("S") == "/THead"
            item["A"]["Scope"] = "/Column" if in_head else "/Row"


def _mark_languages(document: Document, pdf: pydyf.PDF) -> None:
    """Give every run of text in another language its /Lang: a screen reader changes its voice there."""
    root = _resolve(pdf, pdf.catalog["StructTreeRoot"])
    runs: dict[bytes | str, list[Any]] = {}
    for element in _leaves(pdf, _resolve(pdf, root["K"][0])):
        runs.setdefault(element["Pg"], []).append(element)
    for number, page in enumerate(document.pages):
        tagged = runs.get(pdf.page_references[number], [])
        drawn = list(_drawn(page._page_box))  # noqa: SLF001 - the only way to the boxes of a page
        if len(tagged) != len(drawn):
            raise TagTreeMismatch(f"page {number + 1}: {len(tagged)} tags for {len(drawn)} boxes")
        for element, box in zip(tagged, drawn, strict=True):
            language = box.style["lang"]
            if language and language != document.metadata.lang:
                element["Lang"] = pydyf.String(language)


def _leaves(pdf: pydyf.PDF, element: Any) -> Iterator[Any]:
    """Elements that hold marked content, in reading order; once for each piece of content."""
    for kid in element["K"]:
        if isinstance(kid, int):
            yield element
            continue
        child = _resolve(pdf, kid)
        if child.get("Type") == "/StructElem":
            yield from _leaves(pdf, child)


def _drawn(box: Any) -> Iterator[Any]:
    """Texts and images of a page in the order in which WeasyPrint tags them; margins are not content."""
    if isinstance(box, AbsolutePlaceholder):
        box = box._box  # noqa: SLF001 - as WeasyPrint's own tagging does
    if isinstance(box, boxes.MarginBox):
        return
    if isinstance(box, boxes.TextBox | boxes.ReplacedBox):
        yield box
        return
    for child in getattr(box, "children", ()):
        yield from _drawn(child)
