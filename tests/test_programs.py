"""The applicant's own program list: any spreadsheet is read, doubts are shown, nothing is lost."""

from __future__ import annotations

import csv
import datetime as dt
import html
import io
import os
import re
import shlex
import subprocess
import sys
from collections import Counter
from dataclasses import fields
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import Workbook

from sitegen import letters, userfiles
from sitegen.cells import Values
from sitegen.cli import main
from sitegen.csvtext import guarded, looks_run, risky, unguarded
from sitegen.diagnostics import Location, Problems, Severity
from sitegen.programs.clean import clean_list, template
from sitegen.programs.columns import COLUMNS, LAYOUT
from sitegen.programs.model import Place, Program, Setting, Signal, Track
from sitegen.programs.read import read_programs
from sitegen.programs.words import VisaClass
from sitegen.tables import MOST_ROWS, Layout, open_table, write_table
from tests.conftest import ROOT, Run, shipped

LIST = ROOT / "data" / "profiles" / "fictional-programs.csv"
HEAD = "specialty,name,state,j1,h1b"


def read(text: str) -> tuple[list[Program], Problems]:
    known, problems = shipped(), Problems()
    found = read_programs(text, "x.csv", problems, known.vocabularies, known.visa_phrases)
    return list(found), problems


def one(**cells: str) -> Program:
    """The program of a single row, which has no problem."""
    row = {"specialty": "psychiatry", "j1": "", "h1b": "", **cells}
    (program,), problems = read(write_table(tuple(row), tuple(row.values())))
    assert problems.found == []
    return program


def codes(text: str) -> list[str]:
    return [p.code for p in read(text)[1].found]


def plain(programs: list[Program]) -> list[dict[str, object]]:
    """Programs without their places, which differ between two files."""
    names = [f.name for f in fields(Program) if f.name != "place"]
    return [{name: getattr(p, name) for name in names} for p in programs]


# --- Every field -------------------------------------------------------------------------------


def test_every_column_fills_its_field() -> None:
    said = {
        "specialty": "IM",
        "name": "Invented Hospital",
        "code": "0001",
        "track": "Rural",
        "state": "OH",
        "city": "Invented Town",
        "setting": "University-based",
        "town": "urban",
        "j1": "Yes",
        "h1b": "no",
        "freida_j1": "x",
        "freida_h1b": "true",
        "site_j1": "y",
        "site_h1b": "FALSE",
        "visa_sentence": "We sponsor J-1 visas only.",
        "visa_class": "J-1 only",
        "img_share": "12,5 %",
        "interview_rate": "3.25",
        "least_step2": "230+",
        "most_years": "5 years",
        "most_attempts": "1",
        "us_weeks": "8 wks",
        "signal": "gold",
        "preference": "4",
        "my_people": "2",
        "checked_on": "2026-09-01",
        "asked": "coordinator",
        "asked_on": "2 Sep 2026",
        "answer": "Only J-1",
        "notes": "Near a lake",
    }
    assert set(said) == set(COLUMNS)
    assert one(**said) == Program(
        specialty="internal-medicine",
        name="Invented Hospital",
        code="0001",
        track=Track.RURAL,
        state="Ohio",
        city="Invented Town",
        setting=Setting.ACADEMIC,
        town=Place.LARGE_CITY,
        j1=True,
        h1b=False,
        freida_j1=True,
        freida_h1b=True,
        site_j1=True,
        site_h1b=False,
        visa_sentence="We sponsor J-1 visas only.",
        visa_class=VisaClass.J1_ONLY,
        visa_phrase="we sponsor j-1 visas only",
        img_share=12.5,
        interview_rate=3.25,
        least_step2=230,
        most_years=5,
        most_attempts=1,
        us_weeks=8,
        signal=Signal.GOLD,
        preference=4,
        my_people=2,
        checked_on=dt.date(2026, 9, 1),
        asked="coordinator",
        asked_on=dt.date(2026, 9, 2),
        answer="Only J-1",
        notes="Near a lake",
        place=Location("x.csv", 2, 1),
    )


def test_every_column_is_a_field_of_a_program_and_the_other_way_round() -> None:
    assert set(COLUMNS) == {f.name for f in fields(Program)} - {"place", "visa_phrase"}


def test_what_a_row_does_not_say_stays_unknown() -> None:
    said = plain([one(name="A")])[0]
    silent = {"specialty": "psychiatry", "name": "A", "visa_class": VisaClass.SILENT}
    assert {k: v for k, v in said.items() if v not in (None, "")} == silent


