"""YAML text to plain values, with the place of every key and value.

Reads a small, safe part of YAML: mappings, lists and scalars. Words such as `no` stay words,
`12:30` stays text, dates stay text; the reader that knows what is expected decides.
Anchors and aliases are refused, because a short file with aliases can unfold without end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import yaml

from sitegen.diagnostics import UNFIT, Edit, Location, Problems, flatten, shorten
from sitegen.letters import ODD_SPACES, named
from sitegen.patterns import regex
from sitegen.records import value_object
from sitegen.slips import Slip, Split
from sitegen.syntax import find_slip

MAX_DEPTH = 40
MOST_TRIED = 100_000
"""Characters of a text in which moves of a line are tried."""

Trouble = Callable[[str, int], int]
"""Weighs the problems of a text in which one line was moved, by their number."""

NO_HELP, UNREAD = 1_000_000, 1_000_000_000
"""The weight of a problem in the moved line, and of a text that cannot be read; less the line where
that stops."""

_ODD_SPACE = regex(
    rf"(?m)^([ ]*(?:- +)*[\w-]+:|[ ]*-)([ {ODD_SPACES}]*[{ODD_SPACES}][ {ODD_SPACES}]*)"
)

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INT = regex(r"[-+]?(0|[1-9][0-9]*)\Z")
_FLOAT = regex(r"[-+]?(0|[1-9][0-9]*)?\.[0-9]+([eE][-+]?[0-9]+)?\Z")
_YAML_TAGS = "tag:yaml.org,2002:"
_NULLS = {"", "~", "null", "Null", "NULL"}
_BOOLS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}


@value_object
class Scalar:
    """One written value: its plain value, the text as written, and whether it was quoted.

    `note` is what stands behind a number sign on the line of an empty value.
    """

    value: str | int | float | bool | None
    text: str
    quoted: bool
    location: Location
    note: str = ""


@value_object
class Sequence:
    """A list, in the order written."""

    items: tuple[Node, ...]
    location: Location


@value_object
class Entry:
    """One key of a mapping with its value."""

    key: str
    location: Location
    value: Node


@value_object
class Mapping:
    """Keys and values, in the order written; every key stands once.

    It is not `whole` where a key was left out because of a problem that is already recorded.
    """

    entries: tuple[Entry, ...]
    location: Location
    whole: bool = True


@value_object
class Refused:
    """Something that is not read here; its problem is already recorded."""

    location: Location


Node = Scalar | Sequence | Mapping | Refused


def read(text: str, file: str, problems: Problems, trouble: Trouble | None = None) -> Node | None:
    """Read one YAML document; None when it is empty or cannot be read.

    `trouble` weighs the problems of a text with one line moved; where a line starts in a wrong
    column, the next step names the column that leaves the least of them.
    """
    text = _with_plain_spaces(text, file, problems)
    try:
        return _Builder(text, file, problems).document()
    except yaml.MarkedYAMLError as error:
        slip = _settled(find_slip(text, error), text, trouble)
        here = Location(file, slip.line, slip.column)
        problems.add("Y201", here, slip.message, slip.hint, edit=slip.edit)
    except yaml.YAMLError as error:
        hint = "copy the text into a new file in a plain text editor, and save that"
        problems.add("Y201", Location(file, 1, 1), f"this is not YAML: {error}", hint)
    except _TooMuchError:
        pass
    return None


def _settled(slip: Slip, text: str, trouble: Trouble | None) -> Slip:
    """A slip with the one move that leaves the least trouble, where there is one."""
    if not slip.moves or trouble is None or len(text) > MOST_TRIED:
        return slip
    left = {move: trouble(move.made_in(text), move.moved) for move in slip.moves}
    best = min(left, key=lambda move: left[move])  # of two equals, the likelier one stands first
    helps = left[best] < NO_HELP or (left[best] >= UNREAD // 2 and not isinstance(best, Split))
    return slip.with_move(best, text) if helps else slip


def _with_plain_spaces(text: str, file: str, problems: Problems) -> str:
    """A text with ordinary spaces behind its colons and hyphens; each other one is told."""
    if text.isascii():
        return text

    def plain(found: re.Match[str]) -> str:
        sign = found.start(2) + len(found[2]) - len(found[2].lstrip(" "))
        line = text.count("\n", 0, sign) + 1
        problems.warn(
            "Y108",
            Location(file, line, sign - text.rfind("\n", 0, sign)),
            f"this is not an ordinary space ({named(text[sign])}); it is read as one",
            "delete it, and type an ordinary space",
            edit=Edit(text[sign], " "),
        )
        return found[1] + " " * len(found[2])

    return _ODD_SPACE.sub(plain, text)


class _TooMuchError(Exception):
    """Reading stopped on purpose; the reason is already recorded."""


def _events(text: str) -> Iterator[Any]:
    yield from yaml.parse(text, Loader=_Loader)


def _is_text_with_a_mark(event: Any) -> bool:
    """Whether a tag is the start of a text, as in `!Rural medicine`, and none of YAML's own."""
    if not isinstance(event, yaml.ScalarEvent) or event.style or not event.value:
        return False
    tag = event.tag or "!"
    return tag != "!" and not tag.startswith(_YAML_TAGS) and not _is_number(event.value)


