"""The first two stages of a plan: what is decided, and by when what has to be done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sitegen.facts.model import Facts
from sitegen.knowledge.model import Knowledge
from sitegen.knowledge.seasons import Season, SeasonDate
from sitegen.plan.card import Card
from sitegen.plan.chance.scales import Scales
from sitegen.plan.decision.beside import Known
from sitegen.plan.decision.model import Choice, Counts, Decision
from sitegen.profile import ReadProfile
from sitegen.records import record, value_object


@value_object(kw_only=True)
class Task:
    """One thing to do. `due` is its last good day, with the span of an estimate.

    `state` is *open*; *now*, where the good day has passed but it can still be done, or nothing
    can be planned without it; or *dropped*, where it is too late for this season. `begin` is the
    last day to begin, `takes` is in weeks. `id` is stable from build to build, so that calendars
    and ticks can follow it. An event is a date of the season, not something to do before it. A
    fixed day was planned by the applicant and is never moved. What is urgent stands before all
    others, and what is not `front` never stands on the front page. `quoted` are the facts in its
    text, by name, as they are worded there.
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
    front: bool = True
    quoted: tuple[tuple[str, str], ...] = ()

    @property
    def month_only(self) -> bool:
        """Whether the applicant planned a month, which stands on its first day."""
        return (
            self.fixed
            and not self.event
            and self.state == "open"
            and (self.due is not None and self.due.day == 1)
        )

    def done_by(self, as_of: dt.date) -> dt.date | None:
        """When something that is to be done now can be done; None where a day is set."""
        if self.state != "now" or self.due is not None:
            return None
        return as_of + max(self.takes, 1) * dt.timedelta(weeks=1)

    @property
    def template(self) -> str:
        """The id without its specialty: what other tasks name in `after`."""
        return self.id.removesuffix(f".{self.specialty}") if self.specialty else self.id


@record
class Note:
    """Something the reader should know about the input, the data or a combination of both.

    `read` is the day on which a rule that moves was found to hold. `holds_start` says that it may
    keep the applicant from starting after a match, and `instead` names the scenario of an answer
    that leads around it.
    """

    id: str
    title: str
    text: str
    source: str | None = None
    read: dt.date | None = None
    holds_start: bool = False
    instead: str | None = None


@record
class Decided:
    """The first stage: facts, the card of each specialty, the choice, and how many programs.

    What-if makes it again for each changed profile, so nothing stands here that the answer does
    not need. Compared by identity.
    """

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
    notes: tuple[Note, ...]
    scales: Scales
    known: Known
    """What was worked out on the way to the answer, for who asks about the same chances again."""

    @property
    def every(self) -> tuple[Card, ...]:
        """The cards of all specialties: scored, of another match, and of one year."""
        return (*self.cards, *self.elsewhere, *self.bridges)

    def card(self, specialty: str) -> Card:
        """The card of a specialty."""
        return next(c for c in self.every if c.id == specialty)


@record
class Scheduled(Decided):
    """The second stage: what is decided, and everything to do for it, in order."""

    tasks: tuple[Task, ...]
