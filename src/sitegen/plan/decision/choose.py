"""Chooses: the first choice alone, with the backup that adds most, or with two that go together."""

from __future__ import annotations

from collections.abc import Sequence, Set

from sitegen.facts.evidence import CORE_FIELDS
from sitegen.grid import on_grid
from sitegen.plan.card import Card
from sitegen.plan.decision.beside import HUNDRED, Beside
from sitegen.plan.decision.gates import VETOES
from sitegen.plan.decision.model import Candidate, Choice, Gain
from sitegen.plan.scorecard import order

MOST_RUNNERS_UP = 3
GAIN = "gain.adds"
"""The gate that asks how much a specialty adds."""

OUT_OF_REACH = 1
"""Match likelihood of a first choice that is out of reach."""

WEAK = 2
"""Match likelihood of a first choice up to which going alone needs a warning."""


class Chooser:
    """Picks among the candidates of one person."""

    def __init__(
        self, beside: Beside, primary: Card | None, invited: Set[str] = frozenset()
    ) -> None:
        """`invited` holds the specialties of the interview tracker once applications are out."""
        self._person, self._beside, self._primary = beside.person, beside, primary
        self._invited = invited

    def choose(self, candidates: Sequence[Candidate]) -> Choice:
        """The answer, with what its applications bring.

        Where only the applicant's own word is missing, the answer is provisional: `missing` names
        the answers that could change it.
        """
        ranked = tuple(sorted(candidates, key=self._key))
        passed = [c for c in ranked if self._passes(c)]
        passed = passed or [c for c in ranked if self._but_for_a_word(c)]
        if passed:
            backups = self._with_related(passed)
            gain = self._beside.gain([b.card for b in backups])
            rest = [c for c in ranked if c not in backups and not _refused(c)]
            return self._answer("recommended", ranked, backups, rest, gain, missing_of(backups))
        waiting = [c for c in ranked if not c.shut and not self._too_little(c)]
        if waiting or (self._primary and not self._primary.tells):
            first_open = waiting[:MOST_RUNNERS_UP]
            first = self._primary.missing if self._primary else ()
            missing = tuple(dict.fromkeys((*missing_of(first_open), *first)))
            return self._answer("undecided", ranked, (), first_open, self._beside.alone(), missing)
        strong = self._primary is not None and self._primary.likelihood.value > WEAK
        near = [c for c in ranked if not _refused(c)]
        return self._answer(
            "not_needed" if strong else "nothing_adds",
            ranked, (), near or _nearest(ranked), self._beside.alone(),
            missing_of([c for c in near if {g.rule.id for g in c.undecided} <= {*VETOES, GAIN}]),
        )  # fmt: skip

    def _passes(self, c: Candidate) -> bool:
        """Whether it passes; where interviews were offered, it has added what it adds."""
        invited = c.card.id in self._invited and not _refused(c)
        return c.passed or (invited and all(g.rule.id == GAIN for g in c.undecided))

    def _but_for_a_word(self, c: Candidate) -> bool:
        """Whether it passes but for the applicant's own word, or for what settles how much it adds.

        As far as is known, it adds enough.
        """
        open_ = {gate.rule.id for gate in c.undecided}
        return not c.shut and bool(open_) and open_ <= {*VETOES, GAIN} and not self._too_little(c)

    def _too_little(self, c: Candidate) -> bool:
        """Whether it adds too little, as far as is known."""
        return c.gain is None or c.gain.adds < on_grid(self._beside.least_gain)

    def _answer(
        self,
        verdict: str,
        ranked: tuple[Candidate, ...],
        backups: tuple[Candidate, ...],
        runners: Sequence[Candidate],
        gain: Gain | None,
        missing: tuple[str, ...],
    ) -> Choice:
        return Choice(
            verdict=verdict,
            backups=backups,
            runners_up=tuple(runners[:MOST_RUNNERS_UP]),
            candidates=ranked,
            missing=missing,
            gain=gain,
            out_of_reach=self._out_of_reach(),
        )

    def _out_of_reach(self) -> bool:
        """Whether hardly anybody like this person matches to the first choice."""
        first = self._primary
        return first is not None and first.tells and first.likelihood.value <= OUT_OF_REACH

    def _key(self, c: Candidate) -> tuple[bool, float, tuple[int, int, float, str]]:
        """What adds most goes first; a specialty that was named has a lead over the others."""
        named = c.card.facts["fit.named"].value is True
        lead = self._parameter("decision.named-lead") if named else 0.0
        adds = c.gain.adds * HUNDRED if c.gain else -HUNDRED
        bands = self._person.knowledge.bands
        return c.card.id not in self._invited, -on_grid(adds + lead), order(c.card, bands)

    def _parameter(self, name: str) -> float:
        value = self._person.knowledge.parameter(name, self._person.as_of).value
        assert isinstance(value, (int, float)), "checked when data is loaded"
        return float(value)

    def _with_related(self, passed: Sequence[Candidate]) -> tuple[Candidate, ...]:
        """The best backup; a second one only if closely related, and if it adds as much again.

        Guide: one first choice and one backup are right; two backups only among internal
        medicine, family medicine and psychiatry.
        """
        first = passed[0]
        others = [c for c in passed[1:] if c.card.id in CORE_FIELDS]
        if first.card.id not in CORE_FIELDS or first.gain is None:
            return (first,)
        if self._invited:
            return (first, *[c for c in others if c.card.id in self._invited][:1])
        least = on_grid(self._beside.least_gain * HUNDRED)
        found = [(self._beside.gain([first.card, c.card]), c) for c in others]
        more = [(on_grid((g.somewhere - first.gain.somewhere) * HUNDRED), c) for g, c in found if g]
        best = max(more, key=lambda each: each[0], default=None)
        return (first, best[1]) if best and best[0] >= least else (first,)


def _refused(c: Candidate) -> bool:
    """Whether a gate is shut beside the one on what it adds."""
    return any(gate.rule.id != GAIN for gate in c.shut)


def missing_of(candidates: Sequence[Candidate]) -> tuple[str, ...]:
    """The answers that the gates of some candidates wait for."""
    return tuple(dict.fromkeys(m for c in candidates for g in c.undecided for m in g.missing))


def _nearest(ranked: Sequence[Candidate]) -> list[Candidate]:
    """The candidates with the fewest shut gates that the applicant could still open."""
    fixed = {"backup.career", "backup.match", "backup.figures", "backup.fit", *VETOES}
    possible = [c for c in ranked if not fixed & {g.rule.id for g in c.shut}]
    possible.sort(key=lambda c: (len(c.shut), -c.card.likelihood.total))
    return possible[:MOST_RUNNERS_UP]
