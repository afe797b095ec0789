"""Doubt about the first choice: between which fields, by when to decide, and who leads."""

from __future__ import annotations

import datetime as dt

from sitegen.facts.cited import cited
from sitegen.plan.card import Card
from sitegen.plan.decided import Decided
from sitegen.records import value_object

MOST = 3
"""More fields than this cannot be compared at one glance."""

BEFORE = "guide.decide-weeks"
GRACE = "guide.decide-late-weeks"


@value_object
class Doubt:
    """Fields of which none is first yet. `kind` is none_named, level or settled.

    `by` is the last good day to decide; None where no day can be told. `lead` is the field to put
    first if the doubt remains.
    """

    kind: str
    between: tuple[Card, ...] = ()
    by: dt.date | None = None
    lead: Card | None = None


def doubt(plan: Decided) -> Doubt:
    """The doubt of one applicant: no first choice, or another field rated as high as the first."""
    if plan.facts["season.lists_closed"].value is True:
        return Doubt("settled")
    between = _level(plan) if plan.primary else _nearest(plan)
    if len(between) < 2:
        return Doubt("settled")
    kind = "level" if plan.primary else "none_named"
    return Doubt(kind, between, _by(plan), min(between, key=plan.every.index))


def _level(plan: Decided) -> tuple[Card, ...]:
    """The first choice with every other field that the applicant rates at least as high."""
    wish = plan.read.profile.interests
    told = wish.fit or {}
    first = wish.primary
    if first is None or first not in told:
        return ()
    vetoed = set(wish.not_for_life or ())
    named = [name for name in wish.considering or () if name != first and name not in vetoed]
    level = [name for name in named if told.get(name, 0) >= told[first]]
    careers = [plan.card(name) for name in level if plan.card(name).specialty.about.career]
    return (plan.card(first), *careers)[:MOST] if careers else ()


def _nearest(plan: Decided) -> tuple[Card, ...]:
    """The fields that the applicant thinks about, then those that rank highest, but for vetoes."""
    wish = plan.read.profile.interests
    named = [plan.card(name) for name in wish.considering or ()]
    rest = [card for card in plan.cards if card not in named]
    found = [
        card
        for card in (*named, *rest)
        if card.specialty.about.career and card.facts["fit.vetoed"].value is not True
    ]
    return tuple(found[: max(2, min(MOST, len(named)))])


def _by(plan: Decided) -> dt.date | None:
    """The guide's day where it is still to come, else a few weeks from today and not too late."""
    opens = plan.season_dates.get("applications_open")
    if opens is None:
        return None
    good = opens.date - dt.timedelta(weeks=_weeks(plan, BEFORE))
    if good > plan.as_of:
        return good
    soon = plan.as_of + dt.timedelta(weeks=_weeks(plan, GRACE))
    closing = plan.season_dates.get("rank_deadline")
    last = opens.date if opens.date > plan.as_of else closing.date if closing else soon
    return min(soon, last)


def _weeks(plan: Decided, parameter: str) -> float:
    return cited(parameter, plan.knowledge, plan.as_of).value
