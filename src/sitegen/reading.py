"""Reads a YAML tree into typed, frozen records. Every mistake is recorded with its place.

Reading never stops at the first mistake. What may be written is declared with `shape`.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import types
import typing
from collections.abc import Mapping as AbstractMapping
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from sitegen.diagnostics import Location, Problems, flatten, shorten
from sitegen.numerals import ascii_digits, number_hint, whole_hint
from sitegen.shape import Vocabulary, fields_of
from sitegen.wordchoice import choice_hint, nothing_hint, word_hint
from sitegen.yamlio import Entry, Mapping, Node, Refused, Scalar, Sequence

T = TypeVar("T")

YEARS = range(1900, 2101)
MOST_CHARACTERS = 5_000
YES_NO = {"yes": True, "no": False, "on": True, "off": False, "y": True, "n": False}
_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})(?:-([0-9]{1,2}))?")
_WORDS = {str: "a text", int: "a whole number", float: "a number", bool: "yes or no"}


def read_as(
    record: type[T],
    node: Node | None,
    file: str,
    problems: Problems,
    vocabularies: AbstractMapping[str, Vocabulary] | None = None,
) -> tuple[T | None, dict[str, Location]]:
    """Read `node` as `record`; return it with the place of every part, by dotted path.

    The record is None when anything in it could not be read; `problems` then says why.
    """
    reader = _Reader(record, problems, vocabularies or {})
    if node is None:
        node = Mapping((), Location(file, 1, 1))
    before = problems.error_count
    value = reader.value(record, node, "", {})
    ok = value is not _BAD and problems.error_count == before
    return (value if ok else None), reader.places


class _Bad:
    """Marks a value that could not be read; its problem is already recorded."""


_BAD: Any = _Bad()


class _Reader:
    def __init__(
        self, root: type, problems: Problems, vocabularies: AbstractMapping[str, Vocabulary]
    ) -> None:
        self.root = root
        self.problems = problems
        self.vocabularies = vocabularies
        self.places: dict[str, Location] = {}

    def value(self, kind: Any, node: Node, path: str, limits: AbstractMapping[str, Any]) -> Any:
        self.places[path] = node.location
        if isinstance(node, Refused):
            return _BAD
        origin = typing.get_origin(kind)
        if origin in (types.UnionType, typing.Union):
            return self.union(typing.get_args(kind), node, path, limits)
        if origin is tuple:
            return self.sequence(typing.get_args(kind)[0], node, path, limits)
        if origin in (dict, AbstractMapping):
            return self.dictionary(typing.get_args(kind)[1], node, path, limits)
        if dataclasses.is_dataclass(kind):
            return self.record(typing.cast(type, kind), node, path)
        return self.scalar(kind, node, limits)

    def union(self, kinds: tuple[Any, ...], node: Node, path: str, limits: Any) -> Any:
        if isinstance(node, Scalar) and node.value is None and types.NoneType in kinds:
            return None
        rest = [k for k in kinds if k is not types.NoneType]
        if len(rest) == 1:
            return self.value(rest[0], node, path, limits)
        for kind in rest:
            if isinstance(node, Mapping) and dataclasses.is_dataclass(kind):
                return self.value(kind, node, path, limits)
            if isinstance(node, Sequence) and typing.get_origin(kind) is tuple:
                return self.value(kind, node, path, limits)
        if isinstance(node, Scalar) and node.value is not None:
            return node.value
        return self.wrong(node, "a single value")

    def sequence(self, kind: Any, node: Node, path: str, limits: Any) -> Any:
        if isinstance(node, Scalar) and not dataclasses.is_dataclass(kind):
            items: tuple[Node, ...] = () if node.value is None else (node,)
        elif isinstance(node, Sequence):
            items = node.items
        else:
            hint = "start each entry with a hyphen and a space, one entry below the other"
            if isinstance(node, Scalar):
                hint = "write [] if there are none; else start each entry on a line of its own, "
                hint += "with a hyphen and a space"
            return self.wrong(node, "a list", hint)
        limits = {**limits, "in_list": "alone" if isinstance(node, Scalar) else "entry"}
        read = [self.value(kind, n, f"{path}[{i}]", limits) for i, n in enumerate(items)]
        return _BAD if any(value is _BAD for value in read) else tuple(read)

    def dictionary(self, kind: Any, node: Node, path: str, limits: Any) -> Any:
        if not isinstance(node, Mapping):
            hint = "write each name on a line of its own below, with a colon and its value"
            return self.wrong(node, "a group of names with values", hint)
        names = self.vocabularies.get(limits.get("keys", ""))
        result = {}
        first: dict[str | None, Location] = {}
        for entry in node.entries:
            key = self.name(entry, names)
            if key is not None and first.setdefault(key, entry.location) != entry.location:
                self.twice(entry, key, first[key])
            if _is_empty(entry.value) and (kind in _WORDS or _all_optional(kind)):
                continue
            value = self.value(kind, entry.value, f"{path}.{entry.key}".lstrip("."), limits)
            result[key] = value if isinstance(key, str) else _BAD
        return _BAD if any(value is _BAD for value in result.values()) else result

    def twice(self, entry: Entry, name: str, first: Location) -> None:
        """Record that a name stands a second time, in another spelling."""
        self.problems.add(
            "Y202",
            entry.location,
            f"{shorten(entry.key)} is another spelling of {name}, "
            f"which was first written on line {first.line}",
            "keep one of the two",
        )

    def name(self, entry: Entry, names: Vocabulary | None) -> str | None:
        if names is None:
            return entry.key
        value = names.find(entry.key)
        if value is None:
            self.unknown_word(entry.key, entry.location, names.noun, names.spellings)
        return value

    def record(self, kind: type, node: Node, path: str) -> Any:
        if not isinstance(node, Mapping):
            keys = ", ".join(list(fields_of(kind))[:4])
            hint = f"write keys such as {keys} on lines of their own below it"
            return self.wrong(node, "a group of keys", hint)
        known = fields_of(kind)
        values: dict[str, Any] = {}
        for entry in node.entries:
            spec = known.get(entry.key)
            if spec is None:
                self.unknown_key(entry, list(known), kind)
                continue
            inner = f"{path}.{entry.key}".lstrip(".")
            if _is_empty(entry.value) and not spec.required:
                self.places[inner] = entry.value.location
                continue
            limits = {**spec.limits, "required": spec.required}
            values[spec.name] = self.value(spec.kind, entry.value, inner, limits)
        missing = [s.key for s in known.values() if s.required and s.name not in values]
        if not node.whole:
            return _BAD
        for key in missing:
            self.problems.add(
                "P102", node.location, f'"{key}" is missing here', f"add a line {key}: …"
            )
        if missing or any(v is _BAD for v in values.values()):
            return _BAD
        return kind(**values)

    def unknown_key(self, entry: Entry, known: list[str], kind: type) -> None:
        close = self.problems.nearest("P101", entry.key, known)
        homes = [home for home, inner in _groups(self.root) if entry.key in fields_of(inner)]
        if entry.key == "<<":
            hint = "write the keys out here, one on each line"
        elif homes and kind is self.root:
            hint = f"it belongs below {_or(homes)}, two spaces further right"
        elif kind is not self.root and entry.key in fields_of(self.root):
            hint = "it belongs at the start of a line, without spaces before it"
        elif close:
            hint = f'did you mean "{close}"?'
        else:
            hint = f"keys read here: {', '.join(known)}"
        self.problems.add(
            "P101", entry.location, f"the key {shorten(entry.key)} is not known here", hint
        )

    def unknown_word(
        self,
        word: str,
        where: Location,
        noun: str,
        choices: AbstractMapping[str, str],
        limits: AbstractMapping[str, Any] | None = None,
    ) -> Any:
        hint = word_hint(word, noun, choices, limits or {})
        if not hint:
            close = self.problems.nearest("P104", word.strip(" ,"), choices)
            hint = f'did you mean "{choices[close]}"?' if close else choice_hint(choices)
        told = f"{shorten(word)} is not a known {noun}"
        self.problems.add("P104", where, told, hint, missing=word)
        return _BAD

    def wrong(self, node: Node, wanted: str, hint: str = "") -> Any:
        if isinstance(node, Scalar):
            found = shorten(node.text) if node.text else "nothing"
            found += " in quotes" if node.quoted and node.text else ""
        else:
            found = "a list" if isinstance(node, Sequence) else "a group of keys"
        self.problems.add("P103", node.location, f"this must be {wanted}; found {found}", hint)
        return _BAD

    def scalar(self, kind: Any, node: Node, limits: AbstractMapping[str, Any]) -> Any:
        if not isinstance(node, Scalar):
            hint = "write one value, on the same line as its key, after the colon and a space"
            if isinstance(node, Sequence):
                hint = "write one value, without brackets and hyphens"
            return self.wrong(node, _WORDS.get(kind, "a single value"), hint)
        if _is_empty(node):
            hint = "write it after the colon and a space"
            if limits.get("in_list"):
                hint = "write it after the hyphen and a space, or take the hyphen away"
            if isinstance(kind, type) and issubclass(kind, StrEnum):
                hint = f"write one of: {', '.join(kind)}"
            return self.wrong(node, _WORDS.get(kind, "a single value"), hint)
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            return self.choice(kind, node, limits)
        if kind is dt.date:
            return self.date(node, limits)
        if kind is bool:
            return self.truth(node)
        if kind in (int, float):
            return self.number(kind, node, limits)
        return self.text(node, limits)

    def choice(self, kind: type[StrEnum], node: Scalar, limits: AbstractMapping[str, Any]) -> Any:
        word = re.sub(r"[\s_-]+", "", node.text.casefold())
        for member in kind:
            if member.value.replace("_", "").casefold() == word:
                return member
        choices = {m.value: m.value for m in kind}
        return self.unknown_word(node.text, node.location, "answer here", choices, limits)

    def date(self, node: Scalar, limits: AbstractMapping[str, Any]) -> Any:
        text = node.text.strip()
        match = _DATE.fullmatch(text)
        if match:
            try:
                day = dt.date(int(match[1]), int(match[2]), int(match[3] or 1))
            except ValueError:
                hint = "check the month (01 to 12) and the day"
                return self.wrong(node, "a real date", hint)
            if day.year in YEARS:
                return day
            hint = "check the year; it has four digits, such as 2027"
            return self.wrong(node, f"a date from {YEARS[0]} to {YEARS[-1]}", hint)
        plain = ascii_digits(text)
        if plain != text and _DATE.fullmatch(plain):
            return self.wrong(node, "a date", f"write it with the digits 0 to 9: {plain}")
        hint = "write the year first: 2027-09-01, or 2027-09 where the day does not matter"
        none = "" if re.search(r"\d", text) else _if_none(limits)
        return self.wrong(node, "a date", hint + f"; {none}" * bool(none))

    def truth(self, node: Scalar) -> Any:
        if isinstance(node.value, bool):
            return node.value
        if not node.quoted and node.text.casefold() in YES_NO:
            return YES_NO[node.text.casefold()]
        hint = "write yes or no, without quotes, or leave it empty if not known yet"
        return self.wrong(node, "yes or no", hint)

    def number(self, kind: Any, node: Scalar, limits: AbstractMapping[str, Any]) -> Any:
        value = node.value
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            low, high = limits.get("low"), limits.get("high")
            hint = number_hint(
                kind, node.text, quoted=node.quoted, low=low, most=high, empty=_if_none(limits)
            )
            return self.wrong(node, _WORDS[kind], hint)
        if kind is int and isinstance(value, float):
            return self.wrong(node, "a whole number", whole_hint(node.text, value))
        low, high = limits.get("low"), limits.get("high")
        if (low is not None and value < low) or (high is not None and value > high):
            if high is None:
                wanted = f"{low} or more"
            else:
                wanted = f"from {low} to {high}" if low is not None else f"{high} at the most"
            self.problems.add(
                "P105",
                node.location,
                f"this must be {wanted}; found {flatten(node.text)}",
                limits.get("range_hint", "check the number, or leave it empty if not known yet"),
            )
            return _BAD
        return value

    def text(self, node: Scalar, limits: AbstractMapping[str, Any]) -> Any:
        words = self.vocabularies.get(limits.get("vocabulary", ""))
        plain = node.text.strip()
        if not node.quoted and plain.casefold() in {"yes", "no", "on", "off", "true", "false"}:
            meant = words.find(plain) if words else None
            hint = f"put quotes around it: {shorten(plain)}"
            if words:
                nothing = nothing_hint(words.noun, limits)
                hint = f'if you mean {meant}, write "{meant}"' if meant else nothing
            self.problems.add(
                "P106",
                node.location,
                f"{shorten(plain)} without quotes is read as yes or no, "
                f"and a {words.noun if words else 'text'} is expected here",
                hint,
            )
            return _BAD
        if words is not None:
            value = words.find(plain)
            if value is None:
                return self.unknown_word(plain, node.location, words.noun, words.spellings, limits)
            return value
        if not isinstance(node.value, str):
            return self.wrong(node, "a text", f'put quotes around it: "{flatten(node.text)}"')
        if len(node.value) > MOST_CHARACTERS:
            self.problems.add(
                "P107",
                node.location,
                f"this text has {len(node.value):,} characters; the most is {MOST_CHARACTERS:,}",
                "say it in a few lines",
            )
            return _BAD
        if limits.get("pattern") and not re.fullmatch(limits["pattern"], node.text):
            upper = node.text.strip().upper()
            hint = f"write {upper}" if re.fullmatch(limits["pattern"], upper) else ""
            return self.wrong(node, limits.get("pattern_words", "of another form"), hint)
        return node.value


def _is_empty(node: Node) -> bool:
    return isinstance(node, Scalar) and node.value is None and not node.quoted


def _if_none(limits: AbstractMapping[str, Any]) -> str:
    """What to do while a field has no value; empty where one has to stand."""
    if limits.get("required") or limits.get("in_list"):
        return ""
    told: str = limits.get("none_yet", "leave it empty if not known yet")
    return told


def _all_optional(kind: Any) -> bool:
    """Whether a record may be left out as a whole, because every key of it may."""
    return dataclasses.is_dataclass(kind) and not any(
        spec.required for spec in fields_of(typing.cast(type, kind)).values()
    )


@cache
def _groups(record: type) -> list[tuple[str, type]]:
    """The keys of a record that hold a group of keys, at any depth, by dotted path."""
    found: list[tuple[str, type]] = []
    for key, spec in fields_of(record).items():
        kinds = [k for k in (spec.kind, *typing.get_args(spec.kind)) if dataclasses.is_dataclass(k)]
        for kind in kinds:
            inner = typing.cast(type, kind)
            found.append((key, inner))
            found += [(f"{key}.{path}", deeper) for path, deeper in _groups(inner)]
    return found


def _or(words: list[str]) -> str:
    return " or ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
