"""What each interview of the tracker asks for: an answer, its day, and notes afterwards."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.explain import long_date
from sitegen.plan.model import Plan, Task
from sitegen.tracker import Interview, Status

AHEAD = (Status.OFFERED, Status.ACCEPTED)


def interview_tasks(plan: Plan) -> Iterator[Task]:
    """Tasks from the lines of the tracker, while rank order lists are open."""
    if plan.facts["season.lists_closed"].value is True:
        return
    for each in plan.read.interviews:
        if each.status is Status.OFFERED:
            yield _task(
                plan, each, "answer", f"Answer the interview offer of {each.program}.",
                "Interview days go to those who answer first.",
            )  # fmt: skip
        if each.status not in AHEAD or each.date is None:
            continue
        if each.date > plan.as_of:
            yield _task(
                plan, each, "day", f"Interview at {each.program}.",
                "Say your answers aloud in the week before, and make your notes on the same day.",
            )  # fmt: skip
        elif each.date < plan.as_of:
            yield _task(
                plan, each, "notes", f"Write three lines about your interview at {each.program} "
                f"of {long_date(each.date)}, and mark it done in your tracker.",
                "Notes made at once are the only ones that still help when you rank.",
            )  # fmt: skip
        else:
            yield _task(plan, each, "today", f"Today: your interview at {each.program}.", "")


def _task(plan: Plan, each: Interview, kind: str, text: str, why: str) -> Task:
    """One task. A day still to come stands on its date; anything else is to be done now."""
    day = each.date if kind == "day" else None
    name = "-".join("".join(c if c.isalnum() else " " for c in each.program.lower()).split())
    return Task(
        id=f"interview.{kind}.{name}.{each.specialty}", text=text, why=why, phase="season",
        specialty=each.specialty, page="interviews", state="open" if day else "now",
        due=day, due_low=day, due_high=day, event=day is not None, fixed=day is not None,
    )  # fmt: skip
