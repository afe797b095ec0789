"""Plain words for a text that cannot be read as YAML: where, what is wrong, what to do next.

The parser stops where it can no longer go on, which is often one line after the slip, and it
speaks of tokens and scalars. So the lines themselves are looked at here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import accumulate
from typing import Protocol

from sitegen.missing_spaces import glued_entry, missing_space
from sitegen.patterns import regex
from sitegen.slips import (
    Slip,
    Split,
    Stop,
    bullets,
    columns_of,
    indent,
    moves_of,
    open_columns,
    pasted,
    question,
    told_whole,
)

_VALUE = regex(r"\s*(?:-\s+)*(?:[^\s:'\"\[{#][^:]*:\s+)?")
_DOTS = regex(r"\.\.\.(\s|$)")
LONGEST_ROW = 2_000
_QUOTED_WHOLE = "put quotes around the whole text"


class Mark(Protocol):
    """A place in a text, as the parser gives it: from 0."""

    line: int
    column: int


class Stopped(Protocol):
    """What the parser says when it stops: what it met, and what it was busy with."""

    problem: str | None
    context: str | None

    @property
    def problem_mark(self) -> Mark | None:
        """Where it stopped."""

    @property
    def context_mark(self) -> Mark | None:
        """Where it had begun what it was busy with."""


def find_slip(text: str, error: Stopped) -> Slip:
    """Say what is most likely wrong where the parser stopped."""
    problem, context = error.problem_mark, error.context_mark
    here = problem or context
    before = context or problem
    stop = Stop(
        rows=text.splitlines(),
        problem=error.problem or "",
        line=here.line if here else 0,
        column=here.column if here else 0,
        context=error.context or "",
        context_line=before.line if before else 0,
        context_column=before.column if before else 0,
    )
    for look in _LOOKS if _is_short(stop) else (_tab, _quotes):
        slip = look(stop)
        if slip:
            return slip
    return stop.slip(
        "this line cannot be read",
        "a line has a key, a colon, a space and a value, and starts below its neighbours",
    )


def _is_short(stop: Stop) -> bool:
    """Whether no row is so long that looks which go over it again and again take for ever."""
    lines = {stop.line, stop.above, *range(stop.context_line, stop.line)}
    return all(len(stop.row_at(line)) <= LONGEST_ROW for line in lines)


def _tab(stop: Stop) -> Slip | None:
    match = re.match(r" *\t", stop.row)
    if not match:
        return None
    return Slip(
        stop.line + 1,
        match.end(),
        "a tab stands at the start of this line",
        "replace it by spaces; the Tab key cannot be used there",
    )


def _quotes(stop: Stop) -> Slip | None:
    """A quote that is never closed, or closed too early."""
    last = min(stop.line, len(stop.rows) - 1)
    line = stop.context_line
    text = "\n".join([*stop.rows, ""])
    starts = list(accumulate((len(row) + 1 for row in stop.rows), initial=0))
    while line <= last:
        start = _value_start(stop.rows[line])
        mark = stop.rows[line][start : start + 1]
        if mark in ("'", '"') and mark:
            end, rest = _closing(text, starts[line] + start, line, mark)
            if end is None or (rest and end > line):
                return Slip(
                    line + 1,
                    start + 1,
                    "a quote is opened here and never closed",
                    f"put {mark} at the end of the text too",
                )
            if rest:
                return _text_after_quote(stop.rows[line], line, start, rest)
            line = end
        line += 1
    return None


def _closing(text: str, start: int, line: int, mark: str) -> tuple[int | None, str]:
    """The line where a text ends that is opened at `start`, and what stands behind it there."""
    inside = r'(?:[^"\\]|\\.)*"' if mark == '"' else r"(?:[^']|'')*'"
    found = re.compile(inside, re.DOTALL).match(text, start + 1)
    if not found:
        return None, ""
    end = line + found.group().count("\n")
    rest = text[found.end() : text.index("\n", found.end())]
    harmless = re.match(r"\s*(#.*|,.*|[\]}].*|:(\s.*)?)?$", rest)
    return end, "" if harmless else rest


def _text_after_quote(row: str, line: int, start: int, rest: str) -> Slip:
    whole = _said(row, start)
    inner = whole[1:-1] if whole[0] == whole[-1] else whole
    outer = next((mark for mark in ("'", '"') if mark not in inner), None)
    hint = f"write {outer}{inner}{outer}" if outer and len(row) <= LONGEST_ROW else _QUOTED_WHOLE
    column = len(row) - len(rest) + len(rest) - len(rest.lstrip()) + 1
    return Slip(line + 1, column, "the text goes on after its closing quote", hint)


def _dots(stop: Stop) -> Slip | None:
    """A line of dots, which ends a file in YAML, with more below it."""
    dots = next((n for n in (stop.line, stop.above) if _DOTS.match(stop.row_at(n))), None)
    said = "a line of dots stands here, which ends a file"
    return None if dots is None else Slip(dots + 1, 1, said, "delete this line")


def _list_beside_key(stop: Stop) -> Slip | None:
    if "sequence entries are not allowed" not in stop.problem:
        return None
    if stop.row[stop.column :].strip() == "-":
        return stop.slip(
            "a hyphen alone is no value",
            "leave it empty if not known yet; where a list is asked, write [] if there are none",
        )
    return stop.slip(
        "a list cannot start on the line of its key",
        "put each entry on a line of its own below it, with a hyphen and a space",
    )


def _bracket(stop: Stop) -> Slip | None:
    """An opening or closing bracket without its partner."""
    if "flow" in stop.context:
        tail = "\n".join(stop.rows[stop.context_line :])[stop.context_column :]
        opening = tail[:1]
        if tail.count({"[": "]", "{": "}"}.get(opening, opening)) < tail.count(opening):
            return Slip(
                stop.context_line + 1,
                stop.context_column + 1,
                f"the bracket {opening} is opened here and never closed",
                f"put {']' if opening == '[' else '}'} at the end",
            )
        last = re.search(r"(\"[^\"]*\"|'[^']*'|\S+)\s*$", stop.row[: stop.column])
        column = last.start() if last and stop.sign == ":" else stop.column
        return Slip(
            stop.line + 1,
            column + 1,
            "a comma or a closing bracket is missing before this",
            "put a comma between the entries",
        )
    if stop.sign in ("]", "}") and stop.sign:
        return stop.slip(
            f"the bracket {stop.sign} is closed here, but never opened",
            "delete it",
        )
    start = _value_start(stop.row)
    if stop.row[start : start + 1] in ("[", "{") and stop.column > start:
        return stop.slip(
            "the text goes on after the closing bracket",
            f"{_QUOTED_WHOLE}: {_double_quoted(_said(stop.row, start))}",
        )
    return None


def _backslash(stop: Stop) -> Slip | None:
    if not ("escape" in stop.problem or "hexdecimal" in stop.problem):
        return None
    column = stop.row.rfind("\\", 0, stop.column + 1)
    return Slip(
        stop.line + 1,
        max(column, 0) + 1,
        "a backslash between double quotes starts a special sign, and this is none",
        "write the backslash twice, or use single quotes around the text",
    )


def _first_sign(stop: Stop) -> Slip | None:
    """A text that starts with a sign which means something in YAML."""
    busy = ("anchor", "alias", "tag", "block scalar", "directive")
    if "cannot start any token" in stop.problem:
        line, column = stop.line, stop.column
    elif any(word in stop.context for word in busy):
        line, column = stop.context_line, stop.context_column
    else:
        return None
    value = _said(stop.row_at(line), column)
    quoted = f": {_double_quoted(value)}" if value and len(value) < 80 else ""
    bold = re.fullmatch(r"\*+([\w-]+)(?:\*+:|:\*+)\s*(.*)", value)
    if bold:
        hint = told_whole(f"{bold[1]}: {bold[2]}".strip(), "take the stars away")
        return Slip(line + 1, column + 1, "stars stand around the key", hint)
    number = re.fullmatch(r"\W{1,3}\s*(\d+(?:\.\d+)?)\+?", value)
    hint = f"write the number alone: {number[1]}" if number else _QUOTED_WHOLE + quoted
    found = f"a text cannot start with {value[:1] or 'this sign'}"
    return Slip(line + 1, column + 1, found, hint)


def _second_colon(stop: Stop) -> Slip | None:
    row = stop.row[: stop.column + 2]
    if "mapping values" not in stop.problem or len(re.findall(r":(?:\s|$)", row)) < 2:
        return None
    start = _value_start(stop.row)
    value = _said(stop.row, start)
    deeper = next(iter(list(columns_of(stop.row))[-1:])) + 2
    key = re.match(r"[a-z][a-z0-9_-]*: ", value)
    again = re.match(r"\s*(?:- )*([\w-]+):\s+\1:\s+(\S.*)", stop.row, re.IGNORECASE)
    if again:
        return stop.slip(
            "the key stands twice in this line",
            told_whole(f"{again[1]}: {again[2]}", "take the second one away"),
        )
    return stop.slip(
        "a second colon stands in this line",
        f"{_QUOTED_WHOLE}: {_double_quoted(value)}",
        (Split(stop.line + 1, deeper + 1, start),) if key else (),
    )


def _below_a_value(stop: Stop) -> Slip | None:
    if "mapping values" not in stop.problem or indent(stop.row) <= indent(stop.row_at(stop.above)):
        return None
    return Slip(
        stop.line + 1,
        indent(stop.row) + 1,
        f"this line is indented below line {stop.above + 1}, which has a value already",
        f"start it in column {indent(stop.row_at(stop.above)) + 1}, like the line above, or take "
        "the value away there",
        moves_of(stop),
    )


def _stray_entry(stop: Stop) -> Slip | None:
    if not stop.at_start_of_row or "block mapping" not in stop.context or stop.sign != "-":
        return None
    return stop.slip(
        "a list entry stands here, and no key above asks for one",
        "put the entries below their key, and nothing behind the colon of that key",
        moves_of(stop),
    )


def _indentation(stop: Stop) -> Slip | None:
    if not stop.at_start_of_row or "block" not in stop.context:
        return None
    columns = open_columns(stop.rows[: stop.line], stop.column)
    if stop.column == stop.context_column and "mapping" not in stop.context:
        deeper = stop.column + 2
        return stop.slip(
            "this line stands in a list, but has no hyphen",
            f"start it in column {deeper + 1} if it belongs to the entry above; start it with a "
            "hyphen and a space if it is a new entry",
            moves_of(stop),
        )
    if not columns or stop.column in columns:
        return None
    choices = " or ".join(str(column + 1) for column in columns)
    return stop.slip(
        f"this line starts in column {stop.column + 1}, and no line above it does",
        f"start it in the same column as the line it belongs to: {choices}",
        moves_of(stop),
    )


_LOOKS: tuple[Callable[[Stop], Slip | None], ...] = (
    _tab,
    _quotes,
    _dots,
    pasted,
    bullets,
    question,
    _list_beside_key,
    _backslash,
    _first_sign,
    _bracket,
    missing_space,
    glued_entry,
    _second_colon,
    _below_a_value,
    _stray_entry,
    _indentation,
)


def _value_start(row: str) -> int:
    match = _VALUE.match(row)
    return match.end() if match else 0


def _said(row: str, start: int) -> str:
    """What stands in a row from a column on, without a note behind it."""
    return re.split(r"\s#", row[start:], maxsplit=1)[0].rstrip()


def _double_quoted(value: str) -> str:
    mark = "'" if '"' in value and "'" not in value else '"'
    return f"{mark}{value}{mark}"
