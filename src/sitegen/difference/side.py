"""One plan as data, checked as far as a comparison needs it."""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sitegen.diagnostics import Location, Problems, flatten, shorten
from sitegen.patterns import regex
from sitegen.records import value_object

FORMAT = "sitegen-plan 1"
"""The format of plan.json that this version compares. `planjson` writes it."""


class Row(tuple[Any, ...]):
    """The shape of a list with so many entries, each of its own kind."""


@value_object
class Told:
    """The shape of a text of one kind: what it has to be, in words, and how to know it."""

    wanted: str
    fits: Callable[[str], bool]


def _is_day(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


DAY = Told("a day of the calendar, such as 2026-10-14", _is_day)
WORD = Told("one line of text", str.isprintable)

AGAIN = "build the plan again with this version: sitegen build PROFILE"

NUMBER = (int, float)
MAYBE_TEXT = (str, None)
MAYBE_NUMBER = (int, float, None)
CHANCE = {"low?": NUMBER, "high?": NUMBER}
PLACED = {
    "year?": NUMBER,
    "base?": {"use?": NUMBER},
    "applications?": NUMBER,
    "with_list?": CHANCE,
    "from_applications?": CHANCE,
}
CITED = {
    "value": (int, float, str, None),
    "year?": NUMBER,
    "source?": str,
    "low?": NUMBER,
    "high?": NUMBER,
    "mean?": NUMBER,
    "people?": NUMBER,
}
RATING = {
    "value": int,
    "range": [int],
    "open_range": Row((int, int)),
    "reasons": [
        {
            "rule": str,
            "title": str,
            "moved": str,
            "says": str,
            "log_odds?": NUMBER,
            "of_100?": [NUMBER],
        }
    ],
}
SHAPE: Mapping[str, Any] = {
    "format": str,
    "sitegen": WORD,
    "as_of": DAY,
    "match_year?": int,
    "profile": dict,
    "first_choice?": WORD,
    "choice": {"verdict": WORD, "backups": [WORD]},
    "second_specialty": {"possible_answers": [WORD]},
    "counts?": {
        "advice?": [{"specialty": WORD, "programs": MAYBE_NUMBER}],
        "advice_total_usd?": NUMBER,
        "budget_usd?": NUMBER,
        "binding?": WORD,
    },
    "scorecard": [
        {
            "specialty": WORD,
            "name": str,
            "priority": {"word": WORD},
            "match_likelihood": RATING,
            "visa": RATING,
            "img_friendliness": RATING,
            "fit": RATING,
        }
    ],
    "guide": {
        "chance?": {
            "specialties?": [{"specialty": WORD, **PLACED}],
            "ways?": [{"specialties?": [WORD], "kind?": WORD, "any?": CHANCE}],
            "start?": CHANCE,
        },
        "interviews?": {"tallies?": [{"specialty": WORD, "in_hand": MAYBE_NUMBER}]},
    },
    "tasks": [{"id": WORD, "text": str, "state": WORD, "due?": DAY}],
    "notes": [{"id": WORD, "title": str}],
    "season_dates": {"*": {"date?": DAY, "label?": str}},
    "sources": {"*": {"title": MAYBE_TEXT, "year": MAYBE_NUMBER}},
    "data?": {
        "labels?": {"*": str},
        "figures?": {"*": {"*": CITED}},
        "overall?": {"*": CITED},
        "parameters?": {"*": CITED},
        "costs?": {"*": CITED},
        "fees?": {
            "*": {
                "season?": NUMBER,
                "source?": str,
                "steps?": [Row((NUMBER, MAYBE_NUMBER, MAYBE_NUMBER, MAYBE_NUMBER))],
            }
        },
    },
}
"""What is compared, and of which kind it has to be.

A key with a question mark may be missing or null; `*` stands for each key of a group. What is
not named here may be anything.
"""

KINDS = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    dict: "a group of values",
    list: "a list",
    None: "nothing",
}

DEEPEST = 60
"""Brackets inside each other; a plan has about ten."""

MOST_DIGITS = 30

_TOKEN = regex(
    r'"(?:[^"\\]|\\.)*+"(?P<key>\s*+:)?'
    r"|[\[\]{}]|-?[0-9][0-9.eE+-]*+|NaN|-?Infinity",
    re.DOTALL,
)


@value_object
class Side:
    """One of two plans: what to call it, and its data."""

    name: str
    data: Mapping[str, Any]

    def cards(self) -> dict[str, Mapping[str, Any]]:
        """The scorecard by specialty."""
        return {card["specialty"]: card for card in self.data["scorecard"]}

    def title(self, specialty: str) -> str:
        """The name of a specialty as a heading; its id where the plan does not hold it."""
        name = str(self.cards().get(specialty, {}).get("name", specialty))
        return name[:1].upper() + name[1:]


