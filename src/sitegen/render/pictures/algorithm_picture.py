"""Where the marks of the picture of a Match stand: programs down, rounds across. Pure layout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sitegen.acceptance import Round
from sitegen.plan.season.markets import YOU
from sitegen.records import value_object

LEFT, COLUMN, ROW, TOP = 272, 112, 46, 34
"""Width of the names, of a round and height of a program, and room for the heading."""

CHIP, GAP, TALL = 30, 4, 24
"""Width of a mark, the room between two, and its height."""


@value_object
class Mark:
    """One person at a program after a round: `css` is you, rival or no."""

    x: float
    y: float
    text: str
    css: str


@value_object
class Picture:
    """A finished picture, in units of its viewBox. A label is text at a height."""

    width: int
    height: int
    labels: tuple[tuple[float, str], ...]
    heads: tuple[tuple[float, str], ...]
    marks: tuple[Mark, ...]


def draw(run: Sequence[Round], rows: Mapping[str, str]) -> Picture:
    """Who is held after each round by the programs that the applicant asked."""
    marks: list[Mark] = []
    for column, each in enumerate(run):
        for row, program in enumerate(rows):
            people = [(who, "you" if who == YOU else "rival") for who in each.held[program]]
            people += [(who, "no") for who in _turned_away(each, program) if who == YOU]
            marks += [
                Mark(
                    x=LEFT + column * COLUMN + place * (CHIP + GAP),
                    y=TOP + row * ROW + (ROW - TALL) / 2,
                    text="You" if who == YOU else who.removeprefix("rival "),
                    css=css,
                )
                for place, (who, css) in enumerate(people)
            ]
    return Picture(
        width=LEFT + len(run) * COLUMN,
        height=TOP + len(rows) * ROW + 4,
        labels=tuple((TOP + (i + 0.5) * ROW, label) for i, label in enumerate(rows.values())),
        heads=tuple((LEFT + i * COLUMN, f"Round {each.number}") for i, each in enumerate(run)),
        marks=tuple(marks),
    )


def _turned_away(each: Round, program: str) -> list[str]:
    return [no.applicant for no in each.refused if no.program == program]
