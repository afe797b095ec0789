"""The view of the tasks: now and by phase, rows that wait for each other, what is given up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sitegen.plan.decided import Task
from sitegen.plan.find_out import FIND_OUT
from sitegen.plan.model import Plan
from sitegen.plan.quantities.judged import day_key
from sitegen.plan.timeline import Chain, PhaseSpan
from sitegen.render.glance_tasks import first_tasks
from sitegen.render.quantities import counted, dated
from sitegen.render.task_lines import estimate_text, quoting, task_view, when_words
from sitegen.render.views import Views
from sitegen.render.words import date_span
from sitegen.written import long_date


def view(plan: Plan, views: Views) -> dict[str, Any]:
    """Everything to do, each task once: the first ones of the front page, and then the rest."""
    it, by_id = plan.timeline, {t.id: t for t in plan.tasks}
    lines, first = _Lines(plan), first_tasks(plan)
    alive = [t.id for t in plan.tasks if t not in first]
    now = [by_id[i] for i in it.for_now if i in alive]
    phases = [(p, [by_id[i] for i in p.tasks if i in alive]) for p in it.phases]
    return {
        "findings": [views.reason(f) for f in it.findings],
        "first": lines.of(first),
        "find_out": lines.of(t for t in now if t.phase == FIND_OUT),
        "now": lines.of(t for t in now if t.phase != FIND_OUT),
        "phases": [_phase(p, tasks, lines) for p, tasks in phases if tasks],
        "chains": [_chain(f"chain.{i}", c, by_id, plan) for i, c in enumerate(it.chains, 1)],
        "given_up": [task_view(by_id[i], plan) for i in it.given_up],
        "estimate": estimate_text(plan),
    }


class _Lines:
    """The tasks of one page as lines, from the first to the last; each reason is told once."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._told: set[str] = set()

    def of(self, tasks: Iterable[Task]) -> list[dict[str, Any]]:
        return [self._line(task) for task in tasks]

    def parts(self, tasks: Sequence[Task]) -> list[dict[str, Any]]:
        """Tasks for every specialty, whose part has no title, then the first choice, and others."""
        first = self._plan.primary.id if self._plan.primary else ""
        found = dict.fromkeys(t.specialty for t in tasks)
        order = sorted(found, key=lambda specialty: (specialty is not None, specialty != first))
        return [
            {
                "title": self._plan.card(name).specialty.title if name else "",
                "tasks": self.of(t for t in tasks if t.specialty == name),
            }
            for name in order
        ]

    def _line(self, task: Task) -> dict[str, Any]:
        line = task_view(task, self._plan)
        if task.why in self._told:
            line["why"] = ""
        self._told.add(task.why)
        return line


def _phase(phase: PhaseSpan, tasks: Sequence[Task], lines: _Lines) -> dict[str, Any]:
    key, start, end = f"phase.{phase.id}", phase.start, phase.end
    return {
        "id": phase.id,
        "title": phase.title,
        "begin": dated(f"{key}.low", start) if start else "",
        "span": date_span(start, end, key) if start and end else "",
        "now": phase.state == "now",
        "earlier": any(task.phase != phase.id for task in tasks),
        "parts": lines.parts(tasks),
    }


def _chain(key: str, chain: Chain, by_id: dict[str, Task], plan: Plan) -> dict[str, Any]:
    """The steps of a row, with its weeks and those that its first step may wait."""
    slack = chain.slack
    return {
        "weeks": counted(f"{key}.weeks", chain.weeks) if chain.weeks else "",
        "one_week": chain.weeks == 1,
        "slack": slack,
        "room": counted(f"{key}.room", slack) if slack and slack >= 1 else "",
        "steps": [
            {"id": step.id, "text": quoting(step, plan), "when": _from_to(step, plan)}
            for step in (by_id[i] for i in chain.tasks)
        ],
    }


def _from_to(task: Task, plan: Plan) -> str:
    """From when to when a step of a row is worked on; a month alone stays a month."""
    if task.fixed:
        return when_words(task, plan)
    begin = _begin(task, plan)
    if begin and task.due and not task.month_only:
        return f"{begin} to {dated(day_key(task), task.due)}"
    return when_words(replace(task, due_low=None, due_high=None), plan, short=True)


def _begin(task: Task, plan: Plan) -> str:
    """The first day to work on a task, or nothing if that is its last day as well."""
    begin = max(task.begin, plan.as_of) if task.begin else None
    if not begin or begin == task.due:
        return ""
    return dated(f"begin.{task.id}", begin) if begin == task.begin else long_date(begin)