@pytest.mark.parametrize("word", ["?", "-", "n/a", "unknown", "not stated"])
def test_words_that_say_nothing_are_no_answer(word: str) -> None:
    said = one(j1=word, img_share=word, setting=word, least_step2=word)
    assert (said.j1, said.img_share, said.setting, said.least_step2) == (None, None, None, None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12.5", 12.5),
        ("12,5", 12.5),
        ("12,5%", 12.5),
        ("40 %", 40.0),
        ("40 per cent", 40.0),
        ("0", 0.0),
        ("100", 100.0),
        ("-0", 0.0),
    ],
)
def test_shares_are_read_with_point_comma_and_sign(text: str, expected: float) -> None:
    assert one(img_share=text).img_share == expected


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("img_share", "-5"),
        ("img_share", "101"),
        ("least_step2", "301"),
        ("least_step2", "0"),
        ("least_step2", "229.5"),
        ("most_years", "-1"),
        ("most_attempts", "-1"),
        ("preference", "6"),
        ("preference", "0"),
        ("my_people", "-2"),
    ],
)
def test_impossible_number_is_told_at_its_cell_and_costs_no_more(column: str, text: str) -> None:
    (program,), problems = read(f"specialty;j1;h1b;{column}\npsychiatry;yes;;{text}\n")
    (problem,) = problems.found
    assert (problem.code, str(problem.location)) == ("C109", "x.csv:2:17")
    assert problem.severity is Severity.WARNING
    assert problem.message == f'{column} says "{text}", which cannot be, so it counts as not known'
    assert problem.hint.startswith("write a ")
    assert (program.j1, getattr(program, column)) == (True, None)


@pytest.mark.parametrize("text", ["220", "220+", "≥220", ">= 220", "min. 220", "220.0"])
def test_least_score_is_read_as_people_write_it(text: str) -> None:
    assert one(least_step2=text).least_step2 == 220


# --- Files as spreadsheets save them -----------------------------------------------------------

ACCENTS = "specialty,name,j1,h1b\npsychiatry,Hospital Peña – “Östra”,yes,no\n"


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", []),
        ("utf-8-sig", []),
        ("utf-16", []),
        ("utf-16-le", []),
        ("utf-16-be", []),
        ("utf-32", []),
        ("cp1252", ["Y106"]),
    ],
)
def test_letters_are_read_in_every_encoding_of_spreadsheets(
    encoding: str, told: list[str], tmp_path: Path
) -> None:
    path, problems = tmp_path / "a.csv", Problems()
    path.write_bytes(ACCENTS.encode(encoding))
    text = userfiles.table(path, problems)
    assert text == ACCENTS
    assert [p.code for p in problems.found] == told
    assert problems.errors == []


def test_big_endian_mark_is_known() -> None:
    raw = b"\xfe\xff" + ACCENTS.encode("utf-16-be")
    assert letters.decode_table(raw, "a.csv", Problems()) == ACCENTS


def test_old_windows_letters_are_a_warning_that_shows_the_first() -> None:
    problems = Problems()
    letters.decode_table(ACCENTS.encode("cp1252"), "a.csv", problems)
    (warning,) = problems.warnings
    assert str(warning.location) == "a.csv:2:23"
    assert warning.message.endswith('"ñ"')


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"specialty,name\npsychiatry,\x81\n", "Y103"),
        ("specialty,name\npsychiatry,ñ".encode() + b"\xe9\n", "Y103"),
        (b"\xff\xfes\0p\0e", "Y102"),
        (b"specialty,name\npsychiatry,\x1b[31m\n", "Y104"),
        (b"PK\x03\x04 a workbook", "Y105"),
    ],
    ids=["no letter of Windows", "damaged UTF-8", "cut UTF-16", "control sign", "workbook"],
)
def test_bytes_that_are_no_table_are_refused_with_a_next_step(raw: bytes, code: str) -> None:
    problems = Problems()
    assert letters.decode_table(raw, "a.csv", problems) is None
    assert [p.code for p in problems.errors] == [code]
    assert problems.errors[0].hint


