"""The value of a parameter on a day, with where it was read."""

from __future__ import annotations

import datetime as dt

from sitegen.facts.model import Citation
from sitegen.knowledge.model import Knowledge


def cited(name: str, knowledge: Knowledge, on: dt.date) -> Citation:
    """A parameter that is a number, as a citation.

    Raises `LookupError` as `Knowledge.parameter` does, and `AssertionError` for one that is none.
    """
    about, found = knowledge.parameters[name], knowledge.parameter(name, on)
    assert isinstance(found.value, (int, float)), f"{name} is a number"
    return Citation(
        found.source,
        found.year,
        found.locator,
        found.kind,
        about.label,
        found.value,
        about.unit,
        found.low,
        found.high,
        found.note,
    )
