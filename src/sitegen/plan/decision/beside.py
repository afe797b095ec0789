"""What a second specialty adds beside the first choice for the same money, and what it takes.

Middle values only: they decide. Ranges are made for what is shown (see `compared`).
"""

from __future__ import annotations

import copy
import math
from bisect import bisect_right
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
from sitegen.portfolio.choose import Counts, worthwhile
from sitegen.portfolio.market import Field, Market
from sitegen.portfolio.pair import last

HUNDRED = 100

FEW = 30
"""The last program at the lowest price of ERAS: so many are shown where none would be planned."""


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
        self._judged: dict[str, float] = {}
        self._lone: Market | None = None

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

    def alone(self, least: float = 0.0) -> Gain | None:
        """The first choice alone: as far as each application is worth its price, within the budget.

        More are sent where that brings `least`, as far as there are programs and money for it.
        """
        if self._primary is None:
            return None
        found = self._gain([self._primary])
        if found.somewhere >= least:
            return found
        market = self._market([self._primary])
        most = market.fields[0].size
        if self.budget is not None:
            most = market.rest((), self.budget) or 0
        number = last(lambda n: n == 0 or market.chance((n - 1,)) < least, 0, most)
        return self._told([self._primary], market, (number,))

    def gain(self, others: Sequence[Card], money: float | None = None) -> Gain | None:
        """The most that the first choice brings with these others; None where one is not countable.

        `money` in USD stands in for the budget.
        """
        if not all(self.countable(card) for card in others):
            return None
        cards = [*([self._primary] if self._primary else []), *others]
        return self._gain(cards) if money is None else self._found(cards, money)

    def planned(self, gain: Gain) -> Gain:
        """As it would be planned if it were the answer."""
        return self.fewest(gain, self.least(gain)) if gain.adds > 0 else gain

    def some(self, other: Card, money: float) -> Gain:
        """A few applications in a countable specialty; all else goes to the first choice.

        So it can be told what it takes where none in it would be planned.
        """
        cards = [*([self._primary] if self._primary else []), other]
        market = self._market(cards)
        few = min(FEW, market.fields[-1].size)
        turned = Market(market.fields[::-1], market.transcripts, market.luck)
        head = (turned.rest((few,), money) or 0,) if self._primary else ()
        return self._told(cards, market, (*head, few))

    def least(self, gain: Gain) -> float:
        """The chance that is kept; the rest may be given for what is wanted.

        Wanted is the first choice alone, then a backup that was named, then more applications in
        the first choice. Less is given where a lost year would be too much or where that is not
        told, and never more than a part of the chance.
        """
        bearable = self.person.facts["applicant.can_lose_year"].value is True
        most = self._parameter("given-bearable" if bearable else "given")
        return on_grid(gain.somewhere - min(most, self._parameter("given-share") * gain.somewhere))

    def fewest(self, gain: Gain, least: float) -> Gain:
        """The same money with as few applications outside of the first choice as bring `least`.

        All that is saved goes to the first choice; where it has no further programs, none is saved.
        """
        cards = [card for card, _ in gain.sent]
        numbers = [n for _, n in gain.sent[1:]]
        if not cards[0].is_primary or not any(numbers):
            return gain
        market = self._market(cards)
        turned = Market((*market.fields[1:], market.fields[0]), market.transcripts, market.luck)

        def way(saved: int) -> Counts:
            others = _reduced(numbers, saved)
            return turned.rest(others, gain.cost) or 0, *others

        whole = sum(int(n) for n in numbers)
        most = last(lambda saved: market.chance(way(saved)) >= least, 0, whole)
        first = way(most)[0]
        saved = most - last(lambda kept: way(most - kept)[0] == first, 0, most)
        return self._told(cards, market, way(saved)) if saved else gain

    def _parameter(self, name: str) -> float:
        """A judgement on the decision, in people of 100, as a part of 1."""
        if name not in self._judged:
            value = self.person.knowledge.parameter(f"decision.{name}", self.person.as_of).value
            assert isinstance(value, (int, float)), "checked when data is loaded"
            self._judged[name] = value / HUNDRED
        return self._judged[name]

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

    def short(self, gain: Gain) -> bool:
        """Whether more money would be worth spending on these specialties."""
        if self.budget is None:
            return False
        cards, free = [card for card, _ in gain.sent], copy.copy(self)
        free.budget, free._lone = None, None
        return free._gain(cards).cost > self._gain(cards).cost

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
            size = chance.openness.open
            fees = self._known.fees(schedule, size)
            if self.budget is not None:
                size = min(max(bisect_right(fees, self.budget) - 1, 0), size)
            service = card.specialty.about.service.value
            sums = chance.prospect.hazards(size)
            self._known.fields[key] = chance, Field(card.id, service, sums, tuple(fees[: size + 1]))
        return self._known.fields[key][1]

    def _gain(self, cards: Sequence[Card]) -> Gain:
        """What some specialties bring, worked out once for the same chances, money and prices."""
        season = self.person.read.profile.season
        chances = [(card.is_primary, id(card.chance)) for card in cards]
        key = (self.budget, season, *chances)
        if key not in self._known.gains:
            self._known.gains[key] = self._found(cards, self.budget)
        gain = self._known.gains[key]
        sent = tuple((card, n) for card, (_, n) in zip(cards, gain.sent, strict=True))
        return replace(gain, sent=sent)

    def _found(self, cards: Sequence[Card], money: float | None) -> Gain:
        """The numbers that bring most, as far as applications are worth their price."""
        market = self._market(cards)
        return self._told(cards, market, worthwhile(market, self.rate, money).counts)

    def _told(self, cards: Sequence[Card], market: Market, counts: Counts) -> Gain:
        """What some numbers bring, beside the first choice alone for the same money."""
        cost = market.cost(counts)
        alone, whole = self._alone(cost)
        first = market.fields[0].sums[counts[0]]
        return Gain(
            sent=tuple(zip(cards, counts, strict=True)),
            cost=cost,
            somewhere=market.chance(counts),
            first=on_grid(some_of([first], market.luck)) if cards[0].is_primary else 0.0,
            alone=alone,
            alone_sent=whole,
        )

    def _alone(self, money: float) -> tuple[float, int]:
        """The chance and the programs of the first choice alone for this money."""
        if self._primary is None:
            return 0.0, 0
        if self._lone is None:
            self._lone = self._market([self._primary])
        number = self._lone.rest((), money) or 0
        return self._lone.chance((number,)), number


def _reduced(numbers: Sequence[int], by: int) -> Counts:
    """So many programs fewer, of each specialty by its part."""
    whole = sum(int(n) for n in numbers)
    left = whole - by
    found, before, kept = [], 0, 0
    for n in numbers:
        before += n
        found.append(left * before // whole - kept)
        kept += found[-1]
    return tuple(found)
