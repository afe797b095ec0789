"""What applications cost, and how many a budget buys. All arithmetic is here."""

from __future__ import annotations

import math
from collections.abc import Sequence

from sitegen.grid import on_grid
from sitegen.knowledge.model import FeeSchedule


def fee(schedule: FeeSchedule, programs: int) -> float:
    """USD for applications to `programs` programs in one specialty.

    >>> # ERAS 2026: 43 programs at 30 x 11 + 13 x 30 = 720 USD
    """
    parts = []
    for step in schedule.steps:
        if programs < step.first:
            break
        last = programs if step.last is None else min(programs, step.last)
        if step.flat is not None:
            parts.append(step.flat)
        elif step.each is not None:
            parts.append(step.each * (last - step.first + 1))
    return math.fsum(parts)


def schedule_for(schedules: Sequence[FeeSchedule], season: int | None) -> FeeSchedule:
    """The schedule of a Match year, or the newest known before it; the oldest as a last resort."""
    ordered = sorted(schedules, key=lambda s: s.season)
    fitting = [s for s in ordered if season is None or s.season <= season]
    return fitting[-1] if fitting else ordered[0]


def affordable(
    schedules: Sequence[FeeSchedule], shares: Sequence[int], budget: float, transcripts: float
) -> tuple[int, ...]:
    """The largest numbers of programs, in the proportion `shares`, that a budget pays for.

    Numbers grow together, one hundredth of the shares at a time; none exceeds its share.
    """
    best = tuple(0 for _ in shares)
    for percent in range(1, 101):
        counts = tuple(share * percent // 100 for share in shares)
        fees = (fee(s, n) for s, n in zip(schedules, counts, strict=True))
        if on_grid(math.fsum((transcripts, *fees))) > budget:
            break
        best = counts
    return best
