"""Signs of YAML that are not read here (tags, anchors, aliases), at every place of a profile.

Each gives one problem, at its place, and no false one beside it. The places are made from the
definitions of the fields. Takes about 5 seconds.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
import types
import typing
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

import pytest

from sitegen.diagnostics import Problems
from sitegen.profile.fields import Profile
from sitegen.reading import read_as
from sitegen.shape import fields_of
from sitegen.yamlio import read
from tests.conftest import shipped

PLAIN: Mapping[Any, Any] = {bool: "yes", int: 1, float: 1.5, str: "words", dt.date: "2027-01-01"}


def example(kind: Any, limits: Mapping[str, Any]) -> Any:
    """A value that is right for a field, with everything in it that may be written."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        return example(next(each for each in inner if each is not types.NoneType), limits)
    if origin is tuple:
        return [example(inner[0], limits)] * 2
    if origin is not None:
        names = shipped().vocabularies.get(limits.get("keys", ""))
        return {names.values[0] if names else "name": example(inner[1], limits)}
    if dataclasses.is_dataclass(kind):
        fields = fields_of(typing.cast(type, kind)).values()
        return {spec.key: example(spec.kind, spec.limits) for spec in fields}
    if issubclass(kind, StrEnum):
        return next(iter(kind)).value
    if kind is str and "vocabulary" in limits:
        return shipped().vocabularies[limits["vocabulary"]].values[0]
    if kind is str and "pattern" in limits:
        return next(
            word for word in ("PKR", "2027", "x.csv") if re.fullmatch(limits["pattern"], word)
        )
    return max(PLAIN[kind], limits.get("low", 0)) if kind in (int, float) else PLAIN[kind]


Spot = tuple[str, str, int]
"""What stands there (key, value, list or group), where in the profile, and in which column."""


def written(tree: Any, path: str, before: str) -> Iterator[tuple[str, Spot | None]]:
    """A tree as one line of YAML, piece by piece, with the spots at which something starts."""
    at = len(before) + 1

    def piece(text: str, spot: Spot | None = None) -> tuple[str, Spot | None]:
        nonlocal before
        before += text
        return text, spot

    def inside(part: Any, name: str) -> Iterator[tuple[str, Spot | None]]:
        for text, spot in written(part, name, before):
            yield piece(text, spot)

    if isinstance(tree, dict):
        yield piece("{", ("group", path, at))
        for i, (key, part) in enumerate(tree.items()):
            yield piece(", " if i else "")
            name = f"{path}.{key}".lstrip(".")
            yield piece(json.dumps(key), ("key", name, len(before) + 1))
            yield piece(" : ")
            yield from inside(part, name)
        yield piece("}")
    elif isinstance(tree, list):
        yield piece("[", ("list", path, at))
        for i, part in enumerate(tree):
            yield piece(", " if i else "")
            yield from inside(part, f"{path}[{i}]")
        yield piece("]")
    else:
        yield piece(str(tree), ("value", path, at))


PIECES = list(written(example(Profile, {}), "", ""))
LINE = "".join(text for text, _ in PIECES)
SPOTS = {spot: len(text) for text, spot in PIECES if spot}


def problems_of(text: str) -> list[tuple[str, int, int]]:
    """The code and the place of each problem in a profile."""
    problems = Problems()
    node = read(text, "a.yaml", problems)
    read_as(Profile, node, "a.yaml", problems, shipped().vocabularies)
    return [(p.code, p.location.line, p.location.column) for p in problems.errors]


def test_the_profile_that_is_spoiled_is_right_and_whole() -> None:
    assert problems_of(LINE) == []
    assert len(SPOTS) > 300
    assert {kind for kind, *_ in SPOTS} == {"key", "value", "list", "group"}


@pytest.mark.parametrize(
    ("sign", "code"),
    [("!urgent ", "Y207"), ("!!str ", "Y207"), ("! ", "Y207"), ("&mine ", "Y205")],
)
def test_tag_or_anchor_before_anything_is_one_problem_at_its_place(sign: str, code: str) -> None:
    for kind, path, at in SPOTS:
        text = LINE[: at - 1] + sign + LINE[at - 1 :]
        assert problems_of(text) == [(code, 1, at)], (kind, path)


def test_alias_instead_of_anything_is_one_problem_at_its_place() -> None:
    """As a key, as a value, as an entry of a list, and instead of a whole list or group."""
    for (kind, path, at), length in SPOTS.items():
        if kind in ("key", "value"):
            text = LINE[: at - 1] + "*mine " + LINE[at - 1 + length :]
            assert problems_of(text) == [("Y205", 1, at)], (kind, path)


def test_alias_instead_of_a_list_or_a_group_is_one_problem_at_its_place() -> None:
    """So it is below each key, whatever kind of field it names."""
    tree = example(Profile, {})
    for key in tree:
        lines = [f"{each}: {'*mine' if each == key else json.dumps(tree[each])}" for each in tree]
        text = "\n".join(lines).replace('"yes"', "yes")
        place = (list(tree).index(key) + 1, len(key) + 3)
        assert problems_of(text) == [("Y205", *place)], key


def test_alias_of_a_group_to_merge_is_one_problem_and_hides_what_it_brings() -> None:
    """Keys that the group may hold are not called missing."""
    assert problems_of("gaps:\n  - <<: *base\n    to: 2020-01\n") == [("Y205", 2, 9)]
    assert problems_of("gaps:\n  - <<: {from: 2020-01}\n    to: 2020-02\n")[0] == ("P101", 2, 5)


def test_tag_is_told_as_it_is_written() -> None:
    problems = Problems()
    read("gaps: !!set {a, b}\nstage: !<tag:example.org,2026:x> exams\n", "a.yaml", problems)
    assert [p.message.split()[0] for p in problems.errors] == ["!!set", "a"]
    assert "!<tag:example.org" in problems.errors[1].message
