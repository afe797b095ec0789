"""Which scenarios concern one person: for whom, how much, by when, and at what price. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from sitegen.knowledge.scenarios import Scenario
from sitegen.plan.card import Card
from sitegen.plan.conclusions import facts_at, related
from sitegen.plan.decided import Decided
from sitegen.plan.whatif.outcomes import Runs, applications, price
from sitegen.plan.whatif.scenarios import CHANGES, SENDING, STEPS, Target, worded
from sitegen.profile import Profile
from sitegen.records import record
from sitegen.rules import Outcome as Answer
from sitegen.rules import weigh

WEEK = dt.timedelta(days=7)
MOST_OTHERS = 3
"""So many other first choices are tried."""


@record
class Variant:
    """One scenario for one person.

    `profile` is the changed profile, and `sent` the changed numbers of applications; one of the
    two is None. `usd` is what it costs beside the applications, from low to high. `begin_by` is
    the last day on which it can be begun, so that it is there on `last_day`; both are None where
    the dates of the season are not known, or none binds.
    """

    id: str
    scenario: Scenario
    target: Target
    profile: Profile | None = None
    sent: dict[str, int] | None = None
    usd: tuple[float, float] = (0.0, 0.0)
    last_day: dt.date | None = None
    begin_by: dt.date | None = None
    too_late: bool = False


def variants(plan: Decided, runs: Runs) -> Iterator[Variant]:
    """Every scenario that concerns this person and would change something, in order."""
    for scenario in (worded(each, plan.facts) for each in plan.knowledge.scenarios):
        for target in _targets(scenario, plan, runs):
            if not _concerns(scenario, target, plan):
                continue
            found = _variant(scenario, target, plan, runs)
            if found:
                yield _timed(found, plan)


def aim(plan: Decided) -> Target:
    """The first choice, and the backup; where none is prepared, the nearest that could be one."""
    choice = plan.choice
    near = [c.card.id for c in (*choice.backups, *choice.runners_up)]
    first = plan.primary.id if plan.primary else None
    return Target(first=first, backup=near[0] if near else None)


def _targets(scenario: Scenario, plan: Decided, runs: Runs) -> list[Target]:
    """For whom one scenario is tried: several specialties for those that name another one."""
    base = replace(aim(plan), amount=STEPS.get(scenario.id, 0))
    if scenario.id == "other-first":
        return [replace(base, other=name) for name in _other_firsts(plan)]
    if scenario.id == "second-backup":
        return [replace(base, other=name) for name in _second(plan)]
    if scenario.id in ("more-programs", "fewer-programs"):
        name = _where(plan, runs, more=scenario.id == "more-programs", step=base.amount)
        return [replace(base, other=name)] if name else []
    if scenario.id == "single":
        both = plan.primary and plan.choice.verdict == "recommended"
        return [base] if both else []
    if scenario.id.endswith("-first"):
        return [base] if base.first else []
    if scenario.id.endswith("-backup"):
        return [base] if base.backup and base.backup != base.first else []
    return [base]


def _other_firsts(plan: Decided) -> list[str]:
    """Considered specialties, the backup and the next in line, without those ruled out."""
    wish, choice = plan.read.profile.interests, plan.choice
    near = [c.card.id for c in (*choice.backups[:1], *choice.runners_up[:1])]
    ids = dict.fromkeys([*(wish.considering or ()), *near])
    scored = {card.id for card in plan.cards}
    barred = {wish.primary, *(wish.not_for_life or ())}
    return [name for name in ids if name in scored and name not in barred][:MOST_OTHERS]


def _second(plan: Decided) -> list[str]:
    """The next in line that is close to the one backup and passes every gate."""
    choice = plan.choice
    if choice.verdict != "recommended" or len(choice.backups) != 1:
        return []
    backup = choice.backups[0].card
    close = [c.card.id for c in choice.runners_up if c.passed and related(backup, c.card)]
    return close[:1]


def _where(plan: Decided, runs: Runs, *, more: bool, step: int) -> str | None:
    """Where more applications bring most, or fewer cost least; None where none is advised."""
    today = runs.present
    if not today.advised or today.somewhere is None:
        return None
    now = applications(today)
    tried: list[tuple[float, str]] = []
    for name, number in now.items():
        changed = number + step if more else number - step
        if changed > 0 and _supply(plan, name) >= changed:
            found = runs.of(plan, {**now, name: changed}).somewhere
            if found:
                tried.append((found.use, name))
    return max(tried)[1] if tried else None


def _supply(plan: Decided, name: str) -> float:
    """How many programs are likely open; without a figure, no limit is known."""
    for supply in plan.counts.supplies if plan.counts else ():
        if supply.specialty.id == name:
            return supply.open
    return float("inf")


def _concerns(scenario: Scenario, target: Target, plan: Decided) -> bool:
    """Whether its condition holds, or is open and the scenario is kept while open."""
    if scenario.when is None:
        return True
    card = _card(scenario, target, plan)
    facts = facts_at(plan, card) if card else plan.facts
    answer = weigh(scenario.when, facts, plan.knowledge, plan.as_of).outcome
    return answer is Answer.MET or (answer is Answer.UNKNOWN and scenario.if_unknown)


def _card(scenario: Scenario, target: Target, plan: Decided) -> Card | None:
    name = None if scenario.on == "person" else getattr(target, scenario.on)
    return plan.card(name) if name else None


def _variant(scenario: Scenario, target: Target, plan: Decided, runs: Runs) -> Variant | None:
    """The changed profile or numbers; None where nothing would be different."""
    key = scenario.id if target.other is None else f"{scenario.id}.{target.other}"
    if scenario.id in SENDING:
        sent = _sent(scenario.id, target, plan, runs)
        before, after = price(plan, applications(runs.present)), price(plan, sent)
        more = after - before if before is not None and after is not None else 0.0
        return Variant(id=key, scenario=scenario, target=target, sent=sent, usd=(more, more))
    profile = CHANGES[scenario.id](plan.read.profile, target)
    if profile == plan.read.profile:
        return None
    usd = _usd(scenario, plan)
    return Variant(id=key, scenario=scenario, target=target, profile=profile, usd=usd)


def _sent(name: str, target: Target, plan: Decided, runs: Runs) -> dict[str, int]:
    """The numbers of applications of a scenario that changes only them."""
    now = applications(runs.present)
    other = target.other or ""
    if name == "single":
        return {target.first or "": alone(plan, runs)}
    if name == "second-backup":
        return {**now, other: now.get(target.backup or "", 0)}
    step = target.amount if name == "more-programs" else -target.amount
    return {**now, other: now[other] + step}


def alone(plan: Decided, runs: Runs) -> int:
    """Applications of somebody who applies in the first choice alone: the money stays the same."""
    now = applications(runs.present)
    total = sum(int(n) for n in now.values())
    first = plan.primary.id if plan.primary else ""
    budget = plan.read.profile.constraints.application_budget
    number = min(total, _supply(plan, first))
    while budget is not None and number > 1 and (price(plan, {first: int(number)}) or 0) > budget:
        number -= 1
    return int(number)


def _usd(scenario: Scenario, plan: Decided) -> tuple[float, float]:
    """Prices of a scenario in USD; what only people abroad pay is open while that is not known."""
    low = scenario.usd.low if scenario.usd else 0.0
    high = scenario.usd.high if scenario.usd else 0.0
    inside = plan.facts["applicant.in_us"].value
    for key in (*scenario.costs, *(() if inside is True else scenario.abroad)):
        cost = plan.knowledge.costs[key]
        sure = key in scenario.costs or inside is False
        low += (cost.value if cost.low is None else cost.low) if sure else 0.0
        high += cost.value if cost.high is None else cost.high
    return low, high


def _timed(found: Variant, plan: Decided) -> Variant:
    """With its last useful day, and whether that can still be met."""
    before = found.scenario.before
    date = plan.season_dates.get(before.date) if before else None
    if before is None or date is None:
        return found
    last = date.date - before.weeks * WEEK
    begin = last - found.scenario.takes.low * WEEK
    return replace(found, last_day=last, begin_by=begin, too_late=plan.as_of > begin)
