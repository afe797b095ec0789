"""The decision as plain frozen values: what adds how much, the choice, numbers and their cost."""

from __future__ import annotations

import math

from sitegen.chance.odds import Chance
from sitegen.chance.route import Span
from sitegen.grid import on_grid
from sitegen.knowledge.model import FeeSchedule, Pathway, Specialty
from sitegen.plan.card import Card
from sitegen.records import record, value_object
from sitegen.rules import Finding

LITTLE, LITTLE_SHARE = 0.01, 0.05
"""So much more somewhere, or such a part of it, is called little."""

HARDLY = 0.05
"""A chance of a match somewhere below which the plan says so before anything else."""


@record
class Gain:
    """What applications in some specialties bring. Chances run from 0 to 1, `cost` is in USD.

    `sent` holds numbers of applications, the first choice in front if there is one. `somewhere` is
    the chance of a match in any of them and `first` that in the first choice. `alone` is the chance
    with the first choice alone for the same money, and `alone_sent` its applications.
    """

    sent: tuple[tuple[Card, int], ...]
    cost: float
    somewhere: float
    first: float
    alone: float
    alone_sent: int

    @property
    def adds(self) -> float:
        """How many more match somewhere than with the first choice alone, as a part of 1."""
        return on_grid(self.somewhere - self.alone)

    @property
    def hardly(self) -> bool:
        """Whether hardly anybody matches anywhere with it."""
        return self.somewhere < HARDLY

    @property
    def takes(self) -> float:
        """How many fewer match in the first choice, as a part of 1."""
        return on_grid(max(self.alone - self.first, 0.0))


@value_object(kw_only=True)
class Candidate:
    """A specialty as a possible backup: its gates and the pathways back to the first choice.

    `gain` is the most that it brings, and `planned` what it would bring as the answer; None where a
    gate is shut before that is asked, or nothing can be counted.
    """

    card: Card
    gates: tuple[Finding, ...]
    pathways: tuple[Pathway, ...] = ()
    support: float = 0.0
    gain: Gain | None = None
    planned: Gain | None = None

    @property
    def shut(self) -> tuple[Finding, ...]:
        """Gates that are certainly not passed."""
        return tuple(g for g in self.gates if g.outcome == "stop")

    @property
    def undecided(self) -> tuple[Finding, ...]:
        """Gates that wait for something missing."""
        return tuple(g for g in self.gates if not g.settled)

    @property
    def passed(self) -> bool:
        """Whether no gate is shut and none waits for what could shut it."""
        return not self.shut and not self.undecided

    @property
    def told(self) -> bool:
        """Whether every gate is passed for certain, with no answer left to give."""
        return self.passed and all(g.outcome == "pass" for g in self.gates)


@record
class Choice:
    """Which backup. `verdict` is

    recommended (with the backups), not_needed (the first choice alone, nothing acceptable adds to
    it), nothing_adds (the same, though the first choice is weak) or undecided. `waits` says that
    another specialty would add to it if answers that are missing turn out so. `gain` is what the
    applications of the answer bring. `out_of_reach` says that hardly anybody like this person
    matches to the first choice. `missing` names answers that could change it.
    """

    verdict: str
    backups: tuple[Candidate, ...]
    runners_up: tuple[Candidate, ...]
    candidates: tuple[Candidate, ...]
    missing: tuple[str, ...] = ()
    gain: Gain | None = None
    out_of_reach: bool = False
    waits: bool = False

    @property
    def adds_little(self) -> bool:
        """Whether the backups bring fewer than 1 of 100 more, or a twentieth of the chance."""
        if self.gain is None or self.verdict != "recommended":
            return False
        return self.gain.adds < min(LITTLE, LITTLE_SHARE * self.gain.somewhere)

    @property
    def provisional(self) -> bool:
        """Whether an answer is given that one more word of the applicant could change."""
        return bool(self.missing) and self.verdict != "undecided"


@record
class Decision:
    """Whether to apply to a second specialty: the answer, or the answers still possible.

    `triggers` are the guide's reasons; the answer follows what a second specialty adds.
    """

    finding: Finding
    triggers: tuple[Finding, ...]
    none_needed: Finding

    @property
    def possible(self) -> tuple[str, ...]:
        """Every answer that is still possible, the strongest first."""
        order = (
            "strongly_advised",
            "advised",
            "close",
            "visa_first",
            "only_if",
            "not_needed",
            "nothing_adds",
        )
        found = {step.outcome or "" for step in self.finding.steps}
        return tuple(word for word in order if word in found)


@record
class Cost:
    """The price of some number of applications in one specialty, in USD."""

    specialty: Specialty
    programs: int
    fee: float
    schedule: FeeSchedule


@record
class CountOption:
    """One reading of the guide's counts: programs in each specialty, at the low and high end."""

    name: str
    cards: tuple[Card, ...]
    low: tuple[Cost, ...]
    high: tuple[Cost, ...]
    transcripts: float

    @property
    def low_total(self) -> float:
        """Cost of the low end, transcripts included, in USD."""
        return math.fsum((*(c.fee for c in self.low), self.transcripts))

    @property
    def high_total(self) -> float:
        """Cost of the high end, transcripts included, in USD."""
        return math.fsum((*(c.fee for c in self.high), self.transcripts))


@record
class Supply:
    """How many programs there are, and how many are likely open to this applicant.

    `open` is the middle, from `open_low` to `open_high`.
    """

    specialty: Specialty
    programs: int
    open_low: int
    open: int
    open_high: int


@record
class Counts:
    """How many programs, what it costs, and what binds.

    `binding` is budget, supply (every open program), stop (one more brings too little for its
    price), part (supply in some specialties, stop in the others) or none (not even the first one
    is worth it). `gain` is what the advised numbers bring.
    """

    options: tuple[CountOption, ...]
    supplies: tuple[Supply, ...]
    budget: int | None
    binding: str
    advice: tuple[Cost, ...]
    advice_transcripts: float
    gain: Gain

    @property
    def full(self) -> tuple[Specialty, ...]:
        """Specialties in which the advised number is that of all open programs."""
        sent = zip(self.advice, self.supplies, strict=True)
        return tuple(cost.specialty for cost, supply in sent if cost.programs >= supply.open)

    @property
    def advice_total(self) -> float:
        """Cost of the advised numbers, transcripts included, in USD."""
        return math.fsum((*(c.fee for c in self.advice), self.advice_transcripts))


@record
class Way:
    """Some numbers of applications. `cost` is in USD, with transcripts; chances from 0 to 1.

    `somewhere` is a match in any of them, `first` one in the first choice, and `adds` how much
    more than with the first choice alone for the same money; each with its range of 8 of 10.
    """

    sent: tuple[tuple[Card, int], ...]
    cost: float
    somewhere: Chance
    first: Chance | None
    adds: Span | None = None


@record
class Reading:
    """One reading of the guide at its low and its high end. `name` says which."""

    name: str
    low: Way
    high: Way


@record
class Compared:
    """The answer beside the others.

    `plan` is what is advised, `alone` the first choice alone for the same money, `others` each
    acceptable specialty beside the first choice with whether it is the answer, and `readings` the
    guide's numbers.
    """

    plan: Way | None
    alone: Way | None
    others: tuple[tuple[Candidate, Way], ...]
    readings: tuple[Reading, ...]
