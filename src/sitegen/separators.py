"""Finds what stands between the cells of CSV text: a comma, a semicolon, or any odd sign."""

from __future__ import annotations

import re
from itertools import islice

from sitegen.csvtext import DELIMITERS, Line, lines
from sitegen.headings import Layout
from sitegen.outline import FIRST_LINES, score
from sitegen.patterns import regex

_SEPARATOR_LINE = regex(r"\"?sep=(.)\"?\n", re.IGNORECASE)
"""A first line with which spreadsheets say what stands between cells."""
FIRST_LETTERS = 2_000
"""Letters, from the first, among which an odd sign between cells is looked for."""
TWO_KNOWN = 6
"""The score of a line in which two headings are known."""
_NO_SIGN = frozenset(" \"'\n.()-_&+?%")
"""Signs that stand within cells, and never between them."""


def lines_of(text: str, layout: Layout) -> tuple[list[Line], str]:
    """The lines of CSV text, and what stands between its cells."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    said = _SEPARATOR_LINE.match(text)
    delimiter = said[1] if said and not said[1].isalnum() else _delimiter(text, layout)
    found = list(lines(text, delimiter))
    return (found[1:] if said else found), delimiter


def _delimiter(text: str, layout: Layout) -> str:
    """What stands between cells: the sign by which most headings are recognised."""

    def fit(delimiter: str) -> tuple[int, int]:
        first = list(islice(lines(text, delimiter), FIRST_LINES))
        best = max((score(line, layout) for line in first), default=0)
        return best, len(first[0].texts) if first else 0

    found = max(DELIMITERS, key=fit)
    if fit(found)[0] >= TWO_KNOWN:
        return found
    odd = {sign for sign in text[:FIRST_LETTERS] if not sign.isalnum() and sign not in _NO_SIGN}
    return max((found, *sorted(odd)), key=fit)
