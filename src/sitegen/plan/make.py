"""Makes the whole plan, every conclusion once and from top to bottom in the order of dependence.

The stages before it, for what needs less, are made in `plan/decide.py` and `plan/stages.py`. Pure.
"""

from __future__ import annotations

import datetime as dt

from sitegen.knowledge.model import Knowledge
from sitegen.plan.applying.candidates import candidates
from sitegen.plan.applying.geography import geography
from sitegen.plan.applying.offers import offers
from sitegen.plan.applying.own_list import own_list
from sitegen.plan.applying.portfolio import portfolio
from sitegen.plan.assessment import assess
from sitegen.plan.basis import basis
from sitegen.plan.chance.backtest import backtest
from sitegen.plan.chance.chance_method import ends_of, example, levers
from sitegen.plan.chance.chance_report import (
    chance_report,
    match_and_start,
    moves_of,
    start_known,
    ways,
)
from sitegen.plan.chance.chances import Chances, chances
from sitegen.plan.chance.pulls import MEASURES, pulls
from sitegen.plan.chance.terms import ModelTerms
from sitegen.plan.decided import Decided, Scheduled
from sitegen.plan.decision.compared import compared
from sitegen.plan.decision.model import Compared
from sitegen.plan.guide.budget import budget
from sitegen.plan.guide.commitment import commitment
from sitegen.plan.guide.counsel import counsel
from sitegen.plan.guide.disagreements import disagreements
from sitegen.plan.guide.documents import documents
from sitegen.plan.guide.ethics import ethics
from sitegen.plan.guide.faq import questions
from sitegen.plan.guide.immigration import immigration, stay_facts
from sitegen.plan.guide.pathways import pathways
from sitegen.plan.guide.states import state_limits
from sitegen.plan.guide.year import lost_year
from sitegen.plan.model import Applying, Guide, InSeason, Matching, Plan
from sitegen.plan.pages import pages
from sitegen.plan.quantities.whole import quantities
from sitegen.plan.season.algorithm import algorithm
from sitegen.plan.season.cockpit import cockpit
from sitegen.plan.season.interviews import interview_facts, interviews, spoken_for
from sitegen.plan.season.ranking import ranking
from sitegen.plan.stages import held, make_schedule, reasons
from sitegen.plan.timeline import timeline
from sitegen.plan.whatif.whatif import whatif
from sitegen.profile import ReadProfile


def make_plan(read: ReadProfile, knowledge: Knowledge, as_of: dt.date) -> Plan:
    """Everything that can be concluded for one applicant on one day."""
    plan = make_schedule(read, knowledge, as_of)
    beside = compared(plan, plan.primary, plan.choice, plan.counts)
    days = timeline(plan)
    matching = make_matching(plan)
    guide = make_guide(plan)
    applying = make_applying(plan, matching.chances, beside, guide)
    in_season = make_in_season(plan, matching.chances)
    changed = whatif(plan)
    return Plan(
        **held(plan),
        reasons=reasons(plan, plan.every),
        compared=beside,
        timeline=days,
        matching=matching,
        guide=guide,
        applying=applying,
        in_season=in_season,
        whatif=changed,
        basis=basis(plan),
        pages=pages(plan, guide.documents.letters),
        quantities=quantities(plan, beside, days, matching, guide, applying, in_season, changed),
    )


def make_matching(plan: Decided) -> Matching:
    """The chance of matching, with every ingredient of its page."""
    found, terms = chances(plan), ModelTerms(plan.knowledge, plan.as_of)
    head = found.head(plan)
    start = start_known(plan, found.start)
    spent = ways(plan, found, terms)
    begun = {c.specialty.id: match_and_start(c.match, start) for c in found.specialties}
    return Matching(
        chances=found,
        start=start,
        begun={name: chance for name, chance in begun.items() if chance},
        ways=spent,
        moves={c.specialty.id: moves_of(c) for c in found.specialties},
        example=example(head, plan) if head else None,
        levers=levers(plan, found, head) if head else (),
        ends=ends_of(head) if head else {},
        pulls={measure: pulls(plan, measure) for measure in MEASURES},
        report=chance_report(plan, found, spent, start),
        backtest=backtest(plan.scales),
    )


def make_guide(plan: Scheduled) -> Guide:
    """The parts of the guide."""
    stay = stay_facts(plan)
    costs = budget(plan)
    fair = ethics(plan)
    return Guide(
        assessment=assess(plan),
        documents=documents(plan),
        commitment=commitment(plan),
        budget=costs,
        lost_year=lost_year(plan, costs),
        stay=stay,
        immigration=immigration(plan, stay),
        states=state_limits(plan, stay),
        pathways=pathways(plan),
        ethics=fair,
        questions=questions(plan, fair),
        disagreements=disagreements(plan),
        counsel=counsel(plan),
    )


def make_applying(plan: Decided, found: Chances, beside: Compared, guide: Guide) -> Applying:
    """Where to apply: each takes the ones before it."""
    rows = candidates(plan, found, guide.stay)
    what = offers(plan, found, rows)
    return Applying(
        candidacies=rows,
        offers=what,
        own_list=own_list(plan, rows),
        portfolio=portfolio(plan, found, beside, what),
        geography=geography(plan, found, rows, what, guide.states),
    )


def make_in_season(plan: Decided, found: Chances) -> InSeason:
    """What the season brings."""
    tracked = interview_facts(plan)
    return InSeason(
        tracked=tracked,
        spoken_for=spoken_for(plan),
        interviews=interviews(plan, tracked),
        ranking=ranking(plan),
        cockpit=cockpit(plan, found, tracked),
        algorithm=algorithm(plan),
    )
