"""The view of the page on what would change the plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sitegen.plan.model import Plan
from sitegen.plan.quantities.changes import TODAY, together_key
from sitegen.plan.quantities.value import slug
from sitegen.plan.whatif.changes import Change, Combination, Doubt, WhatIf
from sitegen.plan.whatif.flips import GOAL
from sitegen.plan.whatif.outcomes import Effect, Side
from sitegen.render.chance.chance_words import range_words, short, span
from sitegen.render.citing import cite
from sitegen.render.little_known import little_view
from sitegen.render.phrases import phrase
from sitegen.render.pictures.whatif_picture import tornado
from sitegen.render.quantities import counted
from sitegen.render.views import Views
from sitegen.render.whatif.changes_view import change_view
from sitegen.render.whatif.flip_view import flip_view
from sitegen.render.whatif.outcomes_view import (
    answer,
    decision,
    effect_words,
    filled,
    is_against_the_number,
    own_numbers,
    programs,
    somewhere,
    together,
)
from sitegen.render.whatif.regions_view import regions_view
from sitegen.render.whatif.ways_view import columns, held, paid, places
from sitegen.written import long_date

MOST_ON_PAPER = 5
"""Changes that paper shows."""

NOTHING = 1e-9
"""An effect that is no larger is none at all."""


def view(plan: Plan, _: Views) -> dict[str, Any]:
    """Today, each change, what flips the answer, the combinations, and ways side by side."""
    it = plan.whatif
    own = [c for c in it.changes if not c.id.startswith(GOAL)]
    goals = [c for c in it.changes if c.id.startswith(GOAL)]
    rows = [change_view(c, it, plan) for c in own]
    return {
        "little": little_view(plan),
        "specialties": plan.knowledge.specialties,
        **_today(plan, it),
        "bases": _bases(it, plan),
        "applied": plan.facts["applicant.applied"].value is True,
        "rows": rows,
        "top": [r for r, c in zip(rows, own, strict=True) if _helps(c, it, plan)][:MOST_ON_PAPER],
        "goals": [change_view(c, it, plan) for c in goals],
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


def _idle(it: WhatIf, plan: Plan) -> list[dict[str, str]]:
    """Changes that move nothing, with the reason; those with the same reason stand together."""
    titles: dict[tuple[str, str], list[str]] = {}
    for c in it.idle:
        titles.setdefault(_why_idle(c), []).append(filled(c.title, c, plan))
    return [
        {"title": together(some), "why": why, "note": note} for (why, note), some in titles.items()
    ]


def _why_idle(c: Change) -> tuple[str, str]:
    """Why a change moves nothing, in a word, or as its own note says."""
    if c.moves is not None and max(abs(c.moves.low), abs(c.moves.high)) > NOTHING:
        return "little", c.note
    if c.id.startswith(("rotation", "letter")):
        return "enough", ""
    return ("places", "") if c.id == "wider" else ("", c.note)


def _helps(c: Change, it: WhatIf, plan: Plan) -> bool:
    """Whether it is worth a line on paper: it raises the chance, or turns the answer."""
    if is_against_the_number(c, plan):
        return False
    return (c.moves is not None and c.moves.use > 0) or c.after.key != it.present.key


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
        "decision": decision(c.after, plan),
        "programs": programs(c.after.sides, key, plan),
        "fees": paid(c.after, key) if c.after.total else None,
        "own": own_numbers(c.after, plan, f"{key}.own"),
        "chance": somewhere(c.after, key, plan),
        "known": c.after.somewhere is not None,
        "moves": effect_words(c.moves, plan, f"{key}.moves") if c.ids else "",
    }
