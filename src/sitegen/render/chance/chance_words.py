"""Chances in words: always a range, of 100 people, rounded to whole people."""

from __future__ import annotations

from collections.abc import Iterable

from sitegen.chance.odds import Chance
from sitegen.grid import half_up


def whole(chance: float) -> int:
    """A probability as people of 100."""
    return int(half_up(100 * chance))


def short(chance: float) -> str:
    """A probability as a number of 100; the ends never read as 0 or as all."""
    people = whole(chance)
    if people < 1:
        return "under 1"
    return "over 99" if people > 99 else str(people)


def span(chance: Chance) -> str:
    """A range for a cell: `25 to 58`."""
    low, high = short(chance.low), short(chance.high)
    return low if low == high else f"{low} to {high}"


def range_words(chance: Chance) -> str:
    """A range within a sentence: `between 25 and 58`; a tiny low end in words."""
    low, high = short(chance.low), short(chance.high)
    if low == high == "under 1":
        return "at most 1, perhaps under 1,"
    if low == high:
        return low
    if low == "under 1":
        return f"at most {high}, perhaps under 1,"
    return f"between {low} and {high}"


def middle(chance: Chance) -> str:
    """The middle of a range, behind it: `middle 41`."""
    return f"middle {short(chance.use)}"


def full_span(chance: Chance) -> str:
    """A range with its middle, for a cell: `25 to 58 (middle 41)`."""
    found = span(chance)
    return f"{found} ({middle(chance)})" if " to " in found else found


def share(part: int, whole_group: int) -> str:
    """A share of a group that was counted: `39 of 100 (89 of 230 people)`."""
    return f"{short(part / whole_group)} of 100 ({part:,} of {whole_group:,} people)"


def named(names: Iterable[str]) -> str:
    """Names in a sentence: `neurology, pathology and psychiatry`."""
    *before, last = names
    return f"{', '.join(before)} and {last}" if before else last
