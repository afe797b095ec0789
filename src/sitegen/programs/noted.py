"""Limits that a row tells in its notes: a least score of Step 2, most years since graduation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sitegen.diagnostics import Problems, shorten
from sitegen.patterns import regex
from sitegen.tables import Row

_SHORT = regex(r"\b(min|max|yrs?|approx|req)\.")
_PART = regex(r"[;\n]|[.!?](?:\s|$)|,\s(?=[A-Za-z])")
_SCORE = r"(?P<value>1[89][0-9]|2[0-9]{2})"
_YEARS = r"(?P<value>[0-9]{1,2})\s*\+?\s*(?:years?|yrs?)"
_LEAST = (
    regex(rf"\b{_SCORE}\s*(?:\+|(?:or|and) (?:higher|above|more|better|up)|min|cut)"),
    regex(
        r"(?:\bmin(?:imum)?|\bat least|\bcut ?-?off|≥|>=?|\babove|\bover)\W*"
        rf"(?:(?:of|is|score|step ?2|ck)\W*)*\b{_SCORE}\b"
    ),
    regex(rf"\b(?:step ?2|ck)\W*(?:ck\W*)?(?:min(?:imum)?|≥|>=?|cut ?-?off)\W*{_SCORE}\b"),
)
_MOST = (
    regex(rf"\b{_YEARS}\W*(?:or less )?(?:since|of|from|after|post)\W*(?:medical )?(?:grad|yog)"),
    regex(
        rf"\b(?:grad|yog)\w*\W*(?:year\W*)?(?:is |must be |limit|cut ?-?off|max\w*|within|in|≤|<=?|"
        rf"the|last|past|not more than|no more than|up to|\W)*{_YEARS}"
    ),
    regex(rf"within (?:the )?(?:last |past )?{_YEARS}"),
)
_NOT_A_SCORE = regex(
    r"step ?[13]|beds|rooms?\b|floor|suite|street|salary|resident|patient|average|\bavg|mean|median"
    r"|matched|interview|\bmy\b|\$"
)
_NOT_GRADUATION = regex(
    r"experience|usce|rotation|letter|\blor|clinical|step|exam|research|accredit|train|contract"
)


def limits_in(notes: str) -> dict[str, int]:
    """What notes tell plainly: `least_step2` and `most_years`; what is in doubt is left out."""
    found: dict[str, set[int]] = {"least_step2": set(), "most_years": set()}
    for part in _PART.split(_SHORT.sub(r"\1", notes.casefold())):
        if not _NOT_A_SCORE.search(part):
            found["least_step2"] |= _values(_LEAST, part)
        if not _NOT_GRADUATION.search(part):
            found["most_years"] |= _values(_MOST, part)
    return {name: values.pop() for name, values in found.items() if len(values) == 1}


def _values(forms: Sequence[re.Pattern[str]], part: str) -> set[int]:
    return {int(match["value"]) for form in forms for match in form.finditer(part)}


def take_limits(told: Sequence[tuple[Row, dict[str, Any]]], problems: Problems) -> None:
    """Add what notes tell to rows that do not say it in a column; say once that this is done."""
    taken: list[tuple[Row, dict[str, int]]] = []
    for row, said in told:
        limits = limits_in(said["notes"]) if "notes" in said else {}
        limits = {name: value for name, value in limits.items() if not row.text(name)}
        if limits:
            said |= limits
            taken.append((row, limits))
    if taken:
        row, limits = taken[0]
        meant = " and ".join(f"{name} {value}" for name, value in limits.items())
        cell = row.cell("notes")
        problems.warn(
            "C119",
            cell.place,
            f"notes of {len(taken):,} {'program' if len(taken) == 1 else 'programs'} are read as "
            f"limits; the first, {shorten(cell.text, 40)}, as {meant}",
            f"if that is wrong, write the right number into a column {next(iter(limits))}",
        )
