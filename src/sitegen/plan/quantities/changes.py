"""What each change would do, and what the plan would then come to."""

from __future__ import annotations

from sitegen.plan.decided import Decided
from sitegen.plan.quantities.counted import sent_key
from sitegen.plan.quantities.value import Pairs, of_100, ranged, slug, spanned
from sitegen.plan.whatif.changes import Change, Column, WhatIf
from sitegen.plan.whatif.outcomes import Effect, Numbers, Outcome, applications
from sitegen.plan.whatif.regions import Region

TODAY = ""
"""In the place of the key of an outcome: the plan as it is."""


def part_key(key: str, part: str) -> str:
    """The key of one part of an outcome; for today it is the plan's own quantity."""
    own = {"somewhere": "chance.somewhere", "cost": "cost.applications"}
    return f"{key}.{part}" if key else own.get(part, part)


def sides_key(key: str, specialty: str, plan: Decided) -> str:
    """The key of the number of applications in one specialty of an outcome."""
    return f"{key}.applications.{specialty}" if key else sent_key(plan, specialty)


def changes_of(it: WhatIf) -> Pairs:
    """Every change, every judgement left out, every combination, and ways side by side."""
    for change in it.changes:
        yield from _change(f"change.{slug(change.id)}", change)
    for doubt in it.doubts:
        yield from _outcome(f"doubt.{slug(doubt.factor)}", doubt.after, doubt.moves)
    for both in it.combinations:
        if both.ids:
            yield from _outcome(f"change.{together_key(both.ids)}", both.after, both.moves)
    for near in it.nearest:
        yield from ranged(f"nearest.{near.specialty}", near.match)
        yield from ranged(f"nearest.{near.specialty}.best", near.best)
    for column in it.columns:
        if column_key(column):
            yield from _outcome(column_key(column), column.after, None)
    if it.regions:
        for region in (*it.regions.rows, it.regions.every):
            yield from _region(region_key(region), region)
    if not it.present.advised:
        if it.present.price is not None:
            yield "effort.cost", it.present.price
        yield "effort.applications", it.present.total


def column_key(column: Column) -> str:
    """The key of one way beside the others; the first of them is the plan as it is."""
    return TODAY if column.id == "today" else f"column.{slug(column.id)}"


def region_key(region: Region) -> str:
    """The key of a region that is left out: `region.midwest`."""
    return f"region.{slug(region.name)}"


def _region(key: str, region: Region) -> Pairs:
    yield from _outcome(key, region.after, region.moves)
    if region.moves:
        yield f"{key}.moves.middle", of_100(region.moves.use)
    for name, programs in region.open:
        yield f"{key}.open.{name}", programs
    for name, low, high in region.likely:
        yield from spanned(f"{key}.supply.{name}", low, high)


def together_key(ids: tuple[str, ...]) -> str:
    """The key of some changes at once."""
    return "-and-".join(map(slug, ids))


def _change(key: str, change: Change) -> Pairs:
    yield from _outcome(key, change.after, change.moves)
    yield from spanned(f"{key}.weeks", *change.weeks)
    yield from spanned(f"{key}.usd", *change.usd)
    if change.begin_by:
        yield f"{key}.begin", change.begin_by
    for name, each in (("month", change.each_month), ("hundred", change.each_hundred)):
        if each:
            yield from _moved(f"{key}.{name}", each)


def _outcome(key: str, after: Outcome, moves: Effect | None) -> Pairs:
    for name, number in applications(after).items():
        yield f"{key}.applications.{name}", number
    for side in after.sides:
        for part, chance in (("listed", side.listed), ("chance", side.match)):
            if chance:
                yield from ranged(f"{key}.{part}.{side.specialty}", chance)
    if after.somewhere:
        yield from ranged(f"{key}.somewhere", after.somewhere)
    if after.start:
        yield from ranged(f"{key}.start", after.start)
    if after.price is not None:
        yield f"{key}.cost", after.price
    if after.numbers:
        yield from _numbers(f"{key}.own", after.numbers)
    if moves:
        yield from _moved(f"{key}.moves", moves)


def _numbers(key: str, own: Numbers) -> Pairs:
    for name, number in own.sent:
        yield f"{key}.applications.{slug(name)}", number
    if own.cost is not None:
        yield f"{key}.cost", own.cost
    if own.somewhere:
        yield from ranged(f"{key}.somewhere", own.somewhere)


def _moved(key: str, moves: Effect) -> Pairs:
    yield from spanned(key, of_100(moves.low), of_100(moves.high))
