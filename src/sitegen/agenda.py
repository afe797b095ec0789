"""The tasks as a calendar file (RFC 5545): all-day events with stable ids, without time zones."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from icalendar import Alarm, Calendar, Event

from sitegen.explain import long_date
from sitegen.plan.model import Plan, Task

FIRST_SEQUENCE = dt.date(2026, 1, 1)
"""Numbers of later builds count from here, so that a calendar takes the newer event."""

SOON = dt.timedelta(days=7)
"""Where a task has no day of its own, the calendar shows it this long after the build."""

LONG = 4
"""A task of so many weeks also gets a reminder on its last day to begin."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One build among all builds of the same plan.

    `key` names the plan through all of them. It is random, so it tells nothing of the applicant,
    and it stays when the name or the season is corrected. `last_calendar` is the calendar.ics of
    the build before, None where there was none or it could not be read.
    """

    key: str
    last_calendar: bytes | None = None


def calendar_file(plan: Plan, edition: Edition) -> bytes:
    """The calendar of a plan. The same plan, day and edition give the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", "-//sitegen//backup specialty plan//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    season = plan.read.profile.season
    calendar.add("x-wr-calname", f"Match {season}" if season else "Match plan")
    for task in plan.tasks:
        if task.state != "dropped":
            calendar.add_component(_event(task, plan, edition.key))
    return bytes(calendar.to_ical())


def _event(task: Task, plan: Plan, key: str) -> Event:
    day = task.due or plan.as_of + SOON
    event = Event()
    event.add("uid", f"{task.id}.{key}@sitegen.invalid")
    event.add("dtstamp", dt.datetime.combine(plan.as_of, dt.time(), dt.UTC))
    event.add("sequence", (plan.as_of - FIRST_SEQUENCE).days)
    event.add("dtstart", day)
    event.add("dtend", day + dt.timedelta(days=1))
    event.add("summary", task.text)
    event.add("description", description(task))
    event.add("categories", [_category(task, plan)])
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    for days in _reminders(task):
        event.add_component(_alarm(task, days))
    return event


def description(task: Task) -> str:
    """Why, how sure the day is, and when to begin."""
    lines = [task.why]
    if task.due is None:
        lines.append("No fixed day: do it now. The day in the calendar is a week after the build.")
    elif task.fixed and task.due.day == 1:
        lines.append("The profile names the month only, so this stands on its first day.")
    elif task.due_low and task.due_high and task.due_low != task.due_high:
        lines.append(
            f"Estimate: {long_date(task.due_low)} to {long_date(task.due_high)} (judgement). "
            "Check the day at AAMC or NRMP."
        )
    if task.begin and task.takes >= 1:
        lines.append(f"Begin by {long_date(task.begin)}.")
    return "\n".join(line for line in lines if line)


def _category(task: Task, plan: Plan) -> str:
    if task.specialty:
        return plan.card(task.specialty).specialty.title
    return "Season" if task.event else "Both specialties"


def _reminders(task: Task) -> list[int]:
    """Days before the event on which to remind: a week, and for long tasks their first day."""
    if task.due is None:
        return []
    begin = (task.due - task.begin).days if task.begin and task.takes >= LONG else 0
    return sorted({7, begin} - {0})


def _alarm(task: Task, days: int) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", task.text)
    alarm.add("trigger", dt.timedelta(days=-days))
    return alarm
