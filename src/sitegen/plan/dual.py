"""Whether to apply to two specialties, how many programs in each, and what that costs."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence

from sitegen.facts.applicant import FactMaker
from sitegen.facts.model import Fact, Facts, Interval
from sitegen.facts.money import affordable, fee, schedule_for
from sitegen.grid import half_up, on_grid
from sitegen.knowledge.model import FeeSchedule, Knowledge
from sitegen.plan.model import (
    Card,
    Cost,
    CountOption,
    Counts,
    Decision,
    Rating,
    Supply,
)
from sitegen.profile import Profile
from sitegen.rules import Finding, evaluate, evaluate_group

COMPETITIVE = 3
"""Match likelihood of a first choice up to which the guide's larger counts apply."""

NARROW = 2
"""Visa rating up to which they apply as well."""


def decide(
    applicant: Facts, primary: Card | None, make: FactMaker, knowledge: Knowledge, as_of: dt.date
) -> Decision:
    """Apply the triggers, then the decision over them."""
    facts: dict[str, Fact] = {**applicant, **_primary_facts(primary, make)}
    triggers = evaluate_group("triggers", facts, knowledge, as_of)
    for finding in triggers:
        facts[finding.rule.id] = _holds(finding, make)
    (none_needed,) = evaluate_group("none_needed", facts, knowledge, as_of)
    facts[none_needed.rule.id] = _holds(none_needed, make)
    (rule,) = knowledge.rules_in("decision")
    return Decision(
        finding=evaluate(rule, facts, knowledge, as_of), triggers=triggers, none_needed=none_needed
    )


def _holds(finding: Finding, make: FactMaker) -> Fact:
    kind = make.kinds[finding.rule.id]
    value = {"holds": True, "clear": False}.get(finding.outcome or "")
    origins = tuple(o for fact in finding.compared for o in fact.origins)
    return Fact(finding.rule.id, value, kind.unit, kind.label, origins, finding.missing)


def _primary_facts(primary: Card | None, make: FactMaker) -> dict[str, Fact]:
    names = {
        "primary.likelihood": "likelihood",
        "primary.visa": "visa",
        "primary.friendliness": "friendliness",
    }
    facts = {}
    for name, part in names.items():
        kind = make.kinds[name]
        if primary is None:
            facts[name] = make.told(name, None, "interests.primary")
            continue
        rating: Rating = getattr(primary, part)
        value = rating.open_low if rating.settled else Interval(rating.open_low, rating.open_high)
        facts[name] = Fact(name, value, kind.unit, kind.label, (), rating.missing)
    for name, source in (("primary.step2_gap", "here.step2_gap"),
                         ("primary.us_letters", "here.us_letters")):  # fmt: skip
        kind = make.kinds[name]
        if primary is None:
            facts[name] = make.told(name, None, "interests.primary")
        else:
            fact = primary.facts[source]
            facts[name] = Fact(name, fact.value, kind.unit, kind.label, fact.origins, fact.missing)
    return facts


class _Prices:
    """Fee schedules of the season, by specialty."""

    def __init__(self, knowledge: Knowledge, season: int | None) -> None:
        self.knowledge = knowledge
        self.season = season

    def schedule(self, card: Card) -> FeeSchedule | None:
        schedules = self.knowledge.fees.get(card.specialty.about.service.value)
        return schedule_for(schedules, self.season) if schedules else None

    def cost(self, card: Card, programs: int) -> Cost:
        schedule = self.schedule(card)
        assert schedule is not None, "counts are only made where a schedule is known"
        return Cost(
            specialty=card.specialty, programs=programs, fee=fee(schedule, programs),
            schedule=schedule,
        )  # fmt: skip

    def transcripts(self, cards: Sequence[Card]) -> float:
        """USMLE transcripts: once for each service used."""
        services = {c.specialty.about.service: self.schedule(c) for c in cards}
        return math.fsum(s.transcript.value for s in services.values() if s)


