"""Decision letters: a snapshot in, a PDF out. No models, no database, no clock."""

from decisions.letters.lint import lint
from decisions.letters.problems import Problem
from decisions.letters.render import LetterRefused, canonical_json, html_of, render
from decisions.letters.wording import LibraryReason, reasons_library

__all__ = [
    "LetterRefused",
    "LibraryReason",
    "Problem",
    "canonical_json",
    "html_of",
    "lint",
    "reasons_library",
    "render",
]
