"""Words in cells as people write them: read where that is safe, else told once for their kind.

About two seconds for all of them.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from pathlib import Path

import pytest

from sitegen import inputs, ranklist
from sitegen.day_columns import DayColumn, DayReader, Window
from sitegen.days import dates_meant
from sitegen.diagnostics import Location, Problem, Problems
from sitegen.knowledge.model import Knowledge
from sitegen.plan.make import make_plan
from sitegen.plan.season.ranking import ranking
from sitegen.programs.model import Program
from sitegen.programs.read import read_programs
from sitegen.programs.sentences import visa_class
from sitegen.statuses import Status, status_of
from sitegen.tables import Cell, write_table
from sitegen.tracker import Interview, SaidVisa, read_interviews
from tests.conftest import AS_OF, shipped

SEASON = Window(2027, dt.date(2026, 8, 1), dt.date(2027, 3, 10))


def programs(**cells: str) -> tuple[Program, Problems]:
    """The program of one row."""
    row = {"specialty": "psychiatry", "j1": "", "h1b": "", **cells}
    problems, known = Problems(), shipped()
    text = write_table(tuple(row), tuple(row.values()))
    (found,) = read_programs(text, "x.csv", problems, known.vocabularies, known.visa_phrases)
    return found, problems


def tracker(text: str, window: Window | None = SEASON) -> tuple[list[Interview], Problems]:
    problems = Problems()
    found = read_interviews(text, "x.csv", problems, shipped().vocabularies, window)
    return list(found), problems


def days(
    *texts: str, window: Window | None = SEASON, name: str = "date", of: str = ""
) -> tuple[list[dt.date | None], Problems]:
    """What one column of days tells, cell by cell."""
    problems = Problems()
    cells = [Cell(text, Location("x.csv", at, 1)) for at, text in enumerate(texts, 2)]
    read = DayReader(problems, "C208", window).read([DayColumn(name, cells, of)])
    return [read.get(cell.place) for cell in cells], problems


# --- The J-1 of ECFMG --------------------------------------------------------------------------

J1 = {
    **dict.fromkeys(
        ("ECFMG", "via ECFMG", "Yes via ECFMG", "Yes, ECFMG only", "Yes (ECFMG)"), True
    ),
    **dict.fromkeys(("No (ECFMG sponsors)", "no - ECFMG does", "not directly (ECFMG)"), True),
    **dict.fromkeys(("no ECFMG", "No ECFMG sponsorship", "No (no ECFMG certificate)"), None),
    **dict.fromkeys(("No", "No*", "none"), False),
}


@pytest.mark.parametrize(("text", "right"), J1.items())
def test_j1_that_is_left_to_ecfmg_is_sponsored(text: str, right: bool | None) -> None:
    found, problems = programs(j1=text, h1b="yes")
    assert (found.j1, found.h1b, problems.errors) == (right, True, [])
    assert (problems.found == []) is (right is not None)


# --- States ------------------------------------------------------------------------------------


def test_state_is_read_in_a_list_by_every_word_that_a_profile_reads() -> None:
    known = shipped().vocabularies["state"]
    words = [(word, each.means) for each in known.heard if each.means for word in each.words]
    assert len(words) > 150
    for word, means in words:
        found, problems = programs(state=word)
        assert (found.state, problems.errors) == (means, []), word


@pytest.mark.parametrize(
    ("text", "right"),
    {
        **{"Mass": "Massachusetts", "Mass.": "Massachusetts", "N.Y.": "New York"},
        **{"Calif.": "California", "Penn.": "Pennsylvania", "W.Va.": "West Virginia"},
        **{
            "Ga.": "Georgia",
            "Miss.": "Mississippi",
            "Mo.": "Missouri",
            "D.C.": "District of Columbia",
        },
        **{
            "Boston, Mass.": "Massachusetts",
            "Albany N.Y.": "New York",
            "Jackson, Miss.": "Mississippi",
        },
    }.items(),
)
def test_short_name_of_a_state_is_no_news(text: str, right: str) -> None:
    found, problems = programs(state=text)
    assert (found.state, problems.found) == (right, [])


def test_city_in_the_place_of_a_state_is_told_and_a_region_is_asked() -> None:
    found, problems = programs(state="Boston")
    [warning] = problems.found
    assert (found.state, warning.code, problems.errors) == ("Massachusetts", "C108", [])
    assert "read as Massachusetts" in warning.message
    found, problems = programs(state="New England")
    [warning] = problems.found
    assert found.state is None
    assert "Connecticut" in warning.hint


@pytest.mark.parametrize("text", ["Ontario", "Guam", "ZZ", "remote"])
def test_what_is_no_state_costs_its_cell_and_a_slip_is_named(text: str) -> None:
    found, problems = programs(state=text)
    [warning] = problems.found
    assert (found.state, warning.code, problems.errors) == (None, "C108", [])
    assert f'"{text}", which is no known US state' in warning.message
    _, problems = programs(state="Ohoi")
    [error] = problems.errors
    assert error.hint == 'did you mean "Ohio"?'


# --- Amounts -----------------------------------------------------------------------------------

AMOUNTS = {
    "least_step2": {
        "220 or higher": 220,
        "220 or above": 220,
        "220 and up": 220,
        "220+": 220,
        ">=220": 220,
        "≥ 220": 220,
        "at least 220": 220,
        "Minimum: 220": 220,
        "220 (Step 2 CK)": 220,
        "no less than 220": 220,
        ">220": 221,
        "more than 220": 221,
        "no cutoff": None,
        "No minimum": None,
    },
    "most_years": {
        "within 5 years": 5,
        "5 years or less": 5,
        "≤5": 5,
        "no more than 5 years": 5,
        "within the last 5 years": 5,
        "5 yrs since graduation": 5,
        "up to 10 years": 10,
        "<5 years": 5,
        "18 months": 1.5,
        "no limit": None,
        "unlimited": None,
    },
    "img_share": {"80% IMGs": 80, "80 % of residents": 80, "~40%": 40, "12,5 per cent": 12.5},
    "us_weeks": {
        "3 months": 13,
        "1 month": 4,
        "at least 3 months": 13,
        "12 weeks of USCE": 12,
        "8 wks": 8,
        "6+ weeks": 6,
    },
    "most_attempts": {"1 attempt": 1, "max 1 failed attempt": 1, "2 or fewer": 2},
}


@pytest.mark.parametrize(
    ("column", "text", "right"),
    [(column, text, right) for column, texts in AMOUNTS.items() for text, right in texts.items()],
)
def test_amount_is_read_as_people_write_it(column: str, text: str, right: float | None) -> None:
    found, problems = programs(**{column: text})
    assert (getattr(found, column), problems.found) == (right, [])


@pytest.mark.parametrize(
    "text",
    [
        "-",
        "--",
        "n/a",
        "N/A",
        "NaN",
        "null",
        "TBD",
        "tbc",
        "?",
        "unknown",
        "not stated",
        "not listed",
        "…",
        "",
    ],
)
def test_words_that_say_nothing_are_an_empty_cell_in_every_column(text: str) -> None:
    columns = ("least_step2", "most_years", "img_share", "us_weeks", "most_attempts", "checked_on")
    found, problems = programs(**dict.fromkeys(columns, text))
    assert [getattr(found, column) for column in columns] == [None] * len(columns)
    assert problems.found == []


UNSAFE = {
    "least_step2": ["competitive", "<230", "220 preferred", "220-230", "varies"],
    "most_years": ["5+", ">5", "2019 or later", "recent graduates"],
    "img_share": ["many", "1e1", "40-50%", "40 years", "80%+", "most"],
    "us_weeks": ["2-3 months", "some", "preferred"],
    "preference": ["high"],
    "setting": ["military"],
    "j1": ["perhaps", "varies", "yes, but only for fellows", "no?"],
    "checked_on": ["soon", "last week"],
}


@pytest.mark.parametrize("column", UNSAFE)
def test_words_that_are_not_safe_are_unknown_and_told_once_for_their_kind(column: str) -> None:
    """Never as an error, and never cell by cell."""
    known, problems = shipped(), Problems()
    words = UNSAFE[column] * 3
    head = ("specialty", "j1", "h1b", column) if column != "j1" else ("specialty", "h1b", "j1")
    rows = [("psychiatry", *[""] * (len(head) - 2), word) for word in words]
    found = read_programs(write_table(head, *rows), "x.csv", problems, known.vocabularies)
    assert [getattr(each, column) for each in found] == [None] * len(words)
    assert problems.errors == []
    [warning] = problems.found
    assert warning.location.line == 2
    more = len(words) - 1
    assert f"{more} more such cells" in warning.message


NOTES = {
    "220 or higher": (220, None),
    "within 5 years": (None, 5),
    "Step 2: 230+": (230, None),
    "220 or higher; within 10 years": (220, 10),
    "YOG: max 7 years": (None, 7),
    "220": (None, None),
    "5 years": (None, None),
    "I liked it": (None, None),
    "": (None, None),
    "Interview within 5 weeks": (None, None),
    "Room 230 or above": (None, None),
}


@pytest.mark.parametrize(("text", "right"), NOTES.items())
def test_limit_that_stands_alone_in_the_notes_is_read_and_told(
    text: str, right: tuple[int | None, float | None]
) -> None:
    """A column of its own stands above it."""
    found, problems = programs(notes=text)
    assert (found.least_step2, found.most_years) == right
    assert found.notes == text
    assert len(problems.found) == any(each is not None for each in right)
    assert programs(notes=text, least_step2="200")[0].least_step2 == 200


# --- Yes and no --------------------------------------------------------------------------------

ANSWERS = {
    "yes": True,
    "Yes!": True,
    "✓": True,
    "✔": True,
    "x": True,
    "Yes (ECFMG)": True,
    "TRUE": True,
    "yes - through ECFMG": True,
    "Y": True,
    "yes - stopped 2024": None,
    "no": False,
    "No (2026)": False,
    "no problem": None,
    "no restriction": None,
    "no answer yet": None,
    "n.a.": None,
    "no info": None,
    "✗": False,
    "n": False,
    "none": False,
    "n/a": None,
    "-": None,
    "tbd": None,
    "Yes (sometimes)": None,
    "no, maybe": None,
    "yes if Step 3 is passed": None,
}


@pytest.mark.parametrize(("text", "right"), ANSWERS.items())
def test_yes_and_no_are_read_with_a_remark_that_takes_nothing_back(
    text: str, right: bool | None
) -> None:
    assert programs(j1=text)[0].j1 is right


CLASSES = {
    "J1 and H1B": (True, True),
    "J-1 & H-1B": (True, True),
    "H1B, J1": (True, True),
    "J-1 only": (True, False),
    "J-1 (ECFMG)": (True, False),
    "J1 yes, H1B no": (True, False),
    "None": (False, False),
    "No visa sponsorship": (False, False),
    "TBD": (None, None),
}


@pytest.mark.parametrize(("text", "right"), CLASSES.items())
def test_class_of_visas_is_read_as_people_write_it(
    text: str, right: tuple[bool | None, bool | None]
) -> None:
    found, problems = programs(visa_class=text)
    assert ((found.j1, found.h1b), problems.found) == (right, [])


# --- Days --------------------------------------------------------------------------------------

DAY = dt.date(2026, 12, 5)
NOVEMBER = dt.date(2026, 11, 17)
DAYS = {
    "2026-12-05": DAY,
    "2026/12/5": DAY,
    "2026-12-05 10:30": DAY,
    "2026-12-05T10:30:00Z": DAY,
    "2026-12-05T10:30:00-05:00": DAY,
    "20261205": DAY,
    "5.12.2026": DAY,
    "5 Dec 2026": DAY,
    "December 5, 2026": DAY,
    "5-Dec-2026": DAY,
    "5-Dec-26": DAY,
    "Dec. 5th": DAY,
    "5th of Dec": DAY,
    "Sat, December 5, 2026 at 9:00 AM EST": DAY,
    "Dec 5 (virtual)": DAY,
    "12/5/2026 9am - 3pm": DAY,
    "12 noon, Dec 5": DAY,
    "Dec 5 @ 8 AM CST": DAY,
    "12/5/2026 with Dr. Sample": DAY,
    "46361": DAY,
    "46361.375": DAY,
    "17-Nov-26": NOVEMBER,
    "Nov17": NOVEMBER,
    "Tuesday 11/17": NOVEMBER,
    "11.17.2026": NOVEMBER,
    "17.11.26": NOVEMBER,
    "26-11-17": NOVEMBER,
    "2026 Nov 17": NOVEMBER,
    "November 17th": NOVEMBER,
    "Jan 8": dt.date(2027, 1, 8),
    "13/12/2026": dt.date(2026, 12, 13),
    "12/12/2026": dt.date(2026, 12, 12),
    "1/8/2027": dt.date(2027, 1, 8),
    "11/2/2026": dt.date(2026, 11, 2),
}


@pytest.mark.parametrize(("text", "right"), DAYS.items())
def test_day_is_read_as_people_write_it(text: str, right: dt.date) -> None:
    """The season says the year, and which of two numbers is the month where one is outside."""
    assert days(text)[0] == [right]
    assert days(text)[1].found == []


def test_season_and_the_rest_of_the_column_tell_american_from_european_order() -> None:
    assert days("11/12/2026", "11/17/2026")[0] == [dt.date(2026, 11, 12), NOVEMBER]
    assert days("11/12/2026", "17/11/2026")[0] == [dt.date(2026, 12, 11), NOVEMBER]
    american, problems = days("11/2/2026", "11/17/2026", "1/8/2027")
    assert american == [dt.date(2026, 11, 2), NOVEMBER, dt.date(2027, 1, 8)]
    assert problems.found == []


def test_one_column_of_days_tells_the_order_of_another() -> None:
    text = "specialty,program,status,date,answer_by\npsychiatry,A,offered,11/12/2026,11/17/2026\n"
    [found], problems = tracker(text)
    assert (found.date, found.answer_by, problems.found) == (dt.date(2026, 11, 12), NOVEMBER, [])


def test_without_a_season_nothing_is_guessed() -> None:
    found, problems = days("11/12/2026", "Nov 17", window=None)
    assert found == [None, None]
    assert len(problems.warnings) == 2 and problems.errors == []


def test_days_that_nothing_settles_are_one_question_for_the_column() -> None:
    found, problems = days("11/12/2026", "10/11/2026", "1/2/2027")
    assert found == [None] * 3
    [question] = problems.found
    assert question.location.line == 2 and problems.errors == []
    assert "could be 2026-12-11 or 2026-11-12 (and 2 more such cells)" in question.message


def test_answer_to_the_question_settles_the_column() -> None:
    """One cell that shows its order is enough for all."""
    assert days("11/12/2026", "10/11/2026", "11/30/2026")[0] == [
        dt.date(2026, 11, 12),
        dt.date(2026, 10, 11),
        dt.date(2026, 11, 30),
    ]


@pytest.mark.parametrize("text", ["Nov 17-18", "11/17/2026 - 11/18/2026", "Nov 17 & 24, 2026"])
def test_first_of_several_days_is_read_and_told(text: str) -> None:
    found, problems = days(text)
    assert found == [NOVEMBER]
    [warning] = problems.warnings
    assert "the first day is read" in warning.message


@pytest.mark.parametrize("text", ["Nov 2026", "November, 2026", "11/2026", "2026-11", "2026 Nov"])
def test_month_alone_is_no_day_in_a_list_and_a_date_in_a_profile(text: str) -> None:
    """The first two digits of the year are no day of the month."""
    found, problems = days(text)
    assert (found, [problem.code for problem in problems.found]) == ([None], ["C208"])
    assert dates_meant(text) == ["2026-11"]


@pytest.mark.parametrize(
    "text",
    [
        *("17 Nov 2026", "Nov 17th, 2026", "17th of November 2026", "2026 Nov 17", "17.11.2026"),
        *("11/17/2026", "17-11-2026", "2026/11/17", "20261117", "2026 11 17", "11 17 2026"),
        *("Tuesday, November 17, 2026", "2026-11-17T09:00Z", "17-Nov-2026"),
    ],
)
def test_day_is_read_alike_in_lists_and_profiles(text: str) -> None:
    assert days(text)[0] == [NOVEMBER]
    assert dates_meant(text) == [NOVEMBER.isoformat()]


@pytest.mark.parametrize(
    "text", ["17/11/26", "46343", "Nov 17", "Nov 17-18, 2026", "by 17 Nov 2026"]
)
def test_profile_reads_no_day_that_it_would_have_to_guess(text: str) -> None:
    assert dates_meant(text) == []


def test_one_of_several_days_is_asked_for() -> None:
    found, problems = days("11/17 or 11/24")
    assert found == [None]
    assert "write the one that holds" in problems.warnings[0].hint


FAR = [
    "0001-01-01",
    "9999-12-31",
    "1900-05-06",
    "1999-12-31",
    "2101-01-01",
    "5/13/1926",
    "3/4/0026",
    "5 Dec 2206",
]


@pytest.mark.parametrize("text", FAR)
def test_year_that_no_list_can_mean_is_told_at_its_cell(text: str) -> None:
    found, problems = days(text)
    [problem] = problems.errors
    assert (found, problem.code, problem.location) == ([None], "C208", Location("x.csv", 2, 1))
    assert "a date from 2000 to 2100" in problem.message and "check the year" in problem.hint


def test_day_that_no_calendar_has_is_an_error() -> None:
    assert [p.code for p in days("31.11.2026")[1].errors] == ["C208"]
    assert [p.code for p in days("Feb 30, 2027")[1].errors] == ["C208"]


def test_visa_asked_takes_no_for_empty_and_asks_for_the_day_behind_a_yes() -> None:
    for word in ("no", "N/A", "-", ""):
        assert days(word, name="visa_asked", of="you asked")[1].found == []
    [problem] = days("yes", name="visa_asked", of="you asked")[1].found
    assert "the day is asked here" in problem.message
    assert problem.hint.startswith("write the day on which you asked")


ASKED = [
    "soon",
    "11/12/2026",
    "1/2/2027",
    "11/17 or 11/24",
    "31.11.2026",
    "Feb 30",
    "5/12/26",
    "2026-12",
    "11/12/2025",
    "tomorrow",
    "Monday",
    "yes",
    "9/10",
    "11/17/2026 or 11/18/2026",
    "17",
    "10/11/12",
    *FAR,
]
OFFERED = re.compile(r"\d{4}-\d\d-\d\d")


@pytest.mark.parametrize("season", [2000, 2027, 2028, 2031, None])
def test_no_next_step_for_a_day_is_refused_in_its_turn(season: int | None) -> None:
    """Each day that a next step names is put in the place of its cell: no word is lost on it."""
    window = (season and Window(season, dt.date(season - 1, 8, 1), dt.date(season, 3, 10))) or None
    tried = 0
    for text in ASKED:
        for problem in days(text, window=window, of="you asked")[1].found:
            for offered in OFFERED.findall(problem.hint):
                line = f"specialty,program,status,date\npsychiatry,A,offered,{offered}\n"
                found, problems = tracker(line, window)
                assert problems.found == [], (text, problem.hint)
                assert str(found[0].date) == offered
                tried += 1
    assert tried >= 8


@pytest.mark.parametrize(
    "text",
    [
        "Dec 5 cancelled",
        "Dec 5?",
        "Dec 5 or later",
        "not Dec 5",
        "week of Dec 5",
        "Dec 5 moved",
        "before Dec 5",
        "Dec 5 (cancelled)",
        "Dec 5 (or 6)",
        "early Dec",
        "Dec 5 until 6 or 7 of January",
    ],
)
def test_nothing_that_moves_a_day_is_passed_over(text: str) -> None:
    found, problems = days(text)
    assert found == [None]
    assert len(problems.warnings) == 1 and problems.errors == []


# --- Statuses ----------------------------------------------------------------------------------

STATUSES: dict[str, str | None] = {
    "Not invited": "not_invited",
    "Was not offered an interview": "not_invited",
    "No interview": "not_invited",
    "Didn't get an interview": "not_invited",
    "Never invited": "not_invited",
    "No offer": "not_invited",
    "Not selected": "not_invited",
    "No II yet": "unanswered",
    "Not invited yet": "unanswered",
    "Not rejected yet": "unanswered",
    "Interview scheduled": "accepted",
    "IV scheduled": "accepted",
    "Offer accepted": "accepted",
    "Rescheduled to Dec 4": "accepted",
    "Invited -> scheduled 12/9": "accepted",
    "Interview scheduled, not yet completed": "accepted",
    "Not interviewed yet": "accepted",
    "Completed": "done",
    "Interview completed": "done",
    "Interviewed 11/2": "done",
    "Thank-you note sent": "done",
    "Interview complete - awaiting rank": "done",
    "II received": "offered",
    "II": "offered",
    "Interview offer": "offered",
    "Invited, not yet scheduled": "offered",
    "Waitlisted, then invited": "offered",
    "Interview invite received but not scheduled": "offered",
    "Interview pending": "offered",
    "R": "rejected",
    "Pre-interview rejection": "rejected",
    "Rejected after interview": "rejected",
    "Cancelled by program": "rejected",
    "Declined by program": "rejected",
    "Denied": "rejected",
    "They withdrew the invitation": "rejected",
    "Applied - rejected 10/3": "rejected",
    "Position filled": "rejected",
    "Rejected ❌": "rejected",
    "Screened out": "rejected",
    "Ghosted": "unanswered",
    "No response yet": "unanswered",
    "Have not heard back": "unanswered",
    "Haven’t heard": "unanswered",
    "Pending": "unanswered",
    "Under review": "unanswered",
    "Applied 9/25, no answer": "unanswered",
    "Applied": "applied",
    "Signal sent": "applied",
    "Application received by program": "applied",
    "Applied with gold signal": "applied",
    "On the waiting list": "waitlisted",
    "wait-listed": "waitlisted",
    "WL": "waitlisted",
    "Declined interview": "declined",
    "Invited but I declined": "declined",
    "Cancelled": "withdrawn",
    "I cancelled": "withdrawn",
    "Withdrew application": "withdrawn",
    "Will apply": "not_applied",
    "Not applied": "not_applied",
    "In progress": "not_applied",
    "Program withdrew offer": "rejected",
    "program cancelled interview": "rejected",
    "They rescinded the invitation": "rejected",
    "Offer rescinded": "rejected",
    "Invitation was withdrawn": "rejected",
    "Removed from the waitlist": "rejected",
    "Waitlisted, removed 12/1": "rejected",
    "Removed myself from the waitlist": "withdrawn",
    "Removed from my list": "withdrawn",
    "Dropped": "withdrawn",
    "Withdrew - program too far": "withdrawn",
    "Withdrew from program": "withdrawn",
    "Declined, they were late": "declined",
    "Invited off the waitlist": "offered",
    "Accepted to the waitlist": "waitlisted",
    "Invited to waitlist": "waitlisted",
    "Cancelled (weather), rescheduled 12/9": "accepted",
    "Not rescheduled": "offered",
    "No interview offer": "not_invited",
    "Invited (virtual?)": "offered",
    "off the waitlist": None,
    "no longer on waitlist": None,
    "reject?": None,
    "Rejected (?)": None,
    "Interview?": None,
    "waitlist?": None,
    "probably rejected": None,
    "Silence = rejection?": None,
    "Invitation pending": "unanswered",
    "Invite awaited": "unanswered",
    "Waiting for an interview invite": "unanswered",
    "expecting II": "unanswered",
    "hoping for an invitation": "unanswered",
    "Invited, waiting for a date": "offered",
    "Interview cancelled - new date": "accepted",
    "Cancelled by program, rescheduled": "accepted",
    "rescheduled": "accepted",
    "Interview date changed": "accepted",
    "Moved to Dec 14": "accepted",
    "Rescheduled, then cancelled": "withdrawn",
    "Rescheduled, then cancelled by the program": "rejected",
    "Cancelled, to be rescheduled": "offered",
    "Interview postponed": "offered",
    "hoping": None,
    "✓": None,
    "": None,
    "yellow": None,
}


@pytest.mark.parametrize(("text", "right"), STATUSES.items())
def test_status_is_read_by_its_meaning(text: str, right: str | None) -> None:
    assert status_of(text, shipped().vocabularies["status"]) == right


NEGATIONS = ("not {}", "Not yet {}", "never {}", "was not {}", "have not been {}", "not been {}")


@pytest.mark.parametrize("negation", NEGATIONS)
@pytest.mark.parametrize("word", ["invited", "offered", "scheduled", "completed", "accepted"])
def test_negation_never_leaves_what_it_denies(negation: str, word: str) -> None:
    words = shipped().vocabularies["status"]
    plain, denied = status_of(word, words), status_of(negation.format(word), words)
    assert plain is not None and denied is not plain
    if word in ("invited", "offered"):
        assert denied in (Status.NOT_INVITED, Status.UNANSWERED)


def test_every_status_is_told_by_its_own_name_and_by_other_words() -> None:
    words = shipped().vocabularies["status"]
    told = set(STATUSES.values()) - {None}
    for status in set(Status) - {Status.UNKNOWN}:
        assert status_of(status.value, words) is status
        assert status.value in told


def test_status_that_is_not_understood_keeps_its_line_and_is_told_once() -> None:
    rows = "".join(f"psychiatry,{name},hoping\n" for name in "ABC") + "psychiatry,D,done\n"
    found, problems = tracker(f"specialty,program,status\n{rows}")
    assert [each.status for each in found] == [Status.UNKNOWN] * 3 + [Status.DONE]
    [warning] = problems.found
    assert (warning.code, problems.errors) == ("C209", [])
    assert "(2 more such cells)" in warning.message
    offered = warning.hint.removeprefix("write one of: ").split(", ")
    assert [status_of(word, shipped().vocabularies["status"]) for word in offered] == offered


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("J-1 and H1B", "both"),
        ("J1/H1B", "both"),
        ("J-1 only", "j1"),
        ("H-1B", "h1b"),
        ("None", "none"),
        ("TBD", "unknown"),
        ("", "unknown"),
        ("J-1 & H-1B", "both"),
    ],
)
def test_visas_of_a_tracker_are_read_as_people_write_them(text: str, right: str) -> None:
    found, problems = tracker(f'specialty,program,status,visa\npsychiatry,A,done,"{text}"\n')
    assert (found[0].visa, problems.found) == (SaidVisa(right), [])


SIGNED = {
    "+J1 -H1B": ("j1", True, False),
    "J1+ H1B-": ("j1", True, False),
    "J-1 (+) / H-1B (-)": ("j1", True, False),
    "J1 ✓ H1B ✗": ("j1", True, False),
    "H1B ❌ J1 ✅": ("j1", True, False),
    "J-1: Y; H-1B: N": ("j1", True, False),
    "Y (J1) N (H1B)": ("j1", True, False),
    "-J1 +H1B": ("h1b", False, True),
    "+J1 +H1B": ("both", True, True),
    "J1 + H1B": ("both", True, True),
    "J1: n / H1B: n": ("none", False, False),
    "-J1 -H1B": ("unknown", None, None),
}


@pytest.mark.parametrize("text", SIGNED)
def test_signs_beside_two_visas_answer_for_each(text: str) -> None:
    said, j1, h1b = SIGNED[text]
    found, problems = tracker(f"specialty,program,status,visa\npsychiatry,A,done,{text}\n")
    assert (found[0].visa, problems.found) == (SaidVisa(said), [])
    reading = visa_class(text, shipped().visa_phrases)
    assert (reading.j1, reading.h1b) == (j1, h1b)
    program, _ = programs(visa_sentence=text)
    assert (program.j1, program.h1b) == (j1, h1b)


# --- Rank order lists --------------------------------------------------------------------------


def ranks(*rows: str, head: str = "rank,specialty,program") -> tuple[list[str], list[Problem]]:
    """The programs in their order, those of a supplemental list with its name."""
    problems = Problems()
    text = "\n".join((head, *rows)) + "\n"
    found = ranklist.read_rank_list(text, "x.csv", problems, shipped().vocabularies)
    return [f"{e.rank} {e.program} {e.list}".strip() for e in found], problems.found


def test_two_tracks_of_one_hospital_are_two_programs_and_no_error() -> None:
    found, problems = ranks("1,psychiatry,Valley", "2,psychiatry,Valley")
    assert found == ["1 Valley", "2 Valley"]
    assert [(p.code, p.severity.value) for p in problems] == [("C312", "warning")]
    found, problems = ranks("1,psychiatry,Valley: research", "2,psychiatry,Valley: rural")
    assert problems == []


def test_track_or_code_in_a_column_tells_two_programs_of_one_hospital_apart() -> None:
    rows = ("1,Alder,IM,Categorical", "2,Alder,IM,Primary Care", "3,Alder,IM,Prelim", "4,Birch,IM,")
    named = ["Alder (Categorical)", "Alder (Primary Care)", "Alder (Prelim)", "Birch"]
    text = "\n".join(("rank,program,specialty,track", *rows))
    problems = Problems()
    entries = ranklist.read_rank_list(text, "x.csv", problems, shipped().vocabularies)
    assert ([each.program for each in entries], problems.found) == (named, [])
    assert entries[2].specialty == "preliminary-medicine"
    found, problems = tracker(
        "program,specialty,status,NRMP code\nAlder,IM,done,1140C0\nAlder,IM,invited,1140M0\n"
    )
    assert [each.program for each in found] == ["Alder (1140C0)", "Alder (1140M0)"]
    assert problems.found == []
    _, problems = tracker("program,specialty,status\nAlder,IM,done\nAlder,IM,invited\n")
    assert [problem.code for problem in problems.found] == ["C210"]


def test_supplemental_lists_have_ranks_of_their_own() -> None:
    """By their column, or by a rank that a program of one year cannot have on the primary list."""
    rows = (
        "1,diagnostic radiology,A",
        "2,diagnostic radiology,B",
        "1,preliminary medicine,C",
        "2,transitional year,D",
        "3,preliminary surgery,E",
    )
    right = ["1 A", "2 B", "1 C supplemental 1", "2 D supplemental 1", "3 E supplemental 1"]
    assert ranks(*rows) == (right, [])
    mixed = (rows[0], rows[2], rows[1], rows[3], rows[4])
    assert ranks(*mixed)[0] == right
    named = (*(f"{row}," for row in rows[:2]), *(f"{row},for A" for row in rows[2:]))
    assert ranks(*named, head="rank,specialty,program,list") == (
        ["1 A", "2 B", "1 C for a", "2 D for a", "3 E for a"],
        [],
    )


def test_list_of_a_couple_is_read_in_its_order_with_notes() -> None:
    """Its ranks may stand twice, its programs too, and one of the two may stay unmatched."""
    rows = ("1,psychiatry,A", "1,psychiatry,B", "2,psychiatry,A", "3,,No match", "5,psychiatry,C")
    found, problems = ranks(*rows)
    assert found == ["1 A", "1 B", "2 A", "5 C"]
    told = {(p.code, p.location.line, p.severity.value) for p in problems}
    assert told == {
        ("C311", 3, "warning"),
        ("C312", 4, "warning"),
        ("C307", 5, "warning"),
        ("C311", 6, "warning"),
    }
    assert all("couple" in p.hint for p in problems[:3])


def test_one_program_may_stand_on_several_supplemental_lists() -> None:
    rows = (
        "1,diagnostic radiology,A,primary",
        "2,diagnostic radiology,B,primary",
        "1,transitional year,D,for A",
        "1,transitional year,D,for B",
    )
    found, problems = ranks(*rows, head="rank,specialty,program,list")
    assert found == ["1 A", "2 B", "1 D for a", "1 D for b"]
    assert problems == []


def test_lines_on_supplemental_lists_are_counted_on_the_page_and_move_no_check(
    tmp_path: Path, knowledge: Knowledge
) -> None:
    rows = ("1,neurology,A,primary", "2,neurology,B,primary", "1,transitional year,D,for A")
    (tmp_path / "r.csv").write_text("\n".join(("rank,specialty,program,list", *rows)), "utf-8")
    (tmp_path / "p.yaml").write_text(
        "interests:\n  primary: neurology\nrank_list: r.csv\n", "utf-8"
    )
    found = inputs.profile(tmp_path / "p.yaml", knowledge, Problems())
    assert found is not None
    made = ranking(make_plan(found, knowledge, AS_OF))
    assert [each.program for each in made.entries] == ["A", "B"]
    checks = {check.finding.rule.id: check.finding for check in made.checks}
    assert checks["ranking.supplemental"].outcome == "fine"
    alone = dataclasses.replace(found, supplemental=())
    told = {c.finding.rule.id for c in ranking(make_plan(alone, knowledge, AS_OF)).checks}
    assert told == set(checks) - {"ranking.supplemental"}


def test_program_of_one_year_may_stand_on_the_primary_list() -> None:
    assert ranks("1,psychiatry,A", "2,preliminary medicine,B", "3,psychiatry,C")[0] == [
        "1 A",
        "2 B",
        "3 C",
    ]


@pytest.mark.parametrize("word", ["", "-", "n/a", "DNR", "not ranked"])
def test_program_without_a_rank_is_left_off_and_told(word: str) -> None:
    found, problems = ranks("1,psychiatry,A", f"{word},psychiatry,B")
    assert found == ["1 A"]
    assert [(p.code, p.severity.value) for p in problems] == [("C308", "warning")]


@pytest.mark.parametrize("rank", ["1st", "#1", "1.", "1.0"])
def test_rank_is_read_as_people_write_it(rank: str) -> None:
    assert ranks(f"{rank},psychiatry,A") == (["1 A"], [])
