"""Decides: facts, then cards, then choice, decision and counts. The first stage of a plan."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sitegen.facts.applicant import FactMaker, applicant_facts
from sitegen.facts.model import Facts
from sitegen.facts.season import season_facts
from sitegen.facts.year import year_facts
from sitegen.knowledge.model import Knowledge, MatchSystem
from sitegen.plan.again import Again
from sitegen.plan.card import Card
from sitegen.plan.chance.scales import Scales
from sitegen.plan.conclusions import conclusions
from sitegen.plan.decided import Decided
from sitegen.plan.decision.beside import Beside, Known
from sitegen.plan.decision.choose import Chooser, in_question
from sitegen.plan.decision.counts import counted
from sitegen.plan.decision.gates import consider
from sitegen.plan.decision.triggers import decide
from sitegen.plan.notes import notes
from sitegen.plan.person import Applicant
from sitegen.plan.scorecard import order, weigh_specialty
from sitegen.profile import Profile, ReadProfile
from sitegen.statuses import OF_INTERVIEWS


def conclude(
    read: ReadProfile, knowledge: Knowledge, as_of: dt.date, like: Again | None = None
) -> Decided:
    """What is decided for one applicant on one day; `like` saves what another profile leaves.

    Beside a plan, only the answer counts: cards stand in no order, and a specialty that a gate
    refuses is no candidate. So the chance in it is worked out only where somebody asks for it.
    """
    p = read.profile
    make = FactMaker(knowledge.facts, read.places, knowledge)
    applicant = {
        **applicant_facts(read, knowledge, as_of),
        **season_facts(read, knowledge, as_of),
    }
    applicant |= year_facts(read, knowledge, applicant, as_of)
    applicant = like.facts(applicant) if like else applicant
    scales = like.scales if like else Scales.of(knowledge, as_of)
    specialties = knowledge.specialties.values()
    every = [weigh_specialty(s, read, applicant, scales, like) for s in specialties]
    if like is None:
        every.sort(key=lambda card: order(card, knowledge.bands))
    cards = tuple(c for c in every if _scored(c))
    primary = next((c for c in every if c.is_primary), None)
    person = Applicant(read, knowledge, as_of, applicant)
    known = like.known if like else Known()
    beside = Beside(person, primary, scales, known)
    tried = [consider(c, beside, primary, make, like) for c in every if not c.is_primary]
    choice = Chooser(beside, primary, invited_fields(read, applicant)).choose(
        in_question(tried) if like else tried
    )
    named = [c for n in _named(p) for c in every if c.id == n]
    counts = counted(choice, primary, named, beside)
    season = knowledge.seasons.get(p.season or 0)
    core = Decided(
        read=read,
        knowledge=knowledge,
        as_of=as_of,
        season=season,
        season_dates=season.dates if season else {},
        facts=applicant,
        cards=cards,
        bridges=tuple(c for c in every if not c.specialty.about.career),
        elsewhere=tuple(c for c in every if _elsewhere(c)),
        primary=primary,
        choice=choice,
        decision=decide(applicant, primary, choice, counts, make, knowledge, as_of),
        counts=counts,
        notes=tuple(notes(p, applicant, primary, counts, knowledge, as_of)),
        scales=scales,
        known=known,
    )
    return replace(core, facts={**applicant, **conclusions(core)})


def _named(p: Profile) -> tuple[str, ...]:
    """The specialties of the profile, the first choice in front."""
    wishes = p.interests
    first = (wishes.primary,) if wishes.primary else ()
    return tuple(dict.fromkeys((*first, *(wishes.considering or ()))))


def invited_fields(read: ReadProfile, applicant: Facts) -> frozenset[str]:
    """The specialties whose programs invite, says the tracker, once the applications are out."""
    out = applicant["applicant.applied"].value is True
    told = (each.specialty for each in read.interviews if each.status in OF_INTERVIEWS)
    return frozenset(told) if out else frozenset()


def _scored(card: Card) -> bool:
    about = card.specialty.about
    return about.career and about.match is MatchSystem.NRMP


def _elsewhere(card: Card) -> bool:
    about = card.specialty.about
    return about.career and about.match is not MatchSystem.NRMP
