"""The way of a hundred people: stage by stage, and in one specialty or in two."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sitegen.chance.odds import Chance
from sitegen.plan.chance.chance_report import Way
from sitegen.plan.chance.chances import Chances
from sitegen.plan.chance.specialty_chance import SpecialtyChance
from sitegen.plan.model import Plan
from sitegen.plan.quantities.chances import WayKeys
from sitegen.plan.quantities.counted import sent_key
from sitegen.records import record
from sitegen.render.chance.chance_words import full_span, middle, named, short, signed, span
from sitegen.render.quantities import counted, marked

NEAR, NEAR_SHARE = 0.03, 0.1
"""Middles no further apart than this, and than this part of the larger, are about the same."""


@record
class FunnelView:
    """The way of 100 people in one specialty, stage by stage."""

    title: str
    sent: str
    interviews: str
    reach: str
    match: str
    begin: str


@record
class WayView:
    """One way to spend applications; `sent` is how many to which specialty."""

    kind: str
    names: Sequence[str]
    together: str
    sent: Sequence[tuple[str, str]]
    first: str
    any: str
    any_middle: str
    bar: dict[str, float]


def span_bar(chance: Chance, mark: float | None = None) -> dict[str, float]:
    """A range on a line from 0 to 100."""
    low, high = round(100 * chance.low, 1), round(100 * chance.high, 1)
    place = -1.0 if mark is None else round(100 * mark, 1)
    return {
        "x": low,
        "width": max(1.0, round(high - low, 1)),
        "dot": round(100 * chance.use, 1),
        "mark": place,
    }


def funnel(plan: Plan, shown: Sequence[SpecialtyChance]) -> list[FunnelView]:
    """The way of 100 people in each specialty that is prepared; each stage with its count."""
    return [_stages(c, plan) for c in shown]


def _stages(c: SpecialtyChance, plan: Plan) -> FunnelView:
    name, begun = c.specialty.id, plan.matching.begun.get(c.specialty.id)
    return FunnelView(
        title=c.specialty.title,
        sent=counted(sent_key(plan, name), c.applications),
        interviews=_interviews(c),
        reach=full_span(c.route.reach, f"reach.{name}"),
        match=full_span(c.match, f"chance.{name}"),
        begin=full_span(begun, f"chance.{name}.start") if begun else "",
    )


def _interviews(c: SpecialtyChance) -> str:
    """The interviews to expect, with their range."""
    many, key = c.route.interviews, f"interviews.{c.specialty.id}"
    low, use, high = (
        marked(f"{key}.{name}", round(each, 2), _few(each))
        for name, each in (("low", many.low), ("middle", many.use), ("high", many.high))
    )
    return low if _few(many.low) == _few(many.high) else f"{low} to {high} (middle {use})"


def _few(interviews: float) -> str:
    """A small number of interviews; it never reads as none."""
    return "under 0.1" if interviews < 0.05 else f"{interviews:.1f}"


def way_row(way: Way, plan: Plan) -> WayView:
    """One way to spend applications, as a row."""
    names = [plan.card(s).specialty.name for s in way.specialties]
    keys = WayKeys.of(way, plan.matching.chances)
    sent = zip(way.specialties, way.applications, names, strict=True)
    return WayView(
        kind=way.kind,
        names=names,
        together=named(names),
        sent=[(counted(keys.sent(which, plan), n), name) for which, n, name in sent],
        first=full_span(way.first, keys.first),
        any=span(way.any, keys.any),
        any_middle=middle(way.any, keys.any),
        bar=span_bar(way.any),
    )


def same_money(made: Sequence[Way]) -> str:
    """How more applications to the first alone compare with two fields: higher, level, or empty."""
    more = next((w for w in made if w.kind == "all_first"), None)
    two = next((w for w in made if w.kind == "together"), None)
    if more is None or two is None:
        return ""
    near = min(NEAR, NEAR_SHARE * max(more.any.use, two.any.use))
    if two.any.use > more.any.use + near:
        return ""
    return "higher" if more.any.use > two.any.use + near else "level"


def shared_luck(found: Chances) -> dict[str, str] | None:
    """What sharing luck does to the chance somewhere: one throw for all fields, or one each."""
    if len(found.somewhere) < 2:
        return None
    some = found.somewhere[-1]
    return {
        "one": short(some.if_shared, "chance.somewhere.one-luck"),
        "own": short(some.if_apart, "chance.somewhere.own-luck"),
        "range": span(some.any, "chance.somewhere"),
    }


def second_cost(plan: Plan) -> dict[str, Any] | None:
    """What a second specialty takes from the first: with and without it."""
    head = next((c for c in plan.matching.chances.specialties if c.alone), None)
    if head is None or head.alone is None:
        return None
    cost, name = plan.knowledge.parameter("chance.dual-cost", plan.as_of), head.specialty.id
    return {
        "name": head.specialty.name,
        "alone": full_span(head.alone.listed.chance, f"listed.{name}.alone"),
        "beside": full_span(head.listed.chance, f"listed.{name}"),
        "value": signed(float(str(cost.value)), 2),
        "range": f"{signed(cost.low or 0.0, 2)} to {signed(cost.high or 0.0, 2)}",
    }