@given(st.binary(max_size=80))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    problems = Problems()
    text = letters.decode_table(raw, "a.csv", problems)
    assert (text is None) == bool(problems.errors)
    if text is not None:
        read(text)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("first", ["", "sep={}\n", '"sep={}"\n', "\n\n"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_delimiter_is_found(delimiter: str, first: str, end: str) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(["Specialty", "Program", "J-1", "H-1B", "% IMG", "Notes"])
    writer.writerow(["psychiatry", "Invented, East; A|B", "yes", "no", "12,5", 'say "hi"\nsoon'])
    text = (first.format(delimiter) + out.getvalue()).replace("\n", end)
    (program,), problems = read(text)
    assert problems.found == []
    assert (program.name, program.img_share) == ("Invented, East; A|B", 12.5)
    assert program.notes == 'say "hi" soon'


def test_blank_lines_and_short_lines_are_no_mistake() -> None:
    text = f"\n{HEAD}\n\n,,,,\npsychiatry\n   \nneurology,A,Ohio\n\n"
    found, problems = read(text)
    assert problems.found == []
    assert [(p.specialty, p.place.line) for p in found] == [("psychiatry", 5), ("neurology", 7)]


@pytest.mark.parametrize("heading", ["J-1", "J1", "j 1", "J-1 Visa", "J1_visa", " j-1: "])
def test_known_headings_are_read_whatever_their_signs(heading: str) -> None:
    found, problems = read(f"Specialty,{heading},H1-B\npsychiatry,yes,no\n")
    assert problems.found == []
    assert (found[0].j1, found[0].h1b) == (True, False)


def test_10000_rows_are_all_read_and_one_more_is_refused() -> None:
    rows = [f"psychiatry,Invented {i},OH,yes,no" for i in range(MOST_ROWS + 1)]
    found, problems = read("\n".join([HEAD, *rows[:-1]]))
    assert (len(found), problems.found) == (MOST_ROWS, [])
    _, problems = read("\n".join([HEAD, *rows]))
    assert [(p.code, p.location.line) for p in problems.found] == [("C102", MOST_ROWS + 2)]


def test_own_words_in_a_visa_column_are_sent_to_their_column() -> None:
    _, problems = read(f"{HEAD}\npsychiatry,Invented,OH,through the university,no")
    (found,) = problems.found
    assert (found.code, "visa_sentence" in found.hint) == ("C105", True)


def test_long_cell_is_kept_in_full_up_to_the_limit() -> None:
    sentence = ("We sponsor J-1 visas only. " * 50)[:1000].strip()
    assert one(visa_sentence=sentence).visa_sentence == sentence
    _, problems = read(f"specialty,j1,h1b,notes\npsychiatry,,,{'a' * 5001}\n")
    (problem,) = problems.errors
    assert problem.code == "C112"
    assert "5,001" in problem.message and "5,000" in problem.message


# --- Formulas ----------------------------------------------------------------------------------

FORMULAS = ["=1+1", "=cmd|' /C calc'!A0", "@SUM(A1)", "+A1+A2", "-A1", "\t=1", " =1", "＝1", "'=1"]  # noqa: RUF001


@pytest.mark.parametrize("text", FORMULAS)
def test_formula_is_written_so_that_no_spreadsheet_runs_it(text: str) -> None:
    written = write_table(("notes",), (text,))
    (cell,) = list(csv.reader(io.StringIO(written.removeprefix("\ufeff"))))[1]
    assert cell == f"'{text}"
    assert unguarded(cell) == text


@pytest.mark.parametrize("text", ["-5", "+3", "-1.5", "-12,5", "-3%", "a=b", "a-b", "", "5"])
def test_plain_numbers_and_words_are_written_as_they_are(text: str) -> None:
    assert guarded(text) == text


@pytest.mark.parametrize("text", ["=cmd|A1", "@now", "+SUM(A1)", "#REF!", "#N/A"])
def test_formula_in_a_cell_is_kept_as_text_with_a_warning(text: str) -> None:
    found, problems = read(f"specialty,j1,h1b,notes\npsychiatry,yes,no,{text}\n")
    assert found[0].notes == text
    assert [(p.code, str(p.location)) for p in problems.warnings] == [("C115", "x.csv:2:19")]
    assert problems.errors == []


@pytest.mark.parametrize("text", ["- ask again", "+1 (555) 010-0000", "-", "fine"])
def test_dash_and_telephone_number_are_no_formula(text: str) -> None:
    assert not looks_run(text)


ANY = st.text(st.sampled_from("ab=+-@'\" ,;|\t\n\r1.é"), max_size=7)
TWO = Layout(
    noun="table",
    columns={"one": (), "two": ()},
    needed=("one",),
    empty="C101",
    too_long="C102",
    missing="C103",
)


@example([("", " '\r1")])
@given(st.lists(st.tuples(ANY, ANY), max_size=6))
def test_any_table_that_is_written_is_read_back_the_same(rows: list[tuple[str, str]]) -> None:
    """Only spaces and line ends inside a cell are made single; blank rows are no rows."""
    problems = Problems()
    back = open_table(write_table(("one", "two"), *rows), "x.csv", TWO, problems).rows
    expected = [tuple(" ".join(cell.split()) for cell in row) for row in rows]
    assert problems.found == []
    assert [(r.text("one"), r.text("two")) for r in back] == [r for r in expected if any(r)]


@given(ANY)
def test_nothing_that_is_written_can_be_run(text: str) -> None:
    assert not risky(guarded(text)) or guarded(text).startswith("'")
    assert unguarded(guarded(text)) == text


# --- Visas -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "j1"),
    [
        ({"j1": "no", "site_j1": "yes", "freida_j1": "yes"}, False),
        ({"visa_class": "none", "site_j1": "yes", "freida_j1": "yes"}, False),
        ({"site_j1": "no", "visa_sentence": "We sponsor J-1 visas only."}, False),
        ({"visa_sentence": "We do not sponsor visas.", "freida_j1": "yes"}, False),
        ({"freida_j1": "no"}, False),
        ({"visa_class": "silent", "freida_j1": "yes"}, True),
        ({}, None),
    ],
)
def test_order_of_the_sources_of_a_visa(cells: dict[str, str], j1: bool | None) -> None:
    assert one(**cells).j1 is j1


def test_conflict_between_freida_and_site_stays_visible_and_is_no_problem() -> None:
    said = one(freida_j1="yes", site_j1="no", freida_h1b="no", site_h1b="no")
    assert (said.freida_j1, said.site_j1, said.j1, said.h1b) == (True, False, False, False)


def test_own_class_stands_above_the_sentence_with_a_warning() -> None:
    text = write_table(
        ("specialty", "visa_class", "visa_sentence"),
        ("psychiatry", "both", "We do not sponsor visas."),
    )
    (program,), problems = read(text)
    assert (program.visa_class, program.j1, program.h1b) == (VisaClass.BOTH, True, True)
    (warning,) = problems.found
    assert warning.code == "C113" and problems.errors == []
    assert "not sponsor visas" in warning.message and "visa_class says both" in warning.message


@pytest.mark.parametrize(
    ("j1", "h1b", "own", "wrong"),
    [
        ("no", "", "both", 1),
        ("no", "no", "both", 2),
        ("yes", "yes", "none", 2),
        ("", "yes", "j1_only", 1),
        ("yes", "no", "j1_only", 0),
        ("yes", "no", "h1b_exceptional", 0),
        ("no", "no", "silent", 0),
    ],
)
def test_own_class_against_own_answer_is_an_error(j1: str, h1b: str, own: str, wrong: int) -> None:
    found = codes(f"specialty,j1,h1b,visa_class\npsychiatry,{j1},{h1b},{own}\n")
    assert found == ["C113"] * wrong


def test_sentences_that_are_not_understood_are_counted_once() -> None:
    row = "psychiatry,{},Read our handbook.\n"
    text = "specialty,name,visa_sentence\n" + "".join(row.format(n) for n in "abc")
    (problem,) = read(text)[1].found
    assert problem.code == "C116"
    assert problem.message.startswith("3 sentences about visas are not understood")


@pytest.mark.parametrize("other", ["freida_{}", "site_{}", "visa_sentence", "visa_class"])
def test_other_columns_can_stand_in_for_the_two_visas(other: str) -> None:
    names = dict.fromkeys(other.format(visa) for visa in ("j1", "h1b"))
    assert codes(f"specialty,{','.join(names)}\npsychiatry\n") == []


# --- What stands twice, or in doubt ------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "twice"),
    [
        ("psychiatry,A,Ohio,1", "psychiatry,a,OH,1", True),
        ("psychiatry,A,Ohio,", "Psychiatry,A,Ohio,", True),
        ("psychiatry,A,Ohio,1", "psychiatry,B,Texas,1", True),
        ("psychiatry,A,Ohio,1", "psychiatry,A,Ohio,2", False),
        ("psychiatry,A,Ohio,", "psychiatry,A,Texas,", False),
        ("psychiatry,A,Ohio,1", "neurology,A,Ohio,1", False),
        ("psychiatry,,,", "psychiatry,,,", False),
    ],
)
def test_program_that_stands_twice_is_told_with_both_lines(
    first: str, second: str, twice: bool
) -> None:
    found, problems = read(f"specialty,name,state,code,j1,h1b\n{first},,\n{second},,\n")
    assert [p.code for p in problems.found] == ["C114"] * twice
    assert len(found) == 2
    if twice:
        assert problems.found[0].location.line == 3
        assert "line 2" in problems.found[0].message


