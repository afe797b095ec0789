"""The view of the page on what would change the plan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sitegen.explain import long_date, usd
from sitegen.facts.letters import SERVES, why
from sitegen.plan.decided import Task
from sitegen.plan.identity import identities
from sitegen.plan.model import Plan
from sitegen.plan.quantities.changes import TODAY, together_key
from sitegen.plan.quantities.value import slug
from sitegen.plan.whatif.changes import Change, Combination, Doubt, WhatIf
from sitegen.plan.whatif.outcomes import Outcome, Side
from sitegen.render.chance.chance_words import range_words, short, span
from sitegen.render.guide.immigration_view import cite
from sitegen.render.guide.money_words import dollars
from sitegen.render.little_known import little_view
from sitegen.render.phrases import phrase
from sitegen.render.pictures.whatif_picture import tornado
from sitegen.render.quantities import counted, dated, marked, priced
from sitegen.render.views import Views
from sitegen.render.whatif.flip_view import flip_view
from sitegen.render.whatif.regions_view import regions_view
from sitegen.render.whatif.ways_view import columns, held, paid, places
from sitegen.render.whatif.whatif_words import (
    answer,
    decision,
    each_words,
    effect_words,
    filled,
    idle_words,
    own_numbers,
    programs,
    says,
    somewhere,
    together,
)

GOAL = "other-first"


def whatif_view(plan: Plan, it: WhatIf, views: Views) -> dict[str, Any]:
    """Today, each change, what flips the answer, the combinations, and ways side by side."""
    own = [c for c in it.changes if not c.id.startswith(GOAL)]
    goals = [c for c in it.changes if c.id.startswith(GOAL)]
    rows = [_change(c, it, plan) for c in own]
    doubts = [_doubt(d, plan) for d in it.doubts]
    bars = [(filled(c.title, c, plan), c.moves, False) for c in own if c.moves]
    bars += [(f"Left out: {_factor(d.factor, plan)}", d.moves, True) for d in it.doubts if d.moves]
    bars.sort(key=lambda bar: -(bar[1].high - bar[1].low + abs(bar[1].use)))
    return {
        "little": little_view(plan),
        "lead": _lead(plan, it),
        "effort": _effort(plan, it),
        "bases": _bases(it, plan, views),
        "applied": plan.facts["applicant.applied"].value is True,
        "rows": rows,
        "top": [row for row, c in zip(rows, own, strict=True) if _helps(c, it)][:5],
        "goals": [_change(c, it, plan) for c in goals],
        "idle": _idle(it, plan),
        "too_late": [
            {"title": filled(c.title, c, plan), "begin": long_date(c.begin_by)} for c in it.too_late
        ],
        "sides": _sides(own, it, plan),
        "doubts": doubts,
        "picture": tornado(bars),
        "score": _score(plan),
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
        "known": it.present.somewhere is not None,
        "places": places(plan),
        "judgement": [cite("sitegen-judgement", plan.knowledge)],
        "tried": it.tried,
    }


def _lead(plan: Plan, it: WhatIf) -> str:
    """Today's answer and chance, in two or three sentences."""
    today = it.present
    if today.somewhere is None:
        name = plan.primary.specialty.name if plan.primary else ""
        why = f"NRMP prints too little on {name}" if name else "No first choice is named"
        return (
            f"Today: {answer(today, plan)}. {why}, so no chance can be given. The answers "
            "below still show what would change the plan."
        )
    sent = programs(today.sides, TODAY, plan)
    told = "the advised" if today.advised else "the usual (not advised)"
    applied = plan.facts["applicant.applied"].value is True
    end = "That counts no interview yet." if applied else "Below stands what would change that."
    return (
        f"Today: {answer(today, plan)}. With {told} applications ({sent}), "
        f"{range_words(today.somewhere, 'chance.somewhere')} of 100 people like you would match "
        f"somewhere. {end}"
    )


