"""In each specialty, letters, statement, experiences and interview tell one story."""

from __future__ import annotations

from sitegen.facts.deeds import Deed, deeds, strength, strongest
from sitegen.facts.documents import document_facts
from sitegen.plan.card import Card
from sitegen.plan.conclusions import facts_at, maker
from sitegen.plan.decided import Decided
from sitegen.plan.guide.letters import LetterPlan, letter_plan, subjects, wanted
from sitegen.records import record
from sitegen.rules import Finding, evaluate_group

PARTS = {
    "statement": ("goal", "fellowship"),
    "letters": ("letter-count", "us-letter", "letter-story", "topics"),
    "experiences": ("rotation", "experience"),
    "interview": ("interview",),
    "signals": ("signal-visa", "signal-score", "signal-ties"),
}
"""Rules of each part, by the end of their id. Signals tell no story and are not weighed."""

OPTIONAL = "documents.fellowship"
"""A wish that nobody has to have: it is weighed only where it is told."""


@record
class Telling:
    """A deed as it is told in one specialty. `strength` is from 1 (a small part) to 3 (strong)."""

    deed: Deed
    angle: str
    strength: int


@record
class Story:
    """One specialty: findings by part, every deed with its angle, and the one to build on.

    `missing`, `promised` and `open` count findings of the four parts; where all are 0, it is one
    story.
    """

    card: Card
    parts: dict[str, tuple[Finding, ...]]
    tellings: tuple[Telling, ...]
    strongest: Deed | None
    missing: int
    promised: int
    open: int


@record
class Documents:
    """Everything about documents. `candidate` says that nothing is prepared yet."""

    candidate: bool
    letters: LetterPlan
    stories: tuple[Story, ...]


def documents(plan: Decided) -> Documents:
    """The documents of this applicant, for each specialty that is prepared."""
    cards = subjects(plan)
    return Documents(
        candidate=bool(cards) and not _prepared(plan),
        letters=letter_plan(plan),
        stories=tuple(_story(plan, card) for card in cards),
    )


def _prepared(plan: Decided) -> bool:
    return plan.primary is not None or plan.choice.verdict == "recommended"


def _story(plan: Decided, card: Card) -> Story:
    p, knowledge = plan.read.profile, plan.knowledge
    own = document_facts(maker(plan), card.specialty, p, wanted(plan, card))
    facts = {**facts_at(plan, card), **own}
    found = {f.rule.id: f for f in evaluate_group("documents", facts, knowledge, plan.as_of)}
    parts = {
        part: tuple(found[f"documents.{name}"] for name in names) for part, names in PARTS.items()
    }
    weighed = [
        finding
        for part, findings in parts.items()
        for finding in findings
        if part != "signals" and not (finding.rule.id == OPTIONAL and not finding.settled)
    ]
    every = deeds(p, knowledge)
    return Story(
        card=card,
        parts=parts,
        tellings=tuple(
            Telling(
                deed=deed,
                angle=deed.angle_for(card.id),
                strength=strength(deed, card.specialty, knowledge),
            )
            for deed in every
        ),
        strongest=strongest(every, card.specialty, knowledge),
        missing=sum(f.outcome == "missing" for f in weighed),
        promised=sum(f.outcome == "promised" for f in weighed),
        open=sum(f.outcome not in ("have", "promised", "missing") for f in weighed),
    )
