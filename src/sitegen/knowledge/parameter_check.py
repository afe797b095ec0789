"""Checks what a parameter says of itself: its unit, and what happens if it is wrong."""

from __future__ import annotations

from collections.abc import Callable

from sitegen.diagnostics import Location, Problems
from sitegen.knowledge.model import Parameter
from sitegen.knowledge.units import BOUNDS
from sitegen.patterns import regex

Where = Callable[[str, str], Location]

OF_THE_CHANCE = "chance."
"""What the names of the judged quantities behind a chance begin with."""

ENDS = ("{low}", "{high}")
"""What the sentence on a parameter without use can be filled with."""

_BRACES = regex(r"\{[^{}]*\}?|\}")


def check_parameter(
    name: str, parameter: Parameter, path: str, at: Where, problems: Problems
) -> None:
    """Record a unit that no parameter has, and sentences that are missing or cannot be filled."""
    if parameter.unit not in BOUNDS:
        found, units = f"a parameter is no {parameter.unit}", ", ".join(sorted(BOUNDS))
        problems.add("D203", at(path, "unit"), found, f"write one of: {units}")
    if name.startswith(OF_THE_CHANCE) and not (parameter.wrong or "").strip():
        found = f"{name} does not say what it does if it is wrong"
        problems.add("D102", at(path, "wrong"), found, "write it in a sentence, behind wrong:")
    for slot in dict.fromkeys(_BRACES.findall(parameter.unused or "")):
        if slot not in ENDS:
            found = f"{slot} is no end of a parameter"
            problems.add("D201", at(path, "unused"), found, f"write {' or '.join(ENDS)}")
