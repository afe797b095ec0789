"""The specialty and the track that a row names, and the rows that are set aside for it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from sitegen.cells import WRITE_SPECIALTY, Values
from sitegen.diagnostics import shorten
from sitegen.programs.model import Track
from sitegen.tables import Cell, Row
from sitegen.tracks import (
    NOT_PLANNED,
    SET_ASIDE,
    Named,
    mentioned,
    named,
    of_track,
    track_words,
)

UNKNOWN = "is not a known specialty"


def specialty(values: Values, cell: Cell, _: str) -> str | None:
    """The id of a specialty; None where it is none of those that are planned for."""
    return named(cell.text, values.vocabularies).specialty


def track(values: Values, cell: Cell, _: str) -> Track | None:
    """A research or a rural track; other tracks say nothing here."""
    kinds = track_words(cell.text, values.vocabularies) or set()
    return next((each for each in Track if each in kinds), None)


MOST_OF_THEM = 0.8
"""The part of the rows whose names have to mention a specialty, if nothing else says it."""


def names_of(rows: Sequence[Row], values: Values) -> list[tuple[Row, Named]]:
    """What each row names. Where no row has a specialty, the names of its programs may tell it."""
    texts = _filled_down([row.text("specialty") for row in rows])
    known = {text: named(text, values.vocabularies) for text in set(texts)}
    found = [
        (row, _of_track(known[text], row, values)) for row, text in zip(rows, texts, strict=True)
    ]
    if any(texts):
        return found
    told = [mentioned(row.text("name"), values.vocabularies) for row in rows]
    if len(told) - told.count(None) < MOST_OF_THEM * len(told):
        return found
    return [
        (row, _of_track(Named(name), row, values)) for row, name in zip(rows, told, strict=True)
    ]


def _filled_down(texts: Sequence[str]) -> list[str]:
    """The specialty of each row, where a list names it in the first row of each group only.

    Such a list has at least as many rows without it, and never names it in two rows running.
    """
    told = [text for text in texts if text]
    running = any(a and a == b for a, b in pairwise(texts))
    if not told or not texts[0] or running or 2 * len(told) > len(texts):
        return list(texts)
    found: list[str] = []
    for text in texts:
        found.append(text or found[-1])
    return found


def _of_track(found: Named, row: Row, values: Values) -> Named:
    """A specialty with what the track of its row says of it."""
    beside = row.text("track")
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
        said = f"{shorten(cell.text)} {NOT_PLANNED.get(name.other, UNKNOWN)}; {rows} set aside"
        if not cell.text:
            rows = "this row is" if len(each) == 1 else f"{len(each):,} such rows are"
            said = f"the specialty is missing; {rows} set aside"
        values.problems.warn("C104", cell.place, said, _next_step(cell, name, values))


def _next_step(cell: Cell, name: Named, values: Values) -> str:
    if name.other:
        return SET_ASIDE
    if not cell.text:
        return "write the specialty into the cell, if the row is a program"
    words = values.vocabularies["specialty"]
    heard = words.heard_as(cell.text)
    if heard and heard.say and not heard.means:
        return heard.say
    close = values.problems.nearest("C104", cell.text, words.spellings)
    if close:
        return f'did you mean "{words.spellings[close]}"?'
    return f"{WRITE_SPECIALTY}; if it is something else, such as a fellowship, leave it as it is"
