"""The chance during the season: what invitations and interviews so far change.

Before the season a person's luck is a gamma factor; invitations so far update it (gamma and
Poisson are conjugate), which tells how many more may come. The list that follows is read by
its length, as NRMP printed it. The chance by the end is the mean over all numbers of interviews
that may still come, not the chance at some of them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sitegen.chance.groups import Group
from sitegen.chance.luck import interviews_spread
from sitegen.chance.odds import (
    LOGLOG,
    Z80,
    Chance,
    Weight,
    added,
    around,
    chance_of,
    expit,
)
from sitegen.chance.ranks import MOST, with_ranks
from sitegen.grid import on_grid
from sitegen.records import value_object

NOTHING = Weight(0.0, 0.0)
WITHOUT_A_LIST = Weight(-20.0, 0.0)
"""Nobody matches to a specialty without an interview in it."""


TAIL = 1e-4
"""Numbers of further interviews that fewer people go beyond than this are taken together."""


@value_object(kw_only=True)
class Ahead:
    """Interviews still to come: expected, with the ends of 8 of 10 seasons.

    `shape` is the evenness of luck between people with as many invitations so far.
    """

    low: int
    expected: float
    high: int
    shape: float


@value_object(kw_only=True)
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


Swung = Sequence[tuple[Ahead, Ahead]]
"""What may still come with each of its errors alone at both ends."""


def updated(
    group: Group,
    so_far: int,
    usual: Ahead,
    swung: Swung,
    evidence: Weight,
    share: Weight,
    rest: Weight = NOTHING,
) -> Updated | None:
    """The chance after the interviews so far; None where no list lengths are printed.

    `usual` are the interviews to come with every error at its middle, `swung` with one of them at
    an end. Effects of independent errors add up as squares.
    """

    def by_the_end(scene: Ahead, error: float) -> float:
        sums = []
        for number, part in _numbers(scene):
            weight = standing(group, so_far + number, evidence, share, rest)
            assert weight is not None, "asked below"
            sums.append(part * expit(weight.use + error * Z80 * weight.sd))
        return math.fsum(sums)

    now = standing(group, so_far, evidence, share, rest)
    if now is None or standing(group, 1, evidence, share, rest) is None:
        return None
    use = by_the_end(usual, 0.0)
    ends = [(by_the_end(usual, -1.0), by_the_end(usual, 1.0))]
    ends += [(by_the_end(few, 0.0), by_the_end(many, 0.0)) for few, many in swung]
    low, high = around(use, ends, LOGLOG)
    return Updated(
        so_far=chance_of(now), by_the_end=Chance(low, use, high), ahead=widened(usual, swung)
    )


def widened(usual: Ahead, swung: Swung) -> Ahead:
    """The interviews to come, with luck and every error in their ends."""
    middle = usual.expected
    downs = [middle - min(a.expected, b.expected, middle) for a, b in swung]
    ups = [max(a.expected, b.expected, middle) - middle for a, b in swung]
    return replace(
        usual,
        low=max(0, round(middle - math.hypot(middle - usual.low, *downs))),
        high=round(middle + math.hypot(max(usual.high - middle, 0.0), *ups)),
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
