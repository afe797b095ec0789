"""Ids that follow a line of the applicant's own lists from build to build."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Sequence

Line = tuple[tuple[str, ...], tuple[str, ...]]
"""What a line is about, and what else it says; the second tells apart lines about the same."""


def identities(lines: Sequence[Line]) -> list[str]:
    """An id for each line, in the same order; all of them differ.

    An id depends on what the line is about, and on nothing of other lines or of their order. Of
    several lines about the same, the first by what else they say has that id; the others have ids
    of all that they say, and of their number where they are wholly the same.
    """
    plain = [(_plain(about), _plain(more)) for about, more in lines]
    counted: Counter[tuple[tuple[str, ...], tuple[str, ...]]] = Counter()
    first: dict[tuple[str, ...], tuple[str, ...]] = {}
    for about, more in plain:
        first[about] = min(more, first.get(about, more))
    found = []
    for about, more in plain:
        counted[about, more] += 1
        number = counted[about, more]
        alone = more == first[about] and number == 1
        found.append(_digest(about if alone else (*about, "also", *more, str(number))))
    return found


def _plain(words: tuple[str, ...]) -> tuple[str, ...]:
    """Words as they are compared: case, spaces and ways to encode a letter do not count."""
    return tuple(" ".join(unicodedata.normalize("NFKC", w).casefold().split()) for w in words)


def _digest(words: tuple[str, ...]) -> str:
    """Sixteen signs: 64 bits, so that no two of a million lines have the same by chance."""
    told = "\x1f".join(words)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]
