"""Reads a YAML tree into typed, frozen records. Every mistake is recorded with its place.

Reading never stops at the first mistake. What may be written is declared with `shape`.
"""

from __future__ import annotations

import dataclasses
import re
import types
import typing
from collections.abc import Mapping as AbstractMapping
from functools import cache
from typing import Any, TypeVar

from sitegen.diagnostics import Edit, Location, Problems, flatten, shorten
from sitegen.missing_spaces import glued
from sitegen.patterns import regex
from sitegen.scalars import BAD, WORDS, Scalars, is_empty
from sitegen.shape import Field, Vocabulary, Year, fields_of
from sitegen.slips import starts_like_an_entry
from sitegen.yamlio import Entry, Mapping, Node, Refused, Scalar, Sequence, read

T = TypeVar("T")
_ENTRIES = "start each entry with a hyphen and a space, one entry below the other"


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
    ok = value is not BAD and problems.error_count == before
    return (value if ok else None), reader.places


class _Reader:
    def __init__(
        self, root: type, problems: Problems, vocabularies: AbstractMapping[str, Vocabulary]
    ) -> None:
        self.root = root
        self.problems = problems
        self.vocabularies = vocabularies
        self.places: dict[str, Location] = {}
        self.scalars = Scalars(problems, vocabularies)
        self.wrong = self.scalars.wrong

    def value(self, kind: Any, node: Node, path: str, limits: AbstractMapping[str, Any]) -> Any:
        self.places[path] = node.location
        if isinstance(node, Refused):
            return BAD
        origin = typing.get_origin(kind)
        if origin in (types.UnionType, typing.Union):
            return self.union(typing.get_args(kind), node, path, limits)
        if origin is tuple:
            return self.sequence(typing.get_args(kind)[0], node, path, limits)
        if origin in (dict, AbstractMapping):
            return self.dictionary(typing.get_args(kind)[1], node, path, limits)
        if dataclasses.is_dataclass(kind):
            return self.record(typing.cast(type, kind), node, path)
        return self.scalars.read(kind, node, limits)

    def union(self, kinds: tuple[Any, ...], node: Node, path: str, limits: Any) -> Any:
        if isinstance(node, Scalar) and node.value is None and types.NoneType in kinds:
            return None
        rest = [k for k in kinds if k not in (types.NoneType, Year)]
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
        words = kind is not str or "vocabulary" in limits
        if isinstance(node, Scalar) and words and starts_like_an_entry(node.text):
            return self.wrong(node, "a list", _ENTRIES)
        if isinstance(node, Scalar) and not dataclasses.is_dataclass(kind):
            items: tuple[Node, ...] = () if node.value is None else (node,)
        elif isinstance(node, Sequence):
            items = node.items
        else:
            hint = _ENTRIES
            if isinstance(node, Mapping) and all(is_empty(each.value) for each in node.entries):
                hint = f"use square brackets: [{', '.join(each.key for each in node.entries)}]"
            if isinstance(node, Scalar):
                hint = "write [] if there are none; else start each entry on a line of its own, "
                hint += "with a hyphen and a space"
            return self.wrong(node, "a list", hint)
        limits = {**limits, "in_list": "alone" if isinstance(node, Scalar) else "entry"}
        read = [self.value(kind, n, f"{path}[{i}]", limits) for i, n in enumerate(items)]
        return BAD if any(value is BAD for value in read) else tuple(read)

    def dictionary(self, kind: Any, node: Node, path: str, limits: Any) -> Any:
        if not isinstance(node, Mapping):
            hint = "write each name on a line of its own below, with a colon and its value"
            return self.wrong(node, "a group of names with values", hint)
        names = self.vocabularies.get(limits.get("keys", ""))
        result = {}
        first: dict[str | None, Location] = {}
        for entry in node.entries:
            key = self.name(entry, names, limits)
            if key is not None and first.setdefault(key, entry.location) != entry.location:
                self.twice(entry, key, first[key])
            if is_empty(entry.value) and (kind in WORDS or _all_optional(kind)):
                continue
            value = self.value(kind, entry.value, f"{path}.{entry.key}".lstrip("."), limits)
            result[key] = value if isinstance(key, str) else BAD
        return BAD if any(value is BAD for value in result.values()) else result

    def twice(self, entry: Entry, name: str, first: Location) -> None:
        """Record that a name stands a second time, in another spelling."""
        self.problems.add(
            "Y202",
            entry.location,
            f"{shorten(entry.key)} is another spelling of {name}, "
            f"which was first written on line {first.line}",
            "keep one of the two",
        )

    def name(self, entry: Entry, names: Vocabulary | None, limits: Any) -> str | None:
        if names is None:
            return entry.key
        value = self.scalars.word(entry.key, entry.location, names, {"at": limits.get("at", "")})
        return value if isinstance(value, str) else None

    def record(self, kind: type, node: Node, path: str) -> Any:
        if not isinstance(node, Mapping):
            return self.wrong(node, "a group of keys", self.keys_hint(kind, node))
        known = fields_of(kind)
        values: dict[str, Any] = {}
        for entry in node.entries:
            spec = known.get(entry.key)
            if spec is None:
                self.unknown_key(entry, node, kind)
                continue
            inner = f"{path}.{entry.key}".lstrip(".")
            limits = {**spec.limits, "required": spec.required, "at": entry.key}
            if is_empty(entry.value) and not spec.required:
                self.places[inner] = entry.value.location
                if isinstance(entry.value, Scalar):
                    self.nothing(entry, entry.value, spec, limits)
                continue
            values[spec.name] = self.value(spec.kind, entry.value, inner, limits)
        missing = [s.key for s in known.values() if s.required and s.name not in values]
        if not node.whole:
            return BAD
        for key in missing:
            self.problems.add(
                "P102", node.location, f'"{key}" is missing here', f"add a line {key}: …"
            )
        if missing or any(v is BAD for v in values.values()):
            return BAD
        return kind(**values)

    def nothing(self, entry: Entry, node: Scalar, spec: Field, limits: Any) -> None:
        """Say where an answer seems to be lost: a text Null, or what a number sign makes a note."""
        is_text = str in _kinds(spec.kind) and not {"vocabulary", "pattern"} & spec.limits.keys()
        if node.text in ("Null", "NULL") and is_text:
            self.scalars.nothing(node)
        note = node.note.strip()
        if not note or (is_text and not _LIKE_A_NAME.fullmatch(note)):
            return
        silent = Problems()
        hidden = read(note, "", silent)
        probe = _Reader(self.root, silent, self.vocabularies)
        if hidden is None or is_empty(hidden) or silent.found:
            return
        probe.value(spec.kind, hidden, "", limits)
        if not silent.found:
            self.problems.warn(
                "P109",
                node.location,
                f"a number sign stands before {shorten(note)}, so this is a note and no answer",
                f"take the number sign away if it is your answer: {entry.key}: {flatten(note)}",
            )

    def keys_hint(self, kind: type, node: Node) -> str:
        """The next step where a group of keys is asked and one value stands there."""
        fields = fields_of(kind)
        if all(bool in _kinds(spec.kind) for spec in fields.values()):
            return (
                f"answer its parts below it, one on each line, each yes or no: {_all(list(fields))}"
            )
        slip = glued(node.text, 0) if isinstance(node, Scalar) else None
        if slip and isinstance(node, Scalar) and node.text.partition(":")[0] in fields:
            return slip.hint
        fits = [key for key, spec in fields.items() if self.takes(spec, node)]
        if len(fits) == 1 and isinstance(node, Scalar):
            return f"write it on a line of its own below it: {fits[0]}: {flatten(node.text)}"
        return f"write keys such as {', '.join(list(fields)[:4])} on lines of their own below it"

    def takes(self, spec: Field, node: Node) -> bool:
        """Whether a value could be the answer at a key; free texts would take any."""
        if str in _kinds(spec.kind) and "vocabulary" not in spec.limits:
            return False
        silent = Problems()
        _Reader(self.root, silent, self.vocabularies).value(spec.kind, node, "", spec.limits)
        return not silent.found

    def unknown_key(self, entry: Entry, group: Mapping, kind: type) -> None:
        known = list(fields_of(kind))
        close = self.problems.nearest("P101", entry.key, known) or _meant_key(entry.key, known)
        homes = [home for home, inner in _groups(kind) if entry.key in fields_of(inner)]
        edit = None
        if entry.key == "<<":
            hint = "write the keys out here, one on each line"
        elif homes and not (close and self.takes(fields_of(kind)[close], entry.value)):
            hint = _home_hint(entry, group, homes, known)
        elif kind is not self.root and entry.key in fields_of(self.root):
            hint = "it belongs at the start of a line, without spaces before it"
        elif close:
            hint = f'did you mean "{close}"?'
            if not any(each.key == close for each in group.entries):
                edit = Edit(entry.key, close)
        else:
            hint = f"keys read here: {', '.join(known)}"
        self.problems.add(
            "P101",
            entry.location,
            f"the key {shorten(entry.key)} is not known here",
            hint,
            edit=edit,
        )


