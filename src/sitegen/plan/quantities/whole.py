"""All quantities of a plan, each under one key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from sitegen.plan.model import Plan
from sitegen.plan.once import once
from sitegen.plan.quantities.chances import chances_of
from sitegen.plan.quantities.changes import changes_of
from sitegen.plan.quantities.compared import compared_of
from sitegen.plan.quantities.counted import budget_of, counts_of, year_of
from sitegen.plan.quantities.judged import days_of, ratings_of
from sitegen.plan.quantities.places import list_of, places_of
from sitegen.plan.quantities.portfolio import portfolio_of
from sitegen.plan.quantities.season import season_of
from sitegen.plan.quantities.value import Pairs, Value, plain

PARTS: tuple[Callable[[Plan], Pairs], ...] = (
    counts_of,
    compared_of,
    budget_of,
    year_of,
    chances_of,
    portfolio_of,
    places_of,
    list_of,
    changes_of,
    season_of,
    ratings_of,
    days_of,
)


class TwoValuesError(Exception):
    """Two parts of a plan give one quantity two values: a fault of the program."""


@once
def quantities(plan: Plan) -> Mapping[str, Value]:
    """The quantities of a plan by key, made once.

    Raises `TwoValuesError` where one key would have two values.
    """
    found: dict[str, Value] = {}
    for part in PARTS:
        for key, value in part(plan):
            if found.setdefault(key, plain(value)) != plain(value):
                raise TwoValuesError(f"{key} is {found[key]} and {value}")
    return MappingProxyType(found)
