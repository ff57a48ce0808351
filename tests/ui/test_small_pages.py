"""Pages go compressed to who takes it; the words stay the same, and nothing but pages is touched."""

import gzip

import pytest

pytestmark = pytest.mark.django_db
GZIP = {"Accept-Encoding": "gzip, deflate, br"}


def test_a_page_is_compressed_and_says_the_same(client):
    plain, packed = client.get("/calls/practice/"), client.get("/calls/practice/", headers=GZIP)
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Content-Length"] == str(len(packed.content))
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content) / 2
    assert "Accept-Encoding" in plain.headers["Vary"]


def test_its_length_varies_so_that_it_tells_nothing(client):
    lengths = {len(client.get("/accessibility/", headers=GZIP).content) for _ in range(20)}
    assert len(lengths) > 3


def test_what_is_no_page_goes_as_it_is(client):
    assert "Content-Encoding" not in client.get("/health/live", headers=GZIP).headers
