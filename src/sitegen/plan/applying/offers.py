"""What this applicant can apply to: programs of the own list, or typical ones without a list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from sitegen.chance.luck import Luck
from sitegen.chance.route import Span
from sitegen.facts.money import fee, schedule_for
from sitegen.knowledge.model import FeeSchedule
from sitegen.plan.applying.candidates import Candidacy, span
from sitegen.plan.card import Card
from sitegen.plan.chance.chances import Chances
from sitegen.plan.chance.specialty_chance import SpecialtyChance
from sitegen.plan.chance.terms import ModelTerms
from sitegen.plan.conclusions import prepared
from sitegen.plan.decided import Decided
from sitegen.portfolio.market import Field, Market
from sitegen.portfolio.signals import GOLD, PLAIN, SILVER, Effects, placed
from sitegen.portfolio.wish import Shelf, Wishes
from sitegen.profile.choices import Aim
from sitegen.programs.model import Signal
from sitegen.records import record

ENDS = ("low", "use", "high")
SIGNALS = {PLAIN: None, SILVER: Signal.SILVER, GOLD: Signal.GOLD}
MIDDLE = 3
"""Preference of a row that names none."""


@record
class Offer:
    """One program to apply to.

    `hazard` is its expected number of matches, with the signal placed there; `ways` holds it
    without one, with silver and with gold. `worth` runs from 0 to 1 and is 1 where wishes do not
    count. A typical program has no `candidacy`, and signals make no difference to it.
    """

    hazard: Span
    worth: float
    signal: Signal | None = None
    candidacy: Candidacy | None = None
    ways: tuple[Span, ...] = ()

    def at(self, signal: int) -> Span:
        """The hazard with another signal than the one placed there."""
        return self.ways[signal] if self.ways else self.hazard


@record
class Side:
    """One specialty: its programs, the likeliest first, and what they cost.

    `listed` counts the rows of the own list, those that are out included.
    """

    card: Card
    chance: SpecialtyChance
    schedule: FeeSchedule
    offers: tuple[Offer, ...]
    listed: int
    gold: int
    silver: int

    def price(self, programs: int) -> float:
        """USD for applications to so many programs."""
        return fee(self.schedule, programs)


@record
class Offers:
    """All sides; whether they come from an own list; specialties that cannot be weighed; and why
    rows are out, as titles with their numbers."""

    sides: tuple[Side, ...]
    own: bool
    unweighed: tuple[Card, ...]
    out: tuple[tuple[str, int], ...]
    rows_elsewhere: int
    terms: ModelTerms

    def markets(self) -> dict[str, Market]:
        """The market at the low end, as it is used, and at the high end.

        The low end takes luck as mostly shared, the high end as mostly apart.
        """
        shape, shared = self.terms.span("luck-shape").use, self.terms.span("luck-shared")
        common = {"low": shared.high, "use": shared.use, "high": shared.low}
        return {end: self._market(end, Luck(shape, common[end])) for end in ENDS}

    def _market(self, end: str, luck: Luck) -> Market:
        fields = []
        for side in self.sides:
            hazards = (getattr(offer.hazard, end) for offer in side.offers)
            prices = (side.price(n) for n in range(len(side.offers) + 1))
            service = side.card.specialty.about.service.value
            fields.append(
                Field(side.card.id, service, tuple(accumulate(hazards, initial=0.0)), tuple(prices))
            )
        transcripts = {
            side.card.specialty.about.service.value: side.schedule.transcript.value
            for side in self.sides
        }
        return Market(tuple(fields), transcripts, luck)

    def shelves(self) -> tuple[tuple[int, float], ...]:
        """Specialty and worth of every shelf, the most liked first."""
        keys = {(i, offer.worth) for i, side in enumerate(self.sides) for offer in side.offers}
        return tuple(sorted(keys, key=lambda key: (-key[1], key[0])))

    def on_shelf(self, field: int, worth: float) -> tuple[Offer, ...]:
        """The programs of a shelf, the likeliest first."""
        return tuple(offer for offer in self.sides[field].offers if offer.worth == worth)

    def wishes(self, market: Market, end: str = "use") -> Wishes:
        """The same programs by how much they are liked."""
        shelves = []
        for field, worth in self.shelves():
            hazards = (getattr(o.hazard, end) for o in self.on_shelf(field, worth))
            shelves.append(Shelf(field, worth, tuple(accumulate(hazards, initial=0.0))))
        return Wishes(market, tuple(shelves))

    def alone(self) -> Offers | None:
        """The first choice alone, whose work is then not divided; None if there is one side."""
        first = self.sides[0]
        if len(self.sides) < 2 or not first.card.is_primary:
            return None
        whole, divided = first.chance.alone, first.chance.per
        if whole is None:
            return replace(self, sides=(first,))
        before, after = divided.matches, whole.per.matches
        more = Span(after.low / before.low, after.use / before.use, after.high / before.high)
        offers = tuple(
            replace(o, hazard=_times(o.hazard, more), ways=tuple(_times(w, more) for w in o.ways))
            for o in first.offers
        )
        return replace(self, sides=(replace(first, offers=offers, chance=whole),))


def offers(plan: Decided, found: Chances, judged: Sequence[Candidacy]) -> Offers:
    """The programs of the own list that are left, or typical ones if there is no list."""
    cards = prepared(plan)
    rows = judged if plan.read.programs else ()
    sides, unweighed = [], []
    for card in cards:
        chance = found.of(card.id)
        schedules = plan.knowledge.fees.get(card.specialty.about.service.value)
        if chance is None or not schedules:
            unweighed.append(card)
            continue
        mine = [row for row in rows if row.program.specialty == card.id]
        gold, silver = _signals(card)
        sides.append(
            Side(
                card=card,
                chance=chance,
                schedule=schedule_for(schedules, plan.read.profile.season),
                offers=_own(plan, card, mine, (gold, silver)) if rows else _typical(plan, chance),
                listed=len(mine),
                gold=gold,
                silver=silver,
            )
        )
    named = {card.id for card in cards}
    kept = [row for row in rows if row.program.specialty in named]
    why = Counter(f.rule.title for row in kept if row.open is False for f in row.against)
    return Offers(
        sides=tuple(sides),
        own=bool(rows),
        unweighed=tuple(unweighed),
        out=tuple(why.most_common()),
        rows_elsewhere=len(rows) - len(kept),
        terms=ModelTerms(plan.knowledge, plan.as_of),
    )


def _signals(card: Card) -> tuple[int, int]:
    """How many gold and silver signals the specialty has; a single tier counts as gold."""

    def number(metric: str) -> int:
        figure = card.specialty.figure(metric)
        return int(figure.value) if figure else 0

    return number("signals_gold") or number("signals"), number("signals_silver")


def _typical(plan: Decided, chance: SpecialtyChance) -> tuple[Offer, ...]:
    """The programs that are likely open, the likeliest first, so each further one brings less."""
    worth = _worth(plan, plan.card(chance.specialty.id), None)
    sums = chance.prospect.hazards(chance.openness.open)
    per = chance.per.matches
    return tuple(
        Offer(hazard=Span(step * per.low / per.use, step, step * per.high / per.use), worth=worth)
        for step in (more - less for less, more in pairwise(sums))
    )


def _own(
    plan: Decided, card: Card, rows: Sequence[Candidacy], signals: tuple[int, int]
) -> tuple[Offer, ...]:
    """The rows that are not out, with signals placed, the likeliest first."""
    asked = span(plan, "open-question")
    kept = [row for row in rows if row.open is not False and row.one]
    worths = [_worth(plan, card, row.program.preference) for row in kept]
    parts = [asked if row.open is None else Span(1.0, 1.0, 1.0) for row in kept]
    effects = [
        Effects(*(hazard.use * part.use * worth for hazard in _hazards(row)))
        for row, part, worth in zip(kept, parts, worths, strict=True)
    ]
    ways = [
        tuple(_times(each, part) for each in _hazards(row))
        for row, part in zip(kept, parts, strict=True)
    ]
    found = [
        Offer(hazard=way[at], worth=worth, signal=SIGNALS[at], candidacy=row, ways=way)
        for row, way, worth, at in zip(kept, ways, worths, placed(effects, *signals), strict=True)
    ]
    return tuple(sorted(found, key=_likeliest))


def _likeliest(offer: Offer) -> tuple[float, int]:
    return (-offer.hazard.use, offer.candidacy.line if offer.candidacy else 0)


def _hazards(row: Candidacy) -> tuple[Span, Span, Span]:
    """Without a signal, with silver and with gold."""
    assert row.one is not None
    one, ways = row.one, row.signalled
    return (
        one.matches,
        ways.get(Signal.SILVER, one).matches,
        ways.get(Signal.GOLD, one).matches,
    )


def _worth(plan: Decided, card: Card, preference: int | None) -> float:
    """How much a place is liked, from the row and from the fit; 1 where wishes do not count."""
    if plan.read.profile.applications.aim is not Aim.WISH:
        return 1.0
    least = span(plan, "least-liked").use

    def liked(steps: int) -> float:
        return least + (1 - least) * (steps - 1) / 4

    return round(liked(card.fit.value) * liked(preference or MIDDLE), 4)


def _times(hazard: Span, part: Span) -> Span:
    return Span(hazard.low * part.low, hazard.use * part.use, hazard.high * part.high)
