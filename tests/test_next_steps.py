"""A next step that is followed leads to a profile without that problem, and loses nothing.

About a second for all of them.
"""

from __future__ import annotations

from pathlib import Path

import pytest

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
