"""What may be written in a file: records, their fields, and closed lists of words.

A record is a frozen dataclass. Its annotations are the one definition of what may be written:
they drive the reading in `reading`, the messages there, and the schema in `schema`.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import typing
from collections.abc import Mapping
from dataclasses import field
from functools import cache
from typing import Any, NamedTuple

from sitegen.patterns import regex
from sitegen.records import value_object
from sitegen.wordchoice import bare

Plain = str | int | float | bool
"""A written value whose kind is decided by whoever compares it."""


def item(doc: str, *, default: Any = dataclasses.MISSING, **limits: Any) -> Any:
    """Declare a field of a record.

    `limits` may hold `low`, `high` (numbers, inclusive), `vocabulary` (its name), `pattern`,
    `key` (the written name, where Python reserves it) and `example`.
    """
    return field(default=default, metadata={"doc": doc, **limits})


def optional(doc: str, **limits: Any) -> Any:
    """Declare a field that may be left out; it is then None, which means *not known*."""
    return item(doc, default=None, **limits)


LONG = 4
"""Letters of a word that is found whatever its signs, spaces and accents."""

_JOINS = regex(r"[,;/()?|+]")
"""Signs that tell several words or a note, so that they are not passed over."""


@value_object(kw_only=True)
class Heard:
    """Words that people write and that are on no closed list: what they mean, or what to do."""

    words: tuple[str, ...] = item("The words. Spaces, signs, accents and capitals do not count.")
    means: str = item("The value they stand for; it is read, with a note.", default="")
    where: tuple[str, ...] = item("The keys at which this holds; empty for all.", default=())
    say: str = item("More for the note; without a value, the next step.", default="")


@value_object
class Vocabulary:
    """A closed list of words: each accepted spelling (lower case) with the value it stands for.

    `heard` are words beside that list, and `index` has their places in it by their bare letters.
    """

    noun: str
    spellings: Mapping[str, str]
    heard: tuple[Heard, ...] = ()
    index: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @classmethod
    def of(
        cls, noun: str, spellings: Mapping[str, str], heard: tuple[Heard, ...] = ()
    ) -> Vocabulary:
        """A list whose words are found whatever their signs, spaces and accents."""
        plain: dict[str, set[str]] = {}
        for word, value in spellings.items():
            plain.setdefault(bare(word), set()).add(value)
        only = {
            word: min(values)
            for word, values in plain.items()
            if len(values) == 1 and len(word) >= LONG
        }
        index: dict[str, tuple[int, ...]] = {}
        for place, each in enumerate(heard):
            for word in dict.fromkeys(map(bare, each.words)):
                index[word] = (*index.get(word, ()), place)
        return cls(noun, {**only, **spellings}, heard, index)

    def find(self, word: str) -> str | None:
        """Return the value a spelling stands for, ignoring case, spaces, signs and accents."""
        key = word.strip().casefold()
        return (
            self.spellings.get(key)
            or self.spellings.get(re.sub(r"[\s_]+", "-", key))
            or self._by_letters(key)
        )

    def _by_letters(self, key: str) -> str | None:
        """The value of a word of some length, by its letters alone. N.A. is not Namibia."""
        letters = bare(key)
        plain = len(letters) >= LONG and not _JOINS.search(key)
        return self.spellings.get(letters) if plain else None

    def heard_as(self, word: str, key: str = "") -> Heard | None:
        """What is known of a word that is on no list, written at a key of a profile."""
        found = [self.heard[place] for place in self.index.get(bare(word), ())]
        fits = [each for each in found if key in each.where]
        return next(iter(fits or [each for each in found if not each.where]), None)

    def elsewhere(self, word: str) -> tuple[str, ...]:
        """The values that a word stands for in other languages, as far as they are known."""
        return ()

    @property
    def values(self) -> list[str]:
        """Every value once, sorted."""
        return sorted(set(self.spellings.values()))


class Year(NamedTuple):
    """A year in place of a date: the day may be any in it."""

    year: int

    @property
    def first(self) -> dt.date:
        """The earliest day it may be."""
        return dt.date(self.year, 1, 1)

    @property
    def last(self) -> dt.date:
        """The latest day it may be."""
        return dt.date(self.year, 12, 31)


@value_object
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
