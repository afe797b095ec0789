"""Lines of text that fit a terminal of 80 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

WIDTH = 80
"""Columns of the narrowest terminal that people usually have."""


def heading(text: str, under: str = "") -> list[str]:
    """A heading behind an empty line; `under` is the sign that stands below one at the top."""
    lines = wrapped(text, hang=0)
    return [*lines, under * max(map(len, lines))] if under else ["", *lines]


def wrapped(text: str, indent: int = 0, hang: int = 2) -> list[str]:
    """A text in lines, the first behind `indent` spaces and the others `hang` further in.

    What cannot be parted, such as an address, may be longer than a line.

    >>> wrapped("one two", indent=2)
    ['  one two']
    """
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + hang),
        break_long_words=False,
        break_on_hyphens=False,
    )


def again(text: str) -> Iterator[str]:
    """A text that has lines already, each of them as long as it may be."""
    for line in text.split("\n"):
        start = len(line) - len(line.lstrip())
        yield from wrapped(line.strip(), start, 2) or [""]


def joined(lines: Sequence[str]) -> str:
    """The lines as one text, with no more than one empty line in a row."""
    kept = [line for i, line in enumerate(lines) if line or (i and lines[i - 1])]
    return "\n".join(kept).rstrip()
