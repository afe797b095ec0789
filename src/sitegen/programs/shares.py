"""Shares in per cent, where a column mixes them with parts of one: 0.45 beside 45 %."""

from __future__ import annotations

from collections.abc import Sequence

from sitegen.amounts import amount
from sitegen.cells import Values
from sitegen.diagnostics import shorten
from sitegen.tables import Cell, Row

OFTEN_SMALL = "interview_rate"
"""A share of which less than 1 per cent is nothing odd."""
COLUMNS = ("img_share", OFTEN_SMALL)
FEW = 3
"""Small shares from which a column that may well hold small ones is doubted."""


def shares_in(values: Values, rows: Sequence[Row]) -> None:
    """Settle what small shares mean before any row is read, and tell it once for a column.

    In a column of parts of one, and among whole per cents, 0.45 is 45 per cent. Elsewhere such a
    cell could be either; it stays unknown then, and is asked about.
    """
    for name in COLUMNS:
        if rows and name in rows[0].columns:
            _settle(name, [row.cell(name) for row in rows], values)


def _settle(name: str, cells: Sequence[Cell], values: Values) -> None:
    told = [(cell, found.value) for cell in cells if (found := amount(cell.text, "%"))]
    bare = [(cell, v) for cell, v in told if 0 < v <= 1 and not _signed(cell)]
    if all(v.is_integer() for _, v in bare):
        return
    rest = [v for cell, v in told if v > 1 or _signed(cell)]
    if name == OFTEN_SMALL:
        if any(_signed(cell) for cell, _ in told):
            _ask(name, bare, values)
        elif not rest and len(bare) >= FEW:
            _doubt(name, bare[0][0], values)
    elif all(v.is_integer() for v in rest):
        parts = bare if not rest else [(c, v) for c, v in bare if not v.is_integer()]
        _convert(name, parts, bool(rest), values)
        _ask(name, [each for each in bare if each not in parts], values)
    else:
        _ask(name, bare, values)


def _signed(cell: Cell) -> bool:
    return any(sign in cell.text.casefold() for sign in ("%", "percent", "per cent", "pct"))


def _convert(name: str, parts: Sequence[tuple[Cell, float]], mixed: bool, values: Values) -> None:
    values.shares.update({cell.place: round(100 * v, 6) for cell, v in parts})
    cell, value = parts[0]
    why = "whole per cents stand beside it" if mixed else f"no {name} is above 1"
    values.problems.warn(
        "C117",
        cell.place,
        f"{name} says {shorten(cell.text)}, and {why}; it is read as {100 * value:g} per cent"
        + _others(parts),
        f"if it is less than 1 of 100, write {value:g}%",
    )


def _ask(name: str, parts: Sequence[tuple[Cell, float]], values: Values) -> None:
    if not parts:
        return
    values.shares.update({cell.place: None for cell, _ in parts})
    cell, value = parts[0]
    values.problems.warn(
        "C117",
        cell.place,
        f"{name} says {shorten(cell.text)} in a column of per cents; that is not known then"
        + _others(parts),
        f"write {100 * value:g}% or {value:g}%, whichever is meant",
    )


def _doubt(name: str, cell: Cell, values: Values) -> None:
    values.problems.warn(
        "C117",
        cell.place,
        f"no {name} is above 1; {shorten(cell.text)} is read as per cent",
        "if 0.4 means 40 of 100, write 40",
    )


def _others(parts: Sequence[tuple[Cell, float]]) -> str:
    more = len(parts) - 1
    return f" (and {more} more such {'cell' if more == 1 else 'cells'})" if more else ""
