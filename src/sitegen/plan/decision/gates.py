"""Holds each specialty against the gates of a backup: what it has to be, then what it adds."""

from __future__ import annotations

from collections.abc import Sequence

from sitegen.facts.applicant import FactMaker
from sitegen.facts.model import Fact, Facts, Interval, Origin
from sitegen.grid import on_grid
from sitegen.knowledge.model import Pathway
from sitegen.knowledge.units import ValueKind
from sitegen.plan.again import Again
from sitegen.plan.card import Card, Rating
from sitegen.plan.decision.beside import HUNDRED, Beside
from sitegen.plan.decision.model import Candidate, Gain
from sitegen.plan.person import Person
from sitegen.profile.read import unanswered
from sitegen.rules import Finding, evaluate_group

VETOES = ("backup.veto", "backup.commitment")
"""Gates that only the applicant's own word can shut; no score outvotes them."""

HARDLY = 0.1
"""Log-odds up to which an answer that is told in part is taken as told."""

STORY = "backup.story"
"""The gate that the applicant can open by work; what is behind it is told beforehand."""


def card_facts(
    card: Card, primary: Card | None, paths: Sequence[Pathway], make: FactMaker
) -> dict[str, Fact]:
    """The ratings of a card as facts, so that rules can compare them.

    A rating that missing inputs could still change is an interval.
    """

    def rated(name: str, rating: Rating) -> Fact:
        kind = make.kinds[name]
        return Fact(
            name,
            _span(rating),
            kind.unit,
            kind.label,
            tuple(o for f in rating.findings for c in f.compared for o in c.origins if _outside(o)),
            rating.missing,
        )

    facts = [
        rated("card.visa", card.visa),
        rated("card.fit", card.fit),
        _open(card, make),
        make.told("card.pathway", None, "interests.primary")
        if primary is None
        else make.computed("card.pathway", max((p.strength.value for p in paths), default=0)),
    ]
    return {fact.name: fact for fact in facts}


def _open(card: Card, make: FactMaker) -> Fact:
    """How many programs are likely open, none without a printed group; the visa has to be known."""
    kind = make.kinds["card.open"]
    here = card.standing.openness
    likely = here.open if here else 0
    number = likely if card.visa.settled else None
    return Fact("card.open", number, kind.unit, kind.label, (), card.visa.missing)


def _outside(origin: Origin) -> bool:
    """Whether an origin is a published figure; the rest is read at the rating itself."""
    return origin.citation is not None and origin.citation.kind is not ValueKind.JUDGEMENT


def _span(rating: Rating) -> int | Interval:
    return _settled(rating.open_low, rating.open_high)


def _settled(low: int, high: int) -> int | Interval:
    return low if low == high else Interval(low, high)


def consider(
    card: Card,
    beside: Beside,
    primary: Card | None,
    make: FactMaker,
    like: Again | None = None,
) -> Candidate:
    """Hold one specialty against every gate; `like` saves the work that a plan did already.

    Beside a plan, nothing is counted for a specialty that a gate refuses: it is no answer.
    """
    person = beside.person
    old = like.candidate(card.id) if like else None
    if like and old and old.card is card and like.stands(person, primary):
        return old
    paths = tuple(
        p
        for p in person.knowledge.pathways
        if primary is not None and p.start == primary.id and p.to == card.id
    )
    facts: Facts = {**card.facts, **card_facts(card, primary, paths, make)}
    gates = (
        like.group("backup", facts, [g for g in old.gates if g.rule.group == "backup"])
        if like and old
        else evaluate_group("backup", facts, person.knowledge, person.as_of)
    )
    gain = planned = None
    told = {STORY} if like is None else set()
    if {gate.rule.id for gate in gates if gate.outcome == "stop"} <= told:
        gain = beside.gain([card])
        planned = gain and beside.planned(gain)
        added = {**facts, "card.gain": _gain(card, planned, primary, make, person)}
        gates += evaluate_group("gain", added, person.knowledge, person.as_of)
    return Candidate(
        card=card,
        gates=gates,
        pathways=paths,
        support=support(card, paths),
        gain=gain,
        planned=planned,
    )


def _gain(
    card: Card, gain: Gain | None, primary: Card | None, make: FactMaker, person: Person
) -> Fact:
    """How many more of 100 match; open while an answer that could move it is missing."""
    kind = make.kinds["card.gain"]
    missing = _open_answers(card, primary, person)
    value = None if gain is None or missing else on_grid(HUNDRED * gain.adds)
    return Fact("card.gain", value, kind.unit, kind.label, (), missing)


def _open_answers(card: Card, primary: Card | None, person: Person) -> tuple[str, ...]:
    """The answers that could move what a specialty adds.

    An answer that is told in part counts where what is missing of it could move the chance.
    """
    cards = [card] if primary is None else [primary, card]
    findings = [f for c in cards for f in c.likelihood.findings if not f.settled]
    told = {m: _moves(f) for f in findings for m in f.missing}
    told |= {} if primary else {"interests.primary": True}
    profile = person.read.profile
    return tuple(
        m
        for m, moves in told.items()
        if unanswered(person.read, m) or (moves and hasattr(profile, m.partition(".")[0]))
    )


def _moves(finding: Finding) -> bool:
    """Whether what is missing moves the log-odds by more than hardly anything."""
    ends = [step.points.use for step in finding.steps if step.points]
    return bool(ends) and max(ends) - min(ends) > HARDLY


def support(card: Card, paths: Sequence[Pathway]) -> float:
    """How much already speaks for a candidate: pathway, own wish, weeks and letters there."""
    strength = max((p.strength.value for p in paths), default=0)
    strength += 1 if card.facts["fit.named"].value is True else 0
    weeks = card.facts["here.weeks"].value
    letters = card.facts["here.us_letters"].value
    evidence = (min(weeks, 8) / 8 if isinstance(weeks, (int, float)) else 0) + (
        min(letters, 3) / 3 if isinstance(letters, int) else 0
    )
    return round(strength + evidence, 2)