def _is_number(text: str) -> bool:
    return bool(_INT.match(text) or _FLOAT.match(text))


class _Builder:
    """Turns parser events into nodes; keeps the rules that YAML itself does not have."""

    def __init__(self, text: str, file: str, problems: Problems) -> None:
        self.events = _events(text)
        self.rows = text.splitlines()
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
        refused = self.refused(event)
        if isinstance(event, yaml.MappingStartEvent):
            node: Node = self.mapping(event, depth)
        elif isinstance(event, yaml.SequenceStartEvent):
            node = self.sequence(event, depth)
        elif isinstance(event, yaml.ScalarEvent) and not refused:
            node = self.scalar(event)
        else:
            return Refused(self.place(event))
        return Refused(node.location) if refused and event.tag else node

    def refused(self, event: Any) -> bool:
        """Whether an anchor, an alias or a tag stands here; records it."""
        alias = isinstance(event, yaml.AliasEvent)
        if event.anchor:
            self.shorthand(event, f"{'*' if alias else '&'}{event.anchor}")
        elif not alias and event.tag:
            plain = _is_text_with_a_mark(event)
            self.problems.add(
                "Y207",
                self.place(event),
                f"a text cannot start with {self.word_at(event)}"
                if plain
                else f"{self.word_at(event)} stands before a value; that is not read here",
                "put quotes around the whole text" if plain else "delete it",
            )
        return bool(event.anchor or (not alias and event.tag))

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

    def word_at(self, event: Any) -> str:
        """The word that is written where something starts, up to the next space."""
        mark = event.start_mark
        row = self.rows[mark.line] if mark.line < len(self.rows) else ""
        found = re.match(r"[^\s,\[\]{}]{1,80}", row[mark.column :])
        return flatten(found.group()) if found else "a tag"

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
        whole = True
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self.key(event, depth)
            value = self.node(next(self.events), depth + 1)
            if key is None or (key.text == "<<" and isinstance(value, Refused)):
                whole = False
            elif key.text in seen:
                self.problems.add(
                    "Y202",
                    key.location,
                    f"the key {shorten(key.text)} stands twice; "
                    f"it was first written on line {seen[key.text].line}",
                    "keep one of the two",
                )
            else:
                seen[key.text] = key.location
                entries.append(Entry(key.text, key.location, value))
        return Mapping(tuple(entries), self.place(start), whole)

    def key(self, event: Any, depth: int) -> Scalar | None:
        """A key; None, with the reason recorded, where it is no word."""
        key = self.node(event, depth + 1)
        if isinstance(key, Sequence | Mapping):
            self.problems.add(
                "Y206",
                key.location,
                "a key must be a word, not a list or a group",
                'write the key alone, then a colon, a space and the value: "season: 2028"',
            )
        return key if isinstance(key, Scalar) else None

    def scalar(self, event: Any) -> Scalar:
        quoted = event.style in ("'", '"', "|", ">")
        text: str = event.value
        value: str | int | float | bool | None = text
        unfit = UNFIT.search(text) if quoted else None
        if unfit:
            self.problems.add(
                "Y104",
                self.place(event),
                f"this text holds an invisible character ({named(unfit.group())})",
                "take out the part that starts with a backslash",
            )
        note = ""
        if not quoted:
            text = text.strip(ODD_SPACES)
            value = text
            if not text:
                note = self.note_at(event.start_mark)
            if text in _NULLS:
                value = None
            elif text in _BOOLS:
                value = _BOOLS[text]
            elif _INT.match(text) and len(text) < 400:
                value = int(text)
            elif _FLOAT.match(text):
                value = float(text)
        return Scalar(value, text, quoted, self.place(event), note)

    def note_at(self, mark: Any) -> str:
        """What stands behind the number sign after an empty value on its line."""
        row = self.rows[mark.line] if mark.line < len(self.rows) else ""
        found = re.fullmatch(r"\s*#(.{1,200})", row[mark.column :])
        return found[1] if found else ""
