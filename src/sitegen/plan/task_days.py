"""Days of a season for tasks: weeks before a date, with the span of an estimate, and phases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sitegen.knowledge.guide import Before
from sitegen.plan.decided import Decided
from sitegen.plan.latest_start import WEEK
from sitegen.profile.fields import ExamState

Days = tuple[dt.date, dt.date, dt.date]
"""A day, and the earliest and latest day that it may turn out to be."""


def before(plan: Decided, when: Before) -> Days | None:
    """A day some weeks before a date of the season, or before a planned exam, with its span."""
    exam = exam_before(plan, when)
    if exam:
        day = exam - when.exam_weeks * WEEK
        return day, day, day
    entry = plan.season_dates.get(when.date)
    if entry is None:
        return None
    shift = when.weeks * WEEK
    low, high = entry.low or entry.date, entry.high or entry.date
    return entry.date - shift, low - shift, high - shift


def exam_before(plan: Decided, when: Before) -> dt.date | None:
    """The planned day, still to come, of the exam that a task is counted back from."""
    day = exam_day(plan, when.exam) if when.exam else None
    return day if day and day > plan.as_of else None


def anchor(plan: Decided, name: str) -> dt.date | None:
    """A date of the season by its name; None where it is not known."""
    entry = plan.season_dates.get(name)
    return entry.date if entry else None


def phase_on(plan: Decided, day: dt.date) -> str:
    """The phase of the season in which a day lies; the last one where no season is known."""
    starts = phase_starts(plan)
    begun = [name for name, start in starts.items() if start <= day]
    return begun[-1] if begun else plan.knowledge.phases[0].id


def phase_starts(plan: Decided) -> Mapping[str, dt.date]:
    """The first day of each phase, in order; empty where the season has no dates."""
    opens = anchor(plan, "applications_open")
    if opens is None:
        return {}
    found = {}
    for phase in plan.knowledge.phases:
        if phase.months_high is not None:
            found[phase.id] = months_before(opens, int(phase.months_high))
        elif phase.starts and (day := anchor(plan, phase.starts)):
            found[phase.id] = day
    return found


def months_before(day: dt.date, months: int) -> dt.date:
    """The first of the month so many months earlier."""
    index = day.year * 12 + day.month - 1 - months
    return dt.date(index // 12, index % 12 + 1, 1)


def exam_day(plan: Decided, name: str) -> dt.date | None:
    """The day that the profile plans for an exam."""
    exam = getattr(plan.read.profile.exams, name)
    return exam.planned if exam and exam.state is ExamState.PLANNED else None
