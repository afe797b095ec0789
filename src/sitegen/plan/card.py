"""How a specialty was rated for one applicant. Plain frozen values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field

from sitegen.facts.model import Facts
from sitegen.knowledge.model import Specialty
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


@value_object(kw_only=True)
class Card:
    """One specialty weighed for this applicant.

    `chance` is that at equal effort, from which `likelihood` is read; None where NRMP printed no
    group.
    """

    specialty: Specialty
    chance: SpecialtyChance | None
    likelihood: Rating
    visa: Rating
    friendliness: Rating
    doors: Rating
    fit: Rating
    priority: Priority
    facts: Facts
    is_primary: bool = False

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
