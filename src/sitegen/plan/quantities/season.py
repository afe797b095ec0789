"""What the page on the running season says, as people of 100 and interviews."""

from __future__ import annotations

from sitegen.chance.odds import Chance
from sitegen.plan.quantities.value import Pairs, ranged, spanned
from sitegen.plan.season.algorithm import Algorithm
from sitegen.plan.season.cockpit import Cockpit, Counted, Field


def season_of(it: Cockpit, shown: Algorithm) -> Pairs:
    """The interviews of each specialty, and the chance with them."""
    for field in it.fields:
        yield from _field(field)
    if it.together:
        yield from _updated("season.somewhere", it.together.so_far, it.together.by_the_end)
    yield from _days(it)
    yield "algorithm.programs", len(shown.wishes)


def _field(f: Field) -> Pairs:
    name = f.card.id
    key = f"season.{name}"
    if f.sent:
        yield f"{key}.sent", f.sent
        if f.before:
            yield from ranged(f"{key}.before", f.before)
    for part in ("in_hand", "invited", "waiting", "declined", "withdrawn", "refused", "silent"):
        yield f"{key}.{part.replace('_', '-')}", getattr(f, part)
    if f.after:
        yield from _updated(key, f.after.so_far, f.after.by_the_end)
    for part, many in (("by-now", f.by_now), ("whole", f.whole)):
        if many:
            yield from _counted(f"{key}.{part}", many)
    for each in f.lengths:
        yield from ranged(f"{key}.with.{each.interviews}", each.chance)


def _updated(key: str, so_far: Chance, by_the_end: Chance) -> Pairs:
    yield from ranged(f"{key}.now", so_far)
    yield from ranged(f"{key}.end", by_the_end)


def _counted(key: str, many: Counted) -> Pairs:
    yield from spanned(key, many.low, many.high)


def _days(it: Cockpit) -> Pairs:
    for day in it.days:
        for field, many in zip(it.fields, day.expected, strict=True):
            if many:
                yield from _counted(f"season.{field.card.id}.by.{day.day}", many)
