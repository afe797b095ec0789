"""Makes something of a plan once, however many pages ask for it."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TypeVar
from weakref import WeakKeyDictionary

from sitegen.plan.model import Plan

T = TypeVar("T")


def once(make: Callable[[Plan], T]) -> Callable[[Plan], T]:
    """The same function; what it made is kept as long as the plan itself.

    Plans are frozen and compared by identity, so the same plan always gives the same result. What
    is made must not hold the plan, or neither would ever be let go.
    """
    made: WeakKeyDictionary[Plan, T] = WeakKeyDictionary()

    @functools.wraps(make)
    def kept(plan: Plan) -> T:
        if plan not in made:
            made[plan] = make(plan)
        return made[plan]

    return kept
