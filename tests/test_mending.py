"""`check --fix` mends what has one right answer, and nothing else; `--format` is for machines."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from sitegen import inputs
from sitegen.diagnostics import Problems
from sitegen.knowledge.model import Knowledge
from sitegen.mending import mended
from tests.conftest import AS_OF, Run
from tests.sites import SAMPLES, profile_of

DAY = ("--as-of", AS_OF.isoformat())
BEGIN = "applicant:\n  name: Ana Example\n"

ONE_RIGHT_ANSWER = {
    "season:2028\n": "season: 2028\n",
    "interests:\n  primery: anesthesiology\n": "interests:\n  primary: anesthesiology\n",
    "interests:\n  primary: anesthesiolgy  # my love\n": (
        "interests:\n  primary: anesthesiology  # my love\n"
    ),
    'interests:\n  primary: "anesthesiolgy"\n': "interests:\n  primary: anesthesiology\n",
    "interests:\n  considering: [pediatrics, neurolgy]\n": (
        "interests:\n  considering: [pediatrics, neurology]\n"
    ),
    "interests:\n  primary: pediatrics\n   considering: [neurology]\n": (
        "interests:\n  primary: pediatrics\n  considering: [neurology]\n"
    ),
    "season\N{FULLWIDTH COLON}2028\n": "season: 2028\n",
}
MORE_THAN_ONE = (
    "visa:\n  need: perhaps\n",
    "exams:\n  step1:\n    state: passed\n    attempts: many\n",
    "interests:\n  primary: medicine or surgery\n",
    "season: 2028\nseason: 2029\n",
)


def trouble(text: str, known: Knowledge) -> Problems:
    found = Problems()
    inputs.profile_of_text(text, "me.yaml", known, found, AS_OF)
    return found


@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["Unix", "Windows"])
@pytest.mark.parametrize("wrong", ONE_RIGHT_ANSWER)
def test_a_slip_with_one_right_answer_is_mended(
    wrong: str, ends: str, knowledge: Knowledge
) -> None:
    """Notes, quotes of others and the ends of lines stay as they were typed."""
    written = (BEGIN + wrong).replace("\n", ends)
    assert trouble(written, knowledge).found
    text, changes = mended(written, lambda each: trouble(each, knowledge))
    assert text == (BEGIN + ONE_RIGHT_ANSWER[wrong]).replace("\n", ends)
    assert changes and not trouble(text, knowledge).found
    assert mended(text, lambda each: trouble(each, knowledge)) == (text, ())


@pytest.mark.parametrize("first", ["-", "- "])
def test_a_hyphen_without_its_space_is_seen_beside_one_that_has_it(
    first: str, knowledge: Knowledge
) -> None:
    second = {"-": "- ", "- ": "-"}[first]
    entries = "letters:\n  {}state: promised\n  {}state: received\n"
    text, _ = mended(entries.format(first, second), lambda each: trouble(each, knowledge))
    assert text == entries.format("- ", "- ")


@pytest.mark.parametrize("doubtful", MORE_THAN_ONE)
def test_what_could_mean_two_things_is_left(doubtful: str, knowledge: Knowledge) -> None:
    assert trouble(BEGIN + doubtful, knowledge).found
    text, changes = mended(BEGIN + doubtful, lambda each: trouble(each, knowledge))
    assert (text, changes) == (BEGIN + doubtful, ())


def test_all_slips_of_a_file_are_mended_at_once(knowledge: Knowledge) -> None:
    """Also those below one that stops the reading."""
    wrong, right = (BEGIN + "".join(each) for each in zip(*_apart(), strict=True))
    text, changes = mended(wrong, lambda each: trouble(each, knowledge))
    assert text == right and len(changes) == 3


def _apart() -> list[tuple[str, str]]:
    return [
        ("season:2028\n", "season: 2028\n"),
        ("visa:\n  nead: sponsorship\n", "visa:\n  need: sponsorship\n"),
        ("interests:\n  primary: neurolgy\n", "interests:\n  primary: neurology\n"),
    ]


def test_a_change_that_brings_another_problem_is_not_made() -> None:
    """A reader that finds two problems in the changed text: nothing is changed."""
    from sitegen.diagnostics import Edit, Location

    def read(text: str) -> Problems:
        found, at = Problems(), Location("me.yaml", 1, 1)
        if text == "a\n":
            found.add("P104", at, "a stands here", edit=Edit("a", "b"))
        else:
            found.add("P104", at, "b stands here")
            found.add("P102", at, "and something is missing")
        return found

    assert mended("a\n", read) == ("a\n", ())


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_profile_without_slips_stays_byte_for_byte(sample: str, knowledge: Knowledge) -> None:
    text = profile_of(sample).read_text(encoding="utf-8")
    assert mended(text, lambda each: trouble(each, knowledge)) == (text, ())


def test_fix_keeps_the_file_as_it_was_and_says_what_changed(sitegen: Run, tmp_path: Path) -> None:
    path = tmp_path / "me.yaml"
    before = b"\xef\xbb\xbfseason:2028\r\n# mine\r\n"
    path.write_bytes(before)
    path.chmod(0o600)
    result = sitegen("check", path, "--fix", *DAY)
    assert result.exit_code == 0
    assert path.read_bytes().endswith(b"season: 2028\r\n# mine\r\n")
    kept = tmp_path / "me.before-fix.yaml"
    assert kept.read_bytes() == before
    assert f"{path}:1:7: Y201 mended" in result.stderr and str(kept) in result.stderr
    assert {p.name for p in tmp_path.iterdir()} == {path.name, kept.name}
    if os.name != "nt":
        assert {each.stat().st_mode & 0o777 for each in (path, kept)} == {0o600}
    path.write_bytes(before)
    sitegen("check", path, "--fix", *DAY)
    assert (tmp_path / "me.before-fix-2.yaml").read_bytes() == before


def test_fix_without_a_slip_writes_nothing(sitegen: Run, tmp_path: Path) -> None:
    path = tmp_path / "me.yaml"
    path.write_text("season: 2028\n", encoding="utf-8")
    result = sitegen("check", path, "--fix", *DAY)
    assert "Nothing here has one right answer" in result.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["me.yaml"]


def test_a_file_that_cannot_be_written_keeps_its_text(
    sitegen: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a full disk; also no copy is left."""
    path = tmp_path / "me.yaml"
    path.write_text("season:2028\n", encoding="utf-8")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    result = sitegen("check", path, "--fix", *DAY)
    assert result.exit_code == 1 and "No space left on device" in result.stderr
    assert path.read_text(encoding="utf-8") == "season:2028\n"
    assert [p.name for p in tmp_path.iterdir()] == ["me.yaml"]


