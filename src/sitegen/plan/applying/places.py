"""What a state, a region or a kind of place brings: programs of the own list, chance and cost."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from sitegen.chance.luck import Luck, some_of
from sitegen.chance.odds import Chance
from sitegen.chance.route import Span
from sitegen.facts.money import fee, schedule_for
from sitegen.knowledge.model import Knowledge
from sitegen.plan.applying.candidates import Candidacy
from sitegen.plan.applying.offers import Offers
from sitegen.plan.chance.terms import ModelTerms
from sitegen.plan.decided import Decided
from sitegen.programs.model import Place, Program, Setting
from sitegen.records import record, value_object

PLACE_RULE = "programs.place"
"""The rule that puts a program out because of where it is."""

REGIONS = ("Midwest", "South", "Northeast", "West")


@record
class Spot:
    """One program of the list, as geography sees it.

    `fits` says whether it sponsors a visa that this person accepts; None is not known. `stays`
    says that nothing but its place speaks against it. `hazard` is expected matches of one
    application, and None where the specialty has no published figures.
    """

    program: Program
    fits: bool | None
    stays: bool
    hazard: Span | None

    @property
    def state(self) -> str | None:
        """The state, where the row tells it."""
        return self.program.state


@value_object(kw_only=True)
class Limits:
    """Where this person would go. `only` is None where every state is fine; sets hold names."""

    only: frozenset[str] | None
    excluded: frozenset[str]
    settings: frozenset[Setting]
    towns: frozenset[Place]

    @property
    def any(self) -> bool:
        """Whether anything is left out."""
        return self.only is not None or bool(self.excluded or self.settings or self.towns)

    def holds(self, program: Program) -> bool:
        """Whether a program lies inside. What its row does not say keeps nobody out."""
        return (
            self.takes(program.state)
            and program.setting not in self.settings
            and program.town not in self.towns
        )

    def takes(self, state: str | None) -> bool:
        """Whether a state lies inside."""
        if state is None:
            return True
        return state not in self.excluded and (self.only is None or state in self.only)

    @property
    def widest(self) -> Limits:
        """Everything but the states that were excluded."""
        return replace(self, only=None, settings=frozenset(), towns=frozenset())

    def adding(self, states: Iterable[str]) -> Limits:
        """With these states too, even if they were excluded."""
        more = frozenset(states)
        only = None if self.only is None else self.only | more
        return replace(self, only=only, excluded=self.excluded - more)


@record
class Gain:
    """One place, with its programs on the list and what they bring.

    `programs` are all of them, `fit` those that sponsor a fitting visa, `silent` those that do
    not say, `stay` those that nothing but their place speaks against, and `within` those
    of them on today's map. `new` are those that it leaves out today. Where there are new ones,
    `before` is today's map and `after` the map with them; else `before` is the map without this
    place. Both are chances of any match, `step` is their difference (from 0 to 1), and `cost` is
    what it costs in USD.
    """

    key: str
    kind: str
    name: str
    inside: bool
    programs: int
    fit: int
    silent: int
    stay: int
    within: int
    new: int
    before: Chance
    after: Chance
    step: Span
    cost: float | None


def spots(rows: Sequence[Candidacy], what: Offers) -> tuple[Spot, ...]:
    """The rows of the list that are in a specialty of the plan, or may still come into it."""
    offered = {
        offer.candidacy.line: offer.hazard
        for side in what.sides
        for offer in side.offers
        if offer.candidacy
    }
    return tuple(_spot(row, offered) for row in rows if row.reason("role").outcome != "out")


def _spot(row: Candidacy, offered: Mapping[int, Span]) -> Spot:
    """One row; where it can be applied to today, with the signal that would be placed there."""
    against = [finding.rule.id for finding in row.against]
    return Spot(
        program=row.program,
        fits={"in": True, "out": False}.get(row.reason("visa").outcome or ""),
        stays=not [rule for rule in against if rule != PLACE_RULE],
        hazard=offered.get(row.line, row.one.matches if row.one else None),
    )


def limits_of(plan: Decided) -> Limits:
    """The limits of the profile. An answer that is missing limits nothing."""
    told = plan.read.profile.constraints
    states = told.states
    named = frozenset((states.preferred if states else None) or ())
    narrow = bool(named and states and states.open_to_all is False)
    towns = ((Place.RURAL, told.rural), (Place.SMALLER_CITY, told.smaller_city))
    return Limits(
        only=named if narrow else None,
        excluded=frozenset((states.excluded if states else None) or ()) - named,
        settings=frozenset({Setting.COMMUNITY} if told.community_hospitals is False else ()),
        towns=frozenset(place for place, answer in towns if answer is False),
    )


class Scale:
    """Weighs groups of programs: the chance of any match, and what the applications cost."""

    def __init__(self, plan: Decided) -> None:
        """Take luck and prices of this plan."""
        self._terms = ModelTerms(plan.knowledge, plan.as_of)
        self._knowledge: Knowledge = plan.knowledge
        self._season = plan.read.profile.season

    def chance(self, spots: Sequence[Spot]) -> Chance:
        """Of any match, with one application to each. Luck is mostly shared at the low end."""
        shape, shared = self._terms.span("luck-shape").use, self._terms.span("luck-shared")

        def some(end: str, common: float) -> float:
            hazards: dict[str, list[float]] = {}
            for spot in spots:
                if spot.hazard:
                    mine = hazards.setdefault(spot.program.specialty, [])
                    mine.append(getattr(spot.hazard, end))
            return some_of([math.fsum(each) for each in hazards.values()], Luck(shape, common))

        return Chance(some("low", shared.high), some("use", shared.use), some("high", shared.low))

    def cost(self, spots: Sequence[Spot]) -> float | None:
        """Fees and transcripts in USD; None where the fees of a specialty are not known."""
        counts = Counter(spot.program.specialty for spot in spots)
        fees, transcripts = [], {}
        for specialty, number in counts.items():
            service = self._knowledge.specialties[specialty].about.service
            schedules = self._knowledge.fees.get(service.value)
            if not schedules:
                return None
            schedule = schedule_for(schedules, self._season)
            fees.append(fee(schedule, number))
            transcripts[service] = schedule.transcript.value
        return math.fsum((*fees, *transcripts.values()))

    def step(self, before: Sequence[Spot], after: Sequence[Spot]) -> tuple[Chance, Chance, Span]:
        """Both chances and what lies between them, each end against its own."""
        first, then = self.chance(before), self.chance(after)
        ends = sorted(
            max(0.0, getattr(then, end) - getattr(first, end)) for end in ("low", "use", "high")
        )
        use = max(0.0, then.use - first.use)
        return first, then, Span(ends[0], use, ends[-1])


def gains(spots: Sequence[Spot], plan: Decided, limits: Limits) -> tuple[Gain, ...]:
    """Every state of the list and of the profile, every region and every kind of place.

    Whatever is widened, excluded states stay out, except for the row of that state itself.
    """
    weigh = _Weigher(spots, limits, Scale(plan))
    states = {s.state for s in spots if s.state} | (limits.only or set()) | limits.excluded
    found = [weigh.states("state", state, {state}) for state in states]
    for region in REGIONS:
        members = {s for s, r in plan.knowledge.regions.items() if r == region}
        found.append(weigh.states("region", region, members - limits.excluded))
    for town in (Place.SMALLER_CITY, Place.RURAL):
        wider = replace(limits, towns=limits.towns - {town})
        found.append(weigh.gain("town", town.value, wider, partial(_in_town, town)))
    for setting in (Setting.AFFILIATED, Setting.COMMUNITY):
        wider = replace(limits, settings=limits.settings - {setting})
        found.append(weigh.gain("setting", setting.value, wider, partial(_of_setting, setting)))
    if limits.widest != limits:
        found.append(weigh.gain("all", "all", limits.widest, lambda spot: True))
    return tuple(sorted(found, key=lambda g: (-g.step.use, -g.stay, -g.programs, g.key)))


def _in_town(town: Place, spot: Spot) -> bool:
    return spot.program.town is town


def _of_setting(setting: Setting, spot: Spot) -> bool:
    return spot.program.setting is setting


class _Weigher:
    """Holds a place against today's map where it grows, else against the map without it."""

    def __init__(self, spots: Sequence[Spot], limits: Limits, scale: Scale) -> None:
        self._spots, self._limits, self._scale = spots, limits, scale
        self._open = [s for s in spots if s.stays]
        self._now = [s for s in self._open if limits.holds(s.program)]

    def states(self, kind: str, name: str, states: set[str]) -> Gain:
        """One state, or all states of a region."""
        wider = self._limits.adding(states)
        return self.gain(kind, name, wider, lambda spot: spot.state in states)

    def gain(self, kind: str, name: str, wider: Limits, belongs: Callable[[Spot], bool]) -> Gain:
        """What a place brings; `wider` is the map with it, and `belongs` tells its programs."""
        here = [s for s in self._spots if belongs(s)]
        new = [
            s for s in self._open if wider.holds(s.program) and not self._limits.holds(s.program)
        ]
        rest = [s for s in self._now if not belongs(s)]
        before, after = (self._now, [*self._now, *new]) if new else (rest, self._now)
        first, then, step = self._scale.step(before, after)
        costs = self._scale.cost(before), self._scale.cost(after)
        return Gain(
            key=f"{kind}:{name}",
            kind=kind,
            name=name,
            inside=wider == self._limits,
            programs=len(here),
            fit=sum(s.fits is True for s in here),
            silent=sum(s.fits is None for s in here),
            stay=sum(s.stays for s in here),
            within=sum(bool(belongs(s)) for s in self._now),
            new=len(new),
            before=first,
            after=then,
            step=step,
            cost=None if costs[0] is None or costs[1] is None else costs[1] - costs[0],
        )


def tally(spots: Iterable[Spot]) -> Mapping[str, int]:
    """How many programs stay in each state of the list."""
    return Counter(s.state for s in spots if s.stays and s.state)
