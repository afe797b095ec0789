"""How trackers and rank lists are understood: their specialty, and headings by their cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from sitegen.answers import said, says_nothing
from sitegen.days import written
from sitegen.headings import RULED_OUT, Fit
from sitegen.places import city_and_state, state_of
from sitegen.shape import Vocabulary
from sitegen.statuses import status_of
from sitegen.tables import Beside
from sitegen.tracks import mentioned, named

IN_DOUBT = 0.6
"""How well cells fit that settle nothing."""


def specialty_beside(vocabularies: Mapping[str, Vocabulary], given: str | None) -> Beside:
    """The specialty as it was given for a whole list, or as titles, sections and sheets say it."""
    return Beside("specialty", given, partial(mentioned, vocabularies=vocabularies))


def fit_of_lists(vocabularies: Mapping[str, Vocabulary]) -> Fit:
    """How well cells are specialties, states, days, statuses, ranks or names, from 0 to 1.

    Of other columns they settle nothing.
    """

    def is_specialty(cell: str) -> bool:
        found = named(cell, vocabularies)
        return bool(found.specialty or found.other)

    states = vocabularies["state"]
    told: Mapping[str, Callable[[str], bool]] = {
        "specialty": is_specialty,
        "state": lambda cell: bool(state_of(cell, states) or city_and_state(cell, states)[1]),
        "date": lambda cell: bool(written(cell).days),
        "status": lambda cell: status_of(cell, vocabularies["status"]) is not None,
        "rank": lambda cell: cell.isdecimal(),
        "program": lambda cell: _is_name(cell, vocabularies["status"]),
    }

    def fit(column: str, words: str, cells: Sequence[str]) -> float:
        says = [cell for cell in cells if not says_nothing(cell)]
        if column not in told:
            return IN_DOUBT
        against = _AGAINST.get(column, frozenset())
        if not says or not against.isdisjoint(words.split()):
            return RULED_OUT
        return sum(bool(told[column](cell)) for cell in says) / len(says)

    return fit


def _is_name(cell: str, statuses: Vocabulary) -> bool:
    """Whether a cell may be the name of a program: letters that tell no day and no status."""
    other = written(cell).days or status_of(cell, statuses) or said(cell) is not None
    return not other and len(re.findall(r"[^\W\d_]", cell)) >= SHORTEST_NAME


SHORTEST_NAME = 3

_AGAINST: Mapping[str, frozenset[str]] = {
    "date": frozenset(
        (
            *("invite", "invited", "invitation", "offer", "offered", "received", "applied"),
            *("sent", "application", "reply", "answer", "response", "deadline", "by", "asked"),
        )
    ),
    "program": frozenset(
        (
            *("type", "code", "id", "url", "link", "website", "email", "contact", "coordinator"),
            *("director", "phone", "notes", "size", "city", "state", "track", "partner", "address"),
            *("signal", "signals", "date", "status", "rating", "score", "visa", "region", "length"),
        )
    ),
    "status": frozenset(("date", "day", "time", "link", "type", "format", "mode", "platform")),
}
"""Words of headings that say another thing: the day of an invitation, the kind of an interview."""
