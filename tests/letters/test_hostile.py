"""Text that people wrote stays text: nothing is fetched, nothing is drawn in a foreign font."""

import socket
from datetime import UTC, datetime

import pytest

from decisions.letters import html_of, render
from tests.letters import snapshots
from tests.letters.reading import fonts, text_of
from ui.pdf import PdfRefused, make_pdf
from ui.print_text import printable

HOSTILE = (
    "<script>alert(1)</script><img src='http://10.0.0.1/x.png'><link rel=attachment href='file:///etc/passwd'>"
    "<style>@import url(http://10.0.0.1/a.css)</style> \u202eabc\u202c soft\u00adhyphen \x07bell "
    "\U0001f600 漢字 </p></div>&lt;b&gt; % \" ' ` {% raw"
)


@pytest.fixture
def no_network(monkeypatch):
    tried = []

    def refuse(*arguments, **_):
        tried.append(arguments)
        raise OSError("no network in letters")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    return tried


@pytest.mark.parametrize(
    "place", ["applicant.fi", "members.0.name.fi", "addressee.address", "coverage.municipalities.0.name.fi"]
)
def test_hostile_text_is_printed_as_text(no_network, place):
    hostile = HOSTILE.replace("{% raw", "")
    letter = snapshots.changed(snapshots.soite("fi"), place, hostile)
    content = render(letter)
    text = text_of(content)
    assert "<script>alert(1)</script>" in text.replace("alert(1)</ script>", "alert(1)</script>")
    assert "abc softhyphen bell ? ??" in text
    assert no_network == []
    assert {name.split("+")[1] for name in fonts(content)} == {"House-Sans", "House-Sans-Semi-Bold"}
    assert b"root:" not in content


def test_template_syntax_in_the_grounds_is_not_run():
    letter = snapshots.changed(
        snapshots.not_eligible(), "coverage.grounds", "{{ d.case_number }} {% say 'x' %} {county}"
    )
    assert "{{ d.case_number }} {% say &#x27;x&#x27; %} {county}" in html_of(letter)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:1/a.png",
        "https://stm.fi/logo.svg",
        "file:///etc/passwd",
        "data:image/svg+xml,<svg/>",
        "ftp://host/x",
        "house:/fonts/../../../etc/passwd",
        "house:/images/other.svg",
        "relative.png",
    ],
)
def test_whatever_is_not_ours_stops_the_document(no_network, address):
    html = f'<html lang="fi"><head><title>t</title></head><body><img alt="a" src="{address}"></body></html>'
    with pytest.raises(PdfRefused):
        make_pdf(html, css=[], lang="fi", created_at=datetime(2018, 5, 16, tzinfo=UTC))
    assert no_network == []


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("sote\u00adkeskus", "sotekeskus"),
        ("a\u0308iti", "äiti"),
        ("nolla\x00 \u200bleveys\ufeff", "nolla leveys"),
        ("rivi\r\ntoinen\u2028kolmas", "rivi\ntoinen\nkolmas"),
        ("Ŋuõrttjânj Đ š ž €", "Ŋuõrttjânj Đ š ž €"),
        ("sarkain\tväli", "sarkain väli"),
        ("漢 🙂", "? ?"),
        ("500\u2011600", "500-600"),
    ],
)
def test_printable(text, printed):
    assert printable(text) == printed
