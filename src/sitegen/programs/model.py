"""One program of the applicant's own list. Licensed lists are never shipped."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sitegen.diagnostics import Location
from sitegen.programs.words import VisaClass
from sitegen.records import value_object


class Setting(StrEnum):
    """Where a program trains."""

    ACADEMIC = "academic"
    AFFILIATED = "affiliated"
    COMMUNITY = "community"


class Place(StrEnum):
    """How large the place is."""

    LARGE_CITY = "large_city"
    SMALLER_CITY = "smaller_city"
    RURAL = "rural"


class Track(StrEnum):
    """A track of a program that is not the usual one."""

    RESEARCH = "research"
    RURAL = "rural"


class Signal(StrEnum):
    """A program signal that the applicant means to send."""

    GOLD = "gold"
    SILVER = "silver"


@value_object(kw_only=True)
class Program:
    """One row of the list. None and an empty text stand for what the row does not say.

    `j1` and `h1b` are what holds after all sources of the row were read. `freida_*` and `site_*`
    are what FREIDA and the program's own site say. `img_share` and `interview_rate` are in per
    cent, `most_years` in years since graduation, `us_weeks` in weeks of hands-on work asked for.
    `preference` runs from 1 (liked little) to 5 (liked most) and is the applicant's own.
    """

    specialty: str
    name: str = ""
    code: str = ""
    track: Track | None = None
    state: str | None = None
    city: str = ""
    setting: Setting | None = None
    town: Place | None = None
    j1: bool | None = None
    h1b: bool | None = None
    freida_j1: bool | None = None
    freida_h1b: bool | None = None
    site_j1: bool | None = None
    site_h1b: bool | None = None
    visa_sentence: str = ""
    visa_class: VisaClass = VisaClass.SILENT
    visa_phrase: str = ""
    img_share: float | None = None
    interview_rate: float | None = None
    least_step2: int | None = None
    most_years: float | None = None
    most_attempts: int | None = None
    us_weeks: float | None = None
    signal: Signal | None = None
    preference: int | None = None
    my_people: int | None = None
    checked_on: dt.date | None = None
    asked: str = ""
    asked_on: dt.date | None = None
    answer: str = ""
    notes: str = ""
    place: Location
