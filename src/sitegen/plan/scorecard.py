"""Rates each specialty: match likelihood, visa and IMG friendliness, personal fit, priority."""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping

from sitegen.facts.model import Fact, Facts
from sitegen.facts.specialty import made, specialty_facts
from sitegen.grid import half_up, on_grid
from sitegen.knowledge.model import Band, Specialty
from sitegen.plan.again import Again
from sitegen.plan.card import Card, Priority, Rated, Rating, Standing
from sitegen.plan.chance.likelihood import likelihood, nothing_published
from sitegen.plan.chance.open_answers import open_ends
from sitegen.plan.chance.openness import Openness, openness
from sitegen.plan.chance.parts import part_findings
from sitegen.plan.chance.scales import Scales
from sitegen.plan.chance.specialty_chance import chance_of_person
from sitegen.plan.person import Applicant, place_facts
from sitegen.profile import ReadProfile
from sitegen.profile.fields import Weights
from sitegen.rules import Finding, evaluate_group

LOWEST, HIGHEST = 1, 5
EQUAL = Weights()


def weigh_specialty(
    specialty: Specialty,
    read: ReadProfile,
    applicant: Mapping[str, Fact],
    scales: Scales,
    like: Again | None = None,
) -> Card:
    """Rate one specialty for one applicant; `like` saves the work that a plan did already."""
    knowledge, as_of = scales.knowledge, scales.as_of
    keep = like.keep(specialty) if like else made
    facts = specialty_facts(specialty, read, knowledge, applicant, as_of, keep)
    old = like.card(specialty.id) if like else None

    def rate(group: str) -> Rating:
        if like is None or old is None:
            return rating(evaluate_group(group, facts, knowledge, as_of))
        before: Rating = getattr(old, group)
        findings = like.group(group, facts, before.findings)
        return before if same(findings, before.findings) else rating(findings)

    visa, friendliness = rate("visa"), rate("friendliness")
    person = Applicant(read, knowledge, as_of, applicant)
    make = functools.partial(_standing, specialty, facts, person, scales)
    weights = read.profile.interests.weights or EQUAL
    card = Card(
        specialty=specialty,
        standing=like.standing(specialty.id, facts, read.profile, make) if like else make(),
        visa=visa,
        friendliness=friendliness,
        doors=weaker(visa, friendliness),
        fit=own_fit(facts) or rate("fit"),
        prioritise=functools.partial(priority, bands=knowledge.bands, weights=weights),
        facts=facts,
        is_primary=specialty.id == read.profile.interests.primary,
    )
    return old if old and _alike(card, old) else card


def _standing(specialty: Specialty, facts: Facts, person: Applicant, scales: Scales) -> Standing:
    """The chance at equal effort with the rating that is read off it, where they are asked for."""
    group = scales.groups.get(specialty.id)

    def rate(open_here: Openness | None) -> Rated:
        is_first = specialty.id == person.read.profile.interests.primary
        known = {**facts, **place_facts(specialty, is_first, person)}
        if group is None or open_here is None:
            none = part_findings(specialty, known, None, None, None, person)
            return None, nothing_published(none)
        c = chance_of_person(
            specialty, known, group, person, scales.terms, is_first=is_first, open_here=open_here
        )
        ends = open_ends(c, person, scales.terms)
        middle = c.prospect.match(c.applications)
        return c, likelihood(middle, lambda: c.match, ends, c.findings, scales.bands)

    return Standing(lambda: openness(specialty, facts, person) if group else None, rate)


def same(some: tuple[Finding, ...], others: tuple[Finding, ...]) -> bool:
    """Whether these are the very same findings, one by one."""
    return len(some) == len(others) and all(a is b for a, b in zip(some, others, strict=True))


def _alike(card: Card, old: Card) -> bool:
    """Whether two cards of one specialty say the same, down to the facts."""
    return (
        card.is_primary == old.is_primary
        and card.standing is old.standing
        and card.priority == old.priority
        and card.facts == old.facts
    )


