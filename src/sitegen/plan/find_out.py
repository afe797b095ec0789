"""What to find out first: each answer that a conclusion waits for is a task."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.facts.model import Fact
from sitegen.plan.conclusions import RESTS_ON, prepared
from sitegen.plan.decided import Decided, Task
from sitegen.profile.fields import ExamState
from sitegen.profile.read import unanswered

FIND_OUT = "find-out"
"""The phase of what is to find out first; it has no day."""

THOUGHT_OF = "interests.considering"


def find_out(plan: Decided) -> Iterator[Task]:
    """One task for each answer that a conclusion waits for, in the order in which they help."""
    waiting = _waiting(plan)
    asked: set[str] = set()
    for ask, path in waiting.items():
        if path in asked:
            continue
        asked.add(path)
        yield Task(id=f"find-out.{path}", text=ask, phase=FIND_OUT, path=path, state="now")


def _waiting(plan: Decided) -> dict[str, str]:
    """Questions that are open, each with the path of the answer in the profile."""
    kinds = plan.knowledge.facts
    waiting: dict[str, str] = {}
    cards = list(prepared(plan)) or [c.card for c in plan.choice.runners_up]
    veto = kinds["fit.vetoed"].ask
    if veto and plan.choice.provisional and "interests.not_for_life" in plan.choice.missing:
        waiting[veto] = "interests.not_for_life"
    for name in RESTS_ON:
        _ask(waiting, kinds[name].ask, plan.facts[name], plan)
    for card in cards:
        for rating in (card.likelihood, card.visa, card.fit):
            for finding in rating.findings:
                if finding.settled:
                    continue
                for fact in finding.compared:
                    _ask(waiting, kinds[fact.name].ask, fact, plan)
    if veto and any(c.facts["fit.vetoed"].value is None for c in cards):
        waiting[veto] = "interests.not_for_life"
    named = kinds["fit.named"].ask
    if named and THOUGHT_OF in plan.choice.missing:
        waiting[named] = THOUGHT_OF
    for name in (
        "applicant.step2_ck",
        "applicant.has_primary",
        "applicant.can_lose_year",
        "applicant.ready_to_reapply",
        "applicant.budget",
        "applicant.earlier_matches",
        "applicant.has_gap",
        "applicant.certified",
        "season.weeks_left",
    ):
        _ask(waiting, kinds[name].ask, plan.facts[name], plan)
    return waiting


def _ask(waiting: dict[str, str], ask: str | None, fact: Fact, plan: Decided) -> None:
    """Add the question about an unknown fact, where an answer of the applicant is missing.

    A figure that nobody published makes a fact unknown as well, and no answer changes that.
    """
    known_today = (_known_today(path, plan) for path in fact.missing)
    open_paths = (path for path in known_today if path and unanswered(plan.read, path))
    path = None if fact.known or not ask else next(open_paths, None)
    if ask and path:
        waiting.setdefault(ask, path)


def _known_today(path: str, plan: Decided) -> str | None:
    """What can be told today in place of an answer: before an exam its day, and no score."""
    _, name, *part = *path.split("."), ""
    exam = getattr(plan.read.profile.exams, name, None) if path.startswith("exams.") else None
    if exam is None or part[0] != "score" or exam.state in (None, ExamState.PASSED):
        return path
    return None if exam.planned else f"exams.{name}.planned"
