"""Days of a profile that contradict each other, or the day of the plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sitegen.profile.choices import Certification, ExamState
from sitegen.profile.clashes import Clash
from sitegen.profile.fields import English, Profile, Step1, Step2CK, Step3
from sitegen.shape import Year

MATCH_DAY = (3, 31)
"""Month and day when the Match of a year is over for sure."""

TRAINING_STARTS = (7, 1)
"""Month and day when a residency begins, in the year of its Match."""

Exam = Step1 | Step2CK | Step3 | English


def day_clashes(p: Profile, as_of: dt.date) -> Iterator[Clash]:
    """Every day that cannot be, or that is past when the plan is made."""
    for name in ("step1", "step2_ck", "step3", "oet"):
        exam = getattr(p.exams, name)
        if exam is not None:
            yield from _exam(exam, f"exams.{name}", as_of)
    yield from _season(p, as_of)
    yield from _graduation(p, as_of)


def _exam(exam: Exam, path: str, as_of: dt.date) -> Iterator[Clash]:
    passed = exam.state is ExamState.PASSED
    on = getattr(exam, "passed_on", None)
    if on and on > as_of and exam.state in (None, ExamState.PASSED):
        yield Clash(
            "P209",
            f"{path}.passed_on",
            f"the exam cannot be passed in {on:%Y-%m}, which is to come",
            "check the year; an exam to come has state: planned, and its day under planned",
        )
    if exam.planned is None:
        return
    if passed and exam.planned > as_of and not on:
        yield Clash(
            "P201",
            f"{path}.planned",
            f"a day to come stands here, but {path}.state says passed",
            "set the state to planned, or take the day away",
        )
    if not passed and _end(exam.planned) < as_of:
        yield Clash(
            "P211",
            f"{path}.planned",
            f"the day for which the exam is planned is past on {as_of}",
            "write in state what came of it, passed or failed; or write the new day here",
            only_warns=True,
        )


def _end(day: dt.date) -> dt.date:
    """The last day that is meant: a month stands as its first day."""
    if day.day > 1:
        return day
    return (day + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)


def _season(p: Profile, as_of: dt.date) -> Iterator[Clash]:
    if p.season is None:
        return
    if as_of > dt.date(p.season, *MATCH_DAY):
        coming = as_of.year + (as_of > dt.date(as_of.year, *MATCH_DAY))
        yield Clash(
            "P210",
            "season",
            f"the Match of {p.season} is over on {as_of}",
            f"write the year of the Match you apply for, {coming} or {coming + 1}; one that is "
            "over goes to earlier_matches",
            only_warns=p.season == coming - 1,
        )
    for i, earlier in enumerate(p.earlier_matches or ()):
        if earlier.season >= p.season:
            yield Clash(
                "P209",
                f"earlier_matches[{i}].season",
                f"an earlier Match cannot be that of {earlier.season} while season says {p.season}",
                "change one of the two years, or take this entry out",
            )


def _graduation(p: Profile, as_of: dt.date) -> Iterator[Clash]:
    told = p.school.graduated
    if told is None:
        return
    day = told.first if isinstance(told, Year) else told
    written = f"{told.year}" if isinstance(told, Year) else f"{told:%Y-%m}"
    if p.exams.ecfmg is Certification.CERTIFIED and day > as_of:
        yield Clash(
            "P206",
            "exams.ecfmg",
            f"ECFMG certifies only after graduation, and school.graduated says {written}",
            "write in_progress here, or correct the date of graduation",
        )
    if p.season and day > dt.date(p.season, *TRAINING_STARTS):
        reach = day.year + (day > dt.date(day.year, *TRAINING_STARTS))
        yield Clash(
            "P209",
            "school.graduated",
            f"you graduate in {written}, and the residency of season {p.season} begins before, in "
            f"July {p.season}",
            f"check the year of graduation; if it is right, write season: {reach}",
        )
