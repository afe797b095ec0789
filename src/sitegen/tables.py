"""Tables that people keep in spreadsheets: CSV text or a workbook in, rows with their places out.

What stands between the cells of CSV is found. Headings may stand below titles and notes, columns in
any order; columns with other headings may stand beside them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from sitegen.csvtext import DELIMITERS, Line, lines, write_table
from sitegen.diagnostics import Location, Problems, shorten
from sitegen.headings import MOST_GUESSED, Fit, Heading, Layout, plain_words, understood
from sitegen.outline import FIRST_LINES, Aside, Kind, outline, score
from sitegen.sheets import Sheet, Workbook, Written

__all__ = [
    "MOST_GUESSED", "MOST_ROWS", "Cell", "Heading", "Layout", "Row", "Table", "likely_sheets",
    "open_table", "plain_words", "read_table", "write_table",
]  # fmt: skip

MOST_ROWS = 10_000
SAMPLE = 300
"""Rows by whose cells a heading is judged."""
NEARLY = 0.6
"""The part of the headings of the best sheet from which another one could be meant as well."""
MOST_NAMED = 5
_SEPARATOR_LINE = re.compile(r"\"?sep=(.)\"?\n", re.IGNORECASE)
"""A first line with which spreadsheets say what stands between cells."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of one cell, with single spaces, and where it stands."""

    text: str
    place: Location


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table, the place of each column in it, and the section it stands below."""

    line: Line
    columns: Mapping[str, int]
    file: str
    sheet: str = ""
    section: str = ""

    @property
    def place(self) -> Location:
        """Where the row starts."""
        return Location(self.file, *self.line.start(0), self.sheet)

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
        return Cell(self.line.text(place), Location(self.file, *self.line.start(place), self.sheet))

    def text(self, name: str) -> str:
        """The text of a cell."""
        at = self.columns.get(name)
        return "" if at is None or at >= len(self.line.texts) else self.line.text(at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The headings of a table, its rows, and what else stands on its sheet.

    `lines` are all that are not blank and stand below the headings. `rows` are those that can be
    read: none while a column that is needed is missing. `aside` are lines that are no rows.
    `sheet` is the name of a sheet of a workbook, and `delimiter` what stands between cells of CSV.
    """

    headings: tuple[Heading, ...] = ()
    lines: tuple[Line, ...] = ()
    rows: tuple[Row, ...] = ()
    aside: tuple[Aside, ...] = ()
    delimiter: str = ","
    file: str = ""
    sheet: str = ""

    @property
    def count(self) -> int:
        """How many lines stand below the headings."""
        return len(self.lines)

    @property
    def titles(self) -> tuple[str, ...]:
        """The texts above the headings."""
        return tuple(each.text for each in self.aside if each.kind is Kind.TITLE)


def read_table(written: Written, file: str, layout: Layout, problems: Problems) -> tuple[Row, ...]:
    """Every row that is not blank; mistakes of the whole table are recorded with their place."""
    return open_table(written, file, layout, problems).rows


def open_table(
    written: Written, file: str, layout: Layout, problems: Problems,
    agreed: Mapping[int, str | None] | None = None, fit: Fit | None = None,
) -> Table:  # fmt: skip
    """A table with its headings as they were understood.

    `agreed` holds what the reader said of single headings, by their place: a column, or None for
    "not read". A heading that is only guessed is not used without it. `fit` tells how well the
    cells below a heading fit a column.
    """
    if isinstance(written, Workbook):
        sheet = _sheet(written, file, layout, problems)
        if sheet is None:
            return Table(file=file)
        found, table = list(sheet.lines), Table(file=file, sheet=sheet.name)
        _say_unseen(sheet, file, problems)
    else:
        found, delimiter = _cells(written, layout)
        table = Table(file=file, delimiter=delimiter)
    if not found:
        problems.add(
            layout.empty, Location(file, sheet=table.sheet), f"the {layout.noun} is empty",
            f"add a line of headings: {','.join(layout.needed or layout.also + layout.choose)}",
        )  # fmt: skip
        return table
    return _table(found, table, layout, problems, agreed or {}, fit)


