"""What to do about a fault in `data/`: a step that is possible at that place, and mends it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from sitegen.diagnostics import flatten
from sitegen.knowledge.ranges import is_day
from sitegen.knowledge.rulebook import Condition, compared, groups
from sitegen.patterns import regex

PLACES: Mapping[str, str] = {
    "source": "a file of sources/",
    "metric": "metrics.yaml",
    "parameter": "parameters/, as a file of its own",
    "task": "a file of tasks/",
    "price": "costs.yaml",
    "fellowship": "fellowships.yaml",
}
"""Where a name of each kind can be added. Of other kinds, code asks for each name."""

MOST_LETTERS = 400
_DAY = regex(r"(\d{4})\D(\d{1,2})\D(\d{1,2})")


def name_step(noun: str, names: Iterable[str]) -> str:
    """What to do about a name that points nowhere, where none that is there is close to it."""
    if noun in PLACES:
        return f"add it to {PLACES[noun]}, or name one that is there"
    if noun == "fact":
        return "name one of facts/; a new one needs a change of the program"
    return f"write one of: {flatten(', '.join(sorted(filter(None, names))), MOST_LETTERS)}"


def range_fault(what: str, low: Any, value: Any, high: Any) -> tuple[str, str]:
    """What is wrong with a range, and what to do; `value` is None where there are only two ends."""
    if low is None or high is None:
        return f"{what} needs low and high", "add the lowest and the highest value to defend"
    if low > high:
        return f"the low of {what}, {low}, is above its high, {high}", "exchange or correct them"
    return (
        f"{what} is {value}, and its range goes from {low} to {high}",
        "correct the value, or the end of the range that it passes",
    )


def day_step(text: str) -> str:
    """How a day is written; the same day where only its form is wrong."""
    found = _DAY.fullmatch(text.strip())
    day = "-".join(part.zfill(2) for part in found.groups()) if found else ""
    if is_day(day):
        return f"write {day}"
    return f"write year, month and day as numbers, such as {dt.date(2025, 7, 1)}"


def condition_step(condition: Condition) -> str:
    """What makes a condition one comparison of a fact, or one group."""
    within, said = groups(condition), compared(condition)
    if condition.fact and not said and not within:
        return "say what the fact is compared with: is, one_of, at_least or at_most"
    if said and not condition.fact:
        return "name the fact that is compared: fact: …"
    if not condition.fact and not within:
        return "name a fact and what it is compared with, or a group: all_of, any_of or none_of"
    return "split it into conditions of one comparison or one group each, inside all_of"
