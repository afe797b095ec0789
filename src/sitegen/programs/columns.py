"""The columns of the program list: their headings, and how a cell of each is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sitegen.cells import PROGRAM, SPECIALTY, VISAS, Values
from sitegen.headings import Layout
from sitegen.programs.kinds import (
    CLASSES,
    SETTINGS,
    SIGNALS,
    TOWNS,
    count,
    day,
    number,
    share,
    state,
    text,
    truth,
    word,
)
from sitegen.programs.model import Place, Setting, Signal
from sitegen.programs.names import specialty, track
from sitegen.programs.words import VisaClass
from sitegen.records import value_object
from sitegen.tables import Cell


@value_object(kw_only=True)
class Column:
    """One column: the headings that are sure, the signs by which others are guessed, its reader.

    A sign is a set of words; a heading that has all words of one is guessed to mean the column.
    """

    meaning: str
    headings: tuple[str, ...]
    signs: tuple[str, ...] = ()
    read: Callable[[Values, Cell, str], Any]


COLUMNS: Mapping[str, Column] = {
    "specialty": Column(
        meaning="the specialty",
        headings=(*SPECIALTY, "specialty name"),
        signs=("specialty", "discipline", "residency", "department", "dept", "field", "program"),
        read=specialty,
    ),
    "name": Column(
        meaning="the name of the program",
        headings=(
            *PROGRAM,
            "program title",
            "residency program",
            "hospital",
            "hosp",
            "hospital name",
            "institution",
            "institution name",
            "sponsoring institution",
            "university",
            "university hospital",
        ),
        signs=(
            "program",
            "programs",
            "residency",
            "hospital",
            "institution",
            "sponsoring",
            "name",
            "facility",
            "center",
            "health system",
        ),
        read=text,
    ),
    "code": Column(
        meaning="the code of the program",
        headings=(
            "code",
            "program code",
            "nrmp code",
            "nrmp program code",
            "nrmp",
            "nrmp #",
            "program id",
            "program number",
            "acgme code",
            "acgme id",
            "acgme program id",
            "acgme",
            "acgme #",
            "freida id",
        ),
        signs=("code", "acgme", "nrmp", "id", "program id"),
        read=text,
    ),
    "state": Column(
        meaning="the state",
        headings=("state", "st", "us state", "program state"),
        signs=("state", "location", "where"),
        read=state,
    ),
    "city": Column(
        meaning="the city",
        headings=("city", "program city", "city state", "city st", "city and state"),
        signs=("city", "location", "town", "place", "state", "where"),
        read=text,
    ),
    "setting": Column(
        meaning="academic, affiliated or community",
        headings=("setting", "program setting"),
        signs=(
            "type",
            "program type",
            "hospital type",
            "setting",
            "affiliation",
            "academic",
            "community",
            "category",
        ),
        read=word(Setting, SETTINGS),
    ),
    "town": Column(
        meaning="large city, smaller city or rural",
        headings=("town", "size of place", "town size", "urbanicity"),
        signs=("urban", "rural", "town"),
        read=word(Place, TOWNS),
    ),
    "track": Column(
        meaning="a research or a rural track",
        headings=(
            "track",
            "program track",
            "track type",
            "position type",
            "type of position",
            "nrmp track",
            "categorical or preliminary",
        ),
        signs=("track", "categorical", "type", "position"),
        read=track,
    ),
    "j1": Column(
        meaning="J-1 is sponsored, by all that you know",
        headings=(*VISAS["j1"], "j1 sponsored", "sponsors j1"),
        signs=("j1",),
        read=truth,
    ),
    "h1b": Column(
        meaning="H-1B is sponsored, by all that you know",
        headings=(*VISAS["h1b"], "h1b sponsored", "sponsors h1b"),
        signs=("h1b",),
        read=truth,
    ),
    "freida_j1": Column(
        meaning="J-1 is sponsored, says FREIDA",
        headings=("freida j1", "j1 freida", "j1 in freida", "freida j1 visa"),
        signs=("freida j1",),
        read=truth,
    ),
    "freida_h1b": Column(
        meaning="H-1B is sponsored, says FREIDA",
        headings=("freida h1b", "h1b freida", "h1b in freida", "freida h1b visa"),
        signs=("freida h1b",),
        read=truth,
    ),
    "site_j1": Column(
        meaning="J-1 is sponsored, says the program's site",
        headings=("site j1", "j1 site", "website j1", "j1 website"),
        signs=("site j1", "website j1"),
        read=truth,
    ),
    "site_h1b": Column(
        meaning="H-1B is sponsored, says the program's site",
        headings=("site h1b", "h1b site", "website h1b", "h1b website"),
        signs=("site h1b", "website h1b"),
        read=truth,
    ),
    "visa_sentence": Column(
        meaning="what the program writes about visas",
        headings=("visa sentence", "visa statement", "visa policy", "visa text"),
        signs=(
            *("visa", "visas", "visa policy", "visa text", "sponsorship", "sponsors", "sponsored"),
            "j1 h1b",
        ),
        read=text,
    ),
    "visa_class": Column(
        meaning="J-1 only, both, H-1B for exceptions, none, or silent",
        headings=("visa class", "visa category"),
        signs=("visa", "visas", "visa type", "sponsorship", "sponsors", "sponsored", "j1 h1b"),
        read=word(VisaClass, CLASSES),
    ),
    "img_share": Column(
        meaning="residents who are IMGs, in per cent",
        headings=(
            "non us img %",
            "% non us img",
            "img share",
            "img %",
            "% img",
            "% imgs",
            "img percent",
            "percent img",
            "share of imgs",
            "imgs %",
        ),
        signs=(
            *("img", "imgs", "fmg", "fmgs", "non us img", "international graduates"),
            *("international medical graduates", "foreign medical graduates", "foreign graduates"),
        ),
        read=share,
    ),
    "interview_rate": Column(
        meaning="interviews for each 100 applications",
        headings=("interview rate", "interview rate %", "interview %"),
        signs=("interview rate", "interview percent"),
        read=share,
    ),
    "least_step2": Column(
        meaning="lowest Step 2 CK score that is taken",
        headings=(
            "least step2",
            "least step 2",
            "minimum step 2",
            "min step 2",
            "step 2 minimum",
            "minimum step 2 ck",
            "min step 2 ck",
            "step 2 ck minimum",
            "step 2 cutoff",
            "step 2 ck cutoff",
            "step 2 min",
            "step 2 ck min",
        ),
        signs=(
            "step 2",
            "step2",
            "ck",
            "min score",
            "minimum score",
            "score cutoff",
            "usmle",
            "cutoff",
            "cut off",
        ),
        read=count(1, 300, bound="least"),
    ),
    "most_years": Column(
        meaning="most years since graduation",
        headings=(
            "most years",
            "max years since graduation",
            "maximum years since graduation",
            "years since graduation",
            "yog limit",
            "yog cutoff",
            "graduation limit",
            "max yog",
            "years since graduation limit",
        ),
        signs=("yog", "graduation", "graduated", "grad", "years since"),
        read=number(0, 60, "years", "year", "yrs", "y", bound="most"),
    ),
    "most_attempts": Column(
        meaning="most failed attempts that are taken",
        headings=("most attempts", "max attempts", "maximum attempts", "attempts limit"),
        signs=("attempts", "attempt", "fails"),
        read=count(0, 20, bound="most"),
    ),
    "us_weeks": Column(
        meaning="weeks of hands-on work in the US that are asked for",
        headings=("us weeks", "weeks of us experience", "usce weeks", "us experience weeks"),
        signs=("usce", "us experience", "us weeks", "us clinical"),
        read=number(0, 200, "weeks", "week", "wks", "w", bound="least"),
    ),
    "signal": Column(
        meaning="the signal that you mean to send, gold or silver",
        headings=("signal", "my signal", "signaled", "signalled", "signal sent", "signal type"),
        signs=(
            "signal",
            "signals",
            "signaled",
            "signalled",
            "signaling",
            "signalling",
            "gold silver",
        ),
        read=word(Signal, SIGNALS),
    ),
    "preference": Column(
        meaning="how much you like it, from 1 to 5",
        headings=("preference", "pref", "my preference", "my rating"),
        signs=("preference", "rating", "interest", "my score"),
        read=count(1, 5),
    ),
    "my_people": Column(
        meaning="people there from your school or country",
        headings=("my people", "people from my school or country", "people i know", "alumni"),
        signs=("alumni", "my school", "my country"),
        read=count(0, 1000),
    ),
    "checked_on": Column(
        meaning="the day on which you checked this line",
        headings=(
            "checked on",
            "checked",
            "verified on",
            "last checked",
            "date checked",
        ),
        signs=("checked", "verified", "updated"),
        read=day,
    ),
    "asked": Column(
        meaning="whom you asked",
        headings=("asked", "whom i asked", "asked whom"),
        signs=("asked",),
        read=text,
    ),
    "asked_on": Column(
        meaning="the day on which you asked",
        headings=("asked on", "date asked", "emailed on"),
        signs=("asked on", "emailed"),
        read=day,
    ),
    "answer": Column(
        meaning="what they answered",
        headings=("answer", "their answer", "reply"),
        signs=("answer", "reply"),
        read=text,
    ),
    "notes": Column(
        meaning="your notes",
        headings=("notes", "note", "my notes", "comments", "comment", "remarks"),
        signs=("notes", "note", "comments", "remarks", "requirements", "misc"),
        read=text,
    ),
}

EXAMPLE = {
    "specialty": "internal medicine",
    "name": "Invented Example Hospital (delete this line)",
    "code": "0000000C0",
    "state": "Ohio",
    "city": "Invented Town",
    "setting": "community",
    "town": "smaller_city",
    "freida_j1": "yes",
    "freida_h1b": "no",
    "site_j1": "yes",
    "visa_sentence": "We sponsor J-1 visas only.",
    "img_share": "45",
    "interview_rate": "3.5",
    "least_step2": "220",
    "most_years": "5",
    "most_attempts": "1",
    "us_weeks": "4",
    "preference": "4",
    "my_people": "1",
    "checked_on": "2026-09-01",
    "asked": "program coordinator",
    "asked_on": "2026-09-02",
    "answer": "No H-1B this year",
}
"""The invented line of the empty list. Its name says that it is to be deleted."""

LAYOUT = Layout(
    noun="program list",
    columns={name: column.headings for name, column in COLUMNS.items()},
    needed=(),
    empty="C101",
    too_long="C102",
    missing="C103",
    overfull="C106",
    unread="C107",
    signs={name: column.signs for name, column in COLUMNS.items()},
    advice=", or be asked: sitegen programs {list} --write NEW.csv",
    example=EXAMPLE,
    choose=tuple(name for name in COLUMNS if not name.endswith(("j1", "h1b"))),
    also=("specialty",),
    by_cells=("specialty", "state", "name"),
    missed=(
        *("j1", "h1b", "visa_sentence", "visa_class", "img_share", "interview_rate"),
        *("least_step2", "most_years", "most_attempts", "us_weeks", "signal", "preference"),
    ),
    sheets=("programs", "program", "list", "apply", "applied", "residency"),
)