def _table(
    found: Sequence[Line], table: Table, layout: Layout, problems: Problems,
    agreed: Mapping[int, str | None], fit: Fit | None,
) -> Table:  # fmt: skip
    """A table out of the lines of its sheet."""
    parts = outline(found, layout)
    width = len(parts.header.texts)
    if table.sheet:  # cells beyond the headings have a column of their own in a workbook
        width = max(width, *(len(line.texts) for line in parts.rows[:MOST_ROWS]), 0)
    headings = understood(
        _titles(parts.header, width, table),
        lambda at: [line.text(at) for line in parts.rows[:SAMPLE] if at < len(line.texts)],
        layout, agreed, fit,
    )  # fmt: skip
    table = replace(table, headings=headings, aside=parts.aside, lines=parts.rows)
    columns = _columns(headings, parts.rows, layout, problems)
    if len(parts.rows) > MOST_ROWS:
        beyond = Location(table.file, *parts.rows[MOST_ROWS].start(0), table.sheet)
        problems.add(
            layout.too_long, beyond,
            f"{len(parts.rows):,} rows stand here; more than {MOST_ROWS:,} are not read",
            "keep the rows that you need",
        )  # fmt: skip
        return table
    _say_aside(parts.aside, table, layout, problems)
    if columns is None:
        return table
    made = zip(parts.rows, parts.sections, strict=True)
    rows = tuple(Row(line, columns, table.file, table.sheet, section) for line, section in made)
    rows = tuple(row for row in rows if not _is_example(row, layout))
    whole = tuple(row for row in rows if not _overfull(row, width, layout, problems))
    return replace(table, lines=tuple(row.line for row in rows), rows=whole)


def _titles(header: Line, width: int, table: Table) -> list[Heading]:
    """The headings as they are written; empty ones for columns without."""
    found = []
    for i in range(width):
        there = i < len(header.texts)
        start = header.start(i) if there else (header.start(0)[0], i + 1)
        place = Location(table.file, *start, table.sheet)
        found.append(Heading(title=header.text(i) if there else "", place=place))
    return found


# --- CSV ---------------------------------------------------------------------------------------


