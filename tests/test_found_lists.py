"""Lists in the shapes that people keep and publish load as they are. Takes about 15 seconds.

All programs in `lists/` are invented. The workbooks there were saved by LibreOffice Calc.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from sitegen import inputs, userfiles
from sitegen.diagnostics import Problems, Severity
from sitegen.programs.model import Program
from sitegen.programs.read import About, read_programs
from sitegen.programs.words import VisaClass
from sitegen.ranklist import read_rank_list
from sitegen.sheets import MOST_CELLS
from sitegen.tracker import read_interviews
from sitegen.tracks import named
from sitegen.workbooks import MOST_XML
from tests.conftest import Run, shipped

LISTS = Path(__file__).resolve().parent / "lists"


def found(
    path: Path,
    about: About = About(),  # noqa: B008
) -> tuple[list[Program], Problems]:
    known, problems = shipped(), Problems()
    written = userfiles.table(path, problems)
    if written is None:
        return [], problems
    file = str(path).partition("!")[0]
    programs = read_programs(written, file, problems, known.vocabularies, known.visa_phrases, about)
    return list(programs), problems


def column(programs: list[Program], name: str) -> list[object]:
    return [getattr(program, name) for program in programs]


IM, FM, RADIOLOGY = "internal-medicine", "family-medicine", "diagnostic-radiology"
RIGHT: dict[str, dict[str, list[object]]] = {
    "published-by-state.csv": {
        "specialty": [IM] * 4,
        "state": ["Ohio", "Ohio", "Texas", "Texas"],
        "city": ["Akron", "Toledo", "Waco", "Lubbock"],
        "img_share": [62, 48, 21, 3],
        "least_step2": [220, None, 230, 225],
        "j1": [True, True, True, False],
        "h1b": [False, True, True, False],
        "code": ["1403800001", "1403800002", "1404800003", "1404800004"],
        "setting": ["community", "affiliated", "academic", "community"],
    },
    "published-ranked.csv": {
        "specialty": [IM, FM, "pediatrics"],
        "state": ["Ohio", "Texas", "Iowa"],
        "img_share": [81, 44, 38],
        "h1b": [False, True, False],
        "name": [
            "Alder Invented Hospital",
            "Birch Invented Clinic",
            "Cedar Invented Children's Hospital",
        ],
        "notes": ["Asks for Step 3", "", "Friendly interview"],
    },
    "google-form.csv": {
        "specialty": ["psychiatry", "psychiatry", "neurology"],
        "state": ["Ohio", "New York", "New Jersey"],
        "j1": [True, True, False],
        "h1b": [False, True, False],
        "least_step2": [215, 220, None],
    },
    "eras-export.tsv": {
        "specialty": [IM, "preliminary-medicine", IM, "transitional-year"],
        "code": ["1000140C0", "1000140P0", "1000140C1", "1001999P0"],
        "track": [None, None, "research", None],
        "signal": ["gold", None, "silver", None],
    },
    "forum-table.txt": {
        "specialty": [FM, FM],
        "track": [None, "rural"],
        "city": ["Akron", "Bangor"],
        "state": ["Ohio", "Maine"],
        "img_share": [70, 55],
        "h1b": [False, True],
    },
    "no-visa-columns.csv": {
        "specialty": ["psychiatry"] * 3,
        "state": ["Ohio", "Ohio", "Pennsylvania"],
        "j1": [None] * 3,
    },
    "own-sentences.csv": {
        "state": ["Ohio", "Texas", "Iowa"],
        "j1": [True, True, False],
        "h1b": [False, True, False],
        "preference": [5, 4, 2],
    },
    "by-specialty.csv": {
        "specialty": [IM, IM, FM, RADIOLOGY],
        "j1": [True] * 4,
        "h1b": [None, True, None, True],
    },
    "two-names-two-codes.csv": {
        "specialty": [FM] * 3,
        "track": ["rural", None, None],
        "img_share": [None] * 3,
        "least_step2": [None] * 3,
        "code": ["1000120C0", "1000120C1", "1000120C2"],
        "name": [
            "Alder Hospital/University of Invented",
            "Birch Hospital/University of Invented",
            "Cedar Hospital",
        ],
        "notes": ["Small town", "", "Large clinic"],
    },
    "institution-and-notes.csv": {
        "specialty": [IM] * 4,
        "state": ["Ohio", "Texas", "Iowa", "Maine"],
        "name": [
            "Alder Invented Hospital",
            "Birch Invented Hospital",
            "Cedar Invented Hospital",
            "Dune Invented Hospital",
        ],
        "j1": [True, True, False, None],
        "h1b": [True, False, False, None],
        "least_step2": [220, None, None, None],
        "most_years": [None, 5, None, None],
    },
    "season.xlsx": {
        "specialty": [IM] * 3,
        "state": ["Ohio", "Ohio", "Iowa"],
        "j1": [True, True, False],
        "img_share": [62, 48.5, 5],
        "least_step2": [220, 225, 230],
        "preference": [5, 4, None],
        "checked_on": [dt.date(2026, 9, 1), dt.date(2026, 9, 2), dt.date(2026, 10, 13)],
        "code": ["1403800001", "1403800002", "1403800004"],
    },
    "sheet-for-each-specialty.ods": {"specialty": [FM, "psychiatry"], "h1b": [False, False]},
}
RIGHT["season.ods"] = RIGHT["season.xlsx"]
ASKS = {"nothing-says-the-field.csv"}


def test_every_list_has_what_is_right() -> None:
    assert {path.name for path in LISTS.iterdir()} == set(RIGHT) | ASKS
    assert len(RIGHT) >= 12


@pytest.mark.parametrize("name", sorted(RIGHT))
def test_list_is_read_at_first_sight(name: str) -> None:
    programs, problems = found(LISTS / name)
    assert problems.errors == []
    assert {key: column(programs, key) for key in RIGHT[name]} == RIGHT[name]


@pytest.mark.parametrize("name", sorted(RIGHT))
def test_list_that_is_written_anew_says_the_same(name: str, sitegen: Run, tmp_path: Path) -> None:
    """And holds every cell of the old one that was not read."""
    new = tmp_path / "new.csv"
    result = sitegen("programs", LISTS / name, "--write", new, "--yes")
    assert result.exit_code == 0, result.stderr
    programs, problems = found(new)
    assert problems.errors == []
    assert {key: column(programs, key) for key in RIGHT[name]} == RIGHT[name]


def test_unread_columns_and_sections_stay_in_the_list_that_is_written(
    sitegen: Run, tmp_path: Path
) -> None:
    new = tmp_path / "new.csv"
    sitegen("programs", LISTS / "published-ranked.csv", "--write", new, "--yes")
    rows = list(csv.DictReader(io.StringIO(new.read_text("utf-8-sig"))))
    assert [row["US IMG (%)"] for row in rows] == ["6", "31", "12"]
    assert [row["Website"] for row in rows] == [f"https://example.org/{x}" for x in "abc"]
    sitegen("programs", LISTS / "by-specialty.csv", "--write", tmp_path / "other.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "other.csv").read_text("utf-8-sig"))))
    assert rows[0]["section"] == "INTERNAL MEDICINE"


def test_list_of_one_specialty_asks_for_the_one_thing_that_is_missing(
    sitegen: Run, tmp_path: Path
) -> None:
    path = LISTS / "nothing-says-the-field.csv"
    result = sitegen("programs", path)
    assert result.exit_code == 1
    assert result.stderr.count("C103") == 1 and result.stderr.endswith("1 problem found.\n")
    assert "list_specialty" in result.stderr and "--specialty" in result.stderr
    told = sitegen("programs", path, "--specialty", "IM")
    assert told.exit_code == 0, told.stderr
    assert "specialty of rows that name none: internal medicine (given)" in told.stdout
    assert sitegen("programs", path, "--specialty", "alchemy").exit_code == 2
    (tmp_path / "list.csv").write_bytes(path.read_bytes())
    profile = tmp_path / "me.yaml"
    profile.write_text("programs: list.csv\nlist_specialty: IM\n")
    assert sitegen("check", profile).exit_code == 0
    read = inputs.profile(profile, shipped(), Problems())
    assert read and column(list(read.programs), "specialty") == [IM, IM]


def test_lines_that_are_no_programs_are_said_once() -> None:
    _, problems = found(LISTS / "no-visa-columns.csv", About(visas=False))
    (warning,) = problems.found
    assert warning.code == "C401" and warning.severity is Severity.WARNING
    for words in ("is a title", "the headings once more", "is a note", "is a total"):
        assert words in warning.message


def test_list_without_visas_asks_nobody_who_needs_none(sitegen: Run, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_bytes((LISTS / "no-visa-columns.csv").read_bytes())
    profile = tmp_path / "me.yaml"
    for need, told in (("green_card", False), ("sponsorship", True)):
        profile.write_text(f"programs: list.csv\nvisa: {{need: {need}}}\n")
        result = sitegen("check", profile)
        assert result.exit_code == 0
        assert ("C118" in result.stderr) == told


# --- Headings by words and cells ---------------------------------------------------------------


def headed(heading: str, *cells: str) -> tuple[Program, Problems]:
    lines = [f"specialty,name,{heading}"]
    lines += [f'psychiatry,Invented {i},"{cell}"' for i, cell in enumerate(cells)]
    problems, known = Problems(), shipped()
    (first, *_) = read_programs(
        "\n".join(lines),
        "x.csv",
        problems,
        known.vocabularies,
        known.visa_phrases,
        About(visas=False),
    )
    return first, problems


@pytest.mark.parametrize(
    ("heading", "cells", "said"),
    [
        ("NON-US IMG", ("14", "80"), {"img_share": 14}),
        ("IMGs in percent", ("5", "8"), {"img_share": 5}),
        ("Location", ("OH", "TX"), {"state": "Ohio"}),
        ("Location", ("Akron, OH", "Waco, TX"), {"city": "Akron", "state": "Ohio"}),
        ("Location", ("Texas (Waco)", "Ames, Iowa, 50010"), {"city": "Waco", "state": "Texas"}),
        ("Location", ("Reno, Nev.", "Albany N.Y."), {"city": "Reno", "state": "Nevada"}),
        ("Location", ("Akron, OH 44301", "Waco, TX 76701"), {"city": "Akron", "state": "Ohio"}),
        ("Program Type", ("University", "Community"), {"setting": "academic"}),
        ("Type", ("Univ", "Comm"), {"setting": "academic"}),
        ("Sponsors", ("J1 & H1", "No visa"), {"visa_class": VisaClass.BOTH}),
        ("J-1/H-1B", ("J-1", "Both"), {"visa_class": VisaClass.J1_ONLY}),
        ("International Medical Graduates (%)", ("55", "62.5"), {"img_share": 55}),
        ("YOG cut-off", ("5 years", "No"), {"most_years": 5}),
        ("Cut off", ("220", "NO cut off"), {"least_step2": 220}),
        ("Max attempts", ("No failures", "1 fail OK"), {"most_attempts": 0}),
        ("My score (1-5)", ("4", "2"), {"preference": 4}),
        ("Visa policy", ("N/A (citizens only)", "Not specified"), {"j1": False, "h1b": False}),
        ("Type", ("Research", "Categorical"), {"track": "research", "setting": None}),
        ("Visas sponsored", ("J-1 only", "None"), {"visa_class": VisaClass.J1_ONLY}),
        ("Visa info", ("We sponsor J-1 visas only.", "No visa sponsorship here."), {"j1": True}),
        ("Cutoff on CK", ("230", "240"), {"least_step2": 230}),
        ("Step 2 CK", ("230+", "240+"), {"least_step2": 230}),
        ("Does it sponsor H-1B", ("No", "Yes"), {"h1b": False}),
        ("Last updated", ("2026-09-01", "2026-09-02"), {"checked_on": dt.date(2026, 9, 1)}),
    ],
)
def test_heading_is_understood_by_its_words_where_its_cells_agree(
    heading: str, cells: tuple[str, ...], said: dict[str, object]
) -> None:
    first, problems = headed(heading, *cells)
    assert {name: getattr(first, name) for name in said} == said
    assert problems.found == []


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("US IMG", ("78", "10")),
        ("Overall Score", ("8", "6")),
        ("Website URL", ("a.org", "b.org")),
        ("Date", ("2026-09-01", "2026-09-02")),
        ("Step1", ("pass", "pass")),
        ("Size", ("45", "60")),
        ("IMG friendly", ("Yes", "No")),
        ("Number of IMGs", ("14", "60")),
        ("Average Step 2 score", ("240", "250")),
        ("Visa link", ("https://example.org/visa", "https://example.org/v")),
        ("Program Type", ("Osteopathic", "Military")),
        ("Coordinator", ("A. Person", "B. Person")),
        ("Score", ("220", "230")),
        ("Area", ("Northeast", "South")),
    ],
)
def test_heading_is_not_guessed_against_its_words_and_cells(
    heading: str, cells: tuple[str, ...]
) -> None:
    """Its column stays unread, and nobody is asked about it."""
    first, problems = headed(heading, *cells)
    assert problems.found == []
    bare, _ = headed("Beds", "1")
    said = [name for name in Program.__slots__ if name not in ("place", "name")]
    assert [n for n in said if getattr(first, n) != getattr(bare, n)] == []


@pytest.mark.parametrize(
    ("heading", "cells", "meant"),
    [
        ("Graduation year", ("2019", "2020"), "most_years"),
        ("Rating", ("88", "93"), "preference"),
        ("USCE", ("required", "preferred"), "us_weeks"),
        ("Attempts OK?", ("yes", "no"), "most_attempts"),
    ],
)
def test_heading_with_the_words_of_a_column_and_other_cells_is_told_and_not_read(
    heading: str, cells: tuple[str, ...], meant: str
) -> None:
    first, problems = headed(heading, *cells)
    assert getattr(first, meant) is None
    (warning,) = problems.found
    assert (warning.code, warning.severity) == ("C107", Severity.WARNING)
    assert f'"{heading}" ({meant})' in warning.message


@pytest.mark.parametrize(
    ("heading", "cells", "said"),
    [
        ("J1?", ("yes", "no"), {"j1": True}),
        ("H1", ("yes", "no"), {"h1b": True}),
        ("H-1?", ("N", "Y"), {"h1b": False}),
        ("Sponsors H1?", ("no", "yes"), {"h1b": False}),
        ("H visa", ("no", "yes"), {"h1b": False}),
        ("Signalled", ("yes", "no"), {"signal": "gold"}),
        ("Signaled?", ("Silver", ""), {"signal": "silver"}),
        ("Signal sent?", ("Y", "None"), {"signal": "gold"}),
        ("Signal sent?", ("no", "yes"), {"signal": None}),
        ("Minimum Step 2 CK", ("none", "220"), {"least_step2": None}),
        ("Visa?", ("Both", "J1"), {"j1": True, "h1b": True}),
    ],
)
def test_heading_and_cells_of_visas_and_signals_are_read_as_people_write_them(
    heading: str, cells: tuple[str, ...], said: dict[str, object]
) -> None:
    first, problems = headed(heading, *cells)
    assert {name: getattr(first, name) for name in said} == said
    assert problems.found == []


@pytest.mark.parametrize(
    ("heading", "cells", "meant"),
    [
        ("Step 2 CK", ("230", "240"), "least_step2"),
        ("IMGs", ("4", "11"), "img_share"),
        ("Setting of the program", ("Academic", "Community", "Military"), "setting"),
    ],
)
def test_heading_that_its_cells_leave_in_doubt_is_asked_about_and_not_read(
    heading: str, cells: tuple[str, ...], meant: str
) -> None:
    first, problems = headed(heading, *cells)
    assert getattr(first, meant) is None
    (warning,) = problems.found
    assert (warning.code, warning.severity) == ("C107", Severity.WARNING)
    assert f"rename it to {meant}" in warning.hint


@pytest.mark.parametrize(
    ("notes", "said"),
    [
        ("220 or higher", {"least_step2": 220}),
        ("Min. 225 on Step 2, near a lake", {"least_step2": 225}),
        ("Step 2 CK >= 230", {"least_step2": 230}),
        ("cutoff is 215", {"least_step2": 215}),
        ("within 5 years", {"most_years": 5}),
        ("YOG within 3 yrs; 230+", {"most_years": 3, "least_step2": 230}),
        ("graduated in the last 7 years", {"most_years": 7}),
        ("No more than 10 years since graduation.", {"most_years": 10}),
        ("Step 1 230+", {}),
        ("average 245 or higher", {}),
        ("220 beds", {}),
        ("USCE within 2 years", {}),
        ("letters within 1 year", {}),
        ("5 years of training", {}),
        ("220 or 230", {}),
        ("min 220, min 230 for IMGs", {}),
        ("5 residents a year", {}),
        ("interview of 200 or more", {}),
        ("Room 230 or above", {}),
        ("200+ residents", {}),
        ("Call 220 555", {}),
    ],
)
def test_limits_are_read_in_notes_where_they_are_plain(notes: str, said: dict[str, int]) -> None:
    first, problems = headed("notes", notes)
    limits = {"least_step2": first.least_step2, "most_years": first.most_years}
    assert {name: value for name, value in limits.items() if value is not None} == said
    assert [p.code for p in problems.found] == (["C119"] if said else [])
    assert first.notes == notes


def test_column_of_a_limit_stands_above_the_notes() -> None:
    text = "specialty,name,least step2,notes\npsychiatry,A,240,min 220\n"
    problems, known = Problems(), shipped()
    (program,) = read_programs(text, "x.csv", problems, known.vocabularies)
    assert program.least_step2 == 240


def test_delimiter_is_found_below_a_title_and_may_be_an_odd_one() -> None:
    for sign in ",;\t|^~":
        text = (
            f"Our programs, 2026; first draft\nSpecialty{sign}Program{sign}J1\nIM{sign}A{sign}yes\n"
        )
        problems, known = Problems(), shipped()
        (program,) = read_programs(text, "x.csv", problems, known.vocabularies)
        assert (program.name, program.j1) == ("A", True), sign


# --- Workbooks ---------------------------------------------------------------------------------

HEADINGS = ["Specialty", "Program", "State", "J1", "H1B"]


def workbook(path: Path, fill: Callable[[Worksheet], object]) -> Path:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    fill(sheet)
    book.save(path)
    return path


def rows(*lines: list[object]) -> Callable[[Worksheet], object]:
    return lambda sheet: [sheet.append(line) for line in lines]


def test_mistake_in_a_workbook_is_told_at_its_sheet_and_cell(sitegen: Run, tmp_path: Path) -> None:
    line = ["IM", "A", "Ohoi", "yes", "no"]
    path = workbook(tmp_path / "list.xlsx", rows(HEADINGS, line))
    result = sitegen("programs", path)
    assert result.exit_code == 1
    assert f'{path}:Sheet!C2: C108 "Ohoi" is not a known US state' in result.stderr
    assert "PK" not in result.stderr


def test_template_that_nobody_changed_is_no_program_in_a_workbook_either(tmp_path: Path) -> None:
    from sitegen.programs.clean import template

    lines = list(csv.reader(io.StringIO(template().removeprefix("\ufeff"))))
    cells: list[object] = [float(c) if c.replace(".", "").isdecimal() else c for c in lines[1]]
    cells[lines[0].index("code")] = lines[1][lines[0].index("code")]
    cells[lines[0].index("checked_on")] = dt.datetime(2026, 9, 1)
    path = workbook(tmp_path / "a.xlsx", rows(list(lines[0]), cells))
    assert found(path)[0] == []
    cells[lines[0].index("state")] = "Texas"
    assert len(found(workbook(path, rows(list(lines[0]), cells)))[0]) == 1


def test_one_workbook_holds_programs_interviews_and_rank_list() -> None:
    words = shipped().vocabularies
    for name in ("season.xlsx", "season.ods"):
        problems = Problems()
        written = userfiles.table(LISTS / name, problems)
        assert written is not None
        (interview,) = read_interviews(written, name, problems, words, None)
        (rank,) = read_rank_list(written, name, problems, words)
        assert problems.found == []
        assert interview.date == dt.date(2026, 12, 3)
        assert (rank.rank, rank.program) == (1, "Alder Invented Hospital")


def test_rows_that_are_hidden_are_not_seen_and_that_is_said() -> None:
    for name in ("season.xlsx", "season.ods"):
        programs, problems = found(LISTS / name)
        assert "Hidden Invented Hospital" not in column(programs, "name")
        assert any("1 hidden row is not read" in p.message for p in problems.warnings)


def two_alike(path: Path) -> Path:
    book = Workbook()
    for name in ("Reach", "Safe"):
        sheet = book.create_sheet(name)
        sheet.append(HEADINGS)
        sheet.append(["IM", f"{name} Invented Hospital", "OH", "yes", "no"])
    del book["Sheet"]
    book.save(path)
    return path


def test_sheet_is_asked_for_where_two_would_do_and_named_behind_the_file(
    sitegen: Run, tmp_path: Path
) -> None:
    path = two_alike(tmp_path / "list.xlsx")
    result = sitegen("programs", path)
    assert result.exit_code == 1
    assert "C402 2 sheets could hold the program list" in result.stderr
    assert "list.xlsx!Reach" in result.stderr
    programs, problems = found(tmp_path / "list.xlsx!Safe")
    assert (problems.found, column(programs, "name")) == ([], ["Safe Invented Hospital"])
    profile = tmp_path / "me.yaml"
    profile.write_text("programs: list.xlsx!safe\n")
    assert sitegen("check", profile).exit_code == 0
    profile.write_text("programs: list.xlsx!Sure\n")
    result = sitegen("check", profile)
    assert result.exit_code == 1 and 'there is no sheet "Sure"' in result.stderr


def test_formula_without_a_result_is_empty_and_said(tmp_path: Path) -> None:
    line = ["IM", "A", "OH", "yes", '=IF(D2="yes","no","yes")']
    programs, problems = found(workbook(tmp_path / "a.xlsx", rows(HEADINGS, line)))
    assert column(programs, "h1b") == [None]
    assert [(p.code, str(p.location).rpartition(":")[2]) for p in problems.found] == [
        ("C403", "Sheet!E2")
    ]


def test_numbers_are_read_as_they_are_seen(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append([*HEADINGS, "Code", "IMG %", "Min Step 2", "Checked"])
        sheet.append(["IM", "A", "OH", True, False, 140, 0.125, 220.0, dt.date(2026, 9, 1)])
        sheet["F2"].number_format = "0000000"
        sheet["G2"].number_format = "0.0%"

    (program,), problems = found(workbook(tmp_path / "a.xlsx", fill))
    assert problems.found == []
    assert (program.code, program.img_share, program.least_step2) == ("0000140", 12.5, 220)
    assert (program.j1, program.h1b, program.checked_on) == (True, False, dt.date(2026, 9, 1))


def zipped(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in parts.items():
            made.writestr(name.replace("__", "/"), text)
    return out.getvalue()


ODS = "application/vnd.oasis.opendocument.spreadsheet"
HOSTILE = {
    "old": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "Y105", "an old Excel"),
    "locked": (b"\xd0\xcf\x11\xe0\0" + "EncryptedPackage".encode("utf-16-le"), "Y107", "password"),
    "locked-ods": (
        zipped(mimetype=ODS, **{"content.xml": "x", "META-INF__manifest.xml": "encryption-data"}),
        "Y107",
        "password",
    ),
    "word": (zipped(**{"word__document.xml": "<a/>"}), "Y105", "a Word file"),
    "cut": (zipped(**{"xl__workbook.xml": "<a/>"})[:60], "Y107", "damaged"),
    "empty": (zipped(**{"xl__workbook.xml": "<a/>"}), "Y107", "damaged"),
    "no XML": (zipped(mimetype=ODS, **{"content.xml": "<a><b>"}), "Y107", "damaged"),
    "bomb": (
        zipped(**{"xl__workbook.xml": "<a/>", "xl__worksheets__sheet1.xml": " " * (MOST_XML + 1)}),
        "Y107",
        "more than is read",
    ),
    "entities": (
        zipped(mimetype=ODS, **{"content.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
        "Y107",
        "entities",
    ),
    "endless rows": (
        zipped(
            mimetype=ODS,
            **{
                "content.xml": '<a xmlns:t="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
                'xmlns:x="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><t:table><t:table-row '
                f't:number-rows-repeated="{MOST_CELLS}"><t:table-cell '
                't:number-columns-repeated="99"><x:p>x</x:p></t:table-cell></t:table-row>'
                "</t:table></a>"
            },
        ),
        "Y107",
        "too many cells",
    ),
}


@pytest.mark.parametrize("kind", sorted(HOSTILE))
def test_workbook_that_cannot_be_read_is_refused_with_a_next_step(
    kind: str, tmp_path: Path, sitegen: Run
) -> None:
    raw, code, words = HOSTILE[kind]
    path = tmp_path / "list.xlsx"
    path.write_bytes(raw)
    _, problems = found(path)
    (problem,) = problems.errors
    assert (problem.code, str(problem.location)) == (code, str(path))
    assert words in problem.message and problem.hint
    assert sitegen("programs", path).exit_code == 1


def test_sheet_with_a_format_in_its_last_cell_is_read_at_once(tmp_path: Path) -> None:
    """Such a sheet names a million rows and thousands of columns, all empty."""

    def fill(sheet: Worksheet) -> None:
        sheet.append(HEADINGS)
        sheet.append(["IM", "A", "OH", "yes", "no"])
        sheet.cell(1_048_576, 16_384).number_format = "0%"

    programs, problems = found(workbook(tmp_path / "a.xlsx", fill))
    assert (len(programs), problems.found) == (1, [])


def test_library_for_workbooks_is_imported_only_for_one(tmp_path: Path) -> None:
    import subprocess
    import sys

    (tmp_path / "a.csv").write_text("specialty,j1\nIM,yes\n")
    code = (
        "import sys; from pathlib import Path; from sitegen import userfiles; "
        "from sitegen.diagnostics import Problems; "
        f"userfiles.table(Path({str(tmp_path / 'a.csv')!r}), Problems()); "
        "sys.exit('openpyxl' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# --- Trackers and rank lists -------------------------------------------------------------------


def test_tracker_and_rank_list_of_one_specialty_need_no_column_for_it() -> None:
    words, problems = shipped().vocabularies, Problems()
    tracker = "Psychiatry interviews 2026\nHospital,State,Status\nAlder Invented Hospital,OH,done\n"
    (interview,) = read_interviews(tracker, "t.csv", problems, words, None)
    assert (interview.specialty, interview.state) == ("psychiatry", "Ohio")
    assert [p.code for p in problems.found] == ["C401"]
    ranks = 'Rank #,Institution,City/State\n1,Alder Invented Hospital,"Akron, OH"\n'
    problems = Problems()
    (rank,) = read_rank_list(ranks, "r.csv", problems, words, "urology")
    assert (rank.specialty, rank.state, problems.found) == ("urology", "Ohio", [])
    assert read_rank_list(ranks, "r.csv", problems, words) == ()
    (problem,) = problems.errors
    assert problem.code == "C303" and "list_specialty" in problem.hint


def test_tracker_is_read_by_headings_that_its_cells_confirm() -> None:
    """The day of the invitation stands beside that of the interview, and is not taken for it."""
    words, problems = shipped().vocabularies, Problems()
    text = (
        "Hospital,Location,Program Type,Invite date,IV date/time,Response\n"
        'Alder,"Akron, OH",IM,10/15/2026,12/13/2026 9am,Invited\n'
        'Birch,"Waco, Tex.",FM,10/16/2026,12/14/2026,Rejected\n'
    )
    read = read_interviews(text, "t.csv", problems, words, None)
    assert [each.specialty for each in read] == [IM, FM]
    assert [each.state for each in read] == ["Ohio", "Texas"]
    assert [each.date for each in read] == [dt.date(2026, 12, 13), dt.date(2026, 12, 14)]
    assert [each.status.value for each in read] == ["offered", "rejected"]
    assert problems.found == []


@pytest.mark.parametrize(
    "heading",
    ["Name of Program", "Hospital / Program", "Residency program name", "Medical Center"],
)
def test_column_of_names_is_known_in_trackers_and_rank_lists_by_its_words_and_cells(
    heading: str,
) -> None:
    words, problems = shipped().vocabularies, Problems()
    text = f"{heading},Program website,Field,Status\nAlder,a.example.org,IM,Invited\n"
    read = read_interviews(text, "t.csv", problems, words, None)
    assert [each.program for each in read] == ["Alder"]
    text = f"#,{heading},Program city,Field\n1,Alder,Akron,IM\n2,Birch,Waco,IM\n"
    ranked = read_rank_list(text, "r.csv", problems, words)
    assert [each.program for each in ranked] == ["Alder", "Birch"]
    assert problems.found == []


def test_tracker_with_a_tick_for_each_step_needs_no_column_of_statuses() -> None:
    words, problems = shipped().vocabularies, Problems()
    text = (
        "Program,Field,Applied,Invited,IV date,Rejected\n"
        "Alder,IM,9/25/2026,10/14/2026,12/13/2026,\nBirch,IM,TRUE,,,x\n"
        "Cedar,IM,yes,no,,\nDogwood,IM,TRUE,TRUE,,FALSE\nElm,IM,,,,\nFir,IM,TRUE,soon,,\n"
    )
    read = read_interviews(text, "t.csv", problems, words, None)
    told = [each.status.value for each in read]
    assert told == ["accepted", "rejected", "applied", "offered", "not_applied", "applied"]
    [warning] = problems.found
    assert (warning.code, warning.location.line, problems.errors) == ("C209", 7, [])


def test_tracker_whose_statuses_are_no_statuses_is_told_which_column_to_fill() -> None:
    problems = Problems()
    text = "Program,Specialty,Invite?\nAlder,IM,yes\nBirch,IM,no\n"
    assert read_interviews(text, "t.csv", problems, shipped().vocabularies, None) == ()
    [error] = problems.found
    assert (error.code, '"Invite?"' in error.hint) == ("C203", True)


def test_ranks_below_a_rank_are_a_supplemental_list_of_it() -> None:
    problems = Problems()
    text = (
        "Final rank,Old rank,Program,Specialty\n1,2,Alder,Neurology\n1.1,,Birch,Prelim IM\n"
        "1.2,,Cedar,TY\n2,1,Dune,Neurology\n2.1,,Birch,Prelim IM\n"
    )
    read = read_rank_list(text, "r.csv", problems, shipped().vocabularies)
    assert [(each.list, each.rank) for each in read] == [
        *(("", 1), ("", 2), ("supplemental 1", 1), ("supplemental 1", 2), ("supplemental 2", 1)),
    ]
    assert problems.found == []
    read_rank_list("rank,program,specialty\n1.5,A,IM\n", "r.csv", problems, shipped().vocabularies)
    assert [problem.code for problem in problems.errors] == ["C308"]


def test_column_without_a_heading_that_holds_specialties_is_one_of_specialties() -> None:
    programs, problems = listed(",Program,J1\nFamily Medicine,A,yes\n,B,yes\nIR/DR,C,yes\n,D,no\n")
    assert column(programs, "specialty") == [FM, FM, *["interventional-radiology"] * 2]
    assert problems.found == []


def test_specialty_is_read_in_a_list_by_the_words_that_a_profile_reads() -> None:
    known = shipped().vocabularies["specialty"]
    heard = [each for each in known.heard if each.means and not each.where]
    for word, means in [(word, each.means) for each in heard for word in each.words]:
        assert named(word, shipped().vocabularies).specialty == means, word
    assert named("cardiology", shipped().vocabularies).specialty is None


def test_section_of_a_short_list_is_no_program() -> None:
    programs, problems = listed(
        "#,Hospital,Specialty,State\nNORTHEAST,,,\n1,Alder,IM,N.Y.\nSOUTH,,,\n2,Birch,IM,Tex.\n"
    )
    assert column(programs, "name") == ["Alder", "Birch"]
    [warning] = problems.found
    assert (warning.code, warning.message.count("the name of a section")) == ("C401", 2)


def test_row_of_which_nothing_is_read_is_no_program_and_told() -> None:
    programs, problems = listed(
        "Psychiatry\n#,Hospital,State,J1\n1,Alder,NY,yes\nbest of all,,,\n2,Birch,TX,yes\n"
    )
    assert column(programs, "name") == ["Alder", "Birch"]
    assert [problem.code for problem in problems.found] == ["C401"]


def test_tracks_that_nothing_is_planned_by_are_two_programs() -> None:
    for rows in (
        "IM,A,Ohio,Categorical,y\nIM,A,Ohio,Primary Care,y\n",
        "IM (Categorical),A,Ohio,,y\nIM (Primary Care),A,Ohio,,y\n",
    ):
        programs, problems = listed(f"Specialty,Program,State,Track,J1\n{rows}")
        assert (column(programs, "specialty"), problems.found) == ([IM, IM], [])


def test_tracker_with_a_column_program_that_holds_specialties() -> None:
    text = "Program,Hospital Name,Interview Status,Interview Date\nIM,Alder,invited,2026-12-03\n"
    problems = Problems()
    (interview,) = read_interviews(text, "t.csv", problems, shipped().vocabularies, None)
    assert problems.found == []
    assert (interview.specialty, interview.program) == ("internal-medicine", "Alder")


def test_specialty_given_in_the_profile_holds_for_all_three_lists(
    sitegen: Run, tmp_path: Path
) -> None:
    (tmp_path / "p.csv").write_text("Program,J1\nAlder Invented Hospital,yes\n")
    (tmp_path / "t.csv").write_text("Program,Status\nAlder Invented Hospital,offered\n")
    (tmp_path / "r.csv").write_text("Rank,Program\n1,Alder Invented Hospital\n")
    profile = tmp_path / "me.yaml"
    profile.write_text("programs: p.csv\ninterviews: t.csv\nrank_list: r.csv\nlist_specialty: FM\n")
    read = inputs.profile(profile, shipped(), Problems())
    assert read is not None
    lists = (read.programs, read.interviews, read.rank_list)
    assert [[each.specialty for each in one] for one in lists] == [[FM]] * 3


# --- Further shapes ----------------------------------------------------------------------------


def listed(text: str) -> tuple[list[Program], Problems]:
    known, problems = shipped(), Problems()
    programs = read_programs(
        text, "x.csv", problems, known.vocabularies, known.visa_phrases, About(visas=False)
    )
    return list(programs), problems


def test_headings_of_groups_tell_two_alike_apart() -> None:
    programs, problems = listed(
        ",,FREIDA,,Website,\nSpecialty,Program,J-1,H-1B,J-1,H-1B\nIM,A,Y,N,N,Y\nIM,B,N,Y,Y,N\n"
    )
    assert problems.errors == []
    assert [(p.freida_j1, p.freida_h1b, p.site_j1, p.site_h1b) for p in programs] == [
        (True, False, False, True),
        (False, True, True, False),
    ]


def test_column_program_that_holds_specialties_is_one_of_specialties() -> None:
    programs, problems = listed("Program,Hospital\nIM,Alder\nIM,Birch\nPeds,Birch\n")
    assert problems.found == []
    assert [(p.specialty, p.name) for p in programs] == [
        (IM, "Alder"),
        (IM, "Birch"),
        ("pediatrics", "Birch"),
    ]


def test_share_of_non_us_imgs_stands_above_that_of_all() -> None:
    programs, problems = listed("Specialty,Program,IMG %,Non-US IMG %\nIM,A,60,40\nIM,B,70,50\n")
    assert (column(programs, "img_share"), problems.found) == ([40, 50], [])


def test_names_of_programs_say_the_specialty_where_nothing_else_does() -> None:
    programs, problems = listed(
        "Program,J1\nAlder Internal Medicine Residency,yes\nBirch Family Medicine Residency,no\n"
    )
    assert (column(programs, "specialty"), problems.found) == ([IM, FM], [])


@pytest.mark.parametrize(
    ("title", "specialty"),
    [
        ("My IM list", IM),
        ("Programs in Internal Medicine and Rural Tracks", IM),
        ("Radiology, Diagnostic (2027)", RADIOLOGY),
        ("PSYCHIATRY", "psychiatry"),
        ("My path to residency", None),
        ("Dr. Rao's list", None),
        ("IM and FM programs", None),
        ("Students of Alder School of Medicine", None),
        ("My family list", None),
    ],
)
def test_title_says_the_specialty_only_where_it_names_one(
    title: str, specialty: str | None
) -> None:
    programs, problems = listed(f'"{title}"\nProgram,State,J1\nAlder,OH,yes\n')
    assert column(programs, "specialty") == ([specialty] if specialty else [])
    assert [p.code for p in problems.errors] == ([] if specialty else ["C103"])


def test_cell_that_could_not_be_read_stays_in_the_list_that_is_written(
    sitegen: Run, tmp_path: Path
) -> None:
    """A column is understood by most of its cells; the others are kept as they were."""
    cells = ["Community"] * 8 + ["University", "TBD"]
    lines = [f"IM,A{i},{cell}" for i, cell in enumerate(cells)]
    (tmp_path / "a.csv").write_text("\n".join(["Specialty,Program,Track type", *lines]))
    new = tmp_path / "new.csv"
    assert sitegen("programs", tmp_path / "a.csv", "--write", new).exit_code == 0
    rows = list(csv.DictReader(io.StringIO(new.read_text("utf-8-sig"))))
    assert [row["Track type (as it was)"] for row in rows] == cells
    programs, _ = found(new)
    assert len(programs) == len(cells)


def test_specialty_that_stands_in_the_first_row_of_each_group_holds_for_the_group() -> None:
    programs, problems = listed("Specialty,Program,J1\nIM,A,yes\n,B,no\n,C,no\nFM,D,yes\n,E,yes\n")
    assert (column(programs, "specialty"), problems.found) == ([IM, IM, IM, FM, FM], [])
    programs, problems = listed("Specialty,Program,J1\nIM,A,yes\nIM,B,no\n,C,no\nFM,D,yes\n")
    assert column(programs, "name") == ["A", "B", "D"]
    assert [p.code for p in problems.found] == ["C104"]


def test_list_without_headings_is_told_so() -> None:
    _, problems = listed(
        "Alder Invented Hospital,Akron,OH,J-1\nBirch Invented Hospital,Waco,TX,J-1\n"
    )
    (problem,) = problems.errors
    assert problem.code == "C103" and "no line of headings" in problem.message


def test_column_that_only_its_cells_explain_is_asked_about() -> None:
    programs, problems = listed(
        "Specialty,Where I apply,Area,Beds\nIM,Alder Hospital,OH,1\nIM,Birch Hospital,TX,1\n"
    )
    assert {(p.code, p.hint.split(",")[1]) for p in problems.found} == {
        ("C107", " rename it to name"),
        ("C107", " rename it to state"),
    }
    assert column(programs, "state") == [None, None]


def test_row_that_stands_twice_word_for_word_is_read_once_with_a_warning() -> None:
    programs, problems = listed("Specialty,Program,State\nIM,A,Ohio\nIM,A,Ohio\nIM,B,Ohio\n")
    assert column(programs, "name") == ["A", "B"]
    (warning,) = problems.found
    assert (warning.code, warning.severity) == ("C114", Severity.WARNING)


def test_visa_that_is_sponsored_without_a_name_stays_unknown_and_none_is_none() -> None:
    programs, problems = listed("Specialty,Program,Visa Sponsorship\nIM,A,Yes\nIM,B,No\n")
    assert (column(programs, "j1"), problems.found) == ([None, False], [])
