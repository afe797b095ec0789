"""Copied text becomes rows to confirm: what is written, and nothing else."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner

from sitegen.cli import main
from sitegen.diagnostics import Problems
from sitegen.programs.pasted import Pasted, pasted, pasted_table
from sitegen.programs.read import read_programs
from tests.conftest import shipped

LABELLED = """Results 1-2 of 42

Invented Riverside Hospital Program
Program ID: 1400000001
Sponsoring institution: Invented University
Akron, OH
Specialty: Internal Medicine
Visas accepted: J-1, H-1B
Program size: 24

Fictional Lake Health Program
ID 1400000003
Boston, MA
Psychiatry
We do not sponsor visas.
"""
UNLABELLED = """Invented University Medical Center
Internal Medicine Residency Program
1400000002 • Columbus, Ohio
J-1
Our program values wellness, and we welcome you.
Invented East Clinic
1400000004
Dayton, OH
"""
ONE_LINE_EACH = """1400000011 Invented East Clinic, Dayton, OH  Internal Medicine  J-1 only
1400000012 Invented West Hospital, Toledo, OH  Internal Medicine
1400000013 | Invented South University | Lima, OH | Family Medicine | J-1, H-1B | 12 residents
"""
TABBED = (
    "Program Name\tACGME ID\tCity\tState\tJ-1\tH-1B\n"
    "Invented North Hospital\t1400000004\tErie\tPA\tYes\t\n"
    "Invented Hill Hospital\t1400000005\tYork\tPA\tYes\tcase by case\n"
)
EMPTY_LINES_BETWEEN = """Invented Bay Hospital

1400000021

Portland, OR

