"""What to find out first: each answer that a conclusion waits for is a task."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.facts.model import Fact
from sitegen.knowledge.questions import question_at
from sitegen.plan.conclusions import RESTS_ON, prepared
from sitegen.plan.decided import Decided, Task
from sitegen.profile.fields import ExamState
from sitegen.profile.read import unanswered

FIND_OUT = "find-out"
"""The phase of what is to find out first; it has no day."""

VETO, THOUGHT_OF = "interests.not_for_life", "interests.considering"

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


def find_out(plan: Decided) -> Iterator[Task]:
    """One task for each answer that a conclusion waits for, in the order in which they help."""
    for path in _waiting(plan):
        question = question_at(plan.knowledge.questions, path)
        if question:
            text = question.order
            yield Task(id=f"find-out.{path}", text=text, phase=FIND_OUT, path=path, state="now")


def _waiting(plan: Decided) -> list[str]:
    """The paths of answers that are open."""
    waiting: list[str | None] = []
    cards = list(prepared(plan)) or [c.card for c in plan.choice.runners_up]
    if plan.choice.provisional and VETO in plan.choice.missing:
        waiting.append(VETO)
    waiting += (_open_path(plan.facts[name], plan) for name in RESTS_ON)
    for card in cards:
        for rating in (card.likelihood, card.visa, card.fit):
            for finding in rating.findings:
                if not finding.settled:
                    waiting += (_open_path(fact, plan) for fact in finding.compared)
    if any(c.facts["fit.vetoed"].value is None for c in cards):
        waiting.append(VETO)
    if THOUGHT_OF in plan.choice.missing:
        waiting.append(THOUGHT_OF)
    waiting += (_open_path(plan.facts[name], plan) for name in ALWAYS)
    return list(dict.fromkeys(filter(None, waiting)))


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
