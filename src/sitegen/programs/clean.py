"""The program list in its own columns: the empty template, and a list that was understood."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sitegen.cells import Values
from sitegen.csvtext import write_table
from sitegen.programs.columns import COLUMNS, LAYOUT
from sitegen.programs.kinds import days_in
from sitegen.programs.names import NO_FIELD, Field, name_of
from sitegen.programs.read import said_in
from sitegen.tables import Row, Table

SECTION = -1
"""Stands for the place of a section, which is no column of the sheet."""


def template() -> str:
    """The headings, and one invented line."""
    return write_table(tuple(COLUMNS), tuple(LAYOUT.example.get(name, "") for name in COLUMNS))


def clean_list(table: Table, values: Values, field: Field = NO_FIELD) -> str:
    """Every row under our own headings; columns that are not read stand after them as they are."""
    return clean_lists(((table, field),), values)


def clean_lists(tables: Sequence[tuple[Table, Field]], values: Values) -> str:
    """The same for several tables, one below the other; what is not read is put side by side."""
    kept = [_unread(table) for table, _ in tables]
    titles = list(dict.fromkeys(title for each in kept for title in each.values()))
    rows = []
    for (table, field), unread in zip(tables, kept, strict=True):
        days_in(values, table.rows)
        for row in table.rows:
            beside = {title: row.at(i).text for i, title in unread.items() if i != SECTION}
            beside |= {unread[SECTION]: row.section} if SECTION in unread else {}
            rows.append((*_clean(row, values, field), *(beside.get(t, "") for t in titles)))
    return write_table((*COLUMNS, *titles), *rows)


def _unread(table: Table) -> dict[int, str]:
    """The title of each column that is not read, by its place; no two have one title."""
    read = set(table.rows[0].columns.values()) if table.rows else set()
    found: dict[int, str] = {}
    for i, heading in enumerate(table.headings):
        if i not in read and (heading.title or any(row.at(i).text for row in table.rows)):
            title = heading.title or f"column {i + 1}"
            found[i] = title if title not in found.values() else f"{title} ({i + 1})"
    if any(row.section for row in table.rows):
        found[SECTION] = "section"
    return found


def _clean(row: Row, values: Values, field: Field) -> tuple[str, ...]:
    named = name_of(row, field, values)
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
