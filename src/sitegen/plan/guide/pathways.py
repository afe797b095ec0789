"""Pathways: what stays reachable from each specialty, how long it takes, and what visas allow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sitegen.facts.model import Fact, Facts
from sitegen.facts.wishes import fellowships_meant
from sitegen.knowledge.model import Pathway
from sitegen.plan.card import Card
from sitegen.plan.conclusions import facts_at, maker
from sitegen.plan.decided import Decided
from sitegen.plan.decision.model import Candidate
from sitegen.plan.guide.roads import Clocks, Span, line_facts
from sitegen.records import record
from sitegen.rules import Finding, evaluate

VISAS = ("j1", "h1b")
KINDS = ("fellowship", "overlap", "niche")
"""The guide's three questions about a backup."""

MOST_DRAWN = 2
"""Without a recommended backup, so many of the nearest are shown in full."""

MOST_SHORT = 3


@record
class Road:
    """One way on from a residency. `extra` and `training` are in years.

    `kind` is direct (straight to work), fellowship, overlap, niche, or wish (a fellowship that
    the applicant hopes for). `strength` is how much of the first choice stays, 1 to 3; 0 means
    that nothing is claimed. `clocks` holds a finding for each visa in question.
    """

    kind: str
    pathway: Pathway | None
    fellowships: tuple[str, ...]
    extra: Span
    training: Span | None
    clocks: Mapping[str, Finding]
    wished: bool = False

    @property
    def strength(self) -> int:
        """How much of the first choice stays, 1 to 3, or 0."""
        return self.pathway.strength.value if self.pathway else 0


@record
class Ending:
    """Where a visa leads: years from the first day of residency, waiver service included.

    `how` is waiver, home, open (waiver job not decided), employer or free (no visa needed).
    `direct` goes straight to work; `longest` takes the longest road that the visa allows.
    """

    visa: str
    how: str
    direct: Span | None
    longest: Span | None


@record
class Track:
    """One specialty with every road that leads on from it; the direct one comes first."""

    card: Card
    role: str
    roads: tuple[Road, ...]
    survives: Finding | None
    wish: Finding | None
    endings: tuple[Ending, ...]
    fellowships: tuple[str, ...]

    def answers(self, kind: str) -> tuple[Road, ...]:
        """The roads that answer one of the guide's three questions with yes."""
        return tuple(road for road in self.roads if road.kind == kind)


@record
class Route:
    """A residency that leads to a fellowship the applicant hopes for; `training` in years."""

    card: Card
    fellowship: str
    training: Span | None
    clocks: Mapping[str, Finding]


@record
class Pathways:
    """Everything of the page. `first` is the first choice itself, where it is a career.

    `tracks` are shown in full, `shorter` in a line each. `wish` holds the fellowships that the
    applicant's words mean, by key, and `routes` the residencies that lead there. `visas` are
    those in question; nobody who needs none has any.
    """

    first: Track | None
    tracks: tuple[Track, ...]
    shorter: tuple[Track, ...]
    wish: tuple[str, ...]
    routes: tuple[Route, ...]
    visas: tuple[str, ...]
    after: Finding | None
    line: Finding | None


def pathways(plan: Decided) -> Pathways:
    """What stays reachable from the first choice and from each backup."""
    maps = _Maps(plan)
    shown, shorter = _subjects(plan)
    primary = plan.primary if plan.primary and plan.primary.specialty.about.career else None
    return Pathways(
        first=maps.track(primary, (), "first") if primary else None,
        tracks=tuple(maps.track(c.card, c.pathways, role) for c, role in shown),
        shorter=tuple(maps.track(c.card, c.pathways, "next") for c in shorter),
        wish=maps.wish,
        routes=maps.routes(),
        visas=maps.visas,
        after=maps.say("pathways.after", maps.person) if "j1" in maps.visas else None,
        line=maps.say("pathways.line", maps.person) if maps.visas else None,
    )


def _subjects(plan: Decided) -> tuple[list[tuple[Candidate, str]], list[Candidate]]:
    """The backups in full and those next in line; without backups, the nearest two in full."""
    choice = plan.choice
    if choice.verdict == "recommended":
        roles = ("backup", "second")
        return list(zip(choice.backups, roles, strict=False)), list(choice.runners_up[:MOST_SHORT])
    near = [*choice.backups, *choice.runners_up] or _nearest_by_road(choice.candidates)
    shown = [(c, "near") for c in near[:MOST_DRAWN]]
    return shown, near[MOST_DRAWN : MOST_DRAWN + MOST_SHORT]


