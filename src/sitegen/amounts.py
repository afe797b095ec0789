"""Amounts as people write them into tables: `220 or higher`, `within 5 years`, `80% IMGs`."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from enum import StrEnum

from sitegen.patterns import regex
from sitegen.records import value_object

WEEKS_A_MONTH = 52 / 12
FAMILIES: Mapping[str, Mapping[str, float]] = {
    "weeks": {
        "week": 1,
        "wk": 1,
        "w": 1,
        "month": WEEKS_A_MONTH,
        "mo": WEEKS_A_MONTH,
        "mth": WEEKS_A_MONTH,
        "year": 52,
        "yr": 52,
        "day": 1 / 7,
    },
    "years": {"year": 1, "yr": 1, "y": 1, "month": 1 / 12, "mo": 1 / 12, "mth": 1 / 12},
    "%": {"%": 1, "percent": 1, "per cent": 1, "pct": 1},
    "": {},
}
"""Units that stand for one another, by the one in which a column is kept."""


class Bound(StrEnum):
    """What an amount says of its number."""

    LEAST = "least"
    MOST = "most"
    ABOVE = "above"
    BELOW = "below"
    NONE = "none"


@value_object
class Amount:
    """A number in the unit of its column, and whether it is a bound."""

    value: float
    bound: Bound = Bound.NONE


_BEFORE = {
    Bound.LEAST: r"≥|>=|=>|min(?:imum)?(?: of| is)?|at least|not? (?:less|lower|fewer) than|from",
    Bound.ABOVE: r">|above|over|more than|higher than|greater than|better than",
    Bound.MOST: r"≤|<=|=<|max(?:imum)?(?: of| is)?|at most|not? (?:more|older|later) than|up to|"
    r"within(?: the)?(?: last| past)?|in the (?:last|past)|last|past|limit(?: of| is)?",
    Bound.BELOW: r"<|below|under|less than|fewer than|lower than",
}
_BEHIND = {
    Bound.LEAST: r"\+|(?:or|and|&) (?:higher|above|more|greater|better|over|up|longer)|"
    r"min(?:imum)?|at least|plus",
    Bound.MOST: r"(?:or|and|&) (?:less|fewer|lower|under|below|newer|younger)|max(?:imum)?|at most|"
    r"or sooner|limit|old",
}
_ROUGH = r"~|≈|about|approx(?:\.|imately)?|around|ca\.?|circa|roughly"
_REST = (
    r"of|since|from|after|the|a|date|graduation|medical|school|med|grad|graduating|completion|imgs?|"
    r"fmgs?|non-us|residents?|international|graduates?|score|points?|attempts?|fail(?:ure|ed|s)*|"
    r"usce|us|u\.s\.|clinical|experience|hands-on|hands|on|required|allowed|accepted|in|on|step|2|ck|"
    r"cutoff|cut-off|needed|only|total|people|alumni|hard|firm|strict|ok"
)
_NUMBER = regex(r"-?[0-9]{1,6}(?:[.,][0-9]{1,6})?(?![0-9])")
_NO_FAILURE = regex(r"(?:no|zero) (?:failed |failing )?(?:fails?|failures?|attempts?)")
_SMALL = regex(rf"(?:[\s.,;:()-]|\b(?:{_REST})\b)*")


@functools.lru_cache(maxsize=1024)
def amount(text: str, unit: str) -> Amount | None:
    """The amount that a text tells, in `unit`; None where a word of it is not understood.

    A column says few things in many rows, so each is read once.
    """
    plain = " ".join(text.casefold().split())
    if unit == "" and _NO_FAILURE.fullmatch(plain):
        return Amount(0.0)
    found = _NUMBER.search(plain)
    if found is None:
        return None
    before, behind = plain[: found.start()].strip(), plain[found.end() :].strip()
    first, before = _bound(before, _BEFORE, whole=True)
    scale, behind = _unit(behind, FAMILIES[unit])
    second, behind = _bound(behind, _BEHIND, whole=False)
    if scale is None:
        scale, behind = _unit(behind, FAMILIES[unit])
    rough = re.fullmatch(_ROUGH, before) is not None
    bounds = {each for each in (first, second) if each}
    if (before and not rough) or not _SMALL.fullmatch(behind) or len(bounds) > 1:
        return None
    if rough and bounds:
        return None
    value = float(found.group().replace(",", ".")) * (1 if scale is None else scale)
    converted = scale not in (None, 1)
    return Amount(
        float(round(value)) if converted and unit == "weeks" else value,
        bounds.pop() if bounds else Bound.NONE,
    )


def _bound(text: str, words: Mapping[Bound, str], *, whole: bool) -> tuple[Bound | None, str]:
    """The bound that stands in a text, and what is left of it. `whole` asks for nothing else."""
    for bound, pattern in words.items():
        match = re.match(rf"=? ?(?:{pattern})(?![a-z])[.:]? ?", text)
        if match and (not whole or match.end() == len(text)):
            return bound, text[match.end() :].strip()
    return None, text.strip("= ") if whole else text


def _unit(text: str, family: Mapping[str, float]) -> tuple[float | None, str]:
    """How many of the column's units one of the text's is, and what is left of the text."""
    match = re.match(r"-?(%|per ?cent|[a-z]+)\.?", text)
    name = match[1] if match else ""
    name = name if name in family else name.removesuffix("s")
    if match is None or name not in family:
        return None, text
    return family[name], text[match.end() :].strip()