def _effort(plan: Plan, it: WhatIf) -> str:
    """Which effort every comparison of the page holds."""
    total = it.present.total
    if it.present.somewhere is None or not total:
        return ""
    key = "applications.all" if it.present.advised else "effort.applications"
    return phrase(plan, "effort-held", total=counted(key, total))


def _bases(it: WhatIf, plan: Plan, views: Views) -> list[dict[str, Any]]:
    """The printed rate beside each specialty, with its source."""
    rows = []
    for side in it.present.sides:
        if side.base is None:
            continue
        fact = plan.card(side.specialty).facts["field.rate"]
        sources = dict.fromkeys(c.source for c in fact.citations)
        rows.append(
            {
                "text": f"{side.name[:1].upper()}{side.name[1:]}: "
                f"{short(side.base, f'base.{side.specialty}')} of 100 of the "
                f"{side.people:,} non-US IMGs who ranked it first matched to it",
                "cites": [cite(key, plan.knowledge) for key in sources],
            }
        )
    return rows


def _change(c: Change, it: WhatIf, plan: Plan) -> dict[str, Any]:
    after, budget = c.after, plan.read.profile.constraints.application_budget
    over = after.cost is not None and budget is not None and after.cost > budget
    key = f"change.{slug(c.id)}"
    return {
        "id": c.id.replace(".", "-"),
        "title": filled(c.title, c, plan),
        "says": _own_way(it, plan) if c.id == "single" else says(after, it.present, plan, key),
        "before": somewhere(it.present, TODAY),
        "after": somewhere(after, key),
        "moves": effect_words(c.moves, f"{key}.moves"),
        "month": each_words(c.each_month, c.moves, c.weeks, False, f"{key}.month"),
        "hundred": each_words(c.each_hundred, c.moves, c.usd, True, f"{key}.hundred"),
        "takes": _takes(c, f"{key}.weeks"),
        "costs": _costs(c, f"{key}.usd"),
        "begin": _begin(c, f"{key}.begin", plan),
        "fees": _fees(after, it.present, f"{key}.cost"),
        "over": f"That is more than your budget of {priced('budget.applications', budget)}."
        if over and budget
        else "",
        "note": c.note,
        "task": _task(c, plan),
    }


def _idle(it: WhatIf, plan: Plan) -> list[dict[str, str]]:
    """Changes that move nothing, with the reason; those with the same reason stand together."""
    titles: dict[str, list[str]] = {}
    for c in it.idle:
        titles.setdefault(idle_words(c), []).append(filled(c.title, c, plan))
    return [{"title": together(some), "note": note} for note, some in titles.items()]


def _helps(c: Change, it: WhatIf) -> bool:
    """Whether it is worth a line on paper: it raises the chance, or turns the answer."""
    return (c.moves is not None and c.moves.use > 0) or c.after.key != it.present.key


def _takes(c: Change, key: str) -> str:
    low, high = c.weeks
    if high == 0:
        return ""
    most = counted(f"{key}.high", high)
    return f"Takes {counted(f'{key}.low', low)} to {most} weeks." if low else f"Up to {most} weeks."


def _costs(c: Change, key: str) -> str:
    low, high = c.usd
    if high == 0 and low == 0:
        return ""
    if high < 0:
        return f"Saves {marked(f'{key}.high', high, usd(-high))}."
    return (
        f"Costs {dollars(low, high, key)}."
        if low
        else f"Costs up to {priced(f'{key}.high', high)}."
    )


def _begin(c: Change, key: str, plan: Plan) -> str:
    """When to begin: the day of the checklist where it asks for the same work, and the last one."""
    if c.begin_by is None or c.last_day is None:
        return "No last day is known." if c.by != "say" else ""
    last = dated(key, c.begin_by)
    if not c.weeks[0]:
        return f"Decide by {last}."
    own = _own_task(c, plan)
    if own is None or own.begin is None or own.state != "open" or own.begin > c.begin_by:
        return f"Begin by {last}."
    if own.begin <= plan.as_of:
        return phrase(plan, "change-begin-now", last=last)
    return phrase(plan, "change-begin", day=dated(f"begin.{own.id}", own.begin), last=last)


