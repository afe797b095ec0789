"""What the page on changes is made from: records of changes, doubts, combinations and ways."""

from __future__ import annotations

import datetime as dt

from sitegen.chance.odds import Chance
from sitegen.plan.whatif.flips import Flip
from sitegen.plan.whatif.outcomes import Effect, Outcome
from sitegen.plan.whatif.regions import Regions
from sitegen.records import record

SAFE = 3
"""Match likelihood that a backup must have."""


@record
class Change:
    """One change and what it would do.

    `moves` is its effect on the chance of a match somewhere, as a part of 1; `each_month` and
    `each_hundred` are that for each month of work and each 100 USD, and None where it takes no
    time, costs nothing, or does not help. `weeks` and `usd` run from low to high.
    """

    id: str
    by: str
    title: str
    changes: str
    first: str | None
    backup: str | None
    other: str | None
    amount: int
    weeks: tuple[float, float]
    usd: tuple[float, float]
    note: str
    tasks: tuple[str, ...]
    last_day: dt.date | None
    begin_by: dt.date | None
    after: Outcome
    moves: Effect | None
    each_month: Effect | None
    each_hundred: Effect | None


@record
class TooLate:
    """A change that cannot be there in time; `begin_by` is the day on which it was to begin."""

    id: str
    title: str
    first: str | None
    backup: str | None
    other: str | None
    amount: int
    begin_by: dt.date
    last_day: dt.date


@record
class Doubt:
    """One judged factor left out of the chance, and what that does to it. `all`: every one."""

    factor: str
    after: Outcome
    moves: Effect | None


@record
class Combination:
    """Some of the options at once, by id, and what the whole plan comes to."""

    ids: tuple[str, ...]
    after: Outcome
    moves: Effect | None


@record
class Column:
    """One way of applying beside the others: its id, and what it comes to."""

    id: str
    after: Outcome


@record
class Nearest:
    """A specialty that does not pass yet: its chance at equal effort, now and at best.

    `best` is with everything at once that can still be done, `highest` the rating at the upper
    end of its range. A middle of `needed` people of 100 is rated `SAFE`.
    """

    specialty: str
    name: str
    match: Chance
    best: Chance
    needed: float
    highest: int
    shut: tuple[str, ...]


@record
class WhatIf:
    """What would change the plan, and what would not.

    `idle` are changes that move neither the answer nor a whole person of 100. `pairs` are the
    smallest sets of options that turn the answer where no single change does; `everything` is
    all of them at once. `tried` counts the plans made and the ratings held again.
    """

    present: Outcome
    changes: tuple[Change, ...]
    idle: tuple[Change, ...]
    too_late: tuple[TooLate, ...]
    doubts: tuple[Doubt, ...]
    flips: tuple[Flip, ...]
    pairs: tuple[Combination, ...]
    everything: Outcome | None
    nearest: tuple[Nearest, ...]
    missing: tuple[str, ...]
    options: tuple[str, ...]
    combinations: tuple[Combination, ...]
    columns: tuple[Column, ...]
    regions: Regions | None
    tried: int