def rating(findings: tuple[Finding, ...]) -> Rating:
    """Add the points of findings to one rating from 1 to 5.

    Judgements are taken as independent: their half-widths add as a root of squares. What is
    unknown adds in full, so every later answer lies inside the range shown before it.
    """
    settled = [f.points for f in findings if f.settled]
    waiting = [f.points for f in findings if not f.settled]
    certain = math.fsum(p.use for p in settled)
    below = math.sqrt(math.fsum((p.use - p.low) ** 2 for p in settled))
    above = math.sqrt(math.fsum((p.high - p.use) ** 2 for p in settled))
    low = certain + math.fsum(p.low for p in waiting)
    high = certain + math.fsum(p.high for p in waiting)
    middle = certain + math.fsum(p.use for p in waiting)
    reach = whole(low - below), whole(high + above)
    return Rating(
        value=whole(middle),
        reach=lambda: reach,
        open_low=whole(low),
        open_high=whole(high),
        total=round(on_grid(middle), 2),
        findings=findings,
    )


def own_fit(facts: Facts) -> Rating | None:
    """The applicant's own rating of fit, which overrules the computed one; a veto rates 1."""
    own = LOWEST if facts["fit.vetoed"].value is True else facts["fit.own"].value
    if not isinstance(own, int):
        return None
    reach = own, own
    return Rating(
        value=own,
        reach=lambda: reach,
        open_low=own,
        open_high=own,
        total=own,
        findings=(),
        own=True,
    )


def whole(points: float) -> int:
    """Round half up and hold between 1 and 5."""
    return max(LOWEST, min(HIGHEST, int(half_up(points))))


def weaker(first: Rating, second: Rating) -> Rating:
    """The lower of two ratings, end by end; used only where the guide's table wants one number."""
    lower = first if first.total <= second.total else second
    reach = min(first.low, second.low), min(first.high, second.high)
    return Rating(
        value=min(first.value, second.value),
        reach=lambda: reach,
        open_low=min(first.open_low, second.open_low),
        open_high=min(first.open_high, second.open_high),
        total=lower.total,
        findings=(*first.findings, *second.findings),
    )


def priority(
    ratings: tuple[Rating, Rating, Rating], bands: tuple[Band, ...], weights: Weights
) -> Priority:
    """Combine three ratings into one word, and into the words at both open ends."""
    values = tuple(r.value for r in ratings)
    low, high = tuple(r.open_low for r in ratings), tuple(r.open_high for r in ratings)
    return Priority(
        word=priority_word(values, bands, weights),
        low=priority_word(low, bands, weights),
        high=priority_word(high, bands, weights),
        product=product(values, weights),
        open_products=(product(low, weights), product(high, weights)),
    )


@functools.lru_cache(maxsize=4096)
def product(ratings: tuple[int, ...], weights: Weights = EQUAL) -> int:
    """The product of three ratings; with weights, their weighted geometric mean to the third.

    Equal weights give the plain product. The scale stays 1 to 125, so the bands still hold.
    """
    powers = (weights.match, weights.visa, weights.fit)
    total = sum(int(power) for power in powers)
    logs = math.fsum(p * math.log(r) for p, r in zip(powers, ratings, strict=True))
    return int(half_up(math.exp(3 * logs / total)))


def priority_word(
    ratings: tuple[int, ...], bands: tuple[Band, ...], weights: Weights = EQUAL
) -> str:
    """The first band whose product and weakest link are both reached.

    The product makes a weak rating count more than a strong one. (4, 4, 4) gives 64 and
    (3, 4, 5) gives 60, although their sums are equal. No weight lifts the weakest link.
    """
    reached, weakest = product(ratings, weights), min(ratings)
    for band in bands:
        if reached >= band.product and weakest >= band.weakest:
            return band.word
    return bands[-1].word


def rank_of(word: str, bands: tuple[Band, ...]) -> int:
    """Position of a word, 0 for the best."""
    return [band.word for band in bands].index(word)


def order(card: Card, bands: tuple[Band, ...]) -> tuple[int, int, float, str]:
    """Sort key: better priority, then larger product, then likelier, then name."""
    return (
        rank_of(card.priority.word, bands),
        -card.priority.product,
        -card.likelihood.total,
        card.specialty.name,
    )
