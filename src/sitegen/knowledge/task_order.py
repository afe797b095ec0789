"""Checks that no task of the guide waits for itself, alone or by way of others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from graphlib import CycleError, TopologicalSorter
from itertools import islice

from sitegen.diagnostics import Location, Problems
from sitegen.knowledge.guide import TaskTemplate

SHOWN = 50
"""Circles told at once; each is looked for anew, and nobody mends more in one go."""


def check_task_order(
    tasks: Sequence[TaskTemplate], at: Callable[[str, str], Location], problems: Problems
) -> None:
    """Record each circle of tasks that wait for each other, at the first of them (`D216`)."""
    for circle in islice(_circles(tasks), SHOWN):
        first, *others = circle
        text, hint = f"the task {first} waits for itself", f"take {first} out of its own after"
        if others:
            text = f"the tasks {', '.join(circle)} wait for each other in a circle"
            hint = f"take the one out of after that need not come first: in {first}, {others[-1]}"
        problems.add("D216", at("tasks", first), text, hint)


def _circles(tasks: Sequence[TaskTemplate]) -> Iterator[list[str]]:
    """Circles without a common task, each in the order in which its tasks would be done."""
    graph = {task.id: task.after for task in tasks}
    places = {name: i for i, name in enumerate(graph)}
    while True:
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            circle = error.args[1][:-1]
            start = circle.index(min(circle, key=places.__getitem__))
            for name in circle:
                del graph[name]
            yield circle[start:] + circle[:start]
        else:
            return
