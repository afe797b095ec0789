"""Honest and fair: the gate before applying, one hospital twice, warning signs, other ways."""

from __future__ import annotations

from collections.abc import Sequence

from sitegen.facts.model import Fact, Facts, Interval, Value
from sitegen.plan.applying.hospitals import SharedHospital, shared_hospitals
from sitegen.plan.card import Card
from sitegen.plan.conclusions import facts_at, maker, prepared
from sitegen.plan.decided import Decided
from sitegen.programs.model import Program
from sitegen.records import record
from sitegen.rules import Finding, evaluate

NEXT = 1
"""One season later, in years."""


@record
class NextSeason:
    """The season after the chosen one: its Match year, and the year in which applications go out.

    `month` is that of the chosen season (1 to 12), which is a judgement.
    """

    match: int
    applied: int
    month: int


@record
class Ethics:
    """The self-check of one person. `card` is the specialty that the signs are about."""

    card: Card | None
    gate: tuple[Finding, ...]
    hospitals: tuple[SharedHospital, ...]
    signs: tuple[Finding, ...]
    ways: tuple[Finding, ...]
    next_season: NextSeason | None


def ethics(plan: Decided) -> Ethics:
    """Check what the profile tells; the rest is asked, never guessed."""
    card = signed_card(plan)
    shared = shared_hospitals(meant(plan), plan.knowledge)
    facts = question_facts(plan, shared)
    return Ethics(
        card=card,
        gate=_group(plan, facts, "gate."),
        hospitals=shared,
        signs=signs(plan),
        ways=_group(plan, facts, "way."),
        next_season=_next_season(plan),
    )


def signed_card(plan: Decided) -> Card | None:
    """The specialty that has to convince most: the first backup, else the first choice."""
    cards = prepared(plan)
    backups = [c for c in cards if not c.is_primary]
    return next(iter(backups), plan.primary)


def signs(plan: Decided) -> tuple[Finding, ...]:
    """The three signs that make programs doubt; none while there is no specialty to judge."""
    card = signed_card(plan)
    if card is None:
        return ()
    facts = facts_at(plan, card)
    return _group(plan, facts, "sign.")


def meant(plan: Decided) -> tuple[Program, ...]:
    """Rows of the own list in specialties that the applicant may apply to.

    Those are the specialties to which the plan sends applications. Where it sends none yet, they
    are those that are prepared or considered; with fewer than two of them in the list, all rows.
    """
    sent = applied_in(plan)
    if sent:
        return tuple(p for p in plan.read.programs if p.specialty in sent)
    considered = plan.read.profile.interests.considering or ()
    fields = {card.id for card in prepared(plan)} | set(considered)
    rows = tuple(p for p in plan.read.programs if p.specialty in fields)
    return rows if len({p.specialty for p in rows}) > 1 else plan.read.programs


def applied_in(plan: Decided) -> set[str]:
    """The specialties to which the plan sends applications; none while nothing is advised."""
    advice = plan.counts.advice if plan.counts else ()
    return {cost.specialty.id for cost in advice if cost.programs}


def question_facts(plan: Decided, hospitals: Sequence[SharedHospital]) -> Facts:
    """Facts of the person, with those that only the gate and the other ways compare."""
    make = maker(plan)
    years = plan.facts["applicant.years_since_graduation"]
    listed = plan.read.programs
    told = bool(listed) or plan.read.profile.programs is not None
    shared = len(hospitals) if told else None
    fields = len({program.specialty for program in listed}) if told else None
    own = [
        _lowest_fit(plan),
        make.told("ask.same_hospital", shared, "programs"),
        make.told("ask.listed", fields, "programs"),
        make.computed("ask.one_field", len(applied_in(plan)) == 1),
        make.computed("ask.years_next", _later(years.value), years),
    ]
    return {**plan.facts, **{fact.name: fact for fact in own}}


def _group(plan: Decided, facts: Facts, prefix: str) -> tuple[Finding, ...]:
    rules = plan.knowledge.rules_in("ethics")
    return tuple(
        evaluate(rule, facts, plan.knowledge, plan.as_of)
        for rule in rules
        if rule.id.startswith(prefix)
    )


def _lowest_fit(plan: Decided) -> Fact:
    """The lowest fit rating of what is prepared, as an interval while answers are missing."""
    make = maker(plan)
    fits = [card.fit for card in prepared(plan)]
    if not fits:
        return make.told("ask.lowest_fit", None, "interests.primary")
    low, high = min(f.open_low for f in fits), min(f.open_high for f in fits)
    missing = tuple(dict.fromkeys(m for f in fits for m in f.missing))
    kind = make.kinds["ask.lowest_fit"]
    value: Value = low if low == high else Interval(low, high)
    return Fact("ask.lowest_fit", value, kind.unit, kind.label, (), missing if low != high else ())


def _later(years: Value) -> Value:
    if isinstance(years, Interval):
        return Interval(years.low + NEXT, years.high + NEXT)
    if isinstance(years, (int, float)) and not isinstance(years, bool):
        return round(years + NEXT, 1)
    return None


def _next_season(plan: Decided) -> NextSeason | None:
    season = plan.read.profile.season
    opens = plan.season_dates.get("applications_open")
    if season is None or opens is None:
        return None
    return NextSeason(match=season + NEXT, applied=opens.date.year + NEXT, month=opens.date.month)
