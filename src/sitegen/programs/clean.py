"""The program list in its own columns: the empty template, and a list that was understood."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sitegen.answers import says_nothing
from sitegen.cells import Values
from sitegen.csvtext import write_table
from sitegen.programs.columns import COLUMNS, LAYOUT
from sitegen.programs.kinds import days_in
from sitegen.programs.names import names_of
from sitegen.programs.read import said_in
from sitegen.programs.shares import shares_in
from sitegen.tables import Row, Table
from sitegen.tracks import Named


def template(names: Sequence[str] = tuple(COLUMNS)) -> str:
    """The headings, all or some, and one invented line."""
    return write_table(tuple(names), example_line(names))


def example_line(names: Sequence[str]) -> tuple[str, ...]:
    """The cells of the invented line, by the columns that are named."""
    return tuple(LAYOUT.example.get(name, "") for name in names)


def clean_list(tables: Sequence[Table], values: Values) -> str:
    """Every row under our own headings, those of several sheets one below the other.

    Columns that are not read stand after them as they were, and so do the names of sections and
    columns with cells that could not be read.
    """
    parts = [_part(table, values) for table in tables]
    titles = tuple(dict.fromkeys(title for part in parts for _, rest in part for title in rest))
    rows = [(*cells, *(rest.get(t, "") for t in titles)) for part in parts for cells, rest in part]
    return write_table((*COLUMNS, *titles), *rows)


def _part(table: Table, values: Values) -> list[tuple[tuple[str, ...], dict[str, str]]]:
    """The rows of one table: the cells of our columns, and what else is kept, by its title."""
    days_in(values, table.rows)
    shares_in(values, table.rows)
    cleaned = [(row, _clean(row, name, values)) for row, name in names_of(table.rows, values)]
    titles = _kept(table, cleaned)
    sections = any(row.section for row in table.rows)
    return [
        (
            tuple(cells.values()),
            {title: row.at(i).text for i, title in titles.items()}
            | ({"section": row.section} if sections else {}),
        )
        for row, cells in cleaned
    ]


def _kept(table: Table, cleaned: Sequence[tuple[Row, Mapping[str, str]]]) -> dict[int, str]:
    """The title of each column that is kept as it was, by its place; no two have one title."""
    read = {i: name for row in table.rows[:1] for name, i in row.columns.items()}
    found: dict[int, str] = {}
    for i, heading in enumerate(table.headings):
        title = heading.title or f"column {i + 1}"
        if i in read:
            left = any(
                not cells[read[i]] and not says_nothing(row.at(i).text) for row, cells in cleaned
            )
            title = f"{title} (as it was)" if left else ""
        elif not heading.title and not any(row.at(i).text for row in table.rows):
            title = ""
        if title:
            found[i] = title if title not in found.values() else f"{title} ({i + 1})"
    return found


def _clean(row: Row, named: Named, values: Values) -> dict[str, str]:
    if not named.specialty:  # a row that is set aside stays as it is
        return {name: row.text(name) for name in COLUMNS}
    said = said_in(row, values, named)
    return {name: _written(name, said.get(name)) for name in COLUMNS}


def _written(name: str, value: Any) -> str:
    """A value as the reader writes it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    return str(value).replace("-", " ") if name == "specialty" else str(value)
