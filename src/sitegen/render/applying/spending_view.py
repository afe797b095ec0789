"""How to divide the money, where to stop, and what the same money brings in other ways."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sitegen.plan.applying.choosing import KNEE
from sitegen.plan.applying.picked import Found, Step, Way
from sitegen.plan.applying.portfolio import Portfolio
from sitegen.plan.model import Plan
from sitegen.plan.quantities.portfolio import sent
from sitegen.render.applying.portfolio_words import WAY, gap_words, list_words
from sitegen.render.chance.chance_words import full_span
from sitegen.render.pictures.curve_picture import curve_picture
from sitegen.render.quantities import counted, ends, priced

FEW = 3
"""Fewer ways to divide the money than this are not worth a picture."""


def split_view(found: Found) -> dict[str, Any] | None:
    """How the same money can be divided between two specialties."""
    if len(found.splits) < FEW:
        return None
    first, second = (part.card.specialty for part in found.parts)
    chosen = found.parts[0].programs
    low, high = found.flat
    flat = (
        f"Any number from {ends('portfolio.flat', low, high)} in {first.name} brings almost the "
        f"same: within 1 of 100 in the middle. {_beside_the_span(found)}"
        if high > low
        else "Even a small change costs more than 1 of 100 in the middle."
    )
    points = [(float(split.counts[0]), split.chance) for split in found.splits]
    return {
        "first": first.name,
        "second": second.name,
        "flat": flat,
        "knee": any(KNEE in split.counts for split in found.splits),
        "picture": curve_picture(
            points, money=False, chosen=float(chosen), marks=[(KNEE, f"{KNEE} in {first.name}")]
        ),
        "rows": [
            {
                "first": counted(f"portfolio.split.{i}.applications.{first.id}", s.counts[0]),
                "second": counted(f"portfolio.split.{i}.applications.{second.id}", s.counts[1]),
                "cost": priced(f"portfolio.split.{i}.cost", s.cost),
                "chance": full_span(s.chance, f"portfolio.split.{i}.chance"),
                "mark": _mark(s.counts[0], chosen),
            }
            for i, s in enumerate(found.splits, 1)
        ],
    }


def _beside_the_span(found: Found) -> str:
    """Where the plan stands against the span of numbers that bring almost the same."""
    first, (low, high) = found.parts[0], found.flat
    if low <= first.programs <= high:
        return "Inside this span, choose by what you like."
    sent = counted(f"portfolio.applications.{first.card.id}", first.programs)
    more = "goes beyond" if first.programs > high else "stays below"
    return f"The plan {more} it, with {sent}."


def _mark(first: int, chosen: int) -> str:
    """What is special about a row."""
    if first == chosen:
        return "this plan"
    return "the price rises after it" if first == KNEE else ""


def stop_view(plan: Plan, it: Portfolio, found: Found) -> dict[str, Any]:
    """What the next 100 dollars bring, and where to stop."""
    stop = found.stop
    ids = [part.card.id for part in found.parts]
    names = [part.card.specialty.name for part in found.parts]
    sends = sent("portfolio.stop", ids, stop.counts)
    counts = list_words(
        [f"{counted(key, n)} in {name}" for (key, n), name in zip(sends, names, strict=False) if n]
    )
    cost, rate = "portfolio.stop.cost", "portfolio.stop.rate"
    here = (
        f"The stop point is at {priced(cost, stop.cost)}: {counts}. From there, 100 dollars "
        f"more add fewer than {counted(rate, stop.rate.use)} people of 100."
    )
    taken = list(stop.counts) == [part.left for part in found.parts]
    if taken:
        here = (
            "Even the last program that is left earns its price. They end at "
            f"{priced(cost, stop.cost)}: {counts}. With more programs, the stop point would lie "
            "further on."
        )
    if stop.low < stop.high and not taken:
        low, high = priced(f"{cost}.low", stop.low), priced(f"{cost}.high", stop.high)
        here += f" It could also lie anywhere between {low} and {high}."
    source = plan.knowledge.parameter("portfolio.stop", plan.as_of)
    points = sorted(
        [(step.budget, step.chance) for step in found.curve if step.budget != found.money]
        + ([] if it.wish else [(found.money, found.chance)]),
        key=lambda point: point[0],
    )
    return {
        "text": [here, _meaning(it, found, taken=taken)],
        "rate": f"The line of {counted(rate, stop.rate.use)} people is a judgement; it could be "
        f"between {counted(f'{rate}.low', stop.rate.low)} and "
        f"{counted(f'{rate}.high', stop.rate.high)}. {source.note or ''}",
        "picture": curve_picture(
            points, money=True, chosen=found.money, marks=[(stop.cost, "stop point")]
        )
        if len(points) > FEW
        else None,
        "names": names,
        "rows": [
            _step(f"portfolio.step.{i}", s, ids)
            for i, s in enumerate(found.curve, 1)
            if any(s.counts)
        ],
    }


def _meaning(it: Portfolio, found: Found, *, taken: bool) -> str:
    """What the stop point means for the plan, whose numbers are decided with typical programs."""
    stop = found.stop.cost
    if it.own and found.cost > stop:
        return (
            "The plan goes beyond it. Its numbers are decided with typical programs, and the "
            "last programs of your list bring less than those."
        )
    if it.budget is not None and it.budget < stop:
        return "Your budget ends before it, so each dollar of your budget still earns its place."
    if it.own and found.cost < stop:
        return "The plan ends before it, because its numbers are decided with typical programs."
    if it.budget is None:
        return "You set no budget, so the plan spends no more than that."
    where = (
        "pays for all of them, so the plan takes them"
        if taken
        else ("reaches it, so the plan spends no more than that")
    )
    return f"Your budget {where} and leaves the rest to you."


def _step(key: str, step: Step, ids: Sequence[str]) -> dict[str, Any]:
    """The best numbers for one budget."""
    low, high = round(step.gain.low, 1), round(step.gain.high, 1)
    return {
        "budget": priced(f"{key}.budget", step.budget),
        "counts": [counted(*each) for each in sent(key, ids, step.counts)],
        "chance": full_span(step.chance, f"{key}.chance"),
        "gain": ends(f"{key}.gain", low, high, "{:.1f}".format),
    }


def half_view(found: Found, ids: Sequence[str]) -> dict[str, Any] | None:
    """The rivals once more, with half of the money."""
    if found.half is None:
        return None
    key = "portfolio.half"
    return {
        "money": priced(f"{key}.money", found.half.money),
        "counts": counts_words(key, ids, found.half.counts),
        "chance": full_span(found.half.chance, f"{key}.chance"),
        "ways": ways_view(found.half.ways, f"{key}.way", ids),
    }


def counts_words(key: str, ids: Sequence[str], counts: Sequence[int]) -> str:
    """Numbers of applications by specialty: `60 and 40`."""
    return " and ".join(counted(*each) for each in sent(key, ids, counts))


def ways_view(ways: Sequence[Way], key: str, ids: Sequence[str]) -> list[dict[str, Any]]:
    """The same money spent in other ways."""
    return [
        {
            "title": WAY[way.id],
            "counts": counts_words(f"{key}.{way.id}", ids, way.counts),
            "cost": priced(f"{key}.{way.id}.cost", way.cost),
            "chance": full_span(way.chance, f"{key}.{way.id}.chance"),
            "gap": gap_words(way.ahead, f"{key}.{way.id}.ahead"),
            "saved": _saved(way, f"{key}.{way.id}.saved"),
        }
        for way in ways
    ]


def _saved(way: Way, key: str) -> str:
    return f"{priced(key, way.saved)} less" if way.saved >= 1 else "no less"
