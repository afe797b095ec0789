"""What may be written in a file: records, their fields, and closed lists of words.

A record is a frozen dataclass. Its annotations are the one definition of what may be written:
they drive the reading in `reading`, the messages there, and the schema in `schema`.
"""

from __future__ import annotations

import dataclasses
import re
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

Plain = str | int | float | bool
"""A written value whose kind is decided by whoever compares it."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A closed list of words: each accepted spelling (lower case) with the value it stands for."""

    noun: str
    spellings: Mapping[str, str]

    def find(self, word: str) -> str | None:
        """Return the value a spelling stands for, ignoring case, spaces and hyphens."""
        key = word.strip().casefold()
        return self.spellings.get(key) or self.spellings.get(re.sub(r"[\s_]+", "-", key))

    @property
    def values(self) -> list[str]:
        """Every value once, sorted."""
        return sorted(set(self.spellings.values()))


def item(doc: str, *, default: Any = dataclasses.MISSING, **limits: Any) -> Any:
    """Declare a field of a record.

    `limits` may hold `low`, `high` (numbers, inclusive), `vocabulary` (its name), `pattern`,
    `key` (the written name, where Python reserves it) and `example`.
    """
    return field(default=default, metadata={"doc": doc, **limits})


def optional(doc: str, **limits: Any) -> Any:
    """Declare a field that may be left out; it is then None, which means *not known*."""
    return item(doc, default=None, **limits)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record: its names, the kind of its value, and its limits."""

    name: str
    key: str
    kind: Any
    required: bool
    limits: Mapping[str, Any]


@cache
def fields_of(record: type) -> dict[str, Field]:
    """The fields of a record by their written key."""
    hints = typing.get_type_hints(record)
    found = {}
    for f in dataclasses.fields(record):
        key = f.metadata.get("key", f.name)
        required = f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING
        found[key] = Field(f.name, key, hints[f.name], required, f.metadata)
    return found
