"""A section on the page of a case, told by one of its rooms."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Panel:
    """A section of the page: its heading, the template of its body and what that needs, as `panel`."""

    ident: str
    heading: Any
    template: str
    values: dict[str, Any] = field(default_factory=dict)


Panels = Iterator[Panel]
