"""Facts about stay, waiver jobs, states and exam clocks."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import replace

from sitegen.facts.applicant import MOST_ATTEMPTS, FactMaker
from sitegen.facts.model import Fact, Interval
from sitegen.facts.season import CLOSING
from sitegen.knowledge.model import Knowledge
from sitegen.profile import Profile, ReadProfile
from sitegen.profile.choices import ExamState
from sitegen.profile.exams import Step1, Step2CK, Step3
from sitegen.records import value_object

PAUSE = "immigrant-visa-pause"
"""The policy that stopped immigrant visas, by its name in the data."""

CROWDED = {"California", "New York", "Texas"}
"""States to which very many applicants want to go; the guide names these three."""

TARGETS = (
    ("programs", "applications_open", False),
    ("rank", "rank_deadline", False),
    ("petition", "training_starts", True),
)
"""For what a Step 3 result has to be there: its id, a date of the season, and whether an H-1B
petition is filed some weeks before that date."""


@value_object(kw_only=True)
class LastDay:
    """The last day on which Step 3 is of use for one purpose, with the span of the estimate."""

    id: str
    target: str
    day: dt.date
    low: dt.date
    high: dt.date


@value_object(kw_only=True)
class Window:
    """The years within which all exams for the certificate are passed: its first and last day."""

    exam: str
    first: dt.date
    end: dt.date


def last_days(p: Profile, knowledge: Knowledge, as_of: dt.date) -> tuple[LastDay, ...]:
    """The last useful day of Step 3 for each purpose, counted back from dates of the season."""
    season = knowledge.seasons.get(p.season or 0)
    result = knowledge.parameter("visa.step3-weeks", as_of)
    petition = knowledge.parameter("visa.petition-weeks", as_of)
    found = []
    for name, target, files in TARGETS:
        entry = season.dates.get(target) if season else None
        if entry is None:
            continue
        spans = (result, petition) if files else (result,)
        weeks = [
            math.fsum(_number(each) for each in ends)
            for ends in zip(*((s.value, s.high, s.low) for s in spans), strict=True)
        ]
        days = (entry.date, entry.low or entry.date, entry.high or entry.date)
        day, low, high = (d - dt.timedelta(weeks=w) for d, w in zip(days, weeks, strict=True))
        found.append(LastDay(id=name, target=target, day=day, low=low, high=high))
    return tuple(found)


def _number(value: object) -> float:
    return value if isinstance(value, (int, float)) else 0.0


def planned_by(step3: Step3 | None) -> dt.date | None:
    """The day by which Step 3 is taken as planned; a month told without a day ends on its last."""
    if step3 is None or step3.planned is None or step3.state is ExamState.PASSED:
        return None
    day = step3.planned
    if day.day > 1:
        return day
    return (day.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)


def window(p: Profile, knowledge: Knowledge, as_of: dt.date) -> Window | None:
    """The window of the certificate; None while the first Step passed, or its day, is not told."""
    passed = {
        name: exam
        for name, exam in (("Step 1", p.exams.step1), ("Step 2 CK", p.exams.step2_ck))
        if exam and exam.state is ExamState.PASSED
    }
    days = {name: exam.passed_on for name, exam in passed.items() if exam.passed_on}
    if not days or len(days) < len(passed):
        return None
    name = min(days, key=lambda each: days[each])
    years = int(_number(knowledge.parameter("visa.certificate-years", as_of).value))
    first = days[name]
    leap = first.month == 2 and first.day == 29
    end = first.replace(year=first.year + years, day=28 if leap else first.day)
    return Window(exam=name, first=first, end=end)


def immigration_facts(
    read: ReadProfile, knowledge: Knowledge, as_of: dt.date, applicant: Mapping[str, Fact]
) -> dict[str, Fact]:
    """Every fact about stay, places and clocks, by name."""
    make = FactMaker(knowledge.facts, read.places, knowledge)
    p = read.profile
    facts = [
        *_stay(make, p),
        *_places(make, p),
        *_step3(make, p, as_of),
        *_clock(make, p, as_of, applicant),
    ]
    return {fact.name: fact for fact in facts}


def _stay(make: FactMaker, p: Profile) -> list[Fact]:
    mine = p.applicant.citizenship
    limits = make.knowledge.entry_limits
    named = {c for limit in limits if limit.visas in CLOSING for c in limit.countries}
    other = None if mine is None else bool(set(mine) - named)
    path = "applicant.citizenship"
    return [
        make.told("stay.citizenships", None if mine is None else len(set(mine)), path),
        make.told("stay.other_passport", other, path),
        *_paused(make, p),
        make.told("stay.prefers", p.visa.prefers.value if p.visa.prefers else "none"),
        make.told("stay.j1_years", p.visa.j1_years_used, "visa.j1_years_used"),
        make.told("stay.h1b_years", p.visa.h1b_years_used, "visa.h1b_years_used"),
        make.told("stay.family", True if p.constraints.family else None, "constraints.family"),
        make.told("jobs.rural", p.constraints.rural, "constraints.rural"),
        make.told("jobs.smaller_city", p.constraints.smaller_city, "constraints.smaller_city"),
    ]


def _paused(make: FactMaker, p: Profile) -> list[Fact]:
    """Whether the pause of immigrant visas names a citizenship; `unlisted` as for entry limits."""
    policy, mine = make.knowledge.policies.get(PAUSE), p.applicant.citizenship
    word = None
    if policy and mine is not None:
        silent = "none" if policy.complete else "unlisted"
        word = "named" if set(mine) & set(policy.countries) else silent
    day = policy.as_of if policy else None
    return [
        make.told("stay.immigrant_pause", word, "applicant.citizenship"),
        make.told("lists.pause_day", day),
    ]


def _places(make: FactMaker, p: Profile) -> list[Fact]:
    states = p.constraints.states
    preferred = states.preferred if states else None
    path = "constraints.states.preferred"
    waivers = make.knowledge.waivers
    groups = {
        "places.preferred": set(preferred or ()),
        "places.crowded": CROWDED,
        "places.used_up": {state for w in waivers for state in w.used_up},
        "places.regional": {state for w in waivers for state in w.states},
    }
    counted = [
        make.told(name, None if preferred is None else len(group & set(preferred)), path)
        for name, group in groups.items()
    ]
    told = states.open_to_all if states else None
    return [
        make.told("places.open", told, "constraints.states.open_to_all"),
        *counted,
        *_whole(make),
    ]


def _whole(make: FactMaker) -> list[Fact]:
    """Whether the lists of states are complete, and the day on which they were read."""
    waivers, sources = make.knowledge.waivers, make.knowledge.sources
    read = min((sources[each.source].read_on for each in waivers), default=None)
    used_up = [each.used_up_complete for each in waivers if each.used_up]
    regional = [each.complete for each in waivers if each.states]
    return [
        make.told("lists.used_up_whole", bool(used_up) and all(used_up)),
        make.told("lists.regions_whole", bool(regional) and all(regional)),
        make.told("lists.waivers_day", read),
    ]


def _step3(make: FactMaker, p: Profile, as_of: dt.date) -> list[Fact]:
    planned = planned_by(p.exams.step3)
    days = {each.id: each.day for each in last_days(p, make.knowledge, as_of)}
    facts = []
    for name, _, _ in TARGETS:
        spare = None
        if planned and name in days:
            spare = math.floor((days[name] - planned).days / 7)
        missing = "season" if planned else "exams.step3.planned"
        facts.append(make.told(f"step3.{name}_weeks", spare, missing))
    return facts


def _clock(
    make: FactMaker, p: Profile, as_of: dt.date, applicant: Mapping[str, Fact]
) -> list[Fact]:
    passed = (applicant["applicant.step1_passed"], applicant["applicant.step2_passed"])
    values = [fact.value for fact in passed]
    started = True if True in values else None if None in values else False
    span = window(p, make.knowledge, as_of)
    left = None if span is None else math.floor((span.end - as_of).days / 7)
    return [
        make.computed("steps.started", started, *passed),
        make.told("steps.window_weeks", left, "exams.step1.passed_on"),
        _most_failed(make, p),
    ]


def _most_failed(make: FactMaker, p: Profile) -> Fact:
    """The most failed tries at one Step; an interval while a Step is not told."""
    low, high = 0, 0
    told: list[str] = []
    missing: list[str] = []
    exams: dict[str, Step1 | Step2CK | Step3 | None] = {
        "step1": p.exams.step1,
        "step2_ck": p.exams.step2_ck,
        "step3": p.exams.step3,
    }
    for name, exam in exams.items():
        if exam and exam.failed_attempts is not None:
            low, high = max(low, exam.failed_attempts), max(high, exam.failed_attempts)
            told.append(f"exams.{name}.failed_attempts")
        elif exam and exam.state in (ExamState.PLANNED, ExamState.NOT_PLANNED):
            told.append(f"exams.{name}.state")
        else:
            low = max(low, int(exam is not None and exam.state is ExamState.FAILED))
            high = MOST_ATTEMPTS
            missing.append(f"exams.{name}.failed_attempts")
    value = None if not told and not low else low if low == high else Interval(low, high)
    return replace(make.told("steps.most_failed", value, *told), missing=tuple(missing))
