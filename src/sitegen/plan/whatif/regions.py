"""What each region of the US would bring to somebody who goes to some states only. Pure."""

from __future__ import annotations

from dataclasses import replace

from sitegen.plan.chance.openness import closed_states
from sitegen.plan.decided import Decided
from sitegen.plan.whatif.outcomes import Effect, Outcome, Runs, more_open
from sitegen.profile import Profile
from sitegen.profile.fields import States
from sitegen.records import record

TOLD_FIRST = 0.005
"""A limit that costs fewer than one in 200 people is told on the page on places alone."""

EVERYWHERE = "all"
"""The name of the row with every region at once."""


@record
class Region:
    """One region with the states that it would add, and what the plan comes to with them.

    `whole` says that no state of it is taken today. `open` counts the programs that are then
    likely open, by id of the specialty, and `likely` how few and how many they could be: the share
    of the positions in some states is known within a range only. `moves` is the effect on the
    chance of a match somewhere with the applications of today, as a part of 1.
    """

    name: str
    states: tuple[str, ...]
    whole: bool
    open: tuple[tuple[str, int], ...]
    likely: tuple[tuple[str, int, int], ...]
    after: Outcome
    moves: Effect | None


@record
class Regions:
    """What a limit on states costs.

    `taken` are the states of today, and `present` is today. `rows` are the regions, the one that
    brings most in front; `every` has all of them at once.
    """

    taken: tuple[str, ...]
    present: Region
    rows: tuple[Region, ...]
    every: Region

    @property
    def matters(self) -> bool:
        """Whether the limit costs enough to be told before anything is asked."""
        return self.every.moves is not None and self.every.moves.use >= TOLD_FIRST

    @property
    def best(self) -> Region | None:
        """The region that brings most; None where none moves the chance."""
        first = self.rows[0]
        return first if first.moves and first.moves.use > 0 else None


def regions(plan: Decided, runs: Runs) -> Regions | None:
    """A row for each region that is left out, whole or in part.

    None where no state is left out, nothing is counted, or the applications are out. States that
    were excluded by name beside a list of preferred ones are never offered.
    """
    added = _left_out(plan)
    out = plan.facts["applicant.applied"].value is True
    if out or not added or runs.present.somewhere is None or plan.counts is None:
        return None
    of = plan.knowledge.regions
    names = sorted({of[state] for state in added})
    rows = [_row(name, frozenset(s for s in added if of[s] == name), plan, runs) for name in names]
    rows.sort(key=lambda row: (-row.moves.use if row.moves else 0.0, row.name))
    every = frozenset(plan.knowledge.state_tiles) - added
    return Regions(
        taken=tuple(sorted(every - _excluded(plan.read.profile))),
        present=_counted("today", frozenset(), runs, plan, runs.present, None),
        rows=tuple(rows),
        every=_row(EVERYWHERE, added, plan, runs),
    )


def _left_out(plan: Decided) -> frozenset[str]:
    """The states that could be added: outside of those preferred, or else those excluded."""
    p = plan.read.profile
    closed = closed_states(p, plan.knowledge.state_tiles)
    return closed - _excluded(p) if _narrow(p) else closed


def _excluded(p: Profile) -> frozenset[str]:
    told = p.constraints.states
    return frozenset((told.excluded if told else None) or ())


def _narrow(p: Profile) -> bool:
    """Whether only the preferred states are taken."""
    told = p.constraints.states
    return told is not None and told.open_to_all is False and bool(told.preferred)


def _row(name: str, states: frozenset[str], plan: Decided, runs: Runs) -> Region:
    profile = opened(plan.read.profile, states)
    after, made = runs.again(profile), runs.plan_of(profile)
    return _counted(name, states, runs, made, after, more_open(runs.present, after))


def _counted(
    name: str,
    states: frozenset[str],
    runs: Runs,
    made: Decided,
    after: Outcome,
    moves: Effect | None,
) -> Region:
    of, error = runs.plan.knowledge.regions, runs.open_programs
    chances = [(s.specialty, made.card(s.specialty).chance) for s in after.sides]
    return Region(
        name=name,
        states=tuple(sorted(states)),
        whole=states >= {s for s, region in of.items() if region == name},
        open=tuple((name, chance.openness.open) for name, chance in chances if chance),
        likely=tuple((name, *chance.openness.likely(error)) for name, chance in chances if chance),
        after=after,
        moves=moves,
    )


def opened(p: Profile, states: frozenset[str]) -> Profile:
    """The same person, who would also go to these states."""
    told = p.constraints.states or States()
    if _narrow(p):
        wider = replace(told, preferred=(*(told.preferred or ()), *sorted(states)))
    else:
        wider = replace(told, excluded=tuple(s for s in told.excluded or () if s not in states))
    return replace(p, constraints=replace(p.constraints, states=wider))
