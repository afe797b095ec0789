"""The chance of matching for one applicant: in each specialty, somewhere, and on the way there."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from sitegen.chance.groups import Group
from sitegen.chance.luck import Luck
from sitegen.chance.odds import Chance
from sitegen.chance.somewhere import (
    Swings,
    somewhere,
    somewhere_at,
)
from sitegen.plan.card import Card
from sitegen.plan.chance.specialty_chance import SpecialtyChance, chance_of_person, left_out
from sitegen.plan.chance.terms import ModelTerms
from sitegen.plan.conclusions import facts_at, little_known, prepared
from sitegen.plan.decided import Decided
from sitegen.records import record


@record
class Somewhere:
    """The chance of a match in at least one of these specialties, with their applications.

    With one specialty nothing is divided. `first` is the chance in the first of them. `swings`
    holds what each error does.
    """

    specialties: tuple[str, ...]
    any: Chance
    first: Chance
    if_shared: float
    if_apart: float
    swings: Swings


@record
class Chances:
    """Everything about the chance. `start` is the chance to start on 1 July once matched."""

    specialties: tuple[SpecialtyChance, ...]
    somewhere: tuple[Somewhere, ...]
    start: Chance
    luck: Luck

    def of(self, specialty: str) -> SpecialtyChance | None:
        """The chance in a specialty, if NRMP printed a group for it."""
        return next((c for c in self.specialties if c.specialty.id == specialty), None)

    def head(self, plan: Decided) -> SpecialtyChance | None:
        """The first one that the plan prepares; the nearest where it prepares none."""
        wanted = (self.of(card.id) for card in prepared(plan))
        return next((c for c in wanted if c), next(iter(self.specialties), None))


def chances(plan: Decided) -> Chances:
    """The chance in every scored specialty, and somewhere with the specialties of the plan."""
    terms, groups = plan.scales.terms, plan.scales.groups
    cards = list(dict.fromkeys([c.id for c in prepared(plan)] + [c.id for c in plan.cards]))
    told = () if little_known(plan) else (name for name in cards if name in groups)
    found = tuple(chance_in(plan.card(name), groups[name], plan, terms) for name in told)
    kept = [c for c in found if c.specialty.id in sent_to(plan)]
    return Chances(
        specialties=found,
        somewhere=tuple(somewhere_with(kept[: n + 1], terms) for n in range(min(3, len(kept)))),
        start=start_of(plan, terms),
        luck=terms.luck,
    )


def sent_to(plan: Decided) -> set[str]:
    """The specialties to which the plan sends anything; all that it prepares while it is open."""
    advice = plan.counts.advice if plan.counts else ()
    sent = {cost.specialty.id for cost in advice if cost.programs}
    return sent or {card.id for card in prepared(plan)}


def chance_in(card: Card, group: Group, plan: Decided, terms: ModelTerms) -> SpecialtyChance:
    """The chance of one applicant in one specialty of the plan, or beside it."""
    others = len(prepared(plan)) - 1 if card.is_primary else 0
    return divided_in(card, group, plan, terms, others)


def divided_in(
    card: Card, group: Group, plan: Decided, terms: ModelTerms, others: int
) -> SpecialtyChance:
    """The chance in one specialty while so many others take a part of the work."""
    alone = weighed(card, group, plan, terms, divided=0)
    if others < 1:
        return alone
    return dataclasses.replace(weighed(card, group, plan, terms, divided=others), alone=alone)


def weighed(
    card: Card, group: Group, plan: Decided, terms: ModelTerms, *, divided: int
) -> SpecialtyChance:
    """The chance in one specialty; so many others take a part of the work."""
    held, sent = card.chance, _applications(card, plan)
    if held and held.left_out == left_out(plan):
        found = held.again(terms, divided) if divided or not terms.written else held
        return found if sent is None else found.at(sent)
    return chance_of_person(
        card.specialty,
        facts_at(plan, card),
        group,
        plan,
        terms,
        is_first=card.is_primary,
        divided=divided,
        applications=sent,
    )


def _applications(card: Card, plan: Decided) -> int | None:
    """The advised number; None where the plan advises none, so that the effort is the usual one."""
    advice = plan.counts.advice if plan.counts else ()
    return next((c.programs for c in advice if c.specialty.id == card.id and c.programs), None)


def somewhere_with(kept: Sequence[SpecialtyChance], terms: ModelTerms) -> Somewhere:
    """At least one of several. Errors that two specialties share are moved in both at once."""
    shown = [c.alone or c for c in kept] if len(kept) == 1 else list(kept)
    sent = [(c.prospect, c.applications) for c in shown]
    pace = terms.of_route
    ends = [
        dataclasses.replace(pace, shared=dataclasses.replace(pace.shared, use=end))
        for end in (1.0, 0.0)
    ]
    swings = somewhere(sent, pace)
    return Somewhere(
        specialties=tuple(c.specialty.id for c in shown),
        any=swings.chance,
        swings=swings,
        first=shown[0].match,
        if_shared=somewhere_at(sent, ends[0]),
        if_apart=somewhere_at(sent, ends[1]),
    )


def start_of(plan: Decided, terms: ModelTerms) -> Chance:
    """The chance to start on 1 July after a match, as far as a visa decides; 1 without one."""
    needed = plan.facts["applicant.needs_visa"].value
    if needed is False:
        return Chance(1.0, 1.0, 1.0)
    lost = terms.span("not-starting")
    best = 1.0 if needed is None else 1 - lost.low / 100
    return Chance(1 - lost.high / 100, 1 - lost.use / 100, best)
