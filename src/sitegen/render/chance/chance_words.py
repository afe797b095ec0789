"""Chances in words: always a range, of 100 people, rounded to whole people."""

from __future__ import annotations

from collections.abc import Iterable

from sitegen.chance.odds import Chance
from sitegen.grid import half_up
from sitegen.plan.quantities.value import of_100
from sitegen.render.quantities import marked


def whole(chance: float) -> int:
    """A probability as people of 100."""
    return int(half_up(100 * chance))


def short(chance: float, key: str = "") -> str:
    """A probability as a number of 100; the ends never read as 0 or as all.

    With a key it carries the mark of that quantity.
    """
    people = whole(chance)
    words = "under 1" if people < 1 else "over 99" if people > 99 else str(people)
    return marked(key, of_100(chance), words)


def _ends(chance: Chance, key: str) -> tuple[str, str]:
    return short(chance.low, key and f"{key}.low"), short(chance.high, key and f"{key}.high")


def span(chance: Chance, key: str = "") -> str:
    """A range for a cell: `25 to 58`. With a key, both ends carry their marks."""
    if short(chance.low) == short(chance.high):
        return short(chance.use, key and f"{key}.middle")
    low, high = _ends(chance, key)
    return f"{low} to {high}"


def range_words(chance: Chance, key: str = "") -> str:
    """A range within a sentence: `between 25 and 58`, or `under 1 to 58`.

    With a key, both ends carry their marks.
    """
    if short(chance.low) == short(chance.high):
        return short(chance.use, key and f"{key}.middle")
    low, high = _ends(chance, key)
    return f"{low} to {high}" if short(chance.low) == "under 1" else f"between {low} and {high}"


def middle(chance: Chance, key: str = "") -> str:
    """The middle of a range, behind it: ` (middle 41)`; empty where the range is one word itself.

    With a key, it carries its mark.
    """
    if short(chance.low) == short(chance.high):
        return ""
    return f" (middle {short(chance.use, key and f'{key}.middle')})"


def full_span(chance: Chance, key: str = "") -> str:
    """A range with its middle, for a cell: `25 to 58 (middle 41)`."""
    return span(chance, key) + middle(chance, key)


def signed(value: float, digits: int) -> str:
    """A number with a true minus; no needless zeros below two digits."""
    text = f"{abs(value):.{digits}f}" if digits > 2 else f"{abs(value):g}"
    return f"–{text}" if value < 0 and float(text) else text


def people_of(chance: float, key: str) -> str:
    """A rate that was counted, as people of 100 with its mark; it may read as 0."""
    return marked(key, of_100(chance), str(whole(chance)))


def named(names: Iterable[str]) -> str:
    """Names in a sentence: `neurology, pathology and psychiatry`."""
    *before, last = names
    return f"{', '.join(before)} and {last}" if before else last
