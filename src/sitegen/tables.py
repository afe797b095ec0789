"""Tables that people keep in spreadsheets: CSV text in, rows with the place of each cell out.

Commas, semicolons, tabs and bars are all read. Columns are found by their headings, in any order;
columns with other headings may stand beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sitegen.diagnostics import Location, Problems, nearest, shorten

MOST_ROWS = 10_000
DELIMITERS = (",", ";", "\t", "|")
_SEPARATOR_LINE = re.compile(r"sep=(.)\n", re.IGNORECASE)
"""A first line with which spreadsheets say what stands between cells."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of one cell, with single spaces, and where it stands."""

    text: str
    place: Location


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: its cells by the name of their column."""

    cells: Mapping[str, Cell]
    place: Location

    def cell(self, name: str) -> Cell:
        """The cell of a column; empty where the column or the end of the line is missing."""
        return self.cells.get(name) or Cell("", self.place)

    def text(self, name: str) -> str:
        """The text of a cell."""
        return self.cell(name).text


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The columns of one kind of table, and the codes of what can be wrong with it.

    `columns` holds the accepted headings of each column in small letters. Where `overfull` and
    `unread` are left out, longer lines and doubtful headings are not looked at.
    """

    noun: str
    columns: Mapping[str, tuple[str, ...]]
    needed: tuple[str, ...]
    empty: str
    too_long: str
    missing: str
    overfull: str = ""
    unread: str = ""


def read_table(text: str, file: str, layout: Layout, problems: Problems) -> tuple[Row, ...]:
    """Every row that is not blank; mistakes of the whole table are recorded with their place."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    records = list(_records(text, _delimiter(text, layout), file))
    if records and _SEPARATOR_LINE.match(text):
        del records[0]
    if not records:
        problems.add(
            layout.empty, Location(file), f"the {layout.noun} is empty", "add a line of headings"
        )
        return ()
    columns = _columns(records[0], layout, file, problems)
    if columns is None:
        return ()
    if len(records) - 1 > MOST_ROWS:
        problems.add(layout.too_long, Location(file), f"more than {MOST_ROWS:,} rows are not read",
                     "keep the rows that you need")  # fmt: skip
        return ()
    width = len(records[0])
    return tuple(
        Row({name: record[i] for name, i in columns.items() if i < len(record)}, record[0].place)
        for record in records[1:]
        if not _overfull(record, width, layout, problems)
    )


def write_table(headings: Sequence[str], *rows: Sequence[str]) -> str:
    """CSV text that spreadsheets read, with a mark at its start that says it is UTF-8."""
    lines = [",".join(_quoted(cell) for cell in row) for row in (headings, *rows)]
    return "\ufeff" + "".join(f"{line}\r\n" for line in lines)


def _quoted(cell: str) -> str:
    if not re.search(r'[",;\t|\r\n]', cell):
        return cell
    return '"' + cell.replace('"', '""') + '"'


def _delimiter(text: str, layout: Layout) -> str:
    """What stands between cells: the sign by which most headings are recognised."""
    said = _SEPARATOR_LINE.match(text)
    if said and said[1] in DELIMITERS:
        return said[1]
    known = {spelling for spellings in layout.columns.values() for spelling in spellings}

    def fit(delimiter: str) -> tuple[int, int]:
        header = next(_records(text, delimiter, ""), [])
        return sum(heading(cell) in known for cell in header), len(header)

    return max(DELIMITERS, key=fit)


def heading(cell: Cell) -> str:
    """A heading as it is compared: small letters, single spaces."""
    return " ".join(cell.text.replace("_", " ").split()).casefold()


def _records(text: str, delimiter: str, file: str) -> Iterator[list[Cell]]:
    """The cells of every line that is not blank. A quoted cell may hold line ends."""
    sign = re.escape(delimiter)
    pattern = re.compile(rf' *"([^"]*(?:""[^"]*)*)" *(?=[{sign}\n]|\Z)|([^{sign}\n]*)')
    line, start, at = 1, 0, 0
    record: list[Cell] = []
    while at <= len(text):
        match = pattern.match(text, at)
        assert match is not None, "the second part of the pattern matches everything"
        content = match[2] if match[1] is None else match[1].replace('""', '"')
        indent = len(match[0]) - len(match[0].lstrip(" "))
        record.append(
            Cell(" ".join(content.split()), Location(file, line, at - start + indent + 1))
        )
        if "\n" in match[0]:
            line += match[0].count("\n")
            start = at + match[0].rindex("\n") + 1
        at = match.end() + 1
        if text[match.end() : at] == delimiter:
            continue
        if any(cell.text for cell in record):
            yield record
        record, line, start = [], line + 1, at


def _columns(
    header: list[Cell], layout: Layout, file: str, problems: Problems
) -> dict[str, int] | None:
    """The place of each column in a row, or None where one that is needed is missing."""
    titles = [heading(cell) for cell in header]
    columns: dict[str, int] = {}
    for name, spellings in layout.columns.items():
        places = [i for i, title in enumerate(titles) if title in spellings]
        if places:
            columns[name] = places[0]
        for i in places[1:] if layout.unread else ():
            problems.add(
                layout.unread, header[i].place,
                f"the column {shorten(header[i].text)} says the same as "
                f"{shorten(header[places[0]].text)}",
                "keep one of the two, or give the other one a name of its own",
            )  # fmt: skip
    rest = [title for i, title in enumerate(titles) if i not in columns.values() and title]
    missing = [name for name in layout.needed if name not in columns]
    for name in missing:
        close = nearest(name, rest)
        rest = [title for title in rest if title != close]
        hint = f'did you mean the column "{close}"? rename it to {name}' if close else (
            f"add a column {name}"
        )  # fmt: skip
        problems.add(layout.missing, header[0].place, f"there is no column {name}", hint)
    for name in layout.columns if layout.unread else ():
        close = nearest(name, rest)
        if name not in columns and name not in missing and close:
            problems.warn(
                layout.unread, header[titles.index(close)].place,
                f"the column {shorten(close)} is not read", f"if it is {name}, rename it to {name}",
            )  # fmt: skip
    return None if missing else columns


def _overfull(record: list[Cell], width: int, layout: Layout, problems: Problems) -> bool:
    """Record a line with more cells than headings: its cells stand in the wrong columns."""
    over = [cell for cell in record[width:] if cell.text] if layout.overfull else []
    if over:
        problems.add(
            layout.overfull, over[0].place,
            f"this line has more cells than there are headings ({width})",
            'put quotes around a text with a comma in it: "Hospital, East"',
        )  # fmt: skip
    return bool(over)
