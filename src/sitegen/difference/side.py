"""One plan as data, checked as far as a comparison needs it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sitegen.diagnostics import Location, Problems, shorten

FORMAT = "sitegen-plan 1"
"""The format of plan.json that this version compares. `planjson` writes it."""

AGAIN = "build the plan again with this version: sitegen build PROFILE"

RATING = {"value": int, "range": [int], "open_range": [int], "reasons": [
    {"rule": str, "title": str, "moved": str, "says": str}]}  # fmt: skip
SHAPE: Mapping[str, Any] = {
    "format": str,
    "sitegen": str,
    "as_of": str,
    "profile": dict,
    "choice": {"verdict": str, "backups": [str]},
    "second_specialty": {"possible_answers": [str]},
    "scorecard": [{
        "specialty": str, "name": str, "priority": {"word": str},
        "match_likelihood": RATING, "visa": RATING, "img_friendliness": RATING, "fit": RATING,
    }],
    "guide": dict,
    "tasks": [{"id": str, "text": str, "state": str}],
    "notes": [{"id": str, "title": str}],
    "season_dates": dict,
    "sources": dict,
}  # fmt: skip
"""What has to be there, and of which kind. Other parts may be missing."""

KINDS = {str: "a text", int: "a whole number", dict: "a group of values", list: "a list"}


@dataclass(frozen=True, slots=True)
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
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        where = Location(name, error.lineno, error.colno)
        problems.add("F106", where, f"this is not JSON: {error.msg}", AGAIN)
        return None
    except (RecursionError, ValueError):
        problems.add("F106", Location(name), "this JSON cannot be read", AGAIN)
        return None
    written = data.get("format") if isinstance(data, dict) else None
    if not isinstance(written, str) or not written.startswith("sitegen-plan "):
        problems.add(
            "F106", Location(name), "this is no plan of sitegen",
            "name the plan.json of a build, or the folder of that build",
        )  # fmt: skip
        return None
    if written != FORMAT:
        problems.add(
            "F107", Location(name, *_place(text, '"format"')),
            f"this plan has the format {shorten(written)}; this version compares {FORMAT}", AGAIN,
        )  # fmt: skip
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
    at = max(at + 1 or text.find(key), 0)
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _misfits(value: Any, shape: Any, path: str) -> Iterator[tuple[str, str]]:
    """Each part that is not what it has to be: its path, and what was wanted."""
    if isinstance(shape, type):
        if not isinstance(value, shape) or (shape is int and isinstance(value, bool)):
            yield path, KINDS[shape]
    elif isinstance(shape, list):
        if not isinstance(value, list):
            yield path, KINDS[list]
            return
        for i, each in enumerate(value):
            yield from _misfits(each, shape[0], f"{path}[{i}]")
    else:
        if not isinstance(value, dict):
            yield path, KINDS[dict]
            return
        for key, part in shape.items():
            yield from _misfits(value.get(key), part, f"{path}.{key}".lstrip("."))
