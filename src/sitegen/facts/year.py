"""Facts about one more year: what it would do to money, years since graduation, and exams."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sitegen.facts.applicant import FactMaker
from sitegen.facts.model import Fact, Facts, Interval, Value
from sitegen.facts.purse import Purse
from sitegen.knowledge.model import Knowledge
from sitegen.profile import Profile, ReadProfile
from sitegen.profile.choices import ExamState, VisaKind, VisaNeed

CERTIFICATE_YEARS = "visa.certificate-years"
CERTIFICATE_LASTS = "year.certificate-lasts"


def year_facts(
    read: ReadProfile, knowledge: Knowledge, applicant: Facts, as_of: dt.date
) -> dict[str, Fact]:
    """Facts of a lost year and of the steps still to pay, by name."""
    make = FactMaker(knowledge.facts, read.places, knowledge)
    p = read.profile
    facts = [
        *_lost_year(make, p),
        *_steps(make, p),
        make.computed(
            "year.years_next",
            _one_more(applicant["applicant.years_since_graduation"]),
            applicant["applicant.years_since_graduation"],
        ),
        _savings(make, p, knowledge, as_of),
        _exam_clock(make, p, knowledge, as_of),
        make.computed("year.last_try", p.constraints.ready_to_reapply is False),
        *_certificate(make, p, knowledge, as_of),
    ]
    return {fact.name: fact for fact in facts}


def training_starts(p: Profile, knowledge: Knowledge) -> dt.date | None:
    """The day on which residency would begin after this season, or None without a season."""
    if p.season is None:
        return None
    season = knowledge.seasons.get(p.season)
    known = season.dates.get("training_starts") if season else None
    return known.date if known else dt.date(p.season, 7, 1)


def one_year_later(day: dt.date) -> dt.date:
    """The same day of the next year."""
    return years_later(day, 1)


def years_later(day: dt.date, years: int) -> dt.date:
    """The same day some years later; the end of February where it does not exist."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _lost_year(make: FactMaker, p: Profile) -> list[Fact]:
    lost, parts = p.constraints.lost_year, ("money", "visa", "morale")
    told = {part: getattr(lost, part) if lost else None for part in parts}
    free = p.visa.need not in (None, VisaNeed.SPONSORSHIP)
    names = {"visa": "status" if free else "visa"}
    heavy = [f"your {names.get(part, part)}" for part in parts if told[part] is False]
    words = " and ".join([", ".join(heavy[:-1]), heavy[-1]] if heavy[1:] else heavy)
    return [
        *(
            make.told(f"applicant.lost_year_{part}", told[part], f"constraints.lost_year.{part}")
            for part in parts
        ),
        make.told("applicant.lost_year_words", words or None, "constraints.lost_year"),
    ]


def _one_more(years: Fact) -> Value:
    value = years.value
    if isinstance(value, Interval):
        return Interval(value.low + 1, value.high + 1)
    return round(value + 1, 1) if isinstance(value, (int, float)) else None


def _savings(make: FactMaker, p: Profile, knowledge: Knowledge, as_of: dt.date) -> Fact:
    """Whether savings grow, or end short of a start, between two starts, or after a lost year."""
    purse, start = Purse.of(p.constraints.money), training_starts(p, knowledge)
    word: str | None = None
    end = purse.lasts_until(as_of)
    if purse.grows:
        word = "grow"
    elif end and start:
        later = "until_start" if end < one_year_later(start) else "through"
        word = "short" if end < start else later
    base = "constraints.money."
    told = [f"{base}{name}" for name in ("income_month", "costs_month", "savings")]
    if word is None:
        amounts = (purse.income_month, purse.costs_month, purse.savings)
        told = [path for path, value in zip(told, amounts, strict=True) if value is None]
        told = told or ["season"]
    return make.told("year.savings", word, *told)


def first_passed(p: Profile) -> dt.date | None:
    """The day of the first Step that was passed; None where no such day is certain."""
    steps = (p.exams.step1, p.exams.step2_ck)
    days = []
    for step in steps:
        taken = step is not None and step.state in (ExamState.PASSED, None)
        if step and step.passed_on:
            days.append(step.passed_on)
        elif taken or step is None:
            return None
    return min(days, default=None)


def clock_end(p: Profile, knowledge: Knowledge, as_of: dt.date) -> dt.date | None:
    """The day on which the seven years since the first Step end."""
    begun = first_passed(p)
    years = knowledge.parameter(CERTIFICATE_YEARS, as_of).value
    assert isinstance(years, int)
    return years_later(begun, years) if begun else None


