"""The plan: every conclusion with the findings behind it. Plain frozen values, ready for JSON."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from sitegen.facts.model import Facts
from sitegen.knowledge.model import FeeSchedule, Knowledge, Pathway, Season, SeasonDate, Specialty
from sitegen.profile import ReadProfile
from sitegen.rules import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """A rating from 1 to 5 with two ranges.

    `low` to `high` holds everything: unknown inputs and the spread of the judgements.
    `open_low` to `open_high` holds only what unknown inputs could still change; where its ends
    meet, the rating is settled by what the profile says.
    """

    value: int
    low: int
    high: int
    open_low: int
    open_high: int
    total: float
    findings: tuple[Finding, ...]
    own: bool = False

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


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One specialty weighed for this applicant."""

    specialty: Specialty
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
        """Whether enough is known to count and price applications here."""
        return self.likelihood.tells and self.visa.tells

    @property
    def id(self) -> str:
        """Id of the specialty."""
        return self.specialty.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A specialty as a possible backup: its gates and the pathways back to the first choice."""

    card: Card
    gates: tuple[Finding, ...]
    pathways: tuple[Pathway, ...] = ()
    support: float = 0.0

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
        """Whether every gate is passed for certain."""
        return not self.shut and not self.undecided


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which backup: `verdict` is recommended, not_needed, undecided or none_works.

    `missing` names the answers that could still change it.
    """

    verdict: str
    backups: tuple[Candidate, ...]
    runners_up: tuple[Candidate, ...]
    candidates: tuple[Candidate, ...]
    missing: tuple[str, ...] = ()

    @property
    def provisional(self) -> bool:
        """Whether an answer is given that one more word of the applicant could change."""
        return bool(self.missing) and self.verdict in ("recommended", "not_needed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Whether to apply to a second specialty: the answer, or the answers still possible."""

    finding: Finding
    triggers: tuple[Finding, ...]
    none_needed: Finding

    @property
    def possible(self) -> tuple[str, ...]:
        """Every answer that is still possible, the strongest first."""
        order = ("strongly_advised", "advised", "optional", "not_needed")
        found = {step.outcome or "" for step in self.finding.steps}
        return tuple(word for word in order if word in found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """The price of some number of applications in one specialty, in USD."""

    specialty: Specialty
    programs: int
    fee: float
    schedule: FeeSchedule


@dataclass(frozen=True, slots=True, kw_only=True)
class CountOption:
    """One reading of the guide's counts: programs in each specialty, at the low and high end."""

    name: str
    parameter: str
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """How many programs there are, and how many are likely open to this applicant."""

    specialty: Specialty
    programs: int | None
    open_low: int | None
    open_high: int | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many programs, what it costs, and what binds."""

    options: tuple[CountOption, ...]
    supplies: tuple[Supply, ...]
    budget: int | None
    binding: str
    advice: tuple[Cost, ...]
    advice_transcripts: float

    @property
    def advice_total(self) -> float:
        """Cost of the advised numbers, transcripts included, in USD."""
        return math.fsum((*(c.fee for c in self.advice), self.advice_transcripts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing to do. `due` is its last good day, with the span of an estimate.

    `state` is *open*; *now*, where the good day has passed but it can still be done, or nothing
    can be planned without it; or *dropped*, where it is too late for this season. `begin` is the
    last day to begin, `takes` is in weeks. `id` is stable from build to build, so that calendars
    and ticks can follow it. An event is a date of the season, not something to do before it. A
    fixed day was planned by the applicant and is never moved. What is urgent stands before all
    others.
    """

    id: str
    text: str
    phase: str
    due: dt.date | None = None
    due_low: dt.date | None = None
    due_high: dt.date | None = None
    begin: dt.date | None = None
    takes: float = 0
    specialty: str | None = None
    why: str = ""
    late: str = ""
    path: str | None = None
    page: str | None = None
    after: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    state: str = "open"
    event: bool = False
    fixed: bool = False
    urgent: bool = False

    @property
    def month_only(self) -> bool:
        """Whether the applicant planned a month, which stands on its first day."""
        return (
            self.fixed
            and not self.event
            and self.state == "open"
            and (self.due is not None and self.due.day == 1)
        )

    @property
    def template(self) -> str:
        """The id without its specialty: what other tasks name in `after`."""
        return self.id.removesuffix(f".{self.specialty}") if self.specialty else self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something the reader should know about the input, the data or a combination of both.

    `read` is the day on which a rule that moves was found to hold.
    """

    id: str
    title: str
    text: str
    source: str | None = None
    read: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, weakref_slot=True)
class Plan:
    """Everything one applicant's site, PDF and JSON are made from. Compared by identity."""

    read: ReadProfile
    knowledge: Knowledge
    as_of: dt.date
    season: Season | None
    season_dates: Mapping[str, SeasonDate]
    facts: Facts
    cards: tuple[Card, ...]
    bridges: tuple[Card, ...]
    elsewhere: tuple[Card, ...]
    primary: Card | None
    choice: Choice
    decision: Decision
    counts: Counts | None
    tasks: tuple[Task, ...]
    notes: tuple[Note, ...] = field(default=())

    def card(self, specialty: str) -> Card:
        """The card of a specialty."""
        return next(c for c in (*self.cards, *self.bridges, *self.elsewhere) if c.id == specialty)
