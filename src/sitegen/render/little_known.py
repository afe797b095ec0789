"""What stands in place of chances while hardly anything is known: what to find out, in order."""

from __future__ import annotations

from typing import Any

from sitegen.plan.conclusions import little_known
from sitegen.plan.decided import Task
from sitegen.plan.find_out import FIND_OUT
from sitegen.plan.model import Plan
from sitegen.render.phrases import phrase
from sitegen.render.task_lines import task_view


def to_find_out(plan: Plan) -> list[Task]:
    """The open questions, in the order in which their answers help."""
    return [t for t in plan.tasks if t.phase == FIND_OUT]


def little_view(plan: Plan) -> dict[str, Any] | None:
    """Why no chance is told, and the open questions in order; None where enough is known."""
    if not little_known(plan):
        return None
    return {
        "text": phrase(plan, "little-known"),
        "more": phrase(plan, "little-known-more"),
        "tasks": [task_view(t, plan) for t in to_find_out(plan)],
    }
