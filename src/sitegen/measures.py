"""Says how much something is in the unit that is asked, where another one was written.

A number is never cut off from its unit: `3 months` is not 3 weeks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from sitegen.patterns import regex

HOURS_A_WEEK = 40
"""Of full clinical work, where hours were written for weeks."""

Sizes = dict[str, Fraction]
_UNITS = {
    **dict.fromkeys(("hour", "hours", "hr", "hrs", "h"), "hours"),
    **dict.fromkeys(("day", "days", "d"), "days"),
    **dict.fromkeys(("week", "weeks", "wk", "wks", "w", "weekly"), "weeks"),
    **dict.fromkeys(("month", "months", "mo", "mos", "mth", "mths", "monthly", "pm"), "months"),
    **dict.fromkeys(
        ("year", "years", "yr", "yrs", "y", "annum", "annual", "annually", "yearly", "pa"), "years"
    ),
}
_IN_WEEKS: Sizes = {
    "hours": Fraction(1, HOURS_A_WEEK),
    "weeks": Fraction(1),
    "months": Fraction(52, 12),
    "years": Fraction(52),
}
_IN_YEARS: Sizes = {
    "days": Fraction(1, 365),
    "weeks": Fraction(1, 52),
    "months": Fraction(1, 12),
    "years": Fraction(1),
}
_SIZES = {"weeks": _IN_WEEKS, "years": _IN_YEARS}
_NUMBERS = (
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_SAID: Sizes = {word: Fraction(number) for number, word in enumerate(_NUMBERS, 1)} | {
    "a": Fraction(1),
    "an": Fraction(1),
    "half": Fraction(1, 2),
}
_PART = regex(r"(\d+(?:[.,]\d+)?|[a-z]+)[\s-]*(?:a |of a |full |whole )?([a-z]+)\b")
_RATE = regex(r"\d+\s*(?:hours?|hrs?|h|days?)\s*(?:/|per|a|each)\s*(?:week|wk|day|month)\b")
_RANGE = regex(r"\d\s*(?:-|–|—|to|or|/)\s*\d")


def unit_of(word: str) -> str:
    """The unit of time that a word names: hours, days, weeks, months or years; else empty."""
    return _UNITS.get(word, "")


def said_number(word: str) -> Fraction | None:
    """The number that a word says, up to twelve, or a half."""
    found = _SAID.get(word)
    return None if found is None or word in ("a", "an") else Fraction(found)


def in_words(number: int) -> str:
    """A number as it stands before a noun: no, one, up to twelve; above that, its digits."""
    return ("no", *_NUMBERS)[number] if 0 <= number <= len(_NUMBERS) else str(number)


def in_unit(text: str, unit: str) -> str | None:
    """How to write a length of time in `unit`, `weeks` or `years`; None where that is not plain.

    >>> in_unit("3 months", "weeks"), in_unit("18 months", "years")
    ('weeks are wanted: write 13 for 3 months', 'years are wanted: write 1.5 for 18 months')
    """
    plain = " ".join(text.casefold().split())
    if len(plain) > 100 or _RANGE.search(plain):
        return None
    found = dict(_lengths(plain))
    if re.search(r"\d", _PART.sub(" ", _RATE.sub(" ", plain))):
        return None  # another number stands there: 4 weeks x 2
    if unit in found and (len(found) == 1 or re.search(r"[(=]", plain)):
        return f"write {_shown(found[unit])}"
    if len(found) > 1 and set(found) <= set(_SIZES[unit]):
        total = Fraction()
        for each, size in found.items():
            total += size * _SIZES[unit][each]
        return f"{unit} are wanted: write {_shown(_near(total) if unit == 'weeks' else total)}"
    if len(found) != 1:
        return None
    other, size = next(iter(found.items()))
    told = f"{unit} are wanted: write"
    if unit == "weeks" and other == "days":
        calendar, work = _shown(_near(size / 7)), _shown(_near(size / 5))
        if size % 7 == 0:
            return f"{told} {calendar} for {_shown(size)} days"
        return (
            f"{told} {calendar} if these are days of the calendar, or {work} if they are workdays"
        )
    if other not in _SIZES[unit]:
        return None
    most = f", at {HOURS_A_WEEK} hours a week" if other == "hours" else ""
    worth = size * _SIZES[unit][other]
    written = _shown(_near(worth) if unit == "weeks" else worth)
    return f"{told} {written} for {_shown(size)} {other if size != 1 else other[:-1]}{most}"


def _lengths(plain: str) -> Iterator[tuple[str, Fraction]]:
    """Each unit that stands behind a number, with that number."""
    for number, word in _PART.findall(_RATE.sub(" ", plain)):
        unit = unit_of(word)
        if unit and number[0].isdigit():
            yield unit, Fraction(number.replace(",", "."))
        elif unit and number in _SAID:
            yield unit, Fraction(_SAID[number])


def _near(value: Fraction) -> Fraction:
    """Whole weeks, or half a week where it is just that."""
    return value if (2 * value).denominator == 1 else Fraction(int(value + Fraction(1, 2)) or 1)


def _shown(value: Fraction) -> str:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return f"{exact.quantize(Decimal('0.01'), ROUND_HALF_UP).normalize():f}"