def _meant_key(key: str, known: list[str]) -> str | None:
    """The one key that goes on where this one ends, or that stands in it behind a number."""
    inner = re.sub(r"^[\W\d]+|\W+$", "", key)
    found = [each for each in known if each == inner or each.startswith(f"{key}_")]
    return found[0] if len(found) == 1 else None


def _home_hint(entry: Entry, group: Mapping, homes: list[str], known: list[str]) -> str:
    """Below which group a key belongs: the one right above it, if that may have it."""
    before = [each for each in group.entries[: group.entries.index(entry)] if each.key in known]
    above = before[-1] if before and before[-1].key in homes else None
    if above is None and len(homes) > 1:
        return f"it belongs below {_or(homes)}, two spaces further right"
    home = above or next((each for each in group.entries if each.key == homes[0]), None)
    if home is None:
        return f"it belongs below {homes[0]}, two spaces further right"
    inner = home.value.entries if isinstance(home.value, Mapping) else ()
    column = inner[0].location.column if inner else home.location.column + 2
    return f"it belongs below {home.key}: {'start' if above else 'put'} it there in column {column}"


_LIKE_A_NAME = regex(r"[^\W\d_a-z][\w.'’-]*(?: [^\W\d_a-z][\w.'’-]*){1,3}|\S+\.csv")
"""Two to four words with capitals, or the name of a list; other texts may be notes."""


def _kinds(kind: Any) -> tuple[Any, ...]:
    """A kind, or the kinds of which a value may be one."""
    return (kind, *typing.get_args(kind))


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


def _all(words: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def _or(words: list[str]) -> str:
    return " or ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
