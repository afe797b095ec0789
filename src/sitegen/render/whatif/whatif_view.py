"""The view of the page on what would change the plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sitegen.explain import long_date, usd
from sitegen.facts.letters import SERVES, why
from sitegen.plan.decided import Task
from sitegen.plan.find_out import FIND_OUT
from sitegen.plan.identity import identities
from sitegen.plan.model import Plan
from sitegen.plan.quantities.changes import TODAY, together_key
from sitegen.plan.quantities.judged import day_key
from sitegen.plan.quantities.value import slug
from sitegen.plan.whatif.changes import Change, Combination, Doubt, WhatIf
from sitegen.plan.whatif.flips import GOAL
from sitegen.plan.whatif.outcomes import Effect, Outcome, Side, applications
from sitegen.render.chance.chance_words import range_words, short, span
from sitegen.render.guide.immigration_view import cite
from sitegen.render.guide.money_words import dollars
from sitegen.render.little_known import little_view
from sitegen.render.phrases import phrase
from sitegen.render.pictures.whatif_picture import tornado
from sitegen.render.quantities import counted, dated, marked, priced
from sitegen.render.whatif.flip_view import flip_view
from sitegen.render.whatif.outcomes_view import (
    answer,
    effect_words,
    filled,
    own_numbers,
    programs,
    somewhere,
    together,
)
from sitegen.render.whatif.regions_view import regions_view
from sitegen.render.whatif.ways_view import columns, held, paid, places

MOST_ON_PAPER = 5
"""Changes that paper shows."""


def whatif_view(plan: Plan, it: WhatIf) -> dict[str, Any]:
    """Today, each change, what flips the answer, the combinations, and ways side by side."""
    own = [c for c in it.changes if not c.id.startswith(GOAL)]
    goals = [c for c in it.changes if c.id.startswith(GOAL)]
    rows = [_change(c, it, plan) for c in own]
    return {
        "little": little_view(plan),
        "specialties": plan.knowledge.specialties,
        **_today(plan, it),
        "bases": _bases(it, plan),
        "applied": plan.facts["applicant.applied"].value is True,
        "rows": rows,
        "top": [r for r, c in zip(rows, own, strict=True) if _helps(c, it)][:MOST_ON_PAPER],
        "goals": [_change(c, it, plan) for c in goals],
        "idle": _idle(it, plan),
        "too_late": [
            {"title": filled(c.title, c, plan), "begin": long_date(c.begin_by)} for c in it.too_late
        ],
        "sides": list(_sides(own, it, plan)),
        "doubts": [_doubt(d, plan) for d in it.doubts],
        "picture": tornado(_bars(own, it, plan)),
        "scored": plan.facts["applicant.step2_passed"].value is True
        and plan.facts["applicant.step2_ck"].known,
        "flip": flip_view(plan, it),
        "options": [
            {"id": c.id, "words": filled(c.title, c, plan)}
            for name in it.options
            for c in it.changes
            if c.id == name
        ],
        "combinations": [_combination(c, it, plan) for c in it.combinations],
        "regions": regions_view(plan, it.regions),
        "columns": columns(it.columns, it, plan),
        "held": held(it, plan),
        "places": places(plan),
        "judgement": [cite("sitegen-judgement", plan.knowledge)],
    }


def _today(plan: Plan, it: WhatIf) -> dict[str, Any]:
    """Today's answer and chance, and the effort that every comparison holds."""
    today = it.present
    key = "applications.all" if today.advised else "effort.applications"
    return {
        "known": today.somewhere is not None,
        "answer": answer(today, plan),
        "first": plan.primary.specialty.name if plan.primary else "",
        "advised": today.advised,
        "sent": programs(today.sides, TODAY, plan),
        "chance": range_words(today.somewhere, "chance.somewhere") if today.somewhere else "",
        "before": somewhere(today, TODAY, plan),
        "total": counted(key, today.total) if today.somewhere and today.total else "",
    }


def _bases(it: WhatIf, plan: Plan) -> list[dict[str, Any]]:
    """The printed rate beside each specialty, with its source."""
    return [
        {
            "name": side.name,
            "rate": short(side.base, f"base.{side.specialty}"),
            "people": f"{side.people:,}",
            "cites": [
                cite(key, plan.knowledge)
                for key in dict.fromkeys(
                    c.source for c in plan.card(side.specialty).facts["field.rate"].citations
                )
            ],
        }
        for side in it.present.sides
        if side.base is not None
    ]


def _bars(own: Sequence[Change], it: WhatIf, plan: Plan) -> list[tuple[str, Effect, bool]]:
    """The bars of the picture, the widest first: changes, and judgements that are left out."""
    bars = [(filled(c.title, c, plan), c.moves, False) for c in own if c.moves]
    for doubt in it.doubts:
        if doubt.moves:
            name = phrase(plan, "left-out", part=_factor(doubt.factor, plan))
            bars.append((name, doubt.moves, True))
    return sorted(bars, key=lambda bar: -(bar[1].high - bar[1].low + abs(bar[1].use)))


