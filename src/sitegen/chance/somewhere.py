"""A match in any of several specialties of one person, with every error moved in all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sitegen.chance.luck import Luck, some_of
from sitegen.chance.odds import LOGLOG, PLAIN, Chance, around
from sitegen.chance.route import NO_ERROR, Errors, PaceTerms, Prospect, Span
from sitegen.records import value_object

Sent = Sequence[tuple[Prospect, int]]
"""Specialties of one person, each with a number of applications."""


def somewhere_at(sent: Sent, terms: PaceTerms, errors: Errors = NO_ERROR) -> float:
    """The chance of a match in at least one specialty where errors lie so far from their middle."""
    found = [prospect.brought(number, errors) for prospect, number in sent]
    shared = min(terms.shared.at(errors.get("luck-shared", 0.0)), 1.0)
    return some_of([each.hazard for each in found], Luck(found[0].shape, shared))


def errors_of(sent: Sent) -> list[str]:
    """Every error of some specialties together, each once."""
    every: Iterable[str] = (name for prospect, _ in sent for name in prospect.errors)
    return list(dict.fromkeys([*(["luck-shared"] if len(sent) > 1 else []), *every]))


@value_object
class Swings:
    """An outcome, and what it is with each of its errors alone at the two ends."""

    use: float
    ends: Mapping[str, tuple[float, float]]

    @property
    def chance(self) -> Chance:
        """The outcome with its range."""
        low, high = around(self.use, self.ends.values(), LOGLOG)
        return Chance(low, self.use, high)

    def less(self, other: Swings) -> Span:
        """How far it lies above another outcome, with each error moved in both at once."""
        names = dict.fromkeys((*other.ends, *self.ends))
        rest = (self.use, self.use), (other.use, other.use)
        pairs = ((self.ends.get(n, rest[0]), other.ends.get(n, rest[1])) for n in names)
        use = self.use - other.use
        ends = ((a[0] - b[0], a[1] - b[1]) for a, b in pairs)
        low, high = around(use, ends, PLAIN)
        return Span(low, use, high)


def somewhere(sent: Sent, terms: PaceTerms) -> Swings:
    """The chance of a match in at least one specialty, with every error at both its ends."""
    ends = {
        name: (
            somewhere_at(sent, terms, {name: -1.0}),
            somewhere_at(sent, terms, {name: 1.0}),
        )
        for name in errors_of(sent)
    }
    return Swings(somewhere_at(sent, terms), ends)
