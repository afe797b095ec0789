"""The applicant's own program list, read from CSV text. Licensed lists are never shipped.

Only what the plan uses now is read: specialty, name, state, and whether J-1 and H-1B are
sponsored. Other columns may stand beside them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

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


class Setting(StrEnum):
    """Where a program trains."""

    ACADEMIC = "academic"
    AFFILIATED = "affiliated"
    COMMUNITY = "community"


class Place(StrEnum):
    """How large the place is."""

    LARGE_CITY = "large_city"
    SMALLER_CITY = "smaller_city"
    RURAL = "rural"


class VisaClass(StrEnum):
    """What a program's own sentence about visas comes to."""

    J1_ONLY = "j1_only"
    BOTH = "both"
    H1B_EXCEPTIONAL = "h1b_exceptional"
    NONE = "none"
    SILENT = "silent"


class Signal(StrEnum):
    """A program signal that the applicant means to send."""

    GOLD = "gold"
    SILVER = "silver"


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """One row of the list. None and an empty text stand for what the row does not say.

    `j1` and `h1b` are what holds after all sources of the row were read. `freida_*` and `site_*`
    are what FREIDA and the program's own site say. `img_share` and `interview_rate` are in per
    cent, `most_years` in years since graduation, `us_weeks` in weeks of hands-on work asked for.
    `preference` runs from 1 (liked little) to 5 (liked most) and is the applicant's own.
    """

    specialty: str
    name: str = ""
    code: str = ""
    state: str | None = None
    city: str = ""
    setting: Setting | None = None
    town: Place | None = None
    j1: bool | None = None
    h1b: bool | None = None
    freida_j1: bool | None = None
    freida_h1b: bool | None = None
    site_j1: bool | None = None
    site_h1b: bool | None = None
    visa_sentence: str = ""
    visa_class: VisaClass = VisaClass.SILENT
    img_share: float | None = None
    interview_rate: float | None = None
    least_step2: int | None = None
    most_years: float | None = None
    most_attempts: int | None = None
    us_weeks: float | None = None
    signal: Signal | None = None
    preference: int | None = None
    my_people: int | None = None
    checked_on: dt.date | None = None
    asked: str = ""
    asked_on: dt.date | None = None
    answer: str = ""
    notes: str = ""
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
    return Program(
        specialty=specialty, name=row.text("name"), state=row.text("state") or None, j1=j1,
        h1b=h1b, place=row.place,
    )  # fmt: skip
