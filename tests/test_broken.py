"""Broken profiles: each mistake is found, placed, and told in words that need no YAML.

A folder in `broken/` holds one mistake: `input.yaml`, perhaps a table that it names, and
`expected.txt` with everything that `sitegen check` prints about it. Inputs that an editor would
spoil are made here instead.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from sitegen import inputs, userfiles, yamlio
from sitegen.diagnostics import Location, Problem, Problems, UserFilesError, describe
from tests.conftest import ROOT, Golden, Run

BROKEN = Path(__file__).resolve().parent / "broken"

GENERATED: dict[str, bytes] = {
    "nul-byte": b"applicant:\n  name: Ana\x00Sample\n",
    "nul-byte-alone": b"\x00",
    "nul-byte-second": b"a\x00pplicant:\n  name: Ana\n",
    "control-character": b"applicant:\n  name: Ana \x1b[31mSample\n",
    "right-to-left-override": "applicant:\n  name: Ana \u202eelpmaS\nstage: exams\n".encode(),
    "invisible-mark-in-the-middle": "applicant:\n  name: Ana\ufeff Sample\n".encode(),
    "line-separator": "interests:\n  long_term: A clinic\u2028in Texas\n".encode(),
    "no-break-spaces-as-indentation": "applicant:\n\u00a0\u00a0name: Ana Sample\n".encode(),
    "utf-16-with-mark": "season: 2028\n".encode("utf-16"),
    "utf-16-without-mark": "season: 2028\n".encode("utf-16-le"),
    "latin-1": "applicant:\n  name: Ana Peña\n".encode("latin-1"),
    "word-document": b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00",
    "pdf-document": b"%PDF-1.7\n",
    "brackets-nested-10000-deep": b"season: " + b"[" * 10_000 + b"]" * 10_000 + b"\n",
    "braces-nested-10000-deep": b"{a: " * 10_000 + b"}" * 10_000 + b"\n",
    "list-nested-10000-deep": b"- " * 10_000 + b"x\n",
    "brackets-never-closed-10000-deep": b"season: " + b"[" * 10_000 + b"\n",
    "line-of-1-MB": b"applicant:\n  name: " + b"ana " * 250_000 + b"\n",
    "quote-of-1-MB-never-closed": b'applicant:\n  name: "' + b"ana\\ " * 200_000 + b"\n",
    "key-of-1-MB": b"? " + b"k" * 1_000_000 + b"\n: 1\n",
    "windows-line-ends": b"applicant:\r\n  name: Ana\r\nseson: 2028\r\n",
    "old-mac-line-ends": b"applicant:\r  name: Ana\rseson: 2028\r",
}


def cases() -> list[str]:
    return sorted({p.name for p in BROKEN.iterdir() if p.is_dir()} | set(GENERATED))


def test_there_are_broken_profiles_to_check() -> None:
    """Every folder has an input, and there are many of them."""
    assert len(cases()) >= 80
    folders = [p for p in BROKEN.iterdir() if p.is_dir()]
    without = [p.name for p in folders if not (p / "input.yaml").exists()]
    assert set(without) <= set(GENERATED)
    assert not [p.name for p in folders if (p / "input.yaml").exists() and p.name in GENERATED]


@pytest.fixture
def broken(tmp_path: Path) -> object:
    """The path of a broken profile, written first where it is a generated one."""

    def path(case: str) -> Path:
        if case not in GENERATED:
            return BROKEN / case / "input.yaml"
        target = tmp_path / "input.yaml"
        target.write_bytes(GENERATED[case])
        return target

    return path


def shown(text: str, path: Path) -> str:
    """A message with FILE for the profile, and tables beside it by their name alone."""
    return text.replace(str(path), "FILE").replace(f"{path.parent}{os.sep}", "")


@pytest.mark.parametrize("case", cases())
def test_broken_profile_is_told_in_plain_words(
    case: str, broken: object, sitegen: Run, golden: Golden
) -> None:
    """Exit code 1, nothing on stdout, and exactly the words in expected.txt on stderr."""
    path = broken(case)  # type: ignore[operator]
    result = sitegen("check", path)
    assert (result.exit_code, result.stdout) == (1, "")
    golden(BROKEN / case / "expected.txt", shown(result.stderr, path))


FIRST_LINE = re.compile(
    r"(?:FILE|[a-z-]+\.csv)(:\d+:\d+)?: (?:warning: )?(?P<code>[A-Z]\d{3}) (?P<message>\S.*)"
)
OF_OTHERS = (
    "mapping",
    "scalar",
    "token",
    "parse",
    "scann",
    "node",
    "indicator",
    "stream",
    "found character",
    "find expected",
    "validation",
    "exception",
    "traceback",
    "nonetype",
    "libyaml",
    "str ",
    "int ",
)


@pytest.mark.parametrize("case", cases())
def test_every_message_has_a_place_a_code_and_one_next_step(case: str) -> None:
    """And the last line counts the problems, which are sorted by place."""
    lines = (BROKEN / case / "expected.txt").read_text(encoding="utf-8").splitlines()
    problems = [line for line in lines if re.match(r"FILE|[a-z-]+\.csv", line)]
    assert problems
    assert all(FIRST_LINE.fullmatch(line) for line in problems)
    steps = [line for line in lines if line.startswith("    Next step: ")]
    assert len(steps) == len(problems)
    errors = [line for line in problems if ": warning: " not in line]
    noun = "problem" if len(errors) == 1 else "problems"
    assert lines[-1] == f"{len(errors)} {noun} found."
    places = [[int(n) for n in re.findall(r":(\d+)", line)[:2]] for line in problems]
    assert places == sorted(places)


@pytest.mark.parametrize("case", cases())
def test_no_message_speaks_the_language_of_parsers(case: str) -> None:
    """Words of YAML libraries and of Python are not the reader's words."""
    text = (BROKEN / case / "expected.txt").read_text(encoding="utf-8")
    matches = [FIRST_LINE.fullmatch(line) for line in text.splitlines()]
    messages = [match["message"] for match in matches if match]
    assert messages
    told = [re.sub(r'"[^"]*"', "", message).casefold() + " " for message in messages]
    assert not [(word, m) for m in told for word in OF_OTHERS if word in m]


