"""The chance during the season: what invitations and interviews so far change.

Before the season a person's luck is a gamma factor; invitations so far update it (gamma and
Poisson are conjugate), which tells how many more may come. The list that follows is read by
its length, as NRMP printed it. The chance by the end is the mean over all numbers of interviews
that may still come, not the chance at some of them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.chance.groups import Group
from sitegen.chance.luck import interviews_spread
from sitegen.chance.odds import Chance, Weight, added, chance_of
from sitegen.chance.ranks import MOST, with_ranks
from sitegen.grid import on_grid

NOTHING = Weight(0.0, 0.0)
WITHOUT_A_LIST = Weight(-20.0, 0.0)
"""Nobody matches to a specialty without an interview in it."""


TAIL = 1e-4
"""Numbers of further interviews that fewer people go beyond than this are taken together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """Interviews still to come: expected, with the ends of 8 of 10 seasons.

    `shape` is the evenness of luck between people with as many invitations so far.
    """

    low: int
    expected: float
    high: int
    shape: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Updated:
    """The chance with the interviews so far alone, and with those that may still come."""

    so_far: Chance
    by_the_end: Chance
    ahead: Ahead


def ahead(expected: float, shape: float, so_far: int, passed: float) -> Ahead:
    """Interviews still to come.

    `expected`: interviews expected of the whole season before it began. `passed`: share of a
    season's invitations that are usually out by now, from 0 to 1.
    """
    luck_shape = shape + so_far
    luck = luck_shape / (shape + expected * passed)
    coming = luck * expected * (1 - passed)
    return Ahead(
        low=interviews_spread(coming, luck_shape, 0.1),
        expected=coming,
        high=interviews_spread(coming, luck_shape, 0.9),
        shape=luck_shape,
    )


def standing(
    group: Group, programs: int, evidence: Weight, share: Weight, rest: Weight = NOTHING
) -> Weight | None:
    """Log-odds with this many interviews, each ranked; None where no list lengths are printed.

    `rest` is what neither file nor list shows; it makes the range wider.
    """
    if not programs:
        return WITHOUT_A_LIST
    said = with_ranks(group, programs, evidence, share)
    return None if said is None else added((said, rest))


def updated(
    group: Group, so_far: int, scenes: tuple[Ahead, Ahead, Ahead], evidence: Weight,
    share: Weight, rest: Weight = NOTHING,
) -> Updated | None:  # fmt: skip
    """The chance after the interviews so far; None where no list lengths are printed.

    `scenes` are the interviews to come at the low end, as expected, and at the high end.
    """

    def at(programs: int) -> Chance | None:
        weight = standing(group, programs, evidence, share, rest)
        return None if weight is None else chance_of(weight)

    now = at(so_far)
    if now is None or at(1) is None:
        return None
    few, usual, many = scenes
    sums = []
    for scene, end in ((few, "low"), (usual, "use"), (many, "high")):
        known = [(at(so_far + n), share_of) for n, share_of in _numbers(scene)]
        sums.append(math.fsum(getattr(each, end) * part for each, part in known))
    return Updated(
        so_far=now,
        by_the_end=Chance(*sums),
        ahead=Ahead(low=few.low, expected=usual.expected, high=many.high, shape=usual.shape),
    )


def _numbers(scene: Ahead) -> Iterator[tuple[int, float]]:
    """Each number of further interviews with the share of people who get it; the sum is 1."""
    odds = scene.expected / (scene.expected + scene.shape)
    chances = [(1 - odds) ** scene.shape]
    while on_grid(1 - math.fsum(chances)) > TAIL and len(chances) <= MOST:
        number = len(chances) - 1
        yield number, chances[-1]
        chances.append(chances[-1] * (number + scene.shape) / (number + 1) * odds)
    yield len(chances) - 1, 1 - math.fsum(chances[:-1])
