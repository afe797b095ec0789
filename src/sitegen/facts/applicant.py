"""Facts about the applicant that do not depend on a specialty. All arithmetic is here."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sitegen.diagnostics import Location
from sitegen.facts.limits import limit_facts
from sitegen.facts.model import Citation, Fact, Interval, Origin, Value
from sitegen.grid import half_up
from sitegen.knowledge.figures import Figure
from sitegen.knowledge.model import FactKind, Knowledge
from sitegen.profile import Profile, ReadProfile
from sitegen.profile.fields import (
    ClassRank,
    ExamState,
    Letter,
    LetterState,
    Rotation,
    RotationKind,
    Step1,
    Step2CK,
    Step3,
    VisaKind,
    VisaNeed,
    WorkKind,
)
from sitegen.records import value_object
from sitegen.shape import Year

DAYS_A_YEAR = 365.25

RANKS = {
    ClassRank.LOWER_HALF: 1,
    ClassRank.TOP_HALF: 2,
    ClassRank.TOP_QUARTER: 3,
    ClassRank.TOP_TENTH: 4,
}
"""Class ranks as steps, the best the highest."""

MOST_ATTEMPTS = 6
"""More than anybody may make at one exam (USMLE allows four; older rules allowed six)."""

LATEST_SEASON = 3
"""While no season is chosen, applications go out at the latest this many years from today."""

SEASON_UNDER_WAY = 1
"""And at the earliest went out this many years ago, in the season that is under way."""

HANDS_ON_KINDS = {RotationKind.ELECTIVE, RotationKind.SUB_INTERNSHIP, RotationKind.EXTERNSHIP}


@value_object
class FactMaker:
    """Makes facts whose label and unit come from the catalogue in `data/facts.yaml`."""

    kinds: Mapping[str, FactKind]
    places: Mapping[str, Location]
    knowledge: Knowledge

    def told(self, name: str, value: Value, *paths: str) -> Fact:
        """A fact read from the profile; unknown facts name the paths that would tell it."""
        kind = self.kinds[name]
        if value is None:
            return Fact(name, None, kind.unit, kind.label, missing=paths)
        origins = tuple(Origin(p, self.places[p]) for p in paths if p in self.places)
        return Fact(name, value, kind.unit, kind.label, origins)

    def cited(self, name: str, metric: str, figure: Figure | None) -> Fact:
        """A fact that is a figure."""
        kind = self.kinds[name]
        about = self.knowledge.metrics[metric]
        if figure is None:
            return Fact(
                name, None, kind.unit, kind.label, missing=(f"not published: {about.label}",)
            )
        citation = Citation.of(figure, about.label, about.unit)
        value = int(figure.value) if figure.value == int(figure.value) else figure.value
        return Fact(name, value, kind.unit, kind.label, (Origin(citation=citation),))

    def computed(self, name: str, value: Value, *inputs: Fact) -> Fact:
        """A fact computed from others; it is known only when `value` is."""
        kind = self.kinds[name]
        origins = tuple(dict.fromkeys(o for f in inputs for o in f.origins))
        missing = tuple(dict.fromkeys(m for f in inputs for m in f.missing))
        return Fact(
            name, value, kind.unit, kind.label, origins, () if value is not None else missing
        )


def applicant_facts(read: ReadProfile, knowledge: Knowledge, as_of: dt.date) -> dict[str, Fact]:
    """Every fact about the applicant alone, by name."""
    make = FactMaker(knowledge.facts, read.places, knowledge)
    p = read.profile
    facts = [
        *_exam_facts(make, p),
        *_school_facts(make, p, application_day(p, knowledge, as_of)),
        *_experience_facts(make, p),
        *_wish_facts(make, p),
        *limit_facts(knowledge, as_of),
        make.cited(
            "overall.step2_unmatched",
            "step2_unmatched",
            knowledge.overall["step2_unmatched"].use,
        ),
    ]
    found = {fact.name: fact for fact in facts}
    flags = _asked_about(make, found)
    return {**found, flags.name: flags}


FLAGS = {
    "attempt": "applicant.failed_attempts",
    "gap": "applicant.has_gap",
    "earlier": "applicant.earlier_matches",
}
"""What programs ask about, with the fact that tells it."""


def _asked_about(make: FactMaker, facts: Mapping[str, Fact]) -> Fact:
    """All that programs will ask about, in words; what is not known is not named."""
    held = {name: facts[fact] for name, fact in FLAGS.items() if _at_least_one(facts[fact].value)}
    words = [make.knowledge.say(f"asked-{name}") for name in held]
    told = " and ".join([", ".join(words[:-1]), words[-1]] if words[1:] else words)
    every = [facts[fact] for fact in FLAGS.values()]
    if not held and all(fact.known for fact in every):
        told = make.knowledge.say("asked-nothing")
    return make.computed("applicant.asked_about", told or None, *(held.values() or every))


def _at_least_one(value: Value) -> bool:
    low = value.low if isinstance(value, Interval) else value
    return isinstance(low, (bool, int, float)) and low >= 1


def application_day(p: Profile, knowledge: Knowledge, as_of: dt.date) -> dt.date:
    """The day applications go out: that of the chosen season where known, else `as_of`."""
    season = knowledge.seasons.get(p.season or 0)
    if season and "applications_open" in season.dates:
        return season.dates["applications_open"].date
    return dt.date(p.season - 1, 9, 1) if p.season else as_of


def _exam_facts(make: FactMaker, p: Profile) -> list[Fact]:
    step2 = p.exams.step2_ck
    score = step2.score if step2 else None
    exams = {"step1": p.exams.step1, "step2_ck": p.exams.step2_ck, "step3": p.exams.step3}
    step3 = p.exams.step3.state if p.exams.step3 else None
    return [
        make.told("applicant.step2_ck", score, "exams.step2_ck.score"),
        _failed_attempts(make, exams),
        make.told(
            "applicant.step3_passed",
            None if step3 is None else step3 is ExamState.PASSED,
            "exams.step3.state",
        ),
    ]


def _failed_attempts(make: FactMaker, exams: Mapping[str, Step1 | Step2CK | Step3 | None]) -> Fact:
    """The sum over three exams. An exam that is planned or not planned was never taken.

    While one exam is not told, the sum is an interval, so that one known failure counts at once.
    """
    low = high = 0
    told: list[str] = []
    missing: list[str] = []
    for name, exam in exams.items():
        path = f"exams.{name}.failed_attempts"
        if exam and exam.failed_attempts is not None:
            low, high = low + exam.failed_attempts, high + exam.failed_attempts
            told.append(path)
        elif exam and exam.state in (ExamState.PLANNED, ExamState.NOT_PLANNED):
            told.append(f"exams.{name}.state")
        else:
            low += exam is not None and exam.state is ExamState.FAILED
            high += MOST_ATTEMPTS
            missing.append(path)
    kind = make.kinds["applicant.failed_attempts"]
    value = None if not told and not low else low if low == high else Interval(low, high)
    origins = tuple(Origin(p, make.places[p]) for p in told if p in make.places)
    return Fact("applicant.failed_attempts", value, kind.unit, kind.label, origins, tuple(missing))


def _school_facts(make: FactMaker, p: Profile, applying: dt.date) -> list[Fact]:
    graduated = p.school.graduated
    years = None if graduated is None else _years_since(graduated, applying, p.season)
    earlier = None if p.earlier_matches is None else len(p.earlier_matches)
    has_gap = None if p.gaps is None else bool(p.gaps)
    return [
        replace(
            make.told("applicant.years_since_graduation", years, "school.graduated"),
            missing=_missing_years(p) if not isinstance(years, float) else (),
        ),
        make.told("applicant.earlier_matches", earlier, "earlier_matches"),
        make.told(
            "applicant.class_rank",
            None if p.school.class_rank is None else RANKS[p.school.class_rank],
            "school.class_rank",
        ),
        make.told(
            "applicant.honours",
            None if p.school.honours is None else len(p.school.honours),
            "school.honours",
        ),
        make.told("applicant.has_gap", has_gap, "gaps"),
    ]


def _years_since(
    graduated: dt.date | Year, applying: dt.date, season: int | None
) -> float | Interval:
    """Years from graduation to applying, at least 0; of a year alone, all they can be."""
    first, last = (
        (graduated.first, graduated.last) if isinstance(graduated, Year) else (graduated, graduated)
    )
    most, least = (
        max(0.0, half_up((applying - day).days / DAYS_A_YEAR, 1)) for day in (first, last)
    )
    if season is None:
        return Interval(max(0.0, least - SEASON_UNDER_WAY), most + LATEST_SEASON)
    return least if least == most else Interval(least, most)


def _missing_years(p: Profile) -> tuple[str, ...]:
    """What would tell the years since graduation exactly."""
    month = ("school.graduated",) if not isinstance(p.school.graduated, dt.date) else ()
    return month + (("season",) if p.school.graduated and p.season is None else ())


def _experience_facts(make: FactMaker, p: Profile) -> list[Fact]:
    weeks = None
    if p.us_experience is not None:
        weeks = weeks_of(r for r in p.us_experience if counts_as_hands_on(r))
    papers = None
    if p.research is not None:
        papers = sum(w.count for w in p.research if w.kind is WorkKind.PUBLICATION)
    return [
        make.told("applicant.us_weeks", weeks, "us_experience"),
        letters_fact(make, "applicant.us_letters", p.letters),
        make.told("applicant.publications", papers, "research"),
        *(
            make.told(f"applicant.{name}", getattr(p.communication, name), f"communication.{name}")
            for name in ("spoken_english", "rapport", "cultural_ease")
        ),
    ]


def weeks_of(rotations: Iterable[Rotation]) -> float:
    """All weeks of some rotations, to a tenth of a week."""
    return half_up(math.fsum(r.weeks for r in rotations), 1)


def counts_as_hands_on(rotation: object) -> bool:
    """Whether programs count a rotation as hands-on experience."""
    hands_on = getattr(rotation, "hands_on", None)
    if hands_on is not None:
        return bool(hands_on)
    return getattr(rotation, "kind", None) in HANDS_ON_KINDS


def letters_fact(
    make: FactMaker,
    name: str,
    letters: Sequence[Letter] | None,
    ready: Sequence[LetterState] = (LetterState.RECEIVED, LetterState.PROMISED),
) -> Fact:
    """How many letters from US faculty are in one of these states: received or promised.

    A letter whose writer or state is not told may count or not, so the number is an interval.
    """
    if letters is None:
        return make.told(name, None, "letters")
    possible = [
        each
        for each in letters
        if each.us_faculty is not False and (each.state is None or each.state in ready)
    ]
    sure = [each for each in possible if each.us_faculty and each.state]
    value = len(sure) if len(sure) == len(possible) else Interval(len(sure), len(possible))
    missing = () if isinstance(value, int) else ("letters.state",)
    return replace(make.told(name, value, "letters"), missing=missing)


def _wish_facts(make: FactMaker, p: Profile) -> list[Fact]:
    need = p.visa.need
    needs_visa = None if need is None else need is VisaNeed.SPONSORSHIP
    accepts = p.visa.accepts
    h1b_only = None
    if needs_visa is False:
        h1b_only = False
    elif accepts is not None and (needs_visa or set(accepts) != {VisaKind.H1B}):
        h1b_only = set(accepts) == {VisaKind.H1B}
    lost = p.constraints.lost_year
    borne = () if lost is None else (lost.money, lost.visa, lost.morale)
    can_lose: bool | None = None
    if False in borne:
        can_lose = False
    elif borne and all(borne):
        can_lose = True
    considering = p.interests.considering
    return [
        make.told("applicant.needs_visa", needs_visa, "visa.need"),
        make.told(
            "applicant.works_freely", None if needs_visa is None else not needs_visa, "visa.need"
        ),
        make.told(
            "applicant.h1b_only",
            h1b_only,
            "visa.need" if needs_visa is False else "visa.accepts",
        ),
        make.told("applicant.can_lose_year", can_lose, "constraints.lost_year"),
        make.told(
            "applicant.ready_to_reapply",
            p.constraints.ready_to_reapply,
            "constraints.ready_to_reapply",
        ),
        make.told(
            "applicant.has_primary", True if p.interests.primary else None, "interests.primary"
        ),
        make.told(
            "applicant.specialties_named",
            None
            if considering is None and p.interests.primary is None
            else len({*(considering or ()), *filter(None, [p.interests.primary])}),
            "interests.considering",
        ),
        make.told(
            "applicant.budget", p.constraints.application_budget, "constraints.application_budget"
        ),
    ]
