"""A line with its range over a number: where each point, tick and mark stands. Pure layout."""

from __future__ import annotations

import math
from collections.abc import Sequence

from sitegen.chance.odds import Chance
from sitegen.grid import on_grid
from sitegen.records import value_object

WIDTH, HEIGHT = 640, 230
LEFT, RIGHT, TOP, BOTTOM = 44, 16, 12, 34
MOST_TICKS = 6
STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000)


@value_object
class CurvePicture:
    """A line as points, its range as a closed area, ticks as (place, label), and marks."""

    line: str
    area: str
    across: tuple[tuple[float, str], ...]
    up: tuple[tuple[float, str], ...]
    marks: tuple[tuple[float, str, str], ...]
    dot: tuple[float, float] | None
    width: float = WIDTH
    height: float = HEIGHT
    left: float = LEFT
    right: float = WIDTH - RIGHT
    floor: float = HEIGHT - BOTTOM
    top: float = TOP


def curve_picture(
    points: Sequence[tuple[float, Chance]],
    *,
    money: bool,
    chosen: float | None,
    marks: Sequence[tuple[float, str]] = (),
) -> CurvePicture:
    """Lay out chances over numbers; `chosen` carries the dot, `marks` are upright lines."""
    first, last = points[0][0], points[-1][0]
    most = math.ceil(on_grid(max(chance.high for _, chance in points) * 10)) / 10

    def x(value: float) -> float:
        span = (last - first) or 1.0
        return round(LEFT + (value - first) / span * (WIDTH - LEFT - RIGHT), 1)

    def y(chance: float) -> float:
        return round(HEIGHT - BOTTOM - chance / most * (HEIGHT - BOTTOM - TOP), 1)

    def pairs(end: str) -> list[str]:
        return [f"{x(at)},{y(getattr(chance, end))}" for at, chance in points]

    nearest = min(points, key=lambda p: abs(p[0] - chosen)) if chosen is not None else None
    sign = "$" if money else ""
    inside = [(at, label) for at, label in marks if first <= at <= last]
    return CurvePicture(
        line=" ".join(pairs("use")),
        area=" ".join([*pairs("low"), *reversed(pairs("high"))]),
        across=tuple((x(at), f"{sign}{at:,g}") for at in _ticks(first, last)),
        up=tuple((y(at / 100), f"{at:g}") for at in _ticks(0, most * 100)),
        marks=tuple(
            (x(at), label, "end" if x(at) > WIDTH / 2 else "start") for at, label in inside
        ),
        dot=(x(nearest[0]), y(nearest[1].use)) if nearest else None,
    )


def _ticks(low: float, high: float) -> list[float]:
    step = next((s for s in STEPS if (high - low) / s <= MOST_TICKS), STEPS[-1])
    return [step * n for n in range(math.ceil(low / step), math.floor(high / step) + 1)]
