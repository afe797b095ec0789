"""The view of the timeline: phases, rows of tasks that wait for each other, and what is late."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sitegen.explain import long_date
from sitegen.plan.decided import Task
from sitegen.plan.model import Plan
from sitegen.plan.quantities.judged import day_key
from sitegen.plan.timeline import Chain, PhaseSpan
from sitegen.render.quantities import counted, dated
from sitegen.render.task_lines import estimate_text, quoting, task_view, when_words
from sitegen.render.views import Views
from sitegen.render.words import date_span


def view(plan: Plan, views: Views) -> dict[str, Any]:
    """The page of the timeline."""
    it = plan.timeline
    by_id = {t.id: t for t in plan.tasks}

    def shown(ids: Iterable[str]) -> list[dict[str, Any]]:
        return [task_view(by_id[i], plan) for i in ids]

    return {
        "findings": [views.reason(f) for f in it.findings],
        "now": shown(it.for_now),
        "given_up": shown(it.given_up),
        "phases": [_phase(p, shown(p.tasks)) for p in it.phases],
        "chains": [_chain(f"chain.{i}", c, by_id, plan) for i, c in enumerate(it.chains, 1)],
        "estimate": estimate_text(plan),
    }


def _phase(phase: PhaseSpan, tasks: list[dict[str, Any]]) -> dict[str, Any]:
    key, start, end = f"phase.{phase.id}", phase.start, phase.end
    return {
        "title": phase.title,
        "begin": dated(f"{key}.low", start) if start else "",
        "span": date_span(start, end, key) if start and end else "",
        "state": phase.state,
        "tasks": tasks,
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
            {"text": quoting(step, plan), "when": _from_to(step, plan)}
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