def test_all_problems_are_told_at_once_and_no_row_is_dropped_in_silence() -> None:
    text = (
        f"{HEAD},img_share,setting,checked_on\n"
        "psychiatri,A\n"
        "psychiatry,E,Ohoi,perhaps,no,-1,military,soon\n"
        "psychiatry,B,Ohio,yes,no,40,academic,2026-09-01,too much\n"
        ",C,Ohio,yes,no\n"
        "neurology,D,Ohio,yes,no\n"
    )
    found, problems = read(text)
    assert Counter(p.code for p in problems.errors) == Counter(["C106", "C108"])
    warned = ["C104", "C104", "C105", "C109", "C110", "C111"]
    assert sorted(p.code for p in problems.warnings) == warned
    assert [p.name for p in found] == ["E", "D"]


SHARES = {
    "parts of one": (("0.45", "0.6", "1"), [45, 60, 100]),
    "parts of one among whole per cents": (("0.45", "45%", "62", "0"), [45, 45, 62, 0]),
    "a one beside parts could be either": (("0.45", "45%", "1"), [45, 45, None]),
    "odd per cents leave a small share open": (("0.45", "12.5", "62"), [None, 12.5, 62]),
    "its own sign settles it": (("0.5%", "12.5%", "62%"), [0.5, 12.5, 62]),
    "whole numbers are per cents": (("1", "45", "0"), [1, 45, 0]),
}


@pytest.mark.parametrize("name", SHARES)
def test_parts_of_one_beside_per_cents_are_never_taken_for_them_in_silence(name: str) -> None:
    cells, right = SHARES[name]
    rows = "".join(f"psychiatry,{i},,,,{cell}\n" for i, cell in enumerate(cells))
    found, problems = read(f"{HEAD},img_share\n{rows}")
    assert [p.img_share for p in found] == right
    doubtful = any(cell.startswith("0.4") for cell in cells)
    assert {p.code for p in problems.found} == ({"C117"} if doubtful else set())
    assert problems.errors == []


