"""How far the program list of a plan has come, in marked numbers."""

from __future__ import annotations

from typing import Any

from sitegen.facts.program import NAMES
from sitegen.plan.model import Plan
from sitegen.render.quantities import counted


def list_length(plan: Plan) -> dict[str, Any] | None:
    """Rows wanted, held and left, missing answers on visas, hours; None where none is advised."""
    it = plan.applying.own_list.wanted
    if not it.fields:
        return None
    return {
        "sent": counted("applications.all", sum(int(each.applications) for each in it.fields)),
        "rows": counted("list.wanted", it.rows),
        "held": counted("list.held", it.held),
        "left": counted("list.left", it.left),
        "first": counted("list.first-pass", round(it.first, 1)),
        "second": counted("list.second-pass", round(it.second, 1)),
        "missing": [
            (NAMES[visa], counted(f"list.missing.{visa.value}", rows))
            for visa, rows in it.missing.items()
            if rows
        ],
    }
