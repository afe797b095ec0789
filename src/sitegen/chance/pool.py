"""The programs that are open to a person, and what the likeliest of them bring.

Programs of a field differ in how likely they invite. The likeliest are taken first, so each further
one brings less. A share q of all open programs brings `1 - (1 - q) ** spread` of what all bring.
"""

from __future__ import annotations

import functools

from sitegen.records import value_object


@value_object
class Pool:
    """Open programs: those of the typical person of the printed group, and of this person.

    `typical` and `low` ≤ `mine` ≤ `high` are counts above 0; they need not be whole.
    """

    typical: float
    low: float
    mine: float
    high: float


def reached_of(sent: float, pool: float, spread: float) -> float:
    """What so many applications to the likeliest programs bring, in mean programs of the pool.

    It never falls with more applications, nor with more open programs.
    """
    part = min(sent / pool, 1.0)
    return float(pool * (1 - (1 - part) ** spread))


@functools.lru_cache(maxsize=1024)
def reached_each(most: int, pool: float, spread: float) -> tuple[float, ...]:
    """The same for 0, 1, 2 … applications, up to `most` of them."""
    return tuple([reached_of(sent, pool, spread) for sent in range(most + 1)])


def against_usual(sent: float, mine: float, typical: float, usual: float, spread: float) -> float:
    """The same against the typical person of the group, who sends the usual number."""
    return reached_of(sent, mine, spread) / reached_of(min(usual, typical), typical, spread)
