"""YAML text to plain values, with the place of every key and value.

Reads a small, safe part of YAML: mappings, lists and scalars. Words such as `no` stay words,
`12:30` stays text, dates stay text; the reader that knows what is expected decides.
Anchors and aliases are refused, because a short file with aliases can unfold without end.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from sitegen.diagnostics import UNFIT, Location, Problems, flatten, shorten
from sitegen.syntax import find_slip

MAX_BYTES = 2_000_000
MAX_DEPTH = 40

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INT = re.compile(r"[-+]?(0|[1-9][0-9]*)\Z")
_FLOAT = re.compile(r"[-+]?(0|[1-9][0-9]*)?\.[0-9]+([eE][-+]?[0-9]+)?\Z")
# Spaces that look like ordinary ones and are none, where lines are indented.
_ODD_SPACES = re.compile(r"(?m)^[ ]*[\u00a0\u2000-\u200b\u202f\u3000]")
_OTHER_FILES = (
    (b"PK\x03\x04", "a Word, Excel or zip file"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"%PDF", "a PDF file"),
    (b"{\\rtf", "a rich text file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)
_SAVE_AS_UTF8 = 'save the file again as UTF-8 (in Notepad: Save as, Encoding "UTF-8")'
_NULLS = {"", "~", "null", "Null", "NULL"}
_BOOLS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}


@dataclass(frozen=True, slots=True)
class Scalar:
    """One written value: its plain value, the text as written, and whether it was quoted."""

    value: str | int | float | bool | None
    text: str
    quoted: bool
    location: Location


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list, in the order written."""

    items: tuple[Node, ...]
    location: Location


