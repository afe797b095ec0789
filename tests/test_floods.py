"""Files with very many mistakes: few are shown, all are counted. Takes about 5 seconds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sitegen.diagnostics import MOST_SHOWN, Problems
from sitegen.difference.side import read_side
from sitegen.yamlio import read
from tests.conftest import Run
from tests.fuzz.kinds import a_plan

MANY = 2_000
TABLE = "specialty,program,state,j1,h1b\n" + "".join(f"urology,P{i},Ohoi,,\n" for i in range(MANY))


def few(stderr: str, code: str, number: int) -> None:
    """Of one code so many are shown, then how many more; the number of all stands last."""
    lines = stderr.splitlines()
    assert sum(f" {code} " in line for line in lines) == MOST_SHOWN
    assert f"and {number - MOST_SHOWN:,} more of this kind ({code})" in lines
    assert lines[-1].endswith(" problems found.")
    kinds = sum(line.startswith("and ") for line in lines)
    assert len(lines) <= kinds * (4 * MOST_SHOWN + 1) + 1


def test_profile_with_thousands_of_wrong_keys_shows_few_of_them(
    sitegen: Run, tmp_path: Path
) -> None:
    path = tmp_path / "me.yaml"
    path.write_text("".join(f"key{i}: x\n" for i in range(MANY)), encoding="utf-8")
    for command in ("check", "build", "score", "diff"):
        extra = [path] if command == "diff" else []
        result = sitegen(command, path, *extra)
        assert result.exit_code == 1 and not result.stdout
        few(result.stderr, "P101", MANY)
        assert result.stderr.endswith(f"\n{MANY:,} problems found.\n")


def test_list_with_thousands_of_wrong_rows_shows_few_of_each_kind(
    sitegen: Run, tmp_path: Path
) -> None:
    (tmp_path / "list.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "me.yaml").write_text("programs: list.csv\n", encoding="utf-8")
    few(sitegen("check", tmp_path / "me.yaml").stderr, "C108", MANY)
    few(sitegen("programs", tmp_path / "list.csv").stderr, "C108", MANY)


def test_table_with_thousands_of_headings_shows_few_of_them(sitegen: Run, tmp_path: Path) -> None:
    headings = ",".join(f"heading {i}" for i in range(MANY))
    (tmp_path / "list.csv").write_text(f"specialty,program,{headings}\n", encoding="utf-8")
    result = sitegen("programs", tmp_path / "list.csv")
    assert "Only the first 200 headings are shown here." in result.stdout
    assert len(result.stdout.splitlines()) < 220


def test_words_are_searched_for_only_as_often_as_they_are_shown() -> None:
    problems = Problems()
    found = [problems.nearest("P101", "seson", ["season"]) for _ in range(5 * MOST_SHOWN)]
    assert found[: 4 * MOST_SHOWN] == ["season"] * (4 * MOST_SHOWN)
    assert found[-1] is None
    assert problems.nearest("P104", "seson", ["season"]) == "season"


@pytest.mark.parametrize(
    "text",
    [
        "gaps: [" + "a " * 50_000,
        "- " * 50_000 + "x: : y",
        'a: "x"\n' * 20_000 + "b: [x\n",
        "gaps: [a, " + "a" * 50_000 + " 'x' b: c\n",
    ],
    ids=["open bracket", "hyphens", "quotes", "long word"],
)
def test_slip_in_a_very_long_text_is_one_problem(text: str) -> None:
    problems = Problems()
    assert read(text, "a.yaml", problems) is None
    assert sum(p.code in ("Y201", "Y204") for p in problems.errors) == 1


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ('"a": 1e999', "1e999 is no number that a plan can hold"),
        ('"a": NaN', "NaN is no number that a plan can hold"),
        (f'"a": {"9" * 400}', "99999"),
        ('"a": 1, "a": 2', 'the key "a" stands twice'),
        (f'"a": {"[" * 70}{"]" * 70}', "more than 60 brackets stand inside each other here"),
    ],
)
def test_what_json_reading_would_take_in_silence_is_told_at_its_place(part: str, said: str) -> None:
    problems = Problems()
    assert read_side('{"format": "sitegen-plan 1",\n' + part + "}", "p.json", problems) is None
    (problem,) = problems.errors
    assert (problem.code, problem.location.line) == ("F106", 2)
    assert problem.message.startswith(said)


@pytest.mark.parametrize(
    "path",
    [
        "counts.advice",
        "guide.chance.specialties",
        "guide.interviews.tallies",
        "data.labels",
        "data.fees.eras.steps",
        "sources.nrmp-charting-2026",
        "season_dates.match_day.date",
        "data.parameters",
        "first_choice",
    ],
)
def test_part_of_a_plan_that_is_compared_has_its_kind_wherever_it_stands(path: str) -> None:
    whole = json.loads(a_plan())
    *parts, last = path.split(".")
    inside = whole
    for part in parts:
        inside = inside[part]
    assert last in inside
    inside[last] = 3 if last != "match_day" else []
    problems = Problems()
    assert read_side(json.dumps(whole), "p.json", problems) is None
    assert [p.message.split(" is not ")[0] for p in problems.errors] == [path]