def test_small_rate_of_interviews_is_nothing_odd_beside_others() -> None:
    def rates(*cells: str) -> tuple[list[float | None], list[str]]:
        rows = "".join(f"psychiatry,{i},,,,{cell}\n" for i, cell in enumerate(cells))
        found, problems = read(f"{HEAD},interview_rate\n{rows}")
        return [p.interview_rate for p in found], [p.code for p in problems.found]

    assert rates("0.5", "3.5", "8") == ([0.5, 3.5, 8], [])
    assert rates("0.03", "3%", "8%") == ([None, 3, 8], ["C117"])
    assert rates("0.2", "0.3", "0.4") == ([0.2, 0.3, 0.4], ["C117"])


# --- Names of specialties and their tracks -----------------------------------------------------

NAMES = {
    "Medicine-Preliminary": "preliminary-medicine",
    "Prelim IM": "preliminary-medicine",
    "Internal Medicine (Categorical)": "internal-medicine",
    "Int. Med.": "internal-medicine",
    "Medicine-Primary": "internal-medicine",
    "140 - Internal Medicine": "internal-medicine",
    "Neurology - Adult": "neurology",
    "Surgery, Vascular (Integrated)": "vascular-surgery",
    "Radiology-Diagnostic": "diagnostic-radiology",
    "Rads": "diagnostic-radiology",
    "Surgery-Preliminary": "preliminary-surgery",
    "Gen Surg": "general-surgery",
    "Surgery (Categorical)": "general-surgery",
    "Transitional (PGY-1 only)": "transitional-year",
    "Phys Medicine & Rehab": "physical-medicine-rehabilitation",
    "PM&R": "physical-medicine-rehabilitation",
    "Obstetrics-Gynecology": "obstetrics-gynecology",
    "OB/GYN": "obstetrics-gynecology",
    "Orthopedic Surgery": "orthopaedic-surgery",
    "NSGY": "neurological-surgery",
    "Rad Onc": "radiation-oncology",
    "Pathology-Anatomic & Clinical": "pathology",
    "Med-Peds": "medicine-pediatrics",
    "Medicine-Pediatrics": "medicine-pediatrics",
    "Plastic Surgery-Integrated": "plastic-surgery",
    "Interventional Radiology (Integrated)": "interventional-radiology",
    "Family Medicine Residency Program": "family-medicine",
    "Anesthesiology (Advanced)": "anesthesiology",
    "Medicine (Prelim)": "preliminary-medicine",
}


@pytest.mark.parametrize(("text", "specialty"), NAMES.items())
def test_specialty_is_known_by_the_names_that_the_match_and_people_use(
    text: str, specialty: str
) -> None:
    assert one(specialty=text).specialty == specialty
    assert one(specialty=text.upper()).specialty == specialty


@pytest.mark.parametrize(
    ("text", "track"),
    [
        ("Internal Medicine/Research", Track.RESEARCH),
        ("Family Medicine/Rural", Track.RURAL),
        ("Medicine (Physician-Scientist)", Track.RESEARCH),
        ("Rural Family Med", Track.RURAL),
        ("Internal Medicine", None),
    ],
)
def test_research_and_rural_tracks_are_marked(text: str, track: Track | None) -> None:
    assert one(specialty=text).track == track


def test_column_of_tracks_says_which_year_is_meant() -> None:
    assert one(specialty="Internal Medicine", track="Preliminary").specialty == (
        "preliminary-medicine"
    )
    assert one(specialty="Internal Medicine", track="Categorical").specialty == "internal-medicine"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Medicine-Psychiatry", "a combined program"),
        ("Emergency Med/Internal Med", "a combined program"),
        ("Peds-PM&R", "a combined program"),
        ("Peds/Psych/Child Psych", "a combined program"),
        ("Pediatrics-Preliminary", "a preliminary year"),
        ("Medical Genetics and Genomics", "a specialty for which nothing is planned"),
        ("Basket weaving", "not a known specialty"),
        ("psychiatri", "not a known specialty"),
        ("", "the specialty is missing"),
    ],
)
def test_row_of_a_specialty_unknown_here_is_set_aside_with_a_note(text: str, said: str) -> None:
    """It refuses nothing, and none of its parts is taken for it."""
    rows = f"{text},A,,,\n{text},B,perhaps,-9,\npsychiatry,C,,,\n"
    found, problems = read(f"specialty,name,state,j1,h1b\n{rows}")
    assert [p.name for p in found] == ["C"]
    (warning,) = problems.found
    assert (warning.code, warning.location.line) == ("C104", 2)
    assert said in warning.message and "2" in warning.message
    assert "medicine-pediatrics" not in warning.hint


def test_row_that_is_set_aside_is_written_as_it_was() -> None:
    text = "specialty,name,j1,h1b,beds\nMedicine-Psychiatry,A,perhaps,soon,9\n"
    values = Values(Problems(), shipped().vocabularies)
    clean = clean_list([open_table(text, "x.csv", LAYOUT, Problems())], values)
    (row,) = csv.DictReader(io.StringIO(clean.removeprefix("\ufeff")))
    kept = {name: cell for name, cell in row.items() if cell}
    assert kept == {
        "specialty": "Medicine-Psychiatry",
        "name": "A",
        "j1": "perhaps",
        "h1b": "soon",
        "beds": "9",
    }


# --- Headings that are guessed -----------------------------------------------------------------

