"""What moves in the data, and by which day it has to be looked up again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from sitegen.knowledge.figures import Source
from sitegen.knowledge.model import Knowledge
from sitegen.knowledge.units import SourceKind, ValueKind
from sitegen.records import value_object

PRINTED_MONTH = 7
"""By this month of the year before a Match, its dates are usually printed."""


RESULTS_MONTH = 7
"""By this month, the figures of a Match are usually out."""

MOST_MATCHES = 2
"""Figures on matching that this many newer Matches have overtaken are called old."""


@value_object
class Moving:
    """A value that moves, by the key of its source.

    `dated` says that its age is the day on which it was read; a figure carries its own year.
    """

    source: str
    what: str
    dated: bool = True


def moving(k: Knowledge) -> Iterator[Moving]:
    """Every value that moves: orders, limits, prices, dates, waivers, lines, shares, signals."""
    for name, policy in k.policies.items():
        yield Moving(policy.source, f"policies.yaml, {name}")
    for limit in k.entry_limits:
        yield Moving(limit.source, f"entry.yaml, {limit.visas}")
    for name, cost in k.costs.items():
        yield Moving(cost.source, f"costs.yaml, {name}")
    for name, schedules in k.fees.items():
        newest = max(schedules, key=lambda each: each.season)
        for source in (newest.source, newest.transcript.source):
            yield Moving(source, f"fees/{name}.yaml, season {newest.season}")
    for waiver in k.waivers:
        yield Moving(waiver.source, f"waivers.yaml, {waiver.title}")
    for state in k.state_limits:
        yield Moving(state.source, f"state-limits.yaml, {state.topic}")
    for line in k.green_card_lines:
        yield Moving(line.source, "green-card-lines.yaml")
    for topic in k.visa_topics:
        for said in (topic.j1, topic.h1b):
            yield Moving(said.source, f"visa.yaml, {topic.topic}")
    yield from _dates(k)
    for name, specialty in k.specialties.items():
        for metric, evidence in specialty.about.figures.items():
            if metric in k.metrics and k.metrics[metric].moves:
                yield Moving(evidence.use.source, f"{metric} of {name}", dated=False)


def _dates(k: Knowledge) -> Iterator[Moving]:
    """The printed dates of the newest season, and of each other that is still to be looked up."""
    newest = newest_printed(k)
    for year, season in k.seasons.items():
        for name, date in season.dates.items():
            source = k.sources.get(date.source)
            moves = year == newest or (source is not None and source.look_again is not None)
            if moves and date.kind is not ValueKind.JUDGEMENT:
                yield Moving(date.source, f"seasons/{year}.yaml, {name}")


def newest_printed(k: Knowledge) -> int | None:
    """The newest season of which somebody printed a date."""
    years = (
        year
        for year, season in k.seasons.items()
        if any(date.kind is not ValueKind.JUDGEMENT for date in season.dates.values())
    )
    return max(years, default=None)


def without_day(k: Knowledge) -> Mapping[str, str]:
    """Sources of values that move which name no day to look again, each with one such value."""
    found: dict[str, str] = {}
    for each in moving(k):
        source = k.sources.get(each.source)
        if source and source.kind is not SourceKind.JUDGEMENT and source.look_again is None:
            found.setdefault(each.source, each.what)
    return found


def overdue(k: Knowledge, on: dt.date) -> Mapping[str, tuple[str, ...]]:
    """Sources that had to be looked at again before a day, each with the values that rest on it."""
    found: dict[str, list[str]] = {}
    for each in moving(k):
        if is_due(k.sources.get(each.source), on):
            found.setdefault(each.source, []).append(each.what)
    return {key: tuple(dict.fromkeys(whats)) for key, whats in sorted(found.items())}


def is_due(source: Source | None, on: dt.date) -> bool:
    """Whether the day has passed by which a source had to be looked at again."""
    return source is not None and source.look_again is not None and source.look_again < on


def dates_awaited(k: Knowledge, on: dt.date) -> int | None:
    """The season after the newest printed one, once its dates are usually printed."""
    year = newest_printed(k)
    return year + 1 if year and on >= dt.date(year, PRINTED_MONTH, 1) else None


def overtaken(knowledge: Knowledge, on: dt.date) -> dict[int, list[str]]:
    """The specialties whose figures on matching are old, by the Match that they describe."""
    newest = on.year if on.month >= RESULTS_MONTH else on.year - 1
    found: dict[int, list[str]] = {}
    for name, specialty in sorted(knowledge.specialties.items()):
        figure = specialty.figure("matched_preferred")
        if figure and newest - figure.year >= MOST_MATCHES:
            found.setdefault(figure.year, []).append(name)
    return dict(sorted(found.items()))


def stale(knowledge: Knowledge, on: dt.date, days: int = 400) -> list[tuple[str, dt.date]]:
    """Parameters that nobody has confirmed for `days`, with the day of the last check."""
    limit = on - dt.timedelta(days=days)
    return [
        (name, parameter.checked_on)
        for name, parameter in sorted(knowledge.parameters.items())
        if parameter.checked_on < limit
    ]
