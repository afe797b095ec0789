"""The chance during the season: what invitations and interviews so far change.

Before the season a person's luck is a gamma factor; invitations so far update it (gamma and
Poisson are conjugate), which tells how many more may come. The list that follows is read by
its length, as NRMP printed it.
"""

from __future__ import annotations

from dataclasses import dataclass

from sitegen.chance.groups import Group
from sitegen.chance.luck import interviews_spread
from sitegen.chance.odds import Z80, Chance, Weight, chance_of, expit
from sitegen.chance.ranks import with_ranks


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """Interviews still to come: expected, with the ends of 8 of 10 seasons."""

    low: int
    expected: float
    high: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Updated:
    """The chance with the interviews so far alone, and with those that may still come."""

    now: Chance
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
    )


def updated(
    group: Group, so_far: int, coming: Ahead, evidence: Weight, share: Weight
) -> Updated | None:
    """The chance after the interviews so far; None where no list lengths are printed."""

    def at(programs: int) -> Weight | None:
        return with_ranks(group, programs, evidence, share) if programs else Weight(-20.0, 0.0)

    now = at(so_far)
    least, middle, most = (
        at(so_far + n) for n in (coming.low, round(coming.expected), coming.high)
    )
    if now is None or least is None or middle is None or most is None:
        return None
    return Updated(
        now=chance_of(now),
        by_the_end=Chance(
            expit(least.use - Z80 * least.sd), expit(middle.use), expit(most.use + Z80 * most.sd)
        ),
        ahead=coming,
    )