FOREIGN = (
    "Specialty;Program Name;State;Visa Sponsorship J1?;H-1B visas sponsored?;"
    "Step 2 CK;Beds\n"
    "Internal Medicine;Invented A;OH;Yes;No;230;=cmd|A1\n"
    "Psychiatry;Invented B;TX;x;;;300\n"
)


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Visa Sponsorship J1?", "j1"),
        ("Does it sponsor H-1B", "h1b"),
        ("J1 per FREIDA", "freida_j1"),
        ("FREIDA says H1B", "freida_h1b"),
        ("Website J-1 info", "site_j1"),
        ("Percent of IMGs", "img_share"),
        ("Min Score Step 2", "least_step2"),
        ("YOG", "most_years"),
        ("Number of attempts", "most_attempts"),
        ("USCE required", "us_weeks"),
        ("Prefrence", "preference"),
        ("Last updated", "checked_on"),
        ("Beds", None),
        ("Fellowship match", None),
    ],
)
def test_heading_is_guessed_by_its_words_and_not_used(heading: str, column: str | None) -> None:
    table = open_table(f"Specialty,{heading}\npsychiatry,1\n", "x.csv", LAYOUT, Problems())
    assert (table.headings[1].column, table.headings[1].sure) == (column, False)
    assert table.headings[0].sure


def test_heading_in_doubt_is_a_warning_and_its_column_is_not_read() -> None:
    """Its cells fit, but a score of Step 2 can be the least one, or that of people who matched."""
    found, problems = read(FOREIGN)
    assert [(p.name, p.j1, p.h1b, p.least_step2) for p in found] == [
        ("Invented A", True, False, None),
        ("Invented B", True, None, None),
    ]
    (warning,) = problems.found
    assert (warning.code, warning.location.column) == ("C107", FOREIGN.index("Step 2") + 1)
    assert "rename it to least_step2" in warning.hint


def test_command_shows_each_heading_with_its_column_and_two_cells(
    sitegen: Run, tmp_path: Path
) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(FOREIGN)
    result = sitegen("programs", path)
    lines = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert 'Specialty specialty "Internal Medicine", "Psychiatry"' in lines
    assert 'Visa Sponsorship J1? j1 (by its cells) "Yes", "x"' in lines
    assert 'Step 2 CK least_step2? (in doubt) "230"' in lines
    assert 'Beds not read "=cmd|A1", "300"' in lines
    assert f"{path}: 2 rows; semicolons stand between cells" in lines
    assert "headings: 7, of these in doubt: 1, not read: 1" in lines
    assert "C107" in result.stderr and f"sitegen programs {path} --write NEW.csv" in result.stdout
    assert list(tmp_path.iterdir()) == [path]


