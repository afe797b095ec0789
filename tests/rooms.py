"""The rooms of a plan, each made for itself: a test of one need not wait for the whole."""

from __future__ import annotations

from sitegen.plan.chance.chances import chances
from sitegen.plan.decided import Decided, Scheduled
from sitegen.plan.decision.compared import compared
from sitegen.plan.decision.model import Compared
from sitegen.plan.make import make_applying, make_guide, make_in_season, make_matching, make_plan
from sitegen.plan.model import Applying, Guide, InSeason, Matching, Plan


def matching(plan: Decided) -> Matching:
    """The chance of matching."""
    return make_matching(plan)


def guide(plan: Scheduled) -> Guide:
    """The parts of the guide."""
    return make_guide(plan)


def beside(plan: Decided) -> Compared:
    """Each other way to apply."""
    return compared(plan, plan.primary, plan.choice, plan.counts)


def applying(plan: Scheduled) -> Applying:
    """Where to apply."""
    return make_applying(plan, chances(plan), beside(plan), make_guide(plan))


def in_season(plan: Decided) -> InSeason:
    """What the season brings."""
    return make_in_season(plan, chances(plan))


def whole(plan: Decided) -> Plan:
    """Every conclusion for the same applicant on the same day."""
    return make_plan(plan.read, plan.knowledge, plan.as_of)
