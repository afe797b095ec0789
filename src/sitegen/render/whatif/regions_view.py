"""What each region that is left out would bring, as a table and in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sitegen.plan.model import Plan
from sitegen.plan.quantities.changes import TODAY, region_key
from sitegen.plan.quantities.value import of_100
from sitegen.plan.whatif.outcomes import Outcome
from sitegen.plan.whatif.regions import EVERYWHERE, Region, Regions
from sitegen.render.chance.chance_words import named, range_words
from sitegen.render.phrases import phrase
from sitegen.render.quantities import counted, ends, marked, priced
from sitegen.render.whatif.outcomes_view import (
    answer,
    effect_words,
    own_numbers,
    own_sent,
    programs,
    somewhere,
)
from sitegen.written import number

MOST_NAMED = 6
"""So many states are named in a sentence."""

WITHOUT_THE = ("Puerto Rico",)
"""Regions that take no article."""


def regions_view(plan: Plan, it: Regions | None) -> dict[str, Any] | None:
    """The table with a row for each region, and the sentences in front of it."""
    if it is None:
        return None
    rows = (it.present, *it.rows, *((it.every,) if it.rows[1:] else ()))
    return {
        "lines": regions_lines(plan, it),
        "how": phrase(plan, "region-how"),
        "effort": programs(it.present.after.sides, TODAY, plan),
        "rows": [_row(region, it, plan) for region in rows],
    }


def regions_lines(plan: Plan, it: Regions) -> list[str]:
    """That states are left out, what it costs, and which region would bring most."""
    best = it.best
    if best is None:
        return [_limit(plan, it), phrase(plan, "region-nothing")]
    return [_limit(plan, it), _cost(plan, it), _best(plan, best)]


def _limit(plan: Plan, it: Regions) -> str:
    out = it.every.states
    few = len(it.taken) <= len(out)
    states = it.taken if few else out
    words = phrase(plan, "states-many" if states[1:] else "states-one", number=str(len(states)))
    name = "region-lead-few" if few else "region-lead-many"
    return phrase(plan, name, states=words, names=_named(states, plan))


def _named(states: Sequence[str], plan: Plan) -> str:
    """The first few states, and that there are others."""
    others = [phrase(plan, "states-others")] if states[MOST_NAMED:] else []
    return named([*states[:MOST_NAMED], *others])


def _cost(plan: Plan, it: Regions) -> str:
    every, today = it.every, it.present.after
    if every.after.somewhere is None or today.somewhere is None:
        return phrase(plan, "region-nothing")
    key = region_key(every)
    return phrase(
        plan,
        "region-cost",
        after=range_words(every.after.somewhere, f"{key}.somewhere"),
        today=range_words(today.somewhere, "chance.somewhere"),
        moves=effect_words(every.moves, plan, f"{key}.moves"),
        middle=_middle(every),
    )


def _best(plan: Plan, best: Region) -> str:
    key, own = region_key(best), best.after.numbers
    told = {
        "region": _name(best, plan),
        "moves": effect_words(best.moves, plan, f"{key}.moves"),
        "middle": _middle(best),
    }
    if own is None or own.cost is None or not best.after.advised:
        return phrase(plan, "region-best-bare", **told)
    sent, cost = own_sent(own, plan, f"{key}.own"), priced(f"{key}.own.cost", own.cost)
    return phrase(plan, "region-best", sent=sent, cost=cost, **told)


def _name(region: Region, plan: Plan) -> str:
    """A region in a sentence: `the Midwest`, `the rest of the South`."""
    name = region.name
    if name not in WITHOUT_THE:
        name = phrase(plan, "region-the", region=name)
    return name if region.whole else phrase(plan, "region-rest", region=name)


def _middle(region: Region) -> str:
    """The middle of the effect, in people of 100."""
    assert region.moves is not None
    found = of_100(region.moves.use)
    return marked(f"{region_key(region)}.moves.middle", found, number(found))


def _moves(region: Region, plan: Plan) -> str:
    words = effect_words(region.moves, plan, f"{region_key(region)}.moves")
    if region.moves is None or not region.moves.high:
        return words
    return phrase(plan, "region-moves", moves=words, middle=_middle(region))


def _row(region: Region, it: Regions, plan: Plan) -> dict[str, str]:
    today = region is it.present
    key = TODAY if today else region_key(region)
    return {
        "name": _title(region, it, plan),
        "adds": "" if today else _adds(region, plan),
        "open": _open(region, key, plan),
        "chance": somewhere(region.after, key, plan),
        "moves": "–" if today else _moves(region, plan),
        "says": "" if today else _says(region.after, it, plan, f"{key}.own"),
    }


def _title(region: Region, it: Regions, plan: Plan) -> str:
    if region is it.present:
        return phrase(plan, "region-today")
    if region.name == EVERYWHERE:
        return phrase(plan, "region-all")
    name = _name(region, plan)
    return name[:1].upper() + name[1:]


def _adds(region: Region, plan: Plan) -> str:
    if region.name == EVERYWHERE or region.states == (region.name,):
        return ""
    return phrase(plan, "region-adds", states=_named(region.states, plan))


def _open(region: Region, key: str, plan: Plan) -> str:
    """The programs that are likely open in each specialty counted, with their range."""
    names, start = plan.knowledge.specialties, f"{key}." if key else ""
    spans = {each: (low, high) for each, low, high in region.likely}
    return named(
        phrase(
            plan,
            "region-open",
            open=counted(f"{start}open.{each}", n),
            likely=ends(f"{start}supply.{each}", *spans[each]),
            field=names[each].name,
        )
        for each, n in region.open
    )


def _says(after: Outcome, it: Regions, plan: Plan, key: str) -> str:
    """Another answer, and other numbers, that the plan would give with it."""
    turned = [] if after.key == it.present.after.key else [f"{answer(after, plan)}."]
    own = own_numbers(after, plan, key) or [phrase(plan, "own-same-plan")]
    return " ".join((*turned, *own))
