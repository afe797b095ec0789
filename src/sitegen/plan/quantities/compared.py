"""What each other way to apply would bring: other specialties, and the guide's numbers."""

from __future__ import annotations

from sitegen.plan.decision.model import Compared, Way
from sitegen.plan.quantities.value import Pairs, of_100, ranged, spanned


def compared_of(it: Compared) -> Pairs:
    """The first choice alone, each specialty beside it, and each reading of the guide."""
    named = [("beside.plan", it.plan), ("beside.alone", it.alone)]
    named += [(f"beside.{c.card.id}", way) for c, way in it.others]
    for r in it.readings:
        named += [(f"guide.{r.name}.least", r.low), (f"guide.{r.name}.most", r.high)]
    for key, way in named:
        if way:
            yield from _way(key, way)


def _way(key: str, way: Way) -> Pairs:
    for card, number in way.sent:
        yield f"{key}.applications.{card.id}", number
    yield f"{key}.cost", way.cost
    yield from ranged(f"{key}.somewhere", way.somewhere)
    if way.first:
        yield from ranged(f"{key}.first", way.first)
    if way.adds:
        yield from spanned(f"{key}.adds", of_100(way.adds.low), of_100(way.adds.high))
        yield f"{key}.adds.middle", of_100(way.adds.use)
