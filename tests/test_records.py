"""Records as plain data and back: nothing is lost, and nothing wrong is believed.

Takes about two seconds.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import field, replace
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.records import from_plain, plain, record, value_object


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@value_object
class Leaf:
    name: str
    size: float
    count: int | None = None


@value_object(kw_only=True)
class Tree:
    colour: Colour
    day: dt.date | None
    leaves: tuple[Leaf, ...]
    by_year: Mapping[int, Leaf]
    single: str | int | float | bool | Leaf | None
    inner: Tree | None = None
    words: dict[str, tuple[str, ...]]


leaf = st.builds(
    Leaf,
    st.text(),
    st.floats(allow_nan=False, allow_infinity=False) | st.integers(),
    st.none() | st.integers(),
)
scalar = st.text() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
parts = {
    "colour": st.sampled_from(Colour),
    "day": st.none() | st.dates(),
    "leaves": st.lists(leaf, max_size=3).map(tuple),
    "by_year": st.dictionaries(st.integers(), leaf, max_size=3),
    "single": st.none() | scalar | st.booleans() | leaf,
    "words": st.dictionaries(st.text(), st.lists(st.text(), max_size=2).map(tuple), max_size=3),
}
tree = st.builds(Tree, **parts, inner=st.none() | st.builds(Tree, **parts, inner=st.none()))
anything = st.recursive(
    st.none() | st.booleans() | scalar,
    lambda inner: st.lists(inner, max_size=8) | st.dictionaries(st.text(), inner, max_size=3),
)


@given(tree)
def test_a_record_comes_back_as_it_was(value: Tree) -> None:
    """Through JSON, with every type: 1 stays whole, and 1.0 does not become it."""
    back = from_plain(Tree, json.loads(json.dumps(plain(value))))
    assert back == value
    assert repr(back) == repr(value)
    assert hash(back.leaves) == hash(value.leaves)


@given(anything)
def test_anything_else_is_refused_in_one_way(data: object) -> None:
    """Whatever is offered: a leaf, or `ValueError`."""
    try:
        back = from_plain(Leaf, data)
    except ValueError:
        return
    assert plain(back) == data


GOOD = plain(
    Tree(
        colour=Colour.RED,
        day=dt.date(2026, 11, 22),
        leaves=(Leaf("a", 1.5),),
        by_year={2027: Leaf("b", 2)},
        single="x",
        words={"a": ("b",)},
    )
)


@pytest.mark.parametrize(
    ("place", "wrong"),
    [
        (0, "green"),
        (0, None),
        (0, ["red"]),
        (1, "tomorrow"),
        (1, 20261122),
        (2, None),
        (2, {"a": 1}),
        (2, [["a", "large", None]]),
        (2, [["a", 1.5]]),
        (2, [["a", 1.5, None, 1]]),
        (2, [["a", True, None]]),
        (3, [["b", 2, None]]),
        (3, {"year": ["b", 2, None]}),
        (4, {"a": 1}),
        (4, ["a"]),
        (5, "tree"),
        (5, []),
        (6, {"a": "b"}),
        (6, {"a": [1]}),
    ],
)
def test_a_wrong_value_is_refused_wherever_it_stands(place: int, wrong: object) -> None:
    assert plain(from_plain(Tree, GOOD)) == GOOD
    with pytest.raises(ValueError):
        from_plain(Tree, [*GOOD[:place], wrong, *GOOD[place + 1 :]])


@pytest.mark.parametrize("kind", [complex, set[str], bytes])
def test_a_kind_without_a_plain_form_is_a_mistake_of_the_program(kind: type) -> None:
    with pytest.raises(TypeError):
        from_plain(kind, "x")


@pytest.mark.parametrize("value", [{1, 2}, b"x", object(), 1j])
def test_a_value_without_a_plain_form_is_never_written(value: object) -> None:
    with pytest.raises(TypeError):
        plain(value)


@record
class Conclusion:
    name: str


@value_object
class Single:
    size: float
    worked_out: dict[str, int] = field(default_factory=dict, repr=False, compare=False)


@value_object
class Titled:
    title: str
    text: str

    def __hash__(self) -> int:
        return hash(self.title)


def test_a_value_object_equals_every_other_with_the_same_values() -> None:
    """Also one with a single value, and one whose kind hashes in its own way."""
    assert Leaf("a", 1) == Leaf("a", 1.0) and hash(Leaf("a", 1)) == hash(Leaf("a", 1.0))
    assert Leaf("a", 1) != Leaf("a", 2) and Leaf("a", 1) != ("a", 1, None)
    assert Single(1) == Single(1, {"told": 1}) and Single(1) != Single(2)
    assert {Single(1), Single(1), Single(2)} == {Single(2), Single(1)}
    assert hash(Titled("a", "b")) == hash(Titled("a", "c")) and Titled("a", "b") != Titled("a", "c")
    assert repr(Single(1, {"told": 1})) == "Single(size=1)"
    assert replace(Leaf("a", 1), count=2) == Leaf("a", 1, 2)


def test_a_record_equals_only_itself_and_takes_its_fields_by_name() -> None:
    """Two conclusions with the same words are of two things."""
    told = Conclusion(name="a")
    assert told == told and told != Conclusion(name="a") and len({told, Conclusion(name="a")}) == 2
    with pytest.raises(TypeError):
        Conclusion("a")  # type: ignore[call-arg, misc]


def test_no_record_takes_a_field_that_it_does_not_have() -> None:
    """Slots: a slip in a name is an error, also where nobody checks types."""
    with pytest.raises(AttributeError):
        Leaf("a", 1).weight = 2  # type: ignore[attr-defined]
