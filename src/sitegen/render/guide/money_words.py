"""Amounts of money as words: US dollars, and the applicant's own currency at their own rate."""

from __future__ import annotations

from sitegen.facts.purse import Purse
from sitegen.plan.guide.budget import Budget
from sitegen.plan.model import Plan
from sitegen.render.phrases import phrase
from sitegen.render.quantities import ends, marked
from sitegen.written import number, usd


def dollars(low: float, high: float, key: str = "") -> str:
    """A span of US dollars, whole dollars only. With a key, both ends carry their marks."""
    return ends(key, low, high, lambda value: usd(round(value)))


def about(low: float, high: float, key: str = "") -> str:
    """A span of US dollars in round hundreds. With a key, both ends carry their marks."""
    return ends(key, low, high, lambda value: usd(round(value, -2)))


def own(purse: Purse, low: float, high: float) -> str:
    """A span of US dollars in the own currency; empty for US dollars or without a rate."""
    first, last = purse.own(low), purse.own(high)
    if first is None or last is None or purse.currency == "USD":
        return ""
    return amount(purse, _rounded(first), _rounded(last))


def amount(purse: Purse, low: float, high: float) -> str:
    """A span of the own currency, rounded to three digits or so where it was computed."""
    first, last = (low, high) if low == high else (_rounded(low), _rounded(high))
    text = number(first) if first == last else f"{number(first)} to {number(last)}"
    return f"${text}" if purse.currency == "USD" else f"{purse.currency or ''} {text}".strip()


def both(purse: Purse, value: float, key: str) -> str:
    """An amount of the own currency, with US dollars beside it where the rate is known.

    The dollars carry their mark.
    """
    dollars_too = purse.usd(value)
    shown = amount(purse, value, value)
    if dollars_too is None:
        return shown
    if purse.currency == "USD":
        return marked(key, dollars_too, shown)
    return f"{shown} (about {marked(key, dollars_too, usd(round(dollars_too)))})"


def rate(purse: Purse) -> str:
    """What one US dollar costs; empty for US dollars or without a rate."""
    if purse.per_usd is None or purse.currency == "USD":
        return ""
    return f"{purse.currency} {number(purse.per_usd)}"


def _rounded(value: float) -> float:
    """Rounded to what a reader can use: whole below a thousand, else to three digits."""
    size = abs(value)
    digits = 0 if size < 1_000 else 3 - len(f"{size:.0f}")
    return round(value, digits)


def shortage(plan: Plan, record: Budget) -> str:
    """What is missing even at the low end of the sum, in a sentence; empty where nothing is."""
    if record.short is None or record.short[0] <= 0:
        return ""
    return phrase(plan, "money-short", short=about(*record.short, "purse.short"))
