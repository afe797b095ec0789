"""What stands in the way of a good answer, and the steps that change most."""

from __future__ import annotations

from sitegen.plan.chance.reasons import heaviest
from sitegen.plan.conclusions import little_known
from sitegen.plan.model import Plan
from sitegen.plan.quantities.value import slug
from sitegen.records import record
from sitegen.render.quantities import dated
from sitegen.render.shown import ReasonView
from sitegen.render.views import Views
from sitegen.render.whatif.outcomes_view import effect_words, filled, is_against_the_number

STEPS = 3
OBSTACLES = 2
OTHER_GOAL = "other-first"
"""Another first choice is no step towards this one."""


@record
class Step:
    """One change in words: what to do, the last day to begin it, and what it moves, of 100."""

    title: str
    begin: str
    moves: str


def blocked(plan: Plan) -> bool:
    """Whether no backup is acceptable, or the first choice is out of reach.

    Where the answer is not decided yet, answers stand in the way, and the tasks ask for them.
    """
    known = plan.choice.verdict != "undecided" and not little_known(plan)
    return known and (plan.choice.verdict == "nothing_adds" or plan.choice.out_of_reach)


def in_the_way(plan: Plan, views: Views) -> list[ReasonView]:
    """What weighs most against the first choice, or the shut gates of what is nearest."""
    if plan.primary and plan.primary.id in plan.reasons.chances:
        found = heaviest(plan.reasons.chances[plan.primary.id])
        return [views.chance_reason(each) for each in found[:OBSTACLES]]
    nearest = (*plan.choice.backups, *plan.choice.runners_up)[:1]
    return [gate for each in nearest for gate in views.candidate(each).shut][:OBSTACLES]


def steps(plan: Plan) -> list[Step]:
    """The changes still in time that raise the chance of a match most and never lower it."""
    helps = [
        change
        for change in plan.whatif.changes
        if change.moves
        and change.moves.use > 0
        and change.moves.low >= 0
        and not change.id.startswith(OTHER_GOAL)
        and not is_against_the_number(change, plan)
    ]
    return [
        Step(
            title=filled(change.title, change, plan),
            begin=dated(f"change.{slug(change.id)}.begin", change.begin_by)
            if change.begin_by
            else "",
            moves=effect_words(change.moves, plan, f"change.{slug(change.id)}.moves"),
        )
        for change in helps[:STEPS]
    ]
