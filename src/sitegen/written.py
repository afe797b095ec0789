"""How numbers, days and lists are written in a sentence. Knows of no plan and no data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sitegen.shape import Year

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def signed(number: float) -> str:
    """A number with its sign, a true minus, and no needless digits."""
    text = f"{abs(number):g}"
    return "0" if number == 0 else f"{'+' if number > 0 else '–'}{text}"


def number(value: float) -> str:
    """A number with thousands separated and no needless digits."""
    return (
        f"{value:,.0f}"
        if value == int(value)
        else f"{value:,.1f}"
        if value * 10 == int(value * 10)
        else f"{value:,.2f}"
    )


def usd(value: float) -> str:
    """US dollars."""
    return f"${value:,.0f}" if value == int(value) else f"${value:,.2f}"


def told_date(day: dt.date | Year) -> str:
    """A date of a profile. Month and year where no day was told, which reads as the first."""
    if isinstance(day, Year):
        return f"{day.year}"
    return long_date(day) if day.day > 1 else f"{MONTHS[day.month - 1]} {day.year}"


def long_date(day: dt.date) -> str:
    """A date that no reader can turn around: 1 September 2027."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def joined(words: Sequence[str], last: str = "and") -> str:
    """A list of words in a sentence: a, b and c."""
    return f" {last} ".join([", ".join(words[:-1]), words[-1]] if words[1:] else words)


def capital(text: str) -> str:
    """The text with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def month(day: dt.date) -> str:
    """The month of a day: July 2028."""
    return f"{MONTHS[day.month - 1]} {day.year}"
