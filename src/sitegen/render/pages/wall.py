"""The view of the plan for the wall."""

from __future__ import annotations

from typing import Any

from sitegen.plan.model import Plan
from sitegen.render.task_lines import estimate_text, months, task_view
from sitegen.render.views import Views

MOST_ON_WALL = 12
"""Tasks for now on the wall plan; the page of the tasks holds them all."""


def view(plan: Plan, _: Views) -> dict[str, Any]:
    """The months on one sheet for the wall."""
    return {
        "months": months(plan),
        "now": [task_view(t, plan) for t in plan.tasks if t.state == "now"][:MOST_ON_WALL],
        "estimate": estimate_text(plan),
    }
