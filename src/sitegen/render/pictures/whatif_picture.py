"""The tornado: one bar for each change, from its low to its high effect. Pure layout."""

from __future__ import annotations

import math
from collections.abc import Sequence

from sitegen.plan.whatif.outcomes import Effect
from sitegen.records import value_object

WIDTH, LEFT, RIGHT, TOP, ROW, BOTTOM = 720, 296, 18, 6, 25, 40
LONGEST = 45
"""Letters of a name that fit beside the axis."""


@value_object
class Bar:
    """One row, in units of the picture: its name, its two ends and its middle."""

    name: str
    y: float
    x: float
    width: float
    dot: float
    judged: bool


@value_object
class Tornado:
    """The picture; ticks are (x, label), and `zero` is where nothing changes."""

    height: float
    floor: float
    zero: float
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...]
    width: float = WIDTH
    left: float = LEFT


def tornado(rows: Sequence[tuple[str, Effect, bool]]) -> Tornado | None:
    """Lay out named effects, the last marked as judged or not; None without any."""
    if not rows:
        return None
    low = min(0.0, *(100 * e.low for _, e, _ in rows))
    high = max(0.0, *(100 * e.high for _, e, _ in rows))
    step = next(s for s in (1, 2, 5, 10, 20, 50) if (high - low) / s <= 8 or s == 50)
    start, end = step * math.floor(low / step), step * math.ceil(high / step) or step

    def x(people: float) -> float:
        return round(LEFT + (people - start) / (end - start) * (WIDTH - LEFT - RIGHT), 1)

    bars = tuple(
        Bar(
            name=name if len(name) <= LONGEST else name[: LONGEST - 1] + "…",
            y=TOP + ROW * i,
            x=x(100 * e.low),
            width=max(2.0, round(x(100 * e.high) - x(100 * e.low), 1)),
            dot=x(100 * e.use),
            judged=judged,
        )
        for i, (name, e, judged) in enumerate(rows)
    )
    floor = TOP + ROW * len(rows)
    places = range(start, end + 1, step)
    ticks = tuple((x(p), f"{'+' if p > 0 else '–' if p < 0 else ''}{abs(p)}") for p in places)
    return Tornado(height=floor + BOTTOM, floor=floor, zero=x(0), bars=bars, ticks=ticks)