def _exam_clock(make: FactMaker, p: Profile, knowledge: Knowledge, as_of: dt.date) -> Fact:
    """What the seven years since the first Step mean for a start one year later.

    done: Step 3 is passed. not_begun: no Step is passed. presses: they end before that start.
    narrow: in the first year after it. roomy: later.
    """
    name, paths = "year.exam_clock", ("exams.step1.passed_on", "exams.step2_ck.passed_on")
    step1, step2, step3 = p.exams.step1, p.exams.step2_ck, p.exams.step3
    if step3 and step3.state is ExamState.PASSED:
        return make.told(name, "done", "exams.step3.state")
    open_states = (ExamState.PLANNED, ExamState.NOT_PLANNED, ExamState.FAILED)
    if step1 and step2 and step1.state in open_states and step2.state in open_states:
        return make.told(name, "not_begun", "exams.step1.state", "exams.step2_ck.state")
    end, start = clock_end(p, knowledge, as_of), training_starts(p, knowledge)
    if step3 is None or step3.state is None:
        return make.told(name, None, "exams.step3.state")
    if end is None or start is None:
        given = [bool(s and s.passed_on) for s in (step1, step2)]
        missing = [path for path, told in zip(paths, given, strict=True) if not told]
        return make.told(name, None, *(("season",) if end else missing))
    later = one_year_later(start)
    word = "presses" if end < later else "narrow" if end < one_year_later(later) else "roomy"
    return make.told(name, word, *paths)


def _certificate(make: FactMaker, p: Profile, knowledge: Knowledge, as_of: dt.date) -> list[Fact]:
    """Which Pathway a certificate has to rest on to hold until training begins.

    One of a year lapses on the last day of a later year, unless training has begun.
    """
    start = training_starts(p, knowledge)
    lasts = knowledge.parameter(CERTIFICATE_LASTS, as_of).value
    assert isinstance(lasts, int)
    holds = start.year - lasts if start else None
    tries = [each.season for each in p.earlier_matches or () if each.season is not None]
    first = min(tries, default=None)
    return [
        make.told("year.starts", start, "season"),
        make.computed("year.dated", start is not None),
        make.told("year.pathway_holds", str(holds) if holds else None, "season"),
        make.told("year.pathway_later", str(holds + 1) if holds else None, "season"),
        make.told("year.first_try", str(first) if first else None, "earlier_matches"),
        make.computed("year.tried_before_it", bool(first and holds and first < holds)),
        make.told("year.try_lapses", str(first + lasts) if first else None, "earlier_matches"),
    ]


def _steps(make: FactMaker, p: Profile) -> list[Fact]:
    return [
        make.told(
            "applicant.certificate", p.exams.ecfmg.value if p.exams.ecfmg else None, "exams.ecfmg"
        ),
        _step3_wanted(make, p),
        _one_visa(make, p),
    ]


def _step3_wanted(make: FactMaker, p: Profile) -> Fact:
    """Whether Step 3 is still to pay: planned or failed, or needed for the only visa accepted."""
    name, state = "applicant.step3_wanted", p.exams.step3.state if p.exams.step3 else None
    if state is not ExamState.NOT_PLANNED:
        wanted = None if state is None else state is not ExamState.PASSED
        return make.told(name, wanted, "exams.step3.state")
    if p.visa.need is None:
        return make.told(name, None, "visa.need")
    if p.visa.need is not VisaNeed.SPONSORSHIP:
        return make.told(name, False, "exams.step3.state", "visa.need")
    if p.visa.accepts is None:
        return make.told(name, None, "visa.accepts")
    only_h1b = set(p.visa.accepts) == {VisaKind.H1B}
    return make.told(name, only_h1b, "exams.step3.state", "visa.accepts")


def _one_visa(make: FactMaker, p: Profile) -> Fact:
    """The visa of the first year where only one is possible: none, j1 or h1b."""
    name = "applicant.one_visa"
    if p.visa.need is None:
        return make.told(name, None, "visa.need")
    if p.visa.need is not VisaNeed.SPONSORSHIP:
        return make.told(name, "none", "visa.need")
    kinds = set(p.visa.accepts or ())
    if len(kinds) == 2:
        return replace(make.told(name, None), missing=("which visa it will be",))
    return make.told(name, kinds.pop().value if kinds else None, "visa.accepts")
