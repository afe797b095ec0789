"""A hundred people in ten rows: how many match for sure, perhaps, or not. Pure layout."""

from __future__ import annotations

from sitegen.records import value_object

SIDE = 20
"""Width and height of the place of one person, in units of the picture."""

PERSON = "a3 3 0 1 0 6 0a3 3 0 1 0-6 0zm-2 13v-4a5 5 0 0 1 10 0v4z"
"""Head and body of a person, from the left edge of the head on."""


@value_object
class PeoplePicture:
    """Three outlines of people: within the low end, within the range, and the rest."""

    sure: str
    perhaps: str
    rest: str
    low: int
    high: int
    size: int = 10 * SIDE


def people_picture(low: int, high: int) -> PeoplePicture:
    """Lay out 100 people; `low` of them are filled, up to `high` are hatched."""
    return PeoplePicture(_people(0, low), _people(low, high), _people(high, 100), low, high)


def _people(begin: int, end: int) -> str:
    return "".join(f"M{i % 10 * SIDE + 7} {i // 10 * SIDE + 5}{PERSON}" for i in range(begin, end))
