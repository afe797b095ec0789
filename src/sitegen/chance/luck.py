"""From applications to interviews to a match, with luck that differs between people.

A person's luck is a factor with mean 1 on the number of interviews, spread as a gamma
distribution of a shape; given it, interviews are Poisson. Each interview leads to a match with
the same chance, so the *hazard* (expected number of matching programs) adds up over programs,
and the chance of no match is `(1 + hazard / shape) ** -shape`. Luck is partly common to all
specialties of one person: with the chance `shared` it is one throw, else one for each.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence

from sitegen.grid import on_grid
from sitegen.records import value_object

MOST = 500
"""No more interviews than this are looked at."""


@value_object
class Luck:
    """`shape`: evenness between people, above 0. `shared`: common part, from 0 to 1."""

    shape: float
    shared: float


def none_of(hazards: Sequence[float], luck: Luck) -> float:
    """Chance that nothing comes of any specialty. Hazards are 0 or more."""
    apart = math.prod([_none(each, luck.shape) for each in hazards])
    return none_in_all(math.fsum(hazards), float(apart), luck)


def none_in_all(together: float, apart: float, luck: Luck) -> float:
    """Chance that nothing comes of several specialties, with the sum of their hazards.

    `apart` is the product of the chances that nothing comes of each of them.
    """
    return luck.shared * _none(together, luck.shape) + (1 - luck.shared) * apart


@functools.lru_cache(maxsize=256)
def none_each(hazards: tuple[float, ...], shape: float) -> tuple[float, ...]:
    """Chance that nothing comes of a specialty, for each of these hazards in it."""
    return tuple(_none(each, shape) for each in hazards)


def some_of(hazards: Sequence[float], luck: Luck) -> float:
    """Chance of a match in at least one specialty."""
    return 1 - none_of(hazards, luck)


def some_each(hazards: tuple[float, ...], luck: Luck) -> list[float]:
    """Chance of a match in one specialty alone, for each of these hazards in it."""
    shared, rest = luck.shared, 1 - luck.shared
    return [1 - (shared * none + rest * none) for none in none_each(hazards, luck.shape)]


def hazard_of(chance: float, shape: float) -> float:
    """The hazard that gives a chance of a match in one specialty, below 1."""
    return shape * math.expm1(-math.log1p(-chance) / shape)


def reached(interviews: float, shape: float) -> float:
    """Chance of at least one interview where `interviews` are expected."""
    return 1 - _none(interviews, shape)


def expected_before(mean_of_reached: float, shape: float) -> float:
    """Interviews expected of everybody, where those with any have this mean (above 1)."""
    low, high = 0.0, mean_of_reached
    for _ in range(60):
        middle = (low + high) / 2
        mean = middle / reached(middle, shape) if middle > 1e-9 else 1.0
        low, high = (middle, high) if mean < mean_of_reached else (low, middle)
    return (low + high) / 2


def interviews_spread(expected: float, shape: float, share: float) -> int:
    """The number of interviews that this share of people does not exceed."""
    odds = expected / (expected + shape)
    chances = [_none(expected, shape)]
    while on_grid(math.fsum(chances)) < share and len(chances) <= MOST:
        number = len(chances)
        chances.append(chances[-1] * (number - 1 + shape) / number * odds)
    return len(chances) - 1


def _none(hazard: float, shape: float) -> float:
    return math.exp(-shape * math.log1p(hazard / shape))
