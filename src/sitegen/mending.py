"""Mends slips in a text that have one right answer, and proves that each does no harm."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from sitegen.diagnostics import Edit, Problem, Problems
from sitegen.records import value_object

Read = Callable[[str], Problems]
"""Reads a text and gathers its problems."""

MOST_ROUNDS = 50
"""A slip that stops the reading hides those below it, so a text is read again after each."""

UNREADABLE = "Y201"
"""The code of a line at which the reading stops; what stands below it was not looked at."""

_PLAIN = re.compile(r"[^\W\d_][\w '()&/.-]*[\w)]|[\d.-]+|[yn]")
_TAKEN = {"yes", "no", "on", "off", "true", "false", "null", "y", "n"}
"""Words that YAML reads as something else than a text."""


@value_object
class Mended:
    """One change: the problem, and its line (from 1) before and after."""

    problem: Problem
    before: str
    after: str


def mended(text: str, read: Read) -> tuple[str, tuple[Mended, ...]]:
    """The text with every slip mended that has one right answer, and what was changed.

    A change stays only if its problem is gone and the text has no more errors than before.
    """
    done: list[Mended] = []
    refused: set[tuple[str, int, str]] = set()
    for _ in range(MOST_ROUNDS):
        found = read(text)
        open_edits = [p for p in found.found if p.edit and _key(p, text) not in refused]
        if not open_edits:
            break
        text = _one_round(text, open_edits, found, read, done, refused)
    return text, tuple(done)


def _one_round(
    text: str,
    slips: Sequence[Problem],
    found: Problems,
    read: Read,
    done: list[Mended],
    refused: set[tuple[str, int, str]],
) -> str:
    """The text after all of these changes, or after those of them that do no harm."""
    for together in (slips, *([slip] for slip in slips)):
        changed, made = _changed(text, together)
        if len(made) == len(together) and _helps(read(changed), found, made):
            done += made
            return changed
    refused |= {_key(slip, text) for slip in slips}
    return text


def _helps(after: Problems, before: Problems, made: Sequence[Mended]) -> bool:
    """Whether what was to be mended is gone, and no more is wrong than before."""
    left = {(p.code, p.location, p.message) for p in after.found}
    gone = not any((m.problem.code, m.problem.location, m.problem.message) in left for m in made)
    if not any(p.code == UNREADABLE for p in before.found):
        return gone and after.error_count <= before.error_count
    last = max(m.problem.location.line for m in made)
    stops = (p.location.line for p in after.found if p.code == UNREADABLE)
    return gone and all(line > last for line in stops)


def _changed(text: str, slips: Sequence[Problem]) -> tuple[str, list[Mended]]:
    """The text with these changes in it, those of one line from its end to its start."""
    rows = text.splitlines(keepends=True)
    made = []
    for slip in sorted(slips, key=lambda p: (p.location.line, -p.location.column)):
        at = slip.location
        row = rows[at.line - 1] if 0 < at.line <= len(rows) else ""
        assert slip.edit
        column = slip.edit.column or at.column
        end = _end(row, column - 1, slip.edit)
        if end is None:
            continue
        new = f"{row[: column - 1]}{_written(slip)}{row[end:]}"
        rows[at.line - 1] = new
        made.append(Mended(slip, row.rstrip("\r\n"), new.rstrip("\r\n")))
    return "".join(rows), made


def _end(row: str, start: int, edit: Edit) -> int | None:
    """Where what was written ends in a row, with its quotes; None where it does not stand there."""
    for spelled in (edit.written, f'"{edit.written}"', f"'{edit.written}'"):
        if row.startswith(spelled, start):
            return start + len(spelled)
    return None


def _written(slip: Problem) -> str:
    """What to type instead, in quotes where YAML would read something else."""
    assert slip.edit
    instead = slip.edit.instead
    if slip.code == "P103" or slip.code[0] == "Y" or not instead.strip():
        return instead
    plain = _PLAIN.fullmatch(instead) and instead.casefold() not in _TAKEN
    return instead if plain else f'"{instead}"'


def _key(slip: Problem, text: str) -> tuple[str, int, str]:
    return slip.code, slip.location.line, slip.message
