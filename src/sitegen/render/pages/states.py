"""The view of the page on the limits of state boards."""

from __future__ import annotations

from typing import Any

from sitegen.knowledge.guide import StateLimit
from sitegen.knowledge.model import Knowledge
from sitegen.plan.model import Plan
from sitegen.render.background import background
from sitegen.render.citing import cite, told
from sitegen.render.views import Views

DIRECTORY = "fsmb-boards"
"""The source that leads to the board of each state."""


def view(plan: Plan, views: Views) -> dict[str, Any]:
    """What boards limit, for the states of this person, and what to ask them."""
    it, k = plan.guide.states, plan.knowledge
    asked = [row.ask for row in it.rows]
    every = [word for word in asked[0] if all(word in ask for ask in asked)] if asked else []
    return {
        "told": it.told,
        "open": it.open,
        "seven": told(it.seven, views, k),
        "clock": it,
        "tries": told(it.tries, views, k),
        "license": told(it.license, views, k),
        "read": min(k.sources[each.source].read_on for each in k.state_limits),
        "rows": [
            {"state": row.state, "ask": row.ask, "known": [_limit(each, k) for each in row.known]}
            for row in it.rows
        ],
        "ask_all": every,
        "ask_more": any(len(ask) > len(every) for ask in asked),
        "failed": plan.facts["applicant.failed_attempts"].value,
        "years": plan.facts["applicant.years_since_graduation"].value,
        "directory": k.sources[DIRECTORY].url or "",
        "general": [_limit(each, k) for each in it.general],
        "special": [
            {
                "states": ", ".join(s for s in each.states if s not in _preferred(plan)),
                **_limit(each, k),
            }
            for each in it.special
        ],
        "background": background("states"),
    }


def _preferred(plan: Plan) -> tuple[str, ...]:
    states = plan.read.profile.constraints.states
    return (states.preferred if states else None) or ()


def _limit(limit: StateLimit, knowledge: Knowledge) -> dict[str, Any]:
    return {"topic": limit.topic, "says": limit.says, "cites": [cite(limit.source, knowledge)]}