def _cells(text: str, layout: Layout) -> tuple[list[Line], str]:
    """The lines of CSV text, and what stands between its cells."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    said = _SEPARATOR_LINE.match(text)
    delimiter = said[1] if said and not said[1].isalnum() else _delimiter(text, layout)
    found = list(lines(text, delimiter))
    return (found[1:] if said else found), delimiter


def _delimiter(text: str, layout: Layout) -> str:
    """What stands between cells: the sign by which most headings are recognised."""

    def fit(delimiter: str) -> tuple[int, int]:
        first = list(islice(lines(text, delimiter), FIRST_LINES))
        best = max((score(line, layout) for line in first), default=0)
        return best, len(first[0].texts) if first else 0

    return max(DELIMITERS, key=fit)


# --- Workbooks ---------------------------------------------------------------------------------


def _sheet(book: Workbook, file: str, layout: Layout, problems: Problems) -> Sheet | None:
    """The sheet that holds the table; None with the reason recorded."""
    names = ", ".join(shorten(sheet.name, 40) for sheet in book.sheets[:MOST_NAMED])
    if book.asked:
        plain = plain_words(book.asked)
        named = [sheet for sheet in book.sheets if plain_words(sheet.name) == plain]
        if not named:
            problems.add(
                "C402", Location(file), f"there is no sheet {shorten(book.asked)} in it",
                f"name one of its sheets behind the file and !: {names}",
            )  # fmt: skip
        return named[0] if named else None
    likely = likely_sheets(book, layout)
    if len(likely) <= 1:
        return likely[0] if likely else Sheet("", ())
    told = ", ".join(
        f"{shorten(sheet.name, 40)} ({len(sheet.lines):,} lines)" for sheet in likely[:MOST_NAMED]
    )
    problems.add(
        "C402", Location(file), f"{len(likely)} sheets could hold the {layout.noun}: {told}",
        f"name one of them behind the file and !, here and in the profile: "
        f"{file.replace(chr(92), '/').rpartition('/')[2]}!{likely[0].name}",
    )  # fmt: skip
    return None


def likely_sheets(book: Workbook, layout: Layout) -> list[Sheet]:
    """The sheets that could hold a table of this kind, nearly as well as the best of them."""
    seen = [sheet for sheet in book.sheets if sheet.visible and sheet.lines]
    scores = [_sheet_score(sheet, layout) for sheet in seen]
    best = max(scores, default=0)
    return [each for each, own in zip(seen, scores, strict=True) if own >= NEARLY * best]


def _sheet_score(sheet: Sheet, layout: Layout) -> float:
    """How much a sheet looks like one of this kind of table."""
    best = max(score(line, layout) for line in sheet.lines[:FIRST_LINES])
    rows = len(sheet.lines) > 1
    named = not set(layout.sheets).isdisjoint(plain_words(sheet.name).split())
    return best * (1 if rows else 0.5) * (2 if named else 1)


def _say_unseen(sheet: Sheet, file: str, problems: Problems) -> None:
    """Say once how many rows are hidden, and that formulas have no result."""
    if sheet.concealed:
        rows = "1 hidden row is" if sheet.concealed == 1 else f"{sheet.concealed:,} hidden rows are"
        problems.warn(
            "C401", Location(file, sheet=sheet.name), f"{rows} not read",
            "show them in your spreadsheet and save it again, if they belong to the list",
        )  # fmt: skip
    if sheet.unsolved:
        many = len(sheet.unsolved)
        problems.warn(
            "C403", Location(file, *sheet.unsolved[0], sheet.name),
            f"{many:,} formulas have no kept result and count as empty" if many > 1
            else "this formula has no kept result and counts as empty",
            "open the workbook in your spreadsheet and save it there",
        )  # fmt: skip


# --- What is wrong, and what is no row ---------------------------------------------------------


def _columns(
    headings: Sequence[Heading], rows: Sequence[Line], layout: Layout, problems: Problems
) -> dict[str, int] | None:
    """The place of each column in a row, or None where one that is needed is missing."""
    columns: dict[str, int] = {}
    for i, each in enumerate(headings):
        if each.column and each.sure and each.column not in columns:
            columns[each.column] = i
        elif each.column and each.sure and layout.unread:
            first = columns[each.column]
            if any(_text(line, i) and _text(line, i) != _text(line, first) for line in rows):
                problems.add(
                    layout.unread, each.place,
                    f"the column {shorten(each.title)} says the same as "
                    f"{shorten(headings[first].title)}",
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


def _text(line: Line, at: int) -> str:
    return line.text(at).casefold() if at < len(line.texts) else ""


def _say_aside(aside: Sequence[Aside], table: Table, layout: Layout, problems: Problems) -> None:
    """Say once which lines are no rows."""
    told = [each for each in aside if each.kind is not Kind.RULE]
    if not told:
        return
    first = Location(table.file, *told[0].line.start(0), table.sheet)
    parts = [
        f"{shorten(each.text, 40)} in line {each.line.start(0)[0]} is {each.kind}"
        for each in told[:MOST_NAMED]
    ]
    more = f", and {len(told) - MOST_NAMED:,} more" if len(told) > MOST_NAMED else ""
    noun = "1 line is no row" if len(told) == 1 else f"{len(told):,} lines are no rows"
    problems.warn(
        "C401", first, f"{noun} of the {layout.noun}: {', '.join(parts)}{more}",
        "if one of them is a row, fill in its other cells",
    )  # fmt: skip


def _is_example(row: Row, layout: Layout) -> bool:
    """Whether a row is the invented one, unchanged but for days, which spreadsheets rewrite."""
    return bool(layout.example) and all(
        row.text(name).replace(",", ".") == layout.example.get(name, "").replace(",", ".")
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