def test_expected_files_have_a_case() -> None:
    """No expected.txt is left over from a case that is gone."""
    assert {p.parent.name for p in BROKEN.glob("*/expected.txt")} == set(cases())


def test_alias_bomb_takes_no_time(sitegen: Run) -> None:
    """Aliases are refused and never unfolded, so the file stays as small as it is."""
    problems = Problems()
    text = (BROKEN / "alias-bomb" / "input.yaml").read_text(encoding="utf-8")
    yamlio.read(text, "bomb.yaml", problems)
    assert {p.code for p in problems.errors} == {"Y205"}
    assert len(problems.errors) < 20


def test_messages_do_not_depend_on_the_compiled_yaml_library(
    sitegen: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where PyYAML comes without libyaml, a beginner's slip is told in the same words."""
    import yaml

    monkeypatch.setattr(yamlio, "_Loader", yaml.SafeLoader)
    same, other = [], []
    for source in sorted(BROKEN.glob("*/input.yaml")):
        told = shown(sitegen("check", source).stderr, source)
        expected = source.with_name("expected.txt").read_text(encoding="utf-8")
        (same if told == expected else other).append((source.parent.name, told))
    assert len(same) >= 60
    assert sorted(other) == []


def test_control_characters_never_reach_the_terminal(sitegen: Run, tmp_path: Path) -> None:
    """The line is shown with a question mark in place of the escape character."""
    path = tmp_path / "a.yaml"
    path.write_bytes(GENERATED["control-character"])
    shown = sitegen("check", path).stderr
    assert "\x1b" not in shown
    assert "Ana ?[31mSample" in shown


def test_caret_stands_below_the_place_after_wide_letters() -> None:
    """Chinese letters take two columns in a terminal, combining marks none."""
    problem = Problem("P101", Location("a.yaml", 1, 5), "no")
    assert describe(problem, ["ab名前x"]).splitlines()[-1] == "    " + " " * 6 + "^"
    problem = Problem("P101", Location("a.yaml", 1, 5), "no")
    assert describe(problem, ["ab\u0301c\u0301x"]).splitlines()[-1] == "    " + " " * 3 + "^"


# --- Files that are not even text -------------------------------------------------------------


def run_on(sitegen: Run, path: Path) -> str:
    result = sitegen("check", path)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.endswith("1 problem found.\n")
    return result.stderr.replace(str(path), "FILE")


def test_file_of_50_megabytes_is_refused_without_reading_it(
    sitegen: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "film.mp4"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("it was read"))
    told = run_on(sitegen, path)
    assert "FILE: Y101 the file has 50,000,000 bytes; the most that is read is 2,000,000" in told
    assert "Next step: check that this is the file you meant" in told


def test_folder_is_not_a_profile(sitegen: Run, tmp_path: Path) -> None:
    told = run_on(sitegen, tmp_path)
    assert "FILE: F102 this is a folder, not a profile" in told
    assert f"Next step: name a file in it, such as FILE{os.sep}profile.yaml" in told


def test_missing_file_names_the_file_that_was_probably_meant(sitegen: Run, tmp_path: Path) -> None:
    (tmp_path / "my-profile.yaml").write_text("season: 2028\n")
    told = run_on(sitegen, tmp_path / "my-porfile.yaml")
    assert "FILE: F101 there is no such file" in told
    assert f"Next step: did you mean {tmp_path / 'my-profile.yaml'}?" in told


def test_missing_file_without_a_near_name_says_how_to_begin(sitegen: Run, tmp_path: Path) -> None:
    told = run_on(sitegen, tmp_path / "nowhere" / "x.yaml")
    assert "FILE: F101 there is no such file" in told
    assert "Next step: sitegen init my-profile.yaml writes a profile to start from" in told


def test_unreadable_file_says_so(sitegen: Run, tmp_path: Path) -> None:
    path = tmp_path / "locked.yaml"
    path.write_text("season: 2028\n")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read every file")
    assert "FILE: F103 this file may not be read" in run_on(sitegen, path)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (PermissionError(13, "Permission denied"), "FILE: F103 this file may not be read"),
        (OSError(5, "Input/output error"), "FILE: F104 this file cannot be read: Input/output"),
    ],
)
def test_file_that_fails_while_it_is_read_is_a_problem_and_no_crash(
    error: OSError, expected: str, sitegen: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("season: 2028\n")

    def fail(*_: object, **__: object) -> bytes:
        raise error

    monkeypatch.setattr(userfiles, "_read_at_once", fail)
    told = run_on(sitegen, path)
    assert expected in told
    assert "Next step: " in told


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
@pytest.mark.parametrize("name", ["pipe.yaml", "pipe.csv", "pipe.json", "zero", "socket"])
@pytest.mark.parametrize("command", ["check", "programs", "diff", "build"])
def test_what_never_ends_is_not_opened(
    name: str, command: str, sitegen: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pipe, a device, a socket: named by itself, or as a list in a profile."""
    monkeypatch.chdir(tmp_path)
    path = Path("/dev/zero") if name == "zero" else Path(name)
    if name.startswith("pipe"):
        os.mkfifo(path)
    elif name == "socket":
        with socket.socket(socket.AF_UNIX) as opened:
            opened.bind(name)
    result = sitegen(command, path, *([path] if command == "diff" else []))
    assert result.exit_code == 1
    assert f"{path}: F108 this is a device or a pipe" in result.stderr
    Path("me.yaml").write_text(f"programs: {path}\ninterviews: {path}\nrank_list: {path}\n")
    said = sitegen("check", "me.yaml").stderr
    for line, column in enumerate((11, 13, 12), start=1):
        assert f"me.yaml:{line}:{column}: F108" in said
    assert said.count(f'not a file: "{path}"') == 3


ENDLESS = {"log of the kernel": "/proc/kmsg", "pipe that passes for a file": "pipe"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
@pytest.mark.parametrize("name", ENDLESS.values(), ids=ENDLESS)
@pytest.mark.parametrize("command", ["check", "programs"])
def test_what_passes_for_a_file_and_never_ends_is_left(
    name: str, command: str, tmp_path: Path
) -> None:
    """In a process of its own, which is ended if it waits."""
    if name == "pipe":
        os.mkfifo(tmp_path / name)
    elif not os.access(name, os.R_OK):
        pytest.skip("only its owner may read it")
    (tmp_path / "me.yaml").write_text(f"programs: {name}\n")
    plain = "import stat; stat.S_ISREG = lambda mode: True; import sitegen.cli; sitegen.cli.main()"
    words = [sys.executable, "-c", plain, command]
    writer = os.open(tmp_path / name, os.O_RDWR) if name == "pipe" else None
    try:
        told = [
            subprocess.run(
                [*words, named],
                cwd=tmp_path,
                capture_output=True,
                text=True,
                timeout=60,
                check=False,
            )
            for named in (name, *(["me.yaml"] if command == "check" else []))
        ]
    finally:
        if writer is not None:
            os.close(writer)
    for result in told:
        assert result.returncode == 1
        assert "F108 this file never ends" in result.stderr
        assert "Traceback" not in result.stderr
    assert all("me.yaml:1:11: F108" in result.stderr for result in told[1:])


@pytest.mark.parametrize(
    ("day", "code"), [("9999-12-31", "D304"), ("2200-01-01", "D304"), ("0001-01-01", "D302")]
)
def test_a_day_outside_of_the_calendar_is_a_problem(day: str, code: str, sitegen: Run) -> None:
    sample = ROOT / "data" / "profiles" / "in-season.yaml"
    for command in ("check", "score", "build"):
        result = sitegen(command, sample, "--as-of", day)
        assert (result.exit_code, code in result.stderr) == (1, True)


@pytest.mark.parametrize("name", ["a" * 300 + ".yaml", "a\0b.yaml"])
def test_impossible_file_name_is_a_problem_and_no_crash(
    name: str, sitegen: Run, tmp_path: Path
) -> None:
    problems = Problems()
    assert userfiles.profile_text(tmp_path / name, problems) is None
    assert [p.code[0] for p in problems.errors] == ["F"]
    assert problems.errors[0].hint


def test_table_with_a_nul_near_its_start_is_not_called_utf_16(sitegen: Run, tmp_path: Path) -> None:
    """The place of the sign is told; a table saved as UTF-16 without its mark is still read."""
    (tmp_path / "list.csv").write_bytes(b"program,state\n\x00A,TX\n")
    (tmp_path / "a.yaml").write_text("programs: list.csv\n")
    told = sitegen("check", tmp_path / "a.yaml").stderr
    assert "list.csv:2:1: Y104 an invisible character stands here (U+0000)" in told
    (tmp_path / "list.csv").write_bytes("program,state\nA,TX\n".encode("utf-16-le"))
    told = sitegen("check", tmp_path / "a.yaml").stderr
    assert "Y1" not in told


# --- What looks odd and is fine ---------------------------------------------------------------

FINE = {
    "an empty file": b"",
    "spaces and notes only": b"\n   \n# not yet\n\n",
    "a lone document line": b"---\n",
    "an empty group": b"{}\n",
    "a byte order mark": "\ufeffseason: 2028\n".encode(),
    "Windows line ends": b"applicant:\r\n  name: Ana\r\n",
    "emoji in a text": "applicant:\n  name: Ana 👩‍⚕️\n".encode(),
    "Persian with a joiner": "applicant:\n  name: علی‌رضا نمونه\n".encode(),
    "Hebrew with its marks": "applicant:\n  name: \u200fדנה דוגמה\u200f\n".encode(),
    "Thai": "applicant:\n  name: สมชาย ตัวอย่าง\n".encode(),
    "a date as a name": b"applicant:\n  name: 2027-01-01\n",
    "a time as a text": b"interests:\n  long_term: 12:30\n",
    "yes in quotes as a name": b'applicant:\n  name: "Yes"\n',
    "visas as doctors write them": b"visa:\n  accepts: [J-1, H-1B]\n  prefers: H1-B\n",
    "one country without brackets": b"applicant:\n  citizenship: India\n",
    "a country by its code": b'applicant:\n  citizenship: ["NO", DE, GBR]\n',
    "a specialty by another name": b"interests:\n  primary: Anaesthesia\n  considering: [IM]\n",
    "months without a day": b"school:\n  graduated: 2021-7\n",
    "a rating left empty": b"interests:\n  fit:\n    neurology:\n",
    "JSON": b'{"season": 2028, "visa": {"accepts": ["j1"]}}\n',
    "an ending line of dots": b"season: 2028\n...\n",
}


@pytest.mark.parametrize("raw", FINE.values(), ids=FINE.keys())
def test_odd_but_fine_profile_has_no_problems(raw: bytes, sitegen: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(raw)
    result = sitegen("check", path)
    assert (result.stderr, result.exit_code) == ("", 0)
    assert result.stdout.startswith(f"{path}: no problems\n")


def test_empty_file_builds_the_plan_of_an_unknown_person(sitegen: Run, tmp_path: Path) -> None:
    """Nothing is guessed: no first choice, no recommendation, and a list of questions."""
    path = tmp_path / "a.yaml"
    path.write_bytes(b"")
    assert "Name your first-choice specialty." in sitegen("check", path).stdout
    assert "No recommendation yet" in sitegen("score", path).stdout


# --- Wrong usage ------------------------------------------------------------------------------

USAGE = [
    (["check", "PROFILE", "--as-of", "tomorrow"], '"tomorrow" is not a date'),
    (["check", "PROFILE", "--as-of", "22.11.2026"], "Write it like 2026-11-22."),
    (["check", "PROFILE", "--as-of", "2026-13-01"], '"2026-13-01" is not a date'),
    (["check", "PROFILE", "--colour"], "--colour"),
    (["check"], "PROFILE"),
    (["chekc", "PROFILE"], "chekc"),
    (["score", "PROFILE", "--why", "anestesiology"], "Did you mean anesthesiology?"),
    (["score", "PROFILE", "--why", "basket weaving"], '"basket weaving" is not a known specialty'),
    (["build", "PROFILE", "--paper", "a5"], "a5"),
]


@pytest.mark.parametrize(("arguments", "expected"), USAGE, ids=[" ".join(a) for a, _ in USAGE])
def test_wrong_usage_exits_with_2_and_says_what_is_meant(
    arguments: list[str], expected: str, sitegen: Run, tmp_path: Path
) -> None:
    profile = tmp_path / "a.yaml"
    profile.write_text("season: 2028\n")
    result = sitegen(*[profile if a == "PROFILE" else a for a in arguments])
    assert (result.exit_code, result.stdout) == (2, "")
    assert expected in result.stderr
    assert "Usage: " in result.stderr


def test_real_process_shows_no_traceback_and_exits_with_1(tmp_path: Path) -> None:
    """From the outside, with the data really read: the code, the words, and the exit code."""
    path = BROKEN / "many-problems-at-once" / "input.yaml"
    done = subprocess.run(
        [sys.executable, "-m", "sitegen", "check", str(path)],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.replace(str(path), "FILE") == path.with_name("expected.txt").read_text(
        encoding="utf-8"
    )


def test_problems_of_several_files_are_sorted_by_file_and_place() -> None:
    problems = [
        Problem("P2", Location("b.yaml", 1, 1), "x"),
        Problem("P1", Location("a.yaml", 10, 1), "x"),
        Problem("P3", Location("a.yaml", 9, 7), "x"),
    ]
    assert [p.code for p in UserFilesError(problems).problems] == ["P3", "P1", "P2"]


def problems_of(text: str, folder: Path) -> list[tuple[str, int, str]]:
    """The code and line of each problem of a profile, with its next step."""
    path = folder / "me.yaml"
    path.write_text(text, encoding="utf-8")
    problems = Problems()
    assert inputs.profile(path, inputs.knowledge(), problems) is None
    found = sorted(problems.found, key=lambda p: p.sort_key)
    assert all(len(describe(p).splitlines()) == 2 and len(p.message) < 160 for p in found)
    return [(p.code, p.location.line, p.hint) for p in found]


def test_everything_wrong_is_told_at_once(tmp_path: Path) -> None:
    """A misspelt key hides neither a missing list, nor what is wrong in one, nor contradictions."""
    (tmp_path / "ranks.csv").write_text("rank,nonsense\n", encoding="utf-8")
    found = problems_of(
        "seson: 2028\n"
        "programs: programs.csv\n"
        "rank_list: ranks.csv\n"
        "visa:\n  accepts: [j1, h1bb]\n  prefers: h1b\n"
        "exams:\n  step1: {state: planned, score: 230}\n  step2_ck: {state: nonsense}\n"
        "gaps:\n  - {from: 2024-01, to: 2023-01, reason: study}\n  - {from: never}\n",
        tmp_path,
    )
    codes = [(code, line) for code, line, _ in found]
    assert {("P101", 1), ("F101", 2), ("P201", 8), ("P205", 11)} <= set(codes)
    assert any(code.startswith("C") for code, _ in codes)
    assert "P202" not in dict(codes), "h1bb may have been meant for h1b"
    assert len(found) == len(set(found))


@pytest.mark.parametrize("key", ["programs", "interviews", "rank_list"])
@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("my-programs", "F101"),
        ("my.xlsx", "F101"),
        ("my.txt", "F101"),
        ('"yes"', "F101"),
        ("list.json", "F101"),
        ("|\n  my\n  list.csv\n  here", "F101"),
        ("a" * 4_000, "F104"),
        (".", "F102"),
    ],
)
def test_missing_list_is_told_where_the_profile_names_it(
    key: str, name: str, code: str, tmp_path: Path
) -> None:
    """Whatever the name ends in, a table was wanted: neither a profile nor a build."""
    ((found, line, hint),) = problems_of(f"season: 2028\n{key}: {name}\n", tmp_path)
    assert (found, line) == (code, 2)
    assert hint and "sitegen init" not in hint and "build" not in hint


def test_missing_list_suggests_a_table_beside_the_profile(tmp_path: Path) -> None:
    (tmp_path / "my-programs.csv").write_text("name\n", encoding="utf-8")
    ((_, _, hint),) = problems_of("programs: my-programs\n", tmp_path)
    assert hint == f"did you mean {tmp_path / 'my-programs.csv'}?"
