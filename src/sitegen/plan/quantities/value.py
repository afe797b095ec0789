"""The value of a quantity, and the one way to write it down."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from sitegen.chance.odds import Chance
from sitegen.grid import half_up, on_grid

Value = int | float | str | dt.date

Pairs = Iterator[tuple[str, Value]]
"""Quantities with their keys."""


def plain(value: Value) -> Value:
    """The same value; a float on the grid, and as an integer where it is whole.

    >>> plain(1940.0), plain(0.1 + 0.2)
    (1940, 0.3)
    """
    if not isinstance(value, float):
        return value
    return int(value) if value == int(value) else on_grid(value)


def written(value: Value) -> str:
    """A value as text, dates as in ISO 8601."""
    return str(plain(value))


def slug(name: str) -> str:
    """A name as part of a key.

    >>> slug("New York")
    'new-york'
    """
    return re.sub("[^a-z0-9.]+", "-", name.lower())


def of_100(chance: float) -> float:
    """A probability as people of 100, with one decimal."""
    return half_up(100 * chance, 1)


def ranged(key: str, chance: Chance) -> Pairs:
    """A chance as three quantities: people of 100 at its low end, its middle and its high end."""
    yield f"{key}.low", of_100(chance.low)
    yield f"{key}.middle", of_100(chance.use)
    yield f"{key}.high", of_100(chance.high)


def spanned(key: str, low: Value, high: Value) -> Pairs:
    """Both ends of a quantity."""
    yield f"{key}.low", low
    yield f"{key}.high", high
