"""The program list in its own columns: the empty template, and a list that was understood."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sitegen.cells import Values
from sitegen.csvtext import write_table
from sitegen.programs.columns import COLUMNS
from sitegen.programs.read import said_in
from sitegen.tables import Row, Table

EXAMPLE = {
    "specialty": "internal medicine", "name": "Invented Example Hospital (delete this line)",
    "code": "0000000C0", "state": "Ohio", "city": "Invented Town", "setting": "community",
    "town": "smaller_city", "freida_j1": "yes", "freida_h1b": "no", "site_j1": "yes",
    "visa_sentence": "We sponsor J-1 visas only.", "img_share": "45", "interview_rate": "3.5",
    "least_step2": "220", "most_years": "5", "most_attempts": "1", "us_weeks": "4",
    "preference": "4", "my_people": "1", "checked_on": "2026-09-01",
    "asked": "program coordinator", "asked_on": "2026-09-02", "answer": "No H-1B this year",
}  # fmt: skip


def template() -> str:
    """The headings, and one invented line."""
    return write_table(tuple(COLUMNS), tuple(EXAMPLE.get(name, "") for name in COLUMNS))


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
    said = said_in(row, values)
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