def test_json_tells_problems_with_their_places(sitegen: Run, tmp_path: Path) -> None:
    path = tmp_path / "me.yaml"
    path.write_text("season: 2028\nvisa:\n  nead: sponsorship\n", encoding="utf-8")
    result = sitegen("check", path, "--format", "json", *DAY)
    assert result.exit_code == 1 and not result.stderr
    data = json.loads(result.stdout)
    (problem,) = data["problems"]
    assert (problem["code"], problem["line"], problem["column"]) == ("P101", 3, 3)
    assert problem["next_step"] == 'did you mean "need"?' and data["missing"] == []


def test_json_tells_what_is_missing_in_the_order_of_the_text(sitegen: Run) -> None:
    path = profile_of("half-empty")
    data = json.loads(sitegen("check", path, "--format", "json", *DAY).stdout)
    text = sitegen("check", path, *DAY).stdout
    asked = [each["path"] for each in data["missing"]]
    assert len(asked) >= 5 and data["format"] == "sitegen-check 1"
    places = [text.find(f"({path})") for path in asked]
    assert places == sorted(places) and -1 not in places
    first = data["missing"][0]
    assert first["ask"] and first["why"] and first["hangs"]


def test_github_marks_the_line_of_each_problem(sitegen: Run, tmp_path: Path) -> None:
    """Signs that a workflow command would read as its own are escaped."""
    path = tmp_path / "a,b%.yaml"
    path.write_text("visa:\n  nead: sponsorship\n", encoding="utf-8")
    result = sitegen("check", path, "--format", "github", *DAY)
    assert result.exit_code == 1
    place = str(path).replace("%", "%25").replace(",", "%2C")
    assert result.stdout.startswith(f"::error file={place},line=2,col=3,title=P101::the key")
    assert "Next step: did you mean" in result.stdout
