"""How to divide the money, where to stop, and what the same money brings in other ways."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sitegen.chance.route import Span
from sitegen.plan.applying.choosing import ALMOST, KNEE
from sitegen.plan.applying.picked import Found, Step, Way
from sitegen.plan.applying.portfolio import Portfolio
from sitegen.plan.model import Plan
from sitegen.plan.quantities.portfolio import sent
from sitegen.plan.quantities.value import of_100
from sitegen.render.chance.chance_words import full_span
from sitegen.render.pictures.curve_picture import curve_picture
from sitegen.render.quantities import Marked, counted, ends, marked, priced
from sitegen.written import number

SAME = 0.05
"""Below it, in people of 100, a difference reads as none."""

FEW = 3
"""Fewer ways to divide the money than this are not worth a picture."""


def split_view(found: Found) -> dict[str, Any] | None:
    """How the same money can be divided between two specialties."""
    if len(found.splits) < FEW:
        return None
    (first, second), (low, high) = (part.card.specialty for part in found.parts), found.flat
    chosen = found.parts[0].programs
    points = [(float(split.counts[0]), split.chance) for split in found.splits]
    return {
        "first": first.name,
        "second": second.name,
        "flat": ends("portfolio.flat", low, high) if high > low else "",
        "within": number(100 * ALMOST),
        "place": "beyond" if chosen > high else "below" if chosen < low else "inside",
        "chosen": counted(f"portfolio.applications.{first.id}", chosen),
        "knee": KNEE if any(KNEE in split.counts for split in found.splits) else None,
        "picture": curve_picture(points, money=False, chosen=float(chosen), marks=[(KNEE, "")]),
        "rows": [
            {
                "first": counted(f"portfolio.split.{i}.applications.{first.id}", s.counts[0]),
                "second": counted(f"portfolio.split.{i}.applications.{second.id}", s.counts[1]),
                "cost": priced(f"portfolio.split.{i}.cost", s.cost),
                "chance": full_span(s.chance, f"portfolio.split.{i}.chance"),
                "chosen": s.counts[0] == chosen,
                "knee": s.counts[0] == KNEE,
            }
            for i, s in enumerate(found.splits, 1)
        ],
    }


def stop_view(plan: Plan, it: Portfolio, found: Found) -> dict[str, Any]:
    """What the next 100 dollars bring, and where to stop."""
    stop, cost, rate = found.stop, "portfolio.stop.cost", "portfolio.stop.rate"
    ids = [part.card.id for part in found.parts]
    names = [part.card.specialty.name for part in found.parts]
    sends = zip(_numbers("portfolio.stop", ids, stop.counts), names, strict=False)
    taken = list(stop.counts) == [part.left for part in found.parts]
    points = sorted(
        [(step.budget, step.chance) for step in found.curve if step.budget != found.money]
        + ([] if it.wish else [(found.money, found.chance)]),
        key=lambda point: point[0],
    )
    return {
        "cost": priced(cost, stop.cost),
        "low": priced(f"{cost}.low", stop.low),
        "high": priced(f"{cost}.high", stop.high),
        "open": stop.low < stop.high,
        "sends": [(n, name) for n, name in sends if n.value],
        "rate": counted(rate, stop.rate.use),
        "rate_low": counted(f"{rate}.low", stop.rate.low),
        "rate_high": counted(f"{rate}.high", stop.rate.high),
        "rate_note": plan.knowledge.parameter("portfolio.stop", plan.as_of).note or "",
        "taken": taken,
        "meaning": _meaning(it, found),
        "picture": curve_picture(points, money=True, chosen=found.money, marks=[(stop.cost, "")])
        if len(points) > FEW
        else None,
        "names": names,
        "rows": [
            _step(f"portfolio.step.{i}", step, ids)
            for i, step in enumerate(found.curve, 1)
            if any(step.counts)
        ],
    }


def _meaning(it: Portfolio, found: Found) -> str:
    """In a word, where the plan ends beside the stop point; its own numbers are decided before."""
    stop = found.stop.cost
    if it.own and found.cost > stop:
        return "beyond"
    if it.budget is not None and it.budget < stop:
        return "budget"
    if it.own and found.cost < stop:
        return "before"
    return "no_budget" if it.budget is None else "reached"


def _step(key: str, step: Step, ids: Sequence[str]) -> dict[str, Any]:
    """The best numbers for one budget."""
    low, high = round(step.gain.low, 1), round(step.gain.high, 1)
    return {
        "budget": priced(f"{key}.budget", step.budget),
        "counts": _numbers(key, ids, step.counts),
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
        "counts": _numbers(key, ids, found.half.counts),
        "chance": full_span(found.half.chance, f"{key}.chance"),
        "ways": ways_view(found.half.ways, f"{key}.way", ids),
    }


def ways_view(ways: Sequence[Way], key: str, ids: Sequence[str]) -> list[dict[str, Any]]:
    """The same money spent in other ways."""
    return [
        {
            "id": way.id,
            "counts": _numbers(f"{key}.{way.id}", ids, way.counts),
            "cost": priced(f"{key}.{way.id}.cost", way.cost),
            "chance": full_span(way.chance, f"{key}.{way.id}.chance"),
            "gap": gap(way.ahead, f"{key}.{way.id}.ahead"),
            "saved": priced(f"{key}.{way.id}.saved", way.saved) if way.saved >= 1 else "",
        }
        for way in ways
    ]


def _numbers(key: str, ids: Sequence[str], counts: Sequence[int]) -> list[Marked]:
    """Numbers of applications by specialty."""
    return [counted(*each) for each in sent(key, ids, counts)]


def gap(ahead: Span, key: str) -> dict[str, Any]:
    """How many people of 100 match more or fewer with the plan: a word, and both ends."""
    low, high = of_100(ahead.low), of_100(ahead.high)
    word = "more" if low >= 0 else "fewer" if high <= 0 else "both"
    least, most = (
        marked(f"{key}.{end}", value, _plain(abs(value)))
        for end, value in (("low", low), ("high", high))
    )
    return {
        "word": "same" if low > -SAME and high < SAME else word,
        "least": least,
        "most": most,
    }


def _plain(people: float) -> str:
    return "under 0.1" if people < SAME else number(people)
