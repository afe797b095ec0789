"""The applicant's interview tracker, read from CSV text: one line for each program."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

from sitegen.answers import said, says_nothing
from sitegen.cells import HOSPITAL, PROGRAM, PROGRAM_SIGNS, SPECIALTY, TRACKS, Values
from sitegen.day_columns import DayColumn, Window
from sitegen.days import written
from sitegen.diagnostics import Location, Problems, shorten
from sitegen.listed_specialties import fit_of_lists, specialty_beside
from sitegen.records import value_object
from sitegen.shape import Vocabulary
from sitegen.sheets import Written
from sitegen.statuses import STEPS, Status, status_of
from sitegen.tables import Cell, Layout, Row, open_table, write_table
from sitegen.understanding import Understanding, understanding_of

STEPS_TICKED: Mapping[str, tuple[str, ...]] = {
    "applied": ("applied", "application sent", "application submitted"),
    "invited": ("invited", "interview offered", "interview invite", "invite received"),
    "interviewed": ("interviewed", "interview done", "interview completed"),
    "waitlisted": ("waitlisted", "waitlist", "wait list"),
    "rejected": ("rejected", "rejection"),
    "declined": ("declined", "i declined"),
}
"""Columns with a tick for each step, which stand in for a column of statuses."""

LAYOUT = Layout(
    noun="interview tracker",
    columns={
        "specialty": SPECIALTY,
        "program": (*PROGRAM, *HOSPITAL),
        "state": ("state", "st", "program state", "city state"),
        "region": ("region",),
        "date": (
            "interview date",
            "date of interview",
            "interview day",
            "interview on",
            "date",
            "day",
        ),
        "status": ("status", "interview status", "invite status", "outcome", "result"),
        "answer_by": ("answer by", "reply by", "respond by", "answer until"),
        "visa": ("visa", "visas"),
        "visa_asked": ("visa asked", "visa asked on", "asked"),
        **TRACKS,
        **STEPS_TICKED,
        "notes": ("notes", "note", "my notes", "comments", "comment", "remarks"),
    },
    needed=("specialty", "program", "status"),
    instead={"status": tuple(STEPS_TICKED)},
    empty="C201",
    too_long="C202",
    missing="C203",
    overfull="C204",
    unread="C205",
    signs={
        "specialty": ("specialty", "discipline", "residency", "program type", "field"),
        "program": PROGRAM_SIGNS,
        "state": ("state", "location"),
        "date": ("interview date", "iv date", "ii date", "interview day", "interview", "date"),
        "status": ("status", "outcome", "result", "interview", "invite", "invitation", "response"),
        "visa": ("j1", "h1b", "visa sponsorship", "visas sponsored"),
    },
    choose=("program", "state", "date", "status", "notes"),
    also=("specialty",),
    missed=("date", "status"),
    sheets=("interviews", "interview", "tracker", "invites", "invitations"),
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


class SaidVisa(StrEnum):
    """What a program says about visas."""

    J1 = "j1"
    H1B = "h1b"
    BOTH = "both"
    NONE = "none"
    UNKNOWN = "unknown"


SIGNS = (" ", " and ", " or ")
SAID: Mapping[str, str] = {
    **dict.fromkeys(("j1", "j1 only", "only j1", "yes j1", "j1 yes", "j1 ecfmg", "j1 visa"), "j1"),
    **dict.fromkeys(("j1 no h1b", "j1 yes h1b no", "j1 not h1b", "no h1b j1 only"), "j1"),
    **dict.fromkeys(("h1b", "h1b only", "only h1b", "yes h1b", "h1b visa"), "h1b"),
    **dict.fromkeys(("both", "both visas"), "both"),
    **{f"{a}{sign}{b}": "both" for sign in SIGNS for a, b in (("j1", "h1b"), ("h1b", "j1"))},
    **dict.fromkeys(("none", "no", "no visa", "no visas", "neither", "does not sponsor"), "none"),
    "unknown": "unknown",
}
"""What a program says about visas, as people write it; signs between words are free."""


@value_object(kw_only=True)
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
    text: Written,
    file: str,
    problems: Problems,
    vocabularies: Mapping[str, Vocabulary],
    window: Window | None,
    specialty: str | None = None,
    seen: list[Understanding] | None = None,
) -> tuple[Interview, ...]:
    """Read every line; mistakes are recorded with their place, and no line is dropped silently.

    `specialty` is that of lines that name none. `seen` gathers how the list was understood.
    """
    values = Values(problems, vocabularies)
    beside, fit = specialty_beside(vocabularies, specialty), fit_of_lists(vocabularies)
    table = open_table(text, file, LAYOUT, problems, fit=fit, beside=beside)
    rows = table.rows
    columns = [DayColumn(n, [r.cell(n) for r in rows], of) for n, of in DAYS.items()]
    values.read_days(columns, "C208", window)
    names = values.told_apart(rows)
    lines: dict[tuple[str, ...], int] = {}
    found = []
    for row in rows:
        interview = _interview(row, values, window)
        key = values.one_program(row)
        first = lines.setdefault(key, row.place.line)
        if key[1] and first != row.place.line:
            problems.add(
                "C210",
                row.cell("program").place,
                f"{shorten(row.text('program'))} stands in line {first} too",
                "keep one line for each program, or add its track to the name",
            )
        if interview:
            found.append(replace(interview, program=names.get(row.place, interview.program)))
    values.tell_left()
    if seen is not None and table.headings:
        seen.append(understanding_of(table, LAYOUT.noun, len(found), text))
    return tuple(found)


DAYS = {"date": "", "answer_by": "", "visa_asked": "you asked"}
"""The columns of days, and what happened on a day where a yes could stand for it."""


def _interview(row: Row, values: Values, window: Window | None) -> Interview | None:
    specialty = values.specialty_of(row, "C206")
    program = values.needed(row.cell("program"), "program", "C207")
    state = values.state(row.cell("state"), "C206")
    told = _status(row.cell("status"), values) if "status" in row.columns else _ticked(row, values)
    visa = values.word(row.cell("visa"), "visa", "C209", SAID) or SaidVisa.UNKNOWN
    day, answer_by, asked = (values.days.get(row.cell(name).place) for name in DAYS)
    for name, on in (("date", day), ("answer_by", answer_by)):
        if on and window and told in WITH_A_DAY:
            _in_season(on, row.cell(name).place, window, values.problems)
    if not specialty:
        return None
    return Interview(
        specialty=specialty,
        program=program,
        state=state,
        region=row.text("region"),
        date=day,
        status=told,
        answer_by=answer_by,
        visa=SaidVisa(visa),
        visa_asked=asked,
        notes=row.text("notes"),
        place=row.place,
    )


WITH_A_DAY = frozenset({Status.OFFERED, Status.ACCEPTED, Status.DONE, Status.WAITLISTED})
"""Lines whose day is that of an interview; the others may name the day of an application."""


def _status(cell: Cell, values: Values) -> Status:
    """How far a line has come; what is not understood is not known, and told once."""
    told = status_of(cell.text, values.vocabularies["status"])
    if told is None:
        few = ", ".join(status for status in Status if status is not Status.UNKNOWN)
        what = "which is not known here" if cell.text else "so its line counts nowhere"
        what = "which is in doubt, so its line counts nowhere" if "?" in cell.text else what
        values.leave(cell, "status", "C209", what, f"write one of: {few}")
    return told or Status.UNKNOWN


def _ticked(row: Row, values: Values) -> Status:
    """The furthest step that is ticked, or has a day; an invitation with its day is accepted."""
    reached = [_OF_STEP[name] for name in STEPS_TICKED if _is_done(row.cell(name), name, values)]
    if values.days.get(row.cell("date").place):
        reached.append(Status.ACCEPTED)
    none = Status.NOT_APPLIED if "applied" in row.columns else Status.UNKNOWN
    return max(reached, key=STEPS.index, default=none)


def _is_done(cell: Cell, name: str, values: Values) -> bool:
    told = said(cell.text)
    if written(cell.text).days:
        return True
    if told is None and not says_nothing(cell.text):
        values.leave(
            cell,
            name,
            "C209",
            "which is neither yes, no nor a day",
            "write yes, no, the day, or leave it empty",
        )
    return told is True


_OF_STEP = {
    "applied": Status.APPLIED,
    "invited": Status.OFFERED,
    "interviewed": Status.DONE,
    "waitlisted": Status.WAITLISTED,
    "rejected": Status.REJECTED,
    "declined": Status.DECLINED,
}


def _in_season(day: dt.date, where: Location, window: Window, problems: Problems) -> None:
    """Record a day on which no interview of this season can be, and no offer ends."""
    hint = window.other_year(day) or "check the day, or the season in your profile"
    if day < window.opens:
        problems.add(
            "C211",
            where,
            f"{day} is before the season of Match {window.season}, which begins in August "
            f"{window.opens.year}",
            hint,
        )
    elif window.closes and day > window.closes:
        problems.add(
            "C211",
            where,
            f"{day} is after {window.closes}, when the rank order lists of Match "
            f"{window.season} are closed",
            hint,
        )


def template(season: int | None) -> str:
    """An empty tracker with its headings and one invented line."""
    example = {**LAYOUT.example, "date": f"{(season or 2028) - 1}-12-01"}
    names = tuple(name for name in LAYOUT.columns if name not in {*TRACKS, *STEPS_TICKED})
    return write_table(names, tuple(example.get(name, "") for name in names))