def _change(c: Change, it: WhatIf, plan: Plan) -> dict[str, Any]:
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
        "takes": [
            counted(f"{key}.weeks.low", c.weeks[0]) if c.weeks[0] else "",
            counted(f"{key}.weeks.high", c.weeks[1]),
        ]
        if c.weeks[1]
        else None,
        "costs": _costs(c, f"{key}.usd"),
        "begin": _begin(c, task, f"{key}.begin", plan),
        "fees": priced(f"{key}.cost", after.cost) if fees and after.cost is not None else "",
        "fees_today": priced("cost.applications", it.present.cost) if it.present.cost else "",
        "over": priced("budget.applications", budget) if over and budget else "",
        "note": c.note,
        "task": task.text if task else "",
    }


def _idle(it: WhatIf, plan: Plan) -> list[dict[str, str]]:
    """Changes that move nothing, with the reason; those with the same reason stand together."""
    titles: dict[tuple[str, str], list[str]] = {}
    for c in it.idle:
        kind = c.id.split("-")[0]
        reason = (kind, "") if kind in ("rotation", "letter", "wider") else ("", c.note)
        if kind == "letter":
            reason = ("rotation", "")
        titles.setdefault(reason, []).append(filled(c.title, c, plan))
    return [
        {"title": together(some), "why": why, "note": note} for (why, note), some in titles.items()
    ]


def _helps(c: Change, it: WhatIf) -> bool:
    """Whether it is worth a line on paper: it raises the chance, or turns the answer."""
    return (c.moves is not None and c.moves.use > 0) or c.after.key != it.present.key


def _each(each: Effect | None, c: Change, units: tuple[float, float], plan: Plan, key: str) -> str:
    """An effect for each month or each 100 USD, or in a word why there is none."""
    if units[1] <= 0:
        return "saves" if units[1] else "free"
    if c.moves is not None and c.moves.use <= 1e-9:
        return "no-gain"
    return effect_words(each, plan, key) if each else "little" if c.moves else "unknown"


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

    The day is always that of the checklist, where it asks for the same work.
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
        "decision": (_decision(after, plan), _decision(today, plan)),
        "rated": [each for each in rated if each["match"] or each["priority"]],
        "counted": programs(after.sides, key, plan) if divided else "",
        "fewer": after.total < today.total,
        "own": own_numbers(after, plan, f"{key}.own"),
    }


def _decision(outcome: Outcome, plan: Plan) -> str:
    """The advice on a second specialty; empty where it is open."""
    if len(outcome.decision) != 1:
        return ""
    return phrase(plan, f"decision-{outcome.decision[0]}").lower()


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


def _sides(changes: Sequence[Change], it: WhatIf, plan: Plan) -> Iterator[dict[str, Any]]:
    """Where a change moves the chance in one specialty: with a list, and with applications."""
    known = {side.specialty: side for side in it.present.sides}
    for c in changes:
        for side in c.after.sides:
            before = known.get(side.specialty)
            if before and (side.listed, side.match) != (before.listed, before.match):
                key = f"change.{slug(c.id)}"
                yield {
                    "title": filled(c.title, c, plan),
                    "name": side.name,
                    "listed": _both(before, side, "listed", key),
                    "match": _both(before, side, "match", key),
                }


def _both(before: Side, after: Side, part: str, key: str) -> tuple[str, str] | None:
    """A chance with a change, and that of today where it is another one; None if not known."""
    old, new = getattr(before, part), getattr(after, part)
    own = f"{'chance' if part == 'match' else part}.{after.specialty}"
    if new is None:
        return None
    return span(new, f"{key}.{own}"), span(old, own) if old and old != new else ""


def _factor(name: str, plan: Plan) -> str:
    if name == "all":
        return phrase(plan, "left-out-all")
    if name == "visa" and plan.facts["applicant.needs_visa"].value is False:
        return phrase(plan, "left-out-free")
    return plan.knowledge.factors[name].title


def _doubt(d: Doubt, plan: Plan) -> dict[str, str]:
    key = f"doubt.{slug(d.factor)}"
    return {
        "name": _factor(d.factor, plan),
        "after": somewhere(d.after, key, plan),
        "moves": effect_words(d.moves, plan, f"{key}.moves"),
    }


def _combination(c: Combination, it: WhatIf, plan: Plan) -> dict[str, Any]:
    titles = [filled(x.title, x, plan) for name in c.ids for x in it.changes if x.id == name]
    key = f"change.{together_key(c.ids)}" if c.ids else TODAY
    return {
        "ids": " ".join(c.ids),
        "words": together(titles) if titles else "",
        "answer": answer(c.after, plan),
        "decision": _decision(c.after, plan),
        "programs": programs(c.after.sides, key, plan),
        "fees": paid(c.after, key) if c.after.total else None,
        "own": own_numbers(c.after, plan, f"{key}.own"),
        "chance": somewhere(c.after, key, plan),
        "known": c.after.somewhere is not None,
        "moves": effect_words(c.moves, plan, f"{key}.moves") if c.ids else "",
    }
