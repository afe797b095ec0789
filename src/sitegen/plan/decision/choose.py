"""Chooses: the first choice alone, with the backup that adds most, or with two that go together."""

from __future__ import annotations

import itertools
from collections.abc import Sequence, Set
from dataclasses import replace

from sitegen.facts.evidence import CORE_FIELDS
from sitegen.plan.card import Card
from sitegen.plan.decision.beside import Beside
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


Backups = tuple[Candidate, ...]
Way = tuple[Backups, Gain]


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
        fitting = [c for c in ranked if self._fits(c)]
        ways = self._ways(fitting)
        most = max((gain for _, gain in ways), key=_somewhere, default=None)
        least = self._beside.least(most) if most else 0.0
        if most:
            backups, gain = self._wanted(ways, least)
            found = self._beside.fewest(gain, least)
            if found.adds > 0 or self._offered(fitting):
                rest = [c for c in ranked if c not in backups and not _refused(c)]
                missing = missing_of(backups)
                return self._answer("recommended", ranked, backups, rest, found, missing)
        waiting = [c for c in ranked if not c.shut and c not in fitting and _adds(c)]
        alone = self._beside.alone(least)
        first = self._primary
        if first is None or not first.tells:
            return self._undecided(ranked, waiting, alone)
        verdict = "not_needed" if first.likelihood.value > WEAK else "nothing_adds"
        near = [c for c in ranked if not _refused(c)] or _nearest(ranked)
        open_ones = waiting or [c for c in near if not _refused(c)]
        answer = self._answer(verdict, ranked, (), near, alone, missing_of(open_ones))
        return replace(answer, waits=bool(waiting))

    def _fits(self, c: Candidate) -> bool:
        """Whether it passes every gate but for the applicant's own word, and but for what it adds.

        Where interviews were offered, it has added what it adds.
        """
        waits = {gate.rule.id for gate in c.undecided}
        return c.gain is not None and not _refused(c) and waits <= {*VETOES, GAIN}

    def _ways(self, fitting: Sequence[Candidate]) -> list[Way]:
        """Each of these, and two that were named and are closely related, with the most they bring.

        Those that offered interviews go before all others.
        """
        tried = self._offered(fitting) or fitting
        found: list[tuple[Backups, Gain | None]] = [((c,), c.gain) for c in tried]
        found += [(pair, self._beside.gain([c.card for c in pair])) for pair in _related(tried)]
        return [(backups, gain) for backups, gain in found if gain]

    def _offered(self, fitting: Sequence[Candidate]) -> list[Candidate]:
        return [c for c in fitting if c.card.id in self._invited]

    def _wanted(self, ways: Sequence[Way], least: float) -> Way:
        """Of those that bring so much: the fewest backups, named ones, and what brings most."""
        near = [way for way in ways if way[1].somewhere >= least]
        return min(near, key=lambda w: (len(w[0]), not all(map(_named, w[0])), -w[1].somewhere))

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

    def _key(self, c: Candidate) -> tuple[bool, float, bool, tuple[int, int, float, str]]:
        """What brings most goes first; of equals, what was named."""
        brings = c.gain.somewhere if c.gain else -1.0
        bands = self._person.knowledge.bands
        return c.card.id not in self._invited, -brings, not _named(c), order(c.card, bands)

    def _undecided(
        self, ranked: tuple[Candidate, ...], waiting: Sequence[Candidate], alone: Gain | None
    ) -> Choice:
        """Too little is known of the first choice, or of everything where there is none."""
        first_open = waiting[:MOST_RUNNERS_UP]
        first = self._primary.missing if self._primary else ("interests.primary",)
        missing = tuple(dict.fromkeys((*missing_of(first_open), *first)))
        return self._answer("undecided", ranked, (), first_open, alone, missing)


def _related(fitting: Sequence[Candidate]) -> list[Backups]:
    """Two backups at once, where both were named and both are core medicine.

    Guide: one first choice and one backup are right; two backups only among these three.
    """
    core = [c for c in fitting if c.card.id in CORE_FIELDS]
    return list(itertools.combinations([c for c in core if _named(c)], 2))


def _named(c: Candidate) -> bool:
    return c.card.facts["fit.named"].value is True


def _somewhere(gain: Gain) -> float:
    return gain.somewhere


def in_question(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Those that no gate refuses. No other is ever part of an answer."""
    return [c for c in candidates if not _refused(c)]


def _refused(c: Candidate) -> bool:
    """Whether a gate is shut beside the one on what it adds."""
    return any(gate.rule.id != GAIN for gate in c.shut)


def _adds(c: Candidate) -> bool:
    """Whether more people match somewhere with it, as far as is known."""
    return c.planned is not None and c.planned.adds > 0


def missing_of(candidates: Sequence[Candidate]) -> tuple[str, ...]:
    """The answers that the gates of some candidates wait for."""
    return tuple(dict.fromkeys(m for c in candidates for g in c.undecided for m in g.missing))


def _nearest(ranked: Sequence[Candidate]) -> list[Candidate]:
    """The candidates with the fewest shut gates that the applicant could still open."""
    fixed = {"backup.career", "backup.match", "backup.figures", "backup.fit", *VETOES}
    possible = [c for c in ranked if not fixed & {g.rule.id for g in c.shut}]
    possible.sort(key=lambda c: (len(c.shut), -c.card.likelihood.total))
    return possible[:MOST_RUNNERS_UP]
