"""What a banner of a case's page says; each room that has something to tell makes its own."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Notice:
    """A banner: its tone, a heading, a sentence, and perhaps a link with its words."""

    tone: str
    heading: str
    text: str
    url: str = ""
    link: str = ""
