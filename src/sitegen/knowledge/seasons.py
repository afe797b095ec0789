"""Dates of seasons that nobody has printed yet, from the pattern of the printed ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from sitegen.knowledge.units import ValueKind
from sitegen.records import value_object
from sitegen.shape import item, optional

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

FIRST_MONTH = 5
"""From this month on, a date lies in the year before its Match, unless its pattern says more."""

SEASONS_AHEAD = 10
"""Seasons beyond the newest printed one for which dates are made."""

JUDGEMENT = "sitegen-judgement"


@value_object(kw_only=True)
class SeasonDate:
    """One date of a season."""

    date: dt.date = item("The day.")
    label: str = item("What happens.")
    kind: ValueKind = item("published, or judgement for an estimate.")
    source: str = item("Key of the source.")
    locator: str = item("Where in the source, or how it was estimated.")
    low: dt.date | None = optional("Earliest likely day of an estimate.")
    high: dt.date | None = optional("Latest likely day of an estimate.")


@value_object(kw_only=True)
class Season:
    """The dates of one Match."""

    year: int = item("Match year.", low=2000, high=2100)
    dates: Mapping[str, SeasonDate] = item("Dates by name.")


@value_object(kw_only=True)
class DatePattern:
    """How one date falls in every season. Its key is the name of the date."""

    label: str = item("What happens.")
    month: int | None = optional("Month, 1 to 12.", low=1, high=12)
    day: int | None = optional("Day of the month; or a weekday.", low=1, high=31)
    weekday: str | None = optional("A weekday in small letters.", pattern="|".join(WEEKDAYS))
    nth: int | None = optional("Which one of the month; -1 for the last.", low=-1, high=4)
    same_year: bool = item("yes for a month after the Match, such as July.", default=False)
    after: str | None = optional("Or the date that it is counted from, by name.")
    days: int = item("Days from that date; less than 0 for before.", default=0, low=-200, high=200)
    early: int = item("Days that it may come earlier.", low=0, high=60)
    late: int = item("Days that it may come later.", low=0, high=60)
    wider: int = item("Days added to both for each further season.", default=0, low=0, high=30)
    how: str = item("How it falls, and in which seasons that was so.")

    @property
    def well_formed(self) -> bool:
        """Whether it says one day: of a month, of a weekday, or counted from another date."""
        by_day = self.day is not None and self.weekday is None and self.nth is None
        by_weekday = self.day is None and self.weekday is not None and bool(self.nth)
        if self.after is not None:
            return self.month is None and self.day is None and self.weekday is None
        return self.month is not None and (by_day or by_weekday)


def with_estimates(
    printed: Mapping[int, Season], patterns: Mapping[str, DatePattern]
) -> dict[int, Season]:
    """The printed seasons with what is missing in them, and the seasons after the newest."""
    if not printed:
        return {}
    newest = max(printed)
    years = sorted({*printed, *range(newest + 1, newest + 1 + SEASONS_AHEAD)})
    return {
        year: _whole(printed.get(year) or Season(year=year, dates={}), patterns, year - newest - 1)
        for year in years
    }


def _whole(season: Season, patterns: Mapping[str, DatePattern], further: int) -> Season:
    dates = dict(season.dates)
    for name, pattern in patterns.items():
        day = None if name in dates else fall(pattern, season.year, dates)
        if day is not None:
            dates[name] = _estimate(pattern, day, max(0, further))
    order = dict.fromkeys([*(name for name in patterns if name in dates), *dates])
    return Season(year=season.year, dates={name: dates[name] for name in order})


def _estimate(pattern: DatePattern, day: dt.date, further: int) -> SeasonDate:
    wider = pattern.wider * further
    return SeasonDate(
        date=day,
        label=pattern.label,
        kind=ValueKind.JUDGEMENT,
        source=JUDGEMENT,
        locator=f"estimate: {pattern.how}",
        low=day - dt.timedelta(days=pattern.early + wider),
        high=day + dt.timedelta(days=pattern.late + wider),
    )


def fall(pattern: DatePattern, season: int, dates: Mapping[str, SeasonDate]) -> dt.date | None:
    """The day of a pattern in one season; None where the date that it counts from is missing."""
    if pattern.after is not None:
        base = dates.get(pattern.after)
        return base.date + dt.timedelta(days=pattern.days) if base else None
    if pattern.month is None:
        return None
    year = season if pattern.month < FIRST_MONTH or pattern.same_year else season - 1
    if pattern.day is not None:
        return dt.date(year, pattern.month, min(pattern.day, _last(year, pattern.month)))
    found = list(_weekdays(year, pattern.month, WEEKDAYS.index(pattern.weekday or "monday")))
    nth = pattern.nth or 1
    return found[nth - 1 if nth > 0 else nth]


def _last(year: int, month: int) -> int:
    after = dt.date(year + month // 12, month % 12 + 1, 1)
    return (after - dt.timedelta(days=1)).day


def _weekdays(year: int, month: int, weekday: int) -> Iterator[dt.date]:
    days = (dt.date(year, month, day) for day in range(1, _last(year, month) + 1))
    return (day for day in days if day.weekday() == weekday)
