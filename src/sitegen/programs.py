"""The applicant's own program list, read from CSV text. Licensed lists are never shipped.

Only what the plan uses now is read: specialty, name, state, and whether J-1 and H-1B are
sponsored. Other columns may stand beside them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sitegen.cells import PROGRAM, SPECIALTY, VISAS, Values
from sitegen.diagnostics import Location, Problems
from sitegen.shape import Vocabulary
from sitegen.tables import Layout, Row, read_table

LAYOUT = Layout(
    noun="program list",
    columns={"specialty": SPECIALTY, "name": PROGRAM, "state": ("state",), **VISAS},
    needed=("specialty", "j1", "h1b"),
    empty="C101",
    too_long="C102",
    missing="C103",
)


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
    values = Values(problems, vocabularies)
    found = [_program(row, values) for row in read_table(text, file, LAYOUT, problems)]
    return tuple(program for program in found if program)


def _program(row: Row, values: Values) -> Program | None:
    specialty = values.specialty(row.cell("specialty"), "C104")
    silent = "the program says nothing"
    j1 = values.truth(row.cell("j1"), "j1", "C105", silent)
    h1b = values.truth(row.cell("h1b"), "h1b", "C105", silent)
    if specialty is None:
        return None
    return Program(specialty, row.text("name"), row.text("state"), j1, h1b, row.place)
