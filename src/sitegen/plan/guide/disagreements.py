"""What the points where sources disagree mean in one person's plan."""

from __future__ import annotations

from sitegen.facts.model import Fact, Facts
from sitegen.knowledge.guide import Disagreement
from sitegen.plan.card import Card
from sitegen.plan.conclusions import maker, prepared
from sitegen.plan.decided import Decided
from sitegen.plan.guide.faq import counts_fact
from sitegen.profile.choices import ExamState
from sitegen.records import record
from sitegen.rules import Finding, evaluate_group
from sitegen.written import joined

PREFIX = "differ."


@record
class Point:
    """One point of disagreement, and what it means here where that can be said."""

    key: str
    about: Disagreement
    here: Finding | None


def disagreements(plan: Decided) -> tuple[Point, ...]:
    """Every point, in the order of the data."""
    found = {
        finding.rule.id.removeprefix(PREFIX): finding
        for finding in evaluate_group("disagreements", _facts(plan), plan.knowledge, plan.as_of)
    }
    return tuple(
        Point(key=key, about=about, here=found.get(key))
        for key, about in plan.knowledge.disagreements.items()
    )


def _facts(plan: Decided) -> Facts:
    make = maker(plan)
    cards = prepared(plan)
    ids = [card.id for card in cards]
    beside = [c.specialty.name for c in cards if c.specialty.about.guide_tier is None]
    p = plan.read.profile
    missing = "interests.primary"
    own = [
        counts_fact(plan),
        make.told("ask.step1_scored", _step1_scored(plan), "exams.step1.score"),
        make.told(
            "ask.community", p.constraints.community_hospitals, "constraints.community_hospitals"
        ),
        make.computed("ask.family_medicine", "family-medicine" in ids),
        make.told("ask.has_beside_guide", bool(beside) if cards else None, missing),
        make.told("ask.beside_guide", " and ".join(beside) or None, missing),
        *_nearest(plan, cards[0] if cards else None),
        *_priority(plan, cards[0] if cards else None),
    ]
    return {**plan.facts, **{fact.name: fact for fact in own}}


def _step1_scored(plan: Decided) -> bool | None:
    """Whether the result has a score; a test that is still to come will have none."""
    step1 = plan.read.profile.exams.step1
    if step1 is None or step1.state is None:
        return None
    taken = step1.state in (ExamState.PASSED, ExamState.FAILED)
    return taken and step1.score is not None


def _nearest(plan: Decided, card: Card | None) -> list[Fact]:
    """The ratings of the first specialty of the plan; unknown while they tell nothing."""
    make, said = maker(plan), plan.knowledge.phrases["rating-with-range"]
    shown = card is not None and card.visa.tells and card.friendliness.tells
    chance = card.likelihood if card is not None and card.likelihood.tells else None
    waits = card.visa.missing + card.friendliness.missing if card else ()
    missing = waits or ("interests.primary",)
    asked = (card.likelihood.missing if card else ()) or ("interests.primary",)
    return [
        make.told("ask.nearest", card.specialty.name if card else None, "interests.primary"),
        make.told("ask.visa_rating", card.visa.value if card and shown else None, *missing),
        make.told("ask.img_rating", card.friendliness.value if card and shown else None, *missing),
        make.told(
            "ask.doors_gap",
            card.visa.value - card.friendliness.value if card and shown else None,
            *missing,
        ),
        make.told(
            "ask.chance",
            said.format(value=chance.value, low=chance.low, high=chance.high) if chance else None,
            *asked,
        ),
        make.told("ask.chance_width", chance.high - chance.low if chance else None, *asked),
    ]


def _priority(plan: Decided, card: Card | None) -> list[Fact]:
    """The three ratings of that specialty and their word; unknown while the word may change."""
    make = maker(plan)
    rated = (card.likelihood, card.doors, card.fit) if card else ()
    known = bool(card and card.priority.settled and all(r.tells for r in rated))
    values = [r.value for r in rated]
    words = joined([str(value) for value in values]) if known else None
    missing = tuple(dict.fromkeys(m for r in rated for m in r.missing)) or ("interests.primary",)
    return [
        make.told("ask.weakest", min(values) if known else None, *missing),
        make.told("ask.ratings", words, *missing),
        make.told("ask.priority", card.priority.word if card and known else None, *missing),
    ]
