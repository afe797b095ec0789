"""Reads the applicant's own program list from CSV text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sitegen.cells import Values
from sitegen.diagnostics import Problems
from sitegen.programs.checks import check_rows
from sitegen.programs.columns import COLUMNS, LAYOUT
from sitegen.programs.model import Program, Track
from sitegen.programs.names import name_of, say_set_aside
from sitegen.programs.sentences import OF_CLASS, VisaClass, VisaPhrase, VisaReading, visa_class
from sitegen.shape import Vocabulary
from sitegen.tables import Row, Table, open_table
from sitegen.tracks import Named

Said = dict[str, Any]
"""What the cells of one row say, by column. What is empty or cannot be read is left out."""


def read_programs(
    text: str, file: str, problems: Problems, vocabularies: Mapping[str, Vocabulary],
    phrases: Sequence[VisaPhrase] = (),
) -> tuple[Program, ...]:  # fmt: skip
    """Read every row; mistakes are recorded with their place, and no row is dropped silently."""
    table = open_table(text, file, LAYOUT, problems)
    return programs_in(table, Values(problems, vocabularies), phrases)


def programs_in(table: Table, values: Values, phrases: Sequence[VisaPhrase]) -> tuple[Program, ...]:
    """The programs of a table that is open already."""
    named = [(row, name_of(row.cell("specialty"), row.cell("track"), values)) for row in table.rows]
    say_set_aside([(row.cell("specialty"), n) for row, n in named if not n.specialty], values)
    told = [(row, said_in(row, values, name)) for row, name in named if name.specialty]
    sentences = {said["visa_sentence"] for _, said in told if "visa_sentence" in said}
    readings = {sentence: visa_class(sentence, phrases) for sentence in sentences}
    check_rows(told, readings, values.problems)
    return tuple(_program(row, said, readings) for row, said in told)


def said_in(row: Row, values: Values, named: Named) -> Said:
    """What the cells of a row say, with the specialty and the track that it names."""
    said: dict[str, Any] = {}
    for name, at in row.columns.items():
        if row.holds(at):
            value = COLUMNS[name].read(values, row.at(at), name)
            if value is not None and value != "":
                said[name] = value
    if named.specialty:
        said["specialty"] = named.specialty
    if named.track:
        said["track"] = Track(named.track)
    return said


def _program(row: Row, said: Said, readings: Mapping[str, VisaReading]) -> Program:
    reading = readings.get(said.get("visa_sentence", ""), VisaReading())
    return Program(
        **{
            **said,
            "j1": _holds("j1", said, reading),
            "h1b": _holds("h1b", said, reading),
            "visa_class": said.get("visa_class", reading.visa_class),
            "visa_phrase": reading.words,
        },
        place=row.place,
    )


def _holds(visa: str, said: Said, reading: VisaReading) -> bool | None:
    """What holds for a visa after all sources of a row; the first that says something wins.

    1. The column `j1` or `h1b`: the applicant's own answer.
    2. The column `visa_class`: how the applicant reads the program's words.
    3. What the program's site says.
    4. The program's own sentence, as far as a phrase is recognised.
    5. FREIDA, a directory that each program fills in about once a year.

    The other columns stay as they are, so that a conflict can be shown.
    """
    classed: VisaClass | None = said.get("visa_class")
    j1, h1b = OF_CLASS[classed] if classed else (None, None)
    sources = (
        said.get(visa), j1 if visa == "j1" else h1b, said.get(f"site_{visa}"),
        reading.j1 if visa == "j1" else reading.h1b, said.get(f"freida_{visa}"),
    )  # fmt: skip
    return next((each for each in sources if each is not None), None)
