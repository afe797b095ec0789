"""Checks that seasons and the pattern of their dates agree with each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from sitegen.diagnostics import Location, Problems
from sitegen.knowledge.seasons import DatePattern, Season, fall

Where = Callable[[str, str], Location]

FILE = "season-pattern.yaml"


def check_patterns(
    patterns: Mapping[str, DatePattern],
    seasons: Mapping[int, Season],
    at: Where,
    problems: Problems,
) -> None:
    """Record each pattern that says no day, or that misses a printed day by more than its span."""
    above: list[str] = []
    for name, pattern in patterns.items():
        where = at(FILE, name)
        if not pattern.well_formed:
            problems.add(
                "D217",
                where,
                f"{name} does not say one day",
                "write month and day, or month, weekday and nth, or after and days",
            )
        elif pattern.after is not None and pattern.after not in above:
            problems.add(
                "D217",
                where,
                f"{name} counts from {pattern.after}, which does not stand above it",
                _order_step(name, pattern.after, patterns, above),
                missing=pattern.after,
            )
        else:
            _held_against(name, pattern, seasons, where, problems)
        above.append(name)


def _order_step(
    name: str, after: str, patterns: Mapping[str, DatePattern], above: Sequence[str]
) -> str:
    """What to do about a pattern that counts from a date that is not known yet."""
    if after in patterns and after != name:
        return f"move it below {after}"
    return f"count from one of: {', '.join(above)}" if above else "write its month and its day"


def _held_against(
    name: str,
    pattern: DatePattern,
    seasons: Mapping[int, Season],
    where: Location,
    problems: Problems,
) -> None:
    for season in seasons.values():
        told = season.dates.get(name)
        day = fall(pattern, season.year, season.dates)
        if told is None or day is None or told.low is not None:
            continue
        early, late = dt.timedelta(days=pattern.early), dt.timedelta(days=pattern.late)
        if not day - early <= told.date <= day + late:
            problems.add(
                "D217",
                where,
                f"{name} would fall on {day} in season {season.year}, and {told.date} is printed",
                "correct the pattern, or widen early and late",
            )
