"""Reads a YAML tree into typed, frozen records, and describes those records as JSON Schema.

A record is a frozen dataclass. Its annotations are the one definition of what may be written:
they drive the reading, the messages and the schema that editors complete from. Every mistake
is recorded with its place; reading never stops at the first.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import types
import typing
from collections.abc import Mapping as AbstractMapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from sitegen.diagnostics import Location, Problems, nearest, shorten
from sitegen.yamlio import Entry, Mapping, Node, Scalar, Sequence

T = TypeVar("T")

Plain = str | int | float | bool
"""A written value whose kind is decided by whoever compares it."""

YES_NO = {"yes": True, "no": False, "on": True, "off": False, "y": True, "n": False}
_WORDS = {str: "a text", int: "a whole number", float: "a number", bool: "yes or no"}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A closed list of words: each accepted spelling (lower case) with the value it stands for."""

    noun: str
    spellings: AbstractMapping[str, str]

    def find(self, word: str) -> str | None:
        """Return the value a spelling stands for, ignoring case, spaces and hyphens."""
        key = word.strip().casefold()
        return self.spellings.get(key) or self.spellings.get(re.sub(r"[\s_]+", "-", key))

    @property
    def values(self) -> list[str]:
        """Every value once, sorted."""
        return sorted(set(self.spellings.values()))


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from one file: a record (None after errors) and where each part stands."""

    record: Any
    places: AbstractMapping[str, Location]


def item(doc: str, *, default: Any = dataclasses.MISSING, **limits: Any) -> Any:
    """Declare a field of a record.

    `limits` may hold `low`, `high` (numbers, inclusive), `vocabulary` (its name), `pattern`,
    `key` (the written name, where Python reserves it) and `example`.
    """
    return field(default=default, metadata={"doc": doc, **limits})


def optional(doc: str, **limits: Any) -> Any:
    """Declare a field that may be left out; it is then None, which means *not known*."""
    return item(doc, default=None, **limits)


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
    reader = _Reader(problems, vocabularies or {})
    if node is None:
        node = Mapping((), Location(file, 1, 1))
    before = len(problems.errors)
    value = reader.value(record, node, "", {})
    ok = len(problems.errors) == before
    return (value if ok else None), reader.places


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    key: str
    kind: Any
    required: bool
    limits: AbstractMapping[str, Any]


@cache
def fields_of(record: type) -> dict[str, _Field]:
    """The fields of a record by their written key."""
    hints = typing.get_type_hints(record)
    found = {}
    for f in dataclasses.fields(record):
        key = f.metadata.get("key", f.name)
        required = f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING
        found[key] = _Field(f.name, key, hints[f.name], required, f.metadata)
    return found


class _Bad:
    """Marks a value that could not be read; its problem is already recorded."""


_BAD: Any = _Bad()


class _Reader:
    def __init__(
        self, problems: Problems, vocabularies: AbstractMapping[str, Vocabulary]
    ) -> None:
        self.problems = problems
        self.vocabularies = vocabularies
        self.places: dict[str, Location] = {}

    def value(self, kind: Any, node: Node, path: str, limits: AbstractMapping[str, Any]) -> Any:
        self.places[path] = node.location
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
            return self.wrong(node, "a list", hint)
        return tuple(self.value(kind, n, f"{path}[{i}]", limits) for i, n in enumerate(items))

    def dictionary(self, kind: Any, node: Node, path: str, limits: Any) -> Any:
        if not isinstance(node, Mapping):
            return self.wrong(node, "a set of names with values", 'write "name: value" lines')
        names = self.vocabularies.get(limits.get("keys", ""))
        result = {}
        for entry in node.entries:
            key = self.name(entry, names)
            value = self.value(kind, entry.value, f"{path}.{entry.key}".lstrip("."), limits)
            if key is not None:
                result[key] = value
        return result

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
            return self.wrong(node, "a group of keys", f"write keys such as {keys} below it")
        known = fields_of(kind)
        values: dict[str, Any] = {}
        for entry in node.entries:
            spec = known.get(entry.key)
            if spec is None:
                self.unknown_key(entry, list(known))
                continue
            inner = f"{path}.{entry.key}".lstrip(".")
            empty = isinstance(entry.value, Scalar) and entry.value.value is None
            if empty and not spec.required:
                self.places[inner] = entry.value.location
                continue
            values[spec.name] = self.value(spec.kind, entry.value, inner, spec.limits)
        missing = [s.key for s in known.values() if s.required and s.name not in values]
        for key in missing:
            self.problems.add(
                "P102", node.location, f'"{key}" is missing here', f"add a line {key}: …"
            )
        if missing or any(v is _BAD for v in values.values()):
            return _BAD
        return kind(**values)

    def unknown_key(self, entry: Entry, known: list[str]) -> None:
        close = nearest(entry.key, known)
        hint = f'did you mean "{close}"?' if close else f"keys read here: {', '.join(known)}"
        self.problems.add(
            "P101", entry.location, f"the key {shorten(entry.key)} is not known here", hint
        )

    def unknown_word(
        self, word: str, where: Location, noun: str, choices: AbstractMapping[str, str]
    ) -> Any:
        close = nearest(word, choices)
        few = sorted(set(choices.values()))
        known = f"known: {', '.join(few)}" if len(few) <= 40 else "write its English name"
        hint = f'did you mean "{choices[close]}"?' if close else known
        self.problems.add("P104", where, f"{shorten(word)} is not a known {noun}", hint)
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
            return self.wrong(node, _WORDS.get(kind, "a single value"))
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            return self.choice(kind, node)
        if kind is dt.date:
            return self.date(node)
        if kind is bool:
            return self.truth(node)
        if kind in (int, float):
            return self.number(kind, node, limits)
        return self.text(node, limits)

    def choice(self, kind: type[StrEnum], node: Scalar) -> Any:
        word = re.sub(r"[\s-]+", "_", node.text.strip().casefold())
        for member in kind:
            if member.value.casefold() == word:
                return member
        choices = {m.value: m.value for m in kind}
        return self.unknown_word(node.text, node.location, "choice here", choices)

    def date(self, node: Scalar) -> Any:
        text = node.text.strip()
        match = re.fullmatch(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?", text)
        if match:
            try:
                return dt.date(int(match[1]), int(match[2]), int(match[3] or 1))
            except ValueError:
                hint = "check the month (01 to 12) and the day"
                return self.wrong(node, "a real date", hint)
        hint = "write the year first: 2027-09-01, or 2027-09 where the day does not matter"
        return self.wrong(node, "a date", hint)

    def truth(self, node: Scalar) -> Any:
        if isinstance(node.value, bool):
            return node.value
        if not node.quoted and node.text.casefold() in YES_NO:
            return YES_NO[node.text.casefold()]
        return self.wrong(node, "yes or no", "write yes or no, without quotes")

    def number(self, kind: Any, node: Scalar, limits: AbstractMapping[str, Any]) -> Any:
        value = node.value
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            hint = ""
            if node.quoted and re.fullmatch(r"[-+\d.]+", node.text):
                hint = f"take the quotes away: {node.text}"
            elif re.fullmatch(r"0\d+", node.text):
                hint = f"take the leading zero away: {node.text.lstrip('0') or '0'}"
            elif re.fullmatch(r"\d{1,3}([ ,.]\d{3})+", node.text):
                hint = f"write it without separators: {re.sub(r'[ ,.]', '', node.text)}"
            return self.wrong(node, _WORDS[kind], hint or "write digits only, such as 3")
        if kind is int and isinstance(value, float):
            return self.wrong(node, "a whole number", "write it without a decimal point")
        low, high = limits.get("low"), limits.get("high")
        if (low is not None and value < low) or (high is not None and value > high):
            if high is None:
                wanted = f"{low} or more"
            else:
                wanted = f"from {low} to {high}" if low is not None else f"{high} at the most"
            self.problems.add(
                "P105",
                node.location,
                f"this must be {wanted}; found {node.text}",
                limits.get("range_hint", "check the number, or leave it empty if not known yet"),
            )
            return _BAD
        return value

    def text(self, node: Scalar, limits: AbstractMapping[str, Any]) -> Any:
        words = self.vocabularies.get(limits.get("vocabulary", ""))
        plain = node.text.strip()
        if not node.quoted and plain.casefold() in {"yes", "no", "on", "off", "true", "false"}:
            meant = words.find(plain) if words else None
            hint = f'if you mean {meant}, write "{meant}"' if meant else "put quotes around it"
            self.problems.add(
                "P106",
                node.location,
                f'{shorten(plain)} without quotes means "yes" or "no" to most YAML programs, '
                f"and a {words.noun if words else 'text'} is expected here",
                hint,
            )
            return _BAD
        if words is not None:
            value = words.find(plain)
            if value is None:
                return self.unknown_word(plain, node.location, words.noun, words.spellings)
            return value
        if not isinstance(node.value, str):
            if node.value is None and not node.quoted:
                return self.wrong(node, "a text", "write a text, or delete this line")
            return self.wrong(node, "a text", f'put quotes around it: "{node.text}"')
        if limits.get("pattern") and not re.fullmatch(limits["pattern"], node.text):
            return self.wrong(node, limits.get("pattern_words", "of another form"))
        return node.value


def json_schema(
    record: type, title: str, vocabularies: AbstractMapping[str, Vocabulary]
) -> dict[str, Any]:
    """Describe a record as JSON Schema (2020-12), for editors that complete and check."""
    definitions: dict[str, Any] = {}
    body = _schema_of(record, {}, vocabularies, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **definitions.pop(body["$ref"].rsplit("/", 1)[1]),
        "$defs": dict(sorted(definitions.items())),
    }


_SCALARS: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    types.NoneType: {"type": "null"},
    dt.date: {"type": "string", "pattern": "^[0-9]{4}-[0-9]{1,2}(-[0-9]{1,2})?$"},
}


def _schema_of(kind: Any, limits: Any, words: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    origin = typing.get_origin(kind)
    if origin in (types.UnionType, typing.Union):
        parts = [_schema_of(k, limits, words, definitions) for k in typing.get_args(kind)]
        return {"anyOf": parts}
    if origin is tuple:
        return {
            "type": "array",
            "items": _schema_of(typing.get_args(kind)[0], limits, words, definitions),
        }
    if origin in (dict, AbstractMapping):
        inner = _schema_of(typing.get_args(kind)[1], limits, words, definitions)
        schema: dict[str, Any] = {"type": "object", "additionalProperties": inner}
        if limits.get("keys") in words:
            schema["propertyNames"] = {"enum": words[limits["keys"]].values}
        return schema
    if dataclasses.is_dataclass(kind):
        return _schema_of_record(typing.cast(type, kind), words, definitions)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return {"enum": [m.value for m in kind]}
    schema = dict(_SCALARS[kind])
    if limits.get("vocabulary") in words:
        schema["examples"] = words[limits["vocabulary"]].values
    if kind in (int, float):
        bounds = {"minimum": limits.get("low"), "maximum": limits.get("high")}
        schema |= {name: bound for name, bound in bounds.items() if bound is not None}
    return schema


def _schema_of_record(kind: type, words: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    name = kind.__name__
    reference = {"$ref": f"#/$defs/{name}"}
    if name in definitions:
        return reference
    definitions[name] = {}
    properties = {}
    for key, spec in fields_of(kind).items():
        schema = _schema_of(spec.kind, spec.limits, words, definitions)
        if not spec.required:
            schema = {"anyOf": [schema, {"type": "null"}]} if "anyOf" not in schema else schema
        properties[key] = {"description": spec.limits.get("doc", ""), **schema}
    definitions[name] = {
        "type": "object",
        "description": (kind.__doc__ or "").strip().splitlines()[0],
        "additionalProperties": False,
        "properties": properties,
        "required": [s.key for s in fields_of(kind).values() if s.required],
    }
    return reference
