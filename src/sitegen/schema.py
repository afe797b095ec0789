"""Describes records as JSON Schema, for editors that complete and check while one types."""

from __future__ import annotations

import dataclasses
import datetime as dt
import types
import typing
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from sitegen.shape import Vocabulary, Year, fields_of


def json_schema(record: type, title: str, vocabularies: Mapping[str, Vocabulary]) -> dict[str, Any]:
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
    # Editors that follow YAML 1.2 take an unquoted yes for a text.
    bool: {"enum": [True, False, "yes", "no"]},
    types.NoneType: {"type": "null"},
    dt.date: {"type": "string", "pattern": "^[0-9]{4}-[0-9]{1,2}(-[0-9]{1,2})?$"},
    Year: {"type": "integer", "minimum": 1900, "maximum": 2100},
}


def _schema_of(kind: Any, limits: Any, words: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    origin = typing.get_origin(kind)
    if origin in (types.UnionType, typing.Union):
        parts = [_schema_of(k, limits, words, definitions) for k in typing.get_args(kind)]
        return {"anyOf": parts}
    if origin is tuple:
        each = typing.get_args(kind)[0]
        inner = _schema_of(each, limits, words, definitions)
        several = {"type": "array", "items": inner}
        # One word may stand without brackets.
        return several if dataclasses.is_dataclass(each) else {"anyOf": [several, inner]}
    if origin in (dict, Mapping):
        inner = _schema_of(typing.get_args(kind)[1], limits, words, definitions)
        schema: dict[str, Any] = {"type": "object", "additionalProperties": _or_empty(inner)}
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


def _or_empty(schema: dict[str, Any]) -> dict[str, Any]:
    """The same, or left empty."""
    parts = schema["anyOf"] if set(schema) == {"anyOf"} else [schema]
    empty = {"type": "null"}
    return {"anyOf": parts if empty in parts else [*parts, empty]}


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
            schema = _or_empty(schema)
        properties[key] = {"description": spec.limits.get("doc", ""), **schema}
    definitions[name] = {
        "type": "object",
        "description": (kind.__doc__ or "").strip().splitlines()[0],
        "additionalProperties": False,
        "properties": properties,
        "required": [s.key for s in fields_of(kind).values() if s.required],
    }
    return reference
