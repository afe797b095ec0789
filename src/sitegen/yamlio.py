"""YAML text to plain values, with the place of every key and value.

Reads a small, safe part of YAML: mappings, lists and scalars. Words such as `no` stay words,
`12:30` stays text, dates stay text; the reader that knows what is expected decides.
Anchors and aliases are refused, because a short file with aliases can unfold without end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from sitegen.diagnostics import Location, Problems, shorten

MAX_BYTES = 2_000_000
MAX_DEPTH = 40

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INT = re.compile(r"[-+]?(0|[1-9][0-9]*)\Z")
_FLOAT = re.compile(r"[-+]?(0|[1-9][0-9]*)?\.[0-9]+([eE][-+]?[0-9]+)?\Z")
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
    where = Location(file, 1, 1)
    if len(raw) > MAX_BYTES:
        problems.add(
            "Y101",
            Location(file),
            f"the file has {len(raw):,} bytes; the most that is read is {MAX_BYTES:,}",
            "check that this is the file you meant; a profile has a few thousand bytes",
        )
        return None
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        problems.add(
            "Y102",
            where,
            "the file is saved as UTF-16",
            'save it again as UTF-8 (in Notepad: Save as, Encoding "UTF-8")',
        )
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - (raw.rfind(b"\n", 0, error.start) + 1) + 1
        problems.add(
            "Y103",
            Location(file, line, column),
            "this letter is not saved as UTF-8",
            'save the file again as UTF-8 (in Notepad: Save as, Encoding "UTF-8")',
        )
        return None
    control = re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]", text)
    if control:
        before = text[: control.start()]
        column = len(before) - (before.rfind("\n") + 1) + 1
        problems.add(
            "Y104",
            Location(file, before.count("\n") + 1, column),
            f"the file holds a character that is not text (code {ord(control.group()):#04x})",
            "delete that character, or copy the text into a new file",
        )
        return None
    return text


def read(text: str, file: str, problems: Problems) -> Node | None:
    """Read one YAML document; None when it is empty or cannot be read."""
    try:
        return _Builder(_events(text), file, problems).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = Location(file, mark.line + 1, mark.column + 1) if mark else Location(file)
        problems.add("Y201", where, _syntax_message(error), _syntax_hint(text, where))
    except yaml.YAMLError as error:
        problems.add("Y201", Location(file, 1, 1), f"this is not YAML: {error}")
    except _TooMuchError:
        pass
    return None


class _TooMuchError(Exception):
    """Reading stopped on purpose; the reason is already recorded."""


def _events(text: str) -> Iterator[Any]:
    yield from yaml.parse(text, Loader=_Loader)


def _syntax_message(error: yaml.MarkedYAMLError) -> str:
    return f"the YAML cannot be read here: {error.problem or error.context or 'unknown reason'}"


def _syntax_hint(text: str, where: Location) -> str:
    rows = text.splitlines()
    row = rows[where.line - 1] if 0 < where.line <= len(rows) else ""
    if "\t" in row:
        return "replace the tab by spaces; YAML allows no tabs for indentation"
    if row.count(": ") > 1 or row.count('"') % 2 or row.count("'") % 2:
        return "put the whole text after the first colon between quotes"
    return "compare the spaces at the start of this line and of the line above"


class _Builder:
    """Turns parser events into nodes; keeps the rules that YAML itself does not have."""

    def __init__(self, events: Iterator[Any], file: str, problems: Problems) -> None:
        self.events = events
        self.file = file
        self.problems = problems

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
                "Y204", self.place(event), f"lists are nested more than {MAX_DEPTH} deep here"
            )
            raise _TooMuchError
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            self.problems.add(
                "Y205",
                self.place(event),
                f'"{event.anchor}" is an anchor or alias (& or *), which is not read here',
                "write the value out, or put quotes around a text that starts with & or *",
            )
            if isinstance(event, yaml.AliasEvent):
                return Scalar(None, "", False, self.place(event))
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(event, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(event, depth)
        return self.scalar(event)

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
                self.problems.add("Y206", key.location, "a key must be a word, not a list")
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
        if not quoted:
            if text in _NULLS:
                value = None
            elif text in _BOOLS:
                value = _BOOLS[text]
            elif _INT.match(text) and len(text) < 19:
                value = int(text)
            elif _FLOAT.match(text):
                value = float(text)
        return Scalar(value, text, quoted, self.place(event))
