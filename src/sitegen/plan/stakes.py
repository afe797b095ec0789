"""What is not answered yet, in the order of how much of the plan hangs on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from sitegen.facts.model import Fact
from sitegen.grid import half_up, on_grid
from sitegen.knowledge.questions import Question, question_at
from sitegen.plan.card import NEEDED, Card
from sitegen.plan.chance.answer_spread import spread
from sitegen.plan.chance.specialty_chance import part_of
from sitegen.plan.conclusions import RESTS_ON, prepared
from sitegen.plan.decided import Decided
from sitegen.profile.fields import ExamState
from sitegen.profile.read import told_at, unanswered
from sitegen.records import record

VETO = "interests.not_for_life"
THOUGHT_OF = "interests.considering"
WORDS = (VETO, THOUGHT_OF)
"""Words of the applicant for which a choice may wait."""

MOST_STEPS = 4
"""Steps between the lowest and the highest rating."""

ALWAYS = (
    "applicant.step2_ck",
    "applicant.has_primary",
    "applicant.can_lose_year",
    "applicant.ready_to_reapply",
    "applicant.budget",
    "applicant.earlier_matches",
    "applicant.has_gap",
    "applicant.certified",
    "season.weeks_left",
)
"""What some conclusion of every plan compares."""


@record
class Stake:
    """One open answer, and how much of the plan hangs on it.

    `gates` says that the recommendation or every number of applications waits for it, `decides`
    that a choice does which no rating takes part in. `low` to `high` are the people of 100 who
    match to `specialty` with the worst and with the best answer, where it moves them most.
    `steps` is how far it moves a rating from 1 to 5.
    """

    path: str
    question: Question
    gates: bool = False
    decides: bool = False
    specialty: str = ""
    low: int = 0
    high: int = 0
    steps: float = 0.0

    @property
    def people(self) -> int:
        """How many of 100 people are between the worst and the best answer."""
        return self.high - self.low


def at_stake(plan: Decided) -> tuple[Stake, ...]:
    """Each open answer that a conclusion waits for; that on which most hangs comes first."""
    cards = prepared(plan) or tuple(c.card for c in plan.choice.runners_up)
    waiting = [(card, _waiting(card, plan)) for card in cards]
    gates = tuple(dict.fromkeys(_gates(cards, plan)))
    always = (_open_path(plan.facts[name], plan) for name in ALWAYS)
    thought_of = [THOUGHT_OF] if THOUGHT_OF in plan.choice.missing else []
    of_cards = (path for _, each in waiting for path in each)
    paths = (*gates, *of_cards, *thought_of, *filter(None, always))
    decides = {*plan.decision.finding.missing, *plan.choice.missing}
    found = [
        replace(stake, gates=path in gates, decides=path in decides and not stake.steps)
        for path in dict.fromkeys(paths)
        if (question := _asked(path, plan))
        for stake in (_stake(path, question, waiting, plan),)
    ]
    return tuple(sorted(found, key=_order))


def _order(stake: Stake) -> tuple[bool, int, bool, float]:
    return not stake.gates, -stake.people, not stake.decides, -on_grid(stake.steps)


def _asked(path: str, plan: Decided) -> Question | None:
    """The question about an open answer, unless another answer says that it is not asked."""
    question = question_at(plan.knowledge.questions, path)
    before = question.when if question else None
    told = told_at(plan.read.profile, before.path) if before else None
    return None if before and told is not None and told not in before.among else question


def _gates(cards: Iterable[Card], plan: Decided) -> Iterator[str]:
    """Answers that could turn the recommendation, or without which no number is told."""
    if plan.choice.provisional:
        yield from (path for path in WORDS if path in plan.choice.missing)
    yield from filter(None, (_open_path(plan.facts[name], plan) for name in RESTS_ON))
    yield from (path for path in sorted(NEEDED) if any(path in card.missing for card in cards))


@record
class _Hangs:
    """What of a card waits for one answer: parts of the chance, and points of ratings."""

    parts: frozenset[str] = frozenset()
    steps: float = 0.0


def _waiting(card: Card, plan: Decided) -> Mapping[str, _Hangs]:
    """The open answers behind a card, each with what waits for it."""
    found: defaultdict[str, _Hangs] = defaultdict(_Hangs)
    for rating in (card.likelihood, card.visa, card.fit):
        for finding in (each for each in rating.findings if not each.settled):
            paths = (_open_path(fact, plan) for fact in finding.compared)
            for path in dict.fromkeys(filter(None, paths)):
                now = found[path]
                if rating is card.likelihood:
                    found[path] = replace(now, parts=now.parts | {part_of(finding)})
                else:
                    width = finding.points.high - finding.points.low
                    found[path] = replace(now, steps=now.steps + width)
    if card.facts["fit.vetoed"].value is None:
        found[VETO] = found[VETO]
    return found


def _stake(
    path: str,
    question: Question,
    waiting: Sequence[tuple[Card, Mapping[str, _Hangs]]],
    plan: Decided,
) -> Stake:
    """What hangs on one answer, in the specialty where it moves most people."""
    stakes = [Stake(path=path, question=question)]
    for card, hanging in waiting:
        here = hanging.get(path, _Hangs())
        low, high = (0, 0)
        if card.chance and here.parts:
            ends = spread(card.chance, here.parts, path, plan.scales.terms)
            low, high = (int(half_up(100 * end)) for end in ends)
        stakes.append(
            Stake(
                path=path,
                question=question,
                specialty=card.specialty.name,
                low=low,
                high=high,
                steps=min(here.steps, MOST_STEPS),
            )
        )
    return max(stakes, key=lambda each: (each.people, each.steps))


def _open_path(fact: Fact, plan: Decided) -> str | None:
    """Where an answer of the applicant is missing, so that a fact is unknown.

    A figure that nobody published makes a fact unknown as well, and no answer changes that.
    """
    known_today = (_known_today(path, plan) for path in fact.missing)
    open_paths = (path for path in known_today if path and unanswered(plan.read, path))
    return None if fact.known else next(open_paths, None)


def _known_today(path: str, plan: Decided) -> str | None:
    """What can be told today in place of an answer: before an exam its day, and no score."""
    _, name, *part = *path.split("."), ""
    exam = getattr(plan.read.profile.exams, name, None) if path.startswith("exams.") else None
    if exam is None or part[0] != "score" or exam.state in (None, ExamState.PASSED):
        return path
    return None if exam.planned else f"exams.{name}.planned"