def _own_way(it: WhatIf, plan: Plan) -> list[str]:
    """Without a backup the plan says the same: somebody goes another way."""
    names = together([plan.knowledge.specialties[b].name for b in it.present.backups])
    return [f"Your own way: the plan would still name {names}."]


def _fees(after: Outcome, today: Outcome, key: str) -> str:
    if after.cost == today.cost or after.cost is None:
        return ""
    now = f", today {priced('cost.applications', today.cost)}." if today.cost else "."
    return f"Fees {priced(key, after.cost)}{now}"


def _task(c: Change, plan: Plan) -> str:
    """What the checklist asks for that is its way."""
    found = _own_task(c, plan)
    return found.text if found else ""


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


def _sides(changes: Sequence[Change], it: WhatIf, plan: Plan) -> list[dict[str, Any]]:
    """Where a change moves the chance in one specialty: with a list, and with applications."""
    known = {side.specialty: side for side in it.present.sides}
    rows = []
    for c in changes:
        for side in c.after.sides:
            before = known.get(side.specialty)
            if before and (side.listed, side.match) != (before.listed, before.match):
                rows.append(
                    {
                        "title": filled(c.title, c, plan),
                        "name": side.name,
                        "listed": _pair(before, side, "listed", f"change.{slug(c.id)}"),
                        "match": _pair(before, side, "match", f"change.{slug(c.id)}"),
                    }
                )
    return rows


def _pair(before: Side, after: Side, part: str, key: str) -> str:
    old, new = getattr(before, part), getattr(after, part)
    own = f"{'chance' if part == 'match' else part}.{after.specialty}"
    if new is None:
        return "not known"
    found = span(new, f"{key}.{own}")
    return f"{found}, today {span(old, own)}" if old and old != new else f"{found}, as today"


def _factor(name: str, plan: Plan) -> str:
    if name == "all":
        return "All judged parts"
    if name == "visa" and plan.facts["applicant.needs_visa"].value is False:
        return "That you need no visa"
    rule = plan.knowledge.factors[name]
    return rule.title


def _doubt(d: Doubt, plan: Plan) -> dict[str, str]:
    key = f"doubt.{slug(d.factor)}"
    moves = effect_words(d.moves, f"{key}.moves")
    return {"name": _factor(d.factor, plan), "after": somewhere(d.after, key), "moves": moves}


def _score(plan: Plan) -> str:
    if (
        plan.facts["applicant.step2_passed"].value is True
        and plan.facts["applicant.step2_ck"].known
    ):
        return (
            "A higher Step 2 CK is not on this list. An exam that is passed cannot be taken "
            "again for a better score."
        )
    return ""


def _combination(c: Combination, it: WhatIf, plan: Plan) -> dict[str, Any]:
    titles = [filled(x.title, x, plan) for name in c.ids for x in it.changes if x.id == name]
    words = together(titles) if titles else "Nothing: today"
    key = f"change.{together_key(c.ids)}" if c.ids else TODAY
    chance = somewhere(c.after, key)
    return {
        "ids": " ".join(c.ids),
        "words": words,
        "answer": answer(c.after, plan),
        "decision": decision(c.after, plan),
        "programs": programs(c.after.sides, key, plan),
        "fees": paid(c.after, plan, key),
        "own": " ".join(own_numbers(c.after, plan, f"{key}.own")),
        "chance": chance,
        "moves": effect_words(c.moves, f"{key}.moves") if c.ids else "–",
        "told": f"{words}. {answer(c.after, plan)}. Match somewhere: {chance}"
        + (" people like you." if c.after.somewhere else "."),
    }