def read_side(text: str, name: str, problems: Problems) -> Side | None:
    """The plan in a JSON text, or None with the reason recorded."""
    odd = next(_oddities(text), None)
    if odd:
        at, said = odd
        problems.add("F106", Location(name, *_line_and_column(text, at)), said, AGAIN)
        return None
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        where = Location(name, error.lineno, error.colno)
        problems.add("F106", where, f"this is not JSON: {error.msg}", AGAIN)
        return None
    written = data.get("format") if isinstance(data, dict) else None
    if not isinstance(written, str) or not written.startswith("sitegen-plan "):
        problems.add(
            "F106",
            Location(name),
            "this is no plan of sitegen",
            "name the plan.json of a build, or the folder of that build",
        )
        return None
    if written != FORMAT:
        problems.add(
            "F107",
            Location(name, *_place(text, '"format"')),
            f"this plan has the format {shorten(written)}; this version compares {FORMAT}",
            AGAIN,
        )
        return None
    misfit = next(_misfits(data, SHAPE, ""), None)
    if misfit:
        path, wanted = misfit
        key = path.split(".")[0].split("[")[0]
        where = Location(name, *_place(text, f'"{key}"'))
        problems.add("F106", where, f"{path} is not {wanted}", AGAIN)
        return None
    return Side(name, data)


def _place(text: str, key: str) -> tuple[int, int]:
    """Line and column of a key; the first of the file where it does not stand."""
    at = text.find(f"\n{key}:")
    return _line_and_column(text, max(at + 1 or text.find(key), 0))


def _line_and_column(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _oddities(text: str) -> Iterator[tuple[int, str]]:
    """What JSON reading would take in silence, or not survive: where it stands, and the words."""
    inside: list[set[str]] = []
    for token in _TOKEN.finditer(text):
        word = token.group()
        if word in ("{", "["):
            inside.append(set())
            if len(inside) > DEEPEST:
                yield token.start(), f"more than {DEEPEST} brackets stand inside each other here"
        elif word in ("}", "]"):
            inside[-1:] = []
        elif token["key"]:
            key = word[: -len(token["key"])]
            if inside and key in inside[-1]:
                yield token.start(), f"the key {flatten(key)} stands twice"
            for keys in inside[-1:]:
                keys.add(key)
        elif word[0] != '"' and not _is_usual(word):
            yield token.start(), f"{flatten(word, 30)} is no number that a plan can hold"


def _is_usual(number: str) -> bool:
    """Whether a number is finite, and of a length that people write; other signs are not judged."""
    try:
        return len(number) <= MOST_DIGITS and math.isfinite(float(number))
    except ValueError:
        return True


def _misfits(value: Any, shape: Any, path: str) -> Iterator[tuple[str, str]]:
    """Each part that is not what it has to be: its path, and what was wanted."""
    if isinstance(shape, Row):
        if not isinstance(value, list) or len(value) != len(shape):
            yield path, f"a list of {len(shape)} entries"
            return
        for i, (each, kind) in enumerate(zip(value, shape, strict=True)):
            yield from _misfits(each, kind, f"{path}[{i}]")
    elif isinstance(shape, Told):
        if not isinstance(value, str) or not shape.fits(value):
            yield path, shape.wanted
    elif isinstance(shape, type | tuple):
        kinds = shape if isinstance(shape, tuple) else (shape,)
        if not any(_is_a(value, kind) for kind in kinds):
            yield path, KINDS[float if float in kinds else kinds[0]]
    elif isinstance(shape, list):
        if not isinstance(value, list):
            yield path, KINDS[list]
            return
        for i, each in enumerate(value):
            yield from _misfits(each, shape[0], f"{path}[{i}]")
    elif not isinstance(value, dict):
        yield path, KINDS[dict]
    else:
        yield from _misfit_parts(value, shape, path)


def _misfit_parts(
    value: Mapping[str, Any], shape: Mapping[str, Any], path: str
) -> Iterator[tuple[str, str]]:
    """As `_misfits`, for the parts of a group."""
    for key, part in shape.items():
        name = key.removesuffix("?")
        for each in value if key == "*" else [name]:
            found = value.get(each)
            if found is not None or name == key:
                yield from _misfits(found, part, f"{path}.{flatten(each)}".lstrip("."))


def _is_a(value: Any, kind: type | None) -> bool:
    if kind is None:
        return value is None
    return isinstance(value, kind) and not (kind is int and isinstance(value, bool))
