"""Rows of ranges on one axis: where each bar, dot and mark stands. Pure layout."""

from __future__ import annotations

from collections.abc import Sequence

from sitegen.records import value_object

WIDTH, LEFT, RIGHT = 640, 210, 16
"""Width of the picture, room for the names, and room at the right edge, in its own units."""

TOP, ROW, BOTTOM = 8, 24, 26
MOST_TICKS = 6
SHORT = 30
"""Letters of a name that fit beside the axis."""


@value_object
class Bar:
    """One row: a name, the two ends and the dot of a range, and a mark, as x and y."""

    name: str
    y: float
    x1: float
    x2: float
    dot: float
    mark: float | None
    inside: bool
    pale: bool


@value_object
class IntervalPicture:
    """A picture of ranges; ticks are (x, label)."""

    height: float
    floor: float
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...]
    width: float = WIDTH
    left: float = LEFT


@value_object
class Ranged:
    """What one row shows, in the unit of the axis."""

    name: str
    low: float
    use: float
    high: float
    mark: float | None = None
    pale: bool = False
    """Shown, but not part of what is judged."""


def interval_picture(rows: Sequence[Ranged], low: float, high: float) -> IntervalPicture:
    """Lay out rows on an axis from `low` to `high`; what lies outside stands at its end."""

    def x(value: float) -> float:
        held = min(max(value, low), high)
        return round(LEFT + (held - low) / (high - low) * (WIDTH - LEFT - RIGHT), 1)

    bars = tuple(
        Bar(
            name=row.name if len(row.name) <= SHORT else row.name[: SHORT - 1] + "…",
            y=TOP + ROW * i + ROW / 2,
            x1=x(row.low),
            x2=x(row.high),
            dot=x(row.use),
            mark=None if row.mark is None else x(row.mark),
            inside=row.mark is None or row.low <= row.mark <= row.high,
            pale=row.pale,
        )
        for i, row in enumerate(rows)
    )
    floor = TOP + ROW * len(rows)
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100) if (high - low) / s <= MOST_TICKS)
    places = [low + step * i for i in range(int((high - low) / step) + 1)]
    ticks = tuple((x(place), f"{place:g}") for place in places)
    return IntervalPicture(height=floor + BOTTOM, floor=floor, bars=bars, ticks=ticks)