@dataclass(frozen=True, slots=True)
class Entry:
    """One key of a mapping with its value."""

    key: str
    location: Location
    value: Node


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values, in the order written; every key stands once."""

    entries: tuple[Entry, ...]
    location: Location


Node = Scalar | Sequence | Mapping


def decode(raw: bytes, file: str, problems: Problems) -> str | None:
    """Turn the bytes of a file into text, or record why that cannot be done."""
    if len(raw) > MAX_BYTES:
        too_large(len(raw), file, problems)
        return None
    other = next((name for start, name in _OTHER_FILES if raw.startswith(start)), None)
    if other:
        problems.add(
            "Y105", Location(file), f"this is {other}, not a plain text file",
            "copy its text into a plain text editor, such as Notepad, and save that",
        )  # fmt: skip
        return None
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in raw[:2]:
        problems.add("Y102", Location(file), "the file is saved as UTF-16", _SAVE_AS_UTF8)
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8-sig")
        where = _end_of(before, file)
        problems.add("Y103", where, "this letter is not saved as UTF-8", _SAVE_AS_UTF8)
        return None
    return text if _fit(text, file, problems) else None


def too_large(size: int, file: str, problems: Problems) -> None:
    """Record that a file is too large to be a profile."""
    problems.add(
        "Y101", Location(file),
        f"the file has {size:,} bytes; the most that is read is {MAX_BYTES:,}",
        "check that this is the file you meant; a profile has a few thousand bytes",
    )  # fmt: skip


def _end_of(before: str, file: str) -> Location:
    """The place right after a piece of text."""
    line = before.count("\n") + 1
    return Location(file, line, len(before) - (before.rfind("\n") + 1) + 1)


def _fit(text: str, file: str, problems: Problems) -> bool:
    """Whether every character can be shown; records the first that cannot."""
    found = UNFIT.search(text) or _ODD_SPACES.search(text)
    if not found:
        return True
    where = _end_of(text[: found.end() - 1], file)
    sign = found.group()[-1]
    if UNFIT.match(sign):
        hint = "delete it: write this line again by hand, without copying"
        problems.add("Y104", where, f"an invisible character stands here ({_sign(sign)})", hint)
    else:
        hint = "delete the spaces at the start of this line and type them again"
        problems.add("Y104", where, f"this is not an ordinary space ({_sign(sign)})", hint)
    return False


def _sign(sign: str) -> str:
    return f"U+{ord(sign):04X} {unicodedata.name(sign, '').lower()}".strip()


def read(text: str, file: str, problems: Problems) -> Node | None:
    """Read one YAML document; None when it is empty or cannot be read."""
    try:
        return _Builder(_events(text), file, problems).document()
    except yaml.MarkedYAMLError as error:
        slip = find_slip(text, error)
        problems.add("Y201", Location(file, slip.line, slip.column), slip.message, slip.hint)
    except yaml.YAMLError as error:
        problems.add("Y201", Location(file, 1, 1), f"this is not YAML: {error}")
    except _TooMuchError:
        pass
    return None


class _TooMuchError(Exception):
    """Reading stopped on purpose; the reason is already recorded."""


def _events(text: str) -> Iterator[Any]:
    yield from yaml.parse(text, Loader=_Loader)


class _Builder:
    """Turns parser events into nodes; keeps the rules that YAML itself does not have."""

    def __init__(self, events: Iterator[Any], file: str, problems: Problems) -> None:
        self.events = events
        self.file = file
        self.problems = problems
        self.shorthands: set[str] = set()

    def place(self, event: Any) -> Location:
        mark = event.start_mark
        return Location(self.file, mark.line + 1, mark.column + 1)

    def document(self) -> Node | None:
        node: Node | None = None
        documents = 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.problems.add(
                        "Y203",
                        self.place(event),
                        'a second document starts here ("---")',
                        "keep one document in a file; delete this line",
                    )
                    raise _TooMuchError
            elif isinstance(event, yaml.NodeEvent):
                node = self.node(event, 0)
        return node

    def node(self, event: Any, depth: int) -> Node:
        if depth > MAX_DEPTH:
            self.problems.add(
                "Y204",
                self.place(event),
                f"more than {MAX_DEPTH} values stand inside each other here",
                "take away brackets or hyphens; a profile needs four levels",
            )
            raise _TooMuchError
        if isinstance(event, yaml.AliasEvent):
            self.shorthand(event, f"*{event.anchor}")
            return Scalar(None, f"*{event.anchor}", False, self.place(event))
        if event.anchor:
            self.shorthand(event, f"&{event.anchor}")
        if event.tag:
            self.problems.add(
                "Y207",
                self.place(event),
                f"a text cannot start with {flatten(event.tag)}",
                "put quotes around the whole text",
            )
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(event, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(event, depth)
        return self.scalar(event)

    def shorthand(self, event: Any, written: str) -> None:
        """Record an anchor or alias, each once."""
        if written not in self.shorthands:
            self.shorthands.add(written)
            self.problems.add(
                "Y205",
                self.place(event),
                f"{flatten(written)} stands for another part of the file; that is not read here",
                "write the value out in full; if it is a plain text, put quotes around it",
            )

    def sequence(self, start: Any, depth: int) -> Sequence:
        items: list[Node] = []
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self.node(event, depth + 1))
        return Sequence(tuple(items), self.place(start))

    def mapping(self, start: Any, depth: int) -> Mapping:
        entries: list[Entry] = []
        seen: dict[str, Location] = {}
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self.node(event, depth + 1)
            value = self.node(next(self.events), depth + 1)
            if not isinstance(key, Scalar):
                self.problems.add(
                    "Y206",
                    key.location,
                    "a key must be a word, not a list or a group",
                    'write the key alone, then a colon, a space and the value: "season: 2028"',
                )
                continue
            if key.text in seen:
                self.problems.add(
                    "Y202",
                    key.location,
                    f"the key {shorten(key.text)} stands twice; "
                    f"it was first written on line {seen[key.text].line}",
                    "keep one of the two",
                )
                continue
            seen[key.text] = key.location
            entries.append(Entry(key.text, key.location, value))
        return Mapping(tuple(entries), self.place(start))

    def scalar(self, event: Any) -> Scalar:
        quoted = event.style in ("'", '"', "|", ">")
        text: str = event.value
        value: str | int | float | bool | None = text
        unfit = UNFIT.search(text) if quoted else None
        if unfit:
            self.problems.add(
                "Y104",
                self.place(event),
                f"this text holds an invisible character ({_sign(unfit.group())})",
                "take out the part that starts with a backslash",
            )
        if not quoted:
            if text in _NULLS:
                value = None
            elif text in _BOOLS:
                value = _BOOLS[text]
            elif _INT.match(text) and len(text) < 400:
                value = int(text)
            elif _FLOAT.match(text):
                value = float(text)
        return Scalar(value, text, quoted, self.place(event))
