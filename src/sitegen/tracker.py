"""The applicant's interview tracker, read from CSV text: one line for each program."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sitegen.cells import PROGRAM, SPECIALTY, Values
from sitegen.diagnostics import Location, Problems, shorten
from sitegen.shape import Vocabulary
from sitegen.sheets import Written
from sitegen.tables import Layout, Row, read_table, write_table

LAYOUT = Layout(
    noun="interview tracker",
    columns={
        "specialty": SPECIALTY,
        "program": (*PROGRAM, "hospital"),
        "state": ("state",),
        "region": ("region",),
        "date": ("date", "interview date", "day"),
        "status": ("status",),
        "answer_by": ("answer by", "reply by", "respond by", "answer until"),
        "visa": ("visa", "visas"),
        "visa_asked": ("visa asked", "visa asked on", "asked"),
        "notes": ("notes", "note", "comments"),
    },
    needed=("specialty", "program", "status"),
    empty="C201",
    too_long="C202",
    missing="C203",
    overfull="C204",
    unread="C205",
    sheets=("interviews", "interview", "tracker"),
    example={
        "specialty": "internal medicine",
        "program": "Invented Example Hospital (delete this line)",
        "state": "Ohio",
        "date": "2027-12-01",
        "status": "accepted",
        "visa": "unknown",
        "notes": "Ask about J-1 and H-1B.",
    },
)


class Status(StrEnum):
    """How far one interview has come."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DONE = "done"
    DECLINED = "declined"
    WAITLISTED = "waitlisted"
    WITHDRAWN = "withdrawn"


class SaidVisa(StrEnum):
    """What a program says about visas."""

    J1 = "j1"
    H1B = "h1b"
    BOTH = "both"
    NONE = "none"
    UNKNOWN = "unknown"


STATUSES: Mapping[str, str] = {
    **{status.value: status.value for status in Status},
    "invited": "offered", "offer": "offered", "scheduled": "accepted", "booked": "accepted",
    "confirmed": "accepted", "completed": "done", "interviewed": "done", "waitlist": "waitlisted",
    "wait list": "waitlisted", "wait-listed": "waitlisted", "cancelled": "withdrawn",
    "canceled": "withdrawn",
}  # fmt: skip
SAID: Mapping[str, str] = {
    "j1": "j1", "j-1": "j1", "j1 only": "j1", "j-1 only": "j1", "h1b": "h1b", "h-1b": "h1b",
    "h1-b": "h1b", "both": "both", "j1 and h1b": "both", "j-1 and h-1b": "both",
    "j1/h1b": "both", "j-1/h-1b": "both", "j1, h1b": "both", "none": "none", "no": "none",
    "unknown": "unknown", "?": "unknown", "": "unknown",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which interviews of a season can be: from `opens` to `closes`, if known."""

    season: int
    opens: dt.date
    closes: dt.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Interview:
    """One line of the tracker. `region` is empty where the line does not say it.

    `answer_by` is the last day to answer an offer, where the program set one.
    """

    specialty: str
    program: str
    state: str | None
    region: str
    date: dt.date | None
    status: Status
    answer_by: dt.date | None
    visa: SaidVisa
    visa_asked: dt.date | None
    notes: str
    place: Location


def read_interviews(
    text: Written, file: str, problems: Problems, vocabularies: Mapping[str, Vocabulary],
    window: Window | None,
) -> tuple[Interview, ...]:  # fmt: skip
    """Read every line; mistakes are recorded with their place, and no line is dropped silently."""
    values = Values(problems, vocabularies)
    seen: dict[tuple[str, str, str], int] = {}
    found = []
    for row in read_table(text, file, LAYOUT, problems):
        interview = _interview(row, values, window)
        key = values.one_program(row)
        first = seen.setdefault(key, row.place.line)
        if key[1] and first != row.place.line:
            problems.add(
                "C210", row.cell("program").place,
                f"{shorten(row.text('program'))} stands in line {first} too",
                "keep one line for each program",
            )  # fmt: skip
        if interview:
            found.append(interview)
    return tuple(found)


def _interview(row: Row, values: Values, window: Window | None) -> Interview | None:
    specialty = values.specialty(row.cell("specialty"), "C206")
    program = values.needed(row.cell("program"), "program", "C207")
    state = values.state(row.cell("state"), "C206")
    day = values.day(row.cell("date"), "date", "C208")
    answer_by = values.day(row.cell("answer_by"), "answer_by", "C208")
    asked = values.day(row.cell("visa_asked"), "visa_asked", "C208", "you asked")
    status = values.choice(row.cell("status"), "status", "C209", STATUSES)
    visa = values.choice(row.cell("visa"), "visa", "C209", SAID)
    for name, told in (("date", day), ("answer_by", answer_by)):
        if told and window:
            _in_season(told, row.cell(name).place, window, values.problems)
    if specialty is None or status is None or visa is None:
        return None
    return Interview(
        specialty=specialty, program=program, state=state, region=row.text("region"), date=day,
        status=Status(status), answer_by=answer_by, visa=SaidVisa(visa), visa_asked=asked,
        notes=row.text("notes"), place=row.place,
    )  # fmt: skip


def _in_season(day: dt.date, where: Location, window: Window, problems: Problems) -> None:
    """Record a day on which no interview of this season can be, and no offer ends."""
    hint = "check the year, or the season in your profile"
    if day < window.opens:
        problems.add(
            "C211", where,
            f"{day} is before the season of Match {window.season}, which begins in August "
            f"{window.opens.year}",
            hint,
        )  # fmt: skip
    elif window.closes and day > window.closes:
        problems.add(
            "C211", where,
            f"{day} is after {window.closes}, when the rank order lists of Match "
            f"{window.season} are closed",
            hint,
        )  # fmt: skip


def template(season: int | None) -> str:
    """An empty tracker with its headings and one invented line."""
    example = {**LAYOUT.example, "date": f"{(season or 2028) - 1}-12-01"}
    return write_table(
        tuple(LAYOUT.columns), tuple(example.get(name, "") for name in LAYOUT.columns)
    )
