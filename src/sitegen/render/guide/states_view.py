"""The view of the page on the limits of state boards."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sitegen.explain import long_date, number, told_date
from sitegen.knowledge.guide import StateLimit
from sitegen.knowledge.model import Knowledge
from sitegen.plan.guide.states import StateLimits, StateRow
from sitegen.plan.model import Plan
from sitegen.render.background import background
from sitegen.render.guide.immigration_view import cite, told
from sitegen.render.views import Views

DIRECTORY = "fsmb-boards"
"""The source that leads to the board of each state."""


def states_view(plan: Plan, views: Views) -> dict[str, Any]:
    """What boards limit, for the states of this person, and what to ask them."""
    it, k = plan.guide.states, plan.knowledge
    return {
        "lead": _lead(it),
        "few": told(it.few, views, k),
        "seven": told(it.seven, views, k),
        "clock": _clock(it),
        "tries": told(it.tries, views, k),
        "license": told(it.license, views, k),
        "read": long_date(_read(k)),
        "rows": [_row(row, plan, it) for row in it.rows],
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


def _read(knowledge: Knowledge) -> dt.date:
    """The day by which the rules of single states were read: the earliest of their sources."""
    return min(knowledge.sources[each.source].read_on for each in knowledge.state_limits)


def _preferred(plan: Plan) -> tuple[str, ...]:
    states = plan.read.profile.constraints.states
    return (states.preferred if states else None) or ()


def _lead(it: StateLimits) -> str:
    if it.told and it.open:
        return (
            "You prefer some states and are open to the others. Below are your favorites "
            "one by one, then what holds everywhere."
        )
    if it.told:
        return (
            "You named the states where you would like to live. Below they stand one by one, "
            "with what could be read and what to ask."
        )
    if it.open:
        return (
            "You are open to every state, so general rules come first here, and then the "
            "states with rules of their own."
        )
    return (
        "You have not named any state yet. Here is what holds everywhere, and which states "
        "have rules of their own."
    )


def _clock(it: StateLimits) -> list[tuple[str, str]]:
    """The dates of the seven years, where a passed Step has its date."""
    if it.window is None:
        return []
    rows = [(f"{it.window.exam} passed", told_date(it.window.first))]
    if it.left:
        names = " and ".join(it.left)
        rows.append((f"{names} for the certificate, by", told_date(it.window.end)))
    if it.step3_by:
        rows.append(("Step 3 by, where a board counts seven years", told_date(it.step3_by)))
    if it.step3_after is not None:
        rows.append(("Years from it to Step 3, which some boards limit", number(it.step3_after)))
    return rows if len(rows) > 1 else []


def _row(row: StateRow, plan: Plan, it: StateLimits) -> dict[str, Any]:
    return {
        "state": row.state,
        "known": [_limit(each, plan.knowledge) for each in row.known],
        "ask": [_question(word, plan, it) for word in row.ask],
    }


def _question(word: str, plan: Plan, it: StateLimits) -> str:
    """A question for a board, with what this person has to tell."""
    failed = plan.facts["applicant.failed_attempts"].value
    years = plan.facts["applicant.years_since_graduation"].value
    return {
        "training": "Years of training for a full license, and the license that residents need.",
        "tries": f"Tries at each Step. You failed {failed} in all."
        if isinstance(failed, int)
        else "Tries at each Step.",
        "step3": "Years from the first Step to Step 3."
        + (f" Yours count from {told_date(it.window.first)}." if it.window else ""),
        "graduation": f"Whether {years} years since graduation matter for the training license.",
        "license": "Whether a license for doctors trained abroad fits you.",
    }[word]


def _limit(limit: StateLimit, knowledge: Knowledge) -> dict[str, Any]:
    return {"topic": limit.topic, "says": limit.says, "cites": [cite(limit.source, knowledge)]}
