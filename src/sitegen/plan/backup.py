"""Chooses the backup: gates first, then priority, then how well it fits the first choice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence, Set

from sitegen.facts.applicant import FactMaker
from sitegen.facts.evidence import CORE_FIELDS
from sitegen.facts.model import Fact, Facts, Interval, Origin
from sitegen.knowledge.model import Knowledge, Pathway
from sitegen.knowledge.units import Unit, ValueKind
from sitegen.plan.again import Again
from sitegen.plan.model import Candidate, Card, Choice, Rating
from sitegen.plan.scorecard import order, rank_of
from sitegen.rules import evaluate_group

MOST_RUNNERS_UP = 3
VETOES = ("backup.veto", "backup.commitment")
"""Gates that only the applicant's own word can shut; no score outvotes them."""

SERIOUS = 1
"""Position of the last word (High) at which a backup is serious."""


def card_facts(
    card: Card, primary: Card | None, paths: Sequence[Pathway], make: FactMaker
) -> dict[str, Fact]:
    """The ratings of a card as facts, so that rules can compare them.

    A rating that missing inputs could still change is an interval.
    """

    def rated(name: str, rating: Rating) -> Fact:
        kind = make.kinds[name]
        return Fact(
            name, _span(rating), kind.unit, kind.label,
            tuple(o for f in rating.findings for c in f.compared for o in c.origins if _outside(o)),
            rating.missing,
        )  # fmt: skip

    likelihood = rated("card.likelihood", card.likelihood)
    ratings = (card.likelihood, card.doors, card.fit)
    low, high = card.priority.open_products
    product = make.computed("card.product", _settled(low, high), likelihood)
    missing = tuple(dict.fromkeys(m for r in ratings for m in r.missing))
    product = Fact(
        product.name, product.value, product.unit, product.label, product.origins, missing
    )
    facts = [
        likelihood,
        rated("card.visa", card.visa),
        rated("card.friendliness", card.friendliness),
        rated("card.fit", card.fit),
        product,
        make.computed("card.is_primary", card.is_primary),
        make.told("card.pathway", None, "interests.primary")
        if primary is None
        else make.computed("card.pathway", max((p.strength.value for p in paths), default=0)),
    ]
    if primary is None:
        lead = make.told("card.lead", None, "interests.primary")
    else:
        behind = primary.likelihood
        lead = Fact(
            "card.lead",
            _settled(
                card.likelihood.open_low - behind.open_high,
                card.likelihood.open_high - behind.open_low,
            ),
            Unit.COUNT, make.kinds["card.lead"].label, likelihood.origins, likelihood.missing,
        )  # fmt: skip
    facts.append(lead)
    return {fact.name: fact for fact in facts}


def _outside(origin: Origin) -> bool:
    """Whether an origin is a published figure; the rest is read at the rating itself."""
    return origin.citation is not None and origin.citation.kind is ValueKind.PUBLISHED


def _span(rating: Rating) -> int | Interval:
    return _settled(rating.open_low, rating.open_high)


def _settled(low: int, high: int) -> int | Interval:
    return low if low == high else Interval(low, high)


def consider(
    card: Card,
    primary: Card | None,
    make: FactMaker,
    knowledge: Knowledge,
    as_of: dt.date,
    like: Again | None = None,
) -> Candidate:
    """Hold one specialty against every gate; `like` saves the work that a plan did already."""
    old = like.candidate(card.id) if like else None
    if like and old and old.card is card and like.plan.primary is primary:
        return old
    paths = tuple(
        p
        for p in knowledge.pathways
        if primary is not None and p.start == primary.id and p.to == card.id
    )
    facts: Facts = {**card.facts, **card_facts(card, primary, paths, make)}
    return Candidate(
        card=card,
        gates=like.group("backup", facts, old.gates)
        if like and old
        else evaluate_group("backup", facts, knowledge, as_of),
        pathways=paths,
        support=support(card, paths),
    )


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


def choose(
    candidates: Sequence[Candidate],
    none_needed: bool,
    knowledge: Knowledge,
    invited: Set[str] = frozenset(),
) -> Choice:
    """Pick one backup, a second only if closely related, or say that none works.

    Among those with the two best words, what already speaks for a specialty decides the order;
    below them, the priority does. Once the applications are out, `invited` holds the specialties
    of the interview tracker: they come first, and no second backup stands beside them.

    Where only the applicant's own word is missing, the choice is provisional: `missing` names the
    answers that could change it.

    Guide: one first choice and one backup are right; two backups only among internal medicine,
    family medicine and psychiatry.
    """

    serious = min(SERIOUS, len(knowledge.bands) - 1)

    def key(c: Candidate) -> tuple[bool, float, tuple[int, int, float, str]]:
        base = order(c.card, knowledge.bands)
        return (base[0] > serious, -c.support, base)

    ranked = tuple(sorted(candidates, key=key))
    passed = [c for c in ranked if c.passed] or [c for c in ranked if own_word_missing(c)]
    passed.sort(key=lambda c: c.card.id not in invited)
    open_ones = [c for c in ranked if not c.passed and not c.shut]
    first_open = open_ones[:MOST_RUNNERS_UP]
    if passed:
        backups = _first_and_related(passed, knowledge, invited)
        rest = [c for c in passed if c not in backups]
        verdict = "not_needed" if none_needed else "recommended"
        return Choice(
            verdict=verdict,
            backups=backups,
            runners_up=tuple(rest[:MOST_RUNNERS_UP]),
            candidates=ranked,
            missing=missing_of(backups),
        )
    if open_ones:
        return Choice(
            verdict="undecided", backups=(), runners_up=tuple(first_open),
            candidates=ranked,
            missing=missing_of(first_open),
        )  # fmt: skip
    return Choice(
        verdict="not_needed" if none_needed else "none_works",
        backups=(),
        runners_up=tuple(_nearest(ranked)),
        candidates=ranked,
    )


def own_word_missing(c: Candidate) -> bool:
    """Whether a candidate passes every gate but those that wait for the applicant's own word."""
    return not c.shut and bool(c.undecided) and {g.rule.id for g in c.undecided} <= {*VETOES}


def missing_of(candidates: Sequence[Candidate]) -> tuple[str, ...]:
    """The answers that the gates of some candidates wait for."""
    return tuple(dict.fromkeys(m for c in candidates for g in c.undecided for m in g.missing))


def _nearest(ranked: Sequence[Candidate]) -> list[Candidate]:
    """The candidates with the fewest shut gates that the applicant could still open."""
    fixed = {"backup.career", "backup.match", "backup.figures", "backup.fit", *VETOES}
    possible = [c for c in ranked if not fixed & {g.rule.id for g in c.shut}]
    possible.sort(key=lambda c: (len(c.shut), -c.card.likelihood.total))
    return possible[:MOST_RUNNERS_UP]


def _first_and_related(
    passed: Sequence[Candidate], knowledge: Knowledge, invited: Set[str]
) -> tuple[Candidate, ...]:
    first = passed[0]
    if first.card.id not in CORE_FIELDS:
        return (first,)
    best = rank_of(first.card.priority.word, knowledge.bands)
    for other in passed[1:]:
        near = rank_of(other.card.priority.word, knowledge.bands) <= best
        if other.card.id in CORE_FIELDS and near and (not invited or other.card.id in invited):
            return (first, other)
    return (first,)
