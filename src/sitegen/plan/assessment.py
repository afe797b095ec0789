"""The self-assessment: five assets, red flags, readiness for H-1B, and where experience lies."""

from __future__ import annotations

import math

from sitegen.facts.earlier import earlier_facts
from sitegen.facts.evidence import closely_related
from sitegen.facts.specialty import serves
from sitegen.grid import half_up
from sitegen.knowledge.model import Knowledge
from sitegen.plan.card import Card
from sitegen.plan.conclusions import maker
from sitegen.plan.decided import Decided
from sitegen.profile import Profile
from sitegen.profile.fields import LetterState
from sitegen.records import record
from sitegen.rules import Finding, evaluate_group


@record
class Concentration:
    """The field that holds most of the rotations and letters, with its share in per cent.

    `easier` can be justified from that experience; `harder` cannot.
    """

    specialty: str
    share: float
    easier: tuple[str, ...]
    harder: tuple[str, ...]


@record
class Assessment:
    """What the profile says, held against the first choice."""

    card: Card | None
    assets: tuple[Finding, ...]
    flags: tuple[Finding, ...]
    earlier: tuple[Finding, ...]
    h1b: tuple[Finding, ...]
    concentration: Concentration | None


def assess(plan: Decided) -> Assessment:
    """Assess the applicant; the first choice, else the first backup, is the measure."""
    backups = plan.choice.backups
    card = plan.primary or (backups[0].card if backups else None)
    facts = card.facts if card else plan.facts

    def group(name: str) -> tuple[Finding, ...]:
        return evaluate_group(name, facts, plan.knowledge, plan.as_of)

    return Assessment(
        card=card,
        assets=group("assets") if card else (),
        flags=group("flags"),
        earlier=_earlier(plan, card),
        h1b=group("h1b"),
        concentration=concentrate(plan.read.profile, plan.knowledge),
    )


def _earlier(plan: Decided, card: Card | None) -> tuple[Finding, ...]:
    """What earlier tries in the Match ask for; nothing where there was none."""
    p = plan.read.profile
    if not p.earlier_matches:
        return ()
    facts = earlier_facts(maker(plan), p, card.id if card else None)
    return evaluate_group("earlier", facts, plan.knowledge, plan.as_of)


def concentrate(p: Profile, knowledge: Knowledge) -> Concentration | None:
    """Where rotations and letters lie: each four weeks and each letter count as one piece.

    A letter that nobody was asked for yet is not counted.
    """
    weight: dict[str, float] = {}
    for rotation in p.us_experience or ():
        weight[rotation.specialty] = weight.get(rotation.specialty, 0) + rotation.weeks / 4
    for letter in p.letters or ():
        if letter.state is LetterState.TO_ASK:
            continue
        weight[letter.specialty] = weight.get(letter.specialty, 0) + 1
    total = math.fsum(weight.values())
    if total < 2:
        return None
    top = max(sorted(weight), key=lambda name: weight[name])
    careers = [s for s in knowledge.specialties.values() if s.about.career and s.id != top]
    near = {s.id for s in careers if closely_related(s, knowledge.specialties[top])}
    served = {s.id for s in careers if any(serves(each, s.id) for each in p.letters or ())}
    named = {p.interests.primary, *(p.interests.considering or ())}
    far = [s.id for s in careers if s.id in named and s.id not in near | served]
    return Concentration(
        specialty=top,
        share=int(half_up(100 * weight[top] / total)),
        easier=tuple(sorted(near | (served - {top})))[:6],
        harder=tuple(sorted(far)),
    )
