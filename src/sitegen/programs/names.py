"""The specialty and the track that a row names, and the rows that are set aside for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sitegen.cells import Values
from sitegen.diagnostics import shorten
from sitegen.headings import plain_words
from sitegen.programs.model import Track
from sitegen.tables import Cell, Row, Table
from sitegen.tracks import Named, named, of_track, track_words

MEANT = {
    "combined": "is a combined program, for which nothing is planned here",
    "preliminary": "is a preliminary year for which nothing is planned here",
    "specialty": "is a specialty for which nothing is planned here",
    "": "is not a known specialty",
}


def specialty(values: Values, cell: Cell, _: str) -> str | None:
    """The id of a specialty; None where it is none of those that are planned for."""
    return named(cell.text, values.vocabularies).specialty


def track(values: Values, cell: Cell, _: str) -> Track | None:
    """A research or a rural track; other tracks say nothing here."""
    kinds = track_words(cell.text, values.vocabularies) or set()
    return next((each for each in Track if each in kinds), None)


@dataclass(frozen=True, slots=True)
class Field:
    """The specialty of a whole list, and what says it; the specialty is None where nothing does."""

    specialty: str | None = None
    said_by: str = ""


NO_FIELD = Field()


def field_of(table: Table, given: str | None, values: Values) -> Field:
    """The specialty of rows that name none: as given, or as a title or the sheet's name says."""
    if given:
        return Field(given, "given")
    for text in table.titles:
        found = mentioned(text, values)
        if found:
            return Field(found, f"the title {shorten(text, 40)}")
    found = mentioned(table.sheet, values)
    return Field(found, f"the name of the sheet {shorten(table.sheet, 40)}") if found else NO_FIELD


def mentioned(text: str, values: Values) -> str | None:
    """The one specialty that a text mentions; None where it mentions none, or several."""
    words = plain_words(text).split()
    whole = named(text, values.vocabularies)
    if whole.specialty or whole.other:
        return whole.specialty
    spellings = values.vocabularies["specialty"].spellings
    found: list[str] = []
    at = 0
    while at < len(words):
        for length in (5, 4, 3, 2, 1):
            meant = spellings.get(" ".join(words[at : at + length]))
            if meant and (length > 1 or len(words[at]) > 1):
                found.append(meant)
                at += length - 1
                break
        at += 1
    return found[0] if len(set(found)) == 1 else None


def name_of(row: Row, field: Field, values: Values) -> Named:
    """What a row names: its own specialty, else that of its section, else that of the list.

    The cell of its track says which year or kind of it is meant.
    """
    text, beside = row.text("specialty"), row.text("track")
    found = named(text, values.vocabularies)
    if not text:
        found = Named(mentioned(row.section, values) or field.specialty)
    kinds = track_words(beside, values.vocabularies) if beside else None
    if found.specialty is None or not kinds:
        return found
    told = of_track(found.specialty, kinds)
    return Named(told.specialty, told.track or found.track, told.other)


def say_set_aside(aside: Sequence[tuple[Cell, Named]], values: Values) -> None:
    """Say once for each name that its rows are set aside; they stop nothing."""
    by_name: dict[str, list[tuple[Cell, Named]]] = {}
    for cell, name in aside:
        by_name.setdefault(cell.text.casefold(), []).append((cell, name))
    for each in by_name.values():
        cell, name = each[0]
        rows = "its row is" if len(each) == 1 else f"its {len(each):,} rows are"
        said = f"{shorten(cell.text)} {MEANT[name.other]}; {rows} set aside"
        if not cell.text:
            rows = "this row is" if len(each) == 1 else f"{len(each):,} such rows are"
            said = f"the specialty is missing; {rows} set aside"
        values.problems.warn("C104", cell.place, said, _next_step(cell, name, values))


def _next_step(cell: Cell, name: Named, values: Values) -> str:
    if name.other:
        return "nothing has to be done; the other rows are used"
    words = values.vocabularies["specialty"]
    close = values.problems.nearest("C104", cell.text, words.spellings)
    return f'did you mean "{words.spellings[close]}"?' if close else "write its English name"
