"""What is shown beside the answer: each other way to apply, with its cost and its whole range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sitegen.chance.route import Span, match_of
from sitegen.chance.somewhere import Swings, somewhere
from sitegen.grid import on_grid
from sitegen.plan.card import Card
from sitegen.plan.decided import Decided
from sitegen.plan.decision.beside import Beside
from sitegen.plan.decision.choose import GAIN
from sitegen.plan.decision.model import Candidate, Choice, Compared, Counts, Gain, Reading, Way

MOST = 6
"""Specialties in the table of what each would add."""

Sent = Sequence[tuple[Card, int]]


def compared(
    person: Decided, primary: Card | None, choice: Choice, counts: Counts | None
) -> Compared:
    """Every way to apply that the pages show, each counted once."""
    if counts is None:
        return Compared(plan=None, alone=None, others=(), readings=())
    ways = _Ways(Beside(person, primary, person.scales, person.known))
    money = counts.gain.cost
    alone = [(primary, ways.beside.alone_for(money))] if primary and ways.beside.first else []
    fitting = [c for c in choice.candidates if c.gain and _acceptable(c)][:MOST]
    chosen = choice.backups[0].card if len(choice.backups) == 1 else None
    gains = [
        (c, counts.gain if c.card is chosen else ways.beside.gain([c.card], money)) for c in fitting
    ]
    return Compared(
        plan=ways.gained(counts.gain, alone) if choice.backups else ways.way(counts.gain.sent),
        alone=ways.way(alone),
        others=tuple((c, way) for c, gain in gains if gain and (way := ways.gained(gain, alone))),
        readings=tuple(
            Reading(name=option.name, low=low, high=high)
            for option in counts.options
            if (low := ways.way(_numbers(option.cards, [c.programs for c in option.low])))
            and (high := ways.way(_numbers(option.cards, [c.programs for c in option.high])))
        ),
    )


def _acceptable(c: Candidate) -> bool:
    """Whether no gate stands in the way but the one on what it adds, or one that waits."""
    return all(gate.rule.id == GAIN for gate in c.shut)


def _numbers(cards: Sequence[Card], numbers: Sequence[int]) -> Sent:
    """Numbers as far as so many programs are open."""
    return [
        (card, min(n, card.chance.openness.open) if card.chance else n)
        for card, n in zip(cards, numbers, strict=True)
    ]


class _Ways:
    """Counts ways to apply for one person."""

    def __init__(self, beside: Beside) -> None:
        self.beside = beside
        self._pace = beside.terms.of_route

    def way(self, sent: Sent) -> Way | None:
        """Numbers with their cost and chances; None where nothing is sent."""
        swings = self._swings(sent)
        if swings is None:
            return None
        head, number = sent[0]
        prospect = self.beside.chance(head, len(sent) - 1).prospect
        first = match_of(prospect, number) if head.is_primary and number else None
        return Way(
            sent=tuple(sent), cost=self.beside.cost(sent), somewhere=swings.chance, first=first
        )

    def planned(self, card: Card, money: float) -> Gain | None:
        """A further specialty for this much, as it would be planned where it were the answer."""
        gain = self.beside.gain([card], money)
        if gain is None:
            return None
        found = self.beside.planned(gain)
        return found if found.sent[-1][1] else self.beside.some(card, money)

    def gained(self, gain: Gain, without: Sent) -> Way | None:
        """What a further specialty brings, and how much that is more than `without` it."""
        found, whole = self.way(gain.sent), self._swings(gain.sent)
        if found is None or whole is None:
            return None
        alone = self._swings(without)
        adds = whole.less(alone) if alone else Span(0.0, on_grid(whole.use), whole.chance.high)
        return replace(found, adds=adds)

    def _swings(self, sent: Sent) -> Swings | None:
        """The chance of a match somewhere with all its errors."""
        others = len(sent) - 1
        kept = [(self.beside.chance(card, others).prospect, n) for card, n in sent if n]
        return somewhere(kept, self._pace) if kept else None
