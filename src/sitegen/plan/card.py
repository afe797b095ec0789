"""How a specialty was rated for one applicant. Plain frozen values."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, field

from sitegen.facts.model import Facts
from sitegen.knowledge.model import Specialty
from sitegen.plan.chance.openness import Openness
from sitegen.plan.chance.specialty_chance import SpecialtyChance
from sitegen.records import record, value_object
from sitegen.rules import Finding


@record
class Rating:
    """A rating from 1 to 5 with two ranges.

    `low` to `high` holds everything: unknown inputs and the spread of the judgements. It is shown
    and decides nothing, so `reach` makes it where it is asked for.
    `open_low` to `open_high` holds only what unknown inputs could still change; where its ends
    meet, the rating is settled by what the profile says.
    """

    value: int
    reach: Callable[[], tuple[int, int]] = field(repr=False, compare=False)
    open_low: int
    open_high: int
    total: float
    findings: tuple[Finding, ...]
    own: bool = False

    @property
    def low(self) -> int:
        """The lowest that it could be."""
        return self.reach()[0]

    @property
    def high(self) -> int:
        """The highest that it could be."""
        return self.reach()[1]

    @property
    def settled(self) -> bool:
        """Whether no missing input could change the rating."""
        return self.open_low == self.open_high

    @property
    def tells(self) -> bool:
        """Whether the number says anything: missing inputs move it by one step at the most."""
        return self.open_high - self.open_low <= 1

    @property
    def missing(self) -> tuple[str, ...]:
        """What would settle it."""
        return tuple(dict.fromkeys(m for f in self.findings for m in f.missing))


@value_object(kw_only=True)
class Priority:
    """Overall priority as a word, with the words at both ends of what is still open."""

    word: str
    low: str
    high: str
    product: int
    open_products: tuple[int, int]

    @property
    def settled(self) -> bool:
        """Whether no missing input could change the word."""
        return self.low == self.high


NEEDED = frozenset({"visa.need", "visa.accepts", "exams.step2_ck.score", "school.graduated"})
"""Answers without which no number of applications is told."""


Rated = tuple[SpecialtyChance | None, Rating]
"""The chance at equal effort with the rating that is read off it."""


class Standing:
    """How somebody stands in one specialty: each part is worked out where it is asked for first."""

    def __init__(
        self, openness: Callable[[], Openness | None], rate: Callable[[Openness | None], Rated]
    ) -> None:
        """`rate` takes what `openness` gives; both say None where NRMP printed no group."""
        self._openness, self._rate = openness, rate

    @functools.cached_property
    def openness(self) -> Openness | None:
        """How many programs are open."""
        return self._openness()

    @functools.cached_property
    def rated(self) -> Rated:
        """The chance and its rating."""
        return self._rate(self.openness)


@dataclass(frozen=True, kw_only=True, eq=False)
class Card:
    """One specialty weighed for this applicant. Compared by identity.

    `standing` holds the chance, and `prioritise` combines likelihood, doors and fit.
    """

    specialty: Specialty
    standing: Standing
    visa: Rating
    friendliness: Rating
    doors: Rating
    fit: Rating
    prioritise: Callable[[tuple[Rating, Rating, Rating]], Priority]
    facts: Facts
    is_primary: bool = False

    @property
    def chance(self) -> SpecialtyChance | None:
        """The chance at equal effort; None where NRMP printed no group."""
        return self.standing.rated[0]

    @property
    def likelihood(self) -> Rating:
        """The match likelihood, read off the chance."""
        return self.standing.rated[1]

    @functools.cached_property
    def priority(self) -> Priority:
        """Overall priority."""
        return self.prioritise((self.likelihood, self.doors, self.fit))

    @property
    def tells(self) -> bool:
        """Whether enough is known to count and price applications here.

        It hangs on which answers there are and never on what they are, so that a better answer
        cannot take a number away.
        """
        return not NEEDED.intersection(self.missing)

    @property
    def missing(self) -> tuple[str, ...]:
        """What would settle the two ratings that counts rest on."""
        return tuple(dict.fromkeys((*self.likelihood.missing, *self.visa.missing)))

    @property
    def id(self) -> str:
        """Id of the specialty."""
        return self.specialty.id
