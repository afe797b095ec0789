"""Immigration and jobs: orders as scenarios, last useful days of Step 3, jobs after training."""

from __future__ import annotations

import datetime as dt

from sitegen.facts.immigration import LastDay, immigration_facts, last_days, planned_by
from sitegen.facts.model import Facts
from sitegen.knowledge.guide import WaiverProgram
from sitegen.plan.card import Card
from sitegen.plan.conclusions import facts_at, maker, prepared
from sitegen.plan.decided import Decided
from sitegen.records import record
from sitegen.rules import Finding, evaluate, evaluate_group


@record
class Scenario:
    """One order, by its name in the data, and what it does to this plan."""

    policy: str
    finding: Finding


@record
class Demand:
    """How much one specialty is asked for where doctors are few."""

    card: Card
    finding: Finding


@record
class Waiver:
    """A road to a waiver job: the specialties of this plan it takes, the states it covers."""

    program: WaiverProgram
    takes: tuple[Card, ...]
    leaves_out: tuple[Card, ...]
    states: tuple[str, ...]
    used_up: tuple[str, ...]


@record
class Immigration:
    """What stands between a match and a first day, and between training and a life.

    `safer` is the last day of the year before a last day that falls into January or February,
    when results have come late. `planned` is the day by which Step 3 is taken as planned. `road`
    is what the visas mean that are accepted, and whether H-1B should be asked for beside them.
    """

    concerned: bool
    start: Finding
    scenarios: tuple[Scenario, ...]
    lawyer: tuple[Finding, ...]
    step3: tuple[Finding, ...]
    last_days: tuple[LastDay, ...]
    safer: dt.date | None
    planned: dt.date | None
    jobs: tuple[Finding, ...]
    demand: tuple[Demand, ...]
    waivers: tuple[Waiver, ...]
    road: tuple[Finding, ...]


def stay_facts(plan: Decided) -> Facts:
    """Facts of the plan and of the pages on immigration and states."""
    return {
        **plan.facts,
        **immigration_facts(plan.read, plan.knowledge, plan.as_of, plan.facts),
    }


def immigration(plan: Decided, facts: Facts) -> Immigration:
    """Everything about visas, the start and the job after training for this person."""
    p = plan.read.profile
    days = last_days(p, plan.knowledge, plan.as_of)
    scenarios = tuple(
        Scenario(policy=f.rule.id.removeprefix("scenario."), finding=f)
        for f in evaluate_group("scenarios", facts, plan.knowledge, plan.as_of)
    )
    found = [
        evaluate(rule, facts, plan.knowledge, plan.as_of)
        for rule in plan.knowledge.rules_in("immigration")
        if rule.id != "jobs.field"
    ]

    def about(prefix: str) -> tuple[Finding, ...]:
        return tuple(f for f in found if f.rule.id.startswith(prefix))

    return Immigration(
        concerned=facts["applicant.needs_visa"].value is not False,
        start=next(f for f in found if f.rule.id == "lawyer.entry"),
        scenarios=scenarios,
        lawyer=about("lawyer."),
        step3=about("step3."),
        last_days=days,
        safer=_safer(days),
        planned=planned_by(p.exams.step3),
        jobs=about("jobs."),
        demand=_demand(plan, facts),
        waivers=_waivers(plan),
        road=about("road."),
    )


def _safer(days: tuple[LastDay, ...]) -> dt.date | None:
    """The last day of December before the rank list, if its last day falls into January or later.

    Step 3 is not given in the first half of January, and results of January and February have
    come as late as the middle of March.
    """
    late = next((each.day for each in days if each.id == "rank" and each.day.month <= 2), None)
    return dt.date(late.year - 1, 12, 31) if late else None


def named(plan: Decided) -> tuple[Card, ...]:
    """The specialties that this plan is about: first choice and backups, else the nearest ones."""
    cards = prepared(plan)
    if len(cards) > 1 or plan.choice.verdict in ("recommended", "not_needed"):
        return cards
    near = [c.card for c in (*plan.choice.backups, *plan.choice.runners_up)]
    return (*cards, *(c for c in near if c not in cards))[:3]


def _demand(plan: Decided, facts: Facts) -> tuple[Demand, ...]:
    rules = [r for r in plan.knowledge.rules_in("immigration") if r.id == "jobs.field"]
    make = maker(plan)
    lists = [w.specialties for w in plan.knowledge.waivers if w.specialties]
    wanted = {name for w in plan.knowledge.waivers for name in w.prefers}
    found = []
    for card in named(plan):
        own = {
            "jobs.named": make.computed("jobs.named", any(card.id in names for names in lists)),
            "jobs.wanted": make.computed("jobs.wanted", card.id in wanted),
        }
        whole = {**facts, **facts_at(plan, card), **own}
        found += [
            Demand(card=card, finding=evaluate(rule, whole, plan.knowledge, plan.as_of))
            for rule in rules
        ]
    return tuple(found)


def _waivers(plan: Decided) -> tuple[Waiver, ...]:
    states = plan.read.profile.constraints.states
    preferred = (states.preferred if states else None) or ()
    cards = named(plan)
    return tuple(
        Waiver(
            program=w,
            takes=tuple(c for c in cards if not w.specialties or c.id in w.specialties),
            leaves_out=tuple(c for c in cards if w.specialties and c.id not in w.specialties),
            states=tuple(s for s in preferred if not w.states or s in w.states),
            used_up=tuple(s for s in preferred if s in w.used_up),
        )
        for w in plan.knowledge.waivers
    )
