"""The view of one change: what it does, what it takes, and when to begin."""

from __future__ import annotations

from typing import Any

from sitegen.facts.letters import SERVES, why
from sitegen.plan.decided import Task
from sitegen.plan.find_out import FIND_OUT
from sitegen.plan.identity import identities
from sitegen.plan.model import Plan
from sitegen.plan.quantities.judged import day_key
from sitegen.plan.quantities.value import slug
from sitegen.plan.whatif.changes import Change, WhatIf
from sitegen.plan.whatif.outcomes import Effect, Outcome, Side, applications
from sitegen.render.guide.money_words import dollars
from sitegen.render.quantities import counted, dated, marked, priced
from sitegen.render.whatif.outcomes_view import (
    answer,
    decision,
    effect_words,
    filled,
    own_numbers,
    programs,
    somewhere,
    together,
)
from sitegen.written import usd


def change_view(c: Change, it: WhatIf, plan: Plan) -> dict[str, Any]:
    """A row of the table: its effect, what the plan would then say, its time and its price."""
    after, budget = c.after, plan.read.profile.constraints.application_budget
    over = after.cost is not None and budget is not None and after.cost > budget
    key, task = f"change.{slug(c.id)}", _own_task(c, plan)
    fees = after.cost is not None and after.cost != it.present.cost
    return {
        "title": filled(c.title, c, plan),
        **_says(c, it, plan, key),
        "after": somewhere(after, key, plan),
        "moves": effect_words(c.moves, plan, f"{key}.moves"),
        "month": _each(c.each_month, c, c.weeks, plan, f"{key}.month"),
        "hundred": _each(c.each_hundred, c, c.usd, plan, f"{key}.hundred"),
        "takes": _takes(c, f"{key}.weeks"),
        "costs": _costs(c, f"{key}.usd"),
        "begin": _begin(c, task, f"{key}.begin", plan),
        "fees": priced(f"{key}.cost", after.cost) if fees and after.cost is not None else "",
        "fees_today": priced("cost.applications", it.present.cost) if it.present.cost else "",
        "over": priced("budget.applications", budget) if over and budget else "",
        "note": c.note,
        "task": task.text if task else "",
    }


def _each(each: Effect | None, c: Change, units: tuple[float, float], plan: Plan, key: str) -> str:
    """An effect for each month or each 100 USD, or in a word why there is none."""
    if units[1] <= 0:
        return "saves" if units[1] else "free"
    if c.moves is not None and c.moves.use <= 1e-9:
        return "no-gain"
    return effect_words(each, plan, key) if each else "little" if c.moves else "unknown"


def _takes(c: Change, key: str) -> tuple[str, str] | None:
    """The fewest weeks, which may be none, and the most; None where it takes no time."""
    low, high = c.weeks
    if not high:
        return None
    return counted(f"{key}.low", low) if low else "", counted(f"{key}.high", high)


def _costs(c: Change, key: str) -> tuple[str, str] | None:
    """Whether it saves, costs, or may cost at the most, and how much; None where it is free."""
    low, high = c.usd
    if high == 0 and low == 0:
        return None
    if high < 0:
        return "saves", marked(f"{key}.high", high, usd(-high))
    return ("takes", dollars(low, high, key)) if low else ("most", priced(f"{key}.high", high))


def _begin(c: Change, own: Task | None, key: str, plan: Plan) -> tuple[str, str, str]:
    """How and when to begin, and the last day for it; empty where there is nothing to say.

    The day is always that of the task, where one asks for the same work.
    """
    last = dated(key, c.begin_by) if c.begin_by else ""
    if not c.begin_by or not c.last_day:
        return "" if c.by == "say" else "unknown", "", ""
    if not c.weeks[0]:
        return "decide", last, ""
    if own is None:
        return "by", last, ""
    if own.begin and own.begin > plan.as_of:
        behind = last if own.begin <= c.begin_by else ""
        return "listed", dated(f"begin.{own.id}", own.begin), behind
    if own.fixed and own.due:
        return "planned", dated(day_key(own), own.due), last
    if own.state == "now" or own.begin:
        return ("", "", "") if own.phase == FIND_OUT else ("now", "", last)
    return "by", last, ""


def _own_task(c: Change, plan: Plan) -> Task | None:
    """The first task of this plan that is its way; for a letter, the one still to ask for."""
    asked = _letter_to_ask(c, plan) if c.id.startswith("letter-") else None
    if asked:
        return asked
    about = {c.first, c.backup} if c.by == "do" else {c.other}
    found = [
        t
        for t in plan.tasks
        if t.template in c.tasks
        and t.state != "dropped"
        and (t.specialty is None or (t.specialty in about and t.specialty == _whom(c)))
    ]
    return found[0] if found else None


def _letter_to_ask(c: Change, plan: Plan) -> Task | None:
    """The task that asks US faculty for a letter which can serve, if there is one."""
    letters = plan.read.profile.letters or ()
    names = identities([((each.writer,), (each.specialty,)) for each in letters])
    tasks = {t.id: t for t in plan.tasks if t.state != "dropped"}
    able = (
        tasks.get(f"letter.ask.{name}")
        for letter, name in zip(letters, names, strict=True)
        if letter.us_faculty and why(letter, _whom(c) or "") in SERVES
    )
    return next(filter(None, able), None)


def _whom(c: Change) -> str | None:
    return c.backup if c.id.endswith("-backup") else c.first


def _says(c: Change, it: WhatIf, plan: Plan, key: str) -> dict[str, Any]:
    """What the plan would say otherwise, and what it would send itself."""
    after, today = c.after, it.present
    known = {side.specialty: side for side in today.sides}
    rated = [
        _rated(side, known[side.specialty], plan) for side in after.sides if side.specialty in known
    ]
    turned = (after.verdict, after.backups) != (today.verdict, today.backups)
    names = [plan.knowledge.specialties[b].name for b in today.backups]
    divided = after.numbers is not None and _sent_in(after) != _sent_in(today)
    return {
        "own_way": together(names) if c.id == "single" else "",
        "turned": answer(after, plan) if turned else "",
        "decision": (decision(after, plan), decision(today, plan)),
        "rated": [each for each in rated if each["match"] or each["priority"]],
        "counted": programs(after.sides, key, plan) if divided else "",
        "fewer": after.total < today.total,
        "own": own_numbers(after, plan, f"{key}.own"),
    }


def _sent_in(outcome: Outcome) -> set[str]:
    """The specialties in which an outcome counts applications."""
    return {name for name, n in applications(outcome).items() if n}


def _rated(side: Side, before: Side, plan: Plan) -> dict[str, Any]:
    """How ratings move. One that today is open is none that could be told beside another."""
    card, match, priority = plan.card(side.specialty), None, None
    if card.likelihood.tells and side.likelihood != before.likelihood:
        today = counted(f"rating.{side.specialty}.match", before.likelihood)
        match = (str(side.likelihood), today)
    if card.priority.settled and side.priority != before.priority:
        now = marked(f"priority.{side.specialty}", before.priority, before.priority)
        priority = (side.priority, now)
    return {"name": side.name, "match": match, "priority": priority}