def columns_told(text: str) -> list[tuple[str, ...]]:
    """The lines of columns in the text of a command: heading, meaning, examples."""
    rows = [re.split(r" {2,}", line.strip()) for line in text.splitlines()]
    return [(*row, "")[:3] for row in rows if len(row) in (2, 3) and row[0] != "Heading"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a profile, a list of its own headings, and the site that was built of them."""
    folder = tmp_path_factory.mktemp("built")
    (folder / "mine.csv").write_text(FOREIGN)
    (folder / "me.yaml").write_text("programs: mine.csv\n")
    words = ["build", str(folder / "me.yaml"), "--no-pdf", "--output", str(folder / "site")]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, result.output
    (folder / "told.txt").write_text(result.stdout)
    return folder


def test_programs_check_and_the_page_say_the_same_of_each_column(sitegen: Run, built: Path) -> None:
    """One reading; the page leaves out the cells of what is not read."""
    shown = columns_told(sitegen("programs", built / "mine.csv").stdout)
    checked = sitegen("check", built / "me.yaml").stdout
    assert ("Step 2 CK", "least_step2? (in doubt)", '"230"') in shown and len(shown) == 7
    assert columns_told(checked)[:7] == shown
    page = (built / "site" / "programs.html").read_text(encoding="utf-8")
    table = page[page.index('<table class="columns"') :]
    cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", table[: table.index("</table>")])[3:]
    plain_cells = [html.unescape(re.sub("<[^>]*>", "", cell)) for cell in cells]
    rows = list(zip(*[iter(plain_cells)] * 3, strict=True))
    assert [(row[0], row[2]) for row in rows] == [
        (title, examples if meant != "not read" else "") for title, meant, examples in shown
    ]
    assert "make least_step2 its heading" in {row[0]: row[1] for row in rows}["Step 2 CK"]
    assert "cmd" not in page


def test_build_says_in_a_line_how_much_of_a_list_was_read(sitegen: Run, built: Path) -> None:
    line = (built / "told.txt").read_text().splitlines()[0]
    told, command = line.split(". Each column: sitegen ")
    assert told == (
        f"Program list {built / 'mine.csv'}: 2 of 2 rows read, "
        "5 of 7 columns understood, 1 in doubt, 1 not read"
    )
    assert told in sitegen(*shlex.split(command)).stdout


def test_columns_are_shown_where_a_mistake_keeps_every_row_from_being_read(
    sitegen: Run, tmp_path: Path
) -> None:
    (tmp_path / "mine.csv").write_text(FOREIGN.replace("Specialty;", "Sort;"))
    (tmp_path / "me.yaml").write_text("programs: mine.csv\n")
    result = sitegen("check", tmp_path / "me.yaml")
    assert (result.exit_code, len(columns_told(result.stderr)), result.stdout) == (1, 7, "")


def test_tracker_and_rank_list_are_shown_too(sitegen: Run, tmp_path: Path) -> None:
    (tmp_path / "ranks.csv").write_text("rank,specialty,program,stat\n1,psychiatry,Alder,OH\n")
    (tmp_path / "seen.csv").write_text("specialty,program,status\npsychiatry,Alder,scheduled\n")
    (tmp_path / "me.yaml").write_text("rank_list: ranks.csv\ninterviews: seen.csv\n")
    told = columns_told(sitegen("check", tmp_path / "me.yaml").stdout)
    assert ("stat", "state (by its cells)", '"OH"') in told
    assert ("status", "status", '"scheduled"') in told


@pytest.mark.parametrize("by", ["check", "programs"])
def test_command_that_is_named_for_a_doubt_writes_the_list(
    by: str, sitegen: Run, tmp_path: Path
) -> None:
    """Also where the profile alone says the specialty, and where a sheet is named."""
    book = Workbook()
    for name in ("Reach", "Safe"):
        sheet = book.create_sheet(name)
        sheet.append(["Program", "State", "J1", "Step 2 CK"])
        sheet.append([f"{name} Invented", "OH", "yes", 230])
    book.remove(book.worksheets[0])
    book.save(tmp_path / "my list.xlsx")
    (tmp_path / "me.yaml").write_text("programs: my list.xlsx!Safe\nlist_specialty: IM\n")
    words = {
        "check": ["check", tmp_path / "me.yaml"],
        "programs": ["programs", tmp_path / "my list.xlsx!Safe", "--specialty", "IM"],
    }
    result = sitegen(*words[by])
    commands = re.findall(r"sitegen (programs .* --write NEW.csv)", result.output)
    assert len(commands) == 2, result.output
    for i, command in enumerate(commands):
        new = tmp_path / f"new-{i}.csv"
        made = sitegen(*shlex.split(command.replace("NEW.csv", "")), new, "--yes")
        assert made.exit_code == 0, made.output
        assert "Safe Invented" in new.read_text(encoding="utf-8-sig")


def test_command_writes_a_clean_list_in_which_nothing_in_doubt_is_read(
    sitegen: Run, tmp_path: Path
) -> None:
    path, new = tmp_path / "mine.csv", tmp_path / "new.csv"
    path.write_text(FOREIGN)
    result = sitegen("programs", path, "--write", new, "--yes")
    assert result.exit_code == 0, result.stderr
    assert "programs: new.csv" in result.stdout
    text = new.read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == [*COLUMNS, "Step 2 CK", "Beds"]
    assert [row[-2:] for row in rows[1:]] == [["230", "'=cmd|A1"], ["", "300"]]
    found, _ = read(text)
    assert [(p.name, p.state, p.j1, p.h1b, p.least_step2) for p in found] == [
        ("Invented A", "Ohio", True, False, None),
        ("Invented B", "Texas", True, None, None),
    ]


@pytest.mark.parametrize(("answer", "score"), [("y", 230), ("n", None)])
def test_command_asks_about_each_doubt_and_keeps_what_is_refused(
    answer: str, score: int | None, sitegen: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, new = tmp_path / "mine.csv", tmp_path / "new.csv"
    path.write_text(FOREIGN)
    monkeypatch.setattr("sitegen.streams.somebody_types", lambda: True)
    words = ["programs", str(path), "--write", str(new)]
    result = CliRunner().invoke(main, words, input=f"{answer}\n")
    assert result.exit_code == 0, result.output
    assert result.output.count("[y/N]") == 1
    found, _ = read(new.read_text(encoding="utf-8-sig"))
    assert [p.least_step2 for p in found] == [score, None]
    header = new.read_text(encoding="utf-8-sig").splitlines()[0].split(",")
    assert ("Step 2 CK" in header) == (answer == "n")
    assert sitegen("programs", path, "--write", tmp_path / "other.csv").exit_code == 1
    assert not (tmp_path / "other.csv").exists()


KEYBOARDS = {"at its end": "</dev/null", "closed": "<&-", "a pipe that never ends": "<&3"}


@pytest.mark.parametrize("stdin", KEYBOARDS.values(), ids=KEYBOARDS)
def test_without_a_keyboard_the_doubts_are_shown_with_a_way_to_write_all_the_same(
    stdin: str, tmp_path: Path
) -> None:
    """Nothing is asked, waited for or written; the command that is named then writes the list."""
    path, new = tmp_path / "mine.csv", tmp_path / "new.csv"
    path.write_text(FOREIGN)
    words = [sys.executable, "-m", "sitegen", "programs", str(path), "--write", str(new)]
    reader, writer = os.pipe()
    try:
        shell = ["bash", "-c", f'exec 3<&{reader}; exec "$@" {stdin}', "bash", *words]
        result = subprocess.run(
            shell, pass_fds=(reader,), capture_output=True, text=True, timeout=60, check=False
        )
    finally:
        os.close(reader)
        os.close(writer)
    assert (result.returncode, new.exists()) == (1, False)
    assert "Traceback" not in result.stderr and "[y/N]" not in result.stdout
    assert "least_step2? (in doubt)" in result.stdout
    assert "1 heading is in doubt" in result.stderr
    assert f"sitegen programs {path} --write {new} --yes" in result.stderr


def test_list_without_guesses_is_written_without_a_keyboard(sitegen: Run, tmp_path: Path) -> None:
    path, new = tmp_path / "mine.csv", tmp_path / "new.csv"
    path.write_text("specialty,program,j1,h1b\npsychiatry,Invented A,yes,no\n")
    result = sitegen("programs", path, "--write", new)
    assert result.exit_code == 0, result.stderr
    assert new.exists()


def test_command_overwrites_nothing_and_writes_nothing_after_an_error(
    sitegen: Run, tmp_path: Path
) -> None:
    path, new = tmp_path / "mine.csv", tmp_path / "new.csv"
    path.write_text(FOREIGN)
    result = sitegen("programs", path, "--write", path, "--yes")
    assert result.exit_code == 1
    assert "nothing was changed" in result.stderr
    assert path.read_text() == FOREIGN
    path.write_text(FOREIGN.replace(";TX;", ";Tejas;"))
    result = sitegen("programs", path, "--write", new, "--yes")
    assert (result.exit_code, new.exists()) == (1, False)
    assert "C108" in result.stderr


@pytest.mark.parametrize(
    "options", [["--yes"], ["--template", "--write", "b.csv"], ["--template", "--yes"]]
)
def test_options_that_do_not_go_together_are_wrong_usage(
    options: list[str], sitegen: Run, tmp_path: Path
) -> None:
    assert sitegen("programs", tmp_path / "a.csv", *options).exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_template_is_in_order_and_is_never_written_over_a_file(
    sitegen: Run, tmp_path: Path
) -> None:
    path = tmp_path / "empty.csv"
    assert sitegen("programs", "--template", path).exit_code == 0
    assert path.read_bytes().decode("utf-8") == template()
    programs, problems = read(template())
    assert (len(programs), problems.found) == (0, [])
    (program,), problems = read(template().replace("Ohio", "Texas"))
    assert problems.found == []
    assert "Invented" in program.name and (program.j1, program.h1b) == (True, False)
    shown = sitegen("programs", path)
    assert shown.exit_code == 0 and "No program stands below" in shown.stdout
    assert sitegen("programs", "--template", path).exit_code == 1


def test_a_missing_list_is_told_like_any_missing_file(sitegen: Run, tmp_path: Path) -> None:
    result = sitegen("programs", tmp_path / "none.csv")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "F101" in result.stderr


# --- The invented list -------------------------------------------------------------------------


def fictional() -> list[Program]:
    found, problems = read(LIST.read_text(encoding="utf-8-sig"))
    assert problems.found == []
    return found


def test_invented_list_says_so_in_every_row() -> None:
    rows = list(csv.DictReader(io.StringIO(LIST.read_text(encoding="utf-8-sig"))))
    assert len(rows) == len(fictional()) == 400
    assert {row["fictional"] for row in rows} == {"FICTIONAL"}
    assert all(row["name"].startswith("Invented ") for row in rows)


def test_invented_list_shows_what_real_lists_hold() -> None:
    found = fictional()
    assert len({p.state for p in found}) >= 25
    assert {p.setting for p in found} == set(Setting)
    assert {p.town for p in found} == set(Place)
    assert {p.visa_class for p in found} == set(VisaClass)
    assert any(p.j1 is None for p in found)
    assert any(None not in (p.freida_j1, p.site_j1) and p.freida_j1 != p.site_j1 for p in found)
    for name in ("img_share", "least_step2", "most_years", "us_weeks", "preference", "asked"):
        assert 0 < sum(bool(getattr(p, name)) for p in found) < len(found), name


@pytest.mark.parametrize("visa", ["j1", "h1b"])
def test_invented_shares_are_near_the_national_ones(visa: str) -> None:
    """So the verdicts of the samples rest on the applicant, not on an odd list."""
    for specialty in {p.specialty for p in fictional()}:
        said = [getattr(p, visa) for p in fictional() if p.specialty == specialty]
        said = [each for each in said if each is not None]
        national = shipped().specialties[specialty].figure(f"{visa}_share")
        assert national and len(said) >= 10
        assert abs(100 * sum(said) / len(said) - national.value) < 6, specialty


def test_clean_list_reads_back_as_the_same_programs() -> None:
    text = LIST.read_text(encoding="utf-8-sig")
    values = Values(Problems(), shipped().vocabularies)
    clean = clean_list([open_table(text, "x.csv", LAYOUT, Problems())], values)
    again, problems = read(clean)
    assert problems.found == []
    assert plain(again) == plain(fictional())
    assert "FICTIONAL" in clean.splitlines()[1]
