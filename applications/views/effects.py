"""What a single membership does to the coverage: with it and without it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from applications.models import Application, Member
from applications.queries.board import Board, Ground, Row, ground_of, rows_of
from applications.views.board_rows import CoverageLine, coverage_line


@dataclass(frozen=True)
class Effect:
    """What one membership does to a coverage."""

    name: str
    without: CoverageLine
    including: CoverageLine


def effects_of(application: Application, member: Member) -> list[Effect]:
    """The confirmed and the invited coverage, each with and without this member."""
    ground = ground_of(application)
    return effects_among(ground, rows_of(application, ground), member)


def effects_on(board: Board, member: Member) -> list[Effect]:
    """The same where the board has been read already."""
    return effects_among(board.ground, board.rows, member)


def effects_among(ground: Ground, rows: Iterable[Row], member: Member) -> list[Effect]:
    """Both coverages with and without one of the rows."""
    rows = list(rows)
    own = [row for row in rows if row.member.pk == member.pk]
    others = [row for row in rows if row.member.pk != member.pk]
    return [
        effect(_("Of those who have decided"), ground, [row for row in others if row.decided], own),
        effect(
            _("Of everybody invited"),
            ground,
            [row for row in others if row.member.state in Member.INVITED],
            own,
        ),
    ]


def effect(name: str, ground: Ground, others: list[Row], own: list[Row]) -> Effect:
    return Effect(
        name, coverage_line(name, ground.coverage(others)), coverage_line(name, ground.coverage(others + own))
    )
