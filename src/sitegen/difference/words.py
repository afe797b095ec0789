"""The difference of two plans in plain sentences for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sitegen.diagnostics import visible
from sitegen.difference.compare import Because, Change, Difference
from sitegen.difference.phrases import WORDS, day_words, field_words
from sitegen.difference.side import Side

TITLES = {
    "answer": "The answer",
    "ratings": "Ratings",
    "chances": "Chances, of 100 people (ranges hold 8 of 10 such cases)",
    "cost": "Counts and cost",
    "tasks": "Dates and tasks",
    "profile": "What the profile says",
    "data": "What the data say",
}
BY_SPECIALTY = {"specialty", "rating", "priority", "with_list", "from_applications", "equal_effort"}
FEW = 3
"""Changes of so many other specialties are told in full; of more, only their names."""

MOST = 40
"""A group with more lines than this is cut, and says so."""

LONGEST = 2_000
"""Characters of a line; a plan that was changed by hand may hold a text of any length."""


def told(found: Difference) -> str:
    """The whole difference as text; it says so where nothing differs."""
    lines = [f"A: {_plan(found.a)}", f"B: {_plan(found.b)}", ""]
    if found.nothing:
        same_day = found.a.data["as_of"] == found.b.data["as_of"]
        lines.append("Nothing differs." if same_day else "Nothing differs but the day.")
    for name, changes in found.groups:
        if changes:
            near, far = _nearest(found, changes)
            lines += [TITLES[name], *_cut(list(sentences(found, near))), *_named(found, far), ""]
    if found.no_data:
        lines += ["One of the plans does not list its data, so the data are not compared.", ""]
    if found.other:
        names = ", ".join(name.replace("_", " ") for name in found.other)
        lines += [f"These parts of the plans differ too: {names}.", ""]
    return "\n".join(visible(line[:LONGEST]) for line in lines).rstrip()


def _plan(side: Side) -> str:
    day = day_words(side.data["as_of"])
    return f"{side.name} (plan of {day}, sitegen {side.data['sitegen']})"


def _nearest(
    found: Difference, changes: Sequence[Change]
) -> tuple[Sequence[Change], Sequence[Change]]:
    """The changes to tell in full, and those of specialties that matter less."""
    close = {found.a.data.get("first_choice"), found.b.data.get("first_choice"), ""}
    close |= {name for side in (found.a, found.b) for name in side.data["choice"]["backups"]}
    listed = [c for c in changes if c.kind in BY_SPECIALTY and c.subject not in close]
    if len({c.subject for c in listed}) <= FEW:
        return changes, ()
    return [c for c in changes if c not in listed], listed


def _named(found: Difference, changes: Sequence[Change]) -> list[str]:
    """One line that names the specialties whose changes are not told."""
    if not changes:
        return []
    names = ", ".join(dict.fromkeys(field_words(c.subject, found) for c in changes))
    return [f"  Moved too: {names}. --json prints all of it."]


def _cut(lines: list[str]) -> list[str]:
    if len(lines) <= MOST:
        return lines
    return [*lines[:MOST], f"  And {len(lines) - MOST} more lines; --json prints them all."]


def sentences(found: Difference, changes: Sequence[Change]) -> Iterator[str]:
    """The lines of one group, each change with the rules behind it."""
    for change in changes:
        yield f"  {_line(WORDS[change.kind](change, found))}"
        for because in change.because:
            yield f"    {_line(_rule(because))}"


def _line(text: str) -> str:
    """A sentence on one line: what somebody writes into a profile may have several."""
    return " ".join(text.split())


def _rule(it: Because) -> str:
    if not it.a:
        return f"{it.title}: only in B, {it.b}. {it.says_b}"
    if not it.b:
        return f"{it.title}: only in A, {it.a}. {it.says_a}"
    says = it.says_b if it.says_a == it.says_b else f"A: {it.says_a} B: {it.says_b}"
    return f"{it.title}: {it.a} in A, {it.b} in B. {says}"
