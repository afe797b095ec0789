"""Puts an answer into the text of a profile, and leaves every other line as it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence as AbstractSequence

from sitegen.diagnostics import Problems
from sitegen.yamlio import Entry, Mapping, Node, Scalar, Sequence, read

Answer = str | tuple[str, ...]
"""A value as it is written on one line; or the entries of a list, each written on a line."""

STEP = 2
"""Columns by which a group stands further right than its key."""


def with_answer(text: str, path: str, answer: Answer) -> str | None:
    """The text of a profile with an answer at a dotted path, where none stands yet.

    The key may stand there empty, or not at all. None where the answer cannot be put in without
    a change of something else, which is proved by reading both texts.
    """
    lines = text.splitlines(keepends=True)
    found = _find(_tree(text), path.split("."))
    made = _filled(lines, *found, answer)
    if made is None:
        return None
    new = "".join(made)
    before, after = _plain(_tree(text)), _plain(_tree(new))
    told = _plain(_tree(f"x: {_in_line(answer)}\n"))
    return new if after == _set(before, path.split("."), told["x"]) else None


def _tree(text: str) -> Node | None:
    return read(text, "", Problems())


def _find(
    node: Node | None, parts: AbstractSequence[str]
) -> tuple[Node | None, Entry | None, AbstractSequence[str]]:
    """The group that a path leads to, the entry that it ends at, and what of it is not there."""
    above, entry = node, None
    for i, part in enumerate(parts):
        inner = entry.value if entry else node
        if not isinstance(inner, Mapping):
            return above, entry, parts[i:]
        below = next((each for each in inner.entries if each.key == part), None)
        if below is None:
            return inner, None, parts[i:]
        above, entry = inner, below
    return above, entry, ()


def _filled(
    lines: list[str],
    above: Node | None,
    entry: Entry | None,
    rest: AbstractSequence[str],
    answer: Answer,
) -> list[str] | None:
    """The lines with the answer; None where something else stands in its place."""
    if entry and not _is_empty(entry.value):
        return None
    if isinstance(above, Mapping) and _is_flow(lines, above):
        return None if entry else _in_flow(lines, above, rest, answer)
    if entry:
        at, column = entry.location.line - 1, entry.location.column - 1
        inner = (
            _block(rest, answer, column + STEP, lines) if rest else _entries(answer, column, lines)
        )
        value = "" if rest or isinstance(answer, tuple) else answer
        filled = _behind(lines[at], column, entry.key, value)
        if filled is None:
            return None
        return [*lines[:at], filled, *inner, *lines[at + 1 :]]
    if isinstance(above, Mapping) and above.entries and above.entries[0].location.column > 1:
        first = above.entries[0].location
        new = _block(rest, answer, first.column - 1, lines)
        return [*lines[: first.line - 1], *new, *lines[first.line - 1 :]]
    if above is None or isinstance(above, Mapping) or _is_empty(above):
        return [*_closed(lines), *_block(rest, answer, 0, lines)]
    return None


def _is_empty(node: Node) -> bool:
    """Whether nothing stands there, or only keys with nothing behind them."""
    if isinstance(node, Mapping):
        return all(_is_empty(each.value) for each in node.entries)
    return isinstance(node, Scalar) and node.value is None and not node.quoted


def _is_flow(lines: AbstractSequence[str], node: Mapping) -> bool:
    row = lines[node.location.line - 1] if node.location.line <= len(lines) else ""
    return row[node.location.column - 1 :].startswith("{")


def _in_flow(
    lines: list[str], above: Mapping, rest: AbstractSequence[str], answer: Answer
) -> list[str]:
    """The answer as the first key between the braces of a group."""
    at, column = above.location.line - 1, above.location.column
    value = _in_line(answer)
    for part in reversed(rest[1:]):
        value = f"{{{part}: {value}}}"
    comma = ", " if above.entries else ""
    row = lines[at]
    lines[at] = f"{row[:column]}{rest[0]}: {value}{comma}{row[column:]}"
    return lines


def _in_line(answer: Answer) -> str:
    return f"[{', '.join(answer)}]" if isinstance(answer, tuple) else answer


def _block(
    rest: AbstractSequence[str], answer: Answer, column: int, lines: AbstractSequence[str]
) -> list[str]:
    """The lines of keys below each other, the last one with the answer."""
    *groups, last = rest
    end = _ending(lines)
    found = [f"{' ' * (column + STEP * i)}{part}:{end}" for i, part in enumerate(groups)]
    column += STEP * len(groups)
    value = "" if isinstance(answer, tuple) or not answer else f" {answer}"
    return [*found, f"{' ' * column}{last}:{value}{end}", *_entries(answer, column, lines)]


def _entries(answer: Answer, column: int, lines: AbstractSequence[str]) -> list[str]:
    every = answer if isinstance(answer, tuple) else ()
    return [f"{' ' * (column + STEP)}- {each}{_ending(lines)}" for each in every]


def _behind(row: str, column: int, key: str, value: str) -> str | None:
    """A line with a value behind its key; its comment keeps its column where there is room."""
    found = re.fullmatch(
        rf"(.{{{column}}}{re.escape(key)}:)(?:[ \t]+(?:~|null))?([ \t]*)(#.*)?(\r?\n?)", row
    )
    if found is None:
        return None
    head = f"{found[1]} {value}" if value else found[1]
    if not found[3]:
        return f"{head}{found[4]}"
    gap = max(len(row[: found.start(3)]) - len(head), 2)
    return f"{head}{' ' * gap}{found[3]}{found[4]}"


def _ending(lines: AbstractSequence[str]) -> str:
    return "\r\n" if lines and lines[0].endswith("\r\n") else "\n"


def _closed(lines: list[str]) -> list[str]:
    """The lines, the last one with its end."""
    if lines and not lines[-1].endswith("\n"):
        return [*lines[:-1], lines[-1] + _ending(lines)]
    return lines


def _plain(node: Node | None) -> dict[str, object]:
    """A tree as plain values, without its places."""
    found = _value(node)
    return found if isinstance(found, dict) else {}


def _value(node: Node | None) -> object:
    if isinstance(node, Mapping):
        return {each.key: _value(each.value) for each in node.entries}
    if isinstance(node, Sequence):
        return [_value(each) for each in node.items]
    return (node.value, node.quoted) if isinstance(node, Scalar) else None


def _set(tree: dict[str, object], parts: AbstractSequence[str], value: object) -> dict[str, object]:
    head, *rest = parts
    inner = tree.get(head)
    below = _set(inner if isinstance(inner, dict) else {}, rest, value) if rest else value
    return {**tree, head: below}
