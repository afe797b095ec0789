"""Tables that people keep in spreadsheets: CSV text in, rows with the place of each cell out.

Commas, semicolons, tabs and bars are all read. Columns are found by their headings, in any order;
columns with other headings may stand beside them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from sitegen.csvtext import DELIMITERS, Line, lines, write_table
from sitegen.diagnostics import Location, Problems, nearest, shorten

__all__ = [
    "MOST_ROWS", "Cell", "Heading", "Layout", "Row", "Table", "open_table", "plain_words",
    "read_table", "write_table",
]  # fmt: skip

MOST_ROWS = 10_000
MOST_GUESSED = 200
"""Headings, from the first, of which the meaning is guessed where it is not known."""
_SEPARATOR_LINE = re.compile(r"\"?sep=(.)\"?\n", re.IGNORECASE)
"""A first line with which spreadsheets say what stands between cells."""
_BETWEEN = re.compile(r"[^\w%#]|_")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_J1 = re.compile(r"\bj 1\b")
_H1B = re.compile(r"\bh ?1 ?b\b")


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of one cell, with single spaces, and where it stands."""

    text: str
    place: Location


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table, and the place of each column in it."""

    line: Line
    columns: Mapping[str, int]
    file: str

    @property
    def place(self) -> Location:
        """Where the row starts."""
        return Location(self.file, *self.line.start(0))

    def cell(self, name: str) -> Cell:
        """The cell of a column; empty where the column or the end of the line is missing."""
        at = self.columns.get(name)
        if at is None or at >= len(self.line.texts):
            return Cell("", self.place)
        return self.at(at)

    def holds(self, place: int) -> bool:
        """Whether anything stands at a place of the line, counted from 0."""
        return place < len(self.line.texts) and bool(self.line.texts[place])

    def at(self, place: int) -> Cell:
        """The cell that stands at a place of the line, counted from 0."""
        if place >= len(self.line.texts):
            return Cell("", self.place)
        return Cell(self.line.text(place), Location(self.file, *self.line.start(place)))

    def text(self, name: str) -> str:
        """The text of a cell."""
        at = self.columns.get(name)
        return "" if at is None or at >= len(self.line.texts) else self.line.text(at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The columns of one kind of table, and the codes of what can be wrong with it.

    `columns` holds the accepted headings of each column. `signs` holds words by which another
    heading is guessed to mean a column. `instead` names columns that can stand in for one that is
    needed. Where `overfull` and `unread` are left out, longer lines and doubtful headings are not
    looked at. `advice` ends the next step for a heading that is only guessed. `example` is the
    invented line of the empty table that a site hands out, by column; unchanged, it is no row.
    """

    noun: str
    columns: Mapping[str, tuple[str, ...]]
    needed: tuple[str, ...]
    empty: str
    too_long: str
    missing: str
    overfull: str = ""
    unread: str = ""
    signs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    instead: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    advice: str = ""
    example: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """One heading, the column it was understood as, and whether that is sure or a guess."""

    title: str
    place: Location
    column: str | None = None
    sure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The headings of a table, its rows, and what stands between cells.

    `lines` are all that are not blank and stand below the headings. `rows` are those that can be
    read: none while a column that is needed is missing.
    """

    headings: tuple[Heading, ...] = ()
    lines: tuple[Line, ...] = ()
    rows: tuple[Row, ...] = ()
    delimiter: str = ","

    @property
    def count(self) -> int:
        """How many lines stand below the headings."""
        return len(self.lines)


def read_table(text: str, file: str, layout: Layout, problems: Problems) -> tuple[Row, ...]:
    """Every row that is not blank; mistakes of the whole table are recorded with their place."""
    return open_table(text, file, layout, problems).rows


def open_table(
    text: str, file: str, layout: Layout, problems: Problems,
    agreed: Mapping[int, str | None] | None = None,
) -> Table:  # fmt: skip
    """A table with its headings as they were understood.

    `agreed` holds what the reader said of single headings, by their place: a column, or None for
    "not read". A heading that is only guessed is not used without it.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    delimiter = _delimiter(text, layout)
    found = list(lines(text, delimiter))
    if found and _SEPARATOR_LINE.match(text):
        del found[0]
    if not found:
        problems.add(
            layout.empty, Location(file), f"the {layout.noun} is empty",
            f"add a line of headings: {','.join(layout.needed)}",
        )  # fmt: skip
        return Table(delimiter=delimiter)
    headings = _headings(found[0], file, layout, agreed or {})
    columns = _columns(headings, layout, problems)
    rows: tuple[Row, ...] = ()
    if len(found) - 1 > MOST_ROWS:
        beyond = Location(file, *found[MOST_ROWS + 1].start(0))
        problems.add(
            layout.too_long, beyond,
            f"{len(found) - 1:,} rows stand here; more than {MOST_ROWS:,} are not read",
            "keep the rows that you need",
        )  # fmt: skip
    elif columns is not None:
        rows = tuple(Row(line, columns, file) for line in found[1:])
        rows = tuple(row for row in rows if not _is_example(row, layout))
        found[1:] = [row.line for row in rows]
        rows = tuple(row for row in rows if not _overfull(row, len(headings), layout, problems))
    return Table(headings=headings, lines=tuple(found[1:]), rows=rows, delimiter=delimiter)


