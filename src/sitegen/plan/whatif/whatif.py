"""What would change the plan: each scenario through the whole plan, ranked by what it moves."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sitegen.chance.odds import Chance
from sitegen.grid import half_up
from sitegen.plan.conclusions import prepared
from sitegen.plan.decided import Decided
from sitegen.plan.decision.model import Candidate
from sitegen.plan.whatif.changes import (
    SAFE,
    Change,
    Column,
    Combination,
    Doubt,
    Nearest,
    TooLate,
    WhatIf,
)
from sitegen.plan.whatif.flips import DOSES, RULED_OUT, Flip, doses, flips
from sitegen.plan.whatif.outcomes import Effect, Outcome, Runs, applications, more_open
from sitegen.plan.whatif.regions import regions
from sitegen.plan.whatif.scenarios import CHANGES, narrow, only_visa, wide
from sitegen.plan.whatif.variants import Variant, aim, alone, variants
from sitegen.profile import Profile
from sitegen.profile.choices import Factor, VisaKind

WEEKS_A_MONTH = 4.35
HUNDRED = 100
MORE = "more-programs"
DOORS = ("j1-too", "h1b-too", "wider")
"""Answers that open more programs and change nothing else."""
MOST_OPTIONS = 4
"""Yes-or-no changes whose every combination is computed."""

ORDER = ("say", "do", "judged")
"""Own answers cost nothing, so they count as the smaller change; then steps, then judgements."""


def whatif(plan: Decided) -> WhatIf:
    """What would change this plan."""
    runs = Runs(plan)
    every = list(variants(plan, runs))
    in_time = [v for v in every if not v.too_late]
    done = [_change(v, plan, runs) for v in in_time]
    changes = sorted((c for c in done if _matters(c, runs.present)), key=_rank)
    options = _options(changes)
    chosen = [v for v in in_time if v.id in options]
    combined = tuple(_combinations(chosen, options, runs))
    turned = _flips(plan, runs, in_time, changes)
    best = _everything(in_time, plan)
    return WhatIf(
        present=runs.present,
        changes=tuple(changes),
        idle=tuple(c for c in done if not _matters(c, runs.present) and not _may_open(c, plan)),
        too_late=tuple(_late(v) for v in every if v.too_late),
        doubts=tuple(_doubts(plan, runs)),
        flips=turned,
        pairs=_pairs(combined, runs.present),
        everything=runs.again(best) if best else None,
        nearest=tuple(_nearest(plan, runs, best)),
        missing=plan.choice.missing,
        options=options,
        combinations=combined,
        columns=tuple(_columns(plan, runs)),
        regions=regions(plan, runs),
        tried=runs.count,
    )


def _change(v: Variant, plan: Decided, runs: Runs) -> Change:
    after = runs.of(plan, v.sent) if v.sent is not None else runs.again(v.profile or _own(plan))
    moves, takes = _moves((v.id,), after, runs), v.scenario.takes
    months = (takes.low / WEEKS_A_MONTH, takes.high / WEEKS_A_MONTH)
    hundreds = (v.usd[0] / HUNDRED, v.usd[1] / HUNDRED)
    return Change(
        id=v.id,
        by=v.scenario.by,
        title=v.scenario.title,
        changes=v.scenario.changes,
        first=v.target.first,
        backup=v.target.backup,
        other=v.target.other,
        amount=v.target.amount,
        weeks=(takes.low, takes.high),
        usd=v.usd,
        note=v.scenario.note,
        tasks=v.scenario.tasks,
        last_day=v.last_day,
        begin_by=v.begin_by,
        after=after,
        moves=moves,
        each_month=_each(moves, months),
        each_hundred=_each(moves, hundreds),
    )


def _moves(ids: Sequence[str], after: Outcome, runs: Runs) -> Effect | None:
    """The effect of some changes at once; those that only open doors never lower a chance."""
    only_doors = bool(ids) and set(ids) <= set(DOORS)
    return more_open(runs.present, after) if only_doors else runs.effect(after)


def _own(plan: Decided) -> Profile:
    return plan.read.profile


def _each(moves: Effect | None, units: tuple[float, float]) -> Effect | None:
    """An effect for each unit; nothing where it does not help or takes no unit for certain."""
    low, high = units
    if moves is None or low <= 0 or moves.use <= 0:
        return None
    middle = (low + high) / 2
    ends = [end / unit for end in (moves.low, moves.high) for unit in units]
    return Effect(min(ends), moves.use / middle, max(ends))


def _matters(change: Change, today: Outcome) -> bool:
    """Whether it moves the answer, the decision, or the chance by as much as a page can tell."""
    after = change.after
    told = (after.key, after.backups, after.decision) != (today.key, today.backups, today.decision)
    return told or (change.moves is not None and _of_100(after) != _of_100(today))


def _of_100(outcome: Outcome) -> tuple[int, ...]:
    """The chance of a match somewhere in whole people of 100: low, middle and high."""
    chance = outcome.somewhere
    ends = (chance.low, chance.use, chance.high) if chance else ()
    return tuple(int(half_up(100 * end)) for end in ends)


def _may_open(change: Change, plan: Decided) -> bool:
    """Whether it may decide on entry: H-1B, where only visas of the J kind are suspended."""
    return change.id == "h1b-too" and plan.facts["applicant.entry_limit"].value == "j1"


def _rank(change: Change) -> tuple[float, str]:
    return (-change.moves.use if change.moves else 0.0, change.id)


def _late(v: Variant) -> TooLate:
    assert v.begin_by is not None and v.last_day is not None
    return TooLate(
        id=v.id,
        title=v.scenario.title,
        first=v.target.first,
        backup=v.target.backup,
        other=v.target.other,
        amount=v.target.amount,
        begin_by=v.begin_by,
        last_day=v.last_day,
    )


def _options(changes: Sequence[Change]) -> tuple[str, ...]:
    """The changes that can be ticked: deeds, visas, more programs; the strongest first."""
    fitting = [c for c in changes if c.by == "do" or c.id in DOORS or c.id.startswith(MORE)]
    helping = [c for c in fitting if c.moves is None or c.moves.use > -1e-9]
    return tuple(c.id for c in helping[:MOST_OPTIONS])


def _combinations(
    chosen: Sequence[Variant], options: Sequence[str], runs: Runs
) -> Iterator[Combination]:
    """Every combination of the options, none of them first."""
    by_id = {v.id: v for v in chosen}
    for number in range(len(options) + 1):
        for ids in itertools.combinations(options, number):
            profile, more = _own(runs.plan), {}
            for v in (by_id[name] for name in ids):
                if v.sent is not None:
                    more[v.target.other or ""] = v.target.amount
                else:
                    profile = CHANGES[v.scenario.id](profile, v.target)
            after = runs.again(profile, more)
            yield Combination(ids=ids, after=after, moves=_moves(ids, after, runs))


def _flips(
    plan: Decided, runs: Runs, in_time: Sequence[Variant], changes: Sequence[Change]
) -> tuple[Flip, ...]:
    """Single changes that turn the answer: own answers, then deeds, then judgements.

    That the backup is ruled out is told only where nothing else turns the answer.
    """
    today = runs.present
    turned = [
        Flip(
            by="say" if c.by == "say" else "do",
            kind=c.id.split(".")[0],
            specialty=c.other or _about(c),
            after=c.amount,
            verdict=c.after.key[0],
            backup=c.after.key[1],
        )
        for c in changes
        if c.by != "send" and _turns(c, today)
    ]
    known = {flip.kind for flip in turned}
    more = [v.scenario.id for v in in_time if v.profile and v.scenario.id not in known]
    larger = doses(plan, runs, more, aim(plan)) if plan.choice.verdict != "undecided" else ()
    found = (*flips(plan, runs), *turned, *larger)
    alike = "not_needed" if plan.choice.verdict == "not_needed" else ""

    def order(flip: Flip) -> tuple[bool, int, bool]:
        return not flip.real, ORDER.index(flip.by), flip.verdict == alike

    ruled_out = not any(flip.real for flip in found)
    return tuple(sorted((f for f in found if ruled_out or f.kind != RULED_OUT), key=order))


def _turns(change: Change, today: Outcome) -> bool:
    """Whether the answer is another one; a backup that becomes the first choice is none."""
    before, after = today.key, change.after.key
    return before != after and (before[0] != after[0] or change.other != before[1])


def _about(change: Change) -> str | None:
    side = change.id.rpartition("-")[2]
    return {"first": change.first, "backup": change.backup}.get(side)


def _pairs(combined: Sequence[Combination], today: Outcome) -> tuple[Combination, ...]:
    """The smallest sets of two or more options that turn the answer, if no single one does."""
    turned = [c for c in combined if c.after.key != today.key]
    least = min((len(c.ids) for c in turned), default=0)
    return tuple(c for c in turned if len(c.ids) == least) if least > 1 else ()


def _everything(in_time: Sequence[Variant], plan: Decided) -> Profile | None:
    """All deeds and wider answers at once, in their largest amounts; None where nothing is left."""
    fitting = [v for v in in_time if v.scenario.by == "do" or v.id in ("j1-too", "h1b-too")]
    profile = _own(plan)
    for v in fitting:
        largest = (v.target.amount, *DOSES.get(v.scenario.id.split("-")[0], ()))[-1]
        profile = CHANGES[v.scenario.id](profile, replace(v.target, amount=largest))
    return profile if fitting else None


def _doubts(plan: Decided, runs: Runs) -> Iterator[Doubt]:
    """Each judged factor left out of the chance, and all at once; the plan itself stays."""
    own = _own(plan)
    off = own.applications.leave_out or ()
    sets = [(f.value, (*off, f)) for f in Factor if f not in off]
    for name, left in [*sets, ("all", tuple(Factor))]:
        p = replace(own, applications=replace(own.applications, leave_out=left))
        after = runs.of(replace(plan, read=replace(plan.read, profile=p)))
        moves = runs.effect(after)
        if moves and max(abs(moves.low), abs(moves.high)) > 1e-9:
            yield Doubt(factor=name, after=after, moves=moves)


def _nearest(plan: Decided, runs: Runs, best: Profile | None) -> Iterator[Nearest]:
    """Where nothing adds enough: how far the nearest ones are from it."""
    if plan.choice.verdict != "nothing_adds":
        return
    made = runs.plan_of(best) if best else plan
    needed = 100 * runs.like.scales.bands.ends(SAFE)[0]
    for near in plan.choice.runners_up:
        now, then = near.card.chance, made.card(near.card.id).chance
        if now and then:
            yield _near(near, now.match, then.match, needed)


def _near(candidate: Candidate, match: Chance, best: Chance, needed: float) -> Nearest:
    card = candidate.card
    return Nearest(
        specialty=card.id,
        name=card.specialty.name,
        match=match,
        best=best,
        needed=needed,
        highest=card.likelihood.high,
        shut=tuple(gate.rule.id for gate in candidate.shut),
    )


def _columns(plan: Decided, runs: Runs) -> Iterator[Column]:
    """Ways of applying side by side; those that do not concern this person are left out."""
    if plan.facts["applicant.applied"].value is True or plan.counts is None:
        return
    yield Column(id="today", after=runs.present)
    near = plan.choice.runners_up[:1] if plan.choice.verdict == "nothing_adds" else ()
    if near and plan.primary:
        number = applications(runs.present)[plan.primary.id]
        both = {plan.primary.id: number, near[0].card.id: number}
        yield Column(id="both", after=runs.of(plan, both))
    if plan.primary and len(prepared(plan)) > 1:
        yield Column(id="single", after=runs.of(plan, {plan.primary.id: alone(plan, runs)}))
    if plan.facts["applicant.needs_visa"].value is True:
        yield Column(id="j1", after=runs.again(only_visa(_own(plan), VisaKind.J1)))
        yield Column(id="h1b", after=runs.again(only_visa(_own(plan), VisaKind.H1B)))
    yield Column(id="narrow", after=runs.again(narrow(_own(plan))))
    yield Column(id="wide", after=runs.again(wide(_own(plan))))
