"""Judged factors of the chance as they are written: a curve, who has what, and its sentences."""

from __future__ import annotations

from sitegen.knowledge.rulebook import Condition
from sitegen.knowledge.units import ValueKind
from sitegen.records import value_object
from sitegen.shape import item, optional


@value_object(kw_only=True)
class Counted:
    """A fact that is counted, and how much one unit of it counts. Yes counts as 1, no as 0."""

    fact: str = item("Name of the fact.")
    times: float = item("How much one unit of it counts.", default=1.0, low=0, high=10)


@value_object(kw_only=True)
class Knot:
    """One point of a curve, in log-odds; between two points lies a straight line."""

    at: float = item("The amount.", low=0, high=100_000)
    use: float = item("Central value, in log-odds.", low=-5, high=5)
    low: float = item("Lowest defensible value.", low=-5, high=5)
    high: float = item("Highest defensible value.", low=-5, high=5)


@value_object(kw_only=True)
class Share:
    """How many of 100 people of a printed group have about this amount."""

    at: float = item("The amount.", low=0, high=100_000)
    share: float = item("People of 100.", low=0, high=100)


@value_object(kw_only=True)
class Said:
    """What to say up to an amount; without one, for everything above."""

    to: float | None = optional("Largest amount that this is said of.")
    say: str = item("The result as a sentence; {fact.name} stands for a fact's value.")


@value_object(kw_only=True)
class Instead:
    """Another curve for some people, against the same typical person."""

    when: Condition = item("For whom.")
    knots: tuple[Knot, ...] = item("The points of the curve, in order.")
    says: tuple[Said, ...] = item("The sentences, in order.")


@value_object(kw_only=True)
class JudgedFactor:
    """One judged factor. The name of its file is its id.

    Weights are log-odds against a fixed point of the curve; they are set against the typical
    person of a printed group by `population`. Without a population nothing is taken off.
    """

    title: str = item("What it asks, as a short heading.")
    why: str = item("Why it matters, in one or two sentences.")
    kind: ValueKind = item("judgement: nobody publishes these weights.")
    year: int = item("Year of the judgement.", low=2000, high=2100)
    sources: tuple[str, ...] = item("Keys of the sources behind it.")
    counts: tuple[Counted, ...] = item("The facts that are counted, added up.")
    knots: tuple[Knot, ...] = item("The points of the curve, in order.")
    population: tuple[Share, ...] = item("Who has how much of it, in a printed group.", default=())
    says: tuple[Said, ...] = item("The sentences, in order.")
    unknown: str = item("What to say when a fact is missing.")
    instead: Instead | None = optional("Another curve for some people.")

    def __hash__(self) -> int:
        """By the title alone: what is worked out for a factor is looked up often."""
        return hash(self.title)
