"""All quantities of a plan, each under one key."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from sitegen.plan.decided import Scheduled
from sitegen.plan.decision.model import Compared
from sitegen.plan.model import Applying, Guide, InSeason, Matching
from sitegen.plan.quantities.chances import chances_of
from sitegen.plan.quantities.changes import changes_of
from sitegen.plan.quantities.compared import compared_of
from sitegen.plan.quantities.counted import budget_of, counts_of, year_of
from sitegen.plan.quantities.judged import days_of, ratings_of
from sitegen.plan.quantities.places import list_of, places_of
from sitegen.plan.quantities.portfolio import portfolio_of
from sitegen.plan.quantities.season import season_of
from sitegen.plan.quantities.value import Value, plain
from sitegen.plan.timeline import Timeline
from sitegen.plan.whatif.changes import WhatIf


class TwoValuesError(Exception):
    """Two parts of a plan give one quantity two values: a fault of the program."""


def quantities(
    plan: Scheduled,
    beside: Compared,
    days: Timeline,
    matching: Matching,
    guide: Guide,
    applying: Applying,
    in_season: InSeason,
    changed: WhatIf,
) -> Mapping[str, Value]:
    """The quantities of a plan by key.

    Raises `TwoValuesError` where one key would have two values.
    """
    parts = (
        counts_of(plan),
        compared_of(beside),
        budget_of(guide.budget),
        year_of(guide.lost_year),
        chances_of(plan, matching),
        portfolio_of(applying.portfolio),
        places_of(applying.geography),
        list_of(plan, applying.own_list),
        changes_of(changed),
        season_of(in_season.cockpit, in_season.algorithm),
        ratings_of(plan),
        days_of(plan, days, guide, in_season.ranking),
    )
    return listed(itertools.chain.from_iterable(parts))


def listed(pairs: Iterable[tuple[str, Value]]) -> Mapping[str, Value]:
    """Quantities by key. Raises `TwoValuesError` where one key would have two values."""
    found: dict[str, Value] = {}
    for key, value in pairs:
        if found.setdefault(key, plain(value)) != plain(value):
            raise TwoValuesError(f"{key} is {found[key]} and {value}")
    return MappingProxyType(found)
