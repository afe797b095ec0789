"""What the page on where to apply says: numbers, prices, and what else the money could bring."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sitegen.plan.applying.picked import Found, Half, Stop, Way
from sitegen.plan.applying.portfolio import Portfolio
from sitegen.plan.quantities.value import Pairs, of_100, ranged, spanned


def portfolio_of(it: Portfolio) -> Pairs:
    """The portfolio in USD, applications and people of 100."""
    if it.everything:
        yield from _way("portfolio.everything", it.everything, [])
    found = it.found
    if found is None:
        return
    names = [part.card.id for part in found.parts]
    yield "portfolio.cost", found.cost
    yield "portfolio.transcripts", found.transcripts
    yield from ranged("portfolio.chance", found.chance)
    yield from ranged("portfolio.as-dice", found.as_dice)
    yield "portfolio.applications", sum(part.programs for part in found.parts)
    yield from _parts(found)
    for way in found.ways:
        yield from _way(f"portfolio.way.{way.id}", way, names)
    if found.half:
        yield from _half(found.half, names)
    yield from _steps(found, names)
    yield from _stop(found.stop, names)


def sent(key: str, names: Sequence[str], counts: Sequence[int]) -> Iterator[tuple[str, int]]:
    """Numbers of applications by specialty, each with its key."""
    for name, number in zip(names, counts, strict=False):
        yield f"{key}.applications.{name}", number


def _parts(found: Found) -> Pairs:
    for part in found.parts:
        name = part.card.id
        yield f"portfolio.applications.{name}", part.programs
        yield from spanned(f"portfolio.applications.{name}", part.low, part.high)
        yield f"portfolio.cost.{name}", part.fee
        yield f"portfolio.left.{name}", part.left
        yield f"portfolio.usual.{name}", round(part.usual)
        yield f"portfolio.gold.{name}", part.gold
        yield f"portfolio.silver.{name}", part.silver


def _way(key: str, way: Way, names: Sequence[str]) -> Pairs:
    yield from sent(key, names, way.counts)
    yield f"{key}.applications", sum(int(n) for n in way.counts)
    yield f"{key}.cost", way.cost
    yield f"{key}.saved", way.saved
    yield from ranged(f"{key}.chance", way.chance)
    yield from spanned(f"{key}.ahead", of_100(way.ahead.low), of_100(way.ahead.high))


def _half(half: Half, names: Sequence[str]) -> Pairs:
    yield "portfolio.half.money", half.money
    yield from sent("portfolio.half", names, half.counts)
    yield from ranged("portfolio.half.chance", half.chance)
    for way in half.ways:
        yield from _way(f"portfolio.half.way.{way.id}", way, names)


def _steps(found: Found, names: Sequence[str]) -> Pairs:
    """The best numbers for each budget, and each way to divide the money."""
    for number, step in enumerate(found.curve, 1):
        key = f"portfolio.step.{number}"
        yield f"{key}.budget", step.budget
        yield from sent(key, names, step.counts)
        yield from ranged(f"{key}.chance", step.chance)
        yield from spanned(f"{key}.gain", round(step.gain.low, 1), round(step.gain.high, 1))
    for number, split in enumerate(found.splits, 1):
        key = f"portfolio.split.{number}"
        yield from sent(key, names, split.counts)
        yield f"{key}.cost", split.cost
        yield from ranged(f"{key}.chance", split.chance)
    yield from spanned("portfolio.flat", *found.flat)


def _stop(stop: Stop, names: Sequence[str]) -> Pairs:
    yield from sent("portfolio.stop", names, stop.counts)
    yield "portfolio.stop.cost", stop.cost
    yield from spanned("portfolio.stop.cost", stop.low, stop.high)
    yield "portfolio.stop.rate", stop.rate.use
    yield from spanned("portfolio.stop.rate", stop.rate.low, stop.rate.high)
