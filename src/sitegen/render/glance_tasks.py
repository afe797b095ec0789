"""The tasks of the front page: what is urgent, what this week asks for, or what begins first."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sitegen.plan.conclusions import little_known
from sitegen.plan.decided import Task
from sitegen.plan.find_out import FIND_OUT
from sitegen.plan.model import Plan
from sitegen.plan.season.moment import Moment, moment
from sitegen.render.little_known import to_find_out
from sitegen.render.phrases import phrase
from sitegen.render.quantities import dated
from sitegen.render.task_lines import task_view

NEXT = 3
THIS_WEEK = 6
WEEK = dt.timedelta(weeks=1)


def first_tasks(plan: Plan) -> list[Task]:
    """The next tasks. While interviews run, those of this week; before, what has to begin first.

    Where the first choice is out of reach, what serves the backup goes before what serves it.
    """
    if little_known(plan):
        return to_find_out(plan)[:NEXT]
    if moment(plan) in (Moment.INTERVIEWS, Moment.CLOSED, Moment.OVER):
        return _by_day(plan)
    able = [t for t in plan.tasks if t.phase != FIND_OUT and t.state != "dropped" and t.front]
    urgent = [t for t in able if t.urgent]
    later = sorted((t for t in able if not t.urgent), key=lambda t: _rank(t, plan))
    return (urgent + to_find_out(plan) + later)[:NEXT]


def this_week(plan: Plan) -> bool:
    """Whether the next tasks are those of this week, as today has to come first."""
    last = plan.as_of + WEEK
    shown = first_tasks(plan)
    return moment(plan) is Moment.INTERVIEWS and bool(shown) and _day(shown[0], plan) <= last


def _by_day(plan: Plan) -> list[Task]:
    """What falls into this week, in the order of its days; at least the next few."""
    able = sorted(
        (t for t in plan.tasks if t.state != "dropped" and t.front and (t.due or t.state == "now")),
        key=lambda t: (not t.urgent, _day(t, plan)),
    )
    week = [t for t in able if _day(t, plan) <= plan.as_of + WEEK]
    return able[: max(NEXT, min(len(week), THIS_WEEK))]


def _day(task: Task, plan: Plan) -> dt.date:
    return task.due or task.done_by(plan.as_of) or plan.as_of


def first_view(task: Task, plan: Plan) -> dict[str, Any]:
    """A first task, always with a day: its own, or when it can be done if it begins now."""
    view, day = task_view(task, plan), task.done_by(plan.as_of)
    when = view["when_short"]
    if day is not None:
        when = phrase(plan, "task-now", day=dated(f"done.{task.id}", day))
    return {**view, "when": when, "when_short": when}


def _rank(task: Task, plan: Plan) -> tuple[bool, bool, float, dt.date]:
    """Sort key: of what has to begin now the longest first, then by the last day to begin."""
    begin = task.begin or task.due or plan.as_of
    now = task.state == "now" or begin <= plan.as_of
    backed = plan.choice.out_of_reach and bool(plan.choice.backups)
    far = backed and plan.primary is not None and task.specialty == plan.primary.id
    return far, not now, -task.takes if now else 0.0, begin
