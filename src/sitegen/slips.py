"""Slips of the pen in a text, and the rows around the place where its parser stopped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

NEAR = 4
"""So many columns from where a line starts, it may have been meant to start."""


@dataclass(frozen=True, slots=True)
class Move:
    """A line that could start in another column; both count from 1."""

    line: int
    column: int

    def made_in(self, text: str) -> str:
        """The text with that line in its new column."""
        rows = text.splitlines()
        rows[self.line - 1] = " " * (self.column - 1) + rows[self.line - 1].lstrip(" ")
        return "\n".join(rows) + "\n"


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip of the pen: its place (from 1), what it is, and the next step.

    `moves` are the ways in which a line that starts in a wrong column could be meant.
    """

    line: int
    column: int
    message: str
    hint: str
    moves: tuple[Move, ...] = ()

    def with_move(self, move: Move, text: str) -> Slip:
        """The same slip, mended by this move alone."""
        column = indent(text.splitlines()[move.line - 1]) + 1
        return Slip(
            move.line, column,
            f"this line starts in column {column}, and its neighbours do not",
            f"start it in column {move.column}",
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stop:
    """Where the parser stopped, and what it was busy with. Lines and columns count from 0."""

    rows: Sequence[str]
    problem: str
    line: int
    column: int
    context: str
    context_line: int
    context_column: int

    @property
    def row(self) -> str:
        """The row where the parser stopped."""
        return self.row_at(self.line)

    def row_at(self, line: int) -> str:
        """One row; empty beyond the text."""
        return self.rows[line] if 0 <= line < len(self.rows) else ""

    @property
    def sign(self) -> str:
        """The character where the parser stopped."""
        return self.row[self.column : self.column + 1]

    @property
    def above(self) -> int:
        """The nearest line above that says something."""
        line = self.line - 1
        while line > 0 and says_nothing(self.rows[line]):
            line -= 1
        return line

    @property
    def at_start_of_row(self) -> bool:
        """Whether only spaces stand before it."""
        return self.column == indent(self.row)


def says_nothing(row: str) -> bool:
    """Whether a row is empty or a note."""
    return not row.strip() or row.lstrip().startswith("#")


def indent(row: str) -> int:
    """The spaces at the start of a row."""
    return len(row) - len(row.lstrip(" "))


def columns_of(row: str) -> Iterator[int]:
    """Columns where something begins in a row: the hyphens of a list, then its first key."""
    column = indent(row)
    yield column
    while row[column : column + 2] == "- ":
        column += 2 + indent(row[column + 2 :])
        yield column


def open_columns(rows: Sequence[str], column: int) -> list[int]:
    """The nearest columns, left and right of `column`, where a line above starts."""
    opened: list[int] = []
    for row in rows:
        if says_nothing(row):
            continue
        starts = list(columns_of(row))
        opened = [each for each in opened if each < starts[0]] + starts
    left = [each for each in opened if each <= column]
    right = [each for each in opened if each > column]
    return left[-1:] + right[:1]


def moves_of(stop: Stop) -> tuple[Move, ...]:
    """Where this line, or the one above it, could start, the likeliest first."""
    above, here = indent(stop.row_at(stop.above)), indent(stop.row)
    columns = {column for row in stop.rows[: stop.line] for column in columns_of(row)}
    near = sorted(
        (c for c in columns if c != here and abs(c - here) <= NEAR),
        key=lambda c: (c not in columns_of(stop.row_at(stop.above)), abs(c - here)),
    )
    moves = tuple(Move(stop.line + 1, column + 1) for column in near)
    return (*moves, *([Move(stop.above + 1, here + 1)] if above != here else []))