def _delimiter(text: str, layout: Layout) -> str:
    """What stands between cells: the sign by which most headings are recognised."""
    said = _SEPARATOR_LINE.match(text)
    if said and said[1] in DELIMITERS:
        return said[1]
    known = {title for name in layout.columns for title in _accepted(layout.columns[name], name)}

    def fit(delimiter: str) -> tuple[int, int]:
        header = next(lines(text, delimiter), None)
        texts = header.texts if header else ()
        return sum(plain_words(each) in known for each in texts), len(texts)

    return max(DELIMITERS, key=fit)


@cache
def _accepted(spellings: tuple[str, ...], name: str) -> frozenset[str]:
    return frozenset(map(plain_words, (name, *spellings)))


@cache
def plain_words(text: str) -> str:
    """A few words as they are compared: small letters, single spaces, one spelling of a visa."""
    words = " ".join(_BETWEEN.sub(" ", text.casefold()).split())
    return _H1B.sub("h1b", _J1.sub("j1", words))


def _headings(
    header: Line, file: str, layout: Layout, agreed: Mapping[int, str | None]
) -> tuple[Heading, ...]:
    """Each heading with the column it means: sure where its spelling is known or agreed."""
    found: list[Heading] = []
    for i in range(len(header.texts)):
        title = header.text(i)
        column = agreed[i] if i in agreed else _known(title, layout)
        found.append(
            Heading(
                title=title, place=Location(file, *header.start(i)), column=column,
                sure=column is not None or i in agreed,
            )
        )  # fmt: skip
    taken = {each.column for each in found if each.column}
    for i, each in enumerate(found[:MOST_GUESSED]):
        guess = None if each.sure or not each.title else _guess(each.title, layout, taken)
        if guess:
            taken.add(guess)
            found[i] = Heading(title=each.title, place=each.place, column=guess)
    return tuple(found)


def _known(title: str, layout: Layout) -> str | None:
    plain = plain_words(title)
    return next((n for n, s in layout.columns.items() if plain and plain in _accepted(s, n)), None)


def _guess(title: str, layout: Layout, taken: set[str]) -> str | None:
    """The column that a heading seems to mean: the sign with most words, or a close spelling."""
    plain = plain_words(title)
    words = set(plain.split())
    fitting = [
        (len(sign.split()), name)
        for name, signs in layout.signs.items()
        for sign in signs
        if name not in taken and set(plain_words(sign).split()) <= words
    ]
    if fitting:
        most = max(count for count, _ in fitting)
        return next(name for count, name in fitting if count == most)
    free = {s: n for n in layout.columns if n not in taken
            for s in _accepted(layout.columns[n], n)}  # fmt: skip
    close = nearest(plain, free)
    return free[close] if close else None


def _columns(
    headings: Sequence[Heading], layout: Layout, problems: Problems
) -> dict[str, int] | None:
    """The place of each column in a row, or None where one that is needed is missing."""
    columns: dict[str, int] = {}
    for i, each in enumerate(headings):
        if each.column and each.sure and each.column not in columns:
            columns[each.column] = i
        elif each.column and each.sure and layout.unread:
            problems.add(
                layout.unread, each.place,
                f"the column {shorten(each.title)} says the same as "
                f"{shorten(headings[columns[each.column]].title)}",
                "keep one of the two, or give the other one a name of its own",
            )  # fmt: skip
    has = {name: {name, *layout.instead.get(name, ())} for name in layout.needed}
    missing = [name for name, either in has.items() if either.isdisjoint(columns)]
    guessed = {each.column: each for each in headings if each.column and not each.sure}
    for name in missing:
        hint = f"add a column {name}"
        if name in guessed:
            hint = f"did you mean the column {shorten(guessed[name].title)}? rename it to {name}"
        problems.add(layout.missing, headings[0].place, f"there is no column {name}", hint)
    for name, each in guessed.items() if layout.unread else ():
        if name not in missing:
            problems.warn(
                layout.unread, each.place, f"the column {shorten(each.title)} is not read",
                f"if it is {name}, rename it to {name}{layout.advice}",
            )  # fmt: skip
    return None if missing else columns


def _is_example(row: Row, layout: Layout) -> bool:
    """Whether a row is the invented one, unchanged but for days, which spreadsheets rewrite."""
    return bool(layout.example) and all(
        row.text(name) == layout.example.get(name, "")
        for name in layout.columns
        if not _DAY.fullmatch(layout.example.get(name, ""))
    )


def _overfull(row: Row, width: int, layout: Layout, problems: Problems) -> bool:
    """Record a line with more cells than headings: its cells stand in the wrong columns."""
    if not layout.overfull or len(row.line.texts) <= width:
        return False
    over = [i for i in range(width, len(row.line.texts)) if row.line.text(i)]
    if over:
        problems.add(
            layout.overfull, row.at(over[0]).place,
            f"this line has more cells than there are headings ({width})",
            'put quotes around a text with a comma in it: "Hospital, East"',
        )  # fmt: skip
    return bool(over)
