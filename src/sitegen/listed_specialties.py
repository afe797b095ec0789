"""The specialty of lists that do not name it in each row, or name it below another heading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from sitegen.headings import Fit
from sitegen.shape import Vocabulary
from sitegen.tables import Beside
from sitegen.tracks import mentioned, named

IN_DOUBT = 0.6
"""How well cells fit that settle nothing."""


def specialty_beside(vocabularies: Mapping[str, Vocabulary], given: str | None) -> Beside:
    """The specialty as it was given for a whole list, or as titles, sections and sheets say it."""
    return Beside("specialty", given, partial(mentioned, vocabularies=vocabularies))


def fit_of_specialties(vocabularies: Mapping[str, Vocabulary]) -> Fit:
    """How well cells name specialties; of other columns they settle nothing."""

    def fit(column: str, _: str, cells: Sequence[str]) -> float:
        if column != "specialty":
            return IN_DOUBT
        found = [named(cell, vocabularies) for cell in cells if cell]
        return sum(bool(each.specialty or each.other) for each in found) / max(1, len(found))

    return fit
