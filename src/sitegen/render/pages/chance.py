"""The view of the page on the chance of matching."""

from __future__ import annotations

from typing import Any

from sitegen.plan.chance.chance_report import missing_of
from sitegen.plan.chance.chances import Chances
from sitegen.plan.chance.specialty_chance import SpecialtyChance
from sitegen.plan.conclusions import little_known, prepared
from sitegen.plan.model import Plan
from sitegen.plan.quantities.chances import somewhere_key
from sitegen.render.chance.answer_rows import VERY_SMALL, answer_row, role, shown_chances
from sitegen.render.chance.chance_parts import part_rows, titles
from sitegen.render.chance.chance_rates import (
    cited,
    of_everybody,
    places_of,
    visa_bound,
)
from sitegen.render.chance.chance_ways import (
    funnel,
    same_money,
    second_cost,
    shared_luck,
    span_bar,
    way_row,
)
from sitegen.render.chance.chance_words import middle, named, range_words, span, whole
from sitegen.render.citing import cite
from sitegen.render.little_known import little_view
from sitegen.render.pictures.people_picture import people_picture
from sitegen.render.views import Views
from sitegen.render.words import missing_words

LOW = 0.15
"""A middle below this gets the words for small chances."""

HIGHER = 0.05
"""A middle this much above another one is called higher where words are meant to help."""

WIDE = 0.5
"""A range wider than this is called wide where answers are missing."""


def view(plan: Plan, views: Views) -> dict[str, Any]:
    """The answer, how it is made, the way to it, and what it leaves out."""
    found = plan.matching.chances
    shown = shown_chances(plan, found)
    answers = [answer_row(c, views) for c in shown]
    needs_visa = plan.facts["applicant.needs_visa"].value is not False
    every = (*plan.cards, *plan.elsewhere)
    return {
        "little": little_view(plan),
        "first_name": plan.primary.specialty.name if plan.primary else "",
        "prepared": bool(prepared(plan)),
        "in_season": plan.facts["season.begun"].value is True,
        "answers": answers,
        "somewhere": _somewhere(plan, found),
        "parts": list(zip(answers, (part_rows(c, views) for c in shown), strict=True)),
        "funnel": funnel(plan, [c for c in shown if role(c, plan)]),
        "begins": needs_visa and plan.matching.start is not None,
        "everybody": of_everybody(views),
        "ways": [way_row(w, plan) for w in plan.matching.ways],
        "luck": shared_luck(found),
        "same_money": same_money(plan.matching.ways),
        "dual": second_cost(plan),
        "start": _start(plan, views),
        "others": [answer_row(c, views) for c in found.specialties if c not in shown],
        "weighed": bool(plan.applying.portfolio.found),
        "own_list": bool(plan.read.programs),
        "not_printed": [c.specialty.title for c in every if found.of(c.id) is None],
        "judgement": [cite("sitegen-judgement", plan.knowledge)],
        "visa": visa_bound(plan, shown[0] if shown else None, views),
        **(_of_first(shown[0], found, views) if shown else NO_FIELD),
    }


NO_FIELD = dict.fromkeys(("small", "better", "wide", "pictures", "own_cites", "places", "without"))
"""What the page shows of its first field where no field has a chance."""


def _of_first(c: SpecialtyChance, found: Chances, views: Views) -> dict[str, Any]:
    """What the page says of the first of its fields alone."""
    gap, missing = c.listed.chance.high - c.listed.chance.low, missing_of(c)
    small = c.match.use < LOW
    better = _better(c, found) if small else None
    return {
        "small": small,
        "better": answer_row(better, views) if better else None,
        "wide": missing_words(views.plan, missing) if gap >= WIDE else (),
        "pictures": {
            "sent": people_picture(whole(c.match.low), whole(c.match.high)),
            "list": people_picture(whole(c.listed.chance.low), whole(c.listed.chance.high)),
        },
        "own_cites": cited(c.printed, "matched_preferred", views),
        "places": places_of(c, views),
        "without": _without(c),
    }


def _somewhere(plan: Plan, found: Chances) -> list[dict[str, Any]]:
    """The chance in any of several fields, with one field more each time."""
    rows = []
    for some in found.somewhere[1:]:
        key = somewhere_key(len(some.specialties), found)
        rows.append(
            {
                "count": len(some.specialties),
                "names": named(plan.card(s).specialty.name for s in some.specialties),
                "range": range_words(some.any, key),
                "middle": middle(some.any, key),
            }
        )
    return rows


def _better(c: SpecialtyChance, found: Chances) -> SpecialtyChance | None:
    """The field with the highest chance with a list, where it is higher than in this one."""
    large = (each for each in found.specialties if each.group.people >= VERY_SMALL)
    best = max(large, key=lambda each: each.listed.chance.use, default=c)
    higher = best.listed.chance.use >= c.listed.chance.use + HIGHER
    return best if higher else None


def _without(c: SpecialtyChance) -> dict[str, Any]:
    """The chance with a list as it is, without each judged factor, and without all of them."""
    names = titles(c)
    rows = [("", c.listed.chance), *((n, each) for n, each in c.without.items() if n != "all")]
    return {
        "rows": [
            {
                "id": name or "whole",
                "title": names.get(name, ""),
                "span": span(chance, _key(c, name)),
                "middle": middle(chance, _key(c, name)),
                "bar": span_bar(chance, c.group.rate),
            }
            for name, chance in (*rows, ("all", c.without["all"]))
        ],
        "left_out": [names[name] for name in c.left_out],
        "names": ", ".join(f.rule.id.removeprefix("chance.") for f in c.factors),
    }


def _key(c: SpecialtyChance, left_out: str) -> str:
    """The quantity of the chance with a list, without one judged factor or all of them."""
    return f"listed.{c.specialty.id}{left_out and f'.without.{left_out}'}"


def _start(plan: Plan, views: Views) -> dict[str, Any]:
    chance = plan.matching.start
    return {
        "needed": plan.facts["applicant.needs_visa"].value is not False and not little_known(plan),
        "known": plan.facts["applicant.needs_visa"].known,
        "notes": [note for note in views.notes() if note["holds_start"]],
        "range": range_words(chance, "start") if chance else "",
        "middle": middle(chance, "start") if chance else "",
    }
