"""Tables that people keep in spreadsheets: CSV text or a workbook in, rows with their places out.

What stands between the cells of CSV is found. Headings may stand below titles and notes, columns in
any order; columns with other headings may stand beside them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, replace

from sitegen.choosing_sheets import say_unseen, sheet_of
from sitegen.column_places import column_places
from sitegen.csvtext import Line, write_table
from sitegen.diagnostics import Location, Problems, shorten, typed
from sitegen.headings import MOST_GUESSED, Fit, Heading, Layout, plain_words, understood
from sitegen.outline import Aside, Kind, Outline, outline
from sitegen.patterns import regex
from sitegen.records import value_object
from sitegen.separators import lines_of
from sitegen.sheets import Workbook, Written

__all__ = [
    "GIVEN",
    "MOST_GUESSED",
    "MOST_ROWS",
    "Beside",
    "Cell",
    "Heading",
    "Layout",
    "Row",
    "Table",
    "open_table",
    "plain_words",
    "write_table",
]

MOST_ROWS = 10_000
SAMPLE = 300
"""Rows by whose cells a heading is judged."""
MOST_NAMED = 5
QUOTE = {
    ",": 'put quotes around a text with a comma in it: "Hospital, East"',
    ";": 'put quotes around a text with a semicolon in it: "Hospital; East"',
    "\t": "take a tab too many out of the line, or write a heading for the last cell",
}
"""The next step for a line with a cell too many, by what stands between its cells."""

GIVEN = "given"
"""What tells the column beside a table, where the reader said it."""
_DAY = regex(r"\d{4}-\d\d-\d\d")


@value_object
class Cell:
    """The text of one cell, with single spaces, and where it stands."""

    text: str
    place: Location


@value_object
class Beside:
    """What is said beside the rows of a table on one column, for rows that do not say it.

    `find` takes it from a text: the title of a section, a title above the headings, or the name
    of the sheet. `given` is what the reader said of the whole table.
    """

    column: str
    given: str | None = None
    find: Callable[[str], str | None] = lambda _: None

    def of_table(self, titles: Sequence[str], sheet: str) -> tuple[str, str]:
        """What holds for a whole table, and what says it; both empty where nothing does."""
        if self.given:
            return self.given, GIVEN
        for text in titles:
            if found := self.find(text):
                return found, f"the title {shorten(text, 40)}"
        found = self.find(sheet) if sheet else None
        return (found, f"the name of the sheet {shorten(sheet, 40)}") if found else ("", "")


@value_object
class Row:
    """One line of a table, the place of each column in it, and the section it stands below.

    `beside` holds what is said beside the rows, by column; a cell of the row stands above it.
    """

    line: Line
    columns: Mapping[str, int]
    file: str
    sheet: str = ""
    section: str = ""
    beside: Mapping[str, str] = field(default_factory=dict)

    @property
    def place(self) -> Location:
        """Where the row starts."""
        return Location(self.file, *self.line.start(0), self.sheet)

    def cell(self, name: str) -> Cell:
        """The cell of a column; empty where the column or the end of the line is missing."""
        at = self.columns.get(name)
        if at is None or at >= len(self.line.texts):
            return Cell(self.beside.get(name, ""), self.place)
        return self.at(at) if self.holds(at) else replace(self.at(at), text=self.text(name))

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
        own = "" if at is None or at >= len(self.line.texts) else self.line.text(at)
        return own or self.beside.get(name, "")


@value_object(kw_only=True)
class Table:
    """The headings of a table, its rows, and what else stands on its sheet.

    `lines` are all that are not blank and stand below the headings. `rows` are those that can be
    read: none while a column that is needed is missing. `aside` are lines that are no rows.
    `sheet` is the name of a sheet of a workbook, and `delimiter` what stands between cells of CSV.
    `beside` is what holds for the whole table in one column, and `told_by` what says it.
    """

    headings: tuple[Heading, ...] = ()
    lines: tuple[Line, ...] = ()
    rows: tuple[Row, ...] = ()
    aside: tuple[Aside, ...] = ()
    delimiter: str = ","
    file: str = ""
    sheet: str = ""
    beside: str = ""
    told_by: str = ""

    @property
    def count(self) -> int:
        """How many lines stand below the headings."""
        return len(self.lines)

    @property
    def titles(self) -> tuple[str, ...]:
        """The texts above the headings."""
        return tuple(each.text for each in self.aside if each.kind is Kind.TITLE)


def open_table(
    written: Written,
    file: str,
    layout: Layout,
    problems: Problems,
    agreed: Mapping[int, str | None] | None = None,
    fit: Fit | None = None,
    beside: Beside | None = None,
) -> Table:
    """A table with its headings as they were understood.

    `agreed` holds what the reader said of single headings, by their place: a column, or None for
    "not read". A heading that is only guessed is not used without it. `fit` tells how well the
    cells below a heading fit a column. `beside` is what rows of one column may leave out.
    """
    if isinstance(written, Workbook):
        sheet = sheet_of(written, file, layout, problems)
        if sheet is None:
            return Table(file=file)
        found, table = list(sheet.lines), Table(file=file, sheet=sheet.name)
        say_unseen(sheet, file, problems)
    else:
        found, delimiter = lines_of(written, layout)
        table = Table(file=file, delimiter=delimiter)
    if not found:
        problems.add(
            layout.empty,
            Location(file, sheet=table.sheet),
            f"the {layout.noun} is empty",
            f"add a line of headings: {','.join(layout.needed or layout.by_cells)}",
        )
        return table
    return _table(found, table, layout, problems, agreed or {}, fit, beside)


def _table(
    found: Sequence[Line],
    table: Table,
    layout: Layout,
    problems: Problems,
    agreed: Mapping[int, str | None],
    fit: Fit | None,
    beside: Beside | None,
) -> Table:
    """A table out of the lines of its sheet."""
    parts = outline(found, layout)
    width = len(parts.header.texts)
    if table.sheet:  # cells beyond the headings have a column of their own in a workbook
        width = max(width, *(len(line.texts) for line in parts.rows[:MOST_ROWS]), 0)
    headings = understood(
        _titles(parts, width, table),
        lambda at: [line.text(at) for line in parts.rows[:SAMPLE] if at < len(line.texts)],
        layout,
        agreed,
        fit,
    )
    table = replace(table, headings=headings, aside=parts.aside, lines=parts.rows)
    said = _said_beside(parts, table, beside)
    if beside and said:
        whole, told_by = beside.of_table(table.titles, table.sheet)
        table = replace(table, beside=whole, told_by=told_by)
    settled = {beside.column} if beside and said and all(said) else set()
    advice = layout.advice.replace("{list}", _typed(table, beside))
    columns = column_places(headings, parts.rows, layout, problems, settled, advice)
    if len(parts.rows) > MOST_ROWS:
        beyond = Location(table.file, *parts.rows[MOST_ROWS].start(0), table.sheet)
        problems.add(
            layout.too_long,
            beyond,
            f"{len(parts.rows):,} rows stand here; more than {MOST_ROWS:,} are not read",
            "keep the rows that you need",
        )
        return table
    if columns is None:
        _say_aside(parts.aside, table, layout, problems)
        return table
    made = zip(parts.rows, parts.sections, said, strict=True)
    name = beside.column if beside else ""
    rows = tuple(
        Row(line, columns, table.file, table.sheet, section, {name: text} if text else {})
        for line, section, text in made
    )
    rows = tuple(row for row in rows if not _is_example(row, layout))
    unread = [Aside(row.line, Kind.NOTE) for row in rows if not _is_read(row)]
    table = replace(table, aside=(*parts.aside, *unread))
    _say_aside(table.aside, table, layout, problems)
    rows = tuple(row for row in rows if _is_read(row))
    fitting = tuple(
        row for row in rows if not _overfull(row, width, table.delimiter, layout, problems)
    )
    return replace(table, lines=tuple(row.line for row in rows), rows=fitting)


def _said_beside(parts: Outline, table: Table, beside: Beside | None) -> list[str]:
    """What is said beside each row: by its section, else for the whole table."""
    if beside is None:
        return [""] * len(parts.rows)
    whole, _ = beside.of_table(table.titles, table.sheet)
    found = {text: beside.find(text) if text else None for text in set(parts.sections)}
    return [found[section] or whole for section in parts.sections]


def _titles(parts: Outline, width: int, table: Table) -> list[Heading]:
    """The headings as they are written; empty ones for columns without.

    Where two are the same, the headings of groups in the line above tell them apart.
    """
    header = parts.header
    texts = [header.text(i) if i < len(header.texts) else "" for i in range(width)]
    twice = {text for text in texts if text and texts.count(text) > 1}
    groups = _groups(parts, width) if twice else []
    found = []
    for i, text in enumerate(texts):
        start = header.start(i) if i < len(header.texts) else (header.start(0)[0], i + 1)
        title = f"{groups[i]} {text}".strip() if text in twice and groups else text
        found.append(Heading(title=title, place=Location(table.file, *start, table.sheet)))
    return found


def _groups(parts: Outline, width: int) -> list[str]:
    """The heading of the group above each column; none where no line of groups stands there."""
    above = [each.line for each in parts.aside if each.kind is Kind.TITLE]
    if not above or above[-1].start(0)[0] != parts.header.start(0)[0] - 1:
        return []
    line, found = above[-1], [""]
    for i in range(width):
        found.append((line.text(i) if i < len(line.texts) else "") or found[-1])
    return found[1:]


# --- What is wrong, and what is no row ---------------------------------------------------------


def _typed(table: Table, beside: Beside | None) -> str:
    """A list as a command takes it: with its sheet, and the column that was told beside it."""
    named = typed(f"{table.file}!{table.sheet}" if table.sheet else table.file)
    given = beside.given if beside else None
    return f"{named} --{beside.column} {typed(given)}" if beside and given else named


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
        "C401",
        first,
        f"{noun} of the {layout.noun}: {', '.join(parts)}{more}",
        "if one of them is a row, fill in its other cells",
    )


def _is_read(row: Row) -> bool:
    """Whether a column that is read holds anything, in a table that has such columns."""
    return not row.columns or any(map(row.holds, row.columns.values()))


def _is_example(row: Row, layout: Layout) -> bool:
    """Whether a row is the invented one, unchanged but for days, which spreadsheets rewrite."""
    return bool(layout.example) and all(
        row.text(name).replace(",", ".") == layout.example.get(name, "").replace(",", ".")
        for name in layout.columns
        if not _DAY.fullmatch(layout.example.get(name, ""))
    )


def _overfull(row: Row, width: int, delimiter: str, layout: Layout, problems: Problems) -> bool:
    """Record a line with more cells than headings: its cells stand in the wrong columns."""
    if not layout.overfull or len(row.line.texts) <= width:
        return False
    over = [i for i in range(width, len(row.line.texts)) if row.line.text(i)]
    if over:
        problems.add(
            layout.overfull,
            row.at(over[0]).place,
            f"this line has more cells than there are headings ({width})",
            QUOTE.get(delimiter, f"put quotes around a text with {delimiter} in it"),
        )
    return bool(over)
