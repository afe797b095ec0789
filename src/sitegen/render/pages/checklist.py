"""The view of the checklists: all that is to do, by phase."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sitegen.plan.decided import Task
from sitegen.plan.find_out import FIND_OUT
from sitegen.plan.model import Plan
from sitegen.render.task_lines import estimate_text, task_view
from sitegen.render.views import Views


def view(plan: Plan, _: Views) -> dict[str, Any]:
    """Everything to do, by phase, and in each phase by specialty."""
    alive = [t for t in plan.tasks if t.state != "dropped"]
    now = [t for t in alive if t.state == "now" and t.phase != FIND_OUT]
    later = [t for t in alive if t not in now]
    groups = [
        (FIND_OUT, "", [t for t in later if t.phase == FIND_OUT]),
        ("now", "", now),
        *((p.id, p.title, [t for t in later if t.phase == p.id]) for p in plan.knowledge.phases),
    ]
    return {
        "groups": [
            {"id": key, "title": title, "parts": _parts(tasks, plan)}
            for key, title, tasks in groups
            if tasks
        ],
        "given_up": [task_view(t, plan) for t in plan.tasks if t.state == "dropped" and t.late],
        "estimate": estimate_text(plan),
    }


def _parts(tasks: Sequence[Task], plan: Plan) -> list[dict[str, Any]]:
    """Tasks for every specialty first, whose part has no title, then those of each specialty."""
    parts: dict[str | None, list[dict[str, Any]]] = {None: []}
    for task in tasks:
        parts.setdefault(task.specialty, []).append(task_view(task, plan))
    return [
        {"title": plan.card(specialty).specialty.title if specialty else "", "tasks": shown}
        for specialty, shown in parts.items()
        if shown
    ]
