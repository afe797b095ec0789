"""The last day to begin each task, so that whatever waits for it can still be done in time."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from graphlib import TopologicalSorter

from sitegen.plan.decided import Task

WEEK = dt.timedelta(days=7)


def pulled(found: Sequence[Task], as_of: dt.date) -> list[Task]:
    """Tasks moved forward, so that whatever waits for them can still be done in time.

    What `after` names must not lead back to itself; the data are checked for it (`D216`).
    """
    starts = _latest_starts(found, as_of)
    return [_pull(task, starts.get(task.id), as_of) for task in found]


def _latest_starts(found: Sequence[Task], as_of: dt.date) -> Mapping[str, dt.date]:
    """The last day to begin each task that has a day; those that wait are reckoned first.

    A start that leaves no time before today is as good as any earlier one, and a long row of
    tasks would lead before the first year of the calendar.
    """
    waiting = _waiting(found)
    dated = {task.id: task for task in found if task.due}
    graph = {key: [each.id for each in waiting(task)] for key, task in dated.items()}
    starts: dict[str, dt.date] = {}
    for key in TopologicalSorter(graph).static_order():
        task = dated.get(key)
        if task and task.due:
            begun = [starts[each] for each in graph[key] if each in starts]
            starts[key] = max(min([task.due, *begun]), as_of) - task.takes * WEEK
    return starts


def _waiting(found: Sequence[Task]) -> Callable[[Task], list[Task]]:
    """Gives the open tasks that can begin only after a task."""
    index: dict[str, list[Task]] = defaultdict(list)
    for task in found:
        for name in set(task.after) if task.state == "open" else ():
            index[name].append(task)

    def waiting(task: Task) -> list[Task]:
        others = index.get(task.template, [])
        return [
            t for t in others if task.specialty is None or t.specialty in (None, task.specialty)
        ]

    return waiting


def _pull(task: Task, begin: dt.date | None, as_of: dt.date) -> Task:
    if begin is None or task.due is None or task.fixed:
        return task
    due = begin + task.takes * WEEK
    shift = task.due - due
    low, high = task.due_low, task.due_high
    moved = replace(
        task,
        due=due,
        begin=begin,
        due_low=low - shift if low else None,
        due_high=high - shift if high else None,
    )
    return moved if due > as_of else replace(task, due=None, begin=None, state="now")
