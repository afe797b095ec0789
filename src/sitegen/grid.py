"""The grid of twelve decimals: what is compared, cut at a border or told stands on it.

`exp`, `log` and powers may differ in their last bit from one C library to the next, and a sum
in its last bit with the order of what is added. So totals are made with `math.fsum`, which is
exact up to one rounding, and a value is put on the grid once where it leaves the arithmetic:
before a border decides on it, and before it is told. What follows is plain arithmetic, which
IEEE 754 makes the same everywhere.
"""

from __future__ import annotations

import math

DECIMALS = 12
"""Far finer than any figure here, far coarser than what rounding leaves behind."""

SCALE, NEAR = 1e12, 1000.0
"""Numbers nearer to 0 than this need no decimal digits to be put on the grid: it is quicker."""


def on_grid(value: float) -> float:
    """The nearest number of twelve decimals, and never a minus zero. Integers stay integers.

    >>> on_grid(3.4999999999999996), on_grid(-1e-16)
    (3.5, 0.0)
    """
    if -NEAR < value < NEAR and type(value) is float:
        scaled = value * SCALE
        whole = round(scaled)
        # The product is off by less than 0.07 here, so the whole number is the nearest; and a
        # quotient of whole numbers is rounded once, as the decimal is by `round`.
        if -0.4 < scaled - whole < 0.4:
            return whole / SCALE
    return round(value, DECIMALS) + 0


def half_up(value: float, digits: int = 0) -> float:
    """Rounded to so many decimals, a half always up, as people round and not to the even digit.

    >>> half_up(2.675, 2), half_up(2.5), half_up(-2.5)
    (2.68, 3.0, -2.0)
    """
    scale = float(10**digits)
    return math.floor(on_grid(value * scale) + 0.5) / scale


def put_on_grid(record: object, *names: str) -> None:
    """Put numbers of a frozen record on the grid while it is made."""
    for name in names:
        _set(record, name, on_grid(getattr(record, name)))


_set = object.__setattr__
