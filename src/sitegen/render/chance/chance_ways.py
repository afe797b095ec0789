"""The way of a hundred people in words: stage by stage, and in one specialty or in two."""

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
from sitegen.render.chance.chance_words import full_span, middle, named, short, span
from sitegen.render.quantities import counted, marked


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


def funnel(plan: Plan, shown: Sequence[SpecialtyChance]) -> dict[str, Any] | None:
    """The way of 100 people in each specialty that is prepared; each stage with its count."""
    kept = list(shown)
    if not kept:
        return None
    stages = [
        (
            "They send",
            [
                f"{counted(sent_key(plan, c.specialty.id), c.applications)} applications each"
                for c in kept
            ],
        ),
        ("Interviews of one of them, on average", [_interviews(c) for c in kept]),
        (
            "Get at least one interview, so they can rank",
            [full_span(c.route.reach, f"reach.{c.specialty.id}") for c in kept],
        ),
        ("Match to it", [full_span(c.match, f"chance.{c.specialty.id}") for c in kept]),
    ]
    begun = [
        (plan.matching.begun.get(c.specialty.id), f"chance.{c.specialty.id}.start") for c in kept
    ]
    begins = (
        plan.matching.start is not None and plan.facts["applicant.needs_visa"].value is not False
    )
    if begins:
        stages.append(
            ("Match to it and can begin on 1 July", [full_span(b, key) for b, key in begun if b])
        )
    return {"heads": [c.specialty.title for c in kept], "stages": stages, "begins": begins}


def _interviews(c: SpecialtyChance) -> str:
    """The interviews to expect, with their range."""
    many, key = c.route.interviews, f"interviews.{c.specialty.id}"
    low, use, high = (
        marked(f"{key}.{name}", round(each, 2), _few(each))
        for name, each in (("low", many.low), ("middle", many.use), ("high", many.high))
    )
    return f"{low} to {high} (middle {use})"


def _few(interviews: float) -> str:
    """A small number of interviews; it never reads as none."""
    return "under 0.1" if interviews < 0.05 else f"{interviews:.1f}"


def way_row(way: Way, plan: Plan) -> dict[str, Any]:
    """One way to spend applications, as a row."""
    names = [plan.card(s).specialty.name for s in way.specialties]
    keys = WayKeys.of(way, plan.matching.chances)
    sent = [
        f"{counted(keys.sent(which, plan), n)} in {name}"
        for which, n, name in zip(way.specialties, way.applications, names, strict=True)
    ]
    titles = {
        "alone": f"Only {names[0]}",
        "all_first": f"Only {names[0]}, with more applications",
        "together": _begun(named(names)),
        "if_added": f"If you added {names[-1]}, the next in line",
    }
    return {
        "title": titles[way.kind],
        "sent": ", ".join(sent),
        "first": full_span(way.first, keys.first),
        "other": full_span(way.other, keys.other) if way.other else "",
        "any": span(way.any, keys.any),
        "any_middle": middle(way.any, keys.any),
        "bar": span_bar(way.any),
    }


NEAR, NEAR_SHARE = 0.03, 0.1
"""Middles no further apart than this, and than this part of the larger, are about the same."""


def same_money(made: Sequence[Way]) -> str:
    """Two fields against more applications to the first alone, as the count has it."""
    more = next((w for w in made if w.kind == "all_first"), None)
    two = next((w for w in made if w.kind == "together"), None)
    if more is None or two is None:
        return ""
    near = min(NEAR, NEAR_SHARE * max(more.any.use, two.any.use))
    if two.any.use > more.any.use + near:
        return ""
    word = "higher" if more.any.use > two.any.use + near else "about as high"
    return (
        f"By this count, more applications to the first choice alone come out {word} for a match "
        "to any field. The likeliest programs are taken first, so each further one brings less. "
        "But a weak point in one field hits every application in it. So take that row as its best "
        "case."
    )


def _begun(text: str) -> str:
    """A text as the beginning of a sentence."""
    return text[:1].upper() + text[1:]


def luck_words(found: Chances) -> str:
    """What sharing luck does to the chance somewhere."""
    if len(found.somewhere) < 2:
        return ""
    some = found.somewhere[-1]
    return (
        f"Luck can be one throw for all fields, or one throw for each. With one throw, the middle "
        f"is {short(some.if_shared, 'chance.somewhere.one-luck')}. With one for each, it is "
        f"{short(some.if_apart, 'chance.somewhere.own-luck')}. The range of "
        f"{span(some.any, 'chance.somewhere')} of 100 holds both."
    )


def dual_words(plan: Plan) -> dict[str, Any] | None:
    """What a second specialty takes from the first: with and without it."""
    head = next((c for c in plan.matching.chances.specialties if c.alone), None)
    if head is None or head.alone is None:
        return None
    cost = plan.knowledge.parameter("chance.dual-cost", plan.as_of)
    return {
        "name": head.specialty.name,
        "alone": full_span(head.alone.listed.chance, f"listed.{head.specialty.id}.alone"),
        "beside": full_span(head.listed.chance, f"listed.{head.specialty.id}"),
        "value": f"{cost.value:g}".replace("-", "–"),
        "range": f"{cost.low:g} to {cost.high:g}".replace("-", "–"),
    }
