"""The view of the back-test: predictions beside what was published, failures first."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from sitegen.plan.chance.trials import Check, Trial
from sitegen.plan.model import Plan
from sitegen.records import record
from sitegen.render.background import background
from sitegen.render.chance.chance_words import short
from sitegen.render.citing import cite
from sitegen.render.pictures.interval_picture import IntervalPicture, Ranged, interval_picture
from sitegen.render.views import Views

EXPECTED = 0.8
"""Share of trials that should lie in ranges of 8 of 10."""

ENOUGH = 10
"""From so many trials on, their number in range says something about the ranges."""

MOST_ROWS = 30
"""Checks with more trials than this show their failures only."""

SORTED = {"everybody", "left-out", "rates"}
"""Checks whose rows have no order of their own."""


@record
class CheckView:
    """One check as its page shows it.

    `whole` says that every trial has a row; otherwise the failures have. `width` is narrow or
    wide where the ranges are, and `way` high or low where the predictions are; else both are
    empty. The picture is None where rows are too many or too few for one.
    """

    check: Check
    built: list[tuple[str, str]]
    held: list[tuple[str, str]]
    expected: int
    width: str
    way: str
    whole: bool
    rows: Sequence[Trial]
    apart: Sequence[Trial]
    picture: IntervalPicture | None


def view(plan: Plan, _: Views) -> dict[str, Any]:
    """Every check with what came of it, its picture or table, and where it failed."""
    checks = plan.matching.backtest
    return {
        "sample": coverage([c for c in checks if c.in_sample]),
        "held": coverage([c for c in checks if not c.in_sample]),
        "untested": background("back-test"),
        "same": next(len(c.trials) for c in checks if c.id == "anywhere"),
        "first": _first(plan),
        "checks": [_check(c, plan) for c in checks],
    }


def coverage(checks: Sequence[Check]) -> dict[str, int]:
    """How many predictions of these checks lie in their range, of how many, and how many should."""
    scored = [t for c in checks for t in c.scored]
    return {
        "trials": len(scored),
        "inside": sum(t.inside for t in scored),
        "expected": round(EXPECTED * len(scored)),
    }


def _check(check: Check, plan: Plan) -> CheckView:
    shown, level = _shown(check), abs(check.lean) < check.mean_miss / 4
    return CheckView(
        check=check,
        built=[cite(key, plan.knowledge) for key in check.built],
        held=[cite(key, plan.knowledge) for key in check.held],
        expected=coverage([check])["expected"],
        width=_width(check),
        way="" if level else "high" if check.lean > 0 else "low",
        whole=_whole(check),
        rows=shown,
        apart=[t for t in check.trials if not t.scored],
        picture=_picture(shown, check.unit) if _whole(check) and len(shown) > 2 else None,
    )


def _whole(check: Check) -> bool:
    return len(check.trials) <= MOST_ROWS


def _shown(check: Check) -> Sequence[Trial]:
    """Every trial in its order, or the failures of a check that has many."""
    shown = check.trials if _whole(check) else check.failures
    if check.id in SORTED:
        return sorted(shown, key=lambda t: (not t.scored, -t.predicted.use))
    return shown


def _picture(shown: Sequence[Trial], unit: str) -> IntervalPicture:
    spans = [(t, t.predicted) for t in shown]
    rows = [Ranged(t.name, s.low, s.use, s.high, t.published, not t.scored) for t, s in spans]
    ends = [value for t, s in spans for value in (s.low, s.high, t.published)]
    return interval_picture(rows, *_axis(min(ends), max(ends), unit))


def _first(plan: Plan) -> dict[str, str]:
    """Matches to a first choice, over all fields with a printed group."""
    groups = plan.scales.groups.values()
    matched, people = sum(int(g.matched) for g in groups), sum(g.people for g in groups)
    return {"rate": short(matched / people), "matched": f"{matched:,}", "people": f"{people:,}"}


def _width(check: Check) -> str:
    """Whether the ranges are too narrow or wide, where that is more than luck."""
    count = len(check.scored)
    luck = math.sqrt(count * EXPECTED * (1 - EXPECTED))
    if count < ENOUGH or abs(check.inside - EXPECTED * count) <= luck:
        return ""
    return "narrow" if check.inside < EXPECTED * count else "wide"


def _axis(low: float, high: float, unit: str) -> tuple[float, float]:
    """Round ends of an axis."""
    if unit == "of 100":
        return 0, min(100, 20 * -(-high // 20))
    return 10 * (low // 10), 10 * -(-high // 10)
