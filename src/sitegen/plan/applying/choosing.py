"""Chooses the portfolio of one applicant under a budget, and holds it against its rivals."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from sitegen.chance.odds import Chance
from sitegen.chance.route import Span
from sitegen.grid import on_grid
from sitegen.plan.applying.candidates import Candidacy, span
from sitegen.plan.applying.offers import ENDS, Offer, Offers
from sitegen.plan.applying.picked import Divided, Found, Half, Part, Pick, Step, Stop, Way
from sitegen.plan.chance.chances import Chances
from sitegen.plan.decided import Decided
from sitegen.plan.decision.model import Compared
from sitegen.portfolio.choose import Split, best, cheapest_for, frontier, split_of, worthwhile
from sitegen.portfolio.market import Market
from sitegen.portfolio.rivals import cheapest, likeliest
from sitegen.portfolio.signals import GOLD, PLAIN, SILVER, Effects, placed
from sitegen.portfolio.wish import Taken, Wishes, in_turn
from sitegen.profile.choices import Aim
from sitegen.programs.model import Signal

ROWS = 12
"""Rows of a table of budgets or of splits, at the most."""

BUDGET_STEPS = (50, 100, 200, 250, 500, 1000, 2000, 5000, 10_000, 25_000, 50_000)
ALMOST = 0.01
"""Chances that differ by no more than this are called almost the same."""

KNEE = 30
"""The last program at the lowest price of ERAS; its row is always shown."""


class Chooser:
    """Chooses for one applicant; the markets of all three ends are made once."""

    def __init__(self, plan: Decided, what: Offers, found: Chances, beside: Compared) -> None:
        """Hold the programs of this plan ready."""
        self.plan, self._chances, self._beside = plan, found, beside
        self.budget = plan.read.profile.constraints.application_budget
        self.rate = span(plan, "stop")
        self.wish = plan.read.profile.applications.aim is Aim.WISH
        self._use(what)

    def _use(self, what: Offers) -> None:
        self.what = what
        self.markets = what.markets()
        self.market: Market = self.markets["use"]
        self.wishes: Wishes = what.wishes(self.market)

    def found(self) -> Found | None:
        """The programs of the plan's own numbers, or None where it advises none.

        How many programs is decided once, in the plan; here it is which ones, and what that is
        worth beside other ways to spend the same money.
        """
        counts = self.advised()
        if not any(counts):
            return None
        taken = self.wished(counts) if self.wish else self.on_shelves(counts)
        cost = self.market.cost(counts)
        stop = self.stop()
        return Found(
            parts=tuple(self.parts(counts, taken, cost)),
            picks=tuple(self.picks(taken)) if self.what.own else (),
            money=cost,
            cost=cost,
            everything=self.market.cost([field.size for field in self.market.fields]),
            transcripts=cost
            - math.fsum(s.price(n) for s, n in zip(self.what.sides, counts, strict=True)),
            chance=self.of_plan(taken),
            by_side=tuple(self.by_side(taken)),
            as_dice=self.as_dice(taken),
            worth=self.worth(taken) if self.wish else None,
            ways=tuple(self.ways(cost, taken)),
            half=self.half(cost) if self.what.own else None,
            curve=tuple(self.curve(max(cost, stop.high, float(self.budget or 0)))),
            splits=tuple(self.splits(cost, counts)),
            flat=self.flat(cost, counts[0]),
            stop=stop,
        )

    def advised(self) -> tuple[int, ...]:
        """The numbers of the plan, as far as there are programs for them."""
        advice = self.plan.counts.advice if self.plan.counts else ()
        numbers = {cost.specialty.id: cost.programs for cost in advice}
        return tuple(min(numbers.get(s.card.id, 0), len(s.offers)) for s in self.what.sides)

    def of_plan(self, taken: Taken) -> Chance:
        """The chance of a match somewhere: the plan's own, or that of the list if there is one."""
        some = self._chances.somewhere
        return self.chance(self.hazards(taken)) if self.what.own or not some else some[-1].any

    def wished(self, counts: Sequence[int]) -> Taken:
        """So many programs of each specialty, by what they bring and how much they are liked."""
        best_of = [
            sorted(side.offers, key=lambda o: (-o.hazard.use * o.worth, -o.worth))[:n]
            for side, n in zip(self.what.sides, counts, strict=True)
        ]
        return tuple(
            sum(offer.worth == worth for offer in best_of[field])
            for field, worth in self.what.shelves()
        )

    def worth(self, taken: Taken) -> Span:
        """Expected worth of the best place, with its range."""
        ends = (self.what.wishes(self.markets[end], end).worth(taken) for end in ENDS)
        return Span(*ends)

    def flat(self, money: float, chosen: int) -> tuple[int, int]:
        """The numbers in the first of two specialties that bring almost the same chance."""
        if len(self.what.sides) != 2:
            return chosen, chosen
        every = frontier(self.market, money)
        most = max(split.chance for split in every)
        near = [split.counts[0] for split in every if split.chance >= on_grid(most - ALMOST)]
        return min(near), max(near)

    def everything(self) -> Way | None:
        """What the whole budget would bring, or all programs without one; None if it buys none."""
        whole = self.market.cost([field.size for field in self.market.fields])
        split = best(self.market, whole if self.budget is None else float(self.budget))
        return (
            self.way("whole", split, self.on_shelves(split.counts)) if any(split.counts) else None
        )

    def on_shelves(self, counts: Sequence[int]) -> Taken:
        """The likeliest programs of each specialty, by shelf."""
        shelves = self.what.shelves()
        return tuple(
            sum(o.worth == worth for o in self.what.sides[field].offers[: counts[field]])
            for field, worth in shelves
        )

    def kept(self, taken: Taken) -> list[tuple[int, Offer]]:
        """The programs taken, with the number of their specialty."""
        return [
            (field, offer)
            for (field, worth), n in zip(self.what.shelves(), taken, strict=True)
            for offer in self.what.on_shelf(field, worth)[:n]
        ]

    def hazards(self, taken: Taken) -> dict[str, list[float]]:
        """Sums of hazards by specialty, at each end."""
        kept = self.kept(taken)
        return {
            end: [
                math.fsum(getattr(offer.hazard, end) for at, offer in kept if at == field)
                for field in range(len(self.what.sides))
            ]
            for end in ENDS
        }

    def chance(self, hazards: dict[str, list[float]]) -> Chance:
        """Chance of any match of these sums, with its range."""
        return Chance(*(self.markets[end].chance_of(hazards[end]) for end in ENDS))

    def chance_of(self, counts: Sequence[int]) -> Chance:
        """Chance of any match of the likeliest programs in these numbers."""
        return Chance(*(self.markets[end].chance(counts) for end in ENDS))

    def by_side(self, taken: Taken) -> Iterator[Chance]:
        """Chance of a match in each specialty."""
        hazards = self.hazards(taken)
        for i in range(len(self.what.sides)):
            only = {end: [h if j == i else 0.0 for j, h in enumerate(hazards[end])] for end in ENDS}
            yield self.chance(only)

    def as_dice(self, taken: Taken) -> Chance:
        """The chance if no luck were shared, not even between programs of one specialty."""
        return Chance(*(-math.expm1(-math.fsum(each)) for each in self.hazards(taken).values()))

    def stop(self) -> Stop:
        """The stop point, and how far it moves over the ranges of the rate and of the chances."""
        here = worthwhile(self.market, self.rate.use / 1e4)
        corners = [(end, self.rate.use) for end in ENDS]
        corners += [("use", self.rate.low), ("use", self.rate.high)]
        costs = [worthwhile(self.markets[end], rate / 1e4).cost for end, rate in corners]
        return Stop(
            rate=self.rate, counts=here.counts, cost=here.cost, low=min(costs), high=max(costs)
        )

    def parts(self, counts: Sequence[int], taken: Taken, money: float) -> Iterator[Part]:
        """Each specialty."""
        others = [best(self.markets[end], money).counts for end in ("low", "high")]
        advice = self.plan.counts.advice if self.plan.counts else ()
        wanted = {cost.specialty.id: cost.programs for cost in advice}
        kept = self.kept(taken)
        for i, (side, n) in enumerate(zip(self.what.sides, counts, strict=True)):
            groups = [
                o.candidacy.group.value if o.candidacy.group else "other"
                for field, o in kept
                if field == i and o.candidacy
            ]
            signals = [o.signal for field, o in kept if field == i]
            assert side.chance.per is not None
            yield Part(
                card=side.card,
                programs=n,
                low=min(n, *(each[i] for each in others)),
                high=max(n, *(each[i] for each in others)),
                fee=side.price(n),
                left=len(side.offers),
                listed=side.listed,
                wanted=wanted.get(side.card.id, 0),
                usual=side.chance.per.usual,
                gold=min(side.gold, n) if not self.what.own else signals.count(Signal.GOLD),
                silver=max(0, min(side.silver, n - side.gold))
                if not self.what.own
                else signals.count(Signal.SILVER),
                fees_source=side.schedule.source,
                groups=tuple((g, groups.count(g)) for g in ("reach", "target", "safety", "other")),
            )

    def picks(self, taken: Taken) -> Iterator[Pick]:
        """Each program in the order of what it adds for its price."""
        shelves = self.what.shelves()
        rows = [iter(self.what.on_shelf(field, worth)) for field, worth in shelves]
        sums = {end: [0.0] * len(self.what.sides) for end in ENDS}
        numbers = [0] * len(self.what.sides)
        before = [0.0, 0.0, 0.0]
        for order, shelf in enumerate(in_turn(self.wishes, taken), start=1):
            field, offer = shelves[shelf][0], next(rows[shelf])
            side = self.what.sides[field]
            numbers[field] += 1
            for end in ENDS:
                sums[end][field] += getattr(offer.hazard, end)
            now = [self.markets[end].chance_of(sums[end]) for end in ENDS]
            gains = [b - a for a, b in zip(before, now, strict=True)]
            before = now
            assert offer.candidacy is not None
            price = side.price(numbers[field]) - side.price(numbers[field] - 1)
            gain = Span(min(gains), gains[1], max(gains))
            yield _pick(order, price, gain, offer.signal, offer.candidacy)

    def ways(self, money: float, taken: Taken) -> Iterator[Way]:
        """The same money in other ways: the most of any match, the first choice alone, rivals."""
        most = best(self.market, money)
        if most.counts != self.wishes.counts(taken):
            yield self.way("most", most, taken)
        if self.what.own:
            yield from self.rivals(money, taken)
        alone = self.what.alone()
        if alone:
            single = Chooser(self.plan, alone, self._chances, self._beside)
            split = best(single.market, money)
            chance = self._alone_of_plan(split.counts[0]) or single.chance_of(split.counts)
            counts = (*split.counts, *(0 for _ in self.what.sides[1:]))
            if any(counts):
                yield self._way("first_only", counts, split.cost, chance, taken)

    def _alone_of_plan(self, sent: int) -> Chance | None:
        """The plan's own chance with its first choice alone, if it is for as many applications."""
        way = None if self.what.own else self._beside.alone
        return way.somewhere if way and way.sent[0][1] == sent else None

    def rivals(self, money: float, taken: Taken) -> Iterator[Way]:
        """By price alone, in the order of the list; and by chance alone."""
        blind = cheapest(self.market, money)
        chance = self.chance(self.in_list_order(blind))
        yield self._way("cheapest", blind, self.market.cost(blind), chance, taken)
        yield self.way("likeliest", split_of(self.market, likeliest(self.market, money)), taken)

    def half(self, money: float) -> Half | None:
        """The same choice and the same rivals with half of the money."""
        counts = best(self.market, money / 2).counts
        taken = self.on_shelves(counts)
        if not any(counts):
            return None
        return Half(
            money=money / 2,
            counts=counts,
            chance=self.chance(self.hazards(taken)),
            ways=tuple(self.rivals(money / 2, taken)),
        )

    def in_list_order(self, counts: Sequence[int]) -> dict[str, list[float]]:
        """Sums of hazards of the first programs of the list, whatever they bring.

        The same number of signals is sent, where they add most among them.
        """
        found: dict[str, list[float]] = {end: [] for end in ENDS}
        for side, n in zip(self.what.sides, counts, strict=True):
            offers = sorted(side.offers, key=lambda o: o.candidacy.line if o.candidacy else 0)
            ways = [Effects(*(o.at(s).use for s in (PLAIN, SILVER, GOLD))) for o in offers[:n]]
            sent = placed(ways, side.gold, side.silver)
            hazards = [o.at(s) for o, s in zip(offers[:n], sent, strict=True)]
            for end in ENDS:
                found[end].append(math.fsum(getattr(hazard, end) for hazard in hazards))
        return found

    def way(self, name: str, split: Split, taken: Taken) -> Way:
        """One rival that takes the likeliest programs of each specialty."""
        return self._way(name, split.counts, split.cost, self.chance_of(split.counts), taken)

    def _way(
        self, name: str, counts: tuple[int, ...], cost: float, chance: Chance, taken: Taken
    ) -> Way:
        mine = self.chance(self.hazards(taken))
        equal = cheapest_for(self.market, chance.use)
        gaps = [getattr(mine, end) - getattr(chance, end) for end in ENDS]
        return Way(
            id=name,
            counts=counts,
            cost=cost,
            chance=chance,
            ahead=Span(min(gaps), gaps[1], max(gaps)),
            saved=max(0.0, cost - equal.cost) if equal else 0.0,
        )

    def curve(self, most: float) -> Iterator[Step]:
        """What more money brings, in even steps up to `most` or to all programs."""
        whole = self.market.cost([field.size for field in self.market.fields])
        end = min(most * 1.1, whole)
        size = next((s for s in BUDGET_STEPS if end / s <= ROWS), BUDGET_STEPS[-1])
        before = Chance(0.0, 0.0, 0.0)
        for n in range(1, math.ceil(end / size) + 1):
            split = best(self.market, n * size)
            chance = self.chance_of(split.counts)
            gains = [max(0.0, (getattr(chance, e) - getattr(before, e)) * 1e4 / size) for e in ENDS]
            yield Step(
                budget=n * size,
                counts=split.counts,
                cost=split.cost,
                chance=chance,
                gain=Span(min(gains), gains[1], max(gains)),
            )
            before = chance

    def splits(self, money: float, chosen: Sequence[int]) -> Iterator[Divided]:
        """Ways to divide the money between two specialties, the best one among them."""
        if len(self.what.sides) != 2:
            return
        every = frontier(self.market, money)
        step = max(1, math.ceil(len(every) / ROWS))
        kept = {split for i, split in enumerate(every) if i % step == 0 or i == len(every) - 1}
        kept |= {split for split in every if split.counts[0] in (chosen[0], KNEE)}
        kept = {split for split in kept if all(split.counts)}
        for split in sorted(kept, key=lambda split: split.counts):
            same = tuple(split.counts) == tuple(chosen)
            chance = self.of_plan(self.on_shelves(chosen)) if same else self.chance_of(split.counts)
            yield Divided(counts=split.counts, cost=split.cost, chance=chance)


def _pick(order: int, price: float, gain: Span, signal: Signal | None, row: Candidacy) -> Pick:
    """One chosen program with what its row says."""
    program = row.program
    return Pick(
        order=order,
        specialty=program.specialty,
        line=row.line,
        name=program.name,
        code=program.code,
        city=program.city,
        state=program.state or "",
        group=row.group.value if row.group else "",
        price=price,
        gain=gain,
        signal=signal.value if signal else "",
        own_signal=program.signal.value if program.signal else "",
        img_share=program.img_share,
        interview_rate=program.interview_rate,
        setting=program.setting.value if program.setting else "",
        preference=program.preference,
        ratio=row.ratio,
        questions=row.questions,
    )
