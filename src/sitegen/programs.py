"""The applicant's own program list, read from CSV text. Licensed lists are never shipped.

Only what the plan uses now is read: specialty, name, state, and whether J-1 and H-1B are
sponsored. Other columns may stand beside them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

from sitegen.diagnostics import Location, Problems, nearest, shorten
from sitegen.shape import Vocabulary

MOST_ROWS = 10_000
YES = {"yes", "y", "true", "1", "x", "sponsored", "sponsors"}
NO = {"no", "n", "false", "0", "none", "not sponsored"}
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "specialty": ("specialty", "speciality", "field"),
    "name": ("program", "program name", "name"),
    "state": ("state",),
    "j1": ("j1", "j-1", "j1 visa", "j-1 visa"),
    "h1b": ("h1b", "h-1b", "h1-b", "h1b visa", "h-1b visa"),
}


@dataclass(frozen=True, slots=True)
class Program:
    """One row: a program, and what it says of the two visas (None where it says nothing)."""

    specialty: str
    name: str
    state: str
    j1: bool | None
    h1b: bool | None
    place: Location


def read_programs(
    text: str, file: str, problems: Problems, vocabularies: Mapping[str, Vocabulary]
) -> tuple[Program, ...]:
    """Read every row; mistakes are recorded with their line, and no row is dropped silently."""
    rows = list(csv.reader(io.StringIO(text), _dialect(text)))
    if not rows:
        problems.add("C101", Location(file), "the program list is empty", "add a line of headings")
        return ()
    columns = _columns(rows[0], file, problems)
    if columns is None:
        return ()
    if len(rows) - 1 > MOST_ROWS:
        problems.add("C102", Location(file), f"more than {MOST_ROWS:,} rows are not read")
        return ()
    found = []
    for line, row in enumerate(rows[1:], 2):
        if any(cell.strip() for cell in row):
            program = _program(row, columns, Location(file, line, 1), problems, vocabularies)
            if program:
                found.append(program)
    return tuple(found)


def _dialect(text: str) -> type[csv.Dialect]:
    try:
        return csv.Sniffer().sniff(text[:4096], delimiters=",;\t|")
    except csv.Error:
        return csv.excel


def _columns(header: list[str], file: str, problems: Problems) -> dict[str, int] | None:
    titles = [" ".join(cell.split()).casefold() for cell in header]
    columns = {}
    for name, spellings in COLUMNS.items():
        places = [i for i, title in enumerate(titles) if title in spellings]
        if places:
            columns[name] = places[0]
    missing = [name for name in ("specialty", "j1", "h1b") if name not in columns]
    for name in missing:
        close = nearest(name, titles)
        hint = f'did you mean the column "{close}"? rename it to {name}' if close else (
            f"add a column {name}"
        )  # fmt: skip
        problems.add("C103", Location(file, 1, 1), f"there is no column {name}", hint)
    return None if missing else columns


def _program(
    row: list[str], columns: Mapping[str, int], place: Location, problems: Problems,
    vocabularies: Mapping[str, Vocabulary],
) -> Program | None:  # fmt: skip
    def cell(name: str) -> str:
        i = columns.get(name, -1)
        return row[i].strip() if 0 <= i < len(row) else ""

    words = vocabularies["specialty"]
    specialty = words.find(cell("specialty"))
    if specialty is None:
        close = nearest(cell("specialty"), words.spellings)
        hint = f'did you mean "{words.spellings[close]}"?' if close else "write its English name"
        problems.add("C104", place, f"{shorten(cell('specialty'))} is not a known specialty", hint)
    visas = {}
    for name in ("j1", "h1b"):
        said = cell(name).casefold()
        if said and said not in YES | NO:
            problems.add(
                "C105", place, f"{name} says {shorten(cell(name))}",
                "write yes, no, or leave it empty where the program says nothing",
            )  # fmt: skip
        visas[name] = True if said in YES else False if said in NO else None
    if specialty is None:
        return None
    return Program(specialty, cell("name"), cell("state"), visas["j1"], visas["h1b"], place)
