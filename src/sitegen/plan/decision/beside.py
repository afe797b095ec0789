"""What a second specialty adds beside the first choice for the same money, and what it takes.

Middle values only: they decide. Ranges are made for what is shown (see `compared`).
"""

from __future__ import annotations

import copy
import math
from collections.abc import Sequence
from dataclasses import replace

from sitegen.chance.luck import some_of
from sitegen.facts.money import fee, schedule_for
from sitegen.grid import on_grid
from sitegen.knowledge.model import FeeSchedule
from sitegen.plan.card import Card
from sitegen.plan.chance.scales import Scales
from sitegen.plan.chance.specialty_chance import SpecialtyChance
from sitegen.plan.decision.model import Gain
from sitegen.plan.person import Person
from sitegen.portfolio.choose import Split, best, worthwhile
from sitegen.portfolio.market import Field, Market

HUNDRED = 100

FEW = 30
"""The last program at the lowest price of ERAS: so many are shown where none would be worth it."""


class Known:
    """What was worked out for some chances, for everybody who asks about the same ones again.

    A chance is known by its identity; whoever lies here holds it, so no other takes its place.
    """

    def __init__(self) -> None:
        """Nothing yet."""
        self.fields: dict[tuple[object, ...], tuple[SpecialtyChance, Field]] = {}
        self.gains: dict[tuple[object, ...], Gain] = {}
        self._fees: dict[int, tuple[FeeSchedule, list[float]]] = {}

    def fees(self, schedule: FeeSchedule, most: int) -> list[float]:
        """USD for 0, 1, 2 … programs, up to `most` of them."""
        _, paid = self._fees.setdefault(id(schedule), (schedule, []))
        paid += [fee(schedule, n) for n in range(len(paid), most + 1)]
        return paid[: most + 1]


