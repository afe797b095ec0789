"""How many programs in each specialty, what that costs, and the guide's readings beside it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from sitegen.facts.money import fee
from sitegen.plan.card import Card
from sitegen.plan.decision.beside import Beside
from sitegen.plan.decision.model import Choice, Cost, CountOption, Counts, Gain, Supply

EACH_OF_FOUR = 30
FOUR, TWO = 4, 2


def counted(
    choice: Choice, primary: Card | None, named: Sequence[Card], beside: Beside
) -> Counts | None:
    """The numbers of the answer with their cost, and the guide's readings at its prices.

    `named` are the specialties of the profile, the first choice in front. The result is None where
    nothing can be counted: no specialty to apply in, too little known, or no fees.
    """
    gain = choice.gain
    first = primary or (choice.backups[0].card if choice.backups else None)
    if gain is None or first is None or not first.tells:
        return None
    cards = [card for card, _ in gain.sent]
    binding = _binding(gain, beside)
    advice = tuple(cost_of(card, n, beside) for card, n in gain.sent)
    return Counts(
        options=tuple(_options(cards, named, beside)),
        supplies=tuple(_supply(card, beside) for card in cards),
        budget=beside.budget,
        binding=binding,
        advice=advice,
        advice_transcripts=transcripts(advice),
        gain=gain,
    )


def cost_of(card: Card, programs: int, beside: Beside) -> Cost:
    """The price of some applications."""
    schedule = beside.schedule(card)
    assert schedule is not None, "counts are only made where a schedule is known"
    return Cost(
        specialty=card.specialty, programs=programs, fee=fee(schedule, programs), schedule=schedule
    )


def transcripts(costs: Sequence[Cost]) -> float:
    """USMLE transcripts in USD: once for each service that is used."""
    used = {c.specialty.about.service: c.schedule.transcript.value for c in costs if c.programs}
    return math.fsum(used.values())


def _options(cards: Sequence[Card], named: Sequence[Card], beside: Beside) -> list[CountOption]:
    """The two readings of the guide; and where many are named, many fields against two."""

    def span(name: str) -> tuple[int, int]:
        value = beside.person.knowledge.parameter(name, beside.person.as_of)
        return int(value.low or 0), int(value.high or 0)

    pair = cards[:TWO]
    first, second = span("guide.primary-programs"), span("guide.backup-programs")
    together = span("guide.two-specialty-programs")
    halves = [_split(n) if len(pair) == TWO else (n,) for n in together]
    found = [
        _option("focused", pair, halves[0], halves[1], beside),
        _option("wide", pair, (first[0], second[0]), (first[1], second[1]), beside),
    ]
    four = [c for c in named if beside.countable(c)][:FOUR]
    if len(four) == FOUR:
        scattered = span("guide.scattered-programs")[0]
        each, half = scattered // FOUR, scattered // TWO
        two = pair if len(pair) == TWO else four[:TWO]
        found += [
            _option("four", four, (each,) * FOUR, (each,) * FOUR, beside),
            _option("two", two, (half,) * TWO, (half,) * TWO, beside),
        ]
    return found


def _split(total: int) -> tuple[int, int]:
    """A little more than half to the first choice."""
    first = -(-total * 55 // 100)
    return first, total - first


def _option(
    name: str, cards: Sequence[Card], low: Sequence[int], high: Sequence[int], beside: Beside
) -> CountOption:
    ends = [
        tuple(cost_of(card, n, beside) for card, n in zip(cards, numbers, strict=False))
        for numbers in (low, high)
    ]
    return CountOption(
        name=name, cards=tuple(cards), low=ends[0], high=ends[1], transcripts=transcripts(ends[0])
    )


def _supply(card: Card, beside: Beside) -> Supply:
    """Programs that are likely open: those that interview people like this one, take a visa that
    they accept, and lie in states where they would go."""
    assert card.chance is not None, "only countable specialties are counted"
    open_here = card.chance.openness
    low, high = open_here.likely(beside.terms.span("open-programs"))
    return Supply(
        specialty=card.specialty,
        programs=open_here.programs,
        open_low=low,
        open=open_here.open,
        open_high=high,
    )


def _binding(gain: Gain, beside: Beside) -> str:
    """What limits the numbers: the budget, the open programs, or what one more brings.

    None is sent where not even the first is worth its price, or where the budget pays for none."""
    if beside.short(gain):
        return "budget"
    if not any(n for _, n in gain.sent):
        return "none"
    full = [n >= beside.chance(card, 0).openness.open for card, n in gain.sent]
    return "supply" if all(full) else "part" if any(full) else "stop"
