"""Reads the applicant's own program list from CSV text or a workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sitegen.cells import Values
from sitegen.choosing_sheets import likely_sheets
from sitegen.diagnostics import Location, Problems, shorten
from sitegen.listed_specialties import specialty_beside
from sitegen.places import city_and_state, state_of_section
from sitegen.programs.checks import check_rows, without_repeats
from sitegen.programs.columns import COLUMNS, LAYOUT
from sitegen.programs.fits import fit_of
from sitegen.programs.kinds import days_in
from sitegen.programs.model import Program, Track
from sitegen.programs.names import names_of, say_set_aside
from sitegen.programs.noted import take_limits
from sitegen.programs.sentences import OF_CLASS, VisaReading, visa_class
from sitegen.programs.shares import shares_in
from sitegen.programs.words import VisaClass, VisaWords
from sitegen.records import value_object
from sitegen.shape import Vocabulary
from sitegen.sheets import Workbook, Written
from sitegen.tables import SAMPLE, Row, Table, open_table
from sitegen.tracks import Named, mentioned
from sitegen.understanding import Understanding, understanding_of

Said = dict[str, Any]
"""What the cells of one row say, by column. What is empty or cannot be read is left out."""

VISA_COLUMNS = {
    *("j1", "h1b", "freida_j1", "freida_h1b", "site_j1", "site_h1b"),
    *("visa_class", "visa_sentence"),
}


@value_object
class About:
    """What is known of a whole list beside its file: its specialty, and whether visas matter.

    `visas` is False for an applicant who needs none; then nothing about them is asked.
    """

    specialty: str | None = None
    visas: bool = True


ANY = About()
"""A list of which nothing is known beside its file."""


def read_programs(
    written: Written,
    file: str,
    problems: Problems,
    vocabularies: Mapping[str, Vocabulary],
    phrases: Sequence[VisaWords] = (),
    about: About = ANY,
    seen: list[Understanding] | None = None,
) -> tuple[Program, ...]:
    """Read every row; mistakes are recorded with their place, and no row is dropped silently.

    `seen` gathers how each part of the list was understood, also where mistakes stop its reading.
    """
    values = Values(problems, vocabularies)
    found: list[Program] = []
    for part in parts_of(written, values):
        table = open_list(part, file, values, about)
        programs = programs_in(table, values, phrases, about)
        found += programs
        if seen is not None and table.headings:
            seen.append(understanding_of(table, LAYOUT.noun, len(programs), written))
    return tuple(found)


def parts_of(written: Written, values: Values) -> tuple[Written, ...]:
    """The lists that a file holds: one, or a sheet for each specialty that sheets are named for."""
    if isinstance(written, Workbook) and not written.asked:
        likely = likely_sheets(written, LAYOUT)
        fields = {mentioned(sheet.name, values.vocabularies) for sheet in likely}
        if len(fields - {None}) == len(likely) > 1:
            return tuple(Workbook((sheet,), sheet.name) for sheet in likely)
    return (written,)


def open_list(
    written: Written,
    file: str,
    values: Values,
    about: About = ANY,
    agreed: Mapping[int, str | None] | None = None,
) -> Table:
    """The table of a program list, its headings understood by their words and cells."""
    beside = specialty_beside(values.vocabularies, about.specialty)
    return open_table(written, file, LAYOUT, values.problems, agreed, fit_of(values), beside)


def programs_in(
    table: Table, values: Values, phrases: Sequence[VisaWords], about: About = ANY
) -> tuple[Program, ...]:
    """The programs of a table that is open already."""
    names = names_of(table.rows, values)
    if not _says_what_is_needed(table, names, about, values):
        return ()
    days_in(values, table.rows)
    shares_in(values, table.rows)
    aside = [(row.cell("specialty"), name) for row, name in names if not name.specialty]
    say_set_aside(aside, values)
    known = [(row, name) for row, name in names if name.specialty]
    known = without_repeats(known, values.problems)
    told = [(row, said_in(row, values, name)) for row, name in known]
    values.tell_left()
    take_limits(told, values.problems)
    sentences = {said["visa_sentence"] for _, said in told if "visa_sentence" in said}
    readings = {sentence: visa_class(sentence, phrases) for sentence in sentences}
    check_rows(told, readings, values.problems, values.vocabularies["specialty"])
    return tuple(_program(row, said, readings) for row, said in told)


def _says_what_is_needed(
    table: Table, names: Sequence[tuple[Row, Named]], about: About, values: Values
) -> bool:
    """Whether a list says of which specialty it is; records that, and that nothing tells visas."""
    problems = values.problems
    columns = {each.column for each in table.headings if each.sure}
    where = table.headings[0].place if table.headings else Location(table.file)
    doubtful = {each.column: each.title for each in table.headings if each.column not in columns}
    if names and _without_headings(table, values):
        problems.add(
            "C103",
            where,
            "no line of headings was found: none of these is known",
            "write one above the rows, such as specialty,name,state,j1,h1b",
        )
        return False
    unnamed = "specialty" not in columns and not any(name.specialty for _, name in names)
    if names and unnamed:
        meant = doubtful.get("specialty")
        problems.add(
            "C103",
            where,
            "no column, title or sheet says the specialty",
            f"rename the column {shorten(meant)} to specialty"
            if meant
            else 'say it in the profile: list_specialty: "internal medicine"; with sitegen '
            'programs: --specialty "internal medicine"; or add a column specialty',
        )
    if names and about.visas and columns.isdisjoint(VISA_COLUMNS):
        meant = next((title for name, title in doubtful.items() if name in VISA_COLUMNS), None)
        problems.warn(
            "C118",
            where,
            "no column says which visas are sponsored; that stays unknown",
            f"if the column {shorten(meant)} says it, rename it to visa_sentence"
            if meant
            else "add a column visa_sentence with the programs' words, or j1 and h1b",
        )
    return not (names and unnamed)


def _without_headings(table: Table, values: Values) -> bool:
    """Whether the first line is a row: nothing in it is a known heading, but all could be cells."""
    fit = fit_of(values)
    below = {text for row in table.rows[:SAMPLE] for text in row.line.texts}
    return all(
        each.title in below or (each.told and fit(str(each.column), "", [each.title]) > 0)
        for each in table.headings
        if each.sure and each.column
    )


def said_in(row: Row, values: Values, named: Named) -> Said:
    """What the cells of a row say, with the specialty, the track and the state that it names."""
    said: dict[str, Any] = {}
    for name, at in row.columns.items():
        if row.holds(at) and name != "specialty":
            value = COLUMNS[name].read(values, row.at(at), name)
            if value is not None and value != "":
                said[name] = value
    if named.specialty:
        said["specialty"] = named.specialty
    if named.track:
        said["track"] = Track(named.track)
    if "state" not in said and not row.text("state"):
        _add_state(said, row, values)
    elif "city" not in said:
        city, state = city_and_state(row.text("state"), values.vocabularies["state"])
        said |= {"city": city} if state else {}
    return said


def _add_state(said: Said, row: Row, values: Values) -> None:
    """Take the state from the cell of the city, or from the section that a row stands in."""
    states = values.vocabularies["state"]
    city, of_city = city_and_state(said.pop("city", ""), states)
    state = of_city or state_of_section(row.section, states)
    if state:
        said["state"] = state
    if city:
        said["city"] = city


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
        said.get(visa),
        j1 if visa == "j1" else h1b,
        said.get(f"site_{visa}"),
        reading.j1 if visa == "j1" else reading.h1b,
        said.get(f"freida_{visa}"),
    )
    return next((each for each in sources if each is not None), None)
