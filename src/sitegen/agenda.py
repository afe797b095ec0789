"""The tasks as a calendar file (RFC 5545): all-day events that follow a plan from build to build.

What an earlier build told is read back from its own calendar, never from the clock: an event keeps
its number and moment while it stays as it was, and one that is gone is called off.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterator, Mapping, Sequence

from icalendar import Alarm, Calendar, Component, Event

from sitegen.patterns import regex
from sitegen.plan.decided import Scheduled, Task
from sitegen.records import value_object
from sitegen.written import long_date

FIRST_SEQUENCE = dt.date(2026, 1, 1)
"""Numbers of new events count days from here, so that a calendar takes the newer event even where
the last calendar was lost."""

SOON = dt.timedelta(days=7)
"""Where a task has no day of its own, the calendar shows it this long after the build."""

LONG = 4
"""A task of so many weeks also gets a reminder on its last day to begin."""

MORNING = dt.timedelta(hours=9)
"""When to remind. Reminders of an all-day event count from its midnight."""

DO_NOW = "No fixed day: do it now. The calendar shows it within a week of the build."

WITHOUT_DAY = {
    "now": ("Do now", DO_NOW),
    "open": ("No day yet", "Nothing in your plan gives these a day yet."),
}
"""Tasks without a day, by their state: what the event that lists them is called, and says."""

MOST_LISTED = 40
"""So many tasks are listed in one event; calendars cut descriptions of some thousand letters."""

LARGEST = 8_000_000
"""Bytes of a last calendar that are read: twice the tasks of the longest tracker."""

HIGHEST = 2**31 - 2
"""The largest number of an event that can still grow; readers keep it in 32 bits."""

COUNTED = {"SEQUENCE", "DTSTAMP", "LAST-MODIFIED"}
"""What tells that an event changed, and is no part of what it says."""

_COUNTED = regex(rb"^(?:" + "|".join(sorted(COUNTED)).encode() + rb")[:;].*\n", re.MULTILINE)
_LINES = regex(rb"^BEGIN:VEVENT\r\n.*?^END:VEVENT\r\n", re.MULTILINE | re.DOTALL)
"""The lines of each event, as a calendar of ours is written."""


@value_object
class Edition:
    """One build among all builds of the same plan.

    `key` names the plan through all of them. It is random, so it tells nothing of the applicant,
    and it stays when the name or the season is corrected. `last_calendar` is the calendar.ics of
    the build before, None where there was none or it could not be read.
    """

    key: str
    last_calendar: bytes | None = None


_FIELD = regex(
    rb"^(UID|DTSTART;VALUE=DATE|SEQUENCE|LAST-MODIFIED|DTSTAMP):([^\\\r\n]+)\r$", re.MULTILINE
)
"""What is read of an event of ours, as it is written there in whole lines."""


@value_object
class _Told:
    """One event of the last calendar. `lines` are what it said as it stands there, and without
    what only tells that it changed."""

    uid: str
    day: dt.date
    sequence: int
    modified: dt.datetime
    stamp: dt.datetime
    lines: bytes

    @property
    def event(self) -> Component:
        """The event, without what only tells that it changed. Any error if it cannot be read."""
        return Event.from_ical(self.lines)

    def says(self, content: bytes) -> bool:
        """Whether it said this. Lines that differ may only be broken at other places."""
        if self.lines == content:
            return True
        try:
            return bytes(self.event.to_ical()) == content
        except Exception:  # it may hold what cannot be written, and the writer names no errors
            return False


def calendar_file(plan: Scheduled, edition: Edition) -> bytes:
    """The calendar of a plan. The same plan, day and edition give the same bytes.

    What cannot be read in the last calendar, or belongs to another plan, counts as never told.
    """
    told = _told(edition)
    events = list(_events(plan, edition.key, told))
    uids = {str(event["uid"]) for event in events}
    events += [
        _called_off(each)
        for uid, each in sorted(told.items())
        if uid not in uids and each.day >= plan.as_of
    ]
    calendar = Calendar()
    calendar.add("prodid", "-//sitegen//backup specialty plan//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    season = plan.read.profile.season
    calendar.add("x-wr-calname", f"Match {season}" if season else "Match plan")
    head, end = bytes(calendar.to_ical()).split(b"END:VCALENDAR")
    return b"".join((head, *_numbered(events, told, plan.as_of), b"END:VCALENDAR", end))


def _told(edition: Edition) -> Mapping[str, _Told]:
    """The events of a plan in its last calendar, by id; none where the file is not ours."""
    last = edition.last_calendar or b""
    if len(last) > LARGEST or not last.endswith(b"END:VCALENDAR\r\n"):
        return {}
    ours = f".{edition.key}@sitegen.invalid"
    lines = _LINES.findall(_COUNTED.sub(b"", last))
    found = [_read(whole, said) for whole, said in zip(_LINES.findall(last), lines, strict=True)]
    return {each.uid: each for each in found if each and each.uid.endswith(ours)}


def _read(whole: bytes, lines: bytes) -> _Told | None:
    """One event as a build of ours would have written it; None where it could not have been."""
    found = dict(_FIELD.findall(whole.replace(b"\r\n ", b"")))
    try:
        uid, day, sequence, modified, stamp = (
            found[name].decode()
            for name in (b"UID", b"DTSTART;VALUE=DATE", b"SEQUENCE", b"LAST-MODIFIED", b"DTSTAMP")
        )
        told = _Told(
            uid=uid,
            day=dt.date.fromisoformat(day),
            sequence=int(sequence),
            modified=dt.datetime.fromisoformat(modified),
            stamp=dt.datetime.fromisoformat(stamp),
            lines=lines,
        )
    except (KeyError, ValueError):
        return None
    utc = told.modified.tzinfo is dt.UTC and told.stamp.tzinfo is dt.UTC
    return told if utc and 0 <= told.sequence <= HIGHEST else None


def _numbered(
    events: Sequence[Event], told: Mapping[str, _Told], as_of: dt.date
) -> Iterator[bytes]:
    """Each event with its number and its moments; both grow where it says something new.

    The moment of a build is the midnight of its day, or a second after the last calendar where
    that is of the same day or a later one and something changed since.
    """
    fresh = max(0, (as_of - FIRST_SEQUENCE).days)
    content = {str(event["uid"]): bytes(event.to_ical()) for event in events}
    same = {uid for uid, said in content.items() if uid in told and told[uid].says(said)}
    moment = dt.datetime.combine(as_of, dt.time(), dt.UTC)
    latest = max((each.stamp for each in told.values()), default=None)
    if latest is not None and latest >= moment:
        changed = len(same) < len(content)
        moment = latest + dt.timedelta(seconds=1) if changed and latest < _END else latest
    for uid, said in content.items():
        known = told.get(uid)
        if known and uid in same:
            counted = _counted(moment, known.sequence, known.modified)
        else:
            counted = _counted(moment, max(known.sequence + 1, fresh) if known else fresh, moment)
        begin, rest = said[: len(_BEGIN)], said[len(_BEGIN) :]
        yield begin + counted + rest


@functools.lru_cache(maxsize=64)
def _counted(stamp: dt.datetime, sequence: int, modified: dt.datetime) -> bytes:
    """The lines that tell whether an event changed."""
    event = Event()
    event.add("dtstamp", stamp)
    event.add("sequence", sequence)
    event.add("last-modified", modified)
    return bytes(event.to_ical()).removeprefix(_BEGIN).removesuffix(b"END:VEVENT\r\n")


_BEGIN = b"BEGIN:VEVENT\r\n"
_END = dt.datetime.max.replace(microsecond=0, tzinfo=dt.UTC)


def _events(plan: Scheduled, key: str, told: Mapping[str, _Told]) -> Iterator[Event]:
    """One event for each task with a day of its own, and one for all others of a kind."""
    alive = [task for task in plan.tasks if task.state != "dropped"]
    for name in WITHOUT_DAY:
        group = [task for task in alive if task.due is None and task.state == name]
        if len(group) > 1:
            yield _together(group, plan, key, told)
            alive = [task for task in alive if task.due or task.state != name]
    for task in alive:
        event = _event(task.id, task, plan, key, told)
        event.add("summary", task.text)
        event.add("description", description(task))
        event.add("categories", [_category(task, plan)])
        for days in _reminders(task):
            event.add_component(_alarm(task, days))
        yield event


def _together(tasks: Sequence[Task], plan: Scheduled, key: str, told: Mapping[str, _Told]) -> Event:
    """Several tasks without a day as one event that lists them, in the order to do them."""
    title, intro = WITHOUT_DAY[tasks[0].state]
    event = _event(f"together.{tasks[0].state}", tasks[0], plan, key, told)
    event.add("summary", f"{title}: {len(tasks)} tasks")
    lines = [intro]
    for i, task in enumerate(tasks[:MOST_LISTED], 1):
        lines += filter(None, (f"{i}. {task.text}", task.why))
    if len(tasks) > MOST_LISTED:
        lines.append(f"And {len(tasks) - MOST_LISTED} more. The page of your tasks lists them all.")
    event.add("description", "\n".join(lines))
    event.add("categories", list(dict.fromkeys(_category(task, plan) for task in tasks)))
    return event


def _event(name: str, task: Task, plan: Scheduled, key: str, told: Mapping[str, _Told]) -> Event:
    """The event of this name on the day of a task; what it says is added by the caller."""
    event = Event()
    event.add("uid", f"{name}.{key}@sitegen.invalid")
    _place(event, _day(task, plan.as_of, told.get(str(event["uid"]))))
    event.add("status", "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event


def _called_off(told: _Told) -> Event:
    """An event of the last calendar that the plan no longer holds."""
    event = Event()
    event.add("uid", told.uid)
    _place(event, told.day)
    event.add("summary", _summary(told))
    event.add("status", "CANCELLED")
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event


def _summary(told: _Told) -> str:
    """What an event was called; nothing where its lines cannot be read."""
    try:
        return str(told.event.get("summary", ""))
    except Exception:  # it may hold anything, and the reader names no errors of its own
        return ""


def _place(event: Event, day: dt.date) -> None:
    """Put an event on a day. Without an end it lasts this one day; the last of all has no next."""
    event.add("dtstart", day)
    if day < dt.date.max:
        event.add("dtend", day + dt.timedelta(days=1))


def _day(task: Task, as_of: dt.date, told: _Told | None) -> dt.date:
    """The day of a task. One to be done now stays where it was shown until that day has passed."""
    if task.due and task.state != "now":
        return task.due
    day = task.due or as_of + min(SOON, dt.date.max - as_of)
    return told.day if told and as_of <= told.day <= day else day


def description(task: Task) -> str:
    """Why, how sure the day is, and when to begin."""
    lines = [task.why]
    if task.due is None:
        lines.append(DO_NOW)
    elif task.month_only:
        lines.append("The profile names the month only, so this stands on its first day.")
    elif task.due_low and task.due_high and task.due_low != task.due_high:
        lines.append(
            f"Estimate: {long_date(task.due_low)} to {long_date(task.due_high)} (judgement). "
            "Check the day at AAMC or NRMP."
        )
    if task.begin and task.takes >= 1:
        lines.append(f"Begin by {long_date(task.begin)}.")
    return "\n".join(line for line in lines if line)


def _category(task: Task, plan: Scheduled) -> str:
    if task.specialty:
        return plan.card(task.specialty).specialty.title
    return "Season" if task.event else "Both specialties"


def _reminders(task: Task) -> Iterator[int]:
    """Days before the event on which to remind: on it, a week before, and on the first day of long
    tasks."""
    if task.due is None:
        return
    begin = (task.due - task.begin).days if task.begin and task.takes >= LONG else 0
    yield from (days for days in sorted({0, 7, begin}) if days < task.due.toordinal())


def _alarm(task: Task, days: int) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", task.text)
    alarm.add("trigger", MORNING - dt.timedelta(days=days))
    return alarm
