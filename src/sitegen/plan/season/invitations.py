"""What each interview of the tracker asks for: an answer, its day, and notes afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sitegen.explain import long_date
from sitegen.plan.decided import Decided, Task
from sitegen.plan.identity import Line, identities
from sitegen.statuses import Status
from sitegen.tracker import Interview

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
    return _task(
        each,
        f"answer.{name}",
        f"Answer the interview offer of {each.program}.",
        "Interview days go to those who answer first.",
        due,
    )


def _visit(plan: Decided, each: Interview, day: dt.date, name: str) -> Task:
    """The interview on its day; later, the notes about it."""
    if day < plan.as_of:
        return _task(
            each,
            f"notes.{name}",
            f"Write three lines about your interview at {each.program} "
            f"of {long_date(day)}, and mark it done in your tracker.",
            "Notes made at once are the only ones that still help when you rank.",
            None,
        )
    if day == plan.as_of:
        text, state = f"Today: your interview at {each.program}.", "now"
    else:
        text, state = f"Interview at {each.program}.", "open"
    return _task(
        each,
        f"day.{name}",
        text,
        "Say your answers aloud in the week before, and make your notes on the same day.",
        day,
        state=state,
        event=True,
    )


def _task(
    each: Interview,
    name: str,
    text: str,
    why: str,
    due: dt.date | None,
    *,
    state: str = "now",
    event: bool = False,
) -> Task:
    return Task(
        id=f"interview.{name}",
        text=text,
        why=why,
        phase="season",
        specialty=each.specialty,
        page="interviews",
        state=state,
        due=due,
        due_low=due,
        due_high=due,
        event=event,
        fixed=due is not None,
    )
