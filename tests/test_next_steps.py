"""A next step that is followed leads to a file without that problem, and loses nothing.

About five seconds for all of them.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from sitegen.diagnostics import Location, Problems, near
from sitegen.knowledge.fee_check import check_steps
from sitegen.knowledge.model import FeeStep
from sitegen.knowledge.next_steps import condition_step, day_step, name_step, range_fault
from sitegen.knowledge.ranges import is_day
from sitegen.knowledge.rulebook import Condition, well_formed
from tests.conftest import Run

BUDGET = "constraints:\n  application_budget: "
SCORE = "exams:\n  step2_ck:\n    state: passed\n    score: "
FAILED = "exams:\n  step2_ck:\n    failed_attempts: "
TO_COME = "the day of an exam to come goes to planned"
GRADUATED = "school:\n  graduated: "
ARAB0 = "\u0660"
WIDE = "\uff12\uff10\uff12\uff18"
GENERAL = "such as 3000, or leave it empty if not known yet"

# What is written, the next step, and the text after that step.
NUMBERS = [
    (f"{BUDGET}3k", "write 3000", f"{BUDGET}3000"),
    (f"{BUDGET}1.5k", "write 1500", f"{BUDGET}1500"),
    (f"{BUDGET}2 thousand", "write 2000", f"{BUDGET}2000"),
    (f"{BUDGET}about 2 thousand dollars", "write 2000", f"{BUDGET}2000"),
    (f"{BUDGET}1 lakh", "write 100000", f"{BUDGET}100000"),
    (f"{BUDGET}0.5 lakhs", "write 50000", f"{BUDGET}50000"),
    (f'{BUDGET}"50k"', "write 50000", f"{BUDGET}50000"),
    (f"{BUDGET}0.001 crore", "write 10000", f"{BUDGET}10000"),
    (f"{BUDGET}0.05 million", "write 50000", f"{BUDGET}50000"),
    (f"{BUDGET}$3,000", "write digits only: 3000", f"{BUDGET}3000"),
    (f"{BUDGET}1,00,000", "write digits only: 100000", f"{BUDGET}100000"),
    (f"{BUDGET}3 grand", GENERAL, f"{BUDGET}3000"),
    (f"{BUDGET}2-3 thousand", GENERAL, f"{BUDGET}3000"),
    (f"{SCORE}24.7e1", "write it without a decimal point, such as 247", f"{SCORE}247"),
    (f"{BUDGET}.50", "write it without a decimal point, such as 0", f"{BUDGET}0"),
    (f"{BUDGET}.1e5", "write it without a decimal point, such as 10000", f"{BUDGET}10000"),
    (f"{BUDGET}0.0234 million dollars", "write 23400", f"{BUDGET}23400"),
    (f"{BUDGET}1.234 dollars", "write digits only: 1234", f"{BUDGET}1234"),
    (f"{BUDGET}-.5", "write it without a decimal point, such as 0", f"{BUDGET}0"),
    (f"{BUDGET}9.0e999", "write it without a decimal point, such as 3000", f"{BUDGET}3000"),
    (f"season: {WIDE}", "write it with the digits 0 to 9: 2028", "season: 2028"),
    (f"{SCORE}٢٤٧", "write it with the digits 0 to 9: 247", f"{SCORE}247"),
    (f"{BUDGET}\uff13k", "write 3000", f"{BUDGET}3000"),
    (
        f"{GRADUATED}٢{ARAB0}٢٣-{ARAB0}٤",
        "write it with the digits 0 to 9: 2023-04",
        f"{GRADUATED}2023-04",
    ),
    *(
        (f"{SCORE}{word}", f"leave it empty while there is none; {TO_COME}", SCORE)
        for word in ("n/a", "none", "pending", "not yet", '"waiting"', "planned", "2027-03")
    ),
    (f'{SCORE}"250 points"', "write digits only: 250", f"{SCORE}250"),
    (f"{SCORE}~250", "write digits only: 250", f"{SCORE}250"),
    *(
        (
            f"{FAILED}{word}",
            "write 0 if there are none, or leave it empty if not known yet",
            f"{FAILED}0",
        )
        for word in ("none", "never", "No", '"nil"', "zero")
    ),
    (f"{FAILED}n/a", "or leave it empty if not known yet", FAILED),
    (f"{GRADUATED}pending", "; leave it empty if not known yet", GRADUATED),
    (f"{SCORE}pass", "leave it empty, and say it with state", SCORE),
]

PRIMARY = "interests:\n  primary: "
CONSIDERING = "interests:\n  considering: "
PREFERRED = "constraints:\n  states:\n    preferred: "
EXCLUDED = "constraints:\n  states:\n    excluded: "
ACCEPTS = "visa:\n  accepts: "
COUNTRY = "school:\n  country: "
NONE = "write [] if there are none"
ENTRY = "write [] in place of the whole list if there are none"
EMPTY = "name a specialty, or leave it empty if there is none"
LETTERS = "letters:\n  - writer: Dr. Sample\n    specialty: "

WORDS = [
    (f"{CONSIDERING}no", NONE, f"{CONSIDERING}[]"),
    (f"{CONSIDERING}none", NONE, f"{CONSIDERING}[]"),
    (f"{CONSIDERING}[none]", ENTRY, f"{CONSIDERING}[]"),
    (f"{CONSIDERING}\n    - no", ENTRY, f"{CONSIDERING}[]"),
    (f"{CONSIDERING}internal-medicine,", "delete the comma at its end", f"{CONSIDERING}IM"),
    (
        f"{CONSIDERING}\n    - internal-medicine,\n    - neurology",
        "delete the comma at its end",
        f"{CONSIDERING}\n    - internal-medicine\n    - neurology",
    ),
    (
        f"{CONSIDERING}\n    - IM, neurology",
        "write each as an entry of its own: internal-medicine and neurology",
        f"{CONSIDERING}\n    - internal-medicine\n    - neurology",
    ),
    (f"{PRIMARY}no", EMPTY, PRIMARY),
    (f"{PRIMARY}none", EMPTY, PRIMARY),
    (f"{PREFERRED}any", NONE, f"{PREFERRED}[]"),
    (f"{PREFERRED}all", NONE, f"{PREFERRED}[]"),
    (f"{EXCLUDED}none", NONE, f"{EXCLUDED}[]"),
    (f"{EXCLUDED}n/a", NONE, f"{EXCLUDED}[]"),
    (f'{EXCLUDED}"-"', NONE, f"{EXCLUDED}[]"),
    (f"{EXCLUDED}-", NONE, f"{EXCLUDED}[]"),
    (f"{EXCLUDED}Texas and Ohio", "write [Texas, Ohio]", f"{EXCLUDED}[Texas, Ohio]"),
    ("interests:\n  not_for_life: none", NONE, "interests:\n  not_for_life: []"),
    (f"{ACCEPTS}both", "write [j1, h1b]", f"{ACCEPTS}[j1, h1b]"),
    (f"{ACCEPTS}j1 and h1b", "write [j1, h1b]", f"{ACCEPTS}[j1, h1b]"),
    (f"{ACCEPTS}J-1/H-1B", "write [j1, h1b]", f"{ACCEPTS}[j1, h1b]"),
    (f"{COUNTRY}n/a", "name a country, or leave it empty if there is none", COUNTRY),
]


@pytest.mark.parametrize(("written", "step", "after"), WORDS, ids=[n[0] for n in WORDS])
def test_next_step_for_a_word_that_names_nothing_or_several_is_accepted(
    written: str, step: str, after: str, sitegen: Run, tmp_path: Path
) -> None:
    follow(written, step, after, sitegen, tmp_path)


def test_specialty_that_must_stand_is_not_told_to_be_empty(sitegen: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(f"{LETTERS}no\n", encoding="utf-8")
    assert "Next step: name a specialty\n" in sitegen("check", path).stderr


@pytest.mark.parametrize(("written", "step", "after"), NUMBERS, ids=[n[0] for n in NUMBERS])
def test_next_step_for_a_number_keeps_its_size_and_is_accepted(
    written: str, step: str, after: str, sitegen: Run, tmp_path: Path
) -> None:
    follow(written, step, after, sitegen, tmp_path)


SIGNS = [
    ("season: !!int 2028", "delete it", "season: 2028"),
    ("season: ! 2028", "delete it", "season: 2028"),
    ("stage: !!str exams", "delete it", "stage: exams"),
    ("season: 2028\n...\nstage: exams", "delete this line", "season: 2028\nstage: exams"),
    ("...\nseason: 2028", "delete this line", "season: 2028"),
]


@pytest.mark.parametrize(("written", "step", "after"), SIGNS, ids=[n[0] for n in SIGNS])
def test_next_step_for_a_sign_that_means_something_in_yaml_is_accepted(
    written: str, step: str, after: str, sitegen: Run, tmp_path: Path
) -> None:
    follow(written, step, after, sitegen, tmp_path)


LINE = "start each entry with a hyphen and a space, one entry below the other"
SO = "; so with each entry below it"
ENTRIES = f"{CONSIDERING}\n  - neurology"
TWO = f"{ENTRIES}\n  - urology"
PASTED = [
    (f"{CONSIDERING}\n  • neurology", f"write - neurology{SO}", ENTRIES),
    (f"{CONSIDERING}\n  * neurology\n  - urology", f"write - neurology{SO}", TWO),
    (f"{CONSIDERING}\n  – neurology\n  – urology", f"write - neurology{SO}", TWO),
    (f"{CONSIDERING}\n   -neurology\n   -urology", LINE, TWO),
    (f"{CONSIDERING}\n   1. neurology\n   2. urology", LINE, TWO),
    (
        "> season: 2028\n> stage: exams",
        "delete it at the start of each line",
        "season: 2028\nstage: exams",
    ),
    ("```\nseason: 2028", "delete this line", "season: 2028"),
    (
        "exams:\n  step1: state: passed",
        "put state: passed on a line of its own below this one, in column 5",
        "exams:\n  step1:\n    state: passed",
    ),
    (
        "applicant:\n  name: rao: asha",
        'put quotes around the whole text: "rao: asha"',
        'applicant:\n  name: "rao: asha"',
    ),
    (
        "interests:\n  long_term: A clinic\n  in a small town",
        'else write a key, a colon, a space and the value, as in "season: 2028"',
        "interests:\n  long_term: A clinic in a small town",
    ),
    (
        "interests:\n  fit: neurology: 4",
        "put neurology: 4 on a line of its own below this one, in column 5",
        "interests:\n  fit:\n    neurology: 4",
    ),
    ("**season**: 2028", "write season: 2028", "season: 2028"),
    ("1. season: 2028", 'did you mean "season"?', "season: 2028"),
    ("season:\n2028\nstage: exams", "write season: 2028", "season: 2028\nstage: exams"),
    (f"{CONSIDERING}[?]", "take it out; leave the list empty while you do not know", CONSIDERING),
    (
        "exams:\n  step2:\n    score: 250",
        'did you mean "step2_ck"?',
        "exams:\n  step2_ck:\n    score: 250",
    ),
    (
        "exams:\n  step1: {}\nstate: passed",
        "it belongs below exams.step1, exams.step2_ck, exams.step3 or exams.oet, two spaces "
        "further right",
        "exams:\n  step1: {state: passed}",
    ),
]


@pytest.mark.parametrize(("written", "step", "after"), PASTED, ids=[n[0] for n in PASTED])
def test_next_step_for_lines_from_elsewhere_is_accepted(
    written: str, step: str, after: str, sitegen: Run, tmp_path: Path
) -> None:
    """From a letter, a mail or a chat; or run together, or one step too far left."""
    follow(written, step, after, sitegen, tmp_path)


PROGRAMS = "specialty,name,state,j1,h1b\n"
RANKS = "rank,specialty,program\n"
TRACKER = "specialty,program,date,status\n"
LISTS = [
    (
        "programs",
        PROGRAMS + ",Alder,OH,yes,no\npsychiatry,Birch,TX,yes,no\n",
        "write the specialty into the cell, if the row is a program",
        PROGRAMS + "psychiatry,Alder,OH,yes,no\npsychiatry,Birch,TX,yes,no\n",
    ),
    (
        "programs",
        "specialty;name;j1\npsychiatry;Alder; East;yes\n",
        'put quotes around a text with a semicolon in it: "Hospital; East"',
        'specialty;name;j1\npsychiatry;"Alder; East";yes\n',
    ),
    (
        "programs",
        "specialty\tname\tj1\npsychiatry\tAlder\t\tyes\n",
        "take a tab too many out of the line, or write a heading for the last cell",
        "specialty\tname\tj1\npsychiatry\tAlder\tyes\n",
    ),
    (
        "programs",
        PROGRAMS[:-1] + ",J1 visa\npsychiatry,Alder,OH,yes,no,no\n",
        "delete one of the two, or rename the one that is not j1",
        PROGRAMS[:-1] + ",beds\npsychiatry,Alder,OH,yes,no,no\n",
    ),
    (
        "programs",
        "specialty,name,visa_sentence\npsychiatry,Alder,Please read our handbook.\n",
        "write what it means into a column visa_class: "
        "both, j1_only, h1b_exceptional, none or silent",
        "specialty,name,visa_sentence,visa_class\n"
        "psychiatry,Alder,Please read our handbook.,h1b_exceptional\n",
    ),
    (
        "rank_list",
        RANKS + "1,,Alder\n",
        'or say it in the profile for all rows: list_specialty: "internal medicine"',
        RANKS + "1,psychiatry,Alder\n",
    ),
    (
        "rank_list",
        RANKS + "1,cardiology,Alder\n2,psychiatry,Birch\n",
        "delete a line about anything else, such as a fellowship",
        RANKS + "1,psychiatry,Birch\n",
    ),
    (
        "interviews",
        TRACKER + "psychiatry,Alder,2025-12-05,done\n",
        "if the year is a slip, write 2026-12-05; else correct the season in your profile",
        TRACKER + "psychiatry,Alder,2026-12-05,done\n",
    ),
    (
        "interviews",
        TRACKER + "psychiatry,Alder,2026-05-05,done\n",
        "check the day, or the season in your profile",
        TRACKER + "psychiatry,Alder,2026-11-05,done\n",
    ),
]


@pytest.mark.parametrize(("key", "written", "step", "after"), LISTS, ids=[n[2] for n in LISTS])
def test_next_step_for_a_row_of_a_list_is_accepted(
    key: str, written: str, step: str, after: str, sitegen: Run, tmp_path: Path
) -> None:
    profile, listed = tmp_path / "a.yaml", tmp_path / "list.csv"
    profile.write_text(f"season: 2027\n{key}: list.csv\n", encoding="utf-8")
    listed.write_text(written, encoding="utf-8")
    told = sitegen("check", profile).stderr
    steps = [row for row in told.splitlines() if row.startswith("    Next step: ")]
    assert len(steps) == 1 and steps[0].endswith(step), told
    listed.write_text(after, encoding="utf-8")
    assert sitegen("check", profile).stderr == ""


def test_nothing_has_to_be_done_about_a_combined_program_in_any_list(
    sitegen: Run, tmp_path: Path
) -> None:
    """Its line is set aside, the others are read, and no rank is missed for it."""
    profile = tmp_path / "a.yaml"
    profile.write_text("season: 2027\nrank_list: ranks.csv\ninterviews: seen.csv\n")
    combined = "Medicine-Psychiatry"
    rows = f"1,psychiatry,A\n2,{combined},B\n3,psychiatry,C\n"
    (tmp_path / "ranks.csv").write_text(RANKS + rows)
    rows = f"psychiatry,A,2026-12-05,done\n{combined},B,2026-12-06,done\n"
    (tmp_path / "seen.csv").write_text(TRACKER + rows)
    told = sitegen("check", profile)
    assert told.exit_code == 0
    assert "ranks.csv: 2 of 3 rows read" in told.stdout
    assert "seen.csv: 1 of 2 rows read" in told.stdout
    assert told.stderr.count("nothing has to be done; the other rows are used") == 2


@pytest.mark.parametrize(
    ("word", "choices"),
    [
        ("nrmp-charting-2024", ["nrmp-charting-2026"]),
        ("exam-step2", ["exam-step1", "exam-step3"]),
        ("step1_matched", ["step2_matched"]),
        ("neurology", ["nephrology"]),
        ("neonatology", ["neuropathology"]),
        ("urology", ["neurology"]),
        ("hepatology", ["hematology"]),
        ("radiobiology", ["radiology"]),
        ("oncology", ["oncologyrad", "oncology rad"]),
    ],
)
def test_another_year_exam_or_field_is_never_offered(word: str, choices: list[str]) -> None:
    assert near(word, choices) == []


@pytest.mark.parametrize(
    ("word", "choice"),
    [
        ("nrmp-chartin-2026", "nrmp-charting-2026"),
        ("step2-ck", "step2_ck"),
        ("gynaecology", "gynecology"),
        ("nefrology", "nephrology"),
        ("nuerology", "neurology"),
        ("anestesiology", "anesthesiology"),
        ("internalmedecine", "internal-medicine"),
    ],
)
def test_slip_with_the_same_numbers_in_the_same_field_is_offered(word: str, choice: str) -> None:
    assert near(word, [choice]) == [choice]


COMPARED = {"fact": "a.b", "at_least": 1}
CONDITIONS = [
    ({"fact": "a.b"}, "say what the fact is compared with", COMPARED),
    ({"at_least": 1}, "name the fact that is compared", COMPARED),
    ({}, "name a fact and what it is compared with, or a group", {"all_of": (Condition(),)}),
    ({**COMPARED, "at_most": 2}, "split it", {"all_of": (Condition(), Condition())}),
    ({**COMPARED, "any_of": ()}, "split it", {"all_of": (Condition(), Condition())}),
]


@pytest.mark.parametrize(("wrong", "step", "right"), CONDITIONS)
def test_next_step_for_a_condition_makes_it_one(
    wrong: dict[str, Any], step: str, right: dict[str, Any]
) -> None:
    assert not well_formed(Condition(**wrong))
    assert condition_step(Condition(**wrong)).startswith(step)
    assert well_formed(Condition(**right))


@pytest.mark.parametrize(
    ("written", "day"),
    [("2025-7-1", "2025-07-01"), ("2025/07/01", "2025-07-01"), ("2025.7.11", "2025-07-11")],
)
def test_day_of_a_parameter_is_written_out(written: str, day: str) -> None:
    assert day_step(written) == f"write {day}" and is_day(day)


@pytest.mark.parametrize("written", ["next year", "2025-13-01", "1-7-2025", ""])
def test_day_that_cannot_be_told_is_never_named(written: str) -> None:
    assert day_step(written) == "write year, month and day as numbers, such as 2025-07-01"


def step_of(first: int, last: int | None, **price: float) -> FeeStep:
    return FeeStep(first=first, last=last, **price)


FEES = [
    ([step_of(2, None, each=1)], "write first: 1", [step_of(1, None, each=1)]),
    (
        [step_of(1, 30, each=1), step_of(32, None, each=1)],
        "write first: 31, or correct last",
        [step_of(1, 30, each=1), step_of(31, None, each=1)],
    ),
    (
        [step_of(1, None, each=1), step_of(31, None, each=1)],
        "write last: 30 there",
        [step_of(1, 30, each=1), step_of(31, None, each=1)],
    ),
    ([step_of(1, None)], "add each: or flat:", [step_of(1, None, flat=1)]),
    (
        [step_of(1, None, each=1, flat=1)],
        "keep each: or flat:, not both",
        [step_of(1, None, each=1)],
    ),
]


@pytest.mark.parametrize(("wrong", "step", "right"), FEES, ids=[n[1] for n in FEES])
def test_next_step_for_a_price_of_applications_is_accepted(
    wrong: list[FeeStep], step: str, right: list[FeeStep]
) -> None:
    told, after = Problems(), Problems()
    check_steps(wrong, Location("fees/eras.yaml", 1, 1), told)
    assert [p.hint for p in told.found] == [step]
    check_steps(right, Location("fees/eras.yaml", 1, 1), after)
    assert after.found == []


RANGES = [
    ((None, 2, 3), "add the lowest and the highest value to defend"),
    ((3, None, 2), "exchange or correct them"),
    ((2, 1, 3), "correct the value, or the end of the range that it passes"),
]


@pytest.mark.parametrize(("ends", "step"), RANGES)
def test_next_step_for_a_range_names_what_is_wrong_in_it(ends: tuple[Any, ...], step: str) -> None:
    message, hint = range_fault("an amount", *ends)
    assert hint == step
    assert all(str(each) in message for each in ends if each is not None) or None in ends[::2]


@pytest.mark.parametrize("noun", ["group of rules", "phase", "date of a season", "change"])
def test_name_that_only_code_can_add_is_chosen_from_those_that_are_there(noun: str) -> None:
    assert name_step(noun, ["b", "", "a"]) == "write one of: a, b"
    assert "add it" not in name_step("fact", [])


def test_commands_that_are_named_keep_what_was_told(sitegen: Run, tmp_path: Path) -> None:
    """A list that needs its specialty is written by the very command that a refusal names."""
    listed, new = tmp_path / "list.csv", tmp_path / "new.csv"
    listed.write_text("name,state,j1,h1b,Step 2 CK\nAlder,OH,yes,no,230\n")
    words = ("programs", listed, "--specialty", "internal medicine", "--write")
    stuck = sitegen(*words, new)
    command = re.findall(r"sitegen (programs .* --yes)", stuck.stderr)[0]
    assert sitegen(*shlex.split(command)).exit_code == 0 and new.exists()
    refused = sitegen(*words, new, "--yes")
    again = re.findall(r"Next step: name another file: sitegen (.*)", refused.stderr)[0]
    other = again.replace("other-name.csv", str(tmp_path / "other-name.csv"))
    assert sitegen(*shlex.split(other)).exit_code == 0


def test_unknown_specialty_of_a_command_names_those_that_are_known(
    sitegen: Run, tmp_path: Path
) -> None:
    (tmp_path / "a.yaml").write_text("season: 2028\n")
    told = sitegen("score", tmp_path / "a.yaml", "--why", "juggling").stderr
    assert "internal-medicine" in told and "neurology" in told
    assert (
        "Did you mean psychiatry?"
        in sitegen("score", tmp_path / "a.yaml", "--why", "psychiatri").stderr
    )


WISH = "interests:\n  fellowship: "


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ("cardiology, or nephrology one day", "is read as cardiology and nephrology"),
        ("Cardiac things", "is none that is known here, and changes nothing"),
        ("nefrology", "did you mean nephrology?"),
    ],
)
def test_check_says_how_a_fellowship_is_read(
    wish: str, said: str, sitegen: Run, tmp_path: Path
) -> None:
    (tmp_path / "a.yaml").write_text(f"{WISH}{wish}\n", encoding="utf-8")
    told = sitegen("check", tmp_path / "a.yaml").stdout
    assert said in told and "(interests.fellowship)" in told


@pytest.mark.parametrize("wish", ["", "none", "n/a"])
def test_check_says_nothing_of_a_fellowship_that_is_not_named(
    wish: str, sitegen: Run, tmp_path: Path
) -> None:
    (tmp_path / "a.yaml").write_text(f"{WISH}{wish}\n", encoding="utf-8")
    assert "The fellowship" not in sitegen("check", tmp_path / "a.yaml").stdout


def follow(written: str, step: str, after: str, sitegen: Run, tmp_path: Path) -> None:
    """Check a profile, take its one next step, and check it again."""
    path = tmp_path / "a.yaml"
    path.write_text(f"{written}\n", encoding="utf-8")
    told = sitegen("check", path).stderr
    steps = [row for row in told.splitlines() if row.startswith("    Next step: ")]
    assert len(steps) == 1, told
    assert steps[0].endswith(step)
    path.write_text(f"{after}\n", encoding="utf-8")
    assert sitegen("check", path).stderr == ""
