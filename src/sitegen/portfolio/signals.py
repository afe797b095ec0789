"""Where signals add most: gold to the programs with the largest extra hazard, then silver.

Where a signal multiplies the hazard of every program of a specialty by the same number, as
published rates have it, this placement is best, and so is taking programs in the order that it
gives (larger numbers belong to larger multipliers). Where a limit cuts off what a signal can
add, the extra hazards still decide, and the placement is a good guess.
"""

from __future__ import annotations

from collections.abc import Sequence

from sitegen.grid import on_grid
from sitegen.records import value_object

PLAIN, SILVER, GOLD = 0, 1, 2


@value_object
class Effects:
    """Hazard of one program without a signal, with a silver one and with a gold one."""

    plain: float
    silver: float
    gold: float

    def at(self, signal: int) -> float:
        """The hazard with this signal."""
        return (self.plain, self.silver, self.gold)[signal]


def gain(program: Effects, signal: int) -> float:
    """What a signal adds to the hazard of a program, on the grid: equal gains are a tie."""
    return on_grid(program.at(signal) - program.plain)


def placed(programs: Sequence[Effects], gold: int, silver: int) -> tuple[int, ...]:
    """The signal of each program, with at most these numbers of signals sent."""
    found = [PLAIN] * len(programs)
    for signal, number in ((GOLD, gold), (SILVER, silver)):
        free = [i for i, each in enumerate(found) if each == PLAIN]
        free.sort(key=lambda i: (-gain(programs[i], signal), -programs[i].plain, i))
        for i in free[:number]:
            if gain(programs[i], signal) > 0:
                found[i] = signal
    return tuple(found)
