"""A map of squares, one for each state: where they stand and how dark they are. Pure layout."""

from __future__ import annotations

from collections.abc import Sequence

from sitegen.plan.applying.geography import Square
from sitegen.records import value_object

SIDE, GAP, EDGE = 36, 2, 2
"""Side of a square, room between two, and room at the edge, in units of the viewBox."""

SHADES = 4
LONG = 4
"""Digits from which a number needs a smaller size."""


@value_object
class Tile:
    """One square. `css` holds its classes, `mark` the path of its sign or nothing."""

    x: int
    y: int
    code: str
    number: str
    css: str
    mark: str
    named: bool

    @property
    def middle(self) -> float:
        """The x of its middle."""
        return self.x + SIDE / 2

    @property
    def inset(self) -> float:
        """How far inside its frame stands; on the darkest shade a rim stays around it."""
        return 2.5 if f"s{SHADES}" in self.css.split() else 1.5


@value_object
class TileMap:
    """A finished map. `shades` holds, for each shade, its class and the ends of its numbers."""

    width: int
    height: int
    tiles: tuple[Tile, ...]
    shades: tuple[tuple[str, int, int], ...]
    side: int = SIDE


def tile_map(squares: Sequence[Square]) -> TileMap:
    """Lay out every state; the darkest shade is that of the largest number."""
    most = max((s.number or 0 for s in squares), default=0)
    step = SIDE + GAP
    return TileMap(
        width=2 * EDGE + step * (max(s.column for s in squares) + 1) - GAP,
        height=2 * EDGE + step * (max(s.row for s in squares) + 1) - GAP,
        tiles=tuple(_tile(s, most) for s in sorted(squares, key=lambda s: (s.row, s.column))),
        shades=_shades([s.number for s in squares if s.number], most),
    )


def shade(number: int | None, most: int) -> int:
    """From 0, nothing, to 4: the quarter of the largest number in which this one lies."""
    if not number:
        return 0
    return -(-number * SHADES // most) if most >= SHADES else number


def _shades(numbers: Sequence[int], most: int) -> tuple[tuple[str, int, int], ...]:
    """Only shades that occur, with the numbers that have them."""
    found = []
    for level in range(1, SHADES + 1):
        held = [n for n in numbers if shade(n, most) == level]
        if held:
            found.append((f"s{level}", min(held), max(held)))
    return tuple(found)


def _tile(square: Square, most: int) -> Tile:
    x = EDGE + square.column * (SIDE + GAP)
    y = EDGE + square.row * (SIDE + GAP)
    number = "" if square.number is None else str(square.number)
    words = [f"s{shade(square.number, most)}", square.wish]
    if len(number) >= LONG:
        words.append("long")
    return Tile(
        x,
        y,
        square.code,
        number,
        " ".join(filter(None, words)),
        _mark(square, x, y),
        square.wish == "named",
    )


def _mark(square: Square, x: int, y: int) -> str:
    """A cross for an excluded state; a ring with a bar where no program fits the visa."""
    left, top = x + SIDE - 10, y + 4
    if square.wish == "excluded":
        return f"M{left} {top}l6 6m0 -6l-6 6"
    if square.shut:
        return f"M{left} {top + 4}a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0M{left + 1} {top + 6.5}l5 -5"
    return ""
