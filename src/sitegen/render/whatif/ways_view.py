"""Ways of applying side by side: one visa, one field, some places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sitegen.plan.model import Plan
from sitegen.plan.quantities.changes import TODAY, column_key, part_key
from sitegen.plan.whatif.changes import Column, WhatIf
from sitegen.plan.whatif.outcomes import Outcome, applications
from sitegen.render.chance.chance_words import span
from sitegen.render.phrases import phrase
from sitegen.render.quantities import counted, priced
from sitegen.render.whatif.outcomes_view import answer, own_sent, programs, somewhere

OWN_WAYS = ("single", "both")
"""Ways that the applicant would go against the answer, which stays the same."""


def columns(ways: Sequence[Column], it: WhatIf, plan: Plan) -> list[dict[str, Any]]:
    """Each way with its answer, counted with the effort of today, and with its own numbers."""
    sponsored = plan.facts["applicant.needs_visa"].value is not False
    starts = sponsored and any(c.after.start for c in ways)
    states = plan.read.profile.constraints.states
    told = states is not None and bool(states.preferred)
    if all(c.after.somewhere is None and c.after.key == it.present.key for c in ways):
        return []
    return [
        {
            "id": c.id,
            "answer": "" if c.id in OWN_WAYS else answer(c.after, plan),
            "programs": programs(c.after.sides, column_key(c), plan),
            "fees": paid(c.after, column_key(c)),
            "chance": somewhere(c.after, column_key(c), plan),
            "same": c.after.numbers is None and c.id not in ("today", *OWN_WAYS),
            "own": _own(c, plan),
            "starts": starts,
            "start": span(c.after.start, part_key(column_key(c), "start")) if c.after.start else "",
        }
        for c in ways
        if c.id != "narrow" or told
    ]


def held(it: WhatIf, plan: Plan) -> str:
    """What may prevent a start after a match, in the columns in which no chance of it stands."""
    titles = dict.fromkeys(title for c in it.columns for title in c.after.held)
    return phrase(plan, "start-held", why="; ".join(titles)) if titles else ""


def _own(c: Column, plan: Plan) -> dict[str, Any] | None:
    """What the plan of a column would send by itself, where that is something else."""
    own, key = c.after.numbers, f"{column_key(c)}.own"
    if own is None:
        return None
    return {
        "advised": c.after.advised,
        "programs": own_sent(own, plan, key),
        "fees": priced(f"{key}.cost", own.cost) if own.cost is not None else "",
        "chance": span(own.somewhere, f"{key}.somewhere") if own.somewhere else "",
    }


def paid(after: Outcome, key: str) -> dict[str, Any]:
    """The fees of the applications counted, and whether the plan advises them."""
    sent = applications(after)
    cost = after.price if after.cost is not None or any(sent.values()) else 0
    today = key == TODAY and not after.advised
    return {
        "advised": after.advised,
        "known": cost is not None,
        "cost": priced("effort.cost" if today else part_key(key, "cost"), cost) if cost else "",
    }


def places(plan: Plan) -> dict[str, Any]:
    """Whether states are preferred, and what the own list says about them."""
    states = plan.read.profile.constraints.states
    wanted = set((states.preferred if states else None) or ())
    rows = [p for p in plan.read.programs if p.state]
    inside = sum(p.state in wanted for p in rows)
    return {
        "named": bool(wanted),
        "listed": counted("list.with-state", len(rows)) if rows else "",
        "inside": counted("list.in-named-states", inside),
    }
