"""Colons and hyphens without the space that makes them count."""

from __future__ import annotations

import re

from sitegen.diagnostics import Edit
from sitegen.patterns import regex
from sitegen.slips import Slip, Stop, indent, says_nothing, told_whole

_GLUED_COLON = regex(r"\s*(?:-\s+)*([\w-]+):(?!//)(\S.*)")
_GLUED_HYPHEN = regex(r"\s*-([^\s-].*)")


def missing_space(stop: Stop) -> Slip | None:
    """`season:2028`, `-writer: x` or `season 2028`, on this line or the one above."""
    if not ("mapping values" in stop.problem or "expected ':'" in stop.problem):
        return None
    if stop.row.count(": ", 0, stop.column + 1) > 1:
        return None
    for line in dict.fromkeys((stop.context_line, stop.above, stop.line)):
        slip = glued(stop.row_at(line), line)
        if slip:
            return slip
    line = stop.context_line if "expected ':'" in stop.problem else stop.above
    row = stop.row_at(line)
    if line >= stop.line or ":" in row or re.match(r"\s*- ", row) or says_nothing(row):
        return None
    if re.match(r"\s*- ", stop.row_at(line - 1)):
        return Slip(
            line + 1,
            indent(row) + 1,
            "this line stands in a list, but has no hyphen",
            "start it with a hyphen and a space",
        )
    above = stop.row_at(_above(stop, line))
    empty = re.fullmatch(r"(\s*(?:- )?[\w-]+:)\s*", above)
    if empty and indent(row) == indent(above):
        return Slip(
            line + 1,
            indent(row) + 1,
            "this answer stands below its key",
            told_whole(f"{empty[1].strip()} {row.strip()}", "write it behind the colon above"),
        )
    goes_on = re.match(r"\s*(?:- )?[\w-]+: +[^\s#\"'\[]+ \S", above)
    hint = 'write a key, a colon, a space and the value, as in "season: 2028"'
    if goes_on and indent(row):
        hint = f"if it goes on with the line above, put both on one line; else {hint}"
    return Slip(line + 1, indent(row) + 1, "there is no colon in this line", hint)


def glued_entry(stop: Stop) -> Slip | None:
    """`-state: promised` above or below an entry of a list, which has its space."""
    rows = {line: stop.row_at(line) for line in (stop.line, stop.above)}
    if len({indent(row) for row in rows.values()}) > 1:
        return None
    if not any(row.lstrip().startswith("- ") for row in rows.values()):
        return None
    keyed = (n for n, row in rows.items() if re.match(r"\s*-[a-z][\w-]*:(?:\s|$)", row))
    return next((glued(rows[line], line) for line in keyed), None)


def _above(stop: Stop, line: int) -> int:
    """The nearest line above another one that says something; -1 where there is none."""
    return next((n for n in range(line - 1, -1, -1) if not says_nothing(stop.rows[n])), -1)


def glued(row: str, line: int) -> Slip | None:
    """A colon or hyphen without the space that makes it count, in one row (counted from 0)."""
    wide = row.find("：")  # noqa: RUF001  (the wide colon of East Asian keyboards)
    if wide >= 0:
        return Slip(
            line + 1,
            wide + 1,
            "this colon is a wide one",
            'type an ordinary colon: ":"',
            edit=Edit(row[wide], ": "),
        )
    colon = _GLUED_COLON.fullmatch(row)
    if colon:
        value = colon[2].lstrip("# ")  # with a space before it, a number sign would make it a note
        return Slip(
            line + 1,
            colon.end(1) + 1,
            "a space is missing after the colon",
            told_whole(f"{colon[1]}: {value}", "type a space after the colon"),
            edit=Edit(":", ": ") if value == colon[2] else None,
        )
    hyphen = _GLUED_HYPHEN.fullmatch(row)
    if hyphen:
        return Slip(
            line + 1,
            hyphen.start(1) + 1,
            "a space is missing after the hyphen",
            told_whole(f"- {hyphen[1]}", "type a space after the hyphen"),
            edit=Edit("", " "),
        )
    return None
