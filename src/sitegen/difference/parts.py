"""Parts of two plans that differ and that no group of changes tells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sitegen.difference.side import Side

TOLD_ELSEWHERE = {
    "format",
    "sitegen",
    "as_of",
    "match_year",
    "private",
    "disclaimer",
    "profile",
    "first_choice",
    "choice",
    "second_specialty",
    "counts",
    "scorecard",
    "guide",
    "tasks",
    "notes",
    "facts",
    "season_dates",
    "sources",
    "data",
    "fictional",
}
"""Parts of plan.json that have a group of their own here, or that only describe the file."""

COVERED_PAGES = {"chance"}
"""Parts of the guide whose numbers are compared one by one."""

BEHIND = ("facts", "counts")
"""Parts that stand behind the others, so they are named only where nothing else differs."""


def parts_told_nowhere_else(a: Side, b: Side) -> Iterator[str]:
    """Names of parts that differ and are told nowhere else."""
    for name in dict.fromkeys((*a.data, *b.data)):
        if name not in TOLD_ELSEWHERE and _differ(a.data.get(name), b.data.get(name)):
            yield name
    old, new = a.data["guide"], b.data["guide"]
    for name in dict.fromkeys((*old, *new)):
        if name not in COVERED_PAGES and _differ(old.get(name), new.get(name)):
            yield name


def parts_behind(a: Side, b: Side) -> Iterator[str]:
    """Names of parts that differ and stand behind the others."""
    return (name for name in BEHIND if _differ(a.data.get(name), b.data.get(name)))


def _differ(old: Any, new: Any) -> bool:
    """Whether two parts say different things; where a line stands in a file says nothing."""
    return bool(old != new and _without_lines(old) != _without_lines(new))


def _without_lines(part: Any) -> Any:
    """A part without the lines of the files that it quotes, which a note above them moves."""
    if isinstance(part, dict):
        return {
            key: _without_lines(each)
            for key, each in part.items()
            if not (key == "line" and isinstance(each, int))
        }
    return [_without_lines(each) for each in part] if isinstance(part, list) else part
