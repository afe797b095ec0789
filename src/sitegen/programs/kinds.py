"""How the cells of the program list are read: texts, words, numbers, days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

from sitegen.answers import signs_said
from sitegen.cells import Span, Values
from sitegen.csvtext import looks_run
from sitegen.day_columns import DayColumn
from sitegen.diagnostics import shorten
from sitegen.tables import Cell, Row

LONGEST = 5_000
"""Characters of a cell that are read; the same limit as for a text in a profile."""

SETTINGS: Mapping[str, str] = {
    "academic": "academic",
    "university": "academic",
    "university based": "academic",
    "university hospital": "academic",
    "academic medical center": "academic",
    "affiliated": "affiliated",
    "university affiliated": "affiliated",
    "community affiliated": "affiliated",
    "community university affiliated": "affiliated",
    "community based university affiliated": "affiliated",
    "community based university affiliated hospital": "affiliated",
    "university affiliated community": "affiliated",
    "hybrid": "affiliated",
    **dict.fromkeys(("univ", "uni", "univ based"), "academic"),
    **dict.fromkeys(("univ affiliated", "comm univ affiliated", "comm affiliated"), "affiliated"),
    **dict.fromkeys(("comm", "comm based", "community program"), "community"),
    "community": "community",
    "community based": "community",
    "community hospital": "community",
}
TOWNS: Mapping[str, str] = {
    "large city": "large_city",
    "big city": "large_city",
    "city": "large_city",
    "urban": "large_city",
    "metropolitan": "large_city",
    "metro": "large_city",
    "smaller city": "smaller_city",
    "small city": "smaller_city",
    "mid size city": "smaller_city",
    "midsize city": "smaller_city",
    "medium city": "smaller_city",
    "town": "smaller_city",
    "rural": "rural",
    "countryside": "rural",
    "small town": "rural",
    "village": "rural",
}
CLASSES: Mapping[str, str] = {
    "j1 only": "j1_only",
    "only j1": "j1_only",
    "j1": "j1_only",
    "both": "both",
    "j1 and h1b": "both",
    "j1 h1b": "both",
    "j1 or h1b": "both",
    "h1b exceptional": "h1b_exceptional",
    "h1b for exceptional candidates": "h1b_exceptional",
    "exceptional": "h1b_exceptional",
    "none": "none",
    "no": "none",
    "no visa": "none",
    "no visas": "none",
    "do not sponsor": "none",
    "does not sponsor": "none",
    **dict.fromkeys(("j1 ecfmg", "j1 visa", "j1 visas", "j1 visa only"), "j1_only"),
    **dict.fromkeys(("j1 visas only", "only j1 visas"), "j1_only"),
    **dict.fromkeys(("j1 yes h1b no", "yes j1 no h1b", "j1 not h1b", "j1 no h1b"), "j1_only"),
    **dict.fromkeys(("both visas", "h1b j1", "h1b and j1", "h1b or j1"), "both"),
    **dict.fromkeys(("j1 yes h1b yes", "j1 h1b both", "all visas"), "both"),
    **dict.fromkeys(("no sponsorship", "no visa sponsorship", "not sponsored", "neither"), "none"),
    "yes": "silent",
    "silent": "silent",
    "says nothing": "silent",
    "not stated": "silent",
}
SIGNALS: Mapping[str, str] = {
    "gold": "gold",
    "silver": "silver",
    "yes": "gold",
    "x": "gold",
    "true": "gold",
    "signal": "gold",
    "sent": "gold",
    "signaled": "gold",
    "signalled": "gold",
    "y": "gold",
    **dict.fromkeys(("gold signal", "yes gold", "gold yes", "g"), "gold"),
    **dict.fromkeys(("silver signal", "yes silver", "silver yes", "s"), "silver"),
    **dict.fromkeys(("no", "n", "none", "false", "0", "not sent", "no signal"), ""),
}
"""Accepted spellings. Where a specialty has one kind of signal, yes means that one; an empty value
says that none is sent."""


def state(values: Values, cell: Cell, _: str) -> str | None:
    """The name of a state."""
    return values.state(cell, "C108")


def text(values: Values, cell: Cell, name: str) -> str:
    """A text as it is, with a warning where a formula was left."""
    if looks_run(cell.text) and signs_said(cell.text) == cell.text:
        values.problems.warn(
            "C115",
            cell.place,
            f"{name} says {shorten(cell.text)}; it is kept as text",
            "if a formula stands there, put its result into the cell and save the list again",
        )
    if len(cell.text) > LONGEST:
        values.problems.add(
            "C112",
            cell.place,
            f"{name} has {len(cell.text):,} characters; the most that is read is {LONGEST:,}",
            "say it in a few lines",
        )
    return cell.text


def truth(values: Values, cell: Cell, name: str) -> bool | None:
    """Yes or no; nothing where the program says nothing."""
    empty = "the program says nothing; its own words belong in a column visa_sentence"
    return values.truth(cell, name, "C105", empty)


def days_in(values: Values, rows: Sequence[Row]) -> None:
    """Read the columns of days before any row, so that their cells help one another."""
    held = [name for name in DAYS if rows and name in rows[0].columns]
    columns = [DayColumn(name, [row.cell(name) for row in rows]) for name in held]
    values.read_days(columns, "C111", None)


DAYS = ("checked_on", "asked_on")


def day(values: Values, cell: Cell, _: str) -> dt.date | None:
    """A date, as `days_in` has read it."""
    return values.days.get(cell.place)


def number(
    low: float, high: float, *units: str, bound: str = ""
) -> Callable[[Values, Cell, str], float | None]:
    """A reader of numbers from `low` to `high`; `bound` tells a least from a most.

    The first of `units` is the one in which the number is kept.
    """
    span = Span(low, high, units[0] if units else "", bound)

    def read(values: Values, cell: Cell, name: str) -> float | None:
        return values.number(cell, name, "C109", span)

    return read


def share(values: Values, cell: Cell, name: str) -> float | None:
    """A share in per cent, as `shares_in` has settled it."""
    if cell.place in values.shares:
        return values.shares[cell.place]
    return values.number(cell, name, "C109", _SHARE)


_SHARE = Span(0, 100, "%")


def count(
    low: int, high: int, *units: str, bound: str = ""
) -> Callable[[Values, Cell, str], int | None]:
    """A reader of whole numbers from `low` to `high`."""
    span = Span(low, high, units[0] if units else "", bound)

    def read(values: Values, cell: Cell, name: str) -> int | None:
        return values.count(cell, name, "C109", span)

    return read


def word(
    kind: type[StrEnum], spellings: Mapping[str, str]
) -> Callable[[Values, Cell, str], StrEnum | None]:
    """A reader of one word of a closed list."""

    def read(values: Values, cell: Cell, name: str) -> StrEnum | None:
        found = values.word(cell, name, "C110", spellings)
        return kind(found) if found else None

    return read
