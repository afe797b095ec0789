"""Slips of the pen in a text, its rows where a parser stopped, and what a paste left in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sitegen.diagnostics import Edit, flatten
from sitegen.patterns import regex
from sitegen.records import value_object

NEAR = 4
"""So many columns from where a line starts, it may have been meant to start."""


@value_object
class Move:
    """A line that could start in another column; both count from 1."""

    line: int
    column: int

    @property
    def moved(self) -> int:
        """The line that has moved, after it."""
        return self.line

    def made_in(self, text: str) -> str:
        """The text with that line in its new column."""
        rows = text.splitlines()
        rows[self.line - 1] = " " * (self.column - 1) + rows[self.line - 1].lstrip(" ")
        return "\n".join(rows) + "\n"


@value_object
class Split(Move):
    """A key that could start a line of its own in another column; `at` is its place (from 0)."""

    at: int

    @property
    def moved(self) -> int:
        """The line of that key."""
        return self.line + 1

    def made_in(self, text: str) -> str:
        """The text with that key on a line of its own."""
        rows = text.splitlines()
        row = rows[self.line - 1]
        inner = " " * (self.column - 1) + row[self.at :]
        rows[self.line - 1 : self.line] = [row[: self.at].rstrip(), inner]
        return "\n".join(rows) + "\n"


@value_object
class Slip:
    """One slip of the pen: its place (from 1), what it is, and the next step.

    `moves` are the ways in which a line that starts in a wrong column could be meant, and `edit`
    what mends it where nothing else can be meant.
    """

    line: int
    column: int
    message: str
    hint: str
    moves: tuple[Move, ...] = ()
    edit: Edit | None = None

    def with_move(self, move: Move, text: str) -> Slip:
        """The same slip, mended by this move alone."""
        if isinstance(move, Split):
            inner = flatten(text.splitlines()[move.line - 1][move.at :])
            hint = f"put {inner} on a line of its own below this one, in column {move.column}"
            return replace(self, hint=hint, moves=())
        column = indent(text.splitlines()[move.line - 1]) + 1
        return Slip(
            move.line,
            column,
            f"this line starts in column {column}, and its neighbours do not",
            f"start it in column {move.column}",
            edit=Edit(" " * (column - 1), " " * (move.column - 1), column=1),
        )


@value_object
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

    def slip(self, found: str, hint: str, moves: tuple[Move, ...] = ()) -> Slip:
        """What is wrong at the very place where the parser stopped."""
        return Slip(self.line + 1, self.column + 1, found, hint, moves)

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


def told_whole(text: str, in_short: str) -> str:
    """The line to write, or what to change where it is too long to be told whole."""
    told = flatten(text)
    return in_short if told.endswith("…") else f"write {told}"


def question(stop: Stop) -> Slip | None:
    """A question mark in the place of a value, or of an entry between brackets."""
    bracket = re.search(r"[\[,]\s*(\?+)\s*[\],]", stop.row_at(stop.context_line))
    if bracket and "flow" in stop.context:
        line, column = stop.context_line, bracket.start(1)
        hint = "take it out; leave the list empty while you do not know"
    elif found := re.search(r"(?:^|:\s+|-\s+)(\?+)\s*(?:#.*)?$", stop.row):
        line, column, hint = stop.line, found.start(1), "leave it empty while you do not know"
    else:
        return None
    return Slip(line + 1, column + 1, "a question mark alone is no value", hint)


_BULLET = regex(r"\s*(?:-\s+)?([•·●▪◦‣*\u2013\u2014]|\d{1,2}[.)])\s+([^\W_].*)")
_PASTED = {">": "a mail puts this sign before each line", "```": "this line stands around a text"}
_SO_EACH = "; so with each entry below it"


def _bullet(row: str, line: int) -> Slip | None:
    """An entry of a list behind another sign than a hyphen, in one row (counted from 0)."""
    found = _BULLET.fullmatch(row)
    if not found:
        return None
    return Slip(
        line + 1,
        found.start(1) + 1,
        f"an entry of a list starts with {found[1]} here",
        told_whole(f"- {found[2]}", "start it with a hyphen and a space") + _SO_EACH,
    )


def starts_like_an_entry(text: str) -> bool:
    """Whether a text starts as an entry of a list would, but for its hyphen or its space.

    >>> starts_like_an_entry("-neurology -urology"), starts_like_an_entry("1. neurology")
    (True, True)
    """
    return bool(_BULLET.match(text) or re.match(r"[-•·●▪◦‣\u2013\u2014][^\W\d_]", text))


def bullets(stop: Stop) -> Slip | None:
    """The first of the rows around the stop that starts with another sign than a hyphen."""
    lines = dict.fromkeys((stop.context_line, stop.above, stop.line))
    return next(filter(None, (_bullet(stop.row_at(line), line) for line in lines)), None)


def pasted(stop: Stop) -> Slip | None:
    """What a mail or a chat put around the text."""
    for line in dict.fromkeys((stop.context_line, stop.line)):
        row = stop.row_at(line)
        sign = next((sign for sign in _PASTED if row.startswith(sign)), None)
        if sign:
            hint = "delete it at the start of each line" if sign == ">" else "delete this line"
            return Slip(line + 1, 1, _PASTED[sign], hint)
    return None