class Beside:
    """Typical programs that are open to one person, priced; each specialty beside the first choice.

    Without a first choice, or where it cannot be counted, a specialty stands alone.
    """

    def __init__(
        self, person: Person, primary: Card | None, scales: Scales, known: Known | None = None
    ) -> None:
        """Hold the first choice ready; `known` saves what was worked out for the same chances."""
        self.person = person
        self.scales = scales
        self.terms = scales.terms
        self._primary = primary if primary and self.countable(primary) else None
        self.budget = person.read.profile.constraints.application_budget
        stop = person.knowledge.parameter("portfolio.stop", person.as_of)
        assert isinstance(stop.value, (int, float)), "checked when data is loaded"
        self.rate = stop.value / HUNDRED / HUNDRED
        self._known = known or Known()

    @property
    def first(self) -> Card | None:
        """The first choice, where its applications can be counted and priced."""
        return self._primary

    def countable(self, card: Card) -> bool:
        """Whether there are a printed group and fees for a specialty."""
        return card.chance is not None and self.schedule(card) is not None

    def schedule(self, card: Card) -> FeeSchedule | None:
        """The fees of the season for a specialty."""
        schedules = self.person.knowledge.fees.get(card.specialty.about.service.value)
        return schedule_for(schedules, self.person.read.profile.season) if schedules else None

    def alone(self) -> Gain | None:
        """The first choice alone, up to the budget or to where more is not worth its price."""
        return self._gain([self._primary]) if self._primary else None

    def gain(self, others: Sequence[Card]) -> Gain | None:
        """The first choice with these others; None where one of them cannot be counted."""
        if not all(self.countable(card) for card in others):
            return None
        return self._gain([*([self._primary] if self._primary else []), *others])

    def at(self, other: Card, money: float) -> Gain | None:
        """One other specialty where this much is spent, at least a few applications in it."""
        if self._primary is None or not self.countable(other):
            return None
        cards = [self._primary, other]
        market = self._market(cards)
        alone, whole = self._alone(money)
        split = best(market, money)
        counts = self._for_the_first(market, split, alone)
        few = min(FEW, market.fields[1].size)
        if counts[1] < few:
            left = Market(market.fields[::-1], market.transcripts, market.luck).rest((few,), money)
            counts = (left or 0, few)
        sums = [f.sums[n] for f, n in zip(market.fields, counts, strict=True)]
        return Gain(
            sent=tuple(zip(cards, counts, strict=True)),
            cost=market.cost(counts),
            somewhere=market.chance(counts),
            first=on_grid(some_of(sums[:1], market.luck)),
            alone=alone,
            alone_sent=whole,
        )

    def alone_for(self, money: float) -> int:
        """How many applications of the first choice alone this much pays for."""
        return self._alone(money)[1]

    def cost(self, sent: Sequence[tuple[Card, int]]) -> float:
        """USD for numbers of applications, transcripts included."""
        paid, services = [], {}
        for card, n in sent:
            schedule = self.schedule(card)
            assert schedule is not None, "only countable specialties are priced"
            paid.append(fee(schedule, n))
            if n:
                services[card.specialty.about.service] = schedule.transcript.value
        return math.fsum((*paid, *services.values()))

    def without_budget(self, gain: Gain) -> Gain:
        """The same specialties, had there been money without end."""
        free = copy.copy(self)
        free.budget = None
        return free._gain([card for card, _ in gain.sent])

    def chance(self, card: Card, others: int) -> SpecialtyChance:
        """The chance in a specialty; the first choice loses a little to each other one."""
        assert card.chance is not None, "only countable specialties are asked for"
        if not card.is_primary or not others:
            return card.chance
        return card.chance.again(self.terms, others)

    def _market(self, cards: Sequence[Card]) -> Market:
        fields = [self._field(card, len(cards) - 1) for card in cards]
        prices = {}
        for card in cards:
            schedule = self.schedule(card)
            assert schedule is not None, "only countable specialties are asked for"
            prices[card.specialty.about.service.value] = schedule.transcript.value
        return Market(tuple(fields), prices, self.terms.luck)

    def _field(self, card: Card, others: int) -> Field:
        schedule = self.schedule(card)
        assert schedule is not None, "only countable specialties are asked for"
        chance = self.chance(card, others)
        key = id(chance), id(schedule), self.budget
        if key not in self._known.fields:
            fees = self._known.fees(schedule, chance.openness.open)
            size = len(fees) - 1
            if self.budget is not None:
                size = max((n for n, price in enumerate(fees) if price <= self.budget), default=0)
            service = card.specialty.about.service.value
            sums = chance.prospect.hazards(size)
            self._known.fields[key] = chance, Field(card.id, service, sums, tuple(fees[: size + 1]))
        return self._known.fields[key][1]

    def _gain(self, cards: Sequence[Card]) -> Gain:
        """What some specialties bring, worked out once for the same chances, money and prices."""
        season = self.person.read.profile.season
        chances = [(card.is_primary, id(card.chance)) for card in cards]
        key = (self.budget, self.least_gain, season, *chances)
        if key not in self._known.gains:
            self._known.gains[key] = self._found(cards)
        gain = self._known.gains[key]
        sent = tuple((card, n) for card, (_, n) in zip(cards, gain.sent, strict=True))
        return replace(gain, sent=sent)

    def _found(self, cards: Sequence[Card]) -> Gain:
        """The numbers of applications: as many in the first choice as cost next to nothing.

        Among all ways to divide the same money that bring almost the most, the one with the most
        programs of the first choice is taken, because that is what is wanted.
        """
        market = self._market(cards)
        stop = worthwhile(market, self.rate, self.budget)
        counts = stop.counts
        alone, whole = self._alone(stop.cost)
        if cards[0].is_primary and len(cards) > 1:
            counts = self._for_the_first(market, stop, alone)
        sums = [f.sums[n] for f, n in zip(market.fields, counts, strict=True)]
        first = on_grid(some_of(sums[:1], market.luck)) if cards[0].is_primary else 0.0
        return Gain(
            sent=tuple(zip(cards, counts, strict=True)),
            cost=market.cost(counts),
            somewhere=market.chance(counts),
            first=first,
            alone=alone,
            alone_sent=whole,
        )

    def _for_the_first(self, market: Market, stop: Split, alone: float) -> tuple[int, ...]:
        """More programs of the first choice, as long as the chance of any match hardly falls.

        What the others add never falls below what makes them worth it.
        """
        share = self._parameter("for-the-first-share") * stop.chance
        given, needed = min(self._parameter("for-the-first"), share), self.least_gain
        target = on_grid(max(stop.chance - given, min(stop.chance, alone + needed)))
        kept, middle = stop.counts, stop.counts[1:-1]
        for n in range(stop.counts[0] + 1, market.fields[0].size + 1):
            rest = market.rest((n, *middle), stop.cost)
            tried = (n, *middle, rest or 0)
            if rest is None or market.chance(tried) < target:
                break
            kept = tried
        return kept

    @property
    def least_gain(self) -> float:
        """How many more a second specialty has to bring, as a part of 1.

        Less where a lost year would be too much, or where that is not told.
        """
        bearable = self.person.facts["applicant.can_lose_year"].value is True
        return self._parameter("least-gain-bearable" if bearable else "least-gain")

    def _parameter(self, name: str) -> float:
        """A judgement on the decision, in people of 100, as a part of 1."""
        value = self.person.knowledge.parameter(f"decision.{name}", self.person.as_of).value
        assert isinstance(value, (int, float)), "checked when data is loaded"
        return value / HUNDRED

    def _alone(self, money: float) -> tuple[float, int]:
        """The chance and the programs of the first choice alone for this money."""
        if self._primary is None:
            return 0.0, 0
        market = self._market([self._primary])
        split = best(market, money)
        return split.chance, split.counts[0]