def _nearest_by_road(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Where nothing is near, the careers that keep most of the first choice."""
    careers = [c for c in candidates if c.card.specialty.about.career]
    careers.sort(key=lambda c: -max((p.strength.value for p in c.pathways), default=0))
    return careers[:MOST_SHORT]


class _Maps:
    """Makes the tracks of one plan."""

    def __init__(self, plan: Decided) -> None:
        self.plan = plan
        self.known = plan.knowledge.fellowships
        self.make = maker(plan)
        self.clock = Clocks(plan, self.make)
        said = plan.read.profile.interests.fellowship
        self.wish = fellowships_meant(said, self.known) if said else ()
        takes = {v: plan.facts[f"applicant.takes_{v}"].value for v in VISAS}
        self.visas = tuple(v for v in VISAS if takes[v] is not False)
        self.person: Facts = {
            **plan.facts,
            **self.clock.limits(),
            **line_facts(plan, self.make),
        }

    def say(self, rule_id: str, facts: Facts) -> Finding:
        """The finding of one rule of this page."""
        (rule,) = [r for r in self.plan.knowledge.rules_in("pathways") if r.id == rule_id]
        return evaluate(rule, facts, self.plan.knowledge, self.plan.as_of)

    def track(self, card: Card, paths: Sequence[Pathway], role: str) -> Track:
        """One specialty with its roads."""
        facts = {**facts_at(self.plan, card), **self.person, **self._aim(card, paths)}
        open_here = tuple(k for k, f in self.known.items() if card.id in f.open_to)
        roads = self._roads(card, paths, open_here, facts)
        first = self.plan.primary
        told = first is None or first.specialty.about.career
        return Track(
            card=card,
            role=role,
            roads=roads,
            survives=self.say("pathways.survives", facts) if told and role != "first" else None,
            wish=self.say("pathways.wish", facts) if self.wish else None,
            endings=self._endings(roads),
            fellowships=open_here,
        )

    def _aim(self, card: Card, paths: Sequence[Pathway]) -> dict[str, Fact]:
        """What the applicant hopes for, as seen from this specialty."""
        best = max((p.strength.value for p in paths), default=0)
        names = " or ".join(self.known[key].name for key in self._wished(card.id) or self.wish)
        reachable = bool(self._wished(card.id)) if self.wish else None
        told = "interests.fellowship"
        facts = [
            self.make.told(
                "road.strength", best if self.plan.primary else None, "interests.primary"
            ),
            self.make.told("road.wish", names or None, told),
            self.make.told("road.wish_open", reachable, told),
        ]
        return {fact.name: fact for fact in facts}

    def _wished(self, specialty: str) -> tuple[str, ...]:
        return tuple(key for key in self.wish if specialty in self.known[key].open_to)

    def _roads(
        self, card: Card, paths: Sequence[Pathway], open_here: Sequence[str], facts: Facts
    ) -> tuple[Road, ...]:
        """Straight to work, then the pathways, then a wished fellowship that none of them holds."""
        roads = [self._road(card, "direct", Span(0, 0), facts)]
        for p in paths:
            extra = Span(p.extra_years.low, p.extra_years.high)
            roads.append(self._road(card, p.kind, extra, facts, p.fellowship, p))
        held = {key for p in paths for key in p.fellowship}
        rest = [key for key in self._wished(card.id) if key in open_here]
        if rest and not held & set(rest):
            years = [self.known[key].years for key in rest]
            extra = Span(min(y.low for y in years), max(y.high for y in years))
            roads.append(self._road(card, "wish", extra, facts, tuple(rest)))
        return tuple(roads)

    def _road(
        self,
        card: Card,
        kind: str,
        extra: Span,
        facts: Facts,
        fellowships: tuple[str, ...] = (),
        pathway: Pathway | None = None,
    ) -> Road:
        length = card.specialty.about.training
        training = Span(length.low, length.high).plus(extra) if length else None
        here = {**facts, **self.clock.facts(training)}
        return Road(
            kind=kind,
            pathway=pathway,
            fellowships=fellowships,
            extra=extra,
            training=training,
            clocks={v: self.say(f"pathways.{v}", here) for v in self.visas} if training else {},
            wished=bool(set(fellowships) & set(self.wish)),
        )

    def routes(self) -> tuple[Route, ...]:
        """Every residency that leads to a wished fellowship: the first choice, then as ranked."""
        plan = self.plan
        cards = sorted((*plan.cards, *plan.elsewhere), key=lambda c: not c.is_primary)
        found = []
        for card in cards:
            for key in self._wished(card.id):
                years = self.known[key].years
                road = self._road(card, "wish", Span(years.low, years.high), self.person, (key,))
                found.append(
                    Route(card=card, fellowship=key, training=road.training, clocks=road.clocks)
                )
        return tuple(found)

    def _endings(self, roads: Sequence[Road]) -> tuple[Ending, ...]:
        """Years until nothing but the green-card line stands before permanent status."""
        if not self.visas:
            return (
                Ending(
                    visa="none",
                    how="free",
                    direct=roads[0].training,
                    longest=_longest(roads, "none"),
                ),
            )
        willing = self.plan.read.profile.constraints.waiver_job
        service = {True: "waiver", False: "home", None: "open"}[willing]
        return tuple(
            Ending(
                visa=visa,
                how="employer" if visa == "h1b" else service,
                direct=self._end(roads[0].training, visa),
                longest=self._end(_longest(roads, visa), visa),
            )
            for visa in self.visas
        )

    def _end(self, training: Span | None, visa: str) -> Span | None:
        """With the years of a waiver job after J-1. Who will not take one has no end to name."""
        refused = self.plan.read.profile.constraints.waiver_job is False
        if training is None or (visa == "j1" and refused):
            return None
        return training.plus(self.clock.waiver) if visa == "j1" else training


def _longest(roads: Sequence[Road], visa: str) -> Span | None:
    """The longest training among the roads that a visa lasts for."""
    able = [
        road.training
        for road in roads
        if road.training
        and not (visa in road.clocks and road.clocks[visa].outcome == "does_not_fit")
    ]
    return max(able, key=lambda span: (span.high, span.low), default=None)
