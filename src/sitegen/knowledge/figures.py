"""Cited figures: where a value was read, what it means, and how the people behind it are spread."""

from __future__ import annotations

import datetime as dt

from sitegen.knowledge.units import SourceKind, Unit, ValueKind
from sitegen.records import value_object
from sitegen.shape import item, optional


@value_object(kw_only=True)
class Source:
    """Where a value was read. `owner` owns the figure; `through` is who passed it on."""

    title: str = item("Title of the page, report or file.")
    owner: str = item("The body whose figure it is.")
    year: int = item("Year of the source.", low=1990, high=2100)
    kind: SourceKind = item("primary, transcription, secondary or judgement.")
    read_on: dt.date = item("Day it was read.")
    look_again: dt.date | None = optional(
        "Day by which what moves in it has to be looked up again."
    )
    through: str | None = optional("Who transcribed or quoted it, if not the owner.")
    url: str | None = optional("Its address. Only a judgement may go without.")
    note: str | None = optional("What a careful reader should know.")


@value_object(kw_only=True)
class Spread:
    """How the people of a group lie around its figure, as far as it was printed."""

    people: int = item("Size of the group.", low=1)
    mean: float = item("Mean.")
    sd: float = item("Standard deviation.", low=0)
    q1: float | None = optional("A quarter lies at or below it.")
    median: float | None = optional("Half lies at or below it.")
    q3: float | None = optional("Three quarters lie at or below it.")


@value_object(kw_only=True)
class Figure:
    """One cited value."""

    value: float = item("The value, in the unit of its metric.")
    year: int = item("Year the value describes.", low=1990, high=2100)
    source: str = item("Key of the source.")
    locator: str = item("Where in the source.")
    kind: ValueKind = item("published, derived or judgement.")
    derived_from: str | None = optional("What a derived value was counted or computed from.")
    low: float | None = optional("Lower end of a judgement.")
    high: float | None = optional("Upper end of a judgement.")
    note: str | None = optional("What the value leaves out.")
    spread: Spread | None = optional("The group behind a mean or a median.")


@value_object(kw_only=True)
class Evidence:
    """The value that is used, and those of other sources that stand beside it."""

    use: Figure = item("The value used.")
    also: tuple[Figure, ...] = item("Other published values.", default=())
    why: str | None = optional("Why this one is used; needed when others stand beside it.")


@value_object(kw_only=True)
class Track:
    """A track of a specialty with a code of its own in the Match. No base rate rests on it."""

    name: str = item("Its name in the Match.")
    ranked: int = item("Non-US IMGs who ranked it anywhere, people.", low=0, high=100_000)
    filled: int = item("Of its positions, those that went to non-US IMGs.", low=0, high=100_000)
    programs: int | None = optional("Programs that offered it.", low=0, high=2_000)
    positions: int | None = optional("Positions offered to everybody.", low=0, high=100_000)
    year: int = item("Year of the Match.", low=1990, high=2100)
    source: str = item("Key of the source.")
    locator: str = item("Where in the source.")
    kind: ValueKind = item("published or judgement.")
    also: str | None = optional("Key of the source of programs and positions.")


@value_object(kw_only=True)
class Metric:
    """What a figure means."""

    label: str = item("Short name for tables.")
    unit: Unit = item("Its unit.")
    explain: str = item("One sentence: who is counted, and who is not.")
    reads: str | None = optional(
        "How a figure reads in a row of them; {value} stands for it.", pattern=r".*\{value\}.*"
    )
    moves: bool = item("yes if it changes between reports, such as visa answers.", default=False)
