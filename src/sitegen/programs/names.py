"""The specialty and the track that a row names, and the rows that are set aside for it."""

from __future__ import annotations

from collections.abc import Sequence

from sitegen.cells import Values
from sitegen.diagnostics import shorten
from sitegen.programs.model import Track
from sitegen.tables import Cell
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


def name_of(cell: Cell, beside: Cell, values: Values) -> Named:
    """What a row names: its specialty, with what the cell of its track says of that."""
    found = named(cell.text, values.vocabularies)
    kinds = track_words(beside.text, values.vocabularies) if beside.text else None
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
