"""The reference data's files: read and checked as a whole before anything is written."""

from pilots.reference.reading import read_reference
from pilots.reference.rows import BrokenFile, Reference, Row

__all__ = ["BrokenFile", "Reference", "Row", "read_reference"]
