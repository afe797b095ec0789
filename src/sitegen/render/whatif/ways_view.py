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
from sitegen.render.whatif.whatif_words import answer, own_sent, programs, somewhere

LABELS = {
    "today": "Today",
    "single": "First choice alone",
    "both": "Two fields all the same",
    "j1": "J-1 only",
    "h1b": "H-1B only",
    "narrow": "Preferred states only",
    "wide": "All places",
}


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
            "name": LABELS[c.id],
            "answer": answer(c.after, plan) if c.id not in ("single", "both") else "Your own way",
            "programs": programs(c.after.sides, column_key(c), plan),
            "fees": paid(c.after, plan, column_key(c)),
            "chance": somewhere(c.after, column_key(c)),
            "own": _own(c, plan),
            "start": _start(c, plan) if starts else "",
        }
        for c in ways
        if c.id != "narrow" or told
    ]


def _start(c: Column, plan: Plan) -> str:
    if c.after.start is None:
        return phrase(plan, "start-not-told")
    return span(c.after.start, part_key(column_key(c), "start"))


def held(it: WhatIf, plan: Plan) -> str:
    """What may prevent a start after a match, in the columns in which no chance of it stands."""
    titles = dict.fromkeys(title for c in it.columns for title in c.after.held)
    return phrase(plan, "start-held", why="; ".join(titles)) if titles else ""


def _own(c: Column, plan: Plan) -> dict[str, str]:
    """What the plan of a column would send by itself, where that is something else."""
    own, key = c.after.numbers, f"{column_key(c)}.own"
    if own is None:
        same = phrase(plan, "own-same") if c.id not in ("today", "single", "both") else ""
        return dict.fromkeys(("programs", "fees", "chance"), same)
    if not c.after.advised:
        return {"programs": "none", "fees": "none", "chance": ""}
    return {
        "programs": own_sent(own, key),
        "fees": priced(f"{key}.cost", own.cost) if own.cost is not None else "not known",
        "chance": f"{span(own.somewhere, f'{key}.somewhere')} of 100" if own.somewhere else "",
    }


def paid(after: Outcome, plan: Plan, key: str) -> str:
    """The fees of the applications counted, and whether the plan advises them."""
    sent = applications(after)
    cost = after.price if after.cost is not None or any(sent.values()) else 0
    if not cost:
        return "none" if cost == 0 else "not known"
    if key == TODAY and not after.advised:
        return f"{priced('effort.cost', cost)}, not advised"
    fees = priced(part_key(key, "cost"), cost)
    return fees if after.advised else f"{fees}, not advised"


def places(plan: Plan) -> str:
    """Why places move little here, and what the own list says about them."""
    states = plan.read.profile.constraints.states
    wanted = set((states.preferred if states else None) or ())
    rows = [p for p in plan.read.programs if p.state]
    said = (
        "NRMP prints no rate by state, so places move the chance only through the number of "
        "programs."
    )
    if not wanted:
        return f"{said} You have not named states that you prefer."
    if not rows:
        return f"{said} Without your own program list, those in your states cannot be counted."
    inside = sum(p.state in wanted for p in rows)
    return (
        f"{said} Your own list has {counted('list.with-state', len(rows))} programs with a "
        f"state, and {counted('list.in-named-states', inside)} of them stand in the states you "
        "prefer."
    )