def count_programs(
    p: Profile,
    primary: Card | None,
    backup: Card | None,
    knowledge: Knowledge,
    as_of: dt.date,
    *,
    hold: bool,
) -> Counts | None:
    """Both readings of the guide with their cost, and what binds for this applicant.

    `hold` says that no specialty works today; then no number is advised. The result is None
    when there is neither a first choice nor a backup, when too little is known to count, or when
    no fee schedule is known.
    """
    cards = [c for c in (primary, backup) if c is not None]
    prices = _Prices(knowledge, p.season)
    if not cards or not cards[0].tells or any(prices.schedule(c) is None for c in cards):
        return None

    def span(name: str) -> tuple[int, int]:
        value = knowledge.parameter(name, as_of)
        return int(value.low or 0), int(value.high or 0)

    first, second = span("guide.primary-programs"), span("guide.backup-programs")
    together = span("guide.two-specialty-programs")
    transcripts = prices.transcripts(cards)
    wide = _option("wide", "guide.primary-programs", cards, [first, second], prices, transcripts)
    if len(cards) == 2:
        halves = [_split(together[0]), _split(together[1])]
        spans = [(halves[0][i], halves[1][i]) for i in range(2)]
    else:
        spans = [together]
    focused = _option("focused", "guide.two-specialty-programs", cards, spans, prices, transcripts)
    supplies = tuple(_supply(card) for card in cards)
    counts: tuple[int, ...] | None = None
    if hold:
        binding = "hold"
    else:
        binding, counts = _binding(p, cards, focused, wide, supplies, prices, transcripts)
    return Counts(
        options=(focused, wide),
        supplies=supplies,
        budget=p.constraints.application_budget,
        binding=binding,
        advice=tuple(prices.cost(c, n) for c, n in zip(cards, counts, strict=True))
        if counts
        else (),
        advice_transcripts=transcripts,
    )


def _split(total: int) -> tuple[int, int]:
    """A little more than half to the first choice."""
    first = -(-total * 55 // 100)
    return first, total - first


def _option(
    name: str, parameter: str, cards: Sequence[Card], spans: Sequence[tuple[int, int]],
    prices: _Prices, transcripts: float,
) -> CountOption:  # fmt: skip
    return CountOption(
        name=name,
        parameter=parameter,
        low=tuple(prices.cost(c, s[0]) for c, s in zip(cards, spans, strict=False)),
        high=tuple(prices.cost(c, s[1]) for c, s in zip(cards, spans, strict=False)),
        transcripts=transcripts,
    )


def _supply(card: Card) -> Supply:
    """Programs likely open: all programs, narrowed by visa and by who interviews non-US IMGs.

    The two shares overlap in an unknown way. The low end takes them as independent, the high
    end takes the smaller of the two alone.
    """
    programs = card.facts["field.programs"].value
    doors, visa = card.facts["field.doors"].value, card.facts["visa.share"].value
    total = int(programs) if isinstance(programs, int) else None
    shares = [s / 100 for s in (doors, visa) if isinstance(s, (int, float))]
    if total is None or len(shares) < 2:
        reason = "programs" if total is None else "share"
        return Supply(
            specialty=card.specialty, programs=total, open_low=None, open_high=None, reason=reason
        )
    low = int(half_up(total * shares[0] * shares[1]))
    high = int(half_up(total * min(shares)))
    return Supply(
        specialty=card.specialty, programs=total, open_low=low, open_high=high, reason="known"
    )


def _binding(
    p: Profile, cards: Sequence[Card], focused: CountOption, wide: CountOption,
    supplies: Sequence[Supply], prices: _Prices, transcripts: float,
) -> tuple[str, tuple[int, ...]]:  # fmt: skip
    """What limits the numbers: budget, supply, or the guide itself; with the numbers advised."""
    primary_hard = cards[0].is_primary and (
        cards[0].likelihood.value <= COMPETITIVE or cards[0].visa.value <= NARROW
    )
    target = tuple(c.programs for c in (wide.low if primary_hard else focused.high))
    capped = tuple(
        min(n, s.open_high) if s.open_high is not None else n
        for n, s in zip(target, supplies, strict=True)
    )
    binding = "supply" if capped != target else ("wide" if primary_hard else "focused")
    budget = p.constraints.application_budget
    schedules = [c.schedule for c in (prices.cost(card, 0) for card in cards)]
    if budget is None:
        return binding, capped
    fees = (fee(s, n) for s, n in zip(schedules, capped, strict=True))
    if on_grid(math.fsum((transcripts, *fees))) <= budget:
        return binding, capped
    return "budget", affordable(schedules, capped, budget, transcripts)
