"""Tables as CSV that spreadsheets of Finnish offices open: semicolons, UTF-8 with its mark, and no live formula."""

import csv
import io
from collections.abc import Iterable, Sequence

# A cell that begins so is read as a formula; an apostrophe before it makes it text.
LIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def cell(value: object) -> str:
    """The value as text that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" \u00a0").startswith(LIVE) or text.startswith(LIVE) else text


def csv_of(headings: Sequence[object], rows: Iterable[Sequence[object]]) -> bytes:
    """The whole table."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow([cell(heading) for heading in headings])
    writer.writerows([cell(value) for value in row] for row in rows)
    return target.getvalue().encode("utf-8-sig")
