"""What each interview of the tracker asks for: an answer, its day, and notes afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from sitegen.plan.decided import Decided, Task
from sitegen.plan.identity import Line, identities
from sitegen.statuses import Status
from sitegen.tracker import Interview
from sitegen.written import long_date

AHEAD = (Status.OFFERED, Status.ACCEPTED)

ANSWER_WITHIN = dt.timedelta(days=1)
"""An offer is answered within this time, as `data/rules/interviews.yaml` advises, where the tracker
names no day."""


def interview_tasks(plan: Decided) -> Iterator[Task]:
    """Tasks from the lines of the tracker, while rank order lists are open."""
    if plan.facts["season.lists_closed"].value is True:
        return
    listed = plan.read.interviews
    for each, name in zip(listed, identities([_line(e) for e in listed]), strict=True):
        if each.status is Status.OFFERED:
            yield _answer(plan, each, name)
        if each.status in AHEAD and each.date is not None:
            yield _visit(plan, each, each.date, name)


def _line(each: Interview) -> Line:
    """A program in a state has one interview; a second one there differs by its day or region."""
    about = (each.specialty, each.program, each.state or "")
    return about, (each.date.isoformat() if each.date else "~", each.region)


def _answer(plan: Decided, each: Interview, name: str) -> Task:
    """The answer to an offer, by the day that the program set or soon, and before the visit."""
    soon = plan.as_of + min(ANSWER_WITHIN, dt.date.max - plan.as_of)
    days = [each.answer_by or soon, each.date or dt.date.max]
    due = max(plan.as_of, min(days))
    return _task(plan, each, f"answer.{name}", "interview-answer", "interview-answer-why", due)


def _visit(plan: Decided, each: Interview, day: dt.date, name: str) -> Task:
    """The interview on its day; later, the notes about it."""
    if day < plan.as_of:
        return _task(plan, each, f"notes.{name}", "interview-notes", "interview-notes-why", None)
    text, state = ("interview-ahead", "open")
    if day == plan.as_of:
        text, state = ("interview-today", "now")
    return replace(
        _task(plan, each, f"day.{name}", text, "interview-why", day), state=state, event=True
    )


def _task(
    plan: Decided, each: Interview, name: str, text: str, why: str, due: dt.date | None
) -> Task:
    """A task for now, with the phrases of these names as its text and its reason."""
    said, day = plan.knowledge.phrases, long_date(each.date) if each.date else ""
    return Task(
        id=f"interview.{name}",
        text=said[text].format(program=each.program, day=day),
        why=said[why],
        phase="season",
        specialty=each.specialty,
        page="interviews",
        state="now",
        due=due,
        due_low=due,
        due_high=due,
        fixed=due is not None,
    )