J-1 visa
"""


def rows(text: str, specialty: str = "") -> list[dict[str, str]]:
    return [dict(row.cells) for row in found_in(text, specialty).rows]


def found_in(text: str, specialty: str = "") -> Pasted:
    return pasted(text, shipped().vocabularies, (), specialty)


def test_labelled_blocks_become_rows() -> None:
    first, second = rows(LABELLED)
    assert first == {
        "name": "Invented Riverside Hospital Program",
        "code": "1400000001",
        "city": "Akron",
        "state": "Ohio",
        "specialty": "Internal Medicine",
        "visa_sentence": "J-1, H-1B",
        "notes": "Program size: 24",
    }
    assert second["code"] == "1400000003" and second["state"] == "Massachusetts"
    assert second["visa_sentence"] == "We do not sponsor visas."


def test_blocks_without_labels_or_empty_lines_become_rows() -> None:
    first, second = rows(UNLABELLED)
    assert (first["name"], first["city"]) == ("Invented University Medical Center", "Columbus")
    assert first["visa_sentence"] == "J-1"
    assert (second["name"], second["city"]) == ("Invented East Clinic", "Dayton")


def test_one_line_for_each_program_becomes_a_row() -> None:
    found = rows(ONE_LINE_EACH)
    assert [row["city"] for row in found] == ["Dayton", "Toledo", "Lima"]
    assert [row.get("visa_sentence") for row in found] == ["J-1 only", None, "J-1, H-1B"]
    assert found[2]["specialty"] == "Family Medicine" and found[2]["notes"] == "12 residents"


def test_cells_below_headings_are_read_by_them() -> None:
    first, second = rows(TABBED, "internal medicine")
    assert (first["j1"], first.get("h1b"), first["specialty"]) == ("Yes", None, "internal medicine")
    assert second["visa_sentence"] == "h1b: case by case", "no yes or no is made of other words"


def test_empty_lines_within_a_program_do_not_part_it() -> None:
    (row,) = rows(EMPTY_LINES_BETWEEN)
    assert (row["code"], row["state"], row["visa_sentence"]) == ("1400000021", "Oregon", "J-1 visa")


@pytest.mark.parametrize("text", [LABELLED, UNLABELLED, ONE_LINE_EACH, TABBED, EMPTY_LINES_BETWEEN])
def test_no_visa_is_guessed_and_the_list_reader_understands_the_rows(text: str) -> None:
    found, known, problems = found_in(text, "psychiatry"), shipped(), Problems()
    read = read_programs(
        pasted_table(found), "x.csv", problems, known.vocabularies, known.visa_phrases
    )
    assert not problems.errors
    assert len(read) == len(found.rows) > 0
    for program, row in zip(read, found.rows, strict=True):
        if row.no_visa:
            assert program.j1 is None and program.h1b is None
        if "H-1B" not in row.source and program.h1b is not None:
            assert "not sponsor" in row.source or "only" in row.source


def test_control_signs_and_signs_that_turn_the_writing_are_left_out() -> None:
    marked = "\u202eInvented Bay Hospital\u202c\x07\n\u200f1400000021\u200e\nErie, PA\nJ\u00ad-1\n"
    (row,) = rows(marked)
    assert row == {
        "name": "Invented Bay Hospital",
        "code": "1400000021",
        "city": "Erie",
        "state": "Pennsylvania",
        "visa_sentence": "J-1",
    }


def test_a_cell_that_a_spreadsheet_would_run_is_guarded() -> None:
    text = pasted_table(found_in("=HYPERLINK(1) Invented Hospital\n1400000021\nErie, PA\n"))
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert any("HYPERLINK" in cell for cell in cells)
    assert not any(cell.startswith("=") for cell in cells)


def test_a_long_text_is_read_whole() -> None:
    many = "".join(
        f"Invented Hospital {n}\n{1400000000 + n}\nErie, PA\nJ-1\n{'word ' * 30}.\n\n"
        for n in range(5_000)
    )
    assert len(many) > 900_000
    assert len(found_in(many).rows) == 5_000


def paste(folder: Path, copied: str, *more: str, typed: bytes | None = None) -> tuple[int, str]:
    got = CliRunner().invoke(
        main, ["programs", str(folder / "mine.csv"), "--paste", copied, *more], input=typed
    )
    assert got.exception is None or isinstance(got.exception, SystemExit)
    return got.exit_code, got.output


def test_rows_are_written_beside_the_list_and_repeats_are_told(tmp_path: Path) -> None:
    mine = "specialty,name,code,state,j1,h1b\npsychiatry,Fictional Lake,1400000003,MA,yes,no\n"
    (tmp_path / "mine.csv").write_text(mine, encoding="utf-8")
    (tmp_path / "page.txt").write_text(LABELLED, encoding="utf-8")
    code, said = paste(tmp_path, str(tmp_path / "page.txt"))
    assert code == 0 and "2 rows to confirm" in said
    assert "stand in the list or twice in the text: 1" in said
    assert (tmp_path / "mine.csv").read_text(encoding="utf-8") == mine
    first = (tmp_path / "mine.to-confirm.csv").read_text(encoding="utf-8")
    assert "stands in your list already" in first
    paste(tmp_path, "-", typed=LABELLED.encode())
    assert (tmp_path / "mine.to-confirm.csv").read_text(encoding="utf-8") == first
    assert (tmp_path / "mine.to-confirm-2.csv").exists()


def test_a_program_twice_in_one_text_is_told() -> None:
    twice = found_in(EMPTY_LINES_BETWEEN + "\n" + EMPTY_LINES_BETWEEN)
    assert [row.twice for row in twice.rows] == [False, True]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (b"", "C120"),
        (b"Home | About | Contact\nWelcome to our pages\n", "C120"),
        (b"\x00\x01\x02" * 50, ""),
        (b"%PDF-1.7 ...", ""),
        (b"\xff\xfe\xfd", ""),
    ],
)
def test_a_text_without_a_program_gets_an_answer_and_writes_nothing(
    tmp_path: Path, typed: bytes, code: str
) -> None:
    exit_code, said = paste(tmp_path, "-", typed=typed)
    assert exit_code == 1 and code in said and "Next step:" in said
    assert list(tmp_path.iterdir()) == []


def test_a_missing_file_and_two_options_at_once_get_an_answer(tmp_path: Path) -> None:
    assert "F101" in paste(tmp_path, str(tmp_path / "none.txt"))[1]
    assert paste(tmp_path, "-", "--template", typed=b"")[0] == 2
