"""The program list in its own columns: the empty template, and a list that was understood."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sitegen.cells import Values
from sitegen.csvtext import write_table
from sitegen.programs.columns import COLUMNS, LAYOUT
from sitegen.programs.names import name_of
from sitegen.programs.read import said_in
from sitegen.tables import Row, Table


def template() -> str:
    """The headings, and one invented line."""
    return write_table(tuple(COLUMNS), tuple(LAYOUT.example.get(name, "") for name in COLUMNS))


def clean_list(table: Table, values: Values) -> str:
    """Every row under our own headings; columns that are not read stand after them as they are."""
    read = set(table.rows[0].columns.values()) if table.rows else set()
    kept = [
        i
        for i in range(len(table.headings))
        if i not in read and (table.headings[i].title or any(r.at(i).text for r in table.rows))
    ]
    titles = [table.headings[i].title or f"column {i + 1}" for i in kept]
    rows = [(*_clean(row, values), *(row.at(i).text for i in kept)) for row in table.rows]
    return write_table((*COLUMNS, *titles), *rows)


def _clean(row: Row, values: Values) -> tuple[str, ...]:
    named = name_of(row.cell("specialty"), row.cell("track"), values)
    if not named.specialty:  # a row that is set aside stays as it is
        return tuple(row.text(name) for name in COLUMNS)
    said = said_in(row, values, named)
    return tuple(_written(name, said.get(name)) for name in COLUMNS)


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
