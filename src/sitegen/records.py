"""Kinds of records, and records as plain data, such as JSON can hold, and back.

A record has slots and is frozen by its type: the type checker refuses to set a field, and nothing
watches it while the program runs. Its plain form is the list of its values in the order of its
fields. The annotations of a record drive the way back, on which every value is checked, so that
plain data which no record gave is refused and not half believed.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import types
import typing
from collections.abc import Callable, Mapping
from enum import Enum
from operator import attrgetter
from typing import Any, TypeVar, cast, overload

T = TypeVar("T")
Decode = Callable[[Any], Any]


@typing.dataclass_transform(
    frozen_default=True,
    kw_only_default=True,
    eq_default=False,
    field_specifiers=(dataclasses.field,),
)
def record(kind: type[T]) -> type[T]:
    """A record made by its fields' names, that equals nothing but itself.

    Conclusions are told apart by what they are of. Python writes and compiles each method of a
    dataclass at each start: of a frozen one that is compared and shown seven, of this one a
    single one, and that when the first record of its kind is made. With some 400 kinds that is
    a third of a start.
    """
    return _slotted(kind, kw_only=True)


@overload
@typing.dataclass_transform(frozen_default=True, field_specifiers=(dataclasses.field,))
def value_object(kind: type[T]) -> type[T]: ...
@overload
@typing.dataclass_transform(frozen_default=True, field_specifiers=(dataclasses.field,))
def value_object(*, kw_only: bool = False) -> Callable[[type[T]], type[T]]: ...
def value_object(kind: type[T] | None = None, *, kw_only: bool = False) -> Any:
    """A record that equals every other of its kind with the same values, and hashes as they do.

    A field with `compare=False` does not count, and one with `repr=False` is not shown.
    """

    def made(kind: type[T]) -> type[T]:
        slotted = _slotted(kind, kw_only=kw_only)
        _compared(slotted)
        return slotted

    return made if kind is None else made(kind)


def _slotted(kind: type[T], *, kw_only: bool) -> type[T]:
    made = dataclasses.dataclass(slots=True, kw_only=kw_only, eq=False, repr=False, init=False)
    slotted = made(kind)

    def made_first(self: Any, *values: Any, **named: Any) -> None:
        _write_constructor(slotted)
        type.__getattribute__(slotted, "__init__")(self, *values, **named)

    _set(slotted, "__init__", made_first)
    return slotted


_set: Callable[[type, str, object], None] = type.__setattr__


def _write_constructor(kind: type) -> None:
    """Give a kind the constructor that Python writes for its fields."""
    fields = dataclasses.fields(kind)
    parts: dict[str, Any] = {
        each.name: dataclasses.field(
            default=each.default,
            default_factory=each.default_factory,
            init=each.init,
            kw_only=each.kw_only,
        )
        for each in fields
    }
    if after := getattr(kind, "__post_init__", None):
        parts["__post_init__"] = after
    parts["__annotations__"] = {each.name: each.type for each in fields}
    parts["__qualname__"] = kind.__qualname__
    scratch = type(kind.__name__, (), parts)
    written: type = dataclasses.dataclass(eq=False, repr=False, match_args=False)(scratch)
    _set(kind, "__init__", vars(written)["__init__"])


def _compared(kind: type) -> None:
    """Let a kind of record compare, hash and show its values; a method of its own stays."""
    names = [f.name for f in dataclasses.fields(kind) if f.compare]
    values = attrgetter(*names, *names[:1])  # The first twice: one name alone gives no tuple.

    def equal(self: Any, other: object) -> Any:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return values(self) == values(other)

    def hashed(self: Any) -> int:
        return hash(values(self))

    for name, method in (("__eq__", equal), ("__hash__", hashed), ("__repr__", _shown)):
        if name not in vars(kind):
            setattr(kind, name, method)


def _shown(self: Any) -> str:
    shown = (f.name for f in dataclasses.fields(self) if f.repr)
    values = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
    return f"{type(self).__qualname__}({values})"


_SCALARS = (str, int, float, bool, types.NoneType)


def plain(value: object) -> Any:
    """A value as lists, dicts with texts as keys, and scalars.

    Raises `TypeError` for a value that is no record, word of a list, day, tuple or mapping.
    """
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, _SCALARS):
        return value
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [plain(part) for part in value]
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(part) for key, part in value.items()}
    if dataclasses.is_dataclass(value):
        return [plain(getattr(value, field.name)) for field in dataclasses.fields(value)]
    raise TypeError(f"a {type(value).__name__} has no plain form")


def from_plain(kind: type[T], data: object) -> T:
    """The value of this kind that `plain` turned into `data`.

    Raises `ValueError` where `data` is not the plain form of such a value.
    """
    return cast(T, _Decoders().of(kind).read(data))


@dataclasses.dataclass(slots=True)
class _Decoder:
    """The types whose values stand for themselves, and what reads all others."""

    as_is: frozenset[type] = frozenset()
    others: Decode | None = None

    def read(self, data: Any) -> Any:
        if type(data) in self.as_is:
            return data
        if self.others is None:
            raise ValueError(f"a {type(data).__name__} cannot stand here")
        return self.others(data)


class _Decoders:
    """A decoder for each kind of value, made when it is first asked for."""

    def __init__(self) -> None:
        self.known: dict[Any, _Decoder] = {}
        self.named: dict[tuple[Any, str], Any] = {}

    def of(self, kind: Any) -> _Decoder:
        if kind not in self.known:
            # Known before it is complete, because a record may hold others of its own kind.
            fresh = self.known[kind] = _Decoder()
            self.complete(fresh, kind)
        return self.known[kind]

    def kind_of(self, field: dataclasses.Field[Any], record: Any) -> Any:
        """The kind that the annotation of a field names, read once for each module."""
        module = record.__module__
        written = field.type, module
        if written not in self.named:
            # Each annotation once: to read those of every record anew takes a third of all.
            once = type("Once", (), {"__module__": module, "__annotations__": {"at": field.type}})
            self.named[written] = typing.get_type_hints(once)["at"]
        return self.named[written]

    def complete(self, decoder: _Decoder, kind: Any) -> None:
        origin, inner = typing.get_origin(kind), typing.get_args(kind)
        if origin in (types.UnionType, typing.Union):
            parts = [self.of(part) for part in inner]
            decoder.as_is = frozenset[type]().union(*(part.as_is for part in parts))
            others = [self.of(part) for part in inner if part not in _SCALARS]
            if len(others) > 1:
                raise TypeError(f"{kind} leaves open what a list or text stands for")
            decoder.others = others[0].read if others else None
        elif origin is tuple:
            decoder.others = _tuple(self.of(inner[0]))
        elif origin in (dict, Mapping):
            decoder.others = _mapping(inner[0], self.of(inner[1]))
        elif dataclasses.is_dataclass(kind):
            kinds = {f.name: self.of(self.kind_of(f, kind)) for f in dataclasses.fields(kind)}
            decoder.others = _record(cast(type, kind), kinds)
        else:
            decoder.as_is, decoder.others = _single(kind)


def _single(kind: Any) -> tuple[frozenset[type], Decode | None]:
    if kind is float:
        return frozenset({int, float}), None
    if kind in _SCALARS:
        return frozenset({kind}), None
    if issubclass(kind, Enum):
        words = {member.value: member for member in kind}
        return frozenset(), lambda data: _looked_up(words, data)
    if kind is dt.date:
        return frozenset(), _day
    raise TypeError(f"{kind} has no plain form")


def _day(data: Any) -> dt.date:
    if type(data) is not str:
        raise ValueError("a day is written as a text")
    return dt.date.fromisoformat(data)


def _looked_up(words: Mapping[Any, Enum], data: Any) -> Enum:
    if type(data) is not str or data not in words:
        raise ValueError("a word stands here that the list does not have")
    return words[data]


def _tuple(part: _Decoder) -> Decode:
    def read(data: Any) -> tuple[Any, ...]:
        if type(data) is not list:
            raise ValueError("a list is missing")
        # Most lists hold texts and numbers alone; looking at their types at once is quicker.
        return tuple(data if part.as_is.issuperset(map(type, data)) else map(part.read, data))

    return read


def _mapping(key: Any, part: _Decoder) -> Decode:
    def read(data: Any) -> dict[Any, Any]:
        if type(data) is not dict:
            raise ValueError("a mapping is missing")
        if part.as_is.issuperset(map(type, data.values())):
            return (
                dict(data) if key is str else dict(zip(map(key, data), data.values(), strict=True))
            )
        keys = data if key is str else map(key, data)
        return dict(zip(keys, map(part.read, data.values()), strict=True))

    return read


def _record(kind: type, parts: Mapping[str, _Decoder]) -> Decode:
    # Values go straight into the slots, as they were checked when the record was first made.
    spec = tuple(
        (getattr(kind, name).__set__, part.as_is, part.others or part.read)
        for name, part in parts.items()
    )
    new = object.__new__

    def read(data: Any) -> Any:
        if type(data) is not list or len(data) != len(spec):
            raise ValueError(f"the values of a {kind.__name__} are missing")
        record: Any = new(kind)
        for (put, as_is, others), value in zip(spec, data, strict=True):
            put(record, value if type(value) in as_is else others(value))
        return record

    return read
