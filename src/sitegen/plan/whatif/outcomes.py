"""What a plan comes to, in a few values, and the same for a changed profile. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import field, replace

from sitegen.chance.odds import Chance
from sitegen.chance.route import Span
from sitegen.chance.somewhere import Swings
from sitegen.facts.money import fee, schedule_for
from sitegen.plan.again import Again
from sitegen.plan.card import Card
from sitegen.plan.chance.chance_report import start_held, start_known
from sitegen.plan.chance.chances import chance_in, divided_in, sent_to, somewhere_with, start_of
from sitegen.plan.chance.specialty_chance import SpecialtyChance
from sitegen.plan.conclusions import little_known, prepared
from sitegen.plan.decide import conclude
from sitegen.plan.decided import Decided
from sitegen.profile import Profile
from sitegen.records import record, value_object


@record
class Side:
    """One specialty of an outcome.

    `listed` is the chance with a rank order list, `match` that of so many `applications`; both
    are None where NRMP prints no group, or no way to interviews is known. `base` is the printed
    rate of the group, from 0 to 1, of `people` who ranked it first.
    """

    specialty: str
    name: str
    likelihood: int
    priority: str
    listed: Chance | None
    match: Chance | None
    applications: int
    base: float | None
    people: int | None


@record
class Numbers:
    """What a changed plan would send by itself, by name of the specialty, and what comes of it."""

    sent: tuple[tuple[str, int], ...]
    cost: float | None
    somewhere: Chance | None


@record
class Outcome:
    """The answer of one plan. `cost` is the application fees in USD; None where none is advised.

    `advised` says whether the plan advises the numbers of applications; if not, they are the
    low end of the guide. `somewhere` is the chance of a match in at least one of the sides, and
    `start` that to start on 1 July after it; None where `held` says what may prevent that.
    A changed plan is counted at the effort of today's, which is the same number of applications in
    all; `numbers` is what it would send by itself, where that is something else. `price` is the
    fees whether advised or not, None without a schedule, and `counted` holds what each error does
    to it.
    """

    verdict: str
    backups: tuple[str, ...]
    decision: tuple[str, ...]
    sides: tuple[Side, ...]
    advised: bool
    cost: float | None
    somewhere: Chance | None
    start: Chance | None
    held: tuple[str, ...] = ()
    numbers: Numbers | None = None
    price: float | None = field(default=None, repr=False, compare=False)
    counted: Swings | None = field(default=None, repr=False, compare=False)

    @property
    def total(self) -> int:
        """How many applications are counted in all."""
        return sum(side.applications for side in self.sides)

    @property
    def key(self) -> tuple[str, str | None]:
        """What a flip changes: the verdict, and the first backup."""
        return self.verdict, self.backups[0] if self.backups else None


@value_object
class Effect:
    """A difference of two chances, as parts of 1, with its range; may be below 0."""

    low: float
    use: float
    high: float


def effect(before: Outcome, after: Outcome) -> Effect | None:
    """What a change does to the chance of a match somewhere.

    Each error is moved alone, in both plans at once, to both its ends. What that does to the
    difference adds up as squares, each side apart.
    """
    if before.counted is None or after.counted is None:
        return None
    found = after.counted.less(before.counted)
    return Effect(found.low, found.use, found.high)


def more_open(before: Outcome, after: Outcome) -> Effect | None:
    """What more open doors do to the chance of a match somewhere.

    They never lower it, however the errors lie: whoever would lose by dividing the applications
    anew can send them as today.
    """
    found = effect(before, after)
    if found is None:
        return None
    return Effect(max(found.low, 0.0), max(found.use, 0.0), max(found.high, 0.0))


class Runs:
    """Makes plans for changed profiles of one person; each is made once.

    `present` is the outcome of the plan as it is.
    """

    def __init__(self, plan: Decided) -> None:
        """Start from this plan."""
        self.plan = plan
        self.like = Again(plan)
        self._terms = self.like.scales.terms
        self._groups = self.like.scales.groups
        self.present = self.of(plan)
        self._made: list[tuple[Profile, Decided]] = [(plan.read.profile, plan)]
        self._outcomes: dict[int, Outcome] = {0: self.present}

    def effect(self, after: Outcome) -> Effect | None:
        """What an outcome does to the chance of today."""
        return effect(self.present, after)

    @property
    def open_programs(self) -> Span:
        """How far the number of open programs may be off, as a factor."""
        return self._terms.span("open-programs")

    @property
    def count(self) -> int:
        """How many plans were made again."""
        return len(self._made) - 1

    def again(self, profile: Profile, more: Mapping[str, int] | None = None) -> Outcome:
        """The outcome of the whole plan, made again for another profile.

        `more` adds applications in specialties that this plan prepares.
        """
        number = self._run(profile)
        plan = self._made[number][1]
        if number not in self._outcomes:
            self._outcomes[number] = self._at_same_effort(plan)
        outcome = self._outcomes[number]
        sent = applications(outcome)
        added = {name: n + sent[name] for name, n in (more or {}).items() if name in sent}
        return self.of(plan, {**sent, **added}) if added else outcome

    def plan_of(self, profile: Profile) -> Decided:
        """The whole plan for another profile."""
        return self._made[self._run(profile)][1]

    def key(self, profile: Profile) -> tuple[str, str | None]:
        """The verdict and the first backup for another profile, without its chances."""
        choice = self.plan_of(profile).choice
        return choice.verdict, choice.backups[0].card.id if choice.backups else None

    def _run(self, profile: Profile) -> int:
        """The number of the plan for a profile; it is made once."""
        for number, (known, _) in enumerate(self._made):
            if known == profile:
                return number
        plan = self.plan
        read = replace(plan.read, profile=profile)
        self._made.append((profile, conclude(read, plan.knowledge, plan.as_of, self.like)))
        return len(self._made) - 1

    def _at_same_effort(self, made: Decided) -> Outcome:
        """A changed plan with the effort of today's, and beside it what it would send itself.

        A change is then not mixed up with the change of numbers that comes with it.
        """
        own = self.of(made)
        today = applications(self.present)
        if not any(today.values()):
            return own
        sent = _same(today, applications(own), _open_programs(made))
        if {name: n for name, n in applications(own).items() if n} == sent:
            return own
        same = self.of(made, sent)
        numbers = Numbers(
            sent=tuple((side.name, side.applications) for side in own.sides),
            cost=own.cost,
            somewhere=own.somewhere,
        )
        return replace(same, advised=own.advised, numbers=numbers)

    def of(self, plan: Decided, sent: Mapping[str, int] | None = None) -> Outcome:
        """The outcome of a plan, with other numbers of applications if `sent` gives them."""
        cards = [plan.card(name) for name in sent] if sent is not None else _counted(plan)
        pairs = [(card, self._chance(card, plan, sent)) for card in cards]
        kept = [c for _, c in pairs if c and c.applications]
        some = somewhere_with(kept, self._terms) if kept else None
        advice = [c for c in plan.counts.advice if c.programs] if plan.counts else []
        total = plan.counts.advice_total if plan.counts and advice else None
        cost = total if sent is None else price(plan, sent)
        sides = tuple(_side(card, chance) for card, chance in pairs)
        paid = price(plan, {side.specialty: side.applications for side in sides})
        return Outcome(
            verdict=plan.choice.verdict,
            backups=tuple(b.card.id for b in plan.choice.backups),
            decision=plan.decision.possible,
            sides=sides,
            advised=bool(advice),
            cost=cost,
            price=paid if cost is None else cost,
            somewhere=some.any if some else None,
            counted=some.swings if some else None,
            start=start_known(plan, start_of(plan, self._terms)),
            held=start_held(plan),
        )

    def _chance(
        self, card: Card, plan: Decided, sent: Mapping[str, int] | None
    ) -> SpecialtyChance | None:
        group = self._groups.get(card.id)
        if group is None or little_known(plan):
            return None
        if sent is None:
            return chance_in(card, group, plan, self._terms)
        beside = sum(n > 0 for n in sent.values()) - 1 if card.is_primary else 0
        return divided_in(card, group, plan, self._terms, beside).at(sent[card.id])


def _counted(plan: Decided) -> list[Card]:
    """What the plan prepares, without a specialty to which its money sends nothing."""
    sent = sent_to(plan)
    return [card for card in prepared(plan) if card.id in sent]


def _side(card: Card, chance: SpecialtyChance | None) -> Side:
    return Side(
        specialty=card.id,
        name=card.specialty.name,
        likelihood=card.likelihood.value,
        priority=card.priority.word,
        listed=chance.listed.chance if chance else None,
        match=chance.match if chance else None,
        applications=chance.applications if chance else 0,
        base=chance.group.rate if chance else None,
        people=chance.group.people if chance else None,
    )


def price(plan: Decided, sent: Mapping[str, int]) -> float | None:
    """Fees of these applications in USD, transcripts included; None without a schedule."""
    known, season = plan.knowledge, plan.read.profile.season
    paid, services = [], set()
    for name, number in sent.items():
        service = known.specialties[name].about.service.value
        if not known.fees.get(service):
            return None
        schedule = schedule_for(known.fees[service], season)
        paid.append(fee(schedule, number))
        if service not in services:
            paid.append(schedule.transcript.value)
            services.add(service)
    return math.fsum(paid)


def _same(
    today: Mapping[str, int], own: Mapping[str, int], most: Mapping[str, int]
) -> dict[str, int]:
    """As many applications as today in all, for the specialties of a changed plan.

    With the same first choice, each specialty keeps its number, and another backup takes that of
    the one in whose place it stands. One that the changed plan drops keeps its number too, and one
    that it adds gets none. With another first choice, the changed plan divides the same total as
    its `own` numbers are divided; `most` is how many programs are open in a specialty.
    """
    if not own or next(iter(own)) == next(iter(today)):
        return _in_place({name: n for name, n in today.items() if n}, list(own))
    return _shared_out(sum(int(n) for n in today.values()), own, most)


def _in_place(today: Mapping[str, int], wanted: Sequence[str]) -> dict[str, int]:
    if set(wanted) >= set(today) or set(wanted) <= set(today):
        return dict(today)
    found = dict(zip(wanted, today.values(), strict=False))
    for name, number in list(today.items())[len(found) :]:
        found.setdefault(name, number)
    return found


def _shared_out(total: int, own: Mapping[str, int], most: Mapping[str, int]) -> dict[str, int]:
    """A total in the proportion of some numbers, by largest remainders, up to what is open.

    What does not fit goes to the others, and is left out where every program has one.
    """
    sent = {name: n for name, n in own.items() if n} or dict.fromkeys(own, 1)
    whole = sum(int(n) for n in sent.values())
    parts = {name: total * n / whole for name, n in sent.items()}
    found = {name: min(int(part), most.get(name, total)) for name, part in parts.items()}
    while (left := total - sum(int(n) for n in found.values())) > 0:
        room = [name for name in found if found[name] < most.get(name, total)]
        if not room:
            break
        for name in sorted(room, key=lambda name: found[name] - parts[name])[:left]:
            found[name] += 1
    return found


def _open_programs(plan: Decided) -> dict[str, int]:
    """How many programs are likely open in each specialty that the plan counts."""
    return {s.specialty.id: s.open for s in (plan.counts.supplies if plan.counts else ())}


def applications(outcome: Outcome) -> dict[str, int]:
    """How many applications an outcome counts, by specialty."""
    return {side.specialty: side.applications for side in outcome.sides}
